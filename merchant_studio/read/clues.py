"""What stands around a spoken value and may tell its role: 批发 before 十八块五.

A clue is a short text. `L c 批 发` says that 批发 stands in the clause before the value, written in
characters, and `L s pi fa` the same by its sound, so that 披发 tells as much.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..records import FactValue, Measure, Money
from .found import CLAUSE_END, Found

_SYMBOLS = {
    "money": "$",
    "count": "n",
    "measure": "m",
    "duration": "t",
    "percent": "%",
    "size": "x",
    "discount": "d",
    "code": "k",
    "age": "a",
}
"""What stands for another value of the sentence, by its kind."""
_UNKNOWN = "?"
_FAR = 12
"""Characters of a clause before and after a value that are looked at."""
_FAMILY = re.compile("(?:mass|length|volume|speed)(?=-)")
"""Units that measure the same are one: grams and kilograms are `mass`."""
_SPLIT = re.compile(f"[{CLAUSE_END} ]")
_LONGEST = {"characters": (3, 4), "sounds": (2, 3)}
"""The longest run of them that is a clue: anywhere in a clause, and next to the value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One segment of speech, and the values in it in order."""

    text: str
    taken: tuple[Found, ...]
    said_before: str = ""
    """The last clause of the segment before: 起订量呢。"""


def clues(line: Line, i: int) -> frozenset[str]:
    """The clues to value `i` of a line: its kind and unit, and what stands beside it.

    Raises:
        ValueError: the value could not be read.
    """
    value = line.taken[i].value
    if value is None:
        raise ValueError("a number that nobody can read has no role")
    unit = _unit(value)
    kind = f"{value.kind}:{unit}" if isinstance(value, Measure) else value.kind
    beside = (f"{kind}|{each}" for each in _beside(line, i))
    return frozenset((f"kind {value.kind}", f"unit {value.kind}:{unit}", *beside))


def _unit(value: FactValue) -> str:
    unit = value.per if isinstance(value, Money) else getattr(value, "unit", None)
    family = _FAMILY.match(unit or "")
    return family[0] if family else str(unit)


def _beside(line: Line, i: int) -> Iterator[str]:
    found, value = line.taken[i], line.taken[i].value
    before = _SPLIT.split(_flat(line, 0, found.start))
    after = _SPLIT.split(_flat(line, found.end, len(line.text)))
    if len(before) == 1:  # 起订量呢。五百个: the sentence before ends the same way
        earlier = _SPLIT.split(_shown(line.said_before).rstrip(f"{CLAUSE_END} "))
        before = ["", f"<{earlier[-1]}", *before]
    said = _shown(line.text[found.start : found.end])
    yield f"read {found.key}"
    yield f"end {said[-1:]}"
    yield f"ends {said[-2:]}"
    yield from _of_clause("L", before[-1][-_FAR:], ends=True)
    yield from _of_clause("R", after[0][:_FAR], ends=False)
    yield from _of_clause("P", before[-2][-_FAR:], ends=True)
    yield from _of_clause("N", after[1][:_FAR] if len(after) > 1 else "", ends=False)
    yield from (f"Q {c}" for c in (before[-3] if len(before) > 2 else ""))
    yield f"between {before[-1][-1:]} {after[0][:1]}"
    yield f"around {before[-1][-1:]} {said[-1:]} {after[0][:1]}"
    amount = getattr(value, "amount", None)
    if amount:
        yield f"size {math.floor(2 * math.log10(abs(amount)))}"
        if amount % 1:
            yield "fraction"
    yield f"after {_symbol(line, i - 1) if i else ''}"
    yield f"before {_symbol(line, i + 1) if i + 1 < len(line.taken) else ''}"


def _of_clause(name: str, text: str, *, ends: bool) -> Iterator[str]:
    """Runs of characters and of sounds in a clause; those next to the value say so."""
    yield f"{name} {min(len(text), 4)}"
    sounds = [sound(c) for c in text]
    for what, said in (("characters", list(text)), ("sounds", sounds)):
        anywhere, beside = _LONGEST[what]
        for n in range(1, anywhere + 1):
            for at in range(len(said) - n + 1):
                yield f"{name} {what[0]} {' '.join(said[at : at + n])}"
        for n in range(1, beside + 1):
            run = ["^", *said][-n:] if ends else [*said, "$"][:n]
            yield f"{name}! {what[0]} {' '.join(run)}"


def _flat(line: Line, start: int, end: int) -> str:
    """A part of the text with each value as the symbol of its kind."""
    flat, at = "", start
    for i, found in enumerate(line.taken):
        if start <= found.start and found.end <= end:
            flat += line.text[at : found.start] + _symbol(line, i)
            at = found.end
    return _shown(flat + line.text[at:end])


def _shown(text: str) -> str:
    """The text with a visible mark for what was taken out as no number."""
    return text.replace("\x00", "·")


def _symbol(line: Line, i: int) -> str:
    value = line.taken[i].value
    return _SYMBOLS[value.kind] if value else _UNKNOWN


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """A Chinese character in pinyin without its tone; any other as it is."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0] if "一" <= character <= "鿿" else character
