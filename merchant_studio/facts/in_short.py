"""A value in one short line, as a sheet could say it: `18.5 CNY per dozen`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias, assert_never

from ..records import (
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
    Rest,
    Size,
    Term,
    Variant,
    Variants,
)

_Amount: TypeAlias = Money | Measure | Count | Duration | Percent | Age


def summary(value: FactValue) -> str:
    """A value in one short line, as a sheet could say it: `18.5 CNY per dozen`, `100 piece`."""
    match value:
        case Term(translations=names):
            return next(iter(names.values()))
        case Code(codes=codes):
            return ", ".join(codes)
        case Money(per=per):
            for_each = f" per {_short(per)}" if per else ""
            return f"{_ends(value)} {value.currency}{for_each}"
        case Measure(unit=unit) | Count(unit=unit) | Duration(unit=unit):
            return f"{_ends(value)} {_short(unit or '')}".strip()
        case Percent():
            return f"{_ends(value)} %"
        case Size(amounts=amounts, unit=unit):
            return f"{' x '.join(map(_plain, amounts))} {_short(unit)}"
        case Discount(percent=percent, threshold=least):
            return f"{_plain(percent)} % off" + (f" from {summary(least)}" if least else "")
        case Promotion(threshold=least, gift=gift):
            return _promotion(least, gift)
        case Payment():
            return ", ".join(_payment(value))
        case Age(high=high, unit=unit):
            ages = _ends(value) if high else f"{_plain(value.amount)}+"
            return f"{ages} months" if unit == "month" else ages
        case Day(day=day):
            return day.isoformat()
        case Ladder(steps=steps):
            return ", ".join(f"{summary(step.quantity)}: {summary(step.price)}" for step in steps)
        case Variants(options=options):
            between = "; " if any(isinstance(o.price, Ladder) for o in options) else ", "
            return between.join(map(_option, options))
    assert_never(value)


_RESTS: Mapping[Rest, str] = {
    "before_shipment": "before shipment",
    "on_delivery": "on delivery",
    "against_documents": "against a copy of the bill of lading",
}


def _promotion(least: Count | Measure | Money, gift: Count | Percent | Money | None) -> str:
    match gift:
        case None:
            return f"free shipping from {summary(least)}"
        case Count():
            return f"buy {summary(least)}, get {summary(gift)} free"
        case Percent():
            return f"{summary(gift)} off the second"
        case Money():
            return f"{summary(gift)} off from {summary(least)}"


def _payment(value: Payment) -> Iterator[str]:
    if value.deposit:
        yield f"{summary(value.deposit)} deposit"
    if value.rest:
        yield f"{'payment' if value.is_all else 'balance'} {_RESTS[value.rest]}"
    yield from value.methods


def _option(option: Variant) -> str:
    name = next(iter(option.name.values()))
    return f"{name} {summary(option.price)}" if option.price else name


def _ends(value: _Amount) -> str:
    to = " to " if value.amount < 0 else "-"
    return to.join(_plain(end) for end in (value.amount, value.high) if end is not None)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _short(unit: str) -> str:
    """Of a CLDR identifier such as volume-milliliter only the unit."""
    return re.sub(r"^[a-z]+-", "", unit)
