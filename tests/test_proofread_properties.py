"""Whatever the fact and the language: what is written is read again, and any change is seen."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from merchant_studio.check.proofread import check_filled, states
from merchant_studio.facts import fill, spoken, written
from merchant_studio.facts.numbers.units import CURRENCY_ALIASES, MEASURES, PER_UNITS
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.records import (
    Age,
    Count,
    Discount,
    Duration,
    Fact,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
)

from .values import sheet_fact

LANGUAGES = language_codes()
MARKETS = ("es-MX", "en-GB", "en-IN", "pt-PT", "de-CH", "ar-AE", "ar-EG", "fr-CA", "hi-IN")
TRADE_UNITS = tuple(profile("en").units)
CURRENCIES = tuple(sorted(set(CURRENCY_ALIASES.values())))
TIMES = ("second", "minute", "hour", "day", "week", "month", "year")

amounts = st.one_of(
    st.integers(1, 200_000).map(Decimal),
    st.integers(200_000, 10**7).map(Decimal),
    st.decimals("0.01", "9999.99", places=2, allow_nan=False),
)


@st.composite
def ends(draw: st.DrawFn) -> dict[str, Decimal | None]:
    """An amount, or two for a range."""
    low = draw(amounts)
    high = draw(st.none() | amounts.map(lambda more: low + more))
    return {"amount": low, "high": high}


money = st.builds(
    lambda both, currency, per: Money(**both, currency=currency, per=per),
    ends(),
    st.sampled_from(CURRENCIES),
    st.none() | st.sampled_from([u for u in TRADE_UNITS if u != "piece"] + list(PER_UNITS)),
)
measures = st.builds(
    lambda both, unit: Measure(**both, unit=unit), ends(), st.sampled_from(sorted(MEASURES))
)
counts = st.builds(
    lambda both, unit: Count(**both, unit=unit), ends(), st.sampled_from(TRADE_UNITS)
)
durations = st.builds(
    lambda both, unit: Duration(**both, unit=unit), ends(), st.sampled_from(TIMES)
)
percents = st.builds(lambda both: Percent(**both), ends())
ages = st.builds(
    lambda both, unit: Age(**both, unit=unit), ends(), st.sampled_from(["month", "year"])
)
sizes = st.builds(
    lambda lengths, unit: Size(amounts=tuple(lengths), unit=unit),
    st.lists(amounts, min_size=2, max_size=3),
    st.sampled_from(["length-millimeter", "length-centimeter", "length-meter", "length-inch"]),
)
goods = st.builds(
    lambda both, unit: Measure(**both, unit=unit),
    ends(),
    st.sampled_from(["length-meter", "length-yard", "mass-kilogram"]),
)
discounts = st.builds(
    lambda percent, least: Discount(percent=percent, threshold=least),
    st.integers(1, 99).map(Decimal),
    st.none() | st.one_of(counts, goods).map(lambda least: replace(least, high=None)),
)
values = st.one_of(money, measures, counts, durations, percents, ages, sizes, discounts)
KEYS = {
    "money": "price",
    "measure": "capacity",
    "count": "moq",
    "duration": "lead_time",
    "percent": "cotton",
    "age": "age",
    "size": "size",
    "discount": "discount",
}


def sentence(value: FactValue, own: LanguageProfile, *, voice: bool) -> tuple[str, Fact]:
    """A phrase of the phrasebook with the value in it."""
    fact = sheet_fact(KEYS[value.kind], value)
    return fill(own.phrases.facts[fact.key], [fact], own, voice=voice), fact


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=60)
@given(value=values, voice=st.booleans())
def test_what_is_written_is_read_again(tag: str, value: FactValue, voice: bool) -> None:
    own = profile(tag)
    text, fact = sentence(value, own, voice=voice)
    assert check_filled(text, [fact], own) == ()
    assert states(text, fact, own)


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=40)
@given(value=values, voice=st.booleans(), data=st.data())
def test_any_changed_digit_is_seen(
    tag: str, value: FactValue, voice: bool, data: st.DataObject
) -> None:
    own = profile(tag)
    text, fact = sentence(value, own, voice=voice)
    digits = [found.start() for found in re.finditer(r"\d", text)]
    assume(digits)  # Arabic says one and two by the noun alone
    at = data.draw(st.sampled_from(digits))
    zero = ord(text[at]) - int(text[at])
    digit = data.draw(st.integers(0, 9).filter(lambda n: n != int(text[at])))
    changed = text[:at] + chr(zero + digit) + text[at + 1 :]
    assert check_filled(changed, [fact], own) != ()


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=40)
@given(value=values, voice=st.booleans(), data=st.data())
def test_any_added_or_lost_digit_is_seen(
    tag: str, value: FactValue, voice: bool, data: st.DataObject
) -> None:
    own = profile(tag)
    text, fact = sentence(value, own, voice=voice)
    digits = [found.start() for found in re.finditer(r"\d", text)]
    assume(digits)  # Arabic says one and two by the noun alone
    at = data.draw(st.sampled_from(digits))
    zero = ord(text[at]) - int(text[at])
    longer = text[: at + 1] + chr(zero + data.draw(st.integers(1, 9))) + text[at + 1 :]
    assert check_filled(longer, [fact], own) != ()
    shorter = text[:at] + text[at + 1 :]
    # 18.50 without its last zero is as much.
    if text[at] != chr(zero):
        assert check_filled(shorter, [fact], own) != ()


def other_units(value: FactValue, data: st.DataObject) -> FactValue:
    """The same amounts of something else."""

    def other(names: tuple[str, ...], own: str | None) -> str:
        return data.draw(st.sampled_from([name for name in names if name != own]))

    match value:
        case Money():
            return replace(value, currency=other(CURRENCIES, value.currency))
        case Measure():
            return replace(value, unit=other(tuple(sorted(MEASURES)), value.unit))
        case Count():
            return replace(value, unit=other(TRADE_UNITS, value.unit))
        case Duration():
            return replace(value, unit=other(TIMES, value.unit))  # type: ignore[arg-type]
        case Size():
            lengths = ("length-millimeter", "length-centimeter", "length-meter", "length-inch")
            return replace(value, unit=other(lengths, value.unit))
        case Discount(threshold=Count() as least):
            unit = other(TRADE_UNITS, least.unit)
            return replace(value, threshold=replace(least, unit=unit))
        case Discount(threshold=Measure() as least):
            unit = other(("length-meter", "mass-kilogram", "volume-liter"), least.unit)
            return replace(value, threshold=replace(least, unit=unit))
        case Percent():
            return Measure(amount=value.amount, high=value.high, unit="mass-gram")
        case _:
            assert isinstance(value, Age | Discount)
            amount = value.percent if isinstance(value, Discount) else value.amount
            return Duration(amount=amount, unit="week")


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=80)
@given(value=values, voice=st.booleans(), data=st.data())
def test_any_other_unit_or_currency_is_seen(
    tag: str, value: FactValue, voice: bool, data: st.DataObject
) -> None:
    own = profile(tag)
    text, fact = sentence(value, own, voice=voice)
    other = other_units(value, data)
    write = spoken if voice else written
    changed = text.replace(write(value, own), write(other, own))
    if changed != text:  # a language may have one word for a box and a case
        assert check_filled(changed, [fact], own) != ()


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=40)
@given(value=money, voice=st.booleans(), data=st.data())
def test_a_price_for_something_else_is_seen(
    tag: str, value: Money, voice: bool, data: st.DataObject
) -> None:
    own = profile(tag)
    per = data.draw(st.sampled_from([u for u in TRADE_UNITS if u not in ("piece", value.per)]))
    _, fact = sentence(value, own, voice=voice)
    changed, _ = sentence(replace(value, per=per), own, voice=voice)
    one, other = (own.units[u].per if u in own.units else u for u in (value.per or "piece", per))
    if one != other:  # a piece and a machine may both be a "unidad"
        assert check_filled(changed, [fact], own) != ()


@pytest.mark.parametrize("tag", [*LANGUAGES, *MARKETS])
@settings(max_examples=40)
@given(
    value=st.one_of(money, measures, counts, durations, percents),
    voice=st.booleans(),
    minus=st.sampled_from("-−"),
)
def test_a_sign_is_seen(tag: str, value: FactValue, voice: bool, minus: str) -> None:
    own = profile(tag)
    text, fact = sentence(value, own, voice=voice)
    value_text = (spoken if voice else written)(value, own)
    first = re.search(r"\d", value_text)
    assume(first)
    assert first
    places = {first.start()} | ({0} if not value_text[0].isalpha() else set())
    for at in places:
        signed = value_text[:at] + minus + value_text[at:]
        assert check_filled(text.replace(value_text, signed), [fact], own) != ()
