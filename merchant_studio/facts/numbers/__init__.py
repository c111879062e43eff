"""Chinese numerals and the names of units, for all that reads numbers: the sheet and the speech.

| noun | file |
|---|---|
| a Chinese numeral as an exact decimal | `chinese.py` |
| all numbers that a sentence may mean to say | `said.py` |
| what a unit, a currency, a trade's counting word is called | `units.py` |
"""

from .chinese import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, digits_only, plain, read_numeral, taken_off
from .said import numbers_said
from .units import (
    CURRENCIES,
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    DURATIONS,
    MEASURES,
    MEMORY_LETTERS,
    OWN_SYMBOLS,
    PER_UNITS,
    TRADE_ALIASES,
    TRADE_UNITS,
    UNIT_NAMES,
    measure_aliases,
)

__all__ = [
    "CURRENCIES",
    "CURRENCY_ALIASES",
    "DURATIONS",
    "DURATION_ALIASES",
    "HAN_DIGITS",
    "MEASURES",
    "MEMORY_LETTERS",
    "NUMERAL",
    "NUMERAL_PARTS",
    "OWN_SYMBOLS",
    "PER_UNITS",
    "TRADE_ALIASES",
    "TRADE_UNITS",
    "UNIT_NAMES",
    "digits_only",
    "measure_aliases",
    "numbers_said",
    "plain",
    "read_numeral",
    "taken_off",
]
