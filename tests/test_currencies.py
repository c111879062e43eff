"""A price is never a number with a sign that a buyer may take for another currency's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.check.proofread.signs import ambiguous_signs
from merchant_studio.facts import spoken, written
from merchant_studio.facts.complete import with_units
from merchant_studio.facts.numbers.units import CURRENCY_ALIASES
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.records import Count, Fact, FactValue, Money

MARKETS = ("es-MX", "es-US", "en-AU", "en-CA", "en-US", "en-GB", "en-IN", "fr-CA", "pt-BR")
TAGS = (*language_codes(), *MARKETS, "de-CH", "ar-AE", "zh-SG")
CURRENCIES = sorted(set(CURRENCY_ALIASES.values()))


def price(amount: str, currency: str = "CNY", **more: str) -> Money:
    high = Decimal(more["high"]) if "high" in more else None
    return Money(amount=Decimal(amount), high=high, currency=currency, per=more.get("per"))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_price_tells_its_currency_and_passes_the_reader(tag: str, currency: str) -> None:
    language = profile(tag)
    for value in (
        price("1", currency),
        price("18.5", currency),
        price("12", currency, high="15.5"),
        price("1234", currency, per="dozen"),
        price("1000000", currency, per="piece"),
    ):
        fact = Fact(key="price", value=value, must_say=True, source="sheet")
        for text in (written(value, language), spoken(value, language)):
            assert not set("¥￥＄") & set(text)
            assert not list(ambiguous_signs(text, language))
            assert check_filled(text, [fact], language, merchants_own=True) == ()


def with_symbol(language: LanguageProfile, currency: str, symbol: str) -> LanguageProfile:
    """The language as a file would make it that brings another sign for a currency."""
    forms = language.currencies[currency].model_copy(update={"symbol": symbol, "follows": False})
    currencies = {**language.currencies, currency: forms}
    return language.model_copy(update={"currencies": currencies})


@pytest.mark.parametrize(
    ("tag", "currency", "symbol", "refused"),
    [
        ("en", "CNY", "¥", True),
        ("de", "CNY", "¥", True),
        ("en-US", "USD", "$", True),
        ("es-MX", "USD", "$", True),
        ("fr-CA", "USD", "$", True),
        ("zh", "CNY", "¥", False),
        ("ja", "JPY", "￥", False),
        ("zh", "USD", "$", True),
        ("en", "USD", "US$", False),
        ("pt", "BRL", "R$", False),
        ("en", "JPY", "JP¥", False),
    ],
)
def test_a_language_file_with_a_sign_of_several_currencies_is_refused(
    tag: str, currency: str, symbol: str, refused: bool
) -> None:
    language = with_symbol(profile(tag), currency, symbol)
    text = written(price("18.5", currency), language)
    assert symbol in text
    found = list(ambiguous_signs(text, language))
    assert found == ([f"{symbol} may be taken for another currency"] if refused else [])


def count(amount: str, unit: str) -> Count:
    return Count(amount=Decimal(amount), unit=unit)


@pytest.mark.parametrize(
    ("values", "per"),
    [
        ({"price": price("18.5"), "moq": count("100", "piece")}, "piece"),
        ({"price": price("18.5"), "moq": count("50", "set")}, "set"),
        ({"price": price("35"), "moq": count("60", "pair")}, "pair"),
        # A carton is ordered of what is priced by piece, or by carton: nobody knows.
        ({"price": price("18.5"), "moq": count("2", "carton")}, None),
        ({"price": price("18.5"), "moq": count("10", "dozen")}, None),
        ({"price": price("36", per="dozen"), "moq": count("100", "piece")}, "dozen"),
        ({"price": price("18.5")}, None),
    ],
)
def test_a_price_is_for_what_the_least_order_counts(
    values: dict[str, FactValue], per: str | None
) -> None:
    value = with_units(values)["price"]
    assert isinstance(value, Money) and value.per == per
    assert {key: v for key, v in with_units(values).items() if key != "price"} == {
        key: v for key, v in values.items() if key != "price"
    }
