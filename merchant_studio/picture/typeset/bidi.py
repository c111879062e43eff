"""Keeps prices, measures and phone numbers left to right in Arabic rows: 500 ml, +86 138."""

from __future__ import annotations

import re

LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2066", "\u2067", "\u2069"

_NUMBER = r"\d(?:[\d.,٫٬]*\d)?"
_NUMBERS = rf"{_NUMBER}(?:[ \u00a0]?[×x~–\-][ \u00a0]?{_NUMBER})*"
# Phone numbers, prices, and measures or codes that begin with a number: left to right everywhere.
LEFT_TO_RIGHT = re.compile(
    r"\+\d[\d \u00a0()\-]*\d"
    rf"|(?<![\w.,٫٬/\-])[+\-−]?(?:[$¢£¥฿\u20a0-\u20cf]{_NUMBERS}"
    rf"|{_NUMBERS}[ \u00a0]?[°/\-]?[A-Za-zµΩ](?:[A-Za-z\d/²³\-]*[A-Za-z\d²³])?)"
)


def right_to_left(row: str) -> str:
    """The row as a right-to-left paragraph, its measures, prices and phone numbers not."""
    isolated = LEFT_TO_RIGHT.sub(lambda found: LEFT_TO_RIGHT_ISOLATE + found[0] + POP_ISOLATE, row)
    return RIGHT_TO_LEFT_ISOLATE + isolated + POP_ISOLATE
