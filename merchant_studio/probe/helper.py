"""The helper's own side: `python -m merchant_studio.probe.helper`, asked and answering in lines.

It answers until nobody asks any more. What it may take of memory and time it is told with each
question; the system ends it when it takes more, where it can (`resource`), else a thread does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .answers import Fault, Limits
from .looks import look_at

READY = b'{"ready": 1}\n'
MEMORY_CODE, TIME_CODE = 77, 78
"""What it exits with where a thread had to end it."""
WATCHED_EVERY_S = 0.05


def main() -> None:
    """Answer each line of the standard input; end when there is no more."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends who asks, and so the input
    answers = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no answer
    _load()
    limit = _limiter()
    os.write(answers, READY)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        limits = Limits(**question["limits"])
        limit(question["memory"], question["cpu_s"])
        answer, is_well = _answer(question["look"], Path(question["path"]), limits)
        os.write(answers, json.dumps(answer).encode() + b"\n")
        if not is_well:
            break  # an error of a kind that nobody foresaw may have left anything behind


def _load() -> None:
    """Import what looking needs, before limits count what is taken."""
    import av  # noqa: F401
    import numpy  # noqa: F401
    import PIL.Image  # noqa: F401


def _answer(look: str, path: Path, limits: Limits) -> tuple[dict[str, Any], bool]:
    try:
        return {"seen": look_at(look, path, limits)}, True
    except Fault as fault:
        return {"fault": fault.word, "values": fault.values}, fault.word != "memory"
    except Exception:  # at this border, whatever a file leads a decoder to is the file's fault
        return {"fault": "damaged", "values": {}}, False


def _limiter() -> Callable[[int, int], None]:
    """What sets the limits of a question: bytes beyond what is taken now, and seconds of work."""
    if sys.platform.startswith("linux"):
        return _limit_by_system
    watch = _Watch()
    threading.Thread(target=watch.run, daemon=True).start()
    return watch.limit


def _limit_by_system(memory: int, cpu_s: int) -> None:
    import resource

    own = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(own.ru_utime + own.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent_s + cpu_s, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    taken = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory, resource.RLIM_INFINITY))


class _Watch:
    """Ends the process when it takes more than it may, where the system has no limits for that."""

    def __init__(self) -> None:
        self._most_bytes, self._until_s = sys.maxsize, float("inf")

    def limit(self, memory: int, cpu_s: int) -> None:
        """Set the limits of the next question."""
        self._most_bytes = _peak_bytes() + memory
        self._until_s = time.process_time() + cpu_s

    def run(self) -> None:
        """Look for ever."""
        while True:
            time.sleep(WATCHED_EVERY_S)
            if _peak_bytes() > self._most_bytes:
                os._exit(MEMORY_CODE)
            if time.process_time() > self._until_s:
                os._exit(TIME_CODE)


def _peak_bytes() -> int:
    """The most memory that this process has had so far."""
    if sys.platform == "win32":
        return _windows_peak_bytes()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _windows_peak_bytes() -> int:
    import ctypes
    from ctypes import wintypes

    # PROCESS_MEMORY_COUNTERS of psapi.h: cb, PageFaultCount, PeakWorkingSetSize and seven more.
    counters = (ctypes.c_size_t * 9)()
    ctypes.cast(counters, ctypes.POINTER(wintypes.DWORD))[0] = ctypes.sizeof(counters)
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = [
            wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD
        ]  # fmt: skip
        kernel.K32GetProcessMemoryInfo(
            kernel.GetCurrentProcess(), counters, ctypes.sizeof(counters)
        )
    return int(counters[1])


if __name__ == "__main__":
    main()
