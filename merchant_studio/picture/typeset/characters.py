"""The characters of a text as a reader sees them, and which marks no row starts or ends with.

Prices, measures and phone numbers stay left to right in Arabic rows: 500 ml, +86 138.
"""

from __future__ import annotations

import re
import unicodedata

WORD_JOINER = "\u2060"
UNBREAKABLE = "\u00a0\u202f" + WORD_JOINER
"""No row ends beside these: no-break space, narrow no-break space, word joiner."""
SPACE = " \u3000\u200b"
"""Where a row may end; the last one is invisible and marks a break in Thai or Japanese."""
_WHITESPACE = re.compile("[ \t\r\n\v\f\u2028\u2029]+")

# JIS X 4051 and the usual rules of other languages; closing brackets and quotes are added by
# their Unicode category.
NO_ROW_START = frozenset(
    ",.;:!?…‥·%‰°℃′″–—،؛؟٪।॥ๆฯ、。，．・：；？！％ー〜～々〻ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
CLOSING_CATEGORIES = frozenset({"Pe", "Pf"})
OPENING_CATEGORIES = frozenset({"Ps", "Pi"})

_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u200d")
_EXTENDERS = frozenset("\u0e33\u0eb3\uff9e\uff9f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def joins(before: str, character: str) -> bool:
    """Whether a character belongs to the grapheme cluster of the one before it (UAX #29)."""
    if unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf") or character in _EXTENDERS:
        return True
    if before in _LINKERS:  # an Indic conjunct or an emoji sequence
        return unicodedata.category(character) in ("Lo", "So")
    return "\u1100" <= before <= "\u11ff" and "\u1160" <= character <= "\u11ff"


def graphemes(text: str) -> tuple[str, ...]:
    """What a reader takes for the characters of a text; together they are the text."""
    clusters: list[str] = []
    for character in text:
        if clusters and joins(clusters[-1][-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return tuple(clusters)


def columns(text: str, *, full_width: bool) -> int:
    """The room a text takes in a row: two for a full-width character, else one.

    With `full_width`, characters of ambiguous width (UAX #11) are full-width too.
    """
    wide = "WFA" if full_width else "WF"
    visible = (c[0] for c in graphemes(text) if unicodedata.category(c[0]) != "Cf")
    return sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in visible)


def tidy(text: str) -> str:
    """The text in NFC with single spaces; no-break spaces and joiners are kept."""
    return _WHITESPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(SPACE)


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
