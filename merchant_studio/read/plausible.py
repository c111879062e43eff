"""What no merchant states: 800220 volts, 1503 days for a sample. It is two numbers run together."""

from __future__ import annotations

import re
from decimal import Decimal

from ..facts import exceeds
from ..records import Code, Count, Duration, FactValue, Measure, Money, Percent, Size

_MOST_DAYS = 180
"""Nobody waits longer for goods, in days."""
_MOST_SAMPLE_DAYS = 90
"""打样一百二|五天: nobody waits for a sample so long."""
_DAYS = {"hour": Decimal(1) / 24, "day": Decimal(1), "week": Decimal(7), "month": Decimal(30)}
_MOST = {
    "voltage": {"electric-volt": 20_000},
    "power": {"power-watt": 100_000, "power-kilowatt": 1000},
    "thickness": {"length-meter": 1},
    "temperature": {"temperature-celsius": 2000},
    "carton_weight": {"mass-kilogram": 500},
    "gross_weight": {"mass-kilogram": 5000},
    "colors": {"color": 1000},
    "sizes": {"size": 60},
    "layers": {"layer": 24},
    "people": {"person": 1000},
    "carton_quantity": {"set": 600, "machine": 500},
}
"""The most that a unit of a key can be."""
_WAITED_FOR = ("lead_time", "sample_time", "delivery_time")
_ROUND = 3
"""Digits of a least order of a thousand and more that are not 0, at most."""
_SIDES, _LONGEST_SIDE = 3, 300
"""Centimeters of the longest of three sides."""
_OF_THINGS = ("mass-", "length-", "volume-", "power-")
_WIDEST = 30
"""A range ends at most at so many times its beginning."""
_WIDEST_WAIT = 7
_PARTED = ("dozen", "pallet", "container")
"""What is counted by halves, too: 一打半."""
_ORDER = (
    ("price", "retail_price"),
    ("wholesale_price", "retail_price"),
    ("net_weight", "gross_weight"),
)
"""Pairs of keys: the value of the second is always more."""
_MOST_TAKEN_OFF = 60
"""Percent that no merchant takes off: 折光九成五 is no discount."""


def is_plausible(key: str | None, value: FactValue) -> bool:
    """Whether a product may have such a value of a key."""
    match value:
        case Count(amount=amount, unit=unit) if amount % 1 and unit not in _PARTED:
            return False  # 一箱装20.5箱起订: 20, 5箱
        case Count(unit="carton") if key == "carton_quantity":
            return False  # 12一箱一箱才八斤
        case Count(amount=amount, unit="set") if key == "carton_quantity" and not amount % 1000:
            return True  # 两万套一箱, of press studs
        case Count(amount=amount) if key == "moq" and _is_two_numbers(amount):
            return False
        case Measure(unit="mass-gram") if key in ("monthly_output", "stock"):
            return False  # 3000万克: 颗
        case Money(amount=amount) if re.fullmatch(r"\d00[1-9]", f"{amount:f}"):
            return False  # 样品收2005: 二百五
        case Size(amounts=amounts, unit="length-centimeter") if len(amounts) == _SIDES:
            return max(amounts) <= _LONGEST_SIDE  # 815乘52乘11: 85乘
        case Measure(amount=amount, high=high, unit=unit) if unit.startswith(_OF_THINGS) and (
            high and amount < high / _WIDEST
        ):
            return False  # 一到980克: 一套980克
        case Duration(amount=amount, high=high) if high and high > amount * _WIDEST_WAIT:
            return False  # 定前一到十五天: 定钱一到
        case Duration(amount=amount, high=high, unit=unit) if key in _WAITED_FOR:
            most_days = _MOST_SAMPLE_DAYS if key == "sample_time" else _MOST_DAYS
            return (high or amount) * _DAYS.get(unit, Decimal(1)) <= most_days
        case (
            Measure(amount=amount, high=high, unit=unit)
            | Count(amount=amount, high=high, unit=unit)
        ):
            most = _MOST.get(key or "", {}).get(unit or "")
            return most is None or (high or amount) <= most
        case Percent(amount=amount, high=high):
            most = _MOST_TAKEN_OFF if key == "discount" else 100
            return (high or amount) <= most
        case Code(codes=codes) if key == "waterproof":
            return all(code[2:3] in "X0123456" for code in codes)
        case _:
            return True


def may_both_be(key: str, value: FactValue, other_key: str, other: FactValue) -> bool:
    """Whether a product may have both values: no retail price below the wholesale price."""
    return not any(
        (key == less and other_key == more and exceeds(value, other))
        or (key == more and other_key == less and exceeds(other, value))
        for less, more in _ORDER
    )


def _is_two_numbers(amount: Decimal) -> bool:
    """Whether an order is too odd for one: 10860只 is 108, 60只; 88200口 is 88, 200口."""
    digits = f"{amount:f}".rstrip("0")
    return amount >= 1000 and (
        len(digits) > _ROUND or (amount >= 10_000 and len(digits) == _ROUND and digits[-1] != "5")
    )
