"""One frame of a video without the video: the same picture, and the same drawn over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from ...records import Card, Cue, EndCard, Shot, Span, Timeline
from .base import shot_frames
from .blending import duplicate, planes_of
from .overlays import OverlayTrack
from .recording import FrameTimes

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

Seen = TypeVar("Seen", Card, Cue, EndCard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What the base of a frame is made from; equal for frames that look alike."""

    shot: Shot
    moment_s: Fraction
    """Since the start of the shot."""
    width_px: int
    height_px: int
    frame_rate: Fraction
    fill: Literal["blur", "plain"]


def frame_at(timeline: Timeline, at_ms: int) -> int:
    """The number of the frame that is seen at that time; the nearest where there is none."""
    last = FrameTimes(timeline.frame_rate).first_at(timeline.duration_ms) - 1
    return max(0, min(int(timeline.frame_rate * at_ms / 1000), last))


def glimpse(timeline: Timeline, frame: int) -> Glimpse:
    """Where the base of a frame is found."""
    times = FrameTimes(timeline.frame_rate)
    shots = [shot for shot in timeline.shots if frame in times.within(shot.span)]
    shot = shots[0] if shots else timeline.shots[-1]
    moment_s = times.start_s(frame) - Fraction(shot.span.start_ms, 1000)
    if shot.kind == "recording":
        # Read from there on, and not from the start of the shot; how long it lasts is the same.
        later_ms = int(moment_s * 1000)
        from_ms = shot.source_start_ms + later_ms
        shot = replace(shot, span=Span(start_ms=0, end_ms=1), source_start_ms=from_ms)
        moment_s -= Fraction(later_ms, 1000)
    return Glimpse(
        shot=shot,
        moment_s=moment_s,
        width_px=timeline.width_px,
        height_px=timeline.height_px,
        frame_rate=timeline.frame_rate,
        fill=timeline.fill,
    )


def base_frame(seen: Glimpse) -> VideoFrame:
    """The base of a frame, in YUV.

    Raises:
        RenderError: a recording or a photo cannot be read.
    """
    (frame,) = shot_frames(seen.shot, seen, [seen.moment_s])
    return frame


def draw_still(timeline: Timeline, frame: int, base: VideoFrame) -> NDArray[np.uint8]:
    """A frame in RGB: its base with all that the video has over it.

    Raises:
        RenderError: a character has no glyph, or the merchant's mark cannot be read.
    """
    from .conversion import to_rgb

    times = FrameTimes(timeline.frame_rate)
    ending = timeline.end_card
    alone = replace(
        timeline,
        captions=replace(timeline.captions, cues=_seen(timeline.captions.cues, frame, times)),
        cards=_seen(timeline.cards, frame, times),
        end_card=next(iter(_seen([ending] if ending else [], frame, times)), None),
    )
    picture = duplicate(base)
    for overlay in OverlayTrack(alone, times).at(frame):
        overlay.blend(planes_of(picture))
    return to_rgb(picture)


def _seen(shown: Sequence[Seen], frame: int, times: FrameTimes) -> tuple[Seen, ...]:
    """Those of them that the frame shows; the others need not be drawn."""
    return tuple(each for each in shown if frame in times.within(each.span))
