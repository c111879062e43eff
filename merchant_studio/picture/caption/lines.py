"""The captions of one line before they have a time, in one language or two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from ...languages import LanguageProfile
from ..typeset import reading_length
from .timing import MAX_CUE_MS, MIN_CUE_MS

Captions = tuple[tuple[str, ...], ...]
Wrap = Callable[[str], Captions]
"""Breaks a text into captions of rows."""
Divide = Callable[[str, Sequence[float]], Captions]
"""Breaks a text into as many captions as there are shares, each with about its share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """The ways to break a language's texts into captions."""

    wrap: Wrap
    apart: Wrap
    """As `wrap`, but no caption holds two sentences."""
    divide: Divide


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLanguage:
    """The language under each caption."""

    tag: str
    profile: LanguageProfile
    text: Callable[[int], str]
    """What it says in the script line of that index; empty: nothing."""
    wrap: Wrap
    divide: Divide


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A caption before it has a time."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    needed_ms: int
    """To read it in the language that takes longer, never less than the minimum."""


def captions_of_line(
    text: str,
    under: str,
    time_ms: int,
    gap_ms: int,
    profile: LanguageProfile,
    breaking: Breaking,
    second: SecondLanguage | None,
) -> tuple[Rows, ...]:
    """The captions of a line that has so much time; `under` is what the second language says.

    They change where a sentence ends if there is time to see each, and never are so many that one
    is seen for less than the minimum.
    """
    most = max(1, (time_ms + gap_ms) // (MIN_CUE_MS + gap_ms))
    first = _first(text, most, breaking)
    wanted = max(ceil(time_ms / MAX_CUE_MS), len(second.wrap(under)) if second else 0)
    if first and len(first) < min(wanted, most):
        first = _distinct(breaking.divide(text, [1.0] * min(wanted, most)))
    shares = [reading_length(rows, profile) for rows in first]
    below = second.divide(under, shares) if second and under else ((),) * len(first)
    return tuple(
        Rows(
            first=rows,
            second=other,
            needed_ms=max(
                MIN_CUE_MS,
                reading_ms(rows, profile),
                reading_ms(other, second.profile) if second else 0,
            ),
        )
        for rows, other in zip(first, below, strict=True)
    )


def _first(text: str, most: int, breaking: Breaking) -> Captions:
    """The rows of the first language in at most so many captions, if they can be so few."""
    sentences = breaking.apart(text)
    if len(sentences) <= most:
        return sentences
    whole = breaking.wrap(text)
    return _distinct(breaking.divide(text, [1.0] * most)) if len(whole) > most else whole


def _distinct(captions: Captions) -> Captions:
    """The captions without repeated ones, which `divide` gives when a text has too few parts."""
    return tuple(rows for n, rows in enumerate(captions) if not n or rows is not captions[n - 1])


def reading_ms(rows: Sequence[str], profile: LanguageProfile) -> int:
    """How long a viewer reads the rows."""
    return ceil(reading_length(rows, profile) * 1000 / profile.captions.max_chars_per_second)
