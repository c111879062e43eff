"""Facts read out of what was said: a number, its unit, and the word that names its role.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ..records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Mention,
    Money,
    Percent,
    Segment,
    Size,
    Span,
)
from .chinese import HAN_DIGITS, NUMERAL, digits_only, read_numeral
from .keys import KEYS, ROLE_BY_UNIT
from .units import CURRENCY_ALIASES, DURATION_ALIASES, MEASURES, TRADE_ALIASES, measure_aliases

CLAUSE_END = "，。！？；、,!?;\n"
_VAGUE_BEFORE = "几数上好约第"
_VAGUE_AFTER = "多几来余"
_JIN_GRAMS = 500
_MIN_PAUSE_MS = 100
"""Words of one number follow each other without a pause; two numbers do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value that was heard."""

    key: str | None
    """Its role; None when nothing nearby names one."""
    value: FactValue
    mention: Mention


def read_speech(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    return tuple(reading for segment in segments for reading in _read_segment(segment))


def states_number(text: str) -> bool:
    """Whether a source text states a number: a numeral with a unit, or any Arabic digit."""
    return bool(re.search(r"\d", text) or _patterns().amount.search(text))


@dataclass(frozen=True, slots=True)
class _Patterns:
    money: re.Pattern[str]
    dimes: re.Pattern[str]
    size: re.Pattern[str]
    percent: re.Pattern[str]
    discount: re.Pattern[str]
    age: re.Pattern[str]
    code: re.Pattern[str]
    amount: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    def names(table: dict[str, str]) -> str:
        return "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))

    per_unit = rf"{names(TRADE_ALIASES)}|公斤|米|平方米|吨"
    per = rf"(?:\s*(?:一|每|/)\s*(?P<per>{per_unit}))?"
    per_before = rf"(?:[一每](?P<before>{per_unit})\s*)?"
    lengths = {n: u for n, u in measure_aliases().items() if u.startswith("length-")}
    spoken_units = {
        alias.lower(): unit for unit, aliases in MEASURES.items() for alias in aliases
    } | {"斤": "斤"}
    units = names(TRADE_ALIASES | DURATION_ALIASES | spoken_units)
    currencies = names({c: u for c, u in CURRENCY_ALIASES.items() if not re.match(r"[¥￥$€£]", c)})
    return _Patterns(
        money=re.compile(
            rf"{per_before}(?P<n>{NUMERAL})\s*(?P<unit>{currencies})"
            rf"(?:(?!一(?:{per_unit}))(?P<dimes>[\d一二三四五六七八九]+)(?:毛|角)?)?钱?{per}",
            re.I,
        ),
        dimes=re.compile(
            rf"{per_before}(?P<n>{NUMERAL})(?:毛|角)(?:(?P<cents>[\d一二三四五六七八九])分?)?钱?{per}"
        ),
        size=re.compile(
            rf"(?P<a>{NUMERAL})\s*(?:{names(lengths)})?\s*[乘×xX*]\s*(?P<b>{NUMERAL})"
            rf"(?:\s*(?:{names(lengths)})?\s*[乘×xX*]\s*(?P<c>{NUMERAL}))?\s*(?P<unit>{names(lengths)})",
            re.I,
        ),
        percent=re.compile(rf"百分之(?P<han>{NUMERAL})|(?P<n>{NUMERAL})\s*[%％]"),
        discount=re.compile(r"(?P<n>[\d一二三四五六七八九](?:[\d一二三四五六七八九])?)折"),
        age=re.compile(
            rf"(?P<n>{NUMERAL})(?:到|至|-)(?P<high>{NUMERAL})岁|(?P<up>{NUMERAL})岁以上"
        ),
        code=re.compile(
            r"(?P<letters>[A-Z]{1,4})-?(?P<digits>[\d零〇一二三四五六七八九]{2,6})(?![\d.])"
        ),
        amount=re.compile(
            rf"(?P<n>{NUMERAL})(?:\s*(?:到|至|-|~)\s*(?P<high>{NUMERAL}))?\s*(?P<unit>{units})",
            re.I,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A value and where it stands in a segment's text."""

    start: int
    end: int
    value: FactValue | None
    """None: numbers stand here that nobody can tell apart; they are not read at all."""


