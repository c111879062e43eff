"""The picture that all languages share, frame by frame, in YUV.

A recording that fills the frame by itself is taken from the decoder as it is; what does not move
is layered by moviepy once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...media import unreadable
from ...records import Shot, Timeline
from .blending import duplicate
from .conversion import Conversion
from .recording import FrameTimes, Recording
from .stills import Backdrop, Fill, SlowZoom, fitted_size, gallery_frame, photo_frame, plain

if TYPE_CHECKING:
    from av import VideoFrame


def base_frames(timeline: Timeline) -> Generator[VideoFrame, None, None]:
    """Every frame of the base, in order, with its number as time stamp; they may be shared.

    Raises:
        RenderError: a recording or a photo cannot be read.
    """
    times = FrameTimes(timeline.frame_rate)
    for shot in timeline.shots:
        numbers = times.within(shot.span)
        start_s = Fraction(shot.span.start_ms, 1000)
        moments_s = (times.start_s(number) - start_s for number in numbers)
        frames = shot_frames(shot, timeline, moments_s) if numbers else ()
        for number, frame in zip(numbers, frames, strict=True):
            frame.pts, frame.time_base = number, 1 / timeline.frame_rate
            frame.pict_type = 0  # the decoder's I, P or B would bind the encoder
            yield frame


class Canvas(Protocol):
    """What a picture is made for, such as a timeline."""

    @property
    def width_px(self) -> int:
        """Of the picture."""

    @property
    def height_px(self) -> int:
        """Of the picture."""

    @property
    def frame_rate(self) -> Fraction:
        """Frames per second."""

    @property
    def fill(self) -> Fill:
        """What surrounds a picture that does not fill the frame."""


def shot_frames(shot: Shot, canvas: Canvas, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """The shot's frames at these times since its start.

    Raises:
        RenderError: a recording or a photo cannot be read.
    """
    size = canvas.width_px, canvas.height_px
    if shot.kind == "recording":
        return _recording(shot, canvas, moments_s)
    if shot.kind == "photo":
        return _photo(shot, canvas, moments_s)
    if shot.kind == "gallery":
        return _still(gallery_frame(shot.photos, size, canvas.fill), moments_s)
    return _still(plain(size), moments_s)


def _recording(shot: Shot, canvas: Canvas, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """A recording; a frame that is shown again is converted only once."""
    import av

    path, size = _path(shot), (canvas.width_px, canvas.height_px)
    from_s = Fraction(shot.source_start_ms, 1000)
    try:
        with Recording(path, from_s, 1 / canvas.frame_rate) as recording:
            inner = fitted_size(*recording.seen_size, size)
            conversion = Conversion(*inner)
            backdrop = Backdrop(inner, size, canvas.fill)
            shown = picture = None
            for moment_s in moments_s:
                frame = recording.frame_at(from_s + moment_s)
                if frame is not shown or picture is None:
                    shown = frame
                    picture = backdrop.around(conversion.convert(frame, recording.pixel_aspect))
                else:
                    picture = duplicate(picture)
                yield picture
    except av.FFmpegError as error:
        raise unreadable(path, error) from error


def _photo(shot: Shot, canvas: Canvas, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """A photo that grows slowly."""
    size = canvas.width_px, canvas.height_px
    if shot.zoom_end == 1:
        yield from _still(photo_frame(_path(shot), size, canvas.fill), moments_s)
        return
    room = SlowZoom.room(size, shot.zoom_end)
    zoom = SlowZoom(photo_frame(_path(shot), room, canvas.fill), size)
    for moment_s in moments_s:
        done = float(moment_s) * 1000 / shot.span.duration_ms
        yield zoom.at(1 / (1 + (shot.zoom_end - 1) * done))


def _still(frame: VideoFrame, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """A picture that does not move."""
    for _ in moments_s:
        yield duplicate(frame)


def _path(shot: Shot) -> Path:
    if shot.path is None:
        raise ValueError(f"a shot of kind {shot.kind!r} needs a path")
    return shot.path
