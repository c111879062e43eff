"""What units and currencies are called in English speech and by recognizers."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ...facts.numbers import DURATIONS, TRADE_UNITS


class Unit(NamedTuple):
    """What a name stands for."""

    kind: str
    """`count`, `duration`, `measure`, `money`, `percent` or `dozens` (two dozen pairs)."""
    name: str
    """Trade unit, duration unit, CLDR unit or currency; empty: one that is not read."""


_UNREAD = (
    r"(?:watt|amp|working) hours?|(?:working|business|work|week) ?days?|percentage points?|wh|ah"
    r"|cubic (?:foot|feet|inches|centimeters)|square (?:inches|yards)|horsepower|milliwatts?"
    r"|times?|psi|pounds per square inch|grams per meter|pixels|dpi|meters per second"
    r"|liters per minute|(?:foot|feet|ft) containers?"
)
"""Numbers of these are taken as a whole, and not read."""
_MEASURES = r"""
x-gram-per-square-meter: g(?:rams?)? (?:per|a) square met(?:er|re)s? = gsm|g/m2|g/m²
speed-kilometer-per-hour: kilomet(?:er|re)s? (?:per|an) hour = km/h|kph
speed-mile-per-hour: miles (?:per|an) hour|mph
x-revolution-per-minute: (?:revolutions|rotations) per minute = rpm
x-milliampere-hour: milli ?amp(?:ere)?s? hours? = mah
energy-kilowatt-hour: kilowatt hours? = kwh
area-square-meter: square met(?:er|re)s? = m2|m²|sqm
area-square-centimeter: square centimet(?:er|re)s? = cm2|cm²
area-square-foot: square (?:foot|feet)
volume-cubic-meter: cubic met(?:er|re)s? = m3|m³|cbm
volume-fluid-ounce: fluid ounces?|fl\.? oz\.?
volume-milliliter: millilit(?:er|re)s? = ml
volume-liter: lit(?:er|re)s? = l
length-millimeter: millimet(?:er|re)s? = mm
length-centimeter: centimet(?:er|re)s? = cm
length-meter: met(?:er|re)s?
length-kilometer: kilomet(?:er|re)s? = km
length-inch: inch(?:es)?
length-foot: foot|feet = ft
length-yard: yards? = yds?
mass-milligram: milligrams? = (?-i:mg)
digital-gigabyte: gigabytes?|gigs?|g (?:of )?(?:memory|storage) = gb
mass-gram: grams? = (?-i:g)
mass-kilogram: kilograms?|kilos? = kgs?
mass-tonne: (?:metric )?ton(?:ne)?s?
mass-pound: pounds?|lbs?
mass-ounce: ounces?|oz
power-watt: watts? = w
power-kilowatt: kilowatts? = kw
electric-volt: volts? = v
electric-ampere: amp(?:ere)?s?
electric-milliampere: milliamp(?:ere)?s? = (?-i:mA)
frequency-hertz: hertz = hz
light-lumen: lumens? = lm
temperature-celsius: degrees? (?:celsius|centigrade|c)|celsius|° ?c(?:elsius)? = ℃
temperature-fahrenheit: degrees? f(?:ahrenheit)?|fahrenheit|° ?f
digital-terabyte: terabytes? = tb
digital-megabyte: megabytes? = (?-i:MB)
graphics-megapixel: megapixels? = (?-i:MP)
x-denier: denier
"""
"""CLDR units, their names and the letters that are one only right after digits (5G is no weight);
a longer name stands before a shorter one."""
_CURRENCIES = r"""
: (?:hong kong|hk|australian|canadian|singapore|taiwan|new zealand) dollars?|hkd|aud|cad|sgd
: (?:swiss )?francs|(?:pakistani|nepali) rupees|(?:qatari|omani) riyals|naira|rand|ringgit|taka
CNY: (?:chinese )?yuan|rmb|renminbi|cny|kuai
USD: (?:us |u\.s\. |american )?dollars?|usd|bucks?|us\$
EUR: euros?(?! cents?\b)|eur
GBP: gbp|pounds sterling|british pounds
JPY: (?:japanese )?yen|jpy
KRW: krw|korean won
INR: (?:indian )?rupees?|inr
RUB: rou?bles?|rub
VND: (?:vietnamese )?dong|vnd
THB: (?:thai )?baht|thb
IDR: rupiah|idr
BRL: reais|brl
TRY: (?:turkish )?liras?
SAR: (?:saudi )?riyals?|sar
AED: dirhams?|aed
MXN: mexican pesos?|mxn
: pesos?
"""
SIGNS = {
    **{"usd": "USD", "rmb": "CNY", "cny": "CNY", "eur": "EUR", "gbp": "GBP", "$": "USD"},
    **{"us$": "USD", "us $": "USD", "r$": "BRL", "mx$": "MXN", "¥": "CNY", "￥": "CNY"},
    **{"€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "₽": "RUB", "₫": "VND", "฿": "THB"},
    **{"₺": "TRY"},
}
"""What stands before an amount."""
_LETTERS = {"hour": "h|hrs?", "minute": "mins?", "week": "wks?", "year": "yrs?"}
_COUNTS = {"style": "|designs?|patterns?", "piece": "|units?"}


def _rows(kind: str, table: str) -> list[tuple[Unit, str]]:
    rows = (row.split(": ", 1) for row in table.strip().splitlines())
    return [(Unit(kind, name.rstrip(":")), names) for name, names in rows]


def _trade() -> list[tuple[Unit, str]]:
    """The trade's own units, by their English names."""
    return [
        (
            Unit("count", name),
            "|".join(filter(str.isascii, reversed(names))) + _COUNTS.get(name, ""),
        )
        for name, names in TRADE_UNITS.items()
        if name not in ("machine", "time")
    ]


