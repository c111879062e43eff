"""Fact values as a buyer reads (`written`) or hears (`spoken`) them: CLDR through Babel.

Digits always stand in the text, also where a language could say "one day" without them, so that
the independent reader can find every number again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from babel import dates

from ..languages import LanguageProfile
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
from .amounts import Amounts
from .deals import sold_singly, unless_of_a_piece


def written(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a buyer reads it: `CNY 18.50`, `18.50元`, `100 pieces`."""
    return _Writer(profile, long=False).text(value)


def spoken(value: FactValue, profile: LanguageProfile) -> str:
    """The value as a voice should say it: `18.50 yuan`, `500 milliliters`."""
    return _Writer(profile, long=True).text(value)


class _Writer(Amounts):
    """Values of every kind, put together in one language's words."""

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
