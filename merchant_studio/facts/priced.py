"""What a price is for, where only the least order tells: 18.5 CNY and 100 pcs are 18.5 a piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..records import Count, Fact, FactValue, Money

_PRICES = ("price", "wholesale_price", "retail_price")
_SINGLE = frozenset(
    {"piece", "pair", "set", "machine", "vehicle", "book", "bottle", "can", "jar", "tube"}
)
"""Units that goods are priced by. A carton or a dozen may be ordered of what is priced by piece."""


def with_units(values: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The same values; a price without a unit has that of the least order."""
    order = values.get("moq")
    unit = order.unit if isinstance(order, Count) else None
    if unit not in _SINGLE:
        return dict(values)
    return {
        key: replace(value, per=unit)
        if key in _PRICES and isinstance(value, Money) and value.per is None
        else value
        for key, value in values.items()
    }


def priced(facts: Iterable[Fact], known: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts, each price for what the least order among the known facts counts."""
    values = with_units({fact.key: fact.value for fact in known})
    return tuple(replace(fact, value=values[fact.key]) for fact in facts)
