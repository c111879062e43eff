"""Mark words that may be misheard: 18块酒 ("18 yuan wine") may be 18块9, 18.9 yuan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..records import Word


def with_doubts(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
    """The words; each one that touches a doubtful span of characters gets a probability of 0."""
    result, at, doubted = [], 0, tuple(spans)
    for word in words:
        end = at + len(word.text)
        here = any(start < end and at < stop for start, stop in doubted)
        result.append(replace(word, probability=0.0) if here else word)
        at = end
    return tuple(result)
