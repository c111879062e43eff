"""What the values of a pitch are when all that was said is looked at together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..records import Count, Discount, FactValue, Measure, Money, Segment, Size
from .chinese import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, read_numeral
from .found import CLAUSE_END, Found
from .keys import KEYS
from .others import packed_by_case
from .roles import LIKELY, SURE, UNKNOWN, Role
from .units import TRADE_UNITS

_OF_CLOTH = re.compile("面料|布|棉|料子|纱|织|绒|巾|T恤|衣|裤|帘|袜|涤|毯|被")
_OF_NO_CLOTH = re.compile("钢|铁|铝|铜|塑|玻璃|瓷|木|硅胶|金属|笔|杯|壶|锅|灯|刀")
_CUPS = re.compile("杯|[水奶酒]瓶|[水茶酒]壶|奶茶")
_CASES = re.compile(rf"{NUMERAL}[个只条双把顶](?:装)?一件(?:$|[，。]|(?={NUMERAL}件))")
_FEW_CASES = 20
_TOTAL = re.compile("(?:一共|总共|共计|加起来|拢共|合计)(?:是|有|就|大概|做了?|出了?)*$")
_VARIANT = re.compile(
    rf"(?:^|[{CLAUSE_END}])[^{CLAUSE_END}\d{NUMERAL_PARTS}的量色]{{1,4}}(?<![我你您他们家厂目])的(?:是|要|就|才|卖)*$"
)
"""A kind of the goods, of which alone something is said."""
_IF = re.compile("拿够|[够满]$|要是|如果|条件")
_PRICED_BY_PIECE = re.compile(
    rf"[块毛角钱{HAN_DIGITS}]一块(?!钱)|块(?:手?表|砖|皂|板|毛巾)起[订批]"
)
_HELD_PIECES = re.compile(rf"[一每](?P<box>[箱盒包套])(?P<n>{NUMERAL})块")
_BLOCKS = re.compile("积木|拼图|磁力片")
_ONE_BY_ONE = (
    (
        "副",
        "[眼墨阳花近视泳雪风防老]镜|镜[框架片腿]|耳[机麦]|扑克|纸牌|桌游|眼罩|假牙|拼图",
        "pair",
        "piece",
    ),
    ("副", "象棋|围棋|麻将|跳棋|军棋", "pair", "set"),
    ("束", "花", "bundle", "piece"),
    ("盘", "眼影|腮红|粉饼|彩妆|蚊香", "tray", "piece"),
)
"""Goods of which a counting word counts single pieces; of gloves and earrings 副 counts pairs."""
_CURRENCY = re.compile("[块毛角分元蚊钱刀$¥￥€£]|[A-Za-z]|美金|人民币")
_PRICES = ("price", "wholesale_price")
_HARDLY = 0.3
"""A likelihood below which a value is not believed beside another one that is doubted."""
_MUCH = 5
"""By how much the odds of one value of a key must be better for another one not to count."""
_MOST_LIKELY = 0.9999
_NOT_COUNTED_BY = ("dozen", "carton", "case", "pallet", "container")
"""Units of a price in which a bare number of the same pitch need not be counted."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A value that was heard, and its role."""

    found: Found
    role: Role
    segment: Segment

    def of_nothing(self) -> Heard:
        """The same value of nobody knows what."""
        return replace(self, role=UNKNOWN)


