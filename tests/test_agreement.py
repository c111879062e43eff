"""Trade units beside a number and after "per", as a native writes them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.facts import written
from merchant_studio.facts.units import TRADE_UNITS
from merchant_studio.languages import profile
from merchant_studio.records import Count, Money

AGREEMENT = Path(__file__).parent / "data" / "agreement"


@pytest.mark.parametrize("path", sorted(AGREEMENT.glob("*.toml")), ids=lambda path: path.stem)
def test_a_number_agrees_with_its_unit(path: Path) -> None:
    own = profile(path.stem)
    expected = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(expected) == set(TRADE_UNITS)
    for unit, forms in expected.items():
        price = written(Money(amount=Decimal(18), currency="CNY", per=unit), own)
        assert forms.pop("per") in price
        counts = {n: written(Count(amount=Decimal(n), unit=unit), own) for n in forms}
        assert counts == forms
