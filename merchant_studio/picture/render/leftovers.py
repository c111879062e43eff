"""What a render writes before its videos are whole, and the removal of what a killed one left."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import StorageError
from ...files import is_running

_NAME = re.compile(r"\.(?:sound-(?P<sound>\d+)-.+|.+\.(?P<part>\d+)\.part)")
"""The names of parts and sound folders, with the process that made them."""


def sound_folder(place: Path) -> TemporaryDirectory[str]:
    """A folder for the encoded sounds, on the disk where the videos go.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        return TemporaryDirectory(dir=place, prefix=f".sound-{os.getpid()}-")
    except OSError as error:
        raise StorageError.from_os_error(place, error) from error


def sweep(folders: Iterable[Path]) -> None:
    """Remove the temporary files of renders whose process has ended."""
    for folder in set(folders):
        with suppress(OSError):  # what cannot be removed is in nobody's way
            for path in list(folder.iterdir()):
                found = _NAME.fullmatch(path.name)
                if not found or is_running(int(found["sound"] or found["part"])):
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
