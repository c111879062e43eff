"""Words that a recognizer wrote with other characters of the same sound: 不秀钢 for 不锈钢.

| noun | file |
|---|---|
| how characters sound, and how far apart | `sounds.py` |
| Latin letters, by how they sound | `letters.py` |
| words that are expected: the sheet's, the lexicon's | `expected.py` |
| words around a number, known by what it counts or measures | `quantities.py` |
| numbers, by the unit that they have | `numerals.py` |
| what a number counts, by what is said of it | `counters.py` |
| volts, by the number beside them | `volts.py` |
| words that may well be meant as they were heard | `everyday.py` |

What is heard is compared by its pinyin. A word that may well have been meant as it was written is
left alone, and so is every number, but for a character of one that no number can hold: 打酒八折.
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
    text: str,
    sheet: Iterable[str],
    lexicon: Iterable[str],
    habits: Habits,
) -> tuple[Repair, ...]:
    """What to put right in a text, in order; no two overlap.

    `lexicon` holds every other word that is expected; `hearing` has those beside numbers.
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
