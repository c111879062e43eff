"""Sizes of Chinese speech, and those whose unit nobody says.

三十乘四十五厘米; 外箱六十乘四十乘四十 is in centimeters, as is the side of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ...facts import in_base_unit
from ...facts.numbers import NUMERAL, plain, read_numeral
from ...records import Count, Measure, Segment, Size
from ..found import Found, clause
from .amounts import Amount, amount_at
from .spoken_units import A_LENGTH, START, UNITS

_BOXES = re.compile(
    "(?:收纳|行李|拉杆|工具|整理|登机|旅行|铝框|储物|化妆|密码|保温|保鲜|医药|药|鞋|周转|尾"
    "|车顶|后备|书|玩具|钓鱼|音|冷藏|合金|万向轮)箱|皮箱|登机|箱包|布箱"
)
"""Goods that are boxes themselves."""
_CARTONS = re.compile("[一每外]箱|箱规|箱子|纸箱|整箱|装箱|大箱|箱重")
_NEAR_CARTON = 14
"""Characters before a size in which its carton is named."""
_CARTON_CM = range(10, 151)
_LARGE = re.compile(
    "[桌柜架椅凳床毯垫窝篷帘]|枕|[凉蚕棉羽空冬夏]被|被[子芯]|[礼首][品饰]盒|手提袋|帆布袋"
    "|购物袋|收纳袋|背包|挎包|手提包|毛巾|浴巾|被套|床单|花盆|花瓶|篮|筐|垃圾桶|水桶|地毯"
    "|挂画|海报"
)
"""Goods whose sides are said in centimeters: 展开一百二乘六十."""
_LARGE_CM = range(8, 301)
_SIDE_KEYS = ("length", "width", "height", "thickness", "diameter")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a pitch tells about the goods whose sizes it states."""

    boxes: bool
    """The goods are boxes themselves, so that 箱子 is not their carton."""
    introduced: str
    """The first sentence, which names the goods."""


def goods_of(segments: Sequence[Segment]) -> Goods:
    """The goods of a pitch."""
    boxes = any(_BOXES.search(segment.text) for segment in segments)
    return Goods(boxes, segments[0].text if len(segments) > 1 else "")


def with_unsaid_unit(text: str, found: Found, goods: Goods) -> Found:
    """The size of a carton or of large goods in centimeters; any other value as it is."""
    size = found.ways[0][0].value if found.ways else None
    named = clause(text, found.start, found.start)[0]  # 枕头是60×40的
    large = bool(_LARGE.search(goods.introduced) or _LARGE.search(named))
    if isinstance(size, Measure) and found.key in _SIDE_KEYS and large:
        return replace(found, value=size, ways=()) if size.amount in _LARGE_CM else found
    if not isinstance(size, Size):
        return found
    near = _CARTONS.search(text[: found.start][-_NEAR_CARTON:])
    if found.key == "carton_size" or goods.boxes or near:
        fits = len(size.amounts) == 3 and all(a in _CARTON_CM for a in size.amounts)
    else:
        fits = large and all(a in _LARGE_CM for a in size.amounts)
    return replace(found, value=size, ways=()) if fits else found


BARE = "number"
"""The key of a number without a unit, until its role tells what it is."""
_BY = re.compile(r"\s*(?:乘以?|[×xX*＊✕])\s*")
_IN_UNITS = ("length-centimeter", "length-millimeter", "length-meter", "length-inch")
_SIDES = {"长": "length", "宽": "width", "高": "height", "厚": "thickness", "径": "diameter"}
_SIDE = "(?:直径|口径|[底侧]?[长宽高厚]|深|底侧|侧[面边])"
_IS = "(?:度|是|有|为|各|要|就|：|:)*"
_SIDE_BEFORE = re.compile(rf"(?P<side>{_SIDE}){_IS}$")
_NEXT_SIDE = re.compile(rf"[，,、 ]?{_SIDE}{_IS}")
_UNIT_SAID = re.compile(rf"[，,]?(?:单位|都是|全是)是?({A_LENGTH})", re.I)
_UNIT_LATER = re.compile(
    rf"的?[，,]?(?:都是|单位是?)?({A_LENGTH})(?=[的啊哈呢哦]*(?:$|[，。！？]))", re.I
)
"""四十乘六十，公分啊."""
_AND = r"(?:、|，|,|乘以?|[×xX*]|\s+|和|跟|(?=[宽高长])|(?<=[长宽]))箱?"
_BOX = r"(?P<box>箱[子规的]{0,2}|(?<=箱，)(?=尺寸|规格|大小))(?:尺寸|规格|大小|多大)?[是呢嘛啊]?"
_LISTED = re.compile(
    rf"(?:{_BOX}|长(?:乘|、)?宽(?:(?:乘|、|和)?高)?(?:分别|各)?)(?:是|有|为|各|[，,：:？? ])*"
    rf"(?P<sides>长?{_IS}(?P<a>{NUMERAL})(?P<a_unit>{A_LENGTH})?长?"
    rf"{_AND}宽?{_IS}(?P<b>{NUMERAL})(?P<b_unit>{A_LENGTH})?宽?"
    rf"(?:{_AND}高?{_IS}(?P<c>{NUMERAL})高?)?"
    rf"(?:[，,]?(?:都是|全是|单位是?)?(?P<unit>{A_LENGTH}))?)(?=$|[，。；！的高])",
    re.I,
)
_SQUARE = re.compile(rf"{START}(?P<n>{NUMERAL})(?P<unit>{A_LENGTH})见方")


