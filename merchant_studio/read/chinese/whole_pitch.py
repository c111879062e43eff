"""What the values of a pitch are when all that was said is looked at together.

Of two prices the likelier one is the price; 五件起批 are cartons where 一件 holds 48 boxes; of
glasses 一副 is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...facts import KEYS
from ...facts.numbers import NUMERAL, TRADE_UNITS
from ...records import Count, Discount, FactValue, Measure, Money, Segment
from ..found import Found
from ..roles import UNIT_OF, UNKNOWN, Role

_COUNTER = "[个只把双条支盒包瓶顶张片台套袋罐提]"
_IN_A_CASE = re.compile(
    rf"[一每1]大?件(?:装|是|有|里|能|可以|放|就)*[\d二三四五六七八九十两百千]+(?P<one>{_COUNTER})"
    rf"|[\d二三四五六七八九十两百千](?P<other>{_COUNTER})(?:装|打)?[一1]大?件(?=$|[，。！？；、])"
)
"""一件四十八个, 四十八个一件: 件 counts cartons, if the goods are counted by 个 elsewhere, too."""
_CASES = re.compile(rf"{NUMERAL}[个只条双把顶](?:装)?一件(?:$|[，。]|(?={NUMERAL}件))")
_FEW_CASES = 20
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
_PRICES = ("price", "wholesale_price")
_STANDS = 0.8
"""A likelihood from which a value gives way to no other one; of two such values none counts."""
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

    @property
    def said(self) -> str:
        """The words that state the value."""
        return self.segment.text[self.found.start : self.found.end]

    def of_nothing(self) -> Heard:
        """The same value without a role."""
        return replace(self, role=UNKNOWN)

    def as_value(self, value: FactValue) -> Heard:
        """The same words and role with another value."""
        return replace(self, found=replace(self.found, value=value))


def compared(heard: Sequence[Heard], segments: Sequence[Segment]) -> Iterator[Heard]:
    """The values that count, each with its unit, and their roles."""
    said = "，".join(segment.text for segment in segments)
    for name, goods, unit, one in _ONE_BY_ONE:
        if re.search(goods, said):
            heard = [_one_by_one(each, name, unit, one) for each in heard]
    if _packed_by_case(said) or _CASES.search(said):
        heard = [_as_cartons(each) for each in heard]
    else:
        heard = [_unless_cases(each, heard) for each in heard]
    heard = _without_unlikely(heard)
    counted_by = _unit_of_price(heard)
    for each in heard:
        value, key = _with_unit(each, counted_by)
        if value is not None and (key is not None or not each.found.loose):
            role = each.role if key == each.role.key else Role(key)
            yield replace(each.as_value(value), role=role)


def _without_unlikely(heard: Sequence[Heard]) -> list[Heard]:
    """Without what is much less likely than another value of its key: 墨盒120一个."""
    return [
        each.of_nothing() if any(_gives_way(each, other) for other in heard) else each
        for each in heard
    ]


def _gives_way(each: Heard, other: Heard) -> bool:
    said, rival = each.found.value, other.found.value
    if each.role.key is None or other.role.key != each.role.key or None in (said, rival):
        return False
    if said == rival or isinstance(said, Discount):
        return False
    return each.role.likelihood < _STANDS and _odds(other) >= _MUCH * _odds(each)


def _odds(each: Heard) -> float:
    likelihood = min(each.role.likelihood, _MOST_LIKELY)
    return likelihood / (1 - likelihood)


def _money(heard: Sequence[Heard], keys: Sequence[str]) -> list[tuple[Heard, Money]]:
    return [
        (each, each.found.value)
        for each in heard
        if isinstance(each.found.value, Money) and each.role.key in keys
    ]


def _with_unit(each: Heard, counted_by: str | None) -> tuple[FactValue | None, str | None]:
    """The value in the unit that its role has, and its key."""
    value, key = each.found.value, each.role.key
    if isinstance(value, Count) and value.unit is None:
        if key is None:
            return None, None
        if key in UNIT_OF:
            return Measure(amount=value.amount, high=value.high, unit=UNIT_OF[key]), key
        if "money" in KEYS[key].kinds:
            return Money(amount=value.amount, high=value.high, currency="CNY"), key
        counted = key in ("moq", "stock", "carton_quantity") and each.found.key
        unit = counted_by if counted else None
        return (None if unit == "" else replace(value, unit=unit or KEYS[key].unit)), key
    if isinstance(value, Count) and key in ("colors", "styles", "sizes", "layers", "people"):
        return replace(value, unit=KEYS[key].unit), key
    if isinstance(value, Measure) and key == "fabric_weight" and value.unit == "mass-gram":
        return replace(value, unit="x-gram-per-square-meter"), key
    if isinstance(value, Measure) and key == "capacity" and value.unit == "mass-ounce":
        return replace(value, unit="volume-fluid-ounce"), key  # 八盎司 of a cup
    return value, key


def _unit_of_price(heard: Sequence[Heard]) -> str | None:
    """What a number of products without a unit counts: sets, if a set has the price.

    Empty where it cannot be told: by the dozen, or by two things.
    """
    units = {value.per for _, value in _money(heard, _PRICES)} - {None, "machine"}
    unit = units.pop() if units else None
    unclear = units or unit in _NOT_COUNTED_BY or not (unit is None or unit in TRADE_UNITS)
    return "" if unclear else unit


def _packed_by_case(said: str) -> bool:
    """Whether 一件 is a carton of what a whole pitch is about, not a piece of it."""
    units = {found["one"] or found["other"] for found in _IN_A_CASE.finditer(said)}
    return any(len(re.findall(rf"{NUMERAL}{unit}", said)) > 1 for unit in units)


def _as_cartons(each: Heard) -> Heard:
    """五件起批 where 一件 holds forty packs: five cartons."""
    value = each.found.value
    if each.role.key != "moq" or not isinstance(value, Count) or not each.said.endswith("件"):
        return each
    return each.as_value(replace(value, unit="carton"))


def _unless_cases(each: Heard, heard: Sequence[Heard]) -> Heard:
    """三件起订 of what is sold by the set: perhaps cartons, perhaps not."""
    value = each.found.value
    few = isinstance(value, Count) and value.amount <= _FEW_CASES and each.said.endswith("件")
    if each.role.key != "moq" or not few:
        return each
    units = {money.per for _, money in _money(heard, _PRICES)}
    return each.of_nothing() if units & {"set", "pair", "box", "pack"} else each


def _one_by_one(each: Heard, name: str, unit: str, one: str) -> Heard:
    """A pair of glasses, or a bunch of flowers, is one piece."""
    if name not in each.said:
        return each
    match each.found.value:
        case Money(per=per) as value if per == unit:
            return each.as_value(replace(value, per=None if one == "piece" else one))
        case Count(unit=counted) as value if counted == unit:
            return each.as_value(replace(value, unit=one))
        case Discount(threshold=Count(unit=counted) as least) as value if counted == unit:
            return each.as_value(replace(value, threshold=replace(least, unit=one)))
        case _:
            return each
