"""Prices by quantity, and those of colors and sizes: their rows, and what no such list can mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..messages import NOTHING, Notice, say
from ..records import Count, FactValue, Ladder, Measure, Money, Step, Variant, Variants
from .alike import in_base_unit

MAX_STEPS, MAX_OPTIONS = 12, 60
"""More is a catalogue, and no sentence says it."""
OWN_KEYS = frozenset(
    {
        *("size", "weight", "net_weight", "gross_weight", "capacity"),
        *("pieces_per_set", "carton_quantity", "carton_size", "carton_weight"),
    }
)
"""What a color, size or model may have of its own beside its price, model and photo."""


@dataclass(frozen=True, slots=True)
class Row:
    """One price of a value with several, as a table has it."""

    quantity: Count | Measure | None
    """From how many; None: the price is of any number."""
    price: Money | None
    """None: the variant has the product's own price."""
    option: Variant | None = None
    """The variant with its name; None: the price is of the product itself."""


def rows_of(value: FactValue) -> tuple[Row, ...]:
    """The prices of a ladder or of variants, in order; a single price is one row; others none."""
    match value:
        case Money():
            return (Row(None, value),)
        case Ladder(steps=steps):
            return tuple(Row(step.quantity, step.price) for step in steps)
        case Variants(options=options):
            return tuple(row for option in options for row in _of_option(option))
        case _:
            return ()


def _of_option(option: Variant) -> Iterator[Row]:
    own = rows_of(option.price) if option.price else (Row(None, None),)
    yield from (replace(row, option=option) for row in own)


def lowest(value: FactValue) -> Money | None:
    """The lowest price of a ladder or of variants; None: it has none."""
    prices = [row.price for row in rows_of(value) if row.price]
    return min(prices, key=lambda price: price.amount, default=None)


def sold_singly(step: Step) -> bool:
    """Whether a step's price is of what its quantity counts: 18 CNY from 100 pieces, per piece."""
    return in_base_unit(step.price.per) == in_base_unit(step.quantity.unit)


def unless_of_a_piece(price: Money) -> Money:
    """A price among others, which need not say that it is for a piece."""
    return replace(price, per=None) if price.per == "piece" else price


def in_one_unit(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in the unit that one of them names: 100-499 pieces, from 500."""
    units = {step.quantity.unit for step in steps if step.quantity.unit}
    unit = units.pop() if len(units) == 1 else None
    return tuple(replace(step, quantity=_counted(step.quantity, unit)) for step in steps)


def _counted(quantity: Count | Measure, unit: str | None) -> Count | Measure:
    if quantity.unit is not None or unit is None:
        return quantity
    kind = Measure if "-" in unit else Count  # mass-kilogram, but piece
    return kind(amount=quantity.amount, high=quantity.high, unit=unit)


def problem_with(value: FactValue) -> Notice:
    """Why a ladder or a list of variants cannot be meant, as the end of a sentence; or empty."""
    match value:
        case Ladder(steps=steps):
            return next(_of_steps(steps), NOTHING)
        case Variants(options=options):
            return next(_of_options(options), NOTHING)
        case _:
            return NOTHING


def _of_steps(steps: Sequence[Step]) -> Iterator[Notice]:
    if len(steps) == 1:
        yield say("has 1 step, and 2 to {most} can be said", most=MAX_STEPS)
    elif not 1 < len(steps) <= MAX_STEPS:
        yield say(
            "has {count} steps, and 2 to {most} can be said", count=len(steps), most=MAX_STEPS
        )
    if len({(step.price.currency, step.price.per) for step in steps}) > 1:
        yield say("has prices of several currencies or units")
    if len({step.quantity.unit for step in steps}) > 1:
        yield say("counts in several units")
    if any(step.price.high is not None for step in steps):
        yield say("has a step with two prices")
    for one, other in pairwise(steps):
        low, next_low = one.quantity.amount, other.quantity.amount
        end = one.quantity.high
        if next_low <= low:
            yield say(
                "has {next_low} after {low}, and quantities rise",
                next_low=f"{next_low:f}",
                low=f"{low:f}",
            )
        elif end is not None and end >= next_low:
            yield say(
                "has steps that overlap: {low} to {end}, and from {next_low}",
                low=f"{low:f}",
                end=f"{end:f}",
                next_low=f"{next_low:f}",
            )
        elif end is not None and end + 1 < next_low and end != next_low:
            yield say(
                "has no price between {end} and {next_low}",
                end=f"{end:f}",
                next_low=f"{next_low:f}",
            )
        if other.price.amount >= one.price.amount:
            yield (
                say(
                    "costs {price} from {quantity} and {usual} from {before}; who buys more pays "
                    "less",
                    price=f"{other.price.amount:f}",
                    quantity=f"{next_low:f}",
                    usual=f"{one.price.amount:f}",
                    before=f"{low:f}",
                )
            )


def _of_options(options: Sequence[Variant]) -> Iterator[Notice]:
    if len(options) == 1:
        yield say("has 1 name, and 2 to {most} can be shown", most=MAX_OPTIONS)
    elif not 1 < len(options) <= MAX_OPTIONS:
        yield say(
            "has {count} names, and 2 to {most} can be shown", count=len(options), most=MAX_OPTIONS
        )
    known: set[str] = set()
    for option in options:
        names = {name.casefold() for name in option.name.values()}
        if names & known:
            yield say("has {name!r} twice", name=next(iter(option.name.values())))
        known |= names
        if isinstance(option.price, Ladder):
            yield from _of_steps(option.price.steps)
    rows = (row for option in options for row in _of_option(option))
    prices = [unless_of_a_piece(row.price) for row in rows if row.price]
    if len({(price.currency, price.per) for price in prices}) > 1:
        yield say("has prices of several currencies or units")
    if prices and any(option.price is None for option in options):
        bare = next(option for option in options if option.price is None)
        name = next(iter(bare.name.values()))
        yield say("has no price for {name!r}, but for others", name=name)


def begins_elsewhere(ladder: Ladder, order: FactValue) -> bool:
    """Whether its first quantity is not the least order: prices from 100, and 200 at least."""
    least = ladder.steps[0].quantity
    if not isinstance(order, Count | Measure) or order.unit not in (least.unit, None):
        return False
    return order.amount != least.amount


def continued(value: Ladder | Variants) -> Ladder | Variants:
    """The same, each step going on to the next one: 100 to 499 is from 100, if 500 comes next."""
    if isinstance(value, Variants):
        return Variants(options=tuple(map(_continued, value.options)))
    *first, last = value.steps
    open_ones = (replace(step, quantity=replace(step.quantity, high=None)) for step in first)
    return Ladder(steps=(*open_ones, last))


def _continued(option: Variant) -> Variant:
    own = option.price
    steps = continued(own) if isinstance(own, Ladder) else None
    return replace(option, price=steps) if isinstance(steps, Ladder) else option
