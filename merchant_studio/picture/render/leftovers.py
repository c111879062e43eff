"""What a render writes before its videos are whole; `files.sweep` removes a killed one's."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import StorageError


def sound_folder(place: Path) -> TemporaryDirectory[str]:
    """A folder for the encoded sounds, on the disk where the videos go.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        return TemporaryDirectory(dir=place, prefix=f".sound-{os.getpid()}-")
    except OSError as error:
        raise StorageError.from_os_error(place, error) from error
