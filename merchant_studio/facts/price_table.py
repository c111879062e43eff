"""Several prices as a buyer sees them in a table, and the lowest of them in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..languages import LanguageProfile
from ..records import Count, FactValue, Ladder, Measure, Money, Rates, Step, Term, Variants
from .deals import lowest, sold_singly, unless_of_a_piece
from .filling import shown
from .labels import capitalized
from .write import written


def price_table(
    value: FactValue, profile: LanguageProfile, rates: Rates | None = None
) -> tuple[tuple[str, str], ...]:
    """What is bought beside its price: `100–499 pieces`, `CNY 18.50`; empty for one price.

    With `rates` each price is told in the market's own money, too.
    """
    match value:
        case Ladder(steps=steps):
            return tuple(_of_steps(steps, profile, rates))
        case Variants(options=options):
            return tuple(
                row
                for option in options
                if option.price
                for row in _of_option(_name(option.name, profile), option.price, profile, rates)
            )
        case _:
            return ()


def from_lowest(value: FactValue, profile: LanguageProfile) -> str:
    """A value with several prices in a few words, `from CNY 15.80`; any other in full."""
    least = lowest(value) if isinstance(value, Ladder | Variants) else None
    if least is None:
        return written(value, profile)
    return profile.patterns.prices.least.format(price=written(unless_of_a_piece(least), profile))


def _of_option(
    name: str, price: Money | Ladder, profile: LanguageProfile, rates: Rates | None
) -> Iterator[tuple[str, str]]:
    if isinstance(price, Money):
        yield name, shown(unless_of_a_piece(price), profile, rates)
        return
    for quantity, one in _of_steps(price.steps, profile, rates):
        yield f"{name}, {quantity}", one


def _of_steps(
    steps: Sequence[Step], profile: LanguageProfile, rates: Rates | None
) -> Iterator[tuple[str, str]]:
    """Each step to the quantity before the next one: 100–499, 500–999, ≥ 1,000."""
    for step, following in pairwise([*steps, None]):
        if step is None:
            return
        quantity, price = step.quantity, step.price
        if isinstance(quantity, Count) and following and quantity.high is None:
            quantity = _up_to(quantity, following.quantity)
        text = written(quantity, profile)
        if quantity.high is None and (following is None or isinstance(quantity, Measure)):
            text = profile.patterns.prices.up.format(quantity=text)
        price = replace(price, per=None) if sold_singly(step) else price
        yield text, shown(price, profile, rates)


def _up_to(quantity: Count, following: Count | Measure) -> Count:
    """The quantities of a step; 10–10 is 10."""
    high = following.amount - 1
    return replace(quantity, high=high if high > quantity.amount else None)


def _name(name: Mapping[str, str], profile: LanguageProfile) -> str:
    return capitalized(written(Term(translations=name), profile), profile)
