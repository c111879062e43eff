"""Facts read out of Chinese speech: each number with its unit, and what it is.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...facts.numbers import NUMERAL, NUMERAL_PARTS
from ...records import Code, Mention, Money, Segment, Size, mention
from ..clues import Line
from ..found import CLAUSE_END, LONG_PAUSE_MS, Found, Reading, Run, pause_in
from ..later import later
from ..plausible import is_plausible
from ..roles import is_no_fact, role
from .codes import read_codes, read_model_numbers
from .contacts import read_contacts
from .grammar import read_values
from .parting import as_said, parted
from .spoken_units import COUNTED, STATED
from .unsaid_units import Goods, goods_of, with_unsaid_unit
from .whole_pitch import Heard, compared

_GLUED = later(
    rf"\s?[-~～—–][\d{NUMERAL_PARTS}]|\s?[×xX*乘](?![\d{NUMERAL_PARTS}])|[亿厘毫]|[十百千万](?=$"
    rf"|[，。！？；、,.!?;\s])"
)
"""135块1-10, 高1米亿, 高1米3厘，米: what follows belongs to the number, or to nobody knows what."""
_DOLLARS = later("[\\d一二两三四五六七八九](?:美金|美元|欧元)")
_PRICE_GOES_ON = later(
    rf"\s?[A-Za-z](?![A-Za-z]|[款级类货区组型号])|(?<=块)[，,\s]*{_DOLLARS.pattern}"
    r"|(?<=\d块)[，,\s]*1[个只条件套台把双](?=$|[，。！？])"
)
"""6美金5E权, 5块 C1打, 3块，2美金, 3块1个: what follows a price is of it, or misheard."""
_LEAST_AFTER_A_NUMBER, _FLAT = 10, 2
"""Of a size that a number stands before: 180，3×61厘米 is 183×61; 24，12×10 may have had three."""
_DIALECT = str.maketrans("冇唔嘅咗㗎嚟俾畀睇佢侬", "没不的了啊来给给看他你")
"""Cantonese and Wu characters, and the common ones for them."""
_SIZES_LISTED = later(
    rf"(?<![A-Za-z\d])(?:[SML]|\d?X{{1,4}}L)(?=[\d{NUMERAL_PARTS}]+个?(?:尺?码|号|尺寸))", re.I
)
"""S到XL四个码: elsewhere no number starts right behind a letter."""
_CORRECTED = later(
    "[^。！？]{0,3}(?:[？?，,]不是[，,]?我?[说讲记搞报]错"
    "|(?:不对|[，,]错了|[说讲记搞报]错|口误|说反)(?!.{0,3}[包退换赔]))"
)
_READERS = (read_contacts, read_codes, read_model_numbers, read_values)


def read_chinese(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    apart = [parted(segment) for segment in segments]
    readings = _readings(compared(list(_heard(apart)), apart))
    return tuple(_as_said(reading, segments) for reading in readings)


def _as_said(reading: Reading, segments: Sequence[Segment]) -> Reading:
    """The reading, placed in the segment as it was before commas were added."""
    segment = next(each for each in segments if each.index == reading.mention.segment)
    return replace(reading, mention=as_said(reading.mention, segment))


def read_chinese_runs(segments: Sequence[Segment]) -> tuple[Run, ...]:
    """Places where numbers run into each other, with every way to part them."""
    runs = []
    apart = [parted(segment) for segment in segments]
    goods = goods_of(apart)
    for said, (segment, before) in zip(segments, _with_what_was_said(apart), strict=True):
        taken = _taken(segment, goods)
        for i, found in enumerate(taken):
            if found.ways:
                ways = tuple(
                    tuple(
                        replace(reading, mention=as_said(reading.mention, said))
                        for reading in _as_parted(segment, before, taken, i, way)
                    )
                    for way in found.ways
                )
                where = as_said(mention(segment, found.start, found.end), said)
                runs.append(Run(mention=where, ways=ways))
    return tuple(runs)


def read_chinese_doubtful(segments: Sequence[Segment]) -> tuple[Mention, ...]:
    """Numbers that nobody can read or that are more likely a fact than none: 打包一百二."""
    apart = [parted(segment) for segment in segments]
    return tuple(
        as_said(mention(part, found.start, found.end), segment)
        for segment, part, line in zip(segments, apart, lines(apart), strict=True)
        for i, found in enumerate(line.taken)
        if not is_no_fact(line, i)
    )


def states_number_chinese(text: str) -> bool:
    """Whether a source text states a number: one with a unit, exact or not, or any Arabic digit."""
    return bool(re.search(r"\d", text)) or any(
        not (found["n"] == "一" and found["unit"] in COUNTED) for found in STATED.finditer(text)
    )


def _heard(segments: Sequence[Segment]) -> Iterator[Heard]:
    following = [*(_said(segment) for segment in segments[1:]), ""][: len(segments)]
    for segment, line, then in zip(segments, lines(segments), following, strict=True):
        heard = [Heard(each, role(line, i), segment) for i, each in enumerate(line.taken)]
        yield from _corrected(line.text + then, heard)


def lines(segments: Sequence[Segment]) -> Iterator[Line]:
    """Each segment with its values, and what was said before it."""
    goods = goods_of(segments)
    for segment, before in _with_what_was_said(segments):
        yield Line(_said(segment), tuple(_taken(segment, goods)), before)


def _corrected(text: str, heard: list[Heard]) -> Iterator[Heard]:
    """Without what is taken back: 三百件，哎不对，两百件."""
    for each in heard:
        yield each.of_nothing() if _CORRECTED.match(text, each.found.end) else each


def _said(segment: Segment) -> str:
    """The segment's text in common words, 冇 as 没; as long as before, so that places stay."""
    text = segment.text.translate(_DIALECT)
    return _SIZES_LISTED.sub(lambda found: "\x00" * len(found[0]), text)


