"""With how many decimals a number is written: 18.50 yuan, but 17."""

from __future__ import annotations

import re
from decimal import Decimal

from babel import numbers


def decimals_of(amount: Decimal) -> int:
    """Decimals that the amount has: 2 for 18.50."""
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def price_places(amount: Decimal, currency: str) -> int:
    """Decimals that a price is written with: none for whole ones, at least two for 18.5 yuan."""
    if amount == amount.to_integral_value():
        return 0
    return max(decimals_of(amount.normalize()), numbers.get_currency_precision(currency))


def with_places(standard: numbers.NumberPattern, places: int) -> str:
    """A CLDR pattern for numbers that are not negative, with a fixed number of decimals."""
    decimals = "." + "0" * places if places else ""
    return re.sub(r"0(?:\.[0#]+)?(?=[^0#]*$)", "0" + decimals, standard.pattern.split(";")[0])
