"""Words beside a value of which nothing says what it is: 电量8个钟头, 打药200块, 线有2400床.

What stands there is compared with every word that names a role which such a value may have. The
nearest one was meant if, with it, the value is read with that role, and all others are read as
before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..facts.cues import IS
from ..facts.found import Reading, is_vague
from ..facts.keys import KEYS
from ..facts.patterns import SPOKEN_ALIASES, patterns
from ..facts.speech import read_speech
from ..facts.units import CURRENCY_ALIASES, DURATION_ALIASES, measure_aliases
from ..facts.words import words_in
from ..records import Segment, Word
from .everyday import is_common, splits_a_word
from .quantities import EXPECTED_BY, is_fixed
from .repair import Repair
from .sounds import blurred, distance, sounds

_HAN = re.compile("[一-鿿]+")
_LONGEST = 4
_FARTHEST = 6
"""Characters of what may stand between a word and its value: 现成的还有2400床."""
_BETWEEN = re.compile(f"(?:{IS}|[的还里头我们]|)*")
_AFTER = re.compile("(?:之?内|左右)?(?:就|都|能|可以?)*")
_NEAR = 0.15
"""How far a word may sound from the one that is meant, if it is one that may well be meant."""
_NEAR_ONE = 0.25
"""The same if it is none: 箱中."""
_NEAR_LAST = 0.35
"""The same if its first character was heard right: 打药."""
_CLEARLY = 0.15
"""How much nearer than a word for any other role it must be."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A number with its unit of which nothing says what it is."""

    start: int
    end: int
    kinds: frozenset[str]
    """Kinds of value that it may be, as in `records.FactValue`."""
    measure: str
    """Its CLDR unit, if it is a measure."""

    def may_be(self, key: str) -> bool:
        """Whether a value of that key may be in such a unit."""
        known = KEYS.get(key)
        if known is None or not self.kinds.intersection(known.kinds):
            return False
        return not (self.measure and known.units) or self.measure.startswith(known.units)


@dataclass(frozen=True, slots=True)
class _Candidate:
    cost: float
    keys: frozenset[str]
    repair: Repair


def repairs(
    segments: Sequence[Segment],
    roles: Mapping[str, Sequence[str]],
    more: Mapping[str, Sequence[str]],
) -> Iterator[tuple[int, Repair]]:
    """What to put right, with the place of the segment that it stands in; one for each.

    `roles` and `more` have the words that name facts, by their keys; one of `more` may have a
    single character.
    """
    readings = [each for each in read_speech(segments) if not each.guessed]
    long = {key: tuple(w for w in words if len(w) > 1) for key, words in roles.items()}
    keys = {**long, **more}
    named = _named(tuple((key, (*long.get(key, ()), *more.get(key, ()))) for key in keys))
    for at, segment in enumerate(segments):
        for place in _places(segment, readings):
            nearest = _nearest(segment.text, place, named)
            if nearest and _is_read(segments, at, nearest, place, readings):
                yield at, nearest.repair
                break


def _places(segment: Segment, readings: Sequence[Reading]) -> Iterator[_Place]:
    """The numbers of a segment whose role is not known."""
    known = [
        each.mention
        for each in readings
        if each.mention.segment == segment.index and each.key is not None
    ]
    for found in patterns().stated.finditer(segment.text):
        vague = found["n"] == "一" or is_vague(segment.text, *found.span())  # 一口气, 好几千套
        if not (vague or any(e.start < found.end() and found.start() < e.end for e in known)):
            kinds, measure = _kinds(found["unit"] or "")
            if kinds:
                yield _Place(*found.span(), kinds, measure)


def _kinds(unit: str) -> tuple[frozenset[str], str]:
    kinds = {
        kind
        for kind, aliases in (
            ("count", SPOKEN_ALIASES),
            ("duration", DURATION_ALIASES),
            ("money", CURRENCY_ALIASES),
        )
        if unit.lower() in aliases
    }
    measure = measure_aliases().get(unit.lower(), "") if not kinds else ""
    if measure:
        kinds.add("measure")
    if unit in ("", "成"):
        kinds.add("percent")
    return frozenset(kinds), measure


