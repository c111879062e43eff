"""Helpers that are asked about files: started when needed, kept warm, replaced after a fault."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import IO, Any, TypeVar, cast

from ..errors import StudioError
from ..messages import say
from .answers import (
    LONGEST_ANSWER,
    BadAnswerError,
    Fault,
    Limits,
    Music,
    Photo,
    Recording,
    music_of,
    photo_of,
    read_answer,
    recording_of,
)

MOST_HELPERS = 8
"""More do not make a disk faster."""
MOST_QUESTIONS = 500
"""After so many a helper is replaced, so that what libraries leave behind does not add up."""
BASE_BYTES, BYTES_A_PIXEL = 160_000_000, 8
"""Memory that a helper may take: a photo in RGBA, and once more while it is decoded."""
BASE_CPU_S, CPU_S_A_MINUTE, CPU_S_A_MEGABYTE = 6, 0.3, 0.1
"""Seconds of work it may take: several times what the slowest codecs need on a slow machine."""
START_S, WAITS = 60, 5
"""A busy machine gives a helper a part of its time only."""
MEGABYTE = 1_000_000
SIGXCPU, SIGKILL = 24, 9
SLOW = -1000
"""The code of a helper that nothing came of."""
ENDS_IN_S = 5
PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *(
        "SYSTEMROOT",
        "WINDIR",
        "APPDATA",
        "USERPROFILE",
        "TEMP",
        "TMP",
        "PYTHONHOME",
        "COVERAGE_RUN",
    ),
)
"""Variables that a helper gets; keys are not among them, for a file that takes it over."""

_Answer = TypeVar("_Answer")


def probe_recording(path: Path, limits: Limits) -> Recording:
    """What is in a recording.

    Raises:
        Fault: why it cannot be used.
    """
    return _helpers(os.getpid()).ask("recording", path, limits, recording_of)


def probe_photo(path: Path, limits: Limits) -> Photo:
    """What is in a photo; errors as in `probe_recording`."""
    return _helpers(os.getpid()).ask("photo", path, limits, photo_of)


def probe_music(path: Path, limits: Limits) -> Music:
    """What is in a sound file; errors as in `probe_recording`."""
    return _helpers(os.getpid()).ask("music", path, limits, music_of)


def warm_up() -> None:
    """Start a helper now, so that it is ready when it is needed; it does not wait for it."""
    _helpers(os.getpid()).warm_up()


@cache
def _helpers(process: int) -> _Helpers:
    """The helpers of this process; one that was forked has none of its parent's."""
    helpers = _Helpers()
    atexit.register(helpers.close)
    return helpers