_TABLE = [
    *[(Unit("measure", ""), _UNREAD), (Unit("percent", "%"), r"per ?cent|%|％")],
    *[(Unit("duration", n), f"{n}s?(?:'s?)? ={_LETTERS.get(n, '')}") for n in DURATIONS],
    *_rows("money", _CURRENCIES),
    *_rows("measure", _MEASURES),
    *_trade(),
]
_ADJECTIVES = "(?:(?:different|kinds?|types?|various|available|beautiful|of) ){0,2}"
_END = r"(?![\w²³'])"
_SPLIT = [
    (each, both[0].strip(), both[2].strip())
    for each, names in _TABLE
    for both in [names.partition("=")]
]
_COUNTED = "|".join(names for each, names, _ in _SPLIT if each.kind == "count")
_WORDS = "|".join(names for _, names, _ in _SPLIT)
_SHORT = "|".join(letters for _, _, letters in _SPLIT if letters)
UNIT = rf"(?:[ -]?{_ADJECTIVES}(?:dozens? (?=(?:{_COUNTED}){_END}))?(?:{_WORDS}){_END})"
"""The name of a unit after a number or an article, as a regular expression."""
SHORT_UNIT = rf"(?:(?<=[\dk½¼¾])[ -]?(?:{_SHORT}){_END})"
"""Letters that are a unit only after digits: 12h, 1.5L."""


def pattern(text: str) -> re.Pattern[str]:
    """A regular expression for English speech, capitals or not."""
    return re.compile(text, re.IGNORECASE | re.ASCII)


@cache
def unit(said: str | None) -> Unit | None:
    """What a UNIT or SHORT_UNIT stands for: " different colours" -> color."""
    name = re.sub(f"^[ -]?{_ADJECTIVES}", "", said or "", flags=re.IGNORECASE)
    if dozens := re.fullmatch("dozens? (.+)", name, re.IGNORECASE):
        many = unit(dozens[1])
        return Unit("dozens", many.name) if many else None
    named = (each for each, words, short in _SPLIT if pattern(f"{words}|{short}").fullmatch(name))
    return next(named, None) if name else None
