"""What is laid over the frames of one language: title, mark, cards, end card, captions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from ...languages import profile
from ...records import Card, EndCard, Timeline
from ..typeset import Bitmap, Typesetter, style
from ..typeset.cards import draw_card, draw_end_card, draw_logo
from .blending import Overlay
from .recording import FrameTimes

Text = TypeVar("Text", bound=Hashable)

KEPT_OVERLAYS = 4
"""Drawing is quick, and all captions of a long video would fill the memory."""
FADE_MS = 200
"""How long a card takes to appear and to vanish."""


class _Succession(Generic[Text]):
    """Overlays that follow one another, drawn when they are needed."""

    def __init__(
        self,
        texts: Sequence[tuple[range, Text]],
        draw: Callable[[Text], Bitmap],
        *,
        fade: int = 0,
        kept: int = KEPT_OVERLAYS,
    ) -> None:
        """`fade` is the number of frames in which each appears, and vanishes again."""
        self._texts: list[tuple[range, Text]] = [(frames, text) for frames, text in texts if frames]
        self._starts = [frames.start for frames, _ in self._texts]
        self._drawn = lru_cache(maxsize=kept)(lambda text: Overlay(draw(text)))
        self._fade = fade
        for text in dict.fromkeys(text for _, text in self._texts):
            draw(text)

    def at(self, frame: int) -> Overlay | None:
        index = bisect_right(self._starts, frame) - 1
        if index < 0 or frame not in self._texts[index][0]:
            return None
        frames, text = self._texts[index]
        # The first and the last frame show a part already: none is wasted on nothing.
        steps = 1 + min(frame - frames.start, frames.stop - 1 - frame)
        overlay = self._drawn(text)
        return overlay if steps > self._fade else overlay.faded(_eased(steps / (self._fade + 1)))


def _eased(share: float) -> float:
    """Slow at both ends, fast between them."""
    return share * share * (3 - 2 * share)


class OverlayTrack:
    """All overlays of one language by frame, drawn when they are needed."""

    def __init__(self, timeline: Timeline, times: FrameTimes) -> None:
        """Every distinct text is drawn once, so that none can fail later.

        Raises:
            RenderError: a character has no glyph, or the merchant's mark cannot be read.
        """
        look = style(timeline.style, timeline.captions_at)
        size = timeline.width_px, timeline.height_px
        setter = Typesetter(look, *size)
        track, ending, mark = timeline.captions, timeline.end_card, timeline.logo
        language = profile(track.language)
        second = profile(track.second_language) if track.second_language else None
        cards_end_ms = ending.span.start_ms if ending else timeline.duration_ms
        before_end = range(times.first_at(cards_end_ms))
        is_rtl, swapped = language.direction == "rtl", look.position == "top"
        logo = mark and draw_logo(mark, *size, mirrored=is_rtl, at_bottom=swapped)
        if swapped:
            beside = {"above_px": logo.top_px if logo else setter.safe.bottom}
        else:
            beside = {"below_px": logo.top_px + logo.pixels.shape[0] if logo else 0}
        fade = times.first_at(FADE_MS)

        def caption(rows: tuple[tuple[str, ...], tuple[str, ...]]) -> Bitmap:
            return setter.draw_caption(rows[0], language, rows[1], second)

        def card(shown: Card) -> Bitmap:
            return draw_card(shown, language, look.card, *size, **beside)

        def end_card(shown: EndCard) -> Bitmap:
            shots = (shot for shot in timeline.shots if shot.span.end_ms > shown.span.start_ms)
            has_gallery = any(shot.kind == "gallery" for shot in shots)
            return draw_end_card(shown, language, look.end, *size, below_gallery=has_gallery)

        titles = [
            (_until(times.within(shot.span), before_end), timeline.title)
            for shot in timeline.shots
            if shot.kind == "plain" and timeline.title
        ]
        cards = [(times.within(each.span), each) for each in timeline.cards]
        endings = [(times.within(ending.span), ending)] if ending else []
        captions = [
            (times.within(cue.span), (cue.rows, cue.second_rows)) for cue in timeline.captions.cues
        ]
        self._logo = Overlay(logo) if logo else None
        self._before_end = before_end
        self._successions: tuple[_Succession[Any], ...] = (
            _Succession(titles, partial(setter.draw_title, profile=language)),
            _Succession(cards, card, fade=fade, kept=1),
            _Succession(endings, end_card, fade=fade, kept=1),
            _Succession(captions, caption),
        )

    def at(self, frame: int) -> tuple[Overlay, ...]:
        """The overlays of a frame, the lowest first; usually one or none."""
        logo = self._logo if frame in self._before_end else None
        found = (logo, *(succession.at(frame) for succession in self._successions))
        return tuple(overlay for overlay in found if overlay is not None)


def _until(frames: range, before_end: range) -> range:
    """Those of the frames that come before the end card."""
    return range(frames.start, max(frames.start, min(frames.stop, before_end.stop)))
