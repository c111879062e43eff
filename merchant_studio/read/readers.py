"""Who reads the facts of a recording, by its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..languages import profile
from ..records import Mention, Segment
from .chinese import (
    read_chinese,
    read_chinese_doubtful,
    read_chinese_runs,
    states_number_chinese,
)
from .english import read_english, states_number_english
from .found import Reading, Run


@dataclass(frozen=True, slots=True)
class Reader:
    """What can be read of one language's speech."""

    read: Callable[[Sequence[Segment]], tuple[Reading, ...]]
    states_number: Callable[[str], bool]
    runs: Callable[[Sequence[Segment]], tuple[Run, ...]] = lambda segments: ()
    doubtful: Callable[[Sequence[Segment]], tuple[Mention, ...]] = lambda segments: ()


READERS: Mapping[str, Reader] = {
    "en": Reader(read_english, states_number_english),
    "zh": Reader(read_chinese, states_number_chinese, read_chinese_runs, read_chinese_doubtful),
}


def read_speech(segments: Sequence[Segment], language: str) -> tuple[Reading, ...]:
    """Every value that the segments state; nothing in a language that nobody reads yet."""
    return READERS[language].read(segments) if language in READERS else ()


def read_runs(segments: Sequence[Segment], language: str) -> tuple[Run, ...]:
    """Places where numbers run into each other, with every way to part them."""
    return READERS[language].runs(segments) if language in READERS else ()


def read_doubtful(segments: Sequence[Segment], language: str) -> tuple[Mention, ...]:
    """Every number that may be a fact of the product: a price, but not the three of 三秒收好."""
    if language not in READERS:
        return ()
    reader = READERS[language]
    stated = (reading.mention for reading in reader.read(segments) if reading.key)
    return (*stated, *reader.doubtful(segments))


def states_number(text: str, language: str) -> bool:
    """Whether a source text states a number that somebody must vouch for."""
    if language in READERS:
        return READERS[language].states_number(text)
    said, words = text.casefold(), profile(language).text.number_words
    return bool(re.search(r"\d", said)) or any(
        all(part in said for part in word.casefold().split("*")) for word in words
    )
