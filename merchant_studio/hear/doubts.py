"""Mark words that may be misheard: 18块酒 ("18 yuan wine") may be 18块9, 18.9 yuan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..records import Word


def with_doubts(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
    """The words, doubted where one of the spans, in characters of them all, touches them."""
    result, at, doubted = [], 0, tuple(spans)
    for word in words:
        end = at + len(word.text)
        here = any(start < end and at < stop for start, stop in doubted)
        result.append(replace(word, doubted=True) if here else word)
        at = end
    return tuple(result)
