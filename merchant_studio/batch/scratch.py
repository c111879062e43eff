"""A temporary folder that is gone when its process is, however that ended."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "merchant-studio-scratch-"
LOCK, HELD = ".lock", ".held"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of this process; those of processes that were killed are swept first.

    A process holds the lock in its folder, and the system ends the lock with the process. A folder
    without a mark is not swept: its process is about to take the lock.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/"):
        if (folder / HELD).exists():
            _sweep(folder)
    own = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(own / LOCK, thread_local=False)
    lock.acquire()
    (own / HELD).touch()
    try:
        yield own
    finally:
        _remove(own, lock)


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
