"""The picture of a run as data: how large, which shots, how long; the same for every language."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..records import CaptionTrack, Footage, Narration, Pitch, Shot, Span, Timeline

FRAME_SIZES: dict[str, tuple[int, int]] = {
    "9:16": (1080, 1920),
    "1:1": (1080, 1080),
    "16:9": (1920, 1080),
}
"""Width and height in pixels by shape."""
LONGEST_SIDE_PX = 1920
STILL_FRAME_RATE = Fraction(25)
"""Frames per second where there is no moving picture."""
MAX_FRAME_RATE = Fraction(60)
MIN_FRAME_RATE = Fraction(10)
PHOTO_ZOOM = 1.08


def frame_size(pitch: Pitch, shape: str) -> tuple[int, int]:
    """Width and height in pixels, both even; `source` is the recording's own, at most 1920."""
    if shape in FRAME_SIZES:
        return FRAME_SIZES[shape]
    if not pitch.footage:
        return FRAME_SIZES["9:16"]
    first = pitch.footage[0]
    if first.kind == "photo":
        tall = first.height_px >= first.width_px
        return FRAME_SIZES["9:16" if tall else "16:9"]
    scale = min(1.0, LONGEST_SIDE_PX / max(first.width_px, first.height_px))
    return _even(first.width_px * scale), _even(first.height_px * scale)


def _even(pixels: float) -> int:
    """H.264 in 4:2:0 needs even sides."""
    return max(64, round(pixels) // 2 * 2)


def compose_timeline(
    pitch: Pitch,
    narration: Narration,
    captions: CaptionTrack,
    *,
    width_px: int,
    height_px: int,
    title: str,
    style: str,
) -> Timeline:
    """The timeline of one language: the recording, then photos while the closing lines stand."""
    ends = [line.span.end_ms for line in narration.lines]
    duration_ms = max([pitch.speech.duration_ms, *ends])
    return Timeline(
        width_px=width_px,
        height_px=height_px,
        frame_rate=_frame_rate(pitch.footage),
        duration_ms=duration_ms,
        shots=tuple(_shots(pitch, duration_ms)),
        narration=narration,
        captions=captions,
        title=title,
        style=style,
    )


def _frame_rate(footage: Sequence[Footage]) -> Fraction:
    """The recording's rate; a phone's uneven average is set to the nearest usual rate."""
    videos = [item for item in footage if item.kind == "video"]
    if not videos:
        return STILL_FRAME_RATE
    rate = min(MAX_FRAME_RATE, max(MIN_FRAME_RATE, videos[0].frame_rate))
    usual = [Fraction(n) for n in (24, 25, 30, 50, 60)]
    usual += [Fraction(n * 1000, 1001) for n in (24, 30, 60)]
    nearest = min(usual, key=lambda r: abs(r - rate))
    return nearest if abs(nearest - rate) < Fraction(1, 2) else Fraction(round(rate))


def _shots(pitch: Pitch, duration_ms: int) -> list[Shot]:
    videos = [item for item in pitch.footage if item.kind == "video"]
    photos = [item for item in pitch.footage if item.kind == "photo"]
    whole = Span(start_ms=0, end_ms=duration_ms)
    if not videos:
        return _photo_shots(photos, whole) or [Shot(span=whole, kind="plain", path=None)]
    speech_ms = pitch.speech.duration_ms
    if not photos or duration_ms == speech_ms:
        return [Shot(span=whole, kind="recording", path=videos[0].path)]
    return [
        Shot(span=Span(start_ms=0, end_ms=speech_ms), kind="recording", path=videos[0].path),
        *_photo_shots(photos, Span(start_ms=speech_ms, end_ms=duration_ms)),
    ]


def _photo_shots(photos: Sequence[Footage], span: Span) -> list[Shot]:
    """The photos, one after the other, each with the same share of the time."""
    share = Fraction(span.duration_ms, max(1, len(photos)))
    edges = [span.start_ms + int(share * n) for n in range(len(photos) + 1)]
    return [
        Shot(
            span=Span(start_ms=start_ms, end_ms=end_ms),
            kind="photo",
            path=photo.path,
            zoom_end=PHOTO_ZOOM,
        )
        for photo, start_ms, end_ms in zip(photos, edges[:-1], edges[1:], strict=True)
        if start_ms < end_ms
    ]