def settled(heard: Sequence[Heard], segments: Sequence[Segment]) -> Iterator[Heard]:
    """The values that count, each with its unit, and their roles."""
    if any(_PRICED_BY_PIECE.search(segment.text) for segment in segments):
        heard = [_as_pieces(each) for each in heard]
    for name, goods, unit, one in _ONE_BY_ONE:
        if any(re.search(goods, segment.text) for segment in segments):
            heard = [_one_by_one(each, name, unit, one) for each in heard]
    if any(_BLOCKS.search(segment.text) for segment in segments):
        heard = _of_blocks(heard)
    said = "，".join(segment.text for segment in segments)
    if packed_by_case(said) or _CASES.search(said):
        heard = [_as_cartons(each) for each in heard]
    else:
        heard = [_unless_cases(each, heard) for each in heard]
    heard = _without_steps(heard)
    heard = _without_variants(heard)
    heard = _with_totals(heard)
    heard = _without_unlikely(heard)
    cloth = any(_OF_CLOTH.search(segment.text) for segment in segments)
    cloth = cloth or not any(_OF_NO_CLOTH.search(segment.text) for segment in segments)
    cups = any(_CUPS.search(segment.text) for segment in segments)
    counted_by = _unit_of_price(heard)
    named = _named(heard)
    has_size = any(isinstance(e.found.value, Size) and e.role.key == "size" for e in heard)
    priced = _money(heard, ("price",))
    currencies = {value.currency for _, value in priced}
    for each in heard:
        unsaid = _is_bare_price(each) and any(
            not _is_bare_price(e) and value.currency == "CNY" for e, value in priced
        )
        if unsaid or _is_outdone(each, named, has_size, currencies):
            each = each.of_nothing()
        each = _in_fluid_ounces(each) if cups else each
        if _is_bare_number(each) and any(_is_counted(other) for other in heard):
            each = each.of_nothing()
        value, key = _with_unit(each, counted_by, cloth=cloth)
        if value is not None and (key is not None or not each.found.loose):
            role = each.role if key == each.role.key else Role(key)
            yield Heard(replace(each.found, value=value), role, each.segment)


def _without_unlikely(heard: Sequence[Heard]) -> list[Heard]:
    """Without what is much less likely than another value of its key, or than one that is doubted.

    加一片，12块, after the price; 墨盒120一个; 1000瓦的还是1500瓦的？
    """
    return [
        each.of_nothing() if any(_gives_way(each, other) for other in heard) else each
        for each in heard
    ]


def _gives_way(each: Heard, other: Heard) -> bool:
    said, rival = each.found.value, other.found.value
    if each.role.key is None or said is None or rival is None or said == rival:
        return False
    if _alone(said) == _alone(rival):  # 一对三毛五，没听错，三毛五
        return other.role.key == each.role.key and said == _alone(said)
    if other.role.doubted == each.role.key:
        return each.role.likelihood < _HARDLY
    certain = each.role.likelihood >= (SURE if each.role.implied else LIKELY)
    if certain or other.role.key != each.role.key or isinstance(said, Discount):
        return False
    return _odds(other) >= _MUCH * _odds(each)


def _odds(each: Heard) -> float:
    likelihood = min(each.role.likelihood, _MOST_LIKELY)
    return likelihood / (1 - likelihood)


def _with_totals(heard: Sequence[Heard]) -> list[Heard]:
    """Without the parts of what is summed up: 一共六款，男款两款，女款四款."""
    totals = {
        each.role.key: each.found.value
        for each in heard
        if each.role.key in ("colors", "styles", "sizes") and _TOTAL.search(each_said(each))
    }
    return [
        each.of_nothing()
        if each.role.key in totals and each.found.value != totals[each.role.key]
        else each
        for each in heard
    ]


def _is_bare_price(each: Heard) -> bool:
    """三十九一盒: a price if no other one is named as such."""
    said = each.segment.text[each.found.start : each.found.end]
    bare = isinstance(each.found.value, Money) and not _CURRENCY.search(said)
    return bare and each.role == Role("price", implied=True)


def _in_fluid_ounces(each: Heard) -> Heard:
    """八盎司 of a cup: what it holds, where no word says that it weighs so much."""
    value, role = each.found.value, each.role
    holds = role.key == "capacity" or role == Role("weight", implied=True)
    if not isinstance(value, Measure) or value.unit != "mass-ounce" or not holds:
        return each
    fluid = replace(value, unit="volume-fluid-ounce")
    return replace(each, found=replace(each.found, value=fluid), role=Role("capacity"))


