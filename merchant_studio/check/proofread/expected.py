"""The quantities that a fact states in digits, told without the writer's code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ...records import (
    Age,
    Code,
    Count,
    Day,
    Discount,
    Duration,
    FactValue,
    Ladder,
    Measure,
    Money,
    Payment,
    Percent,
    Promotion,
    Size,
    Step,
    Term,
    Variants,
)
from .quantity import AGE, PERCENT, Quantity, currency, trade

_ONE = frozenset({"piece", "machine", "vehicle", "book", "sheet", "bottle", "can", "jar", "tube"})
"""Counting words of one thing: a price for each of 100 of them is for a piece."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A quantity that a fact states."""

    amounts: tuple[Decimal, ...]
    units: frozenset[str]
    """Any of them; empty: no unit may stand beside it."""
    per: frozenset[str] = frozenset()
    """What a price may be for; empty: nothing that is named."""
    perhaps_bare: bool = False
    """Its unit may be left out, where the number before has it: from 100 pieces, from 500."""
    per_is_said: bool | None = None
    """Whether it must name what it is for; None: it may leave out that it is for a piece."""

    @property
    def _names_per(self) -> bool:
        return bool(self.per - {"piece"}) if self.per_is_said is None else self.per_is_said

    def is_stated_by(self, found: Quantity) -> bool:
        """Whether a quantity of a text, whose numbers are the same, has its unit, too."""
        same_unit = bool(self.units & found.units) or not (self.units or found.units)
        bare = (self.perhaps_bare or AGE in self.units) and not found.units
        same_per = bool(self.per & found.per) or (not found.per and not self._names_per)
        return same_per and (same_unit or bare) and not found.signed


def expected_of(value: FactValue) -> Iterator[Expected]:
    """The quantities that a value states in digits."""
    match value:
        case Money():
            per = frozenset({_per_name(value.per)})
            yield Expected(_ends(value), frozenset({currency(value.currency)}), per)
        case Measure():
            yield Expected(_ends(value), frozenset({value.unit}))
        case Duration():
            yield Expected(_ends(value), frozenset({f"duration-{value.unit}"}))
        case Count():
            yield Expected(_ends(value), frozenset({trade(value.unit)} if value.unit else ()))
        case Percent():
            yield Expected(_ends(value), frozenset({PERCENT}))
        case Age(unit="month"):
            yield Expected(_ends(value), frozenset({"duration-month"}))
        case Age():
            yield Expected(_ends(value), frozenset({AGE, "duration-year"}))
        case Size():
            amounts = tuple(amount.normalize() for amount in value.amounts)
            yield Expected(amounts, frozenset({value.unit}))
        case Discount():
            yield Expected((value.percent.normalize(),), frozenset({PERCENT}))
            if value.threshold is not None:
                yield from expected_of(value.threshold)
        case Promotion(threshold=least, gift=gift):
            if not isinstance(gift, Percent):  # "second" has no digit
                yield from expected_of(least)
            yield from expected_of(gift) if gift else ()
        case Payment(deposit=deposit):
            yield from expected_of(deposit) if deposit else ()
        case Ladder(steps=steps):
            for step in steps:
                yield from step_of(step)
        case Variants(options=options):
            for option in options:
                yield from expected_of(option.price) if option.price else ()
        case Term() | Code() | Day():
            return


def step_of(step: Step) -> tuple[Expected, Expected]:
    """How many of a step, and its price: 17 CNY from 10 cartons says that it is per piece."""
    (quantity,), (price,) = expected_of(step.quantity), expected_of(step.price)
    counted = {_per_name(step.quantity.unit)}
    singly = price.per == counted or (price.per | counted) <= _ONE
    return replace(quantity, perhaps_bare=True), replace(price, per_is_said=not singly)


def currencies_of(value: FactValue) -> frozenset[str]:
    """The currencies that a value names."""
    match value:
        case Money(currency=code):
            return frozenset({code})
        case Promotion(threshold=least, gift=gift):
            return currencies_of(least) | (currencies_of(gift) if gift else frozenset())
        case Ladder(steps=steps):
            return frozenset(step.price.currency for step in steps)
        case Variants(options=options):
            priced = (currencies_of(option.price) for option in options if option.price)
            return frozenset[str]().union(*priced)
        case _:
            return frozenset()


def _ends(value: Money | Measure | Duration | Count | Percent | Age) -> tuple[Decimal, ...]:
    return tuple(end.normalize() for end in (value.amount, value.high) if end is not None)


def _per_name(unit: str | None) -> str:
    """A trade unit, or the name of a CLDR unit in the language files' `per` table."""
    if unit is None:
        return "piece"
    prefix, _, name = unit.partition("-")
    return name if prefix and name else unit
