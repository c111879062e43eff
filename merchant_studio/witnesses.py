"""Facts by several listenings to one recording: what each of them states, and what all do together.

| what the listenings say of a role | is |
|---|---|
| all state the value | a fact |
| most state it, or one does, its role is sure, and most heard its numbers | a fact |
| none of those that state it finds its role likely | unsure |
| not all state it, and it is a code that is spelled | unsure |
| most state it, and another states another value of it at that moment | unsure |
| one states it, and most did not hear its numbers | unsure |
| one states it, and its role is not sure | unsure |
| one states it, and another states another value | unsure |
| some state it, and another states the value, or its number, of another role | unsure |
| the same, and only that other role is not sure | as if the other stated no role |
| most state it, and another only heard the end of its name (价 of 批发价) | the same |
| two values at one moment, one of them surer or with more of the numbers | that one |
| two values, one that all state, of a sure role or said first, one that few state | the former |
| two values otherwise | unsure |
| a value, and numbers elsewhere that nobody can part may be another | unsure |

Values are compared by the time at which they were said, so that it does not matter how each
listening wrote what stands around them. A listening that lost a stretch heard no number in it, and
one that only runs numbers together that another parts (1.30米, 一卷30米) heard no other number. No
value is put together from two listenings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .facts import Reading, agree, read_speech
from .facts.chinese import NUMERAL, read_numeral
from .facts.found import CLAUSE_END, SURE, Run, mention
from .facts.readers import read_runs
from .facts.usual import usual_way
from .listenings import agreed, is_doubted, parted_alike
from .records import Code, Mention, Segment, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A value that was heard, and how surely."""

    reading: Reading
    """Its mention is a place of the first listening, whichever it was read from."""
    standing: int
    """3: all listenings state it; 2: most; 1: fewer, and most heard its numbers; 0: unsure."""
    few: bool = False
    """Most listenings do not state it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listening:
    readings: tuple[Reading, ...]
    segments: tuple[Segment, ...]
    beside: tuple[tuple[Segment, ...], ...]
    """What was heard, beside each listening: its numbers are `DOUBTED` where that heard others."""

    def own(self, reading: Reading) -> Reading | None:
        """Its own reading of the same fact, the clearest."""
        own = (each for each in self.readings if same(each, reading))
        return min(own, key=self.is_unclear, default=None)

    def is_unclear(self, reading: Reading) -> bool:
        """Whether it is not sure of one of its readings itself."""
        return _is_doubted(reading, self.segments)


_NAMED_AFTER = {"wholesale_price": "price", "retail_price": "price", "net_weight": "weight"}
"""Keys, and the key of which the last part of their names is the name."""
LIKELY = 0.7
"""How likely a role must be, in the surest of several listenings that state it; one that only one
of them states must be sure. See benchmarks/README.md."""
LISTS = ("certificates", "trade_terms")
"""Keys of which one code more is no second value."""
_KNOWN_CODES = ("waterproof", *LISTS)
"""Keys of codes that are not spelled letter by letter, as models are."""


def statements(
    readings: Sequence[Reading], transcript: Transcript, known: Collection[str] = ()
) -> tuple[Statement, ...]:
    """The `readings` of a transcript, weighed, and what only other listenings state.

    `known` are the roles that something else states: the sheet.
    """
    heard, language = (transcript.segments, *transcript.others), transcript.language
    others = (_with_role(each, language, known) for each in transcript.others)
    stated = [
        tuple(single for reading in each for single in _singles(reading))
        for each in (readings, *others)
    ]
    listenings = [
        _Listening(
            readings=own,
            segments=segments,
            beside=tuple(
                segments if other is segments else agreed(segments, other) for other in heard
            ),
        )
        for own, segments in zip(stated, heard, strict=True)
    ]
    result = [_weighed(r, r, listenings) for r in stated[0]]
    for number, listening in enumerate(listenings[1:], start=1):
        for reading in listening.readings:
            if not any(each.own(reading) for each in listenings[:number]):
                placed = _placed(reading, transcript.segments)
                result.append(_weighed(reading, placed, listenings))
    return tuple(result)


def _weighed(reading: Reading, placed: Reading, listenings: Sequence[_Listening]) -> Statement:
    """The statement of a reading at its place in the first listening."""
    by = sum(each.own(reading) is not None for each in listenings)
    standing = _standing(reading, listenings)
    return Statement(reading=placed, standing=standing, few=0 < 2 * by < len(listenings))


def _singles(reading: Reading) -> Iterator[Reading]:
    """A reading, or, of a list of codes, one reading for each."""
    if reading.key in LISTS and isinstance(reading.value, Code):
        for code in reading.value.codes:
            yield replace(reading, value=Code(codes=(code,)))
    else:
        yield reading


def _with_role(
    segments: Sequence[Segment], language: str, known: Collection[str]
) -> tuple[Reading, ...]:
    runs = (usual_way(run, segments, known) for run in read_runs(segments, language))
    parted = (reading for way in runs for reading in way)
    return tuple(each for each in (*read_speech(segments, language), *parted) if each.key)


def _standing(reading: Reading, listenings: Sequence[_Listening]) -> int:
    """How surely a fact was heard that one of the listenings states."""
    mine = {n: own for n, each in enumerate(listenings) if (own := each.own(reading))}
    clear = [n for n, own in mine.items() if not listenings[n].is_unclear(own)]
    rest = [n for n in range(len(listenings)) if n not in mine]
    if not clear:
        return 0
    likelihood = max(own.likelihood for own in mine.values())
    misheard = len(listenings) > 1  # there may be words that nobody said
    if misheard and likelihood < LIKELY:
        return 0
    if not rest:
        return 3
    if isinstance(reading.value, Code) and _digits(reading) and reading.key not in _KNOWN_CODES:
        return 0
    in_doubt = [
        n for n in rest if all(_is_doubted(mine[i], listenings[i].beside[n]) for i in clear)
    ]
    opposed = {
        n: [other for i in clear for other in _other_values(mine[i], listenings[i], listenings[n])]
        for n in rest
    }
    by_most = 2 * len(clear) > len(listenings)
    if any(_has_other_role(reading, listenings[n], by_most=by_most) for n in rest):
        return 0
    if by_most:
        return 0 if any(at_once(reading, other) for n in rest for other in opposed[n]) else 2
    few_heard_it = 2 * len(in_doubt) >= len(listenings)
    unsure = likelihood < SURE
    return 0 if few_heard_it or any(opposed.values()) or unsure else 1


def _has_other_role(reading: Reading, listening: _Listening, *, by_most: bool) -> bool:
    """Whether a listening states the value, or its number, of another role at that moment.

    Who hears 价 only where most hear 批发价 states no other role.
    """
    digits = set(_digits(reading))
    own = {reading.key, _NAMED_AFTER.get(reading.key or "") if by_most else reading.key}
    return any(
        other.key
        and other.key not in own
        and not (other.implied and not reading.implied)
        and at_once(reading, other)
        and (equal(reading, other) or (digits & set(_digits(other))))
        for other in listening.readings
    )


def _other_values(mine: Reading, own: _Listening, listening: _Listening) -> Iterator[Reading]:
    """What else a listening states of a role: no part of the value that another, its `own`, heard.

    Nor is it another value where it only runs the numbers together that the other one parts.
    """
    if mine.key in LISTS:
        return
    said = own.segments[mine.mention.segment].text
    for other in listening.readings:
        if other.key != mine.key or equal(other, mine):
            continue
        text = other.mention.text
        same_words = set(_digits(other)) < set(_digits(mine)) or parted_alike(said, text) != text
        if not (at_once(other, mine) and same_words):
            yield other


def same(one: Reading, other: Reading) -> bool:
    """Whether two readings state the same value of the same role."""
    return one.key == other.key and equal(one, other)


def equal(one: Reading, other: Reading) -> bool:
    """Whether two readings state the same value."""
    return agree(one.value, other.value) and agree(other.value, one.value)


def at_once(one: Reading, other: Reading) -> bool:
    """Whether what two listenings state is of the same moment."""
    a, b = one.mention.span, other.mention.span
    return a.start_ms < b.end_ms and b.start_ms < a.end_ms


def overlap(one: Reading | Run, other: Reading | Run) -> bool:
    """Whether two places of the transcript share a character."""
    a, b = one.mention, other.mention
    return a.segment == b.segment and a.start < b.end and b.start < a.end


def _at_one_place(one: Reading, other: Reading) -> bool:
    """Whether two readings share a character, or a moment of which the first listening has none."""
    nowhere = any(each.mention.start == each.mention.end for each in (one, other))
    return at_once(one, other) if nowhere else overlap(one, other)


def best(stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """Of what was said of one role, what is believed.

    What is less sure gives way to what is surer at the same moment, and a part of the numbers that
    were said to more of them (45×15 to 30×45×15). What few of the listenings state gives way to
    a value that all state and a word names, 大货四十天, or that was said before it.
    """
    top = max(each.standing for each in stated)
    surest = [each for each in stated if each.standing == top]
    certain = top == 3 and not any(each.reading.key in LISTS for each in surest)
    return tuple(
        each
        for each in stated
        if not (
            certain
            and each.few
            and all(e.reading.implied <= _is_before(e.reading, each.reading) for e in surest)
        )
        and not any(
            _at_one_place(each.reading, other.reading)
            and (each.standing < top or _numbers(each) < _numbers(other))
            for other in surest
        )
    )


def _is_before(one: Reading, other: Reading) -> bool:
    return one.mention.span.end_ms <= other.mention.span.start_ms


def may_be_of(run: Run, key: str, stated: Iterable[Reading]) -> bool:
    """Whether numbers that run together may state a role, and nothing `stated` is of them."""
    apart = not any(overlap(run, reading) for reading in stated)
    return apart and any(reading.key == key for way in run.ways for reading in way)


def _numbers(statement: Statement) -> frozenset[Decimal | None]:
    return frozenset(_digits(statement.reading))


def _digits(reading: Reading) -> tuple[Decimal | None, ...]:
    """The numbers of a value, as they were said: 120 of 120瓦 and of 120把."""
    return tuple(read_numeral(found) for found in re.findall(NUMERAL, reading.mention.text))


def _is_doubted(reading: Reading, segments: Sequence[Segment]) -> bool:
    """Whether the other listening heard another number in the value; letters are no numbers."""
    value, where = reading.value, reading.mention
    letters = isinstance(value, Code) and not re.search(r"\d", "".join(value.codes))
    return not letters and is_doubted(segments[where.segment].words, where.start, where.end)


def _placed(reading: Reading, segments: Sequence[Segment]) -> Reading:
    """The reading of the second listening at the words of the first that were said then."""
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
