"""Values completed by their key and the other facts: a price becomes one per piece.

A price is for what the least order counts (18.5 CNY and 100 pcs: per piece), a bare share under
`discount` is taken off, 出厂价 is EXW, and what is made in China (中国制造) is of China.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..languages import REFERENCE, language_codes, lexicon
from ..records import (
    Code,
    Count,
    Discount,
    Fact,
    FactValue,
    Ladder,
    Measure,
    Money,
    Percent,
    Step,
    Term,
    Variant,
    Variants,
)
from .codes import parted
from .incoterms import as_contracts_write

_PRICES = ("price", "wholesale_price", "retail_price")
_SINGLE = frozenset(
    {"piece", "pair", "set", "machine", "vehicle", "book", "bottle", "can", "jar", "tube"}
)
"""Units that goods are priced by. A carton or a dozen may be ordered of what is priced by piece."""
_BESIDE_A_PLACE = {
    "origin": {
        "zh": re.compile("(?<=.)(?:制造|生产|产)$"),
        "en": re.compile("^made in ", re.I),
    },
    "port": {
        "zh": re.compile("(?<=..)港口?$"),
        "en": re.compile("^port of | (?:sea)?port$", re.I),
    },
}
"""What a sheet says beside a place, by key and language: 宁波港 is Ningbo, 香港 stays."""


def as_meant(key: str, value: FactValue) -> FactValue:
    """A value as its key means it: 5 % under `discount` is 5 % off, `CE FDA` two certificates."""
    match value:
        case Percent(amount=percent, high=None) if key == "discount" and 0 < percent < 100:
            return Discount(percent=percent)
        case Code(codes=codes) if key == "certificates":
            return Code(codes=parted(codes))
        case Code(codes=codes) if key == "trade_terms":
            return Code(codes=tuple(map(as_contracts_write, codes)))
        case Term(translations=names) if key in _BESIDE_A_PLACE:
            beside = _BESIDE_A_PLACE[key]
            return Term(
                translations={
                    code: beside[code].sub("", name) if code in beside else name
                    for code, name in names.items()
                }
            )
        case _:
            return value


def with_units(values: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The same values; a price without a unit has that of the least order."""
    order = values.get("moq")
    unit = order.unit if isinstance(order, Count) else None
    return {key: _with_unit(key, value, unit) for key, value in values.items()}


def _with_unit(key: str, value: FactValue, unit: str | None) -> FactValue:
    single = unit if unit in _SINGLE else None
    match value:
        case Money(per=None) if key in _PRICES and single:
            return replace(value, per=single)
        case Ladder(steps=steps) if key in _PRICES:
            return replace(value, steps=tuple(_step(step, single) for step in steps))
        case Variants(options=options):
            return replace(value, options=tuple(_option(option, unit) for option in options))
        case _:
            return value


def _option(option: Variant, unit: str | None) -> Variant:
    match option.price and _with_unit("price", option.price, unit):
        case (Money() | Ladder()) as price:
            return replace(option, price=price)
        case _:
            return option


def _step(step: Step, unit: str | None) -> Step:
    """A step with its units: of 100 sets each has its price, of 10 cartons each piece."""
    quantity, price = step.quantity, step.price
    if isinstance(quantity, Count) and quantity.unit is None:
        quantity = replace(quantity, unit=unit or "piece")
    is_single = isinstance(quantity, Measure) or quantity.unit in _SINGLE
    counted = quantity.unit if is_single else unit
    return Step(quantity=quantity, price=replace(price, per=price.per or counted))


def completed(facts: Iterable[Fact], known: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts, each price for what the least order among the known facts counts."""
    values = with_units({fact.key: fact.value for fact in known})
    return tuple(replace(fact, value=values[fact.key]) for fact in facts)


def translated(value: FactValue, source: str) -> FactValue:
    """A term with the lexicon's words for the languages that the sheet does not give."""
    if isinstance(value, Variants):
        named = (dict(_in_all(option.name, source)) for option in value.options)
        pairs = zip(value.options, named, strict=True)
        return Variants(options=tuple(replace(each, name=name) for each, name in pairs))
    if not isinstance(value, Term):
        return value
    return Term(translations=_in_all(value.translations, source))


def _in_all(given: Mapping[str, str], source: str) -> Mapping[str, str]:
    """Words with those of the lexicon for the languages that they lack."""
    names = dict(given)
    for code in language_codes():
        for known in (source, REFERENCE):
            if code not in names and known in given:
                word = lexicon.translate(given[known], known, code)
                if word is not None:
                    names[code] = word
    return names


def _option_as_given(option: Variant, source: str) -> Variant:
    name = as_given(Term(translations=option.name), source)
    return replace(option, name=name.translations) if isinstance(name, Term) else option


def as_given(value: FactValue, source: str) -> FactValue:
    """A term without the words that `translated` adds by itself: what a sheet has to say of it."""
    if isinstance(value, Term):
        for codes in ({source}, {source, REFERENCE}):
            names = {code: word for code, word in value.translations.items() if code in codes}
            if names and translated(Term(translations=names), source) == value:
                return Term(translations=names)
    if isinstance(value, Variants):
        return Variants(options=tuple(_option_as_given(each, source) for each in value.options))
    return value
