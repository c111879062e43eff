"""Approximate values beside exact ones: is "(≈ 16.9 fl oz)" really about the 500 ml before it?

Counted on its own, the other way round: what the rounded value is in the exact one's unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...records import Fact, Measure, Money, Rates, Size
from .quantities import Quantity, currency

_TOLERANCE = Decimal("0.02")
"""Three significant digits are within half a percent, whole cents of a small price within two."""
_IN_OWN_UNIT: dict[str, dict[str, Decimal]] = {
    "length-millimeter": {"length-inch": Decimal("25.4")},
    "length-centimeter": {"length-inch": Decimal("2.54")},
    "length-meter": {"length-foot": Decimal("0.3048")},
    "length-kilometer": {"length-mile": Decimal("1.609344")},
    "volume-milliliter": {"volume-fluid-ounce": Decimal("29.57353")},
    "volume-liter": {"volume-fluid-ounce": Decimal("0.02957353")},
    "mass-gram": {"mass-ounce": Decimal("28.34952")},
    "mass-kilogram": {"mass-pound": Decimal("0.4535924")},
}
"""What one of the other unit is in the unit of a fact."""


def wrong_asides(
    found: Sequence[Quantity], facts: Sequence[Fact], rates: Rates | None
) -> tuple[str, ...]:
    """A finding for each approximate quantity that is no conversion of a fact."""
    return tuple(
        f"{'-'.join(f'{amount:f}' for amount in quantity.amounts)} is not a fact"
        for quantity in found
        if not any(_is_about(quantity, fact, rates) for fact in facts)
    )


def _is_about(found: Quantity, fact: Fact, rates: Rates | None) -> bool:
    value = fact.value
    match value:
        case Money() if rates:
            exact = [end for end in (value.amount, value.high) if end is not None]
            one = {
                currency(code): price.amount
                for code, price in rates.prices.items()
                if price.currency == value.currency
            }
        case Measure():
            exact = [end for end in (value.amount, value.high) if end is not None]
            one = _IN_OWN_UNIT.get(value.unit, {})
        case Size():
            exact, one = list(value.amounts), _IN_OWN_UNIT.get(value.unit, {})
        case _:
            return False
    return any(
        len(exact) == len(found.amounts)
        and all(
            abs(other * one[unit] - own) <= own * _TOLERANCE
            for own, other in zip(exact, found.amounts, strict=True)
        )
        for unit in found.units & set(one)
    )
