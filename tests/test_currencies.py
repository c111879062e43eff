"""A price is never a number with a sign that a buyer may take for another currency's."""

from __future__ import annotations

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.check.proofread.line import ambiguous_signs
from merchant_studio.facts import spoken, written
from merchant_studio.facts.complete import with_units
from merchant_studio.facts.numbers.units import CURRENCY_ALIASES
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.records import FactValue, Money

from .values import count, money, sheet_fact

MARKETS = ("es-MX", "es-US", "en-AU", "en-CA", "en-US", "en-GB", "en-IN", "fr-CA", "pt-BR")
TAGS = (*language_codes(), *MARKETS, "de-CH", "ar-AE", "zh-SG")
CURRENCIES = sorted(set(CURRENCY_ALIASES.values()))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_price_tells_its_currency_and_passes_the_reader(tag: str, currency: str) -> None:
    language = profile(tag)
    for value in (
        money("1", currency),
        money("18.5", currency),
        money("12", currency, high="15.5"),
        money("1234", currency, per="dozen"),
        money("1000000", currency, per="piece"),
    ):
        fact = sheet_fact("price", value)
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
    text = written(money("18.5", currency), language)
    assert symbol in text
    found = list(ambiguous_signs(text, language))
    assert found == ([f"{symbol} may be taken for another currency"] if refused else [])


@pytest.mark.parametrize(
    ("values", "per"),
    [
        ({"price": money("18.5"), "moq": count("100", "piece")}, "piece"),
        ({"price": money("18.5"), "moq": count("50", "set")}, "set"),
        ({"price": money("35"), "moq": count("60", "pair")}, "pair"),
        # A carton is ordered of what is priced by piece, or by carton: nobody knows.
        ({"price": money("18.5"), "moq": count("2", "carton")}, None),
        ({"price": money("18.5"), "moq": count("10", "dozen")}, None),
        ({"price": money("36", per="dozen"), "moq": count("100", "piece")}, "dozen"),
        ({"price": money("18.5")}, None),
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
