"""A buyer's own money and measures beside the merchant's: only where they are right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.errors import SheetError
from merchant_studio.facts import fill, read_sheet, shown
from merchant_studio.languages import profile
from merchant_studio.records import (
    Duration,
    Fact,
    FactValue,
    Measure,
    Money,
    Rates,
    Sheet,
    Size,
)


def cny(amount: str, high: str | None = None, per: str | None = None) -> Money:
    top = Decimal(high) if high else None
    return Money(amount=Decimal(amount), high=top, currency="CNY", per=per)


def measure(amount: str, unit: str, high: str | None = None) -> Measure:
    return Measure(amount=Decimal(amount), high=Decimal(high) if high else None, unit=unit)


RATES = Rates(
    date="2026-11-20",
    prices={"USD": cny("7.1"), "EUR": cny("8.2"), "VND": cny("0.00028"), "SAR": cny("1.89")},
)
ML = measure("500", "volume-milliliter")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200f", "")


@pytest.mark.parametrize(
    ("tag", "value", "rates", "expected"),
    [
        ("en", cny("18.5"), None, "CNY 18.50"),
        ("en", cny("18.5"), RATES, "CNY 18.50 (≈ US$2.61)"),
        ("en-GB", cny("18.5"), RATES, "CNY 18.50"),  # no rate for pounds
        ("es", cny("18.5"), RATES, "18,50 CNY (≈ 2,26 €)"),
        ("es-MX", cny("18.5"), RATES, "CNY 18.50"),
        ("vi", cny("18.5"), RATES, "18,50 tệ (≈ 66.071 ₫)"),
        ("de", cny("12", "15.5"), RATES, "12,00–15,50 CNY (≈ 1,46–1,89 €)"),
        ("en", cny("36", per="dozen"), RATES, "CNY 36 per dozen (≈ US$5.07)"),
        ("en", cny("0.35"), RATES, "CNY 0.35 (≈ US$0.0493)"),
        ("en", cny("0.75"), RATES, "CNY 0.75 (≈ US$0.106)"),
        ("en", cny("7.1"), RATES, "CNY 7.10 (≈ US$1)"),
        ("en", cny("7100"), RATES, "CNY 7,100 (≈ US$1,000)"),
        ("zh", cny("18.5"), RATES, "18.50元"),
        ("ar", cny("18.5"), RATES, "١٨٫٥٠ يوان (≈ ٩٫٧٩ ر.س)"),
        ("en", Money(amount=Decimal(3), currency="USD"), RATES, "US$3"),
        ("en-US", ML, None, "500 mL (≈ 16.9 fl oz)"),
        ("en", ML, None, "500 mL"),
        ("en-GB", ML, None, "500 ml"),
        ("es-US", measure("350", "mass-gram"), None, "350 g (≈ 12.3 oz)"),
        ("en-US", measure("2.5", "mass-kilogram"), None, "2.5 kg (≈ 5.51 lb)"),
        ("en-US", measure("1.8", "length-meter"), None, "1.8 m (≈ 5.91 ft)"),
        ("en-US", measure("10", "length-meter", "15"), None, "10–15 m (≈ 32.8–49.2 ft)"),
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
    fact = Fact(key=key[value.kind], value=value, must_say=True, source="sheet")
    sentence = fill(own.phrases.facts[fact.key], [fact], own, rates=rates)
    assert check_filled(sentence, [fact], own, rates=rates) == ()


def test_a_voice_says_the_value_alone() -> None:
    fact = Fact(key="price", value=cny("18.5"), must_say=True, source="sheet")
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
    fact = Fact(key="price", value=cny("18.5"), must_say=True, source="sheet")
    assert check_filled(text, [fact], profile("en"), rates=RATES) == problems


def test_no_currency_is_added_without_a_rate() -> None:
    fact = Fact(key="price", value=cny("18.5"), must_say=True, source="sheet")
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
    fact = Fact(key="capacity", value=ML, must_say=True, source="sheet")
    assert check_filled(text, [fact], profile("en-US")) == problems


def sheet(tmp_path: Path, text: str) -> Sheet:
    path = tmp_path / "product.yaml"
    path.write_text(text, encoding="utf-8")
    return read_sheet(path, "zh")


def test_the_sheet_gives_dated_rates(tmp_path: Path) -> None:
    text = "price: 18.5 CNY\nrates: {date: 2026-11-20, USD: 7.1 CNY, EUR: ¥8.2}\n"
    assert sheet(tmp_path, text).rates == Rates(
        date="2026-11-20", prices={"USD": cny("7.1"), "EUR": cny("8.2")}
    )
    assert sheet(tmp_path, "price: 18.5 CNY\n").rates is None


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
    with pytest.raises(SheetError) as caught:
        sheet(tmp_path, f"price: 18.5 CNY\nrates: {rates}\n")
    assert str(caught.value) == message


def test_an_unknown_currency_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"rates\.XYZ is no currency; write one of AED, BRL, CNY"):
        sheet(tmp_path, "rates: {date: 2026-11-20, XYZ: 7.1 CNY}\n")
