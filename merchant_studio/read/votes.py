"""Which of the values that were heard are believed.

| it was heard | the value is |
|---|---|
| for sure, and no other listening to that moment states something else | believed |
| not for sure, but another listening to that moment states it, and none something else | believed |
| anything else | unsure |

A sentence that the merchant typed is believed as it stands; no listening has a vote on it.

A listening states something else if it has another value of the key, or the value or one of its
numbers under another key, at the same moment. Values are compared by the time at which they were
said, so that it does not matter how each listening wrote what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..facts import agree
from ..facts.numbers import NUMERAL, read_numeral
from ..records import Code, Count, Segment, Transcript
from .found import HeardValue, Run, pause_in
from .readers import read_speech

LISTS = ("certificates", "trade_terms")
"""Keys of which one code more is no second value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value that was heard, and whether it was heard for sure."""

    reading: HeardValue
    sure: bool


def statements(
    readings: Sequence[HeardValue], transcript: Transcript, known: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Every value of the transcript with its role, each code of a list by itself.

    `readings` are those of the transcript itself. `known` are the roles that the sheet states.
    """
    others = [
        _singles(_with_role(segments, transcript.language, known)) for segments in transcript.others
    ]
    return tuple(
        Statement(reading=reading, sure=_is_sure(reading, transcript, others))
        for reading in _singles(readings)
    )


def _is_sure(
    reading: HeardValue, transcript: Transcript, others: Sequence[Sequence[HeardValue]]
) -> bool:
    if transcript.segments[reading.mention.segment].typed:
        return True
    rivals = [each for other in others for each in other if at_once(reading, each)]
    if any(_differ(reading, each) for each in rivals):
        return False
    doubted = _is_doubted(reading, transcript.segments)
    return not doubted or any(same(reading, each) for each in rivals)


def _singles(readings: Iterable[HeardValue]) -> tuple[HeardValue, ...]:
    """The readings, and for a list of codes one reading for each of them."""

    def parts(reading: HeardValue) -> Iterator[HeardValue]:
        if reading.key in LISTS and isinstance(reading.value, Code):
            for code in reading.value.codes:
                yield replace(reading, value=Code(codes=(code,)))
        else:
            yield reading

    return tuple(part for reading in readings for part in parts(reading))


def _with_role(
    segments: tuple[Segment, ...], language: str, known: Collection[str]
) -> tuple[HeardValue, ...]:
    reading = read_speech(segments, language)
    parted = (value for run in reading.runs for value in likely_split(run, segments, known))
    return tuple(each for each in (*reading.values, *parted) if each.key)


def same(one: HeardValue, other: HeardValue) -> bool:
    """Whether two readings state the same value of the same role."""
    return one.key == other.key and equal(one, other)


def equal(one: HeardValue, other: HeardValue) -> bool:
    """Whether two readings state the same value."""
    return agree(one.value, other.value) and agree(other.value, one.value)


def _differ(reading: HeardValue, other: HeardValue) -> bool:
    """Whether a reading of the same moment gives a key another value, or a value another key.

    A part of the numbers is no other value: 45×15 of 30×45×15.
    """
    numbers, others = _digits(reading), _digits(other)
    if other.key not in (reading.key, None):
        alike = equal(reading, other) or numbers & others
        return bool(alike) and not (other.implied and not reading.implied)
    comparable = other.key or other.value.kind == reading.value.kind
    is_part = reading.key in LISTS or others < numbers
    return bool(comparable) and not is_part and not equal(reading, other)


def at_once(one: HeardValue, other: HeardValue) -> bool:
    """Whether what two listenings state is of the same moment."""
    a, b = one.mention.span, other.mention.span
    return a.start_ms < b.end_ms and b.start_ms < a.end_ms


def _digits(reading: HeardValue) -> frozenset[Decimal | None]:
    """The numbers of a value, as they were said: 120 of 120瓦 and of 120把."""
    return frozenset(read_numeral(found) for found in re.findall(NUMERAL, reading.mention.text))


def _is_doubted(reading: HeardValue, segments: Sequence[Segment]) -> bool:
    """Whether a word of the value is doubted; letters are no numbers."""
    value, where, at = reading.value, reading.mention, 0
    if isinstance(value, Code) and not re.search(r"\d", "".join(value.codes)):
        return False
    for word in segments[where.segment].words:
        if word.doubted and at < where.end and where.start < at + len(word.text):
            return True
        at += len(word.text)
    return False


_ROUND = ("12", "15", "25")
"""What a round number may begin with, beside one digit."""
_LEAST = 1000
"""Smaller orders may be any number: 144, 250."""


def likely_split(
    run: Run, segments: Sequence[Segment], known: Collection[str]
) -> tuple[HeardValue, ...]:
    """The one way in which a price and a least order are usual numbers; empty if none or several.

    So it is where one of the roles is `known` from elsewhere: that tells how the numbers part. A
    pause in between speaks for another way, or it would have told the numbers apart.
    """
    segment = next(s for s in segments if s.index == run.mention.segment)
    if pause_in(segment, run.mention.start, run.mention.end) is not None:
        return ()
    ways = [way for way in run.ways if not any(_is_odd_order(reading) for reading in way)]
    if len(run.ways) < 2 or len(ways) != 1:
        return ()
    keys = {reading.key for reading in ways[0]}
    return ways[0] if "moq" in keys and None not in keys and keys.isdisjoint(known) else ()


def _is_odd_order(reading: HeardValue) -> bool:
    value = reading.value
    if reading.key != "moq" or not isinstance(value, Count) or value.amount < _LEAST:
        return False
    digits = f"{value.amount:f}".rstrip("0")
    return len(digits) > 1 and digits not in _ROUND
