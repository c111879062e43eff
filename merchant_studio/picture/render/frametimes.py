"""Converts between milliseconds and frame numbers, exactly: at 25 fps, 1000 ms is frame 25."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from ...records import Span


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
