"""A product's folder put right after a kill or a power cut, before it is gone on with.

Results are written under a temporary name and renamed, so a kill leaves only hidden files. A power
cut may in addition leave the file that was written last cut off. A folder is put right while the
product's lock is held, so nobody is writing there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..files import sweep_below

_UNFINISHED = re.compile(r"[-+.\w]*")
"""A word or number that nothing follows, as where a file ends in the middle of `false`."""
BROKEN_SUFFIX = ".broken"


def mend(folder: Path) -> None:
    """Remove leftovers, and set JSON files aside that are cut off, so that they are made again."""
    sweep_below(folder)
    with suppress(OSError):  # what cannot be mended is found when it is used
        for path in list(inside(folder)):
            if path.suffix == ".json" and _is_cut_off(path):
                path.replace(path.with_name(path.name + BROKEN_SUFFIX))


def settle(folder: Path) -> None:
    """Remove what `mend` set aside where the file made again holds all of it."""
    with suppress(OSError):
        for broken in [p for p in inside(folder) if p.suffix == BROKEN_SUFFIX]:
            new = broken.with_suffix("")
            if new.exists() and new.read_bytes().startswith(broken.read_bytes().rstrip(b"\0")):
                broken.unlink()


def inside(folder: Path) -> Iterator[Path]:
    """The entries of a run's folder and of its languages' folders; none if it is not there."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        yield Path(entry.path)
        if entry.is_dir():
            yield from map(Path, (inner.path for inner in os.scandir(entry)))


def _is_cut_off(path: Path) -> bool:
    """Whether a JSON file ends too early; a merchant's typing error is not at the end."""
    text = path.read_bytes().decode("utf-8", errors="ignore").rstrip("\0")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        is_whole = error.msg.startswith("Extra data")
        rest = text[error.pos :].strip()
        return error.msg.startswith("Unterminated string") or (
            not is_whole and bool(_UNFINISHED.fullmatch(rest))
        )
    except (ValueError, RecursionError):
        return False
    return False
