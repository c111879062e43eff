"""Changes below a folder, gathered until nobody is writing there any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch
from watchfiles.main import FileChange

QUIET_MS = 500
"""How often it is asked whether something has changed."""
SETTLED = 4
"""Quiet times one after the other, 2 s in all, after which a recording is taken for copied."""


def changes_below(folder: Path, out: Path) -> Iterator[set[Path]]:
    """The paths that change below a folder, each time all of them up to 2 s of quiet.

    Nothing in `out` counts, nor hidden files. Changes are seen from this call on.

    Raises:
        OSError: the folder cannot be watched.
    """
    root, out = folder.resolve(), out.resolve()

    def counts(_: Change, name: str) -> bool:
        path = Path(name)
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return not hidden and not path.is_relative_to(out)

    seen = watch(
        root,
        watch_filter=counts,
        step=QUIET_MS // 2,
        rust_timeout=QUIET_MS,
        yield_on_timeout=True,
    )
    next(seen)  # from now on it watches, also while nobody asks it for changes
    return _until_quiet(seen)


def _until_quiet(seen: Iterator[set[FileChange]]) -> Iterator[set[Path]]:
    while True:
        changed: set[Path] = set()
        quiet = 0
        while not changed or quiet < SETTLED:
            found = next(seen)
            quiet = 0 if found else quiet + 1
            changed |= {Path(name) for _, name in found}
        yield changed
