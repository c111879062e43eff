"""Facts read out of Chinese speech: each number with its unit, and what it is.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ...facts.numbers import NUMERAL, NUMERAL_PARTS
from ...records import Code, Count, Measure, Mention, Money, Segment, Size, mention
from ..found import (
    CLAUSE_END,
    LONG_PAUSE_MS,
    Found,
    HeardValue,
    Reading,
    Run,
    overlapping,
    pause_in,
)
from ..plausible import is_plausible
from ..roles import Line, Role, role
from .codes import read_codes, read_contacts, read_model_numbers
from .conditions import conditions_of
from .deal_tokens import tokens_of
from .differences import with_differences
from .grammar import read_values
from .ladders import read_ladder
from .parting import as_said, parted
from .sizes import Goods, goods_of, with_unsaid_unit
from .spoken_units import COUNTED, STATED
from .variants import read_variants
from .whole_pitch import Heard, compared

_GLUED = re.compile(
    rf"\s?[-~～—–][\d{NUMERAL_PARTS}]|\s?[×xX*乘](?![\d{NUMERAL_PARTS}])|[亿厘毫]|[十百千万](?=$"
    rf"|[，。！？；、,.!?;\s])"
)
"""135块1-10, 高1米亿, 高1米3厘，米: what follows belongs to the number, or to nobody knows what."""
_DOLLARS = re.compile("[\\d一二两三四五六七八九](?:美金|美元|欧元)")
_PRICE_GOES_ON = re.compile(
    rf"\s?[A-Za-z](?![A-Za-z]|[款级类货区组型号])|(?<=块)[，,\s]*{_DOLLARS.pattern}"
    r"|(?<=\d块)[，,\s]*1[个只条件套台把双](?=$|[，。！？])"
)
"""6美金5E权, 5块 C1打, 3块，2美金, 3块1个: what follows a price is of it, or misheard."""
_LEAST_AFTER_A_NUMBER, _FLAT = 10, 2
"""Of a size that a number stands before: 180，3×61厘米 is 183×61; 24，12×10 may have had three."""
_DIALECT = str.maketrans("冇唔嘅咗㗎嚟俾畀睇佢侬", "没不的了啊来给给看他你")
"""Cantonese and Wu characters, and the common ones for them."""
_SIZES_LISTED = re.compile(
    rf"(?<![A-Za-z\d])(?:[SML]|\d?X{{1,4}}L)(?=[\d{NUMERAL_PARTS}]+个?(?:尺?码|号|尺寸))", re.I
)
"""S到XL四个码: elsewhere no number starts right behind a letter."""
_CORRECTED = re.compile(
    "[^。！？]{0,3}(?:[？?，,]不是[，,]?我?[说讲记搞报]错"
    "|(?:不对|[，,]错了|[说讲记搞报]错|口误|说反)(?!.{0,3}[包退换赔]))"
)
_READERS = (read_contacts, read_codes, read_model_numbers, read_values)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as it was said, as it is read, and the values in it."""

    said: Segment
    parted: Segment
    """With a comma at each place where a clause must end."""
    line: Line
    roles: tuple[Role, ...]


def read_chinese(segments: Sequence[Segment]) -> Reading:
    """All that the segments state."""
    apart = [parted(segment) for segment in segments]
    sentences = [
        _Sentence(segment, part, line, tuple(role(line, i) for i in range(len(line.taken))))
        for segment, part, line in zip(segments, apart, lines(apart), strict=True)
    ]
    by_index = {segment.index: segment for segment in segments}
    values = tuple(
        replace(value, mention=as_said(value.mention, by_index[value.mention.segment]))
        for value in _values(compared(list(_heard(sentences)), apart))
    )
    reading = Reading(
        values=values,
        runs=tuple(run for sentence in sentences for run in _runs(sentence)),
        doubtful=tuple(place for sentence in sentences for place in _doubtful(sentence)),
    )
    return _with_deals(reading, segments)


