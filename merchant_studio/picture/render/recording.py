"""The frames of a video file at the times asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ... import media
from ...errors import RenderError
from ...messages import say
from ...records import Span
from .conversion import FrameKind, deinterlaced


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """The frames of a video with a constant rate; frame 0 is seen from 0 ms on."""

    rate: Fraction
    """Frames per second."""

    def first_at(self, time_ms: int) -> int:
        """The first frame that starts at that time or later; also how many start before it."""
        return ceil(self.rate * time_ms / 1000)

    def within(self, span: Span) -> range:
        """The frames that start within the span; none if it lies between two frames."""
        return range(self.first_at(span.start_ms), self.first_at(span.end_ms))

    def start_s(self, frame: int) -> Fraction:
        """When the frame starts, in seconds."""
        return frame / self.rate


if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.stream import VideoStream

USUAL_FRAME_S = Fraction(1, 30)
"""Taken for the length of a frame where the file does not tell."""


class Recording:
    """A video file that is read forward from one place; a context manager.

    A frame is shown from its time stamp until that of the next one, so variable frame rates come
    out right; before the first and after the last one those two are held.
    """

    def __init__(self, path: Path, from_s: Fraction, frame_s: Fraction) -> None:
        """Opens `path` at `from_s`, for frames that are to be shown `frame_s` each.

        Raises:
            RenderError: the file cannot be read or has no picture.
        """
        self._container = media.open_media(path)
        try:
            stream = media.picture_stream(self._container)
            if stream is None:
                raise RenderError(
                    say("{file} has no picture; give a video or photos", file=path.name)
                )
            self._stream: VideoStream = stream
            self._stream.codec_context.thread_type = "AUTO"
            self._origin_s = media.start_s(self._container)
            rate = self._stream.average_rate
            self._own_frame_s = 1 / Fraction(rate) if rate else USUAL_FRAME_S
            # Time stamps are rounded (to 1 ms in WebM) and phones are uneven: a frame that is
            # due within half a frame is on time.
            self._tolerance_s = min(frame_s, self._own_frame_s) / 2
            if from_s:
                self._container.seek(int((self._origin_s + from_s) * 1_000_000))
            decoded: Iterator[VideoFrame] = media.decoded(self._container, self._stream)
            self._frames = deinterlaced(decoded)
            self._shown: VideoFrame = next(self._frames)
            self._next: VideoFrame | None = next(self._frames, None)
            self._next_s = self._start_s(self._next, self._start_s(self._shown, Fraction(0)))
        except BaseException:
            self._container.close()
            raise

    def __enter__(self) -> Self:
        """The recording itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._container.close()

    @property
    def pixel_aspect(self) -> Fraction:
        """Width of a pixel by its height."""
        return Fraction(self._stream.sample_aspect_ratio or 1)

    @property
    def seen_size(self) -> tuple[Fraction, Fraction]:
        """Width and height of the picture, upright, in square pixels."""
        return FrameKind.of(self._shown, self.pixel_aspect).seen_size

    def frame_at(self, time_s: Fraction) -> VideoFrame:
        """The frame shown at that time of the file; times must not go back."""
        while self._next is not None and self._next_s < time_s + self._tolerance_s:
            self._shown = self._next
            self._next = next(self._frames, None)
            self._next_s = self._start_s(self._next, self._next_s)
        return self._shown

    def _start_s(self, frame: VideoFrame | None, previous_s: Fraction) -> Fraction:
        if frame is None or frame.pts is None or frame.time_base is None:
            return previous_s + self._own_frame_s
        return frame.pts * Fraction(frame.time_base) - self._origin_s
