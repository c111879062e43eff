"""Changes below a folder, gathered until nobody is writing there any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Event, Thread

from watchfiles import Change, watch

QUIET_MS = 500
"""How often it is asked whether something has changed."""
SETTLED = 4
"""Quiet times one after the other, 2 s in all, after which a recording is taken for copied."""


@contextmanager
def changes_below(folder: Path, out: Path) -> Iterator[Iterator[set[Path]]]:
    """The paths that change below a folder, each time all of them up to 2 s of quiet.

    Nothing in `out` counts, nor hidden files. Changes are seen from the start of the block on.

    Raises:
        OSError: the folder cannot be watched.
    """
    seen: Queue[set[Path] | Exception] = Queue()
    ended = Event()
    thread = Thread(target=_gather, args=(folder, out.resolve(), seen, ended), daemon=True)
    thread.start()
    _next(seen)  # from now on it watches
    try:
        yield _settled(seen)
    finally:
        ended.set()
        thread.join()


def _gather(folder: Path, out: Path, seen: Queue[set[Path] | Exception], ended: Event) -> None:
    root = folder.resolve()

    def counts(_: Change, name: str) -> bool:
        path = Path(name)
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return not hidden and not path.is_relative_to(out)

    try:
        for found in watch(
            root,
            watch_filter=counts,
            step=QUIET_MS // 2,
            rust_timeout=QUIET_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            stop_event=ended,
        ):
            seen.put({Path(name) for _, name in found})
    except Exception as error:
        seen.put(error)


def _settled(seen: Queue[set[Path] | Exception]) -> Iterator[set[Path]]:
    while True:
        changed: set[Path] = set()
        quiet = 0
        while not changed or quiet < SETTLED:
            found = _next(seen)
            quiet = 0 if found else quiet + 1
            changed |= found
        yield changed


def _next(seen: Queue[set[Path] | Exception]) -> set[Path]:
    found = seen.get()
    if isinstance(found, Exception):
        raise found
    return found