def _read_segment(segment: Segment) -> Iterator[Reading]:
    text = segment.text
    taken: list[_Found] = []
    readers = (_codes, _sizes, _money, _dimes, _percents, _discounts, _ages, _amounts)
    for read in readers:
        for found in read(text, segment):
            taken.append(found)
        for found in taken:  # what is read is not read again: 18块5|100个 leaves 100个
            text = text[: found.start] + "\x00" * (found.end - found.start) + text[found.end :]
    for found in sorted(taken, key=lambda f: f.start):
        value = found.value
        if value is None:
            continue
        key = _role(segment.text, found, value, taken)
        if key is not None and isinstance(value, Count) and value.unit is None:
            value = replace(value, unit=KEYS[key].unit)
        yield Reading(key=key, value=value, mention=mention(segment, found.start, found.end))


def mention(segment: Segment, start: int, end: int) -> Mention:
    """The characters `start` to `end` of a segment, with the time they are said."""
    at, words = 0, []
    for word in segment.words:
        if at < end and start < at + len(word.text):
            words.append(word)
        at += len(word.text)
    span = (
        Span(start_ms=words[0].span.start_ms, end_ms=words[-1].span.end_ms)
        if words
        else segment.span
    )
    return Mention(
        segment=segment.index, start=start, end=end, text=segment.text[start:end], span=span
    )