class _Died(Exception):
    """A helper ended in the middle of a question; `code` is how."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Helpers:
    """Those that are idle; each thread that asks takes one, or starts one."""

    def __init__(self) -> None:
        self._idle: list[_Helper] = []
        self._lock = Lock()
        self._room = BoundedSemaphore(min(MOST_HELPERS, os.cpu_count() or 1))

    def ask(
        self, look: str, path: Path, limits: Limits, read: Callable[[Mapping[str, Any]], _Answer]
    ) -> _Answer:
        """What a helper answers about a file.

        Raises:
            Fault: why it cannot be used.
        """
        question = _question(look, path, limits)
        with self._room:
            while True:
                helper = self._take()
                try:
                    answer = read(helper.ask(question))
                except Fault:
                    self._put(helper)
                    raise
                except BadAnswerError as error:
                    helper.end()
                    raise Fault("crashed") from error
                except _Died as death:
                    helper.end()
                    if helper.asked > 1 and death.code not in (-SIGXCPU, SLOW):
                        continue  # perhaps what it was asked before has harmed it
                    raise Fault(_way_of(death.code)) from death
                except BaseException:
                    helper.end()
                    raise
                self._put(helper)
                return answer

    def warm_up(self) -> None:
        with self._lock:
            if not self._idle:
                self._idle.append(_Helper())

    def close(self) -> None:
        """End those that are idle."""
        while self._idle:
            self._idle.pop().end()

    def _take(self) -> _Helper:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Helper()

    def _put(self, helper: _Helper) -> None:
        if helper.asked >= MOST_QUESTIONS or not helper.is_alive:
            helper.end()
            return
        with self._lock:
            self._idle.append(helper)


def _question(look: str, path: Path, limits: Limits) -> dict[str, Any]:
    """A question; what the helper may take grows with what the file may be."""
    with suppress(OSError):
        size = path.stat().st_size / MEGABYTE
        cpu_s = BASE_CPU_S + CPU_S_A_MINUTE * limits.max_minutes + CPU_S_A_MEGABYTE * size
        return {
            "look": look,
            "path": os.path.abspath(path),
            "limits": {
                "max_minutes": limits.max_minutes,
                "max_megapixels": limits.max_megapixels,
            },
            "memory": BASE_BYTES + BYTES_A_PIXEL * limits.max_pixels,
            "cpu_s": round(cpu_s),
        }
    raise Fault("gone")


def _way_of(code: int) -> str:
    """The fault of a file whose helper ended in some way."""
    from .helper import MEMORY_CODE, TIME_CODE

    if code in (-SIGXCPU, SLOW, TIME_CODE):
        return "slow"
    return "memory" if code in (-SIGKILL, MEMORY_CODE) else "crashed"


class _Helper:
    """One helper process."""

    def __init__(self) -> None:
        self.asked = 0
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._is_ready = False
        command = [sys.executable, "-P", "-m", f"{__package__}.helper"]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=_environment(),
            )
        except OSError as error:
            raise _cannot_start(error.strerror or str(error)) from error
        self._input = cast(IO[bytes], self._process.stdin)
        self._output = cast(IO[bytes], self._process.stdout)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked more."""
        return self._process.poll() is None

    def ask(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """What it has seen.

        Raises:
            Fault: why the file cannot be used.
            _Died: it ended over it.
            BadAnswerError: it answers nonsense.
        """
        self._wait_until_ready()
        self.asked += 1
        try:
            self._input.write(json.dumps(question).encode() + b"\n")
        except OSError as error:
            raise _Died(self._code()) from error
        try:
            line = self._lines.get(timeout=START_S + WAITS * question["cpu_s"])
        except Empty:
            raise _Died(SLOW) from None
        if not line:
            raise _Died(self._code())
        return read_answer(line)

    def _code(self) -> int:
        """How it ended; it is about to, where it has not yet."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(ENDS_IN_S)
        return SLOW

    def end(self) -> None:
        """Stop it and forget it."""
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._input, self._output):
            with suppress(OSError):
                pipe.close()

    def _wait_until_ready(self) -> None:
        if self._is_ready:
            return
        try:
            line = self._lines.get(timeout=START_S)
        except Empty:
            self.end()
            raise _cannot_start(
                say("it was not ready after {seconds} seconds", seconds=START_S)
            ) from None
        if not line:
            code = self._code()
            self.end()
            raise _cannot_start(say("it ended with code {code}", code=code))
        self._is_ready = True

    def _read(self) -> None:
        """Put each line that it writes into the queue, and at its end an empty one."""
        rest = b""
        with suppress(OSError):
            while len(rest) < LONGEST_ANSWER and (part := self._output.read(LONGEST_ANSWER)):
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    self._lines.put(line)
        self._lines.put(b"")


def _environment() -> dict[str, str]:
    """A helper's variables: where Python and its packages are, and no keys."""
    root = str(Path(__file__).parents[2])
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    places = os.pathsep.join(dict.fromkeys([root, *filter(None, sys.path)]))
    return {**known, "PYTHONPATH": places, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _cannot_start(why: str) -> StudioError:
    return StudioError(
        say(
            "the helper that looks at files cannot be started ({why}); close other programs and "
            "run again",
            why=why,
        )
    )