@lru_cache(maxsize=4)
def _named(roles: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, frozenset[str]]:
    """The words that name roles, with the keys that each of them may name."""
    found: dict[str, set[str]] = {}
    for key, words in roles:
        for word in words:
            if _HAN.fullmatch(word) and len(word) <= _LONGEST:
                found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


def _nearest(text: str, place: _Place, named: Mapping[str, frozenset[str]]) -> _Candidate | None:
    """The word for one role that clearly sounds like what stands beside a value."""
    understood = _understood(text, place)
    found = [
        candidate
        for word, keys in named.items()
        if (able := frozenset(key for key in keys if place.may_be(key)))
        for candidate in _beside(text, place, able, word)
        if understood.isdisjoint(range(candidate.repair.start, candidate.repair.end))
    ]
    if not found:
        return None
    found.sort(key=lambda each: (each.cost, -len(each.repair.meant)))
    most = found[0].cost + _CLEARLY
    clear = all(other.keys & found[0].keys or other.cost >= most for other in found)
    return found[0] if clear else None


def _understood(text: str, place: _Place) -> frozenset[int]:
    """Where words stand that may say what the value is, as they are: 线长5米."""
    masked = patterns().stated.sub(lambda number: "#" * len(number[0]), text)
    return frozenset(
        at
        for word in words_in(masked)
        if (place.may_be(word.key) if word.key else word.kind in place.kinds)
        for at in range(word.start, word.end)
    )


def _beside(text: str, place: _Place, keys: frozenset[str], word: str) -> Iterator[_Candidate]:
    farthest = _FARTHEST if len(word) > 1 else 0
    for at in range(place.start, max(0, place.start - farthest) - 1, -1):
        if _BETWEEN.fullmatch(text, at, place.start):
            yield from _like(text, at - len(word), keys, word)
    after = _AFTER.match(text, place.end)
    if after and len(word) > 1:
        yield from _like(text, after.end(), keys, word)


def _like(text: str, start: int, keys: frozenset[str], word: str) -> Iterator[_Candidate]:
    """The word in place of what stands at a position, if that sounds like it."""
    end = start + len(word)
    heard = text[max(0, start) : end]
    if start < 0 or len(heard) != len(word) or not _HAN.fullmatch(heard) or heard == word:
        return
    if is_fixed(heard, word) or splits_a_word(text, start, end, word):
        return
    pairs = list(zip(heard, word, strict=True))
    costs = [distance(*pair) for pair in pairs]
    most = _NEAR if is_common(heard) else _NEAR_ONE
    if len(word) == 1 or word[0] in "一每":
        most = 0.0
    elif heard[0] == word[0] and not is_common(heard):
        most = _NEAR_LAST
    if any(cost and not _begin_alike(*pair) for cost, pair in zip(costs, pairs, strict=True)):
        return  # 4颗磁钉 is no 起订
    cost = sum(costs)
    if cost <= most:
        yield _Candidate(cost, keys, Repair(start, end, heard, word, EXPECTED_BY))


def _begin_alike(one: str, other: str) -> bool:
    """Whether two characters begin with the same consonant, as many speakers say it."""
    return blurred(sounds(one))[0][0] == blurred(sounds(other))[0][0]


def _is_read(
    segments: Sequence[Segment],
    at: int,
    candidate: _Candidate,
    place: _Place,
    before: Sequence[Reading],
) -> bool:
    """Whether the value gets its role by the word, and nothing else changes."""
    changed = [*segments[:at], _with(segments[at], candidate.repair), *segments[at + 1 :]]
    index = segments[at].index
    now, others = list[Reading](), dict[tuple[int, int], str | None]()
    for each in read_speech(changed):
        mention = each.mention
        if mention.segment == index and mention.start < place.end and place.start < mention.end:
            now.append(each)
        else:
            others[mention.segment, mention.start] = each.key
    if len(now) != 1 or now[0].key not in candidate.keys or now[0].implied:
        return False
    return now[0].key not in others.values() and all(
        others.get((each.mention.segment, each.mention.start)) == each.key
        for each in before
        if each.key is not None
    )


def _with(segment: Segment, repair: Repair) -> Segment:
    text = segment.text[: repair.start] + repair.meant + segment.text[repair.end :]
    at, words = 0, list[Word]()
    for word in segment.words:
        words.append(replace(word, text=text[at : at + len(word.text)]))
        at += len(word.text)
    return replace(segment, text=text, words=tuple(words))
