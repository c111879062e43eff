"""One quantity of a text: its numbers, and what they may be of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

PERCENT = "percent"
AGE = "age"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One or more numbers with what they are of."""

    amounts: tuple[Decimal, ...]
    units: frozenset[str]
    """Every unit that the words beside the numbers may mean; empty: none stands there."""
    per: frozenset[str]
    """What a price is for, likewise."""
    signed: bool
    """A minus stands before its currency."""
    approximate: bool
    """A "≈" stands before it: another way to count the value before."""
    start: int
    end: int
    """The characters that it takes, its unit with it."""


def trade(unit: str) -> str:
    """The name of a trade unit among the units of a quantity: a box is no CLDR unit."""
    return f"trade-{unit}"


def currency(code: str) -> str:
    """The name of a currency among the units of a quantity."""
    return f"currency-{code}"
