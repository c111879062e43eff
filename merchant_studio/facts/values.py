"""Values as a sheet writes them: `18.5 CNY`, `100 pcs`, `30 x 45 cm`, `5 % off from 1000 pcs`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import cast

from ..records import (
    Age,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
)
from .units import (
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    PER_UNITS,
    TRADE_ALIASES,
    measure_aliases,
)

# Bounded: more digits than any price or quantity has would be a slip of the finger.
_NUMBER = r"(\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
_RANGE = rf"{_NUMBER}(?:\s*[-–~]\s*{_NUMBER})?"
_CURRENCY = "|".join(re.escape(c) for c in sorted(CURRENCY_ALIASES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s*)?{_RANGE}\s*(?P<after>{_CURRENCY})?"
    r"(?:\s*(?:/|per\s|每)\s*(?P<per>[^\s/]+(?: [^\s/]+)?))?",
    re.I,
)
_AMOUNT = re.compile(rf"{_RANGE}\s*(?P<unit>\D.*)?")
_SIZE = re.compile(rf"{_NUMBER}((?:\s*[x×*]\s*{_NUMBER}){{1,2}})\s*(?P<unit>\S+)", re.I)
_PERCENT = re.compile(rf"{_RANGE}\s*[%％]")
_DISCOUNT = re.compile(rf"{_NUMBER}\s*[%％]\s*off(?:\s+from\s+(?P<from>.+))?", re.I)
_AGE = re.compile(rf"{_NUMBER}\s*(?:(?P<up>\+)|[-–~]\s*{_NUMBER})\s*(?:years?|yrs?|岁)?", re.I)

ACCEPTED: dict[str, str] = {
    "money": "an amount and a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen",
    "count": "a number and a unit such as 100 pcs, 50 pairs or 20 cartons",
    "measure": "a number and a unit such as 500 ml, 22.5 W or 20000 mAh",
    "duration": "a time such as 7 days, 12 h or 10-15 days",
    "percent": "a percentage such as 85 %",
    "size": "lengths and a unit such as 30 x 45 cm",
    "discount": "a discount such as 5 % off from 10000 pcs",
    "age": "an age such as 3+ or 3-6 years",
    "term": "a word, or one word per language such as {zh: 不锈钢, en: stainless steel}",
    "code": "a code such as A203, or a list such as [CE, FCC]",
}
ACCEPTED_ANY = (
    "a value such as 18.5 CNY, 100 pcs, 500 ml, 30 x 45 cm, 7 days or 85 %, or words without digits"
)


def parse_value(kind: str, text: str, default_unit: str | None = None) -> FactValue | None:
    """`text` as a value of one kind with numbers in it, or None if it is not one."""
    return _PARSERS[kind](" ".join(text.split()), default_unit)


def number(text: str) -> Decimal:
    """The exact value of digits with optional thousands commas."""
    return Decimal(text.replace(",", ""))


def _range(low: str, high: str | None) -> tuple[Decimal, Decimal | None] | None:
    first, last = number(low), number(high) if high else None
    return None if last is not None and last <= first else (first, last)


def _money(text: str, _: str | None) -> FactValue | None:
    found = _MONEY.fullmatch(text)
    if not found or bool(found["before"]) == bool(found["after"]):
        return None
    bounds = _range(found[2], found[3])
    per: str | None = None
    if found["per"]:
        per = _per_unit(found["per"])
        if per is None:
            return None
    if bounds is None:
        return None
    currency = CURRENCY_ALIASES[(found["before"] or found["after"]).lower()]
    return Money(amount=bounds[0], high=bounds[1], currency=currency, per=per)


def _per_unit(alias: str) -> str | None:
    """The unit that a price is for: `pcs` is `piece`, `kg` is `mass-kilogram`."""
    alias = alias.lower()
    duration = DURATION_ALIASES.get(alias)
    unit = f"duration-{duration}" if duration else measure_aliases().get(alias)
    return TRADE_ALIASES.get(alias) or (unit if unit in PER_UNITS else None)


def _amount(text: str) -> tuple[Decimal, Decimal | None, str] | None:
    found = _AMOUNT.fullmatch(text)
    bounds = _range(found[1], found[2]) if found else None
    if not found or bounds is None:
        return None
    return bounds[0], bounds[1], (found["unit"] or "").strip().lower()


def _count(text: str, default_unit: str | None) -> FactValue | None:
    read = _amount(text)
    if read is None or (read[2] and read[2] not in TRADE_ALIASES):
        return None
    unit = TRADE_ALIASES[read[2]] if read[2] else default_unit
    return Count(amount=read[0], high=read[1], unit=unit)


def _duration(text: str, _: str | None) -> FactValue | None:
    read = _amount(text)
    if read is None or read[2] not in DURATION_ALIASES:
        return None
    unit = DURATION_ALIASES[read[2]]
    return Duration(amount=read[0], high=read[1], unit=unit)  # type: ignore[arg-type]


def _measure(text: str, _: str | None) -> FactValue | None:
    read = _amount(text)
    unit = measure_aliases().get(read[2]) if read else None
    if read is None or unit is None or unit.startswith("duration-"):
        return None
    return Measure(amount=read[0], high=read[1], unit=unit)


def _percent(text: str, _: str | None) -> FactValue | None:
    found = _PERCENT.fullmatch(text)
    bounds = _range(found[1], found[2]) if found else None
    return Percent(amount=bounds[0], high=bounds[1]) if bounds else None


def _size(text: str, _: str | None) -> FactValue | None:
    found = _SIZE.fullmatch(text)
    unit = measure_aliases().get(found["unit"].lower()) if found else None
    if not found or unit is None or not unit.startswith("length-"):
        return None
    amounts = [number(n) for n in re.findall(_NUMBER, found[1] + " " + found[2])]
    return Size(amounts=tuple(amounts), unit=unit)


def _discount(text: str, _: str | None) -> FactValue | None:
    found = _DISCOUNT.fullmatch(text)
    if not found:
        return None
    percent = number(found[1])
    threshold = _count(found["from"], "piece") if found["from"] else None
    if not 0 < percent < 100 or (found["from"] and threshold is None):
        return None
    return Discount(percent=percent, threshold=cast(Count | None, threshold))


def _age(text: str, _: str | None) -> FactValue | None:
    found = _AGE.fullmatch(text)
    if not found:
        return None
    bounds = _range(found[1], found[3])
    return Age(amount=bounds[0], high=bounds[1]) if bounds else None


_PARSERS = {
    "money": _money,
    "count": _count,
    "duration": _duration,
    "measure": _measure,
    "percent": _percent,
    "size": _size,
    "discount": _discount,
    "age": _age,
}
