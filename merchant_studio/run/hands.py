"""One hand at a time: who changes something waits until those before him have done so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import BusyError, StorageError

PATIENCE_S = 30.0
"""A change takes milliseconds; a large recording that is taken in takes seconds."""
_LOOK_S = 0.005


@contextmanager
def one_hand(file: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold a lock file until the block ends; other threads and processes wait for it.

    In one thread blocks may stand in each other. The system frees the lock of a process that ends.

    Raises:
        BusyError: the others did not let go.
        StorageError: the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file, is_singleton=True)
        lock.acquire(timeout=patience_s, poll_interval=_LOOK_S)
    except Timeout as error:
        raise BusyError(file.parent.parent / file.name.partition(".")[0]) from error
    except OSError as error:
        raise StorageError.from_os_error(file, error) from error
    try:
        yield
    finally:
        lock.release()
