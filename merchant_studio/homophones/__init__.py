"""Words that a recognizer wrote with other characters of the same sound: 不秀钢 for 不锈钢.

| noun | file |
|---|---|
| how characters sound, and how far apart | `sounds.py` |
| Latin letters, by how they sound | `letters.py` |
| words that are expected: the sheet's, the lexicon's | `expected.py` |
| words around a number, known by what it counts or measures | `quantities.py` |
| words that are none, by all that may stand beside a number | `nearest.py` |
| numbers, by the unit that they have | `numerals.py` |
| what a number counts, by what is said of it | `counters.py` |
| volts, by the number beside them | `volts.py` |
| words that may well be meant as they were heard | `everyday.py` |

What is heard is compared by its pinyin. A word that may well have been meant as it was written is
left alone, and so is every number, but for a character of one that no number can hold: 打酒八折.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..language_tables import Hearing
from . import counters, expected, letters, nearest, numerals, quantities
from .quantities import unclear
from .repair import Repair
from .sounds import distance

__all__ = ["Repair", "distance", "repairs", "unclear"]


def repairs(
    text: str,
    sheet: Iterable[str],
    lexicon: Iterable[str],
    hearing: Hearing,
    roles: Mapping[str, Sequence[str]] | None = None,
    unsettled: Collection[int] = (),
) -> tuple[Repair, ...]:
    """What to put right in a text, in order; no two overlap.

    `lexicon` holds every other word that is expected; `hearing` has those beside numbers.
    `roles` are the words that name facts, by their keys; `unsettled` the places of characters of
    the same sound as other ones that another listening wrote.
    """
    found: list[Repair] = []
    taken: set[int] = set()
    for repair in (
        *letters.repairs(text, hearing),
        *(numerals.repairs(text) if hearing.homophones else ()),
        *(counters.repairs(text) if hearing.homophones else ()),
        *quantities.repairs(text, hearing),
        *expected.repairs(text, sheet, lexicon),
        *(nearest.units(text, roles) if roles else ()),
        *(nearest.words(text, roles, unsettled) if roles else ()),
    ):
        places = range(repair.start, repair.end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(repair)
    return tuple(sorted(found, key=lambda repair: repair.start))
