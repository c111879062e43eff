"""Values as a sheet writes them: `18.5 CNY`, `100 pcs`, `30 x 45 cm`, `5 % off from 1000 pcs`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from ...facts import KEYS, Key
from ...facts.numbers import (
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    HAN_DIGITS,
    MEMORY_LETTERS,
    NUMERAL,
    NUMERAL_PARTS,
    PER_UNITS,
    TRADE_ALIASES,
    measure_aliases,
    plain,
    read_numeral,
    taken_off,
)
from ...messages import Notice, say
from ...records import (
    Age,
    Count,
    Day,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
)
from ..payment import parse_payment
from ..promotions import parse_promotion

# Tags, control characters, and marks that would turn a text around (UAX #9): never in a word.
UNUSABLE = re.compile(
    r"[<>\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ANY_KEY = Key(kinds=())
_ORDER = KEYS["moq"]
"""What an order may be of: pieces, meters, kilograms."""
# Bounded: more digits than any price or quantity has would be a slip of the finger.
NUMBER = r"(\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
_TO = r"\s*(?:[-–—~～]|\bto\b|到|至)\s*"
_RANGE = rf"{NUMBER}(?:{_TO}{NUMBER})?"
CURRENCY = "|".join(re.escape(c) for c in sorted(CURRENCY_ALIASES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:(?P<before>{CURRENCY})\s*)?{_RANGE}\s*(?P<after>{CURRENCY})?"
    r"(?:\s*(?:/|per\s|每|一)\s*(?P<per>[^\s/]+(?: [^\s/]+)?))?",
    re.I,
)
_AMOUNT = re.compile(rf"{_RANGE}\s*(?P<unit>\D.*)?", re.I)
_SAME_UNIT = re.compile(
    rf"{NUMBER}\s*(?P<one>[^\d\s~～到至–—-]+){_TO}{NUMBER}\s*(?P<other>\S.*)", re.I
)
"""7 days to 10 days, 20 °C - 120 °C."""
_DEGREES = re.compile(
    rf"(?P<minus>[-−–]|零下|负)?\s*{NUMBER}\s*(?P<one>[^\d\s~～到至–—−-]+)??"
    rf"(?:{_TO}(?P<high_minus>[-−–]|零下|负)?\s*\+?{NUMBER})?\s*(?P<unit>[^\d\s]\D*)",
    re.I,
)
"""Only temperatures may be below zero."""
_SIDE = rf"(?:[LWHD]|长|宽|高)?\s*{NUMBER}\s*(?P<%s>[^\d\sx×*]+?)?\s*(?:[LWHD]|长|宽|高)?"
_SIZE = re.compile(rf"{_SIDE % 'a'}\s*[x×*]\s*{_SIDE % 'b'}(?:\s*[x×*]\s*{_SIDE % 'c'})?", re.I)
_PERCENT = re.compile(rf"{NUMBER}(?:\s*[%％]?{_TO}{NUMBER})?\s*[%％]", re.I)
_DISCOUNT = re.compile(
    rf"{NUMBER}\s*[%％]\s*off(?:\s*,?\s*(?:from|for|over|above|≥|>=)\s*(?P<from>.+))?", re.I
)
_TENTH = rf"[\d{HAN_DIGITS[1:]}]"
_PAYS = re.compile(
    rf"(?:满?(?P<least>{NUMERAL})(?P<unit>[^\d{NUMERAL_PARTS}]*?)(?:以上|起)?打?)?"
    rf"(?<![\d.{NUMERAL_PARTS}])(?P<pays>{_TENTH}(?:[.点]?{_TENTH})?)折"
)
"""1000个以上9.5折, 一千个九五折: what is paid, in tenths."""
_AGE_UNIT = "years?|yrs?|岁|months?|mos?|m|个月|月"
_AGE = re.compile(
    rf"{NUMBER}\s*(?P<one>{_AGE_UNIT})?(?: old)?\s*(?:(?P<up>\+|以上|and up|and over|and older|up)"
    rf"|{_TO}{NUMBER})\s*(?P<unit>{_AGE_UNIT})?(?: old)?",
    re.I,
)
_IN_GRAMS = {"斤": 500, "市斤": 500, "两": 50}
"""Chinese weights, which no other language has."""
_TYPED_UNITS = {
    **{"machine": "machine", "machines": "machine", "人": "person", "位": "person"},
    **{"design": "style", "designs": "style", "pattern": "style", "patterns": "style"},
    **{"types": "style", "颜色": "color", "尺码": "size", "尺寸": "size", "码": "size"},
    **{"ply": "layer", "plies": "layer", "car": "vehicle", "cars": "vehicle"},
    **{"种": None, "pcs.": "piece", "tablets": "piece"},
}
"""Trade units as they are typed, but would be something else in speech."""
HOLDERS = {"carton": "carton_quantity", "case": "carton_quantity", "set": "pieces_per_set"}
"""What goods are packed into -> the key that tells how many are in it."""
_HELD = re.compile(r"(?P<count>\d.*?)\s*(?:/|per\s|每|一)\s*(?P<holder>[^\s/]+)", re.I)
ACCEPTED: dict[str, Notice] = {
    "money": say("an amount and a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen"),
    "count": say("a number and a unit such as 100 pcs, 50 pairs or 20 cartons"),
    "measure": say("a number and a unit such as 500 ml, 22.5 W or 20000 mAh"),
    "duration": say("a time such as 7 days, 12 h or 10-15 days"),
    "percent": say("a percentage such as 85 %"),
    "size": say("lengths and a unit such as 30 x 45 cm"),
    "discount": say("a discount such as 5 % off from 10000 pcs or 3 % off from 1000 m"),
    "promotion": say("a promotion such as buy 10 get 1 free or free shipping from 3000 CNY"),
    "payment": say("terms such as 30 % deposit, balance before shipment, T/T"),
    "age": say("an age such as 3+, 3-6 years or 12-36 months"),
    "term": say("a word, or one word per language such as {zh: 不锈钢, en: stainless steel}"),
    "code": say("a code such as A203, or a list such as [CE, FCC]"),
    "day": say("a day such as 2026-12-31"),
    "ladder": say("prices by quantity such as 100-499 pcs 18.5 CNY, 500 pcs and up 17 CNY"),
    "variants": say("names such as S, M, L, or names with prices such as red 18 CNY, blue 19 CNY"),
}
ACCEPTED_ANY = say(
    "a value such as 18.5 CNY, 100 pcs, 500 ml, 30 x 45 cm, 7 days or 85 %, or words without digits"
)


def parse_value(kind: str, text: str, known: Key = _ANY_KEY) -> FactValue | None:
    """`text` as a value of one kind with numbers in it, or None if it is not one.

    `known` gives the unit of a bare number, and tells 4G of memory from 4 grams.
    """
    return _PARSERS[kind](" ".join(text.split()), known)


def packed(text: str) -> tuple[str, str] | None:
    """How many are in what: `20 pcs/carton` is 20 pcs, of carton_quantity; None: nobody says it."""
    found = _HELD.fullmatch(text)
    key = HOLDERS.get(TRADE_ALIASES.get(found["holder"].lower(), "")) if found else None
    return (key, found["count"]) if found and key else None


def number(text: str) -> Decimal:
    """The exact value of digits with optional thousands commas."""
    return Decimal(text.replace(",", ""))


def _range(low: str, high: str | None) -> tuple[Decimal, Decimal | None] | None:
    first, last = number(low), number(high) if high else None
    return None if last is not None and last <= first else (first, last)


def _money(text: str, _: Key) -> FactValue | None:
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
    twice = _SAME_UNIT.fullmatch(text)
    if twice and twice["one"].lower() == twice["other"].strip().lower():
        bounds, unit = _range(twice[1], twice[3]), twice["one"]
    else:
        found = _AMOUNT.fullmatch(text)
        bounds, unit = (_range(found[1], found[2]), found["unit"]) if found else (None, None)
    return None if bounds is None else (*bounds, (unit or "").strip().lower())


def _count(text: str, known: Key) -> FactValue | None:
    read = _amount(text)
    if read is None:
        return None
    named = {"": known.unit, **TRADE_ALIASES, **_TYPED_UNITS}
    if read[2] not in named:
        return None
    unit = named[read[2]] or known.unit
    return Count(amount=read[0], high=read[1], unit=unit)


def _duration(text: str, _: Key) -> FactValue | None:
    read = _amount(text)
    if read is None or read[2] not in DURATION_ALIASES:
        return None
    unit = DURATION_ALIASES[read[2]]
    return Duration(amount=read[0], high=read[1], unit=unit)  # type: ignore[arg-type]


def _measure(text: str, known: Key) -> FactValue | None:
    read = _amount(text)
    if read is None:
        return _temperature(text)
    low, high, name = read
    if name in _IN_GRAMS:
        grams = _IN_GRAMS[name]
        most = None if high is None else plain(high * grams)
        return Measure(amount=plain(low * grams), high=most, unit="mass-gram")
    unit = measure_aliases().get(name)
    short = MEMORY_LETTERS.get(name)
    if short and known.units and short.startswith(known.units):
        unit = short
    if unit is None or unit.startswith("duration-"):
        return None
    return Measure(amount=low, high=high, unit=unit)


def _temperature(text: str) -> FactValue | None:
    """-20 C, -20 to 120 °C, 零下20到120度."""
    found = _DEGREES.fullmatch(text)
    unit = measure_aliases().get(found["unit"].strip().lower()) if found else None
    if not found or unit is None or not unit.startswith("temperature-"):
        return None
    if found["one"] and measure_aliases().get(found["one"].lower()) != unit:
        return None
    low = number(found[2]) * (-1 if found["minus"] else 1)
    high = number(found[5]) * (-1 if found["high_minus"] else 1) if found[5] else None
    return None if high is not None and high <= low else Measure(amount=low, high=high, unit=unit)


def _percent(text: str, _: Key) -> FactValue | None:
    found = _PERCENT.fullmatch(text)
    bounds = _range(found[1], found[2]) if found else None
    return Percent(amount=bounds[0], high=bounds[1]) if bounds else None


def _size(text: str, _: Key) -> FactValue | None:
    found = _SIZE.fullmatch(text)
    if not found:
        return None
    names = [(found[name] or "").lower() for name in "abc"]
    last = names[2] or names[1] if found[5] else names[1]
    unit = measure_aliases().get(last)
    if unit is None or not unit.startswith("length-") or not set(names) <= {"", last}:
        return None
    amounts = tuple(number(text) for text in (found[1], found[3], found[5]) if text)
    return Size(amounts=amounts, unit=unit)


def _discount(text: str, known: Key) -> FactValue | None:
    pays = _PAYS.fullmatch(text)
    found = pays or _DISCOUNT.fullmatch(text)
    if not found:
        return None
    if pays and not pays["pays"][0].isdecimal() and "discount" not in known.kinds:
        return None  # 三折 of an umbrella that folds in three
    percent = taken_off(pays["pays"]) if pays else number(found[1])
    least = _least(pays) if pays else found["from"]
    threshold = parse_order(least) if least else None
    if not 0 < percent < 100 or (least and threshold is None):
        return None
    return Discount(percent=percent, threshold=threshold)


def _least(pays: re.Match[str]) -> str:
    """From how many less is paid, in digits: 1000个 of 一千个以上九五折; empty: from one."""
    return f"{read_numeral(pays['least'])}{pays['unit']}" if pays["least"] else ""


def parse_order(text: str) -> Count | Measure | None:
    """A quantity that may be ordered: 1000 pcs, 1000 m; no 5 W."""
    match _count(text, _ORDER) or _measure(text, _ORDER):
        case Count() as least:
            return least
        case Measure(unit=unit) as least if unit.startswith(_ORDER.units):
            return least
        case _:
            return None


def _age(text: str, _: Key) -> FactValue | None:
    found = _AGE.fullmatch(text)
    if not found:
        return None
    low, high, last = found[1], found[4], found["unit"] or found["one"]
    units = [_age_unit(name) for name in (found["one"] or last, last)]
    if units[0] == units[1]:
        bounds = _range(low, high)
        return Age(amount=bounds[0], high=bounds[1], unit=units[1]) if bounds else None
    # 6 months to 3 years: in months, both are exact.
    months = [
        number(end) * (12 if unit == "year" else 1)
        for end, unit in zip((low, high), units, strict=True)
        if end
    ]
    if len(months) < 2 or months[1] <= months[0]:
        return None
    return Age(amount=plain(months[0]), high=plain(months[1]), unit="month")


def _age_unit(name: str | None) -> Literal["month", "year"]:
    return "month" if name and re.match("m|个?月", name, re.I) else "year"


_DAY = re.compile(
    r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d\d?)\s*[-/.月]\s*(?P<d>\d\d?)\s*[日号]?"
    r"|(?P<dd>\d\d?)\.(?P<mm>\d\d?)\.(?P<yy>20\d\d)"
)
"""2026-12-31, 2026年12月31日, 31.12.2026; not 12/11/2026, which is another day in each country."""


def _day(text: str, _: Key) -> FactValue | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (found[a] or found[b] for a, b in (("y", "yy"), ("m", "mm"), ("d", "dd")))
    try:
        return Day(day=datetime.date(int(year), int(month), int(day)))
    except ValueError:
        return None


_PARSERS: dict[str, Callable[[str, Key], FactValue | None]] = {
    "day": _day,
    "money": _money,
    "count": _count,
    "duration": _duration,
    "measure": _measure,
    "percent": _percent,
    "size": _size,
    "discount": _discount,
    "age": _age,
    "promotion": lambda text, _: parse_promotion(text),
    "payment": lambda text, _: parse_payment(text),
}
