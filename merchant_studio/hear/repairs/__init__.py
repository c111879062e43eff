"""Correct words that a recognizer wrote with other characters of the same sound: 不秀钢.

| noun | file |
|---|---|
| how characters sound, and how far apart | `sounds.py` |
| Latin letters, by how they sound | `letters.py` |
| words that are expected: the sheet's, the lexicon's | `expected.py` |
| words around a number, known by what it counts or measures | `quantities.py` |
| numbers written as other words, by their unit | `numerals.py` |
| counters written as other words, by their number | `counters.py` |
| volts, by the number beside them | `volts.py` |
| common words, which are left alone | `everyday.py` |

Words are compared by their pinyin. A word that makes sense as it was written is left alone, and so
is every number, except a character that cannot stand in one: 打酒八折 is 打九八折.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...engines.weights import Habits
from . import counters, expected, letters, numerals, quantities
from .quantities import unclear
from .repair import Repair
from .sounds import distance

__all__ = ["Repair", "distance", "repairs", "unclear"]


def repairs(
    text: str, sheet: Iterable[str], lexicon: Iterable[str], habits: Habits
) -> tuple[Repair, ...]:
    """The corrections of a text, in order; no two overlap.

    `lexicon` holds the words expected besides the sheet's; `habits`, those around numbers.
    """
    found: list[Repair] = []
    taken: set[int] = set()
    for repair in (
        *letters.repairs(text, habits),
        *(numerals.repairs(text) if habits.homophones else ()),
        *(counters.repairs(text) if habits.homophones else ()),
        *quantities.repairs(text, habits),
        *expected.repairs(text, sheet, lexicon),
    ):
        places = range(repair.start, repair.end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(repair)
    return tuple(sorted(found, key=lambda repair: repair.start))