def read_lists(text: str) -> Iterator[Found]:
    """长宽高分别是三十、二十、十五公分; 箱子尺寸，七十二、三十四、六十二; 二十公分见方."""
    for found in _LISTED.finditer(text):
        amounts = [n for name in "abc" if (n := read_numeral(found[name] or ""))]
        units = {found[name] for name in ("a_unit", "b_unit", "unit") if found[name]}
        key = "carton_size" if found["box"] else None
        if len(units) > 1 or len(amounts) < (3 if key else 2) or not (units or key):
            continue
        span = found.span("sides") if key else found.span()
        sure = Found(*span, _size(amounts, units.pop() if units else "厘米"), key=key)
        known = found["unit"] or found["a_unit"]
        yield sure if known else replace(sure, value=None, ways=((sure,),))
    for found in _SQUARE.finditer(text):
        amount = read_numeral(found["n"])
        if amount:
            yield Found(*found.span(), _size([amount, amount], found["unit"]))


def size_at(text: str, first: Amount, segment: Segment) -> Found | None:
    """The size whose first length is given; None if no other one follows it."""
    sides = [first]
    while len(sides) < 3 and (by := _BY.match(text, sides[-1].end)):
        side = amount_at(text, by.end(), segment)
        if side is None:
            return None
        sides.append(side)
    if len(sides) < 2:
        return None
    last = sides[-1]
    start, end = first.start, last.end
    if all(side.number > 0 and side.unit is None for side in sides):
        amounts = [side.number for side in sides]
        if later := _UNIT_LATER.match(text, end):
            return Found(start, later.end(), _size(amounts, later[1]))
        sizes = [Size(amounts=tuple(amounts), unit=unit) for unit in _IN_UNITS]
        return Found(start, end, None, ways=tuple((Found(start, end, size),) for size in sizes))
    return Found(start, end, _in_unit_of_last(sides))


def _in_unit_of_last(sides: Sequence[Amount]) -> Size | None:
    """一米二乘九十公分 in centimeters; no unit but that of a tail may be another one."""
    last = sides[-1].unit
    if not last or any(side.number <= 0 for side in sides):
        return None
    base, scale = in_base_unit(last.unit)
    amounts = []
    for side in sides:
        own, factor = in_base_unit(side.unit.unit) if side.unit else (base, scale)
        if own != base or (factor != scale and not side.has_tail):
            return None
        amounts.append(plain(side.number * factor / scale))
    return Size(amounts=tuple(amounts), unit=last.unit or "")


def _size(amounts: Sequence[Decimal], unit: str) -> Size:
    return Size(amounts=tuple(amounts), unit=UNITS[unit.lower()].unit or "")


def with_sides(text: str, found: list[Found]) -> list[Found]:
    """Each bare side in the unit of the one after it: 长三十宽二十公分; else perhaps in cm."""
    sides = list(found)
    for i in reversed(range(len(sides))):
        each, number = sides[i], sides[i].value
        side = _SIDE_BEFORE.search(text[: each.start])
        if each.key != BARE or not side or not isinstance(number, Count):
            continue
        after = sides[i + 1] if i + 1 < len(sides) else None
        if after and not _NEXT_SIDE.fullmatch(text, each.end, after.start):
            after = None
        known = after and (after.value or (after.ways and after.ways[0][0].value))
        said = None if after else _UNIT_SAID.match(text, each.end)
        unit = UNITS[said[1].lower()].unit if said else None
        if isinstance(known, Measure) and known.unit.startswith("length-"):
            unit = known.unit
        length = Measure(amount=number.amount, high=number.high, unit=unit or _IN_UNITS[0])
        sure = replace(each, value=length, key=_SIDES.get(side["side"][-1]))
        is_sure = said or (unit and after and after.value)
        sides[i] = sure if is_sure else replace(sure, value=None, ways=((sure,),))
    return sides
