"""A number agrees with its unit as native writers have it, in every language that has a table."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.facts import written
from merchant_studio.languages import profile
from merchant_studio.records import Count, Money

TABLES = sorted((Path(__file__).parent / "data" / "agreement").glob("*.toml"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_number_agrees_with_its_unit(path: Path) -> None:
    own, expected = profile(path.stem), tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(expected) == set(own.units)
    found = {
        unit: {
            key: written(
                Money(amount=Decimal(18), currency="CNY", per=unit)
                if key == "per"
                else Count(amount=Decimal(key), unit=unit),
                own,
            ).replace("\u00a0", " ")
            for key in forms
        }
        for unit, forms in expected.items()
    }
    assert found == expected