def _vague(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in tuple(_VAGUE_BEFORE) or any(
        c in _VAGUE_AFTER for c in text[start:end]
    )


def _pause_in(segment: Segment, start: int, end: int) -> int | None:
    """Where the speaker pauses between the characters `start` and `end`: 5|100; None: nowhere."""
    at = 0
    for word, following in zip(segment.words, segment.words[1:], strict=False):
        at += len(word.text)
        pause_ms = following.span.start_ms - word.span.end_ms
        if start < at < end and pause_ms >= _MIN_PAUSE_MS:
            return at
    return None


def _money(text: str, segment: Segment) -> Iterator[_Found]:
    for found in _patterns().money.finditer(text):
        amount = read_numeral(found["n"])
        if amount is None or _vague(text, *found.span("n")):
            continue
        end, dimes, per = found.end(), found["dimes"], found["per"] or found["before"]
        if dimes and not found["per"] and _runs_on(text, found.start("dimes")):
            # 18块5100个, 18块5,100个, 十八块五个: the digits after 块 run into the next number. A
            # pause after the first of them tells that it is tenths; else nobody can tell.
            digit_end = found.start("dimes") + 1
            end = _end_of_amount(text, digit_end)
            pause = _pause_in(segment, found.start("dimes"), end)
            if pause is None or text[digit_end:pause].strip(",") != "":
                yield _Found(found.start(), end, None)
                continue
            dimes, end = dimes[0], digit_end
        if dimes:
            tenth = read_numeral(dimes)
            if tenth is None or amount != amount.to_integral_value():
                continue
            amount += tenth / 10
        if not amount:
            continue
        unit = CURRENCY_ALIASES[found["unit"].lower()]
        yield _Found(found.start(), end, Money(amount=amount, currency=unit, per=_per(per)))


def _runs_on(text: str, at: int) -> bool:
    """Whether a unit or more digits follow the first digit of a price's tenths at once."""
    return bool(
        re.match(
            "|".join(map(re.escape, TRADE_ALIASES)) + rf"|,\d{{3}}|[\d{HAN_DIGITS}]", text[at + 1 :]
        )
    )


def _end_of_amount(text: str, at: int) -> int:
    """The end of the digits and the unit that start or go on at `at`."""
    found = re.match(rf"[\d,]*(?:{'|'.join(map(re.escape, TRADE_ALIASES))})?", text[at:])
    return at + (found.end() if found else 0)


def _per(name: str | None) -> str | None:
    if name is None:
        return None
    unit = TRADE_ALIASES.get(name) or measure_aliases()[name]
    return None if unit == "piece" else unit


def _dimes(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().dimes.finditer(text):
        tenths = read_numeral(found["n"])
        if tenths is None or tenths >= 10 or _vague(text, *found.span("n")):
            continue
        amount = tenths / 10
        if found["cents"]:
            amount += (read_numeral(found["cents"]) or Decimal(0)) / 100
        value = Money(amount=amount, currency="CNY", per=_per(found["per"]))
        yield _Found(found.start(), found.end(), value)


def _sizes(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().size.finditer(text):
        amounts = [read_numeral(found[name]) for name in "abc" if found[name]]
        exact = tuple(amount for amount in amounts if amount)
        if len(exact) == len(amounts):
            unit = measure_aliases()[found["unit"].lower()]
            yield _Found(found.start(), found.end(), Size(amounts=exact, unit=unit))


def _percents(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().percent.finditer(text):
        amount = read_numeral(found["han"] or found["n"])
        if amount is not None:
            yield _Found(found.start(), found.end(), Percent(amount=amount))


def _discounts(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().discount.finditer(text):
        pays = digits_only(found["n"])
        percent = Decimal(pays) if len(pays) == 2 else Decimal(pays) * 10
        yield _Found(found.start(), found.end(), Discount(percent=100 - percent))


def _ages(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().age.finditer(text):
        low = read_numeral(found["n"] or found["up"])
        high = read_numeral(found["high"]) if found["high"] else None
        if low is not None:
            yield _Found(found.start(), found.end(), Age(amount=low, high=high))


def _codes(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().code.finditer(text):
        code = found["letters"] + digits_only(found["digits"])
        yield _Found(found.start(), found.end(), Code(codes=(code,)))


def _amounts(text: str, _: Segment) -> Iterator[_Found]:
    for found in _patterns().amount.finditer(text):
        low = read_numeral(found["n"])
        high = read_numeral(found["high"]) if found["high"] else None
        if not low or (found["high"] and (high is None or high <= low)):
            continue
        if _vague(text, found.start("n"), found.end()):
            continue
        if found["n"] == "一" and found["unit"] in TRADE_ALIASES:
            continue  # 一个, 一款, 一箱: "a", not a quantity
        yield _Found(found.start(), found.end(), _quantity(low, high, found["unit"].lower()))


def _quantity(low: Decimal, high: Decimal | None, name: str) -> FactValue:
    if name == "斤":
        grams = None if high is None else high * _JIN_GRAMS
        return Measure(amount=low * _JIN_GRAMS, high=grams, unit="mass-gram")
    if name in DURATION_ALIASES:
        unit = DURATION_ALIASES[name]
        return Duration(amount=low, high=high, unit=unit)  # type: ignore[arg-type]
    if name in TRADE_ALIASES:
        return Count(amount=low, high=high, unit=TRADE_ALIASES[name])
    return Measure(amount=low, high=high, unit=measure_aliases()[name])


def _role(text: str, found: _Found, value: FactValue, others: Sequence[_Found]) -> str | None:
    """The key named by the nearest cue in the clause; else what the unit alone says."""
    start = max((text.rfind(c, 0, found.start) for c in CLAUSE_END), default=-1) + 1
    ends = [at for c in CLAUSE_END if (at := text.find(c, found.end)) >= 0]
    end = min(ends, default=len(text))
    for other in others:  # a cue belongs to the value that it stands next to
        if other.end <= found.start:
            start = max(start, other.end)
        elif found.end <= other.start:
            end = min(end, other.start)
    best: tuple[int, int, str] | None = None
    for key, known in KEYS.items():
        if value.kind not in known.kinds or not _unit_fits(key, value):
            continue
        for cue in known.cues:
            at = text.find(cue, start, end)
            if at < 0:
                continue
            distance = max(found.start - (at + len(cue)), at - found.end, 0)
            rank = (distance, -len(cue), key)
            if best is None or rank < best:
                best = rank
    if best:
        return best[2]
    return _role_by_unit(value)


_FAMILY = {
    "capacity": ("volume-", "mass-"),
    "power": ("power-",),
    "voltage": ("electric-volt",),
    "battery": ("x-milliampere-hour", "energy-"),
    "temperature": ("temperature-",),
    "memory": ("digital-",),
    "screen": ("length-",),
    "speed": ("speed-", "x-revolution-per-minute"),
    "range": ("length-",),
    "size": ("length-",),
    "length": ("length-",),
    "width": ("length-",),
    "height": ("length-",),
    "diameter": ("length-",),
    "thickness": ("length-",),
    "weight": ("mass-",),
    "net_weight": ("mass-",),
    "gross_weight": ("mass-",),
    "carton_weight": ("mass-",),
    "fabric_weight": ("mass-", "x-gram-per-square-meter"),
}
"""Units that a measure of a key may have."""


def _unit_fits(key: str, value: FactValue) -> bool:
    return not isinstance(value, Measure) or value.unit.startswith(_FAMILY.get(key, ("",)))


def _role_by_unit(value: FactValue) -> str | None:
    match value:
        case Count(unit=unit):
            return ROLE_BY_UNIT.get(unit or "")
        case Measure(unit=unit):
            return ROLE_BY_UNIT.get(unit) or ROLE_BY_UNIT.get(unit.partition("-")[0])
        case Code(codes=(code,)) if re.fullmatch(r"IP\d{2}", code):
            return "waterproof"
        case _:
            return ROLE_BY_UNIT.get(value.kind)
