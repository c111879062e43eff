"""Fact values as a buyer reads (`written`) or hears (`spoken`) them: CLDR through Babel.

Digits always stand in the text, also where a language could say "one day" without them, so that
the independent reader can find every number again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Literal, assert_never

from babel import Locale, dates, numbers, units

from ..languages import LanguageProfile, PluralForms, runs_on
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
    Size,
    Step,
    Term,
    Variants,
)
from .deals import sold_singly, unless_of_a_piece
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


def written(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a buyer reads it: `CNY 18.50`, `18.50元`, `100 pieces`."""
    return _Writer(profile, long=False).text(value)


def spoken(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a voice should say it: `18.50 yuan`, `500 milliliters`."""
    return _Writer(profile, long=True).text(value)


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
                return self._unit(value.amount, value.high, f"duration-{value.unit}")
            case Count():
                return self._count(value)
            case Percent():
                return self._range(value.amount, value.high, self._percent)
            case Size():
                *first, last = value.amounts
                times = (self.long and self.profile.spoken.times) or " × "
                ends = self._unit(last, None, value.unit, alone=False)
                return times.join([*map(self._number, first), ends])
            case Discount():
                return self._discount(value)
            case Promotion():
                return self._promotion(value)
            case Payment():
                return self._payment(value)
            case Age():
                return self._age(value)
            case Term():
                return self._word(value.translations)
            case Code():
                return self.profile.patterns.codes.join(value.codes)
            case Day(day=day):
                return self._localized(dates.format_date(day, "long", self.locale))
            case Ladder(steps=steps):
                return self._steps(steps)
            case Variants():
                return self._variants(value)
        assert_never(value)

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

    def _steps(self, steps: Sequence[Step]) -> str:
        """Prices by quantity: `CNY 18.50 from 100 pieces, CNY 17 from 500`."""
        words = self.profile.patterns.prices
        first, *others = steps
        said = [self._step(step, bare=not words.unit_each) for step in others]
        return words.joint.join([self._step(first, bare=False), *said])

    def _step(self, step: Step, *, bare: bool) -> str:
        words, quantity, price = self.profile.patterns.prices, step.quantity, step.price
        if sold_singly(step):
            price = replace(price, per=None)  # 36 yuan from 100 sets
        elif price.per is None:
            price = replace(price, per="piece")  # 17 yuan a piece from 10 cartons
        if bare:
            amount = self._range(quantity.amount, quantity.high, self._number)
        else:
            amount = self._governed(quantity)
        pattern = words.step if quantity.high is None else words.within
        return pattern.format(price=self._money(price), quantity=amount)

    def _variants(self, value: Variants) -> str:
        """Colors or sizes, with their prices where they have some: `red at CNY 18, blue ...`."""
        words, codes = self.profile.patterns.prices, self.profile.patterns.codes
        said = list[str]()
        for option in value.options:
            name, price = self._word(option.name), option.price
            price = unless_of_a_piece(price) if isinstance(price, Money) else price
            said.append(words.variant.format(name=name, price=self.text(price)) if price else name)
        by_steps = any(isinstance(option.price, Ladder) for option in value.options)
        return (words.between if by_steps else codes).join(said)

    def _discount(self, value: Discount) -> str:
        percent = self._percent(value.percent)
        if value.threshold is None:
            return self.profile.patterns.discount.format(percent=percent)
        return self.profile.patterns.discount_from.format(
            percent=percent, quantity=self.text(value.threshold)
        )

    def _promotion(self, value: Promotion) -> str:
        """What a buyer of much gets: `buy 10 pieces, get 1 piece free`."""
        words, least, gift = self.profile.patterns.promotions, value.threshold, value.gift
        from_ = self._governed(least)
        match gift:
            case Count():
                return words.free.format(quantity=self.text(least), gift=self.text(gift))
            case Percent():
                return words.second.format(percent=self.text(gift))
            case Money():
                return words.off.format_map({"off": self.text(gift), "from": from_})
            case None:
                return words.shipping.format_map({"from": from_})

    def _payment(self, value: Payment) -> str:
        """How it is paid: `30% deposit, balance before shipment, T/T`."""
        words = self.profile.patterns.payment
        parts = [words.deposit.format(percent=self.text(value.deposit))] if value.deposit else []
        if value.rest:
            parts.append((words.all if value.is_all else words.rest)[value.rest])
        return self.profile.patterns.codes.join([*parts, *value.methods])

    def _governed(self, quantity: Count | Measure | Money) -> str:
        """A quantity in the form that stands behind a word such as от: от 2 штук."""
        if not isinstance(quantity, Count) or quantity.unit is None or quantity.high:
            return self.text(quantity)
        forms = self.profile.units[quantity.unit]
        governs = self.profile.patterns.prices.governs
        governed = {a: forms.form(b) for a, b in governs.items()}
        return self._named(forms.model_copy(update=governed), quantity.amount, None)

    def _age(self, value: Age) -> str:
        if value.unit == "month":
            months = self._unit(value.amount, value.high, "duration-month")
            return months if value.high else self.profile.patterns.minimum.format(value=months)
        low = self._number(value.amount)
        if value.high is None:
            form = self.profile.patterns.age_from.form(self._category(value.amount))
            return form.format_map({"from": low})
        pattern, said = self.profile.patterns.age_range, self.profile.spoken.range
        if self.long and said:  # 3–6 Jahre: 3 bis 6 Jahre
            range_ = said.form(self._category(value.high)).format(low="{from}", high="{to}")
            pattern = pattern.replace("{from}–{to}", range_)
        return pattern.format_map({"from": low, "to": self._number(value.high)})

    def _word(self, names: Mapping[str, str]) -> str:
        """The language's own word, or the English one, or any."""
        own = (names[code] for code in (self.profile.code, "en") if code in names)
        return next(own, next(iter(names.values())))
