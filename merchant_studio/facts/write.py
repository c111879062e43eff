"""Fact values as a buyer reads (`written`) or hears (`spoken`) them: CLDR through Babel.

Digits always stand in the text, also where a language could say "one day" without them, so that
the independent reader can find every number again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, assert_never

from babel import Locale, numbers, units

from ..languages import TAG, LanguageProfile
from ..records import (
    Age,
    Brief,
    Code,
    Count,
    Discount,
    Duration,
    Fact,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
    Term,
)
from .units import OWN_SYMBOLS

_DIGITS = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "deva": "०१२३४५६७८९",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
}
"""Digits by CLDR numbering system, for those that are not the Latin ones."""

UNBREAKABLE_SPACE = "\u00a0"


def written(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a buyer reads it: `¥18.50`, `١٨٫٥٠ ¥`, `100 pieces`."""
    return _Writer(profile, long=False).text(value)


def spoken(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a voice should say it: `18.50 yuan`, `500 milliliters`."""
    return _Writer(profile, long=True).text(value)


def label(key: str, brief: Brief, profile: LanguageProfile) -> str:
    """The name of a fact's key in the language; the sheet's own label comes first."""
    own = brief.labels.get(key, {})
    return own.get(profile.code) or profile.labels.get(key) or own.get("en") or key


def fill(text: str, facts: Sequence[Fact], profile: LanguageProfile, *, voice: bool = False) -> str:
    """`text` with every tag replaced by its fact's value; a tag that is not a fact stays.

    `voice` gives what is said instead of what is read.
    """
    values: Mapping[str, FactValue] = {fact.key: fact.value for fact in facts}
    write = spoken if voice else written
    return TAG.sub(lambda tag: write(values[tag[1]], profile) if tag[1] in values else tag[0], text)


class _Writer:
    """CLDR's rules for one language in one market."""

    def __init__(self, profile: LanguageProfile, *, long: bool) -> None:
        self.profile, self.long = profile, long
        self.locale = Locale.parse(profile.locale)
        self.digits = _DIGITS.get(self.locale.default_numbering_system)

    def text(self, value: FactValue) -> str:
        match value:
            case Money():
                return self._money(value)
            case Measure():
                return self._unit(value.amount, value.high, value.unit)
            case Duration():
                return self._unit(value.amount, value.high, f"duration-{value.unit}", long=True)
            case Count():
                return self._count(value)
            case Percent():
                return self._range(value.amount, value.high, self._percent)
            case Size():
                *first, last = value.amounts
                return " × ".join([*map(self._number, first), self._unit(last, None, value.unit)])
            case Discount():
                return self._discount(value)
            case Age():
                return self._age(value)
            case Term():
                return self._term(value)
            case Code():
                return ", ".join(value.codes)
        assert_never(value)

    def _localized(self, text: str) -> str:
        """Babel's text with the digits of the locale's numbering system."""
        if not self.digits:
            return text
        percent = "٪" if self.locale.default_numbering_system.startswith("arab") else "%"
        return text.translate(
            {ord(str(n)): digit for n, digit in enumerate(self.digits)} | {ord("%"): percent}
        )

    def _number(self, amount: Decimal) -> str:
        return self._localized(
            numbers.format_decimal(
                amount, locale=self.locale, decimal_quantization=False, numbering_system="default"
            )
        )

    def _percent(self, amount: Decimal) -> str:
        return self._localized(
            numbers.format_percent(
                amount / 100,
                locale=self.locale,
                decimal_quantization=False,
                numbering_system="default",
            )
        )

    def _range(
        self,
        low: Decimal,
        high: Decimal | None,
        one: Callable[[Decimal], str],
        bare: Callable[[Decimal], str] | None = None,
    ) -> str:
        """One value, or two with their unit written once, on the side where it stands.

        `one` writes a number with its unit, `bare` without.
        """
        if high is None:
            return one(low)
        pattern, bare = self.profile.patterns.range, bare or self._number
        if one(high).strip("\u200f")[0].isdecimal():
            return pattern.format(low=bare(low), high=one(high))
        return pattern.format(low=one(low), high=bare(high))

    def _category(self, amount: Decimal) -> str:
        return str(self.locale.plural_form(amount))

    def _money(self, value: Money) -> str:
        forms = self.profile.currencies[value.currency]

        def exact(amount: Decimal) -> Decimal:
            whole = amount == amount.to_integral_value()
            digits = 0 if whole else numbers.get_currency_precision(value.currency)
            return amount if _places(amount) > digits else round(amount, digits)

        def price(amount: Decimal) -> str:
            shown = exact(amount)
            if self.long:
                pattern = forms.form(self._category(shown))
                return pattern.format(self._decimals(shown))
            if forms.follows:
                return self._decimals(shown) + forms.symbol
            code = numbers.get_currency_symbol(value.currency, self.locale)
            text = numbers.format_currency(
                shown,
                value.currency,
                locale=self.locale,
                currency_digits=False,
                decimal_quantization=False,
                format=_pattern(self.locale, _places(shown)),
                numbering_system="default",
            )
            text = self._localized(text.replace(code, forms.symbol))
            if forms.symbol.isalpha() and text.startswith(forms.symbol):
                text = text.replace(forms.symbol, forms.symbol + UNBREAKABLE_SPACE, 1).replace(
                    UNBREAKABLE_SPACE * 2, UNBREAKABLE_SPACE
                )
            return text

        text = self._range(
            value.amount, value.high, price, lambda amount: self._decimals(exact(amount))
        )
        if value.per is None:
            return text
        if value.per in self.profile.units:
            unit = self.profile.units[value.per].per
        else:
            unit = self.profile.per[value.per.partition("-")[2]]
        return self.profile.patterns.per.format(price=text, unit=unit)

    def _decimals(self, amount: Decimal) -> str:
        """The number with all decimals it has: 18.50 stays 18.50."""
        places = _places(amount)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return self._localized(
            numbers.format_decimal(
                amount, format=pattern, locale=self.locale, numbering_system="default"
            )
        )

    def _unit(
        self, low: Decimal, high: Decimal | None, unit: str, *, long: bool | None = None
    ) -> str:
        def one(amount: Decimal) -> str:
            if unit in OWN_SYMBOLS:
                return self._number(amount) + UNBREAKABLE_SPACE + OWN_SYMBOLS[unit]
            return self._cldr_unit(amount, unit, long=self.long if long is None else long)

        return self._range(low, high, one)

    def _cldr_unit(self, amount: Decimal, unit: str, *, long: bool) -> str:
        lengths: tuple[Literal["long", "short", "narrow"], ...] = (
            ("long", "short") if long else ("short", "narrow")
        )
        category = self._category(amount)
        for length in lengths:
            # Babel gives the bare identifier where CLDR's long form is inherited from the short
            # one, and no digits where a language has a word for one or two of something.
            text = units.format_unit(
                self._number(amount),
                unit,
                length=length,
                locale=self.locale,
            )
            forms = self.locale._data["unit_patterns"].get(unit, {}).get(length, {})
            pattern = forms.get(category) or forms.get("other")
            if pattern and "{0}" not in pattern:
                pattern = forms.get("other")
            if pattern and "{0}" in pattern:
                return str(pattern).replace("{0}", self._number(amount))
            if unit not in text:
                return str(text)
        return f"{self._number(amount)} {unit.partition('-')[2]}"

    def _count(self, value: Count) -> str:
        if value.unit is None:
            return self._range(value.amount, value.high, self._number)
        last = value.high if value.high is not None else value.amount
        pattern = self.profile.units[value.unit].form(self._category(last))
        return pattern.format(self._range(value.amount, value.high, self._number))

    def _discount(self, value: Discount) -> str:
        percent = self._percent(value.percent)
        if value.threshold is None:
            return self.profile.patterns.discount.format(percent=percent)
        return self.profile.patterns.discount_from.format(
            percent=percent, quantity=self._count(value.threshold)
        )

    def _age(self, value: Age) -> str:
        low = self._number(value.amount)
        if value.high is None:
            return self.profile.patterns.age_from.format_map({"from": low})
        return self.profile.patterns.age_range.format_map(
            {"from": low, "to": self._number(value.high)}
        )

    def _term(self, value: Term) -> str:
        for code in (self.profile.code, "en"):
            if code in value.translations:
                return value.translations[code]
        return next(iter(value.translations.values()))


def _places(amount: Decimal) -> int:
    """Decimals that the amount has: 2 for 18.50."""
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _pattern(locale: Locale, places: int) -> str:
    """The locale's currency pattern with a fixed number of decimals."""
    standard = str(locale.currency_formats["standard"].pattern)
    decimals = "." + "0" * places if places else ""
    return standard.replace(".00", decimals)
