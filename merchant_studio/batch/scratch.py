"""A temporary folder that is gone when its process is, however that ended."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "merchant-studio-scratch-"
LOCK = ".lock"


def own_lock(name: str) -> FileLock:
    """A lock between this user's processes on this machine."""
    user = getattr(os, "getuid", int)()
    file = Path(tempfile.gettempdir()) / f"merchant-studio-{user}-{name}.lock"
    return FileLock(file, thread_local=False)


class Scratch:
    """A folder of this process; those of processes that were killed are swept first.

    A process holds the lock in its folder, and the system ends the lock with the process.
    """

    def __init__(self) -> None:
        with own_lock("scratch"):
            for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/"):
                _sweep(folder)
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
            lock = FileLock(self.path / LOCK, thread_local=False)
            lock.acquire()
        self.close = weakref.finalize(self, _remove, self.path, lock)
        """Remove it; done at the process's end, too."""


def _sweep(folder: Path) -> None:
    """Remove a folder whose process has ended."""
    lock = FileLock(folder / LOCK, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):  # at work, or another user's
        return
    _remove(folder, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
