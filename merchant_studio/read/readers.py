"""Who reads the facts of a recording, by its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ..languages import profile
from ..records import Segment
from .found import Reading

REMEMBERED = 64
"""Speeches whose readings are remembered: the listenings of a dozen pitches that are worked on."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What can be read of one language's speech."""

    read: Callable[[Sequence[Segment]], Reading]
    states_number: Callable[[str], bool]


def _chinese() -> Reader:
    from .chinese import read_chinese, states_number_chinese

    return Reader(read_chinese, states_number_chinese)


def _english() -> Reader:
    from .english import read_english, states_number_english

    return Reader(read_english, states_number_english)


READERS: Mapping[str, Callable[[], Reader]] = {"en": _english, "zh": _chinese}
"""Imported when first used: their large patterns take half a second, for which a page that is
opened, or a command that reads nothing, need not wait."""


@cache
def reader_of(language: str) -> Reader | None:
    """Who reads a language; None: nobody does yet."""
    return READERS[language]() if language in READERS else None


@lru_cache(REMEMBERED)
def read_speech(segments: tuple[Segment, ...], language: str) -> Reading:
    """All that the segments state; nothing in a language that nobody reads yet.

    Facts, tags, votes and the page ask for the same speech, which is read once.
    """
    reader = reader_of(language)
    return reader.read(segments) if reader else Reading()


def states_number(text: str, language: str) -> bool:
    """Whether a source text states a number that somebody must vouch for."""
    if reader := reader_of(language):
        return reader.states_number(text)
    said, words = text.casefold(), profile(language).text.number_words
    return bool(re.search(r"\d", said)) or any(
        all(part in said for part in word.casefold().split("*")) for word in words
    )
