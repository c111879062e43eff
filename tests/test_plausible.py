"""What no product has, and which values cannot be true together."""

from __future__ import annotations

import pytest

from merchant_studio.read.plausible import is_plausible, may_both_be
from merchant_studio.records import FactValue

from .values import count, lasting, measure, money

KG, G = "mass-kilogram", "mass-gram"


@pytest.mark.parametrize(
    ("key", "value", "plausible"),
    [
        ("moq", count("20.5", "carton"), False),
        ("moq", count("1.5", "dozen"), True),
        ("stock", count("12000", "piece"), True),
        ("moq", count("88200", "piece"), False),
        ("moq", count("12500", "piece"), True),
        ("monthly_output", measure("30000000", G), False),
        ("monthly_output", measure("30000", KG), True),
        ("carton_quantity", count("1", "carton"), False),
        ("carton_quantity", count("12", "box"), True),
        ("sample_fee", money("2005"), False),
        ("sample_fee", money("2000"), True),
        ("price", money("2015"), True),
        ("price", money("205"), True),
        ("warranty", lasting("10", "year"), True),
        ("warranty", lasting("15", "year"), True),
        ("working_time", lasting("11", "year"), True),
    ],
)
def test_a_product_may_have_it(key: str, value: FactValue, plausible: bool) -> None:
    assert is_plausible(key, value) is plausible


@pytest.mark.parametrize(
    ("key", "value", "other_key", "other", "both"),
    [
        ("price", money("35"), "retail_price", money("12"), False),
        ("retail_price", money("12"), "wholesale_price", money("12"), False),
        ("price", money("35", per="dozen"), "retail_price", money("12"), True),
        ("price", money("35"), "retail_price", money("120", per="piece"), True),
        ("price", money("35"), "sample_fee", money("12"), True),
        (
            "gross_weight",
            measure("1", KG),
            "net_weight",
            measure("1200", G),
            False,
        ),
        (
            "gross_weight",
            measure("1.4", KG),
            "net_weight",
            measure("1200", G),
            True,
        ),
    ],
)
def test_two_values_may_both_be(
    key: str, value: FactValue, other_key: str, other: FactValue, both: bool
) -> None:
    assert may_both_be(key, value, other_key, other) is both
    assert may_both_be(other_key, other, key, value) is both
