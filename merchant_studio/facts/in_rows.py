"""Several prices as a text of rows, to be typed over and read again: `100件: 18.5元; 500件: 17元`.

The page shows such a text as a table: `data/webui/prices.js` takes it apart and puts it together.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ..languages import LanguageProfile
from ..records import Count, FactValue, Ladder, Measure, Money, Variant, Variants

ORDER_UNITS = (
    *("piece", "set", "pair", "dozen", "box", "carton", "pack", "bag", "roll"),
    *("length-meter", "mass-kilogram"),
)
"""What quantities with prices of their own usually count."""


def in_rows(value: FactValue, profile: LanguageProfile, source: str) -> str:
    """The rows of a ladder, or of variants with a price each; empty: the value is none of them.

    Of a variant with prices by quantity the row has the first one. `source` is the language in
    which the variants are named.
    """
    match value:
        case Ladder(steps=steps):
            rows = [
                f"{_quantity(step.quantity, profile)}: {_price(step.price, profile)}"
                for step in steps
            ]
        case Variants(options=options):
            rows = [_option(option, profile, source) for option in options]
        case _:
            rows = []
    return "; ".join(rows) if all(rows) else ""


def unit_word(unit: str, profile: LanguageProfile) -> str:
    """What a unit is called after a number of many: 件, pieces, 米."""
    forms = profile.units.get(unit)
    measure = unit.partition("-")[2] or unit
    return forms.other.replace("{0}", "").strip() if forms else profile.per.get(measure, measure)


def currency_word(currency: str, profile: LanguageProfile) -> str:
    """What stands for a currency beside a number: 元, US$."""
    forms = profile.currencies.get(currency)
    return (forms and forms.symbol) or currency


def with_unshown(value: FactValue, known: FactValue | None, source: str) -> FactValue:
    """A value that was typed as rows, with what `known` has of each variant that no row shows.

    `红色: 19元` keeps the photo, the weight and the other steps of the red one.
    """
    if not isinstance(value, Variants) or not isinstance(known, Variants):
        return value
    before = {_name(option, source): option for option in known.options}
    return Variants(
        options=tuple(
            _with_unshown(each, before[name]) if (name := _name(each, source)) in before else each
            for each in value.options
        )
    )


def _with_unshown(typed: Variant, known: Variant) -> Variant:
    if not isinstance(known.price, Ladder) or not isinstance(typed.price, Money):
        return replace(known, price=typed.price)
    first, *others = known.price.steps
    price = replace(typed.price, per=typed.price.per or first.price.per)
    return replace(known, price=Ladder(steps=(replace(first, price=price), *others)))


def _name(option: Variant, source: str) -> str:
    return option.name.get(source) or next(iter(option.name.values()))


def _option(option: Variant, profile: LanguageProfile, source: str) -> str:
    price = option.price.steps[0].price if isinstance(option.price, Ladder) else option.price
    return f"{_name(option, source)}: {_price(price, profile)}" if price else ""


def _quantity(quantity: Count | Measure, profile: LanguageProfile) -> str:
    word = unit_word(quantity.unit, profile) if quantity.unit else ""
    return _beside(quantity.amount, quantity.high, word)


def _price(price: Money, profile: LanguageProfile) -> str:
    word = currency_word(price.currency, profile)
    if price.per not in (None, "piece"):
        forms = profile.units.get(price.per)
        word += f"/{forms.per if forms else unit_word(price.per, profile)}"
    return _beside(price.amount, price.high, word)


def _beside(amount: Decimal, high: Decimal | None, word: str) -> str:
    number = "-".join(f"{end.normalize():f}" for end in (amount, high) if end is not None)
    return f"{number} {word}" if word[:1].isascii() and word else f"{number}{word}"
