"""Whether two values state the same, in whatever units."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from ..records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
)

_Amount: TypeAlias = Money | Measure | Count | Duration | Percent | Age
_IN_BASE_UNITS: dict[str, tuple[str, str | int]] = {
    "volume-liter": ("volume-milliliter", 1000),
    "mass-milligram": ("mass-gram", "0.001"),
    "mass-kilogram": ("mass-gram", 1000),
    "mass-tonne": ("mass-gram", 1_000_000),
    "length-micrometer": ("length-millimeter", "0.001"),
    "length-centimeter": ("length-millimeter", 10),
    "length-meter": ("length-millimeter", 1000),
    "length-kilometer": ("length-millimeter", 1_000_000),
    "power-kilowatt": ("power-watt", 1000),
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "day": ("second", 24 * 3600),
    "week": ("second", 7 * 24 * 3600),
    "year": ("month", 12),
    # Counting words of one thing each.
    "machine": ("piece", 1),
    "vehicle": ("piece", 1),
    "book": ("piece", 1),
    "sheet": ("piece", 1),
    "bottle": ("piece", 1),
    "can": ("piece", 1),
    "jar": ("piece", 1),
    "tube": ("piece", 1),
}


def agree(heard: FactValue, written: FactValue) -> bool:
    """Whether two values state the same: 18.50 is 18.5, 0.5 l is 500 ml, 95 % is 5 % off.

    What was not heard is no difference: a price is per piece by default, a discount from the
    quantity that the sheet says.
    """
    match heard, written:
        case Code(), Code():
            return {_bare(code) for code in heard.codes} <= {_bare(c) for c in written.codes}
        case Discount(), Discount():
            least, most = heard.threshold, written.threshold
            same = least is None or (most is not None and agree(least, most))
            return heard.percent == written.percent and same
        case Percent(high=None), Discount():
            return heard.amount == written.percent
        case Money(), Money():
            pers = {in_base_unit(heard.per)[0], in_base_unit(written.per)[0]}
            return heard.currency == written.currency and len(pers) == 1 and _equal(heard, written)
        case (Measure() | Count() | Duration(), Measure() | Count() | Duration()):
            return in_base_unit(heard.unit)[0] == in_base_unit(written.unit)[0] and _equal(
                heard, written, in_base_unit(heard.unit)[1], in_base_unit(written.unit)[1]
            )
        case Size(), Size():
            base, other = in_base_unit(heard.unit), in_base_unit(written.unit)
            mine = [amount * base[1] for amount in heard.amounts]
            return base[0] == other[0] and mine == [amount * other[1] for amount in written.amounts]
        case Percent(), Percent():
            return _equal(heard, written)
        case Age(), Age():
            return _equal(
                heard, written, in_base_unit(heard.unit)[1], in_base_unit(written.unit)[1]
            )
        case _:
            return heard == written


def exceeds(one: FactValue, other: FactValue) -> bool:
    """Whether a value is at least another one of the same unit, or currency and per-unit."""
    match one, other:
        case Money(), Money():
            pers = {in_base_unit(one.per)[0], in_base_unit(other.per)[0]}
            alike = one.currency == other.currency and len(pers) == 1
            return alike and one.amount >= (other.high or other.amount)
        case Measure(), Measure():
            (unit, scale), (other_unit, other_scale) = (
                in_base_unit(one.unit),
                in_base_unit(other.unit),
            )
            high = other.high or other.amount
            return unit == other_unit and one.amount * scale >= high * other_scale
        case _:
            return False


def _equal(
    one: _Amount, other: _Amount, scale: Decimal = Decimal(1), other_scale: Decimal = Decimal(1)
) -> bool:
    def ends(value: _Amount, factor: Decimal) -> list[Decimal]:
        return [end * factor for end in (value.amount, value.high) if end is not None]

    return ends(one, scale) == ends(other, other_scale)


def in_base_unit(unit: str | None) -> tuple[str, Decimal]:
    """The unit that a unit is counted in, and how many of it it is."""
    base, factor = _IN_BASE_UNITS.get(unit or "", (unit or "piece", 1))
    return base, Decimal(factor)


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()
