"""What fills the slot of a point: 老人小孩都适合 has seniors and children."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from .catalogue import SLOT, Point, Stated, catalogue, slots


def values_in(clause: str, slot: str, language: str) -> tuple[str, ...]:
    """The values whose words stand in a clause, in order; of two in one place the longer."""
    text = unicodedata.normalize("NFKC", clause).casefold()
    words = _values(language)[slot]
    return tuple(
        dict.fromkeys(words[found[0]] for found in _pattern(slot, language).finditer(text))
    )


def stated_by(sentence: str, language: str) -> Stated | None:
    """The point whose sentence of the catalogue this is: 适合小孩用; None: it is none's."""
    whole, with_slot = _sentences(language)
    if sentence in whole:
        return Stated(whole[sentence])
    for name, pattern in with_slot:
        if found := pattern.fullmatch(sentence):
            values = values_in(found[1], catalogue()[name].slot, language)
            return Stated(name, values) if values else None
    return None


@cache
def _sentences(
    language: str,
) -> tuple[Mapping[str, str], Sequence[tuple[str, re.Pattern[str]]]]:
    """The points by their sentences, and those with a slot, if the catalogue has the language."""
    if language not in Point.model_fields:
        return {}, ()
    texts = {name: getattr(point, language) for name, point in catalogue().items()}
    return {text: name for name, text in texts.items() if not SLOT.search(text)}, [
        (name, re.compile("(.+)".join(map(re.escape, SLOT.split(text)[::2]))))
        for name, text in texts.items()
        if SLOT.search(text)
    ]


@cache
def _pattern(slot: str, language: str) -> re.Pattern[str]:
    """Any word of a slot, the longest first; where words stand apart, whole ones."""
    words = sorted(_values(language)[slot], key=len, reverse=True)
    edge = r"\b" if any(" " in word for word in words) else ""
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}")


@cache
def _values(language: str) -> Mapping[str, Mapping[str, str]]:
    """Slot -> word -> the id that it stands for."""
    return {
        slot: {
            word.casefold(): value for value, row in rows.items() for word in row.get(language, ())
        }
        for slot, rows in slots().items()
    }
