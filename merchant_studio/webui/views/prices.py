"""Several prices as a table: by quantity, or of colors, sizes and models.

Such a value is one text in one field, `100件: 18.5元; 500件: 17元`. The page lays a table over the
field (`prices.html`, `prices.js`); what is sent, read and checked is the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...facts import KEYS, ORDER_UNITS, currency_word, in_rows, unit_word
from ...records import FactValue
from .common import shown_in

SEVERAL: Mapping[str, str] = {
    key: kind
    for key, known in KEYS.items()
    for kind in ("ladder", "variants")
    if kind in known.kinds
}
"""The keys that may have several prices, and the kind of their table."""


def rows_view(key: str, value: FactValue | None, source: str, language: str) -> str:
    """The rows of a value with several prices; empty: it is no such value, or has more to it."""
    return in_rows(value, shown_in(language), source) if key in SEVERAL and value else ""


def prices_view(language: str) -> dict[str, Any]:
    """What an empty table offers: the units of its quantities, and the currencies."""
    shown = shown_in(language)
    return {
        "kinds": tuple(dict.fromkeys(SEVERAL.values())),
        "units": [unit_word(unit, shown) for unit in ORDER_UNITS],
        "currencies": [currency_word(code, shown) for code in shown.currencies],
    }
