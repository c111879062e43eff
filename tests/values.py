"""Values, facts and sheets as the tests write them, and a value in one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.errors import SheetError
from merchant_studio.facts import summary
from merchant_studio.read import read_sheet
from merchant_studio.records import (
    Age,
    Code,
    Count,
    Day,
    Discount,
    Duration,
    Fact,
    FactValue,
    Ladder,
    Measure,
    Money,
    Payment,
    Percent,
    Promotion,
    Sheet,
    Size,
    Term,
    Variants,
)

Number = str | int


def _ends(amount: Number, high: Number | None) -> dict[str, Decimal | None]:
    return {"amount": Decimal(amount), "high": None if high is None else Decimal(high)}


def money(
    amount: Number, currency: str = "CNY", per: str | None = None, *, high: Number | None = None
) -> Money:
    return Money(**_ends(amount, high), currency=currency, per=per)  # type: ignore[arg-type]


def count(amount: Number, unit: str | None = "piece", *, high: Number | None = None) -> Count:
    return Count(**_ends(amount, high), unit=unit)  # type: ignore[arg-type]


def measure(amount: Number, unit: str, *, high: Number | None = None) -> Measure:
    return Measure(**_ends(amount, high), unit=unit)  # type: ignore[arg-type]


def lasting(amount: Number, unit: str = "day", *, high: Number | None = None) -> Duration:
    return Duration(**_ends(amount, high), unit=unit)  # type: ignore[arg-type]


def age(amount: Number, unit: str = "year", *, high: Number | None = None) -> Age:
    return Age(**_ends(amount, high), unit=unit)  # type: ignore[arg-type]


def percent(amount: Number, *, high: Number | None = None) -> Percent:
    return Percent(**_ends(amount, high))  # type: ignore[arg-type]


def discount(amount: Number, threshold: Count | Measure | None = None) -> Discount:
    return Discount(percent=Decimal(amount), threshold=threshold)


def size(*amounts: Number, unit: str = "length-centimeter") -> Size:
    return Size(amounts=tuple(map(Decimal, amounts)), unit=unit)


def term(**translations: str) -> Term:
    return Term(translations=translations)


def codes(*words: str) -> Code:
    return Code(codes=words)


def sheet_fact(key: str, value: FactValue, **more: Any) -> Fact:
    """A fact of the sheet that must be said, unless something else is told."""
    return Fact(key=key, value=value, **{"must_say": True, "source": "sheet", **more})


def sheet_of(folder: Path, text: str | bytes) -> Sheet:
    """What is read of a sheet with this text."""
    path = folder / "product.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sheet(path, "zh")


def value_of(folder: Path, line: str) -> FactValue:
    """What is read of a sheet with one value."""
    (only,) = sheet_of(folder, line).values.values()
    return only


def refusal_of(folder: Path, text: str | bytes) -> str:
    """The whole message with which a sheet is refused."""
    with pytest.raises(SheetError) as caught:
        sheet_of(folder, text)
    return caught.value.message


def plain(value: FactValue) -> str:
    """A value in one line: `18.5 CNY/dozen`, `7-10 day`, `-5 % from 100 piece`."""
    match value:
        case Ladder() | Variants() | Day() | Promotion() | Payment():
            return summary(value)
        case Money():
            return f"{_range(value)} {value.currency}" + (f"/{value.per}" if value.per else "")
        case Measure() | Count() | Duration():
            return f"{_range(value)} {value.unit}"
        case Percent():
            return f"{_range(value)} %"
        case Age():
            unit = "" if value.unit == "year" else f" {value.unit}"
            return (_range(value) if value.high else f"{value.amount}+") + unit
        case Size():
            return " x ".join(map(str, value.amounts)) + f" {value.unit}"
        case Discount():
            least = f" from {plain(value.threshold)}" if value.threshold else ""
            return f"-{value.percent} %{least}"
        case Code():
            return ",".join(value.codes)
        case Term():
            return ", ".join(f"{code}: {word}" for code, word in value.translations.items())
    raise AssertionError(value)


def _range(value: Any) -> str:
    return str(value.amount) if value.high is None else f"{value.amount}-{value.high}"
