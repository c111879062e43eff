"""Catalogues for the tests of batches: tiny recordings that the fake recognizer understands."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from merchant_studio.batch import processes
from tests.conftest import FAKE, ffmpeg
from tests.waiting import until

SPOKEN = "单价18块5，100个起订。"
SHEET = """\
name: {zh: 不锈钢保温杯, en: stainless steel vacuum flask}
price: 18.5 CNY
moq: 100 pcs
"""


def make_pitch(folder: Path) -> Path:
    """3 s of a tiny picture with a tone."""
    path = folder / "pitch.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=size=64x112:rate=5:duration=3"),
        *("-f", "lavfi", "-i", "sine=frequency=330:duration=3"),
        *("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", path),
    )
    return path


def add_product(catalogue: Path, name: str, pitch: Path) -> Path:
    """A product folder that can be made."""
    folder = catalogue / name
    folder.mkdir(parents=True)
    shutil.copy(pitch, folder / "pitch.mp4")
    (folder / "pitch.txt").write_text(SPOKEN, encoding="utf-8")
    (folder / "product.yaml").write_text(SHEET, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def warm_workers() -> Iterator[None]:
    """Workers are forked from a process that has made a product, where the system can fork.

    They are processes as ever: they die, are stopped and replaced alone. How they are spawned is
    seen where `start_batch` runs the whole command.
    """
    with pytest.MonkeyPatch.context() as patch:
        if "forkserver" in multiprocessing.get_all_start_methods():
            patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
            multiprocessing.set_forkserver_preload(["tests.warm"])
            patch.setattr(processes, "START", "forkserver")
        yield


def start_batch(
    folder: Path, *arguments: str, place: str = "products", engines: Sequence[str] = FAKE
) -> subprocess.Popen[str]:
    """`merchant-studio batch PLACE ...` as a process group of its own, in a folder."""
    # A test run in the background may have been told to ignore Ctrl-C, or that its terminal is
    # closed, which is inherited.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "if hasattr(signal, 'SIGHUP'): signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "from merchant_studio.cli import main; main(prog_name='merchant-studio')"
    )
    root = str(Path(__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", code, "batch", place, *engines, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_again_and_again(
    start: Callable[[], subprocess.Popen[str]],
    whole: Mapping[str, Any],
    kills: int,
    ways: Sequence[Callable[[int, int], None]] = (os.kill, os.killpg),
) -> None:
    """Kill batches that write into `out`, each after some file more, and go on with the next.

    The process alone, whose workers must end, too; or all, as a power cut does. One that gets to
    its end has made `whole`, and the next one begins anew. The last is not killed.
    """
    random, out = Random(7), Path("out")
    while kills or out.exists():
        process = start()
        if kills and _wait_for_a_file(process, out, random, len(whole)):
            kills -= 1
            random.choice(ways)(process.pid, signal.SIGKILL)
            process.communicate()
            continue
        said = process.communicate()
        assert process.returncode == 0, said
        assert tree(out) == whole
        shutil.rmtree(out)


def _wait_for_a_file(process: subprocess.Popen[str], out: Path, random: Random, most: int) -> bool:
    """Wait until there are some more files, chosen by chance; whether the batch still runs then."""
    have = _files_in(out)
    wanted = random.randint(have + 1, max(have + 1, most))
    until(f"{wanted} files", lambda: process.poll() is not None or _files_in(out) >= wanted)
    return process.poll() is None


def _files_in(out: Path) -> int:
    """How many files there are, those that are being written included."""
    return sum(len(files) for _, _, files in os.walk(out))


def tree(out: Path) -> dict[str, Any]:
    """Everything in OUT that a merchant gets, times aside; hidden leftovers are seen, too."""
    found: dict[str, Any] = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_dir() or (name.startswith(".batch/") and path.suffix != ".json"):
            continue
        if name == "report.json" or name.startswith(".batch/"):
            found[name] = _timeless(json.loads(path.read_text(encoding="utf-8")))
        elif name == "report.html":
            text = path.read_text(encoding="utf-8")
            found[name] = re.sub(
                r'("(?:prepare|render)_ms": )\d+|("finished_at": )"[^"]*"', "", text
            )
        else:
            found[name] = path.read_bytes()
    return found


def _timeless(values: Any) -> Any:
    if isinstance(values, dict):
        times = ("prepare_ms", "render_ms", "finished_at")
        return {key: _timeless(item) for key, item in values.items() if key not in times}
    return [_timeless(item) for item in values] if isinstance(values, list) else values