def _with_what_was_said(segments: Sequence[Segment]) -> Iterator[tuple[Segment, str]]:
    """Each segment with the last clause of the one before, unless that states a number."""
    before = ""
    for segment in segments:
        yield segment, before
        said = _said(segment).rstrip(" ")
        first = max((said.rstrip(CLAUSE_END).rfind(c) for c in CLAUSE_END), default=-1) + 1
        before = "" if states_number_chinese(said[first:]) else said[first:]


def _taken(segment: Segment, goods: Goods) -> list[Found]:
    """The values of a segment in order."""
    text = _said(segment)
    taken: list[Found] = []
    for read in _READERS:
        fresh = list(read(text, segment))
        for found in fresh:  # what is read is not read again: 18块5|100个 leaves 100个
            text = _without(text, found)
        taken += fresh
    taken = [with_unsaid_unit(text, _unless_paused(segment, found), goods) for found in taken]
    taken.sort(key=lambda found: found.start)
    return [_unless_glued(segment.text, found) for found in taken]


def _without(text: str, found: Found) -> str:
    return text[: found.start] + "\x00" * (found.end - found.start) + text[found.end :]


def _unless_glued(text: str, found: Found) -> Found:
    """No value where half a number follows it, and no price or size that is half of one."""
    glued = bool(_GLUED.match(text, found.end)) and not isinstance(found.value, Code)
    said = text[: found.start]
    torn: object = None
    match found.value:
        case Money():
            cents = re.search(r"块[，,\s]*$", said) and _DOLLARS.match(text, found.start)
            torn = cents or _PRICE_GOES_ON.match(text, found.end)
        case Size(amounts=amounts) if amounts[0] < _LEAST_AFTER_A_NUMBER or len(amounts) == _FLAT:
            torn = re.search(rf"[\d{NUMERAL_PARTS}][，,\s]*[成程城]?$", said)
    return replace(found, value=None, ways=()) if glued or torn else found


def _unless_paused(segment: Segment, found: Found) -> Found:
    """No value where the speaker pauses inside a number: 86|200台."""
    for number in re.finditer(NUMERAL, segment.text[found.start : found.end]):
        start, end = found.start + number.start(), found.start + number.end()
        if pause_in(segment, start, end, LONG_PAUSE_MS) is not None:
            return replace(found, value=None, ways=())
    return found


def _readings(heard: Iterator[Heard]) -> Iterator[Reading]:
    for each in heard:
        found, value = each.found, each.found.value
        if value is not None:
            where = mention(each.segment, found.start, found.end)
            key = each.role.key if is_plausible(each.role.key, value) else None
            yield Reading(key=key, value=value, mention=where, likelihood=each.role.likelihood)


def _as_parted(
    segment: Segment, before: str, taken: Sequence[Found], i: int, way: tuple[Found, ...]
) -> tuple[Reading, ...]:
    """The values when the numbers at `i` are parted in one `way`: 18块5100个 as 18.5 and 100."""
    line = Line(_said(segment), (*taken[:i], *way, *taken[i + 1 :]), before)
    heard = [Heard(found, role(line, i + n), segment) for n, found in enumerate(way)]
    return tuple(_readings(compared(heard, [segment])))
