"""Files that a merchant gives, and the recording that a run is made from."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import IO, TypeAlias

from ..config import StudioConfig
from ..errors import InputError
from ..intake import AUDIO_SUFFIXES, PHOTO_SUFFIXES, VIDEO_SUFFIXES
from ..media import trimmed
from ..messages import say
from ..run import RunFolder, remove

TAKES, SOURCE = "takes", "product"
COPY_BYTES = 1024 * 1024
Cut: TypeAlias = tuple[int, int]
"""What is used of a take, from and until, in milliseconds; until 0: its end."""


class TooLargeError(InputError):
    """A file is larger than the page takes in."""

    def __init__(self, name: str, config: StudioConfig) -> None:
        super().__init__(
            say(
                "{name} is larger than {most} MB; make it smaller",
                name=shown(name),
                most=config.max_megabytes,
            )
        )


def suffix_of(name: str) -> str:
    """The suffix that tells what kind of file it is: `IMG_1.MOV` -> `.mov`.

    Raises:
        InputError: it is no kind that is taken in.
    """
    suffix = Path(name.replace("\\", "/")).suffix.lower()
    if suffix not in VIDEO_SUFFIXES | AUDIO_SUFFIXES | PHOTO_SUFFIXES:
        raise InputError(
            say("{name} is no recording and no photo; choose another file", name=shown(name))
        )
    return suffix


def copy(body: IO[bytes], target: Path, config: StudioConfig, name: str) -> None:
    """Write what is sent to a file.

    Raises:
        InputError: it is larger than is allowed.
    """
    limit, size = config.max_megabytes * 1_000_000, 0
    with target.open("wb") as file:
        while block := body.read(COPY_BYTES):
            size += len(block)
            if size > limit:
                raise TooLargeError(name, config)
            file.write(block)


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable())[:80] or "the file"


def recording_name(take: str, cut: Cut | None) -> str:
    """The take in the product folder; a part of one says which: recording-take-1-800-0.mp4.

    One that does not start at its start has its picture encoded, so it becomes an MP4.
    """
    path = Path(take)
    if cut is None:
        return f"recording{path.suffix}"
    suffix = ".mp4" if cut[0] and path.suffix in VIDEO_SUFFIXES else path.suffix
    return f"recording-{path.stem}-{cut[0]}-{cut[1]}{suffix}"


def make_recording(run: RunFolder, take: str, cut: Cut | None, encoder: str) -> None:
    """Make the recording of a run from a take: the same file, or a part, encoded by `encoder`.

    Raises:
        UsageError: this machine does not have the encoder.
        RenderError: the take cannot be cut.
        StorageError: the folder cannot be written.
    """
    source, target = run.path / TAKES / take, run.path / SOURCE / recording_name(take, cut)
    if cut is None or not target.exists():
        with run.replacing(f"{SOURCE}/{target.name}") as temporary:
            temporary.unlink()
            if cut:
                trimmed(source, temporary, cut[0], cut[1] or None, encoder=encoder)
            else:
                try:
                    os.link(source, temporary)
                except OSError:  # a disk without links
                    shutil.copyfile(source, temporary)
    for path in target.parent.glob("recording*"):
        if path.name != target.name and path.suffix != ".txt":
            remove(path)
