"""Which of the facts that several listenings to one recording state are believed.

| the listenings | the fact is |
|---|---|
| all state it, or most do and none of the others contradicts it | believed |
| few state it, its role is sure, most wrote its numbers then, and none contradicts it | believed |
| anything else | unsure |

A sentence that the merchant typed is believed as it stands; no listening has a vote on it.

A listening contradicts a fact that states another value of its key, or its value or one of its
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
from ..records import Code, Mention, Segment, Transcript, mention
from .found import CLAUSE_END, SURE, Reading, Run
from .readers import read_runs, read_speech
from .usual import usual_way

LIKELY = 0.63
"""How likely a role must be, in the surest of several listenings that state it; one that only few
of them state must be sure. See `docs/lab/2026-11-28.md`."""
LISTS = ("certificates", "trade_terms")
"""Keys of which one code more is no second value."""
_KNOWN_CODES = ("waterproof", *LISTS)
"""Keys of codes that are not spelled letter by letter, as models are."""
_ABOUT_MS = 400
"""How much earlier or later than one listening another one may write what was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value that was heard, and how surely."""

    reading: Reading
    """Its mention is a place of the first listening, whichever it was read from."""
    standing: int
    """2: most listenings state it; 1: few, and most wrote its numbers; 0: unsure."""
    by_most: bool
    """Most listenings state it, sure or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listening:
    segments: tuple[Segment, ...]
    readings: tuple[Reading, ...]

    def own(self, reading: Reading) -> list[Reading]:
        """Its own readings of the same fact."""
        return [each for each in self.readings if same(each, reading)]

    def clear(self, reading: Reading) -> list[Reading]:
        """Those of them in which no word is doubted: 18块酒 may be 18.9 yuan."""
        return [each for each in self.own(reading) if not _is_doubted(each, self.segments)]

    def wrote(self, reading: Reading) -> bool:
        """Whether it wrote the numbers of a value about when they were said."""
        said = reading.mention.span
        text = "".join(
            word.text
            for segment in self.segments
            for word in segment.words
            if word.span.start_ms < said.end_ms + _ABOUT_MS
            and said.start_ms - _ABOUT_MS < word.span.end_ms
        )
        numbers = {read_numeral(found) for found in re.findall(NUMERAL, text)}
        return _digits(reading) <= numbers

    def contradicts(self, reading: Reading) -> bool:
        """Whether it states something else at that moment."""
        return any(at_once(reading, other) and _differ(reading, other) for other in self.readings)


