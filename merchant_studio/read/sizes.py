"""Sizes of Chinese speech: 三十乘四十五厘米, 长三十宽二十高十公分, 二十公分见方."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from ..facts.chinese import NUMERAL, digits_only, plain, read_numeral
from ..facts.units import measure_aliases
from ..records import FactValue, Measure, Segment, Size
from .found import Found, clause, is_vague
from .patterns import START, patterns

_HALF = Decimal("0.5")
_SIDES = {"长": "length", "宽": "width", "高": "height", "厚": "thickness", "径": "diameter"}
_MILLIMETERS = {"米": 1000, "厘米": 10, "公分": 10, "cm": 10, "毫米": 1, "mm": 1}
_MOST_METERS = 10
"""宽四十高两米: of another unit than the last side."""
_LENGTHS = "厘米|公分|毫米|米|英寸|寸|cm|mm"
_CARTON = re.compile("[外纸大整]箱|箱子|箱规")
_UNIT_LATER = re.compile(
    rf"的?[，,]?(?:都是|单位是?)?(?P<unit>{_LENGTHS})(?=[的啊哈呢哦]*(?:$|[，。！？]))", re.I
)
"""四十乘六十，公分啊."""
_UNIT_SAID = re.compile(rf"[，,]?(?:单位|都是|全是)是?(?P<unit>{_LENGTHS})")
_ENDS = re.compile(r"$|[\s，。！？；、,!?;乘×xX*的了啊呢吧]")
_IS = "(?:度|是|有|为|各|要|就|：|:)*"


def read_sizes(text: str, _: Segment) -> Iterator[Found]:
    """Two or three lengths of one thing."""
    for found in _cartons().finditer(text):
        amounts = [read_numeral(found[name]) for name in "abc"]
        units = {found[name] for name in ("a_unit", "b_unit", "c_unit", "unit") if found[name]}
        value = _value(amounts, units.pop()) if len(units) == 1 else None
        yield Found(found.start("sides"), found.end(), value, key="carton_size")
    for found in _carton_list().finditer(text):
        amounts = [read_numeral(found[name]) for name in "abc"]
        listed = _value(amounts, found["unit"] or "厘米")
        way = () if found["unit"] else ((Found(*found.span("sides"), listed, key="carton_size"),),)
        value = listed if found["unit"] else None
        yield Found(*found.span("sides"), value, key="carton_size", ways=way if listed else ())
    for found in _listed().finditer(text):
        amounts = [read_numeral(found[name]) for name in "abc" if found[name]]
        yield Found(found.start(), found.end(), _value(amounts, found["unit"]))
    for found in _square().finditer(text):
        amount = read_numeral(found["n"])
        yield Found(found.start(), found.end(), _value([amount, amount], found["unit"]))
    for found in patterns().size.finditer(text):
        each = bool(_each(found))
        size: FactValue | None = _size(found, each=each)
        end = found.end() - each
        later = _UNIT_LATER.match(text, end) if not size else None
        if later and not any(found[f"{name}_unit"] for name in "abc"):
            amounts = [read_numeral(found[name]) for name in "abc" if found[name]]
            size, end = _value(amounts, later["unit"]), later.end()
        yield Found(found.start(), end, size, ways=() if size else _in_each_unit(found))


def read_sides(text: str, _: Segment) -> Iterator[Found]:
    """长三十宽二十高十公分: each side, the unit said once, with the last."""
    for found in _sides().finditer(text):
        text = text[: found.start()] + "\x00" * len(found[0]) + text[found.end() :]
        unit = measure_aliases()[found["unit"].lower()]
        if found["c"] and _CARTON.search(clause(text, *found.span())[0][-4:]):
            amounts = [read_numeral(found[name]) for name in "abc"]
            yield Found(found.start("a_side"), found.end("unit"), _value(amounts, found["unit"]))
            continue
        for name in "abc":
            if not found[name]:
                continue
            amount = read_numeral(found[name])
            last = name == ("c" if found["c"] else "b")
            far = unit == "length-meter" and not last and amount and amount >= _MOST_METERS
            unclear = not amount or far or is_vague(text, *found.span(name))
            key = _SIDES.get(found[f"{name}_side"][-1])
            clear = amount and key and not unclear
            if last and found["half"] and amount:
                amount, clear = amount + _HALF, clear and not amount % 1
            value = Measure(amount=amount, unit=unit) if amount and clear else None
            end = found.end() if last else found.end(name)
            yield Found(found.start(name), end, value, key=key)
    for run in _bare_sides().finditer(text):
        for found in _bare_side().finditer(text, *run.span()):
            n = "n" if found["n"] else "n_first"
            amount, side = read_numeral(found[n]), _SIDES[(found["side"] or found["after"])[-1]]
            said = _UNIT_SAID.match(text, run.end())
            if not amount:
                continue
            name = said["unit"].lower() if said else "厘米"
            length = Measure(amount=amount, unit=measure_aliases()[name])
            way = Found(*found.span(n), length, key=side)
            yield way if said else replace(way, value=None, ways=((way,),))


def _each(found: re.Match[str]) -> re.Match[str] | None:
    """Of 三十乘三十公分一块 what says that it is the size of one; 一 is no tail then."""
    at = found.end() - 1
    return patterns().per.match(found.string, at) if found[0][-1] == "一" else None


def _size(found: re.Match[str], *, each: bool) -> Size | None:
    """The lengths in the unit of the last one: 一米二乘九十公分; None if it is not known."""
    names = [name for name in "abc" if found[name]]
    unit = found[f"{names[-1]}_unit"]
    amounts = []
    for name in names:
        amount, own, tail = read_numeral(found[name]), found[f"{name}_unit"], found[f"{name}_tail"]
        own = (own or unit or "").lower()
        if not amount or not unit:
            return None
        scale = Decimal(1)
        if own != unit.lower():
            if not tail or own not in _MILLIMETERS or unit.lower() not in _MILLIMETERS:
                return None
            scale = Decimal(_MILLIMETERS[own]) / _MILLIMETERS[unit.lower()]
        if each and name == names[-1]:
            tail = None
        if tail == "一" and not _ENDS.match(found.string, found.end(f"{name}_tail")):
            return None  # 六十公分一想放六台
        if tail == "半":
            tail = "5"
        elif tail and own != "米" and (len(tail) > 1 or own not in ("厘米", "公分", "毫米")):
            return None
        if tail and amount % 1:
            return None
        amount += Decimal(f"0.{digits_only(tail)}") if tail else 0
        amounts.append(plain(amount * scale))
    return Size(amounts=tuple(amounts), unit=measure_aliases()[unit.lower()])


def _in_each_unit(found: re.Match[str]) -> tuple[tuple[Found, ...], ...]:
    """What 三十乘二十 may be, without a unit."""
    names = [name for name in "abc" if found[name]]
    amounts = [read_numeral(found[name]) for name in names]
    if any(found[f"{name}_unit"] for name in names):
        return ()
    sizes = [_value(amounts, unit) for unit in ("厘米", "毫米", "米", "英寸")]
    return tuple((Found(found.start(), found.end(), size),) for size in sizes if size)


def _value(amounts: list[Decimal | None], unit: str) -> FactValue | None:
    known = [amount for amount in amounts if amount]
    if len(known) < len(amounts):
        return None
    return Size(amounts=tuple(known), unit=measure_aliases()[unit.lower()])


@cache
def _listed() -> re.Pattern[str]:
    """长宽高分别是三十、二十、十五公分."""
    by = r"(?:、|，|,|乘以?|[×xX*]|\s+|和|跟)"
    return re.compile(
        rf"长(?:乘|、)?宽(?:(?:乘|、|和)?高)?(?:分别|各)?{_IS}[，,]?{_IS}(?P<a>{NUMERAL}){by}(?P<b>{NUMERAL})"
        rf"(?:{by}(?P<c>{NUMERAL}))?(?P<unit>{_LENGTHS})"
    )


@cache
def _carton_list() -> re.Pattern[str]:
    """箱子尺寸，七十二、三十四、六十二."""
    return re.compile(
        rf"箱(?:[子规的]{{0,2}}(?:尺寸|规格|大小)?[是呢嘛：:，, ]*|[，,](?:尺寸|规格|大小){_IS})"
        rf"(?P<sides>(?P<a>{NUMERAL})长?[、 ]?(?P<b>(?<=[长、 ]){NUMERAL})宽?[、 ]?"
        rf"(?P<c>(?<=[宽、 ]){NUMERAL})高?"
        rf"(?P<unit>{_LENGTHS})?)(?=$|[，。；！])"
    )


@cache
def _cartons() -> re.Pattern[str]:
    """外箱，长五十一公分，宽三十九公分，高二十七公分."""
    sides = "[，,、 ]?箱?".join(
        rf"{side}{_IS}(?P<{name}>{NUMERAL})(?P<{name}_unit>{_LENGTHS})?"
        for side, name in zip("长宽高", "abc", strict=True)
    )
    return re.compile(
        rf"箱子?(?:的?(?:尺寸|规格|大小|多大))?[呢嘛啊]?[，,：:？?]?(?P<sides>{sides})"
        rf"(?:[，,]?(?:都是|全是|单位是?)?(?P<unit>{_LENGTHS}))?"
    )


@cache
def _square() -> re.Pattern[str]:
    return re.compile(rf"{START}(?P<n>{NUMERAL})(?P<unit>{_LENGTHS})见方")


@cache
def _sides() -> re.Pattern[str]:
    """At least one number without its own unit; the last has it."""
    gap = "[，,、 ]?"
    side = f"(?P<%s_side>直径|口径|[底侧]?[长宽高厚]|深|底侧|侧[面边]){_IS}(?P<%s>{NUMERAL})"
    first, second, third = (side.replace("%s", name) for name in "abc")
    return re.compile(
        rf"{first}(?!\s*(?:{_LENGTHS})){gap}{second}(?:{gap}{third})?(?:[，,]?(?:都是|全是|单位是?"
        rf"|[，,]))?\s*(?P<unit>{_LENGTHS})"
        r"(?P<half>半(?![个成]))?(?![\d一二三四五六七八九半])"
    )


@cache
def _bare_side() -> re.Pattern[str]:
    """宽三十五, 二十八长."""
    return re.compile(
        rf"(?P<side>直径|口径|[长宽高厚]){_IS}(?P<n>{NUMERAL})|{START}(?P<n_first>{NUMERAL})"
        rf"(?P<after>[长宽高厚])"
    )


@cache
def _bare_sides() -> re.Pattern[str]:
    """At least two sides without any unit: 二十八长、十宽、三十三高."""
    one = re.sub(r"\?P<[^>]+>", "?:", _bare_side().pattern)
    return re.compile(rf"(?:{one})(?:[，,、 ]?(?:{one})){{1,2}}(?=$|[，。；！？,!?;的了啊])")
