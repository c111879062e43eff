"""Putting a finished file in its place, so that even a power cut leaves the old one or the new."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a file that was written under a temporary name to the name that readers look for.

    Its bytes are on the disk before the name is, and the name before this returns; without that
    some file systems show an empty file after a power cut (rename(2) promises no order).

    Raises:
        OSError: the disk is full, or the name cannot be taken.
    """
    handle = os.open(temporary, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, target)
    with suppress(OSError):  # Windows opens no folder, and needs none of this
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
