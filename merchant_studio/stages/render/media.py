"""Opening the merchant's media safely, and saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import RenderError

if TYPE_CHECKING:
    from av.container import InputContainer

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac,aac"
"""Demuxers that may open a file: containers that hold their media, no playlists."""


def open_media(path: Path) -> InputContainer:
    """The file as an open container; nothing but this file is read.

    Raises:
        RenderError: it is not there or not media.
    """
    import av

    try:
        return av.open(
            str(path.resolve()),
            options={"protocol_whitelist": "file", "format_whitelist": CONTAINERS},
            metadata_errors="replace",  # a title in GBK is no reason to refuse a recording
        )
    except (av.FFmpegError, OSError) as error:
        raise unreadable(path, error) from error


def start_s(container: InputContainer) -> Fraction:
    """The time stamp at which picture and sound of a file start together."""
    return Fraction(container.start_time or 0, 1_000_000)


def decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """The frames of a stream; damaged packets are left out, as players do.

    Raises:
        RenderError: there is no frame at all, or the file cannot be read on.
    """
    import av

    path = Path(container.name)
    is_empty = True
    try:
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue
            for frame in frames:
                is_empty = False
                yield frame
    except (av.FFmpegError, OSError) as error:
        raise unreadable(path, error) from error
    if is_empty:
        raise RenderError(f"{path.name} is damaged: nothing in it can be decoded; copy it again")


def unreadable(path: Path, error: Exception) -> RenderError:
    """The error that says why a file cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return RenderError(f"{path.name} cannot be read ({reason}); check the file and run again")
