"""What no merchant states: 800220 volts, 1503 days for a sample. It is two numbers run together."""

from __future__ import annotations

from decimal import Decimal

from ..records import Code, Count, Duration, FactValue, Measure, Percent

_MOST_DAYS = 180
"""Days in which nobody waits for goods or a sample."""
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
    "colors": {"color": 500},
    "sizes": {"size": 60},
    "layers": {"layer": 60},
    "people": {"person": 1000},
}
"""The most that a unit of a key can be."""
_WAITED_FOR = ("lead_time", "sample_time", "delivery_time")
_ROUND = 3
"""Digits of a least order of a thousand and more that are not 0, at most."""
_OF_THINGS = ("mass-", "length-", "volume-", "power-")
_WIDEST = 30
"""The end of a range, in its beginnings."""
_MOST_TAKEN_OFF = 60
"""Percent that no merchant takes off: 折光九成五 is no discount."""


def is_plausible(key: str | None, value: FactValue) -> bool:
    """Whether a product may have such a value of a key."""
    match value:
        case Count(amount=amount) if key == "moq" and _is_two_numbers(amount):
            return False
        case Measure(amount=amount, high=high, unit=unit) if unit.startswith(_OF_THINGS) and (
            high and amount < high / _WIDEST
        ):
            return False  # 一到980克: 一套980克
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


def _is_two_numbers(amount: Decimal) -> bool:
    """Whether an order is too odd for one: 10860只 is 108, 60只."""
    return amount >= 1000 and len(f"{amount:f}".rstrip("0")) > _ROUND
