"""The picture of a run as data: how large, which shots, how long, and what is laid over it.

| noun | file |
|---|---|
| the base picture, the same for every language | `shots.py` |
| the cards of one language | `cards.py` |
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Literal

from ...languages import LanguageProfile
from ...records import (
    Brief,
    CaptionTrack,
    EndCard,
    Footage,
    Narration,
    Pitch,
    Script,
    Span,
    Timeline,
    Transcript,
)
from .cards import EVERY_CARD, Shown, end_card, keys_on_cards, lay_cards
from .shots import cut_ins, lay_shots

__all__ = [
    "Shown",
    "compose_timeline",
    "end_of_lines_ms",
    "frame_rate",
    "frame_size",
    "keys_on_cards",
]

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
HOLD_STEP_MS = 1500
"""The last picture is held in such steps until a dub is done."""
END_CARD_MS = 4000
"""Time to read the end card and to point a phone at its code."""
END_POINTS_MS = 1500
"""Time to read the selling points on it, too."""


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
    script: Script,
    brief: Brief,
    profile: LanguageProfile,
    transcript: Transcript,
    width_px: int,
    height_px: int,
    title: str,
    points: tuple[str, ...],
    style: str,
    fill: Literal["blur", "plain"],
    captions_at: Literal["bottom", "top"] = "bottom",
    shown: Shown = EVERY_CARD,
) -> Timeline:
    """The timeline of one language: the pitch, the closing lines, and the end card if wanted.

    A photo is cut in where the fact or the word of the lexicon that names its file is said.
    """
    speech_ms = pitch.speech.duration_ms
    closing_ms = end_of_lines_ms(pitch, script, narration)
    # What one language cannot say another one can, and they share their shots.
    ending_ms = END_CARD_MS + (END_POINTS_MS if script.wanted else 0)
    duration_ms = closing_ms + (ending_ms if brief.facts and shown.ending else 0)
    cuts = cut_ins(pitch.footage, script, brief, transcript, speech_ms=speech_ms)
    cards = lay_cards(script, narration, brief, profile, end_ms=closing_ms, shown=shown)
    ending: EndCard | None = None
    if closing_ms < duration_ms:
        span = Span(start_ms=closing_ms, end_ms=duration_ms)
        ending = end_card(brief, profile, cards, title=title, points=points, span=span)
    return Timeline(
        width_px=width_px,
        height_px=height_px,
        frame_rate=frame_rate(pitch.footage),
        duration_ms=duration_ms,
        shots=lay_shots(
            pitch.footage, cuts, speech_ms=speech_ms, closing_ms=closing_ms, end_ms=duration_ms
        ),
        narration=narration,
        captions=captions,
        title=title,
        style=style,
        captions_at=captions_at,
        fill=fill,
        logo=pitch.logo,
        cards=cards,
        end_card=ending,
    )


def end_of_lines_ms(pitch: Pitch, script: Script, narration: Narration) -> int:
    """When the pitch and its closing lines have ended, and the end card may come."""
    planned_ms = max([pitch.speech.duration_ms, *(line.budget.end_ms for line in script.lines)])
    over_ms = max([0, *(line.span.end_ms - planned_ms for line in narration.lines)])
    # In whole steps, so that most dubs still share their picture.
    return planned_ms + ceil(over_ms / HOLD_STEP_MS) * HOLD_STEP_MS


def frame_rate(footage: Sequence[Footage]) -> Fraction:
    """The recording's rate; a phone's uneven average is set to the nearest usual rate."""
    videos = [item for item in footage if item.kind == "video"]
    if not videos:
        return STILL_FRAME_RATE
    rate = min(MAX_FRAME_RATE, max(MIN_FRAME_RATE, videos[0].frame_rate))
    usual = [Fraction(n) for n in (24, 25, 30, 50, 60)]
    usual += [Fraction(n * 1000, 1001) for n in (24, 30, 60)]
    nearest = min(usual, key=lambda r: abs(r - rate))
    return nearest if abs(nearest - rate) < Fraction(1, 2) else Fraction(round(rate))