def _with_deals(reading: Reading, segments: Sequence[Segment]) -> Reading:
    """The reading with several prices, promotions and terms in the place of their numbers."""
    said = [replace(segment, text=_said(segment)) for segment in segments]
    orders = (value.value for value in reading.values if value.key == "moq")
    order = next((each for each in orders if isinstance(each, Count | Measure)), None)
    tokens = [token for number, segment in enumerate(said) for token in tokens_of(number, segment)]
    tokens = with_differences(tokens, said)
    prices = [each.mention for each in reading.values if each.key in ("price", "wholesale_price")]
    found = read_ladder(tokens, said, order), read_variants(tokens, said, prices)
    deals = [deal for deal in found if deal]
    if len(deals) > 1 and any(overlapping(a, b) for a, b in product(*(d.places for d in deals))):
        deals = deals[:1]
    orders_said = [value.mention for value in reading.values if value.key == "moq"]
    deals = [deal.apart_from(orders_said, segments) for deal in deals]
    terms = [each for segment in said for each in conditions_of(segment)]
    places = [place for deal in deals for place in deal.places]
    terms = [each for each in terms if not any(overlapping(each.mention, p) for p in places)]
    places += [each.mention for each in terms]

    def is_apart(value: HeardValue) -> bool:
        return not any(overlapping(value.mention, place) for place in places)

    return Reading(
        values=(
            *filter(is_apart, reading.values),
            *(deal.heard(segments) for deal in deals),
            *terms,
        ),
        runs=tuple(
            run for run in reading.runs if not any(overlapping(run.mention, p) for p in places)
        ),
        doubtful=tuple(
            place for place in reading.doubtful if not any(overlapping(place, p) for p in places)
        ),
    )


def _runs(sentence: _Sentence) -> Iterator[Run]:
    """Places where numbers run into each other, with every way to part them."""
    for i, found in enumerate(sentence.line.taken):
        if found.ways:
            ways = (_as_parted(sentence, i, way) for way in found.ways)
            yield Run(mention=_mention(sentence, found), ways=tuple(ways))


def _doubtful(sentence: _Sentence) -> Iterator[Mention]:
    """Numbers that nobody can read or that are more likely a fact than none: 打包一百二."""
    for found, its in zip(sentence.line.taken, sentence.roles, strict=True):
        is_ordinal = sentence.parted.text[: found.start].endswith("第")  # 第一次合作, 第三层
        if not its.no_fact and not is_ordinal:
            yield _mention(sentence, found)


def _mention(sentence: _Sentence, found: Found) -> Mention:
    """Where a value stands in the sentence as it was said."""
    return as_said(mention(sentence.parted, found.start, found.end), sentence.said)


def states_number_chinese(text: str) -> bool:
    """Whether a source text states a number: one with a unit, exact or not, or any Arabic digit."""
    return bool(re.search(r"\d", text)) or any(
        not (found["n"] == "一" and found["unit"] in COUNTED) for found in STATED.finditer(text)
    )


def _heard(sentences: Sequence[_Sentence]) -> Iterator[Heard]:
    following = [*(each.line.text for each in sentences[1:]), ""][: len(sentences)]
    for each, then in zip(sentences, following, strict=True):
        taken = zip(each.line.taken, each.roles, strict=True)
        heard = [Heard(found, its, each.parted) for found, its in taken]
        yield from _corrected(each.line.text + then, heard)


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
    taken = [found for found in taken if not _is_none(found)]
    taken.sort(key=lambda found: found.start)
    return [_unless_glued(segment.text, found) for found in taken]


def _is_none(found: Found) -> bool:
    """Whether it counts nothing: 零件 are parts, and no zero pieces."""
    return isinstance(found.value, Count) and found.value.amount == 0


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


def _values(heard: Iterator[Heard]) -> Iterator[HeardValue]:
    for each in heard:
        found, value = each.found, each.found.value
        if value is not None:
            where = mention(each.segment, found.start, found.end)
            key = each.role.key if is_plausible(each.role.key, value) else None
            yield HeardValue(key=key, value=value, mention=where, likelihood=each.role.likelihood)


def _as_parted(sentence: _Sentence, i: int, way: tuple[Found, ...]) -> tuple[HeardValue, ...]:
    """The values when the numbers at `i` are parted in one `way`: 18块5100个 as 18.5 and 100."""
    taken = sentence.line.taken
    line = replace(sentence.line, taken=(*taken[:i], *way, *taken[i + 1 :]))
    heard = [Heard(found, role(line, i + n), sentence.parted) for n, found in enumerate(way)]
    return tuple(
        replace(value, mention=as_said(value.mention, sentence.said))
        for value in _values(compared(heard, [sentence.parted]))
    )
