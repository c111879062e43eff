"""Whether two values state the same, in whatever units.

And what the words around a value depend on, which is not its amount: whether it is one or many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeAlias

from babel import Locale

from ..languages import LanguageProfile
from ..records import (
    Age,
    Brief,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Ladder,
    Measure,
    Money,
    Percent,
    Size,
    Term,
    Variant,
    Variants,
    to_json,
)
from .incoterms import TRADE_TERMS

_Amount: TypeAlias = Money | Measure | Count | Duration | Percent | Age
_IN_BASE_UNITS: dict[str, tuple[str, str | int]] = {
    "volume-liter": ("volume-milliliter", 1000),
    "mass-milligram": ("mass-gram", "0.001"),
    "mass-kilogram": ("mass-gram", 1000),
    "mass-tonne": ("mass-gram", 1_000_000),
    "length-micrometer": ("length-millimeter", "0.001"),
    "length-centimeter": ("length-millimeter", 10),
    "length-meter": ("length-millimeter", 1000),
    "length-kilometer": ("length-millimeter", 1_000_000),
    "power-kilowatt": ("power-watt", 1000),
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "day": ("second", 24 * 3600),
    "week": ("second", 7 * 24 * 3600),
    "year": ("month", 12),
    # Counting words of one thing each.
    "machine": ("piece", 1),
    "vehicle": ("piece", 1),
    "book": ("piece", 1),
    "sheet": ("piece", 1),
    "bottle": ("piece", 1),
    "can": ("piece", 1),
    "jar": ("piece", 1),
    "tube": ("piece", 1),
}


def agree(heard: FactValue, written: FactValue) -> bool:
    """Whether two values state the same: 18.50 is 18.5, 0.5 l is 500 ml, 95 % is 5 % off.

    What was not heard is no difference: a price is per piece by default, a discount from the
    quantity that the sheet says.
    """
    match heard, written:
        case Code(), Code():
            return all(
                any(_same_code(_bare(one), _bare(other)) for other in written.codes)
                for one in heard.codes
            )
        case Discount(), Discount():
            least, most = heard.threshold, written.threshold
            same = least is None or (most is not None and agree(least, most))
            return heard.percent == written.percent and same
        case Percent(high=None), Discount():
            return heard.amount == written.percent
        case Money(), Money():
            same = in_base_unit(heard.per)[0] == in_base_unit(written.per)[0]
            return same and heard.currency == written.currency and _ends(heard) == _ends(written)
        case (Measure() | Count() | Duration(), Measure() | Count() | Duration()):
            return _in_base_unit(heard) == _in_base_unit(written)
        case Size(), Size():
            return _in_base_unit(heard) == _in_base_unit(written)
        case Age(), Age():
            return _in_base_unit(heard) == _in_base_unit(written)
        case Percent(), Percent():
            return _ends(heard) == _ends(written)
        case Money(), Ladder():  # a step of it
            return any(agree(heard, step.price) for step in written.steps)
        case Ladder(), Money():  # which is what one costs who buys the least
            return agree(heard.steps[0].price, written)
        case Ladder(), Ladder():
            return len(heard.steps) == len(written.steps) and all(
                agree(a.price, b.price) and agree(a.quantity, b.quantity)
                for a, b in zip(heard.steps, written.steps, strict=True)
            )
        case Variants(), Variants():
            return len(heard.options) == len(written.options) and all(
                any(_same_option(a, b) for b in written.options) for a in heard.options
            )
        case Count(high=None), Variants():  # three colors
            return heard.amount == len(written.options)
        case _:
            return heard == written


def _same_option(heard: Variant, written: Variant) -> bool:
    same = bool(set(heard.name.values()) & set(written.name.values()))
    if heard.price is None or written.price is None:
        return same
    return same and agree(heard.price, written.price)


def exceeds(one: FactValue, other: FactValue) -> bool:
    """Whether a value is at least another one of the same unit, or currency and per-unit."""
    match one, other:
        case Money(), Money():
            same = in_base_unit(one.per)[0] == in_base_unit(other.per)[0]
            return same and one.currency == other.currency and one.amount >= _ends(other)[-1]
        case Measure(), Measure():
            (unit, ends), (other_unit, others) = _in_base_unit(one), _in_base_unit(other)
            return unit == other_unit and ends[0] >= others[-1]
        case _:
            return False


def _ends(value: _Amount | Size) -> list[Decimal]:
    """The numbers of a value: one, the two ends of a range, or the lengths of a size."""
    if isinstance(value, Size):
        return list(value.amounts)
    return [value.amount] if value.high is None else [value.amount, value.high]


def _in_base_unit(value: Measure | Count | Duration | Size | Age) -> tuple[str, list[Decimal]]:
    """The value's base unit, and its numbers in it: 0.5 l is 500 ml."""
    unit, scale = in_base_unit(value.unit)
    return unit, [number * scale for number in _ends(value)]


def in_base_unit(unit: str | None) -> tuple[str, Decimal]:
    """The unit that a unit is counted in, and how many of it it is."""
    base, factor = _IN_BASE_UNITS.get(unit or "", (unit or "piece", 1))
    return base, Decimal(factor)


def _same_code(one: str, other: str) -> bool:
    """Whether two codes are the same; of two terms of trade one may leave its place out."""
    short, long = sorted((one, other), key=len)
    return short == long or (short.upper() in TRADE_TERMS and long.startswith(short))


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).casefold()


_AMOUNTS = ("amount", "high", "percent", "amounts", "codes")


def around(brief: Brief) -> dict[str, Any]:
    """What any script of the brief may depend on: every fact but its amount, names, points."""
    return {
        "language": brief.source_language,
        "labels": {key: dict(names) for key, names in brief.labels.items()},
        "facts": {fact.key: [fact.must_say, _shape(fact.value)] for fact in brief.facts},
        "points": [to_json(point) for point in brief.points],
    }


def plural_of(value: FactValue, profile: LanguageProfile) -> str:
    """The plural category of a number of things, by CLDR: `one` for 1 piece; else empty."""
    if not isinstance(value, Count | Duration | Age):
        return ""
    last = value.amount if value.high is None else value.high
    return str(Locale.parse(profile.locale).plural_form(last))


def _shape(value: FactValue) -> Any:
    """A value without its amounts: `CNY` and `piece` stay, and that it is one price or a range."""
    if isinstance(value, Term):
        return to_json(value)
    kept: Mapping[str, Any] = to_json(value)
    shape = {name: one for name, one in kept.items() if name not in _AMOUNTS}
    if isinstance(value, Code):
        return {**shape, "is_one": len(value.codes) == 1}
    if isinstance(value, Ladder):
        steps = [[_shape(step.quantity), _shape(step.price)] for step in value.steps]
        return {**shape, "steps": steps}
    known = {field.name: getattr(value, field.name) for field in fields(value)}
    if "threshold" in known:
        shape["threshold"] = known["threshold"] and _shape(known["threshold"])
    for name in ("amount", "high", "percent"):
        if name in known:
            shape[name] = _sign(known[name])
    if "amounts" in known:
        shape["amounts"] = len(known["amounts"])
    return shape


def _sign(amount: Decimal | None) -> int | None:
    """-1, 0 or 1; None: there is no such amount."""
    return None if amount is None else int(amount > 0) - int(amount < 0)
