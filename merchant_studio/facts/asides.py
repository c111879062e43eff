"""The same value as a buyer's market counts it: "500 mL (≈ 16.9 fl oz)", "¥18.50 (≈ $2.61)".

A second currency is added only at the merchant's own dated rate, other measures only for a market
that was asked for by name. Both are rounded and say so.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel import numbers

from ..languages import LanguageProfile
from ..records import FactValue, Measure, Money, Rates, Size

# Exact by definition: the international yard and pound (1959), the US gallon (231 cubic inches).
_INCH_MM = Decimal("25.4")
_POUND_G = Decimal("453.59237")
_FLUID_OUNCE_ML = Decimal("29.5735295625")
_US_UNITS: dict[str, tuple[str, Decimal]] = {
    "length-millimeter": ("length-inch", 1 / _INCH_MM),
    "length-centimeter": ("length-inch", 10 / _INCH_MM),
    "length-meter": ("length-foot", 1000 / (12 * _INCH_MM)),
    "length-kilometer": ("length-mile", 1_000_000 / (5280 * 12 * _INCH_MM)),
    "volume-milliliter": ("volume-fluid-ounce", 1 / _FLUID_OUNCE_ML),
    "volume-liter": ("volume-fluid-ounce", 1000 / _FLUID_OUNCE_ML),
    "mass-gram": ("mass-ounce", 16 / _POUND_G),
    "mass-kilogram": ("mass-pound", 1000 / _POUND_G),
}
_DIGITS = 3
"""Significant digits of what is converted, at least: 16.9 fl oz."""


def aside(value: FactValue, profile: LanguageProfile, rates: Rates | None) -> FactValue | None:
    """The value in the market's currency or measures, rounded; None where there is none to add."""
    match value:
        case Money() if rates:
            return _converted(value, profile, rates)
        case Measure(unit=unit) if profile.us_customary and unit in _US_UNITS:
            other, factor = _US_UNITS[unit]
            high = None if value.high is None else _rounded(value.high * factor)
            return Measure(amount=_rounded(value.amount * factor), high=high, unit=other)
        case Size(unit=unit) if profile.us_customary and unit in _US_UNITS:
            other, factor = _US_UNITS[unit]
            return Size(amounts=tuple(_rounded(a * factor) for a in value.amounts), unit=other)
        case _:
            return None


def _converted(value: Money, profile: LanguageProfile, rates: Rates) -> Money | None:
    currency = numbers.get_territory_currencies(profile.market)[0]
    price = rates.prices.get(currency)
    if price is None or price.currency != value.currency:
        return None
    # Whole cents of a small price would be another price: $0.11 for $0.1056.
    least = numbers.get_currency_precision(currency)
    high = None if value.high is None else _rounded(value.high / price.amount, least)
    return Money(amount=_rounded(value.amount / price.amount, least), high=high, currency=currency)


def _rounded(amount: Decimal, least_places: int = 0) -> Decimal:
    places = max(least_places, _DIGITS - 1 - amount.adjusted())
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
