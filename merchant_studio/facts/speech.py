"""Facts read out of what was said: a number, its unit, and the word that names its role.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Mention,
    Percent,
    Segment,
    Size,
    Span,
)
from .chinese import digits_only, plain, read_numeral
from .found import CLAUSE_END, Found, clause, is_vague
from .keys import KEYS
from .money import read_dimes, read_money
from .patterns import patterns
from .roles import assign_roles
from .units import DURATION_ALIASES, TRADE_ALIASES, measure_aliases

__all__ = ["CLAUSE_END", "Reading", "mention", "read_speech", "states_number"]

_JIN_GRAMS = 500
_HALF = Decimal("0.5")
_KILO = {"克": "千克", "瓦": "千瓦", "米": "千米"}
_HOLDS_CHARGE = re.compile("电池|电量|容量|充电宝|移动电源")
_MAX_YEARS = 100
"""More is a date: 2024年."""
_IDIOMS = re.compile("五颜六色|四面八方|五花八门|三番五次|三三两两")
_NOT_THE_UNIT = {
    "件": "套",  # 四件套 is one set
    "个": "工点",  # 15个工作日, 10个点
    "只": "要需有能卖收是用差",  # 原价五十只要三十
    "度": "电角",
    "对": "于比",
    "打": "开折包印",
    "把": "它这那",
    "包": "邮",
    "听": "说",
}
"""Characters after which a unit is part of another word."""
_FLOOR = re.compile("[在馆楼厅]$")
_FOOT_CONTAINERS = (20, 40)


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
    """Whether a source text states a number: one with a unit, exact or not, or any Arabic digit."""
    return bool(re.search(r"\d", text)) or any(
        not (found["n"] == "一" and found["unit"] in TRADE_ALIASES)
        for found in patterns().stated.finditer(text)
    )


def _read_segment(segment: Segment) -> Iterator[Reading]:
    text = _IDIOMS.sub(lambda found: "\x00" * len(found[0]), segment.text)
    taken: list[Found] = []
    readers = (
        _codes,
        _sizes,
        _percents,
        _discounts,
        read_money,
        read_dimes,
        _ages,
        _lengths,
        _amounts,
    )
    for read in readers:
        for found in read(text, segment):
            taken.append(found)
        for found in taken:  # what is read is not read again: 18块5|100个 leaves 100个
            text = text[: found.start] + "\x00" * (found.end - found.start) + text[found.end :]
    taken.sort(key=lambda found: found.start)
    for found, key in zip(taken, assign_roles(segment.text, taken), strict=True):
        value = found.value
        if value is None:
            continue
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


def _codes(text: str, _: Segment) -> Iterator[Found]:
    for found in patterns().code.finditer(text):
        code = found["letters"] + digits_only(found["digits"])
        # ABS100个: the material and a number, or a code?
        unclear = patterns().trade_unit.match(text, found.end())
        yield Found(found.start(), found.end(), None if unclear else Code(codes=(code,)))


def _sizes(text: str, _: Segment) -> Iterator[Found]:
    for found in patterns().size.finditer(text):
        yield Found(found.start(), found.end(), _size(found))


def _size(found: re.Match[str]) -> Size | None:
    """The lengths in the unit of the last one; None if another unit stands among them."""
    names = [name for name in "abc" if found[name]]
    unit = found[f"{names[-1]}_unit"]
    amounts = []
    for name in names:
        amount, own, tail = read_numeral(found[name]), found[f"{name}_unit"], found[f"{name}_tail"]
        if not amount or not unit or (own or unit).lower() != unit.lower():
            return None
        if tail and (unit != "米" or amount % 1):
            return None
        amounts.append(amount + Decimal(f"0.{digits_only(tail)}") if tail else amount)
    return Size(amounts=tuple(amounts), unit=measure_aliases()[unit.lower()])


def _percents(text: str, _: Segment) -> Iterator[Found]:
    for found in patterns().percent.finditer(text):
        first = found["han"] or found["low"] or found["n"]
        last = found["han_high"] or found["high"]
        low, high = read_numeral(first), read_numeral(last) if last else None
        unclear = low is None or (last and (high is None or high <= low))
        if low is None or unclear or is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
        else:
            yield Found(found.start(), found.end(), Percent(amount=low, high=high))


def _discounts(text: str, _: Segment) -> Iterator[Found]:
    for found in patterns().discount.finditer(text):
        pays = re.sub("[.点]", "", digits_only(found["n"]))
        percent = 100 - Decimal(pays if len(pays) == 2 else pays + "0")
        threshold: Count | None = None
        start = found.start("n")
        if found["from"]:  # 1000个九折, 满1000个打九折
            start, least = found.start(), read_numeral(found["least"])
            if not least or least == 1 or is_vague(text, *found.span("least")):
                yield Found(start, found.end(), None)  # 第二件五折
                continue
            threshold = Count(amount=least, unit=TRADE_ALIASES[found["unit"].lower()])
        # 三折伞 folds in three, 打三折 is 70 % off; 九五折 can only be a discount.
        before, after = clause(text, start, found.end())
        named = re.search("打$|优惠|折扣|享|给[您你]?$", before) or re.match("优惠|$", after)
        if len(pays) == 2 or threshold or named or re.search("打$|给[您你]?$", found[0][:-2]):
            yield Found(start, found.end(), Discount(percent=percent, threshold=threshold))


def _ages(text: str, _: Segment) -> Iterator[Found]:
    for found in patterns().age.finditer(text):
        low = read_numeral(found["n"] or found["up"])
        high = read_numeral(found["high"]) if found["high"] else None
        if low is not None and (not found["high"] or (high is not None and high > low)):
            yield Found(found.start(), found.end(), Age(amount=low, high=high))


def _lengths(text: str, _: Segment) -> Iterator[Found]:
    """一米八, 3米5: meters with tenths; 两米五个 cannot be told apart."""
    for found in patterns().length.finditer(text):
        amount, tail = read_numeral(found["n"]), found["tail"]
        if tail[-1] == "一" and patterns().per.match(text, found.end() - 1):
            continue  # 三米一卷
        if not amount or amount % 1 or patterns().trade_unit.match(text, found.end()):
            yield Found(found.start(), found.end(), None)
        elif not is_vague(text, *found.span()):
            meters = amount + Decimal(f"0.{digits_only(tail)}")
            yield Found(found.start(), found.end(), Measure(amount=meters, unit="length-meter"))


def _amounts(text: str, _: Segment) -> Iterator[Found]:
    read_to = 0
    for found in patterns().amount.finditer(text):
        if found.start() < read_to:
            continue
        low, unit = read_numeral(found["n"]), found["unit"]
        high = read_numeral(found["high"]) if found["high"] else None
        if not low or (found["high"] and (high is None or high <= low)):
            continue
        if found["low_unit"] and found["low_unit"].lower() != unit.lower():
            continue
        if is_vague(text, *found.span()) or _is_other_word(text, found, low):
            continue
        read_to = _smaller_part(text, found.end(), unit)
        if read_to:
            yield Found(found.start(), read_to, None)
            continue
        if found["half"] or unit.startswith("个半"):
            if high is not None or unit in TRADE_ALIASES or low % 1:
                continue
            low += _HALF
            unit = "个" + unit[2:] if unit.startswith("个半") else unit
        if unit == "毫安" and _HOLDS_CHARGE.search("".join(clause(text, *found.span()))):
            unit = "毫安时"  # the hours are left out in speech
        yield Found(found.start(), found.end(), _quantity(low, high, unit, found["n"]))


def _smaller_part(text: str, end: int, unit: str) -> int:
    """Where a smaller part ends that follows: 一年零三个月, 12小时30分钟, 一斤二两; else 0."""
    rest = end + text.startswith("零", end)
    if unit.lower() in DURATION_ALIASES:
        following = patterns().amount.match(text[rest:])
        if following and following["unit"].lower() in DURATION_ALIASES:
            return rest + following.end()
    if unit in ("斤", "公斤"):
        following = re.match(r"[一二两三四五六七八九\d]两?", text[rest:])
        return rest + following.end() if following else 0
    return 0


def _is_other_word(text: str, found: re.Match[str], amount: Decimal) -> bool:
    unit, n, after = found["unit"], found["n"], text[found.end() : found.end() + 1]
    if unit in TRADE_ALIASES and n == "一":
        return True  # 一个, 一款, 一箱: "a", not a quantity
    if unit in _NOT_THE_UNIT and after and after in _NOT_THE_UNIT[unit]:
        return True
    if unit == "层":
        return bool(_FLOOR.search(text[: found.start()]))
    if unit == "包":
        return n == "三"  # 三包 is a guarantee
    if unit == "柜":
        return amount in _FOOT_CONTAINERS
    if unit == "度":
        return "温" not in "".join(clause(text, *found.span()))
    if unit == "年":
        return amount >= _MAX_YEARS
    return unit == "G" and not found["high"]  # 128G of memory, 5G


def _quantity(low: Decimal, high: Decimal | None, name: str, said: str) -> FactValue:
    if name == "斤":
        grams = None if high is None else plain(high * _JIN_GRAMS)
        return Measure(amount=plain(low * _JIN_GRAMS), high=grams, unit="mass-gram")
    if name in _KILO and said.endswith("千") and high is None:
        low, name = low / 1000, _KILO[name]  # 2千克
    name = name.lower()
    if name in DURATION_ALIASES:
        unit = DURATION_ALIASES[name]
        return Duration(amount=low, high=high, unit=unit)  # type: ignore[arg-type]
    if name in TRADE_ALIASES:
        return Count(amount=low, high=high, unit=TRADE_ALIASES[name])
    return Measure(amount=low, high=high, unit=measure_aliases()[name])
