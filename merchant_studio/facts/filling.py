"""Texts around facts: tags filled with values, and facts as a list has them.

A value may be told a second time as the buyer's market counts it: "500 mL (≈ 16.9 fl oz)".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel import numbers

from ..languages import REFERENCE, TAG, LanguageProfile, is_spaced, runs_on
from ..records import Brief, Fact, FactValue, Measure, Money, Rates, Size, Term, Variants
from .amounts import UNBREAKABLE_SPACE
from .labels import (
    PROPER_NAMES,
    capitalized,
    describes,
    in_letters,
    label,
    labelled,
    names_itself,
    once,
)
from .parts import with_parts
from .write import spoken, written

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


_ABBREVIATION = re.compile("[A-Z][A-Z0-9-]{1,5}")
_MARK = re.compile("[A-Z0-9][A-Z0-9./+-]{0,11}")
"""A size or model number, the same in every language."""
_SPACED_TAG = re.compile(rf"([ \u00a0]?){TAG.pattern}([ \u00a0]?)")
"""A tag with the space on either side."""


def sayable(fact: Fact, profile: LanguageProfile) -> bool:
    """Whether a language can say the value: a term needs a word in its own letters.

    That may be English. Names of people and places may be of any language: a Japanese reads
    义乌国际商贸城, and not 遮阳伞. Abbreviations such as PVC are the same everywhere.
    """
    value = fact.value
    if isinstance(value, Variants):
        return all(_can_be_read(option.name, profile) for option in value.options)
    if not isinstance(value, Term) or profile.code in value.translations:
        return True
    if _ABBREVIATION.fullmatch(written(value, profile)):
        return True
    is_name = fact.key in PROPER_NAMES or REFERENCE in value.translations
    return is_name and in_letters(written(value, profile), profile)


def _can_be_read(name: Mapping[str, str], profile: LanguageProfile) -> bool:
    """Whether a variant has a word in the language, or a size or number that all read: XL, 38."""
    known = name.get(profile.code) or name.get(REFERENCE) or ""
    return is_mark(name) or (bool(known) and in_letters(known, profile))


def is_mark(name: Mapping[str, str]) -> bool:
    """Whether a variant is called by a size or number that is the same everywhere: XL, 38."""
    return any(map(_MARK.fullmatch, name.values()))


def can_say(fact: Fact, brief: Brief, profile: LanguageProfile) -> bool:
    """Whether a language can say the fact: its value, and what it is."""
    return sayable(fact, profile) and bool(label(fact.key, brief, profile))


def shown(value: FactValue, profile: LanguageProfile, rates: Rates | None) -> str:
    """The value as written, with what it is in the buyer's own money or measures."""
    text, other = written(value, profile), aside(value, profile, rates)
    if other is None:
        return text
    return f"{text} (≈{UNBREAKABLE_SPACE}{written(other, profile)})"


def listed(fact: Fact, brief: Brief, profile: LanguageProfile) -> str:
    """A fact as a list has it: `Price: CNY 18.50`; its value alone where that tells what it is."""
    name, value = label(fact.key, brief, profile), shown(fact.value, profile, brief.rates)
    if names_itself(fact, profile) or not name:
        return capitalized(value, profile)
    if describes(fact):
        value = once(labelled(name, "", profile), value, profile)
    return labelled(name, value, profile)


def fill(
    text: str,
    facts: Sequence[Fact],
    profile: LanguageProfile,
    *,
    rates: Rates | None = None,
    voice: bool = False,
) -> str:
    """`text` with every tag replaced by its fact's value; a tag that is not a fact stays.

    `rates` adds the price in the market's currency; `voice` gives what is said instead of what
    is read, without such additions.
    """
    values: Mapping[str, FactValue] = {fact.key: fact.value for fact in with_parts(facts)}
    described = {fact.key for fact in facts if describes(fact)}

    def write(value: FactValue) -> str:
        return spoken(value, profile) if voice else shown(value, profile, rates)

    def value(tag: re.Match[str]) -> str:
        if tag[2] not in values:
            return tag[0]
        filled = write(values[tag[2]])
        if tag[2] in described:
            filled = once(text[: tag.start(2) - 1], filled, profile)
        # An abbreviation's period ends the sentence, too.
        filled = filled.removesuffix(".") if text.startswith(".", tag.end()) else filled
        if is_spaced(profile):
            return tag[1] + filled + tag[3]
        before = "" if _run_on(text[: tag.start()][-1:], filled[0]) else tag[1]
        after = "" if _run_on(filled[-1], text[tag.end() :][:1]) else tag[3]
        return before + filled + after

    return _SPACED_TAG.sub(value, text)


def _run_on(left: str, right: str) -> bool:
    """Whether two letters are of a script that has no spaces between words: 18.50 หยวนค่ะ."""
    return bool(left and right) and runs_on(left) and runs_on(right)
