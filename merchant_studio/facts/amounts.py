"""Numbers, money and units by CLDR's rules, through Babel: `1,000`, `CNY 18.50`, `500 ml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Literal

from babel import Locale, numbers, units

from ..languages import LanguageProfile, PluralForms, runs_on
from ..records import Count, Money
from .decimals import decimals_of, price_places, with_places
from .numbers.units import OWN_SYMBOLS

_DIGITS = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "deva": "०१२३४५६७८९",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
}
"""Digits by CLDR numbering system, for those that are not the Latin ones."""

UNGROUPED_THOUSANDS = {
    *("es_ES", "es_GQ", "es_PH", "it_CH", "it_IT", "it_SM", "it_VA"),
    *("pt_CH", "pt_CV", "pt_MO", "pt_MZ", "pt_PT"),
}
"""Locales that write 1234, but 12.345: CLDR's minimumGroupingDigits, which Babel does not have."""

SPELLED_OUT = ("duration-", "length-inch")
"""Units whose abbreviations would puzzle a buyer: "6,7 in", "7 д"."""

UNBREAKABLE_SPACE = "\u00a0"
MINUS = "−"
"""U+2212, which stands at the height of digits; a hyphen may end a row."""


class Amounts:
    """CLDR's rules for one language in one market, as it is read, or `long` as it is heard."""

    def __init__(self, profile: LanguageProfile, *, long: bool) -> None:
        self.profile, self.long = profile, long
        self.locale = Locale.parse(profile.locale)
        self.digits = _DIGITS.get(self.locale.default_numbering_system)

    def _localized(self, text: str) -> str:
        """Babel's text with the digits of the locale's numbering system."""
        if not self.digits:
            return text
        percent = "٪" if self.locale.default_numbering_system.startswith("arab") else "%"
        return text.translate(
            {ord(str(n)): digit for n, digit in enumerate(self.digits)} | {ord("%"): percent}
        )

    def _grouped(self, amount: Decimal) -> bool:
        return amount >= 10_000 or str(self.locale) not in UNGROUPED_THOUSANDS

    def _number(self, amount: Decimal, pattern: str | None = None) -> str:
        """The number with the decimals that it has, or with those of a CLDR pattern."""
        number = numbers.format_decimal(
            amount,
            format=pattern,
            locale=self.locale,
            decimal_quantization=pattern is not None,
            group_separator=self._grouped(amount),
            numbering_system="default",
        )
        return self._localized(number if self.long else number.replace("-", MINUS))

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
        pattern, bare = self._between(low, high), bare or self._number
        if self._says_twice(one(low)):
            return pattern.format(low=one(low), high=one(high))
        if one(high).strip("\u200f")[0].isdecimal():
            return pattern.format(low=bare(low), high=one(high))
        return pattern.format(low=one(low), high=bare(high))

    def _between(self, low: Decimal, high: Decimal) -> str:
        """How the two ends of a range are joined: "12–15", "12 to 15" for a voice.

        Below zero there is no dash, which would look like a minus: −20…−10 °C.
        """
        read, forms = self.profile.patterns.range, self.profile.spoken.range
        said = forms.form(self._category(high)) if forms else ""
        if low < 0 < high:
            told = self.profile.spoken if self.long else self.profile.patterns
            if told.across_zero:
                return told.across_zero
        pattern = said if self.long and said else read
        if low < 0 and "–" in pattern:
            return said if said and "–" not in said else pattern.replace("–", "…")
        return pattern

    def _says_twice(self, first: str) -> bool:
        """Whether a voice says the unit at both ends of a range that begins with those words."""
        ends_in_unit = first[0].isdecimal() and not first[-1].isdecimal()
        return self.long and self.profile.spoken.unit_twice and ends_in_unit

    def _category(self, amount: Decimal) -> str:
        return str(self.locale.plural_form(amount))

    def _money(self, value: Money) -> str:
        # Both ends of a range are read together: CNY 12.00–15.50. A voice says no zeros.
        ends = [amount for amount in (value.amount, value.high) if amount is not None]
        most = max(price_places(amount, value.currency) for amount in ends)

        def places(amount: Decimal) -> int:
            if self.long and not self.profile.spoken.zeros:
                return decimals_of(amount.normalize())
            return price_places(amount, value.currency) if self.long else most

        text = self._range(
            value.amount,
            value.high,
            lambda amount: self._price(amount, value, places(amount)),
            lambda amount: self._decimals(amount, places(amount)),
        )
        if value.per is None:
            return text
        if value.per in self.profile.units:
            unit = self.profile.units[value.per].per
        else:
            unit = self.profile.per[value.per.partition("-")[2]]
        pattern = (self.long and self.profile.spoken.per) or self.profile.patterns.per
        return pattern.format(price=text, unit=unit)

    def _price(self, amount: Decimal, value: Money, places: int) -> str:
        """One amount with its currency's symbol, or with its name for a voice."""
        currency, forms = value.currency, self.profile.currencies[value.currency]
        number = self._decimals(amount, places)
        if self.long or forms.symbol is None:
            shown = amount.quantize(Decimal(1).scaleb(-places))
            pattern = forms.form(self._category(shown))
            if "{0}" not in pattern and (places or value.high is not None):
                pattern = forms.other
            said = pattern.format(number)
            return said if self.long else said.replace(" ", UNBREAKABLE_SPACE)
        if forms.follows:
            gap = "" if runs_on(forms.symbol[0]) else UNBREAKABLE_SPACE
            return number + gap + forms.symbol
        text = numbers.format_currency(
            amount,
            currency,
            locale=self.locale,
            currency_digits=False,
            decimal_quantization=False,
            format=with_places(self.locale.currency_formats["standard"], places),
            group_separator=self._grouped(amount),
            numbering_system="default",
        )
        symbol = numbers.get_currency_symbol(currency, self.locale)
        text = self._localized(text.replace(symbol, forms.symbol))
        if forms.symbol.isalpha() and text.startswith(forms.symbol):
            text = text.replace(forms.symbol, forms.symbol + UNBREAKABLE_SPACE, 1).replace(
                UNBREAKABLE_SPACE * 2, UNBREAKABLE_SPACE
            )
        return text

    def _decimals(self, amount: Decimal, places: int) -> str:
        """The number with so many decimals: 18.50 stays 18.50."""
        return self._number(amount, with_places(self.locale.decimal_formats[None], places))

    def _unit(self, low: Decimal, high: Decimal | None, unit: str, *, alone: bool = True) -> str:
        """A measure; not `alone`, other numbers stand before it: 30 × 45 cm."""
        own, said = self.profile.measures, self.profile.spoken.measures
        if self.long and unit in said:
            return self._named(said[unit], low, high, alone=alone)
        if unit in own and not (self.long and not unit.startswith(SPELLED_OUT)):
            return self._named(own[unit], low, high, alone=alone)
        return self._measured(low, high, lambda last: self._cldr_pattern(last, unit))

    def _cldr_pattern(self, amount: Decimal, unit: str) -> str:
        """CLDR's pattern with the spaces that the language has beside units."""
        if unit in OWN_SYMBOLS:
            return "{0}" + UNBREAKABLE_SPACE + OWN_SYMBOLS[unit]
        pattern = self._unit_pattern(amount, unit)
        if " " in self.profile.text.punctuation:
            # As any other measure of the language: 60 °C beside 60 kg, 60°C beside 60kg.
            gap = " " * self._unit_pattern(amount, "mass-kilogram").count("{0} ")
            return pattern.replace("{0}°", "{0}" + gap + "°")
        # Where words have no spaces, a unit in the script's own letters has none either.
        return re.sub(r"(?<=[^ -~]) (?=\{)|(?<=\}) (?=[^ -~])", "", pattern)

    def _measured(
        self, low: Decimal, high: Decimal | None, pattern: Callable[[Decimal], str]
    ) -> str:
        """One number or two with their unit, by the pattern that each number asks for."""
        if high is None:
            return pattern(low).replace("{0}", self._number(low))

        def one(amount: Decimal) -> str:
            return pattern(amount).replace("{0}", self._number(amount))

        if self._says_twice(one(low)):
            return self._range(low, high, one)
        return pattern(high).replace("{0}", self._range(low, high, self._number))

    def _unit_pattern(self, amount: Decimal, unit: str) -> str:
        """CLDR's pattern for a number of the unit; it always holds `{0}`."""
        lengths: tuple[Literal["long", "short", "narrow"], ...] = (
            ("long", "short") if self.long or unit.startswith(SPELLED_OUT) else ("short", "narrow")
        )
        for length in lengths:
            forms = self.locale._data["unit_patterns"].get(unit, {}).get(length, {})
            # A language may have a word for one or two of something, without digits.
            for pattern in (forms.get(self._category(amount)), forms.get("other")):
                if pattern and "{0}" in pattern:
                    return str(pattern)
        for length in lengths:
            # Babel gives the bare identifier where CLDR's long form is inherited from the short.
            with suppress(units.UnknownUnitError):
                text = units.format_unit("{0}", unit, length=length, locale=self.locale)
                if "{0}" in text and unit not in text:
                    return text
        return "{0} " + unit.partition("-")[2]

    def _count(self, value: Count) -> str:
        if value.unit is None:
            return self._range(value.amount, value.high, self._number)
        return self._named(self.profile.units[value.unit], value.amount, value.high)

    def _named(
        self, forms: PluralForms, low: Decimal, high: Decimal | None, *, alone: bool = True
    ) -> str:
        """One number or two with the name of their unit, in the form that the last one asks for."""

        def pattern(last: Decimal) -> str:
            form = forms.form(self._category(last))
            return form if "{0}" in form or (alone and high is None) else forms.other

        return self._measured(low, high, pattern)
