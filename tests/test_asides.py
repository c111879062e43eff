"""A buyer's own money and measures beside the merchant's: only where they are right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.facts import fill, shown
from merchant_studio.languages import profile
from merchant_studio.records import Duration, FactValue, Rates, Size

from .values import measure, money, refusal_of, sheet_fact, sheet_of

RATES = Rates(
    date="2026-11-20",
    prices={
        "USD": money("7.1"),
        "EUR": money("8.2"),
        "VND": money("0.00028"),
        "SAR": money("1.89"),
    },
)
ML = measure("500", "volume-milliliter")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200f", "")


@pytest.mark.parametrize(
    ("tag", "value", "rates", "expected"),
    [
        ("en", money("18.5"), None, "CNY 18.50"),
        ("en", money("18.5"), RATES, "CNY 18.50 (≈ US$2.61)"),
        ("en-GB", money("18.5"), RATES, "CNY 18.50"),  # no rate for pounds
        ("es", money("18.5"), RATES, "18,50 CNY (≈ 2,26 €)"),
        ("es-MX", money("18.5"), RATES, "CNY 18.50"),
        ("vi", money("18.5"), RATES, "18,50 tệ (≈ 66.071 ₫)"),
        ("de", money("12", high="15.5"), RATES, "12,00–15,50 CNY (≈ 1,46–1,89 €)"),
        ("en", money("36", per="dozen"), RATES, "CNY 36 per dozen (≈ US$5.07)"),
        ("en", money("0.35"), RATES, "CNY 0.35 (≈ US$0.0493)"),
        ("en", money("0.75"), RATES, "CNY 0.75 (≈ US$0.106)"),
        ("en", money("7.1"), RATES, "CNY 7.10 (≈ US$1)"),
        ("en", money("7100"), RATES, "CNY 7,100 (≈ US$1,000)"),
        ("zh", money("18.5"), RATES, "18.50元"),
        ("ar", money("18.5"), RATES, "١٨٫٥٠ يوان (≈ ٩٫٧٩ ر.س)"),
        ("en", money(3, "USD"), RATES, "US$3"),
        ("en-US", ML, None, "500 mL (≈ 16.9 fl oz)"),
        ("en", ML, None, "500 mL"),
        ("en-GB", ML, None, "500 ml"),
        ("es-US", measure("350", "mass-gram"), None, "350 g (≈ 12.3 oz)"),
        ("en-US", measure("2.5", "mass-kilogram"), None, "2.5 kg (≈ 5.51 lb)"),
        ("en-US", measure("1.8", "length-meter"), None, "1.8 m (≈ 5.91 ft)"),
        ("en-US", measure("10", "length-meter", high="15"), None, "10–15 m (≈ 32.8–49.2 ft)"),
        ("en-US", measure("22.5", "power-watt"), None, "22.5 W"),
        (
            "en-US",
            Size(amounts=(Decimal(30), Decimal(45)), unit="length-centimeter"),
            None,
            "30 × 45 cm (≈ 11.8 × 17.7 inches)",
        ),
        ("en-US", Duration(amount=Decimal(7), unit="day"), RATES, "7 days"),
    ],
)
def test_what_stands_beside_a_value(
    tag: str, value: FactValue, rates: Rates | None, expected: str
) -> None:
    own = profile(tag)
    text = shown(value, own, rates)
    assert plain(text) == expected
    key = {"money": "price", "measure": "capacity", "size": "size", "duration": "lead_time"}
    fact = sheet_fact(key[value.kind], value)
    sentence = fill(own.phrases.facts[fact.key], [fact], own, rates=rates)
    assert check_filled(sentence, [fact], own, rates=rates) == ()


def test_a_voice_says_the_value_alone() -> None:
    fact = sheet_fact("price", money("18.5"))
    assert fill("It is <price>.", [fact], profile("en"), rates=RATES, voice=True) == (
        "It is 18.50 yuan."
    )


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("The price is CNY 18.50 (≈ US$2.61).", ()),
        ("The price is CNY 18.50 (≈ US$2.91).", ("2.91 is not a fact",)),
        ("The price is CNY 18.50 (≈ US$26.1).", ("26.1 is not a fact",)),
        ("The price is CNY 18.50 (≈ £2.61).", ("2.61 is not a fact",)),
        ("The price is CNY 18.50 (≈ 2.61).", ("2.61 is not a fact",)),
        ("The price is CNY 18.50 (US$2.61).", ("2.61 is not a fact", "the currency USD is wrong")),
        ("The price is (≈ US$2.61).", ("18.5 is missing", "the currency CNY is missing")),
    ],
)
def test_a_wrong_conversion_is_seen(text: str, problems: tuple[str, ...]) -> None:
    fact = sheet_fact("price", money("18.5"))
    assert check_filled(text, [fact], profile("en"), rates=RATES) == problems


def test_no_currency_is_added_without_a_rate() -> None:
    fact = sheet_fact("price", money("18.5"))
    text = "The price is CNY 18.50 (≈ US$2.61)."
    assert check_filled(text, [fact], profile("en")) == ("2.61 is not a fact",)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("It holds 500 mL (≈ 16.9 fl oz).", ()),
        ("It holds 500 mL (≈ 16.9 oz).", ("16.9 is not a fact",)),
        ("It holds 500 mL (≈ 19.6 fl oz).", ("19.6 is not a fact",)),
    ],
)
def test_a_wrong_measure_is_seen(text: str, problems: tuple[str, ...]) -> None:
    fact = sheet_fact("capacity", ML)
    assert check_filled(text, [fact], profile("en-US")) == problems


def test_the_sheet_gives_dated_rates(tmp_path: Path) -> None:
    text = "price: 18.5 CNY\nrates: {date: 2026-11-20, USD: 7.1 CNY, EUR: ¥8.2}\n"
    assert sheet_of(tmp_path, text).rates == Rates(
        date="2026-11-20", prices={"USD": money("7.1"), "EUR": money("8.2")}
    )
    assert sheet_of(tmp_path, "price: 18.5 CNY\n").rates is None


@pytest.mark.parametrize(
    ("rates", "message"),
    [
        (
            "{USD: 7.1 CNY}",
            "product.yaml: rates.date is no date: ''; write a day such as 2026-11-20",
        ),
        (
            "{date: yesterday, USD: 7.1 CNY}",
            "product.yaml: rates.date is no date: 'yesterday'; write a day such as 2026-11-20",
        ),
        (
            "{date: 2026-11-20, USD: '7.1'}",
            "product.yaml: rates.USD cannot be read: '7.1'; write its price such as 7.1 CNY",
        ),
        (
            "{date: 2026-11-20, USD: 7-8 CNY}",
            "product.yaml: rates.USD cannot be read: '7-8 CNY'; write its price such as 7.1 CNY",
        ),
        (
            "{date: 2026-11-20, USD: 0 CNY}",
            "product.yaml: rates.USD cannot be read: '0 CNY'; write its price such as 7.1 CNY",
        ),
        ("7.1", "product.yaml: rates is not a table; write key: value lines"),
    ],
)
def test_a_rate_that_cannot_be_used_is_an_error(tmp_path: Path, rates: str, message: str) -> None:
    assert refusal_of(tmp_path, f"price: 18.5 CNY\nrates: {rates}\n") == message


def test_an_unknown_currency_is_an_error(tmp_path: Path) -> None:
    told = refusal_of(tmp_path, "rates: {date: 2026-11-20, XYZ: 7.1 CNY}\n")
    assert "rates.XYZ is no currency; write one of AED, BRL, CNY" in told
