"""Words that are none, beside a number: of all that may stand there the nearest by sound was meant.

Where a number has a unit that nobody knows, what the clause says before it tells what it measures,
and so which units it may have: 电池12000毫万. Where it has one, that tells which words may name it:
相则60×40×35. Only a word that the listenings wrote in several ways, with about the same sound, was
not understood by some of them; goods and their parts have names that stand in no list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from ..facts.keys import KEYS
from ..facts.units import DURATION_ALIASES, MEASURES, UNIT_NAMES
from .everyday import is_common, splits_a_word
from .quantities import CLAUSE_END, EXPECTED_BY, NUMBER, is_fixed
from .repair import Repair
from .sounds import distance

_HAN = re.compile("[一-鿿]+")
_MEASURE_ALIASES = {
    alias: unit for unit, names in MEASURES.items() for alias in names if _HAN.fullmatch(alias)
}
_TIMES = frozenset(alias for alias in DURATION_ALIASES if _HAN.fullmatch(alias))
_STANDS_AFTER = frozenset("起左右以内外下半多来几号楼代倍成折岁之后前的了都就也夜晚世")
"""What follows a number and is no unit: 2.5倍, 10起."""
_ONE = frozenset("一半零点")
"""Of words more often than numbers: 保温一夜."""
_UNIT = re.compile(rf"(?P<number>{NUMBER})(?P<heard>[一-鿿]{{1,2}})(?=$|[，。！？；、,. ])")
_IS = "[是有为收要：:，, ]?"
_SIZES = rf"{NUMBER}(?:(?:厘米|公分|米)?[×x*乘成程城诚]{NUMBER})+"
_NEAR_UNIT = 0.25
_NEAR_WORD = 0.3
_NEAR_PART = 0.15
"""The same where the first of two characters may name a part: 枪重 is no 箱重, 钳长 no 线长."""
_CLEARLY = 0.15
"""How much nearer than any other the word must be."""
_LONGEST = 3


def units(text: str, roles: Mapping[str, Sequence[str]]) -> Iterator[Repair]:
    """The units of numbers that have none: 电池12000毫万, 尘杯0.5上.

    `roles` has the words that name what is measured, by the keys of facts.
    """
    for found in _UNIT.finditer(text):
        heard = found["heard"]
        if (
            found["number"] in _ONE
            or heard in UNIT_NAMES
            or heard[0] in UNIT_NAMES
            or _STANDS_AFTER.intersection(heard)
        ):
            continue
        clause = CLAUSE_END.split(text[: found.start()])[-1]
        allowed = _units_of(clause, roles, decimal="." in found["number"])
        near = sorted((distance(heard, name), name) for name in allowed if len(name) == len(heard))
        if near and near[0][0] <= _NEAR_UNIT and _is_clear(near):
            yield Repair(*found.span("heard"), heard, near[0][1], EXPECTED_BY)


def _units_of(clause: str, roles: Mapping[str, Sequence[str]], *, decimal: bool) -> frozenset[str]:
    """What a number may be in of which the clause says so much; with a point, it is a measure."""
    keys = [
        key
        for key, words in roles.items()
        if key in KEYS and any(len(word) > 1 and word in clause for word in words)
    ]
    allowed: set[str] = set()
    for key in keys:
        if "measure" in KEYS[key].kinds:
            starts = KEYS[key].units or ("",)
            allowed.update(_beginning(starts))
        if "duration" in KEYS[key].kinds:
            allowed.update(_TIMES)
    if not keys and decimal:
        allowed.update(_MEASURE_ALIASES)
    return frozenset(allowed)


def _beginning(starts: tuple[str, ...]) -> Iterator[str]:
    """The names of such units, and what may be said for one: 毫安 for 毫安时."""
    names = [name for name, unit in _MEASURE_ALIASES.items() if unit.startswith(starts)]
    yield from (a for a in _MEASURE_ALIASES if any(name.startswith(a) for name in names))


def words(
    text: str, roles: Mapping[str, Sequence[str]], unsettled: Collection[int]
) -> Iterator[Repair]:
    """The words that say what is measured: 相则60×40×35.

    `unsettled` are the places of characters that another listening wrote otherwise; only those
    are changed. Money is left out: 门垫30块 is no 门店.
    """
    named = tuple((key, tuple(each)) for key, each in roles.items())
    known = frozenset(word for _, each in named for word in each)
    for pattern, keys in _values():
        candidates = _candidates(named, keys)
        for found in pattern.finditer(text):
            yield from _before(text, found.start(), candidates, known, unsettled)


@lru_cache(maxsize=1)
def _values() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """What values look like, with the keys that may have them."""
    sorts: list[tuple[str, list[str]]] = [(_SIZES, _keys("size"))]
    by_unit: dict[frozenset[str], list[str]] = {}
    for alias, unit in _MEASURE_ALIASES.items():
        keys = frozenset(
            key for key in _keys("measure") if KEYS[key].units and unit.startswith(KEYS[key].units)
        )
        by_unit.setdefault(keys, []).append(alias)
    for keys, aliases in by_unit.items():
        longest = "|".join(sorted(aliases, key=len, reverse=True))
        sorts.append((rf"{NUMBER}(?:{longest})", sorted(keys)))
    times = "|".join(sorted(_TIMES, key=len, reverse=True))
    sorts.append((rf"{NUMBER}(?:{times})", _keys("duration")))
    return tuple((re.compile(f"{_IS}{look}"), frozenset(keys)) for look, keys in sorts)


def _keys(kind: str) -> list[str]:
    return [key for key, known in KEYS.items() if kind in known.kinds]


@lru_cache(maxsize=64)
def _candidates(
    named: tuple[tuple[str, tuple[str, ...]], ...], keys: frozenset[str]
) -> tuple[tuple[str, frozenset[str]], ...]:
    """The words that name one of the keys, with those that they name."""
    found: dict[str, set[str]] = {}
    for key, each in named:
        for word in each if key in keys else ():
            if 1 < len(word) <= _LONGEST and _HAN.fullmatch(word):
                found.setdefault(word, set()).add(key)
    return tuple((word, frozenset(of)) for word, of in sorted(found.items()))


def _before(
    text: str,
    at: int,
    candidates: Sequence[tuple[str, frozenset[str]]],
    known: frozenset[str],
    unsettled: Collection[int],
) -> Iterator[Repair]:
    """The word that ends at a position, if it is none and clearly sounds like one of them."""
    clause = CLAUSE_END.split(text[:at])[-1]
    if any(len(word) > 1 and word in clause for word in known):
        return
    near: list[tuple[float, str, frozenset[str], str]] = []
    for word, keys in candidates:
        heard = text[max(0, at - len(word)) : at]
        if len(heard) == len(word) and not is_common(heard) and not is_fixed(heard, word):
            near.append((distance(heard, word), word, keys, heard))
    near.sort(key=lambda each: (each[0], -len(each[1])))
    if not near:
        return
    cost, word, keys, heard = near[0]
    start = at - len(word)
    differ = [start + i for i, (a, b) in enumerate(zip(heard, word, strict=True)) if a != b]
    if not differ or not all(place in unsettled for place in differ):
        return
    most = _NEAR_PART if len(word) == 2 and heard[-1] == word[-1] else _NEAR_WORD
    others = [other for other, _, of, _ in near[1:] if not of & keys]
    clear = all(other >= cost + _CLEARLY for other in others)
    if cost <= most and clear and not splits_a_word(text, start, at, word):
        yield Repair(start, at, heard, word, EXPECTED_BY)


def _is_clear(near: Sequence[tuple[float, str]]) -> bool:
    return len(near) == 1 or near[1][0] >= near[0][0] + _CLEARLY