def _is_bare_number(each: Heard) -> bool:
    """一箱一百零二: pieces, or money, where 十二片一箱 was said, too."""
    value = each.found.value
    return isinstance(value, Count) and value.unit is None and each.role.key == "carton_quantity"


def _is_counted(each: Heard) -> bool:
    value = each.found.value
    return isinstance(value, Count) and bool(value.unit) and each.role.key == "carton_quantity"


def _named(heard: Sequence[Heard]) -> dict[str, list[FactValue | None]]:
    """The values that a word names, by their key."""
    named: dict[str, list[FactValue | None]] = {}
    for each in heard:
        if each.role.key and not each.role.implied:
            named.setdefault(each.role.key, []).append(_alone(each.found.value))
    return named


def _alone(value: FactValue | None) -> FactValue | None:
    return replace(value, per=None) if isinstance(value, Money) else value


def _money(heard: Sequence[Heard], keys: Sequence[str]) -> list[tuple[Heard, Money]]:
    return [
        (each, each.found.value)
        for each in heard
        if isinstance(each.found.value, Money) and each.role.key in keys
    ]


def _is_outdone(
    each: Heard, named: dict[str, list[FactValue | None]], has_size: bool, currencies: set[str]
) -> bool:
    """Whether another value has a better claim to the role."""
    value, role = each.found.value, each.role
    if isinstance(value, Money) and role.key == "price" and value.currency != "CNY":
        return "CNY" in currencies  # the price at home, and FOB in dollars
    if not role.implied:
        return False
    if role.key == "price" and _alone(value) in named.get("wholesale_price", ()):
        return True  # 七毛，七毛是批发价
    weights = (*named.get("net_weight", ()), *named.get("gross_weight", ()))
    if role.key == "weight" and value in weights:
        return True  # 净重一斤，五百克
    if isinstance(value, Measure) and role.key == "size" and has_size:
        return True  # 二十寸, and its size in full
    return role.key in named and _alone(value) not in named[role.key]


def _with_unit(
    each: Heard, counted_by: str | None, *, cloth: bool
) -> tuple[FactValue | None, str | None]:
    """The value in the unit that its role has, and its key."""
    value, key = each.found.value, each.role.key
    if isinstance(value, Count) and value.unit is None:
        if key is None:
            return None, None
        counted = key in ("moq", "stock", "carton_quantity") and each.found.key
        unit = counted_by if counted else None
        return (None if unit == "" else replace(value, unit=unit or KEYS[key].unit)), key
    if isinstance(value, Count) and key in ("colors", "styles", "sizes", "layers", "people"):
        return replace(value, unit=KEYS[key].unit), key
    if isinstance(value, Money) and key == "sample_fee" and value.per == "time":
        return replace(value, per=None), key
    if isinstance(value, Measure) and key == "fabric_weight" and value.unit == "mass-gram":
        return (replace(value, unit="x-gram-per-square-meter"), key) if cloth else (value, None)
    return value, key


def _unit_of_price(heard: Sequence[Heard]) -> str | None:
    """What a number of products without a unit counts: sets, if a set has the price.

    Empty where it cannot be told: by the dozen, or by two things.
    """
    units = {value.per for _, value in _money(heard, _PRICES)} - {None, "machine"}
    unit = units.pop() if units else None
    unclear = units or unit in _NOT_COUNTED_BY or not (unit is None or unit in TRADE_UNITS)
    return "" if unclear else unit


def _as_pieces(each: Heard) -> Heard:
    """Of what is counted by 块, 一箱一百块 is a number; without a word it may be either."""
    if not isinstance(each.found.value, Money):
        return each
    said = each.segment.text[each.found.start : each.found.end]
    held = _HELD_PIECES.fullmatch(said)
    number = read_numeral(held["n"]) if held else None
    if held and number:
        key = "carton_quantity" if held["box"] == "箱" else "pieces_per_set"
        count = Count(amount=number, unit="piece")
        return replace(each, found=replace(each.found, value=count), role=Role(key))
    unclear = each.role.implied and re.fullmatch(f"{NUMERAL}块", said)
    return each.of_nothing() if unclear else each