def statements(
    readings: Sequence[Reading], transcript: Transcript, known: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Every value that a listening states, each once, with how surely it was heard.

    `readings` are those of the transcript itself, the first listening. `known` are the roles that
    the sheet states.
    """
    listenings = [_Listening(segments=transcript.segments, readings=_singles(readings))]
    for segments in transcript.others:
        stated = _with_role(segments, transcript.language, known)
        listenings.append(_Listening(segments=segments, readings=_singles(stated)))
    typed = [segment.span for segment in transcript.segments if segment.typed]
    result = []
    for number, listening in enumerate(listenings):
        for reading in listening.readings:
            said = reading.mention.span
            own = any(s.start_ms <= (said.start_ms + said.end_ms) // 2 < s.end_ms for s in typed)
            if own and number:
                continue
            if not any(earlier.own(reading) for earlier in listenings[:number]):
                by = sum(bool(each.own(reading)) for each in listenings)
                statement = Statement(
                    reading=_placed(reading, transcript.segments) if number else reading,
                    standing=2 if own else _standing(reading, listenings),
                    by_most=own or 2 * by > len(listenings),
                )
                result.append(statement)
    return tuple(result)


def best(stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """Of what was said of one role, what is surest, and whatever most listenings state."""
    top = max(each.standing for each in stated)
    return tuple(each for each in stated if each.standing == top or each.by_most)


def _standing(reading: Reading, listenings: Sequence[_Listening]) -> int:
    """How surely a fact was heard that one of the listenings states."""
    if len(listenings) == 1:  # nobody contradicts it
        return 2 if listenings[0].clear(reading) else 0
    stated = [own for each in listenings for own in each.own(reading)]
    clear = [each.clear(reading) for each in listenings if each.clear(reading)]
    rest = [each for each in listenings if not each.own(reading)]
    likelihood = max(own.likelihood for own in stated)
    if not clear or likelihood < LIKELY:
        return 0
    if not rest:
        return 2
    spelled = isinstance(reading.value, Code) and reading.key not in _KNOWN_CODES
    if spelled and _digits(reading):
        return 0
    moments = [own for each in clear for own in each]
    if any(other.contradicts(own) for other in rest for own in moments):
        return 0
    if 2 * len(clear) > len(listenings):
        return 2
    wrote = len(clear) + sum(any(other.wrote(own) for own in moments) for other in rest)
    return 1 if likelihood >= SURE and 2 * wrote > len(listenings) else 0


def _singles(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings, and for a list of codes one reading for each of them."""

    def parts(reading: Reading) -> Iterator[Reading]:
        if reading.key in LISTS and isinstance(reading.value, Code):
            for code in reading.value.codes:
                yield replace(reading, value=Code(codes=(code,)))
        else:
            yield reading

    return tuple(part for reading in readings for part in parts(reading))


def _with_role(
    segments: Sequence[Segment], language: str, known: Collection[str]
) -> tuple[Reading, ...]:
    runs = (usual_way(run, segments, known) for run in read_runs(segments, language))
    parted = (reading for way in runs for reading in way)
    return tuple(each for each in (*read_speech(segments, language), *parted) if each.key)


def same(one: Reading, other: Reading) -> bool:
    """Whether two readings state the same value of the same role."""
    return one.key == other.key and equal(one, other)


def equal(one: Reading, other: Reading) -> bool:
    """Whether two readings state the same value."""
    return agree(one.value, other.value) and agree(other.value, one.value)


def _differ(reading: Reading, other: Reading) -> bool:
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


def at_once(one: Reading, other: Reading) -> bool:
    """Whether what two listenings state is of the same moment."""
    a, b = one.mention.span, other.mention.span
    return a.start_ms < b.end_ms and b.start_ms < a.end_ms


def overlap(one: Reading | Run, other: Reading | Run) -> bool:
    """Whether two places of the transcript share a character."""
    a, b = one.mention, other.mention
    return a.segment == b.segment and a.start < b.end and b.start < a.end


def _digits(reading: Reading) -> frozenset[Decimal | None]:
    """The numbers of a value, as they were said: 120 of 120瓦 and of 120把."""
    return frozenset(read_numeral(found) for found in re.findall(NUMERAL, reading.mention.text))


def _is_doubted(reading: Reading, segments: Sequence[Segment]) -> bool:
    """Whether a word of the value is doubted; letters are no numbers."""
    value, where, at = reading.value, reading.mention, 0
    if isinstance(value, Code) and not re.search(r"\d", "".join(value.codes)):
        return False
    for word in segments[where.segment].words:
        if word.doubted and at < where.end and where.start < at + len(word.text):
            return True
        at += len(word.text)
    return False


def _placed(reading: Reading, segments: Sequence[Segment]) -> Reading:
    """The reading of a further listening at the words of the first that were said then."""
    said = reading.mention.span
    segment = max(
        segments,
        key=lambda s: min(s.span.end_ms, said.end_ms) - max(s.span.start_ms, said.start_ms),
    )
    places, at = [], 0
    for word in segment.words:
        middle_ms = (word.span.start_ms + word.span.end_ms) // 2
        if said.start_ms <= middle_ms < said.end_ms:
            places += [at, at + len(word.text)]
        at += len(word.text)
    if not places:
        return replace(reading, mention=_nowhere(segment, reading.mention))
    start, end = places[0], places[-1]
    kept = segment.text[start:end].rstrip(f"{CLAUSE_END} ")
    start += len(kept) - len(kept.lstrip())
    return replace(reading, mention=mention(segment, start, places[0] + len(kept)))


def _nowhere(segment: Segment, where: Mention) -> Mention:
    """A mention of no character, at the end of what was said around that time."""
    end = len(segment.text)
    return replace(where, segment=segment.index, start=end, end=end)
