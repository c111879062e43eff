"""Cards that are laid over the picture: facts, the end card with its code, the merchant's mark.

| noun | file |
|---|---|
| the card of a fact: price tag or plate | `plates.py` |
| the end card and its arrangements | `ending.py` |
| its parts | `blocks.py` |
| the mark in the corner | `logo.py` |
| texts set into a width, QR codes, sheets to paint on and in the frame | `setting.py` |
"""

from __future__ import annotations

from ....records import Timeline
from .ending import draw_end_card, texts_on
from .logo import draw_logo
from .plates import draw_card

__all__ = ["draw_card", "draw_end_card", "draw_logo", "texts_of"]


def texts_of(timeline: Timeline) -> tuple[str, ...]:
    """Every text on the timeline's cards, so that glyphs are checked before the render."""
    cards = [text for card in timeline.cards for text in (card.label, card.value)]
    return (*cards, *(texts_on(timeline.end_card) if timeline.end_card else ()))