def _of_blocks(heard: Sequence[Heard]) -> list[Heard]:
    """一套两百块 of building blocks: their number where there is another price, else unknown."""
    held = [
        each.role.implied
        and isinstance(each.found.value, Money)
        and _HELD_PIECES.fullmatch(each.segment.text[each.found.start : each.found.end]) is not None
        for each in heard
    ]
    priced = any(
        each.role.key in _PRICES and not of_pieces
        for each, of_pieces in zip(heard, held, strict=True)
    )
    return [
        (_as_pieces(each) if priced else each.of_nothing()) if of_pieces else each
        for each, of_pieces in zip(heard, held, strict=True)
    ]


def _as_cartons(each: Heard) -> Heard:
    """五件起批 where 一件 holds forty packs: five cartons."""
    said = each.segment.text[each.found.start : each.found.end]
    value = each.found.value
    if each.role.key != "moq" or not isinstance(value, Count) or not said.endswith("件"):
        return each
    return replace(each, found=replace(each.found, value=replace(value, unit="carton")))


def _unless_cases(each: Heard, heard: Sequence[Heard]) -> Heard:
    """三件起订 of what is sold by the set: perhaps cartons, perhaps not."""
    value, said = each.found.value, each.segment.text[each.found.start : each.found.end]
    few = isinstance(value, Count) and value.amount <= _FEW_CASES and said.endswith("件")
    if each.role.key != "moq" or not few:
        return each
    units = {money.per for _, money in _money(heard, _PRICES)}
    return each.of_nothing() if units & {"set", "pair", "box", "pack"} else each


def _one_by_one(each: Heard, name: str, unit: str, one: str) -> Heard:
    """A pair of glasses, or a bunch of flowers, is one piece."""
    found, value = each.found, each.found.value
    if name not in each.segment.text[found.start : found.end]:
        return each
    per_one = None if one == "piece" else one
    match value:
        case Money(per=per) if per == unit:
            return replace(each, found=replace(found, value=replace(value, per=per_one)))
        case Count(unit=counted) if counted == unit:
            return replace(each, found=replace(found, value=replace(value, unit=one)))
        case Discount(threshold=Count(unit=counted) as least) if counted == unit:
            pieces = replace(value, threshold=replace(least, unit=one))
            return replace(each, found=replace(found, value=pieces))
        case _:
            return each


def _without_variants(heard: Sequence[Heard]) -> list[Heard]:
    """Without 国标的六块 where another price is said of no variant: 四块六一米."""
    variant = [bool(_VARIANT.search(each.segment.text[: each.found.start])) for each in heard]
    plain = {e.role.key for e, of_one in zip(heard, variant, strict=True) if not of_one}
    return [
        each.of_nothing() if of_one and each.role.key in plain else each
        for each, of_one in zip(heard, variant, strict=True)
    ]


def each_said(each: Heard) -> str:
    """What is said right before a value."""
    return each.segment.text[max(0, each.found.start - 6) : each.found.start]


def _without_steps(heard: Sequence[Heard]) -> list[Heard]:
    """Without quantities from which another price holds: 一百个起订十八块，一千个起十六块."""
    kept = list(heard)
    orders = [
        (i, each.found.value)
        for i, each in enumerate(heard)
        if isinstance(each.found.value, Count) and each.role.key == "moq"
    ]
    least = min((value.amount for _, value in orders), default=0)
    for i, value in orders:
        following = heard[i + 1] if i + 1 < len(heard) else None
        given = (
            following
            and isinstance(following.found.value, Discount)
            and not following.found.value.threshold
        )
        said = each_said(heard[i])
        if given and following and following.segment is heard[i].segment and _IF.search(said):
            kept[i] = heard[i].of_nothing()
        if value.amount == least or not following or following.segment is not heard[i].segment:
            continue
        if isinstance(following.found.value, Money | Discount):
            kept[i] = heard[i].of_nothing()
        if isinstance(following.found.value, Money):
            kept[i + 1] = following.of_nothing()
    return kept
