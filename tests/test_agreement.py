"""A number and its unit, as natives write them in `data/agreement`, one file a language."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.facts import written
from merchant_studio.facts.numbers.units import TRADE_UNITS
from merchant_studio.languages import LanguageProfile, profile
from merchant_studio.records import Count, Money

TABLES = sorted((Path(__file__).parent / "data" / "agreement").glob("*.toml"))


def tool_writes(number: str, unit: str, own: LanguageProfile) -> str:
    """So many of the unit; for `per`, a price of 18 yuan for one of it."""
    if number == "per":
        return written(Money(amount=Decimal(18), currency="CNY", per=unit), own)
    return written(Count(amount=Decimal(number), unit=unit), own)


def plain(text: str) -> str:
    """The text with a plain space for every kind of space."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_number_agrees_with_its_unit(path: Path) -> None:
    own = profile(path.stem)
    native = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(native) == set(TRADE_UNITS)
    found = {unit: {n: plain(tool_writes(n, unit, own)) for n in native[unit]} for unit in native}
    wanted = {unit: {n: plain(text) for n, text in forms.items()} for unit, forms in native.items()}
    assert found == wanted
