"""What no product has, and which values cannot be true together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from merchant_studio.read.plausible import is_plausible, may_both_be
from merchant_studio.records import Count, Duration, FactValue, Measure, Money


def yuan(amount: str, per: str | None = None) -> Money:
    return Money(amount=Decimal(amount), high=None, currency="CNY", per=per)


def grams(amount: str) -> Measure:
    return Measure(amount=Decimal(amount), high=None, unit="mass-gram")


def kilograms(amount: str) -> Measure:
    return Measure(amount=Decimal(amount), high=None, unit="mass-kilogram")


def count(amount: str, unit: str) -> Count:
    return Count(amount=Decimal(amount), high=None, unit=unit)


def years(amount: str) -> Duration:
    return Duration(amount=Decimal(amount), high=None, unit="year")


@pytest.mark.parametrize(
    ("key", "value", "plausible"),
    [
        ("moq", count("20.5", "carton"), False),
        ("moq", count("1.5", "dozen"), True),
        ("stock", count("12000", "piece"), True),
        ("moq", count("88200", "piece"), False),
        ("moq", count("12500", "piece"), True),
        ("monthly_output", grams("30000000"), False),
        ("monthly_output", kilograms("30000"), True),
        ("carton_quantity", count("1", "carton"), False),
        ("carton_quantity", count("12", "box"), True),
        ("sample_fee", yuan("2005"), False),
        ("sample_fee", yuan("2000"), True),
        ("price", yuan("2015"), True),
        ("price", yuan("205"), True),
        ("warranty", years("10"), True),
        ("warranty", years("15"), True),
        ("working_time", years("11"), True),
    ],
)
def test_a_product_may_have_it(key: str, value: FactValue, plausible: bool) -> None:
    assert is_plausible(key, value) is plausible


@pytest.mark.parametrize(
    ("key", "value", "other_key", "other", "both"),
    [
        ("price", yuan("35"), "retail_price", yuan("12"), False),
        ("retail_price", yuan("12"), "wholesale_price", yuan("12"), False),
        ("price", yuan("35", "dozen"), "retail_price", yuan("12"), True),
        ("price", yuan("35"), "retail_price", yuan("120", "piece"), True),
        ("price", yuan("35"), "sample_fee", yuan("12"), True),
        ("gross_weight", kilograms("1"), "net_weight", grams("1200"), False),
        ("gross_weight", kilograms("1.4"), "net_weight", grams("1200"), True),
    ],
)
def test_two_values_may_both_be(
    key: str, value: FactValue, other_key: str, other: FactValue, both: bool
) -> None:
    assert may_both_be(key, value, other_key, other) is both
    assert may_both_be(other_key, other, key, value) is both
