"""Selling points as short texts, for the end card, the cover and posts: "Folds flat".

A point of the catalogue has its sentence there. One that only a writer could word is taken from his
script, if a short line says it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..languages import TAG, LanguageProfile
from ..points import Stated, sentences
from ..records import Script, SellingPoint

MAX_BULLETS = 3
MAX_BULLET_CHARS = 48
"""A longer text is read in the captions."""
_ASKS = ("invitation", "courtesy")
"""Kinds of points that say nothing of the product."""


def bullets(script: Script, profile: LanguageProfile) -> tuple[str, ...]:
    """The best points that a language can say shortly, three at most, without their full stops.

    The merchant's sheet has them in his order; behind its points come those that he speaks of.
    """
    own = [point for point in script.wanted if point.kind not in _ASKS]
    ranked = sorted(own, key=lambda point: point.source != "sheet")
    texts = (_short(point, script, profile) for point in ranked)
    return tuple(dict.fromkeys(filter(None, texts)))[:MAX_BULLETS]


def unsaid(script: Script, profile: LanguageProfile) -> tuple[str, ...]:
    """The catalogue's sentence of each point for which no line of the script had time."""
    return tuple(text for point in script.missing for text in _catalogued(point, profile)[:1])


def _short(point: SellingPoint, script: Script, profile: LanguageProfile) -> str:
    ends = profile.text.sentence_end
    texts = (text.rstrip(ends) for text in (*_catalogued(point, profile), *_lines(point, script)))
    return next((text for text in texts if text and len(text) <= MAX_BULLET_CHARS), "")


def _catalogued(point: SellingPoint, profile: LanguageProfile) -> Sequence[str]:
    stated = Stated.of(point.catalogue) if point.catalogue else None
    return sentences(stated, profile) if stated else ()


def _lines(point: SellingPoint, script: Script) -> Iterator[str]:
    """The lines that say this point, and neither another one nor a fact."""
    for line in script.lines:
        if line.points == (point.id,) and not TAG.search(line.text):
            yield line.text
