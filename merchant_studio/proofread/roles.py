"""Roles: does the sentence around a tag say what its fact is?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from ..languages import TAG, LanguageProfile
from ..records import Age, Count, Discount, Fact, FactValue
from .words import is_spaced

_SELF_DESCRIBING = ("term", "code")
"""Kinds whose value says what it is: a material, a model number."""
_SELF_DESCRIBING_UNITS = ("color", "style", "size", "layer", "person")
_CLAUSE = re.compile(r"[,;.!?،؛؟।、，。；！？…]")
"""Ends of clauses; not the colon and the dash, which stand between a name and its value."""
_NAMED_BY_ADJECTIVES = ("length", "width", "height", "diameter", "thickness")
"""Keys that an adjective may name ("<length> long"), which elsewhere would mean other things."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    keys: frozenset[str]


def role_problems(
    text: str, tags: Sequence[str], facts: Mapping[str, Fact], profile: LanguageProfile
) -> Iterator[str]:
    """The nearest cue in a tag's clause must be the fact's own.

    Where names and values alternate, each value belongs to its own name. A cue that stands nearer
    to another tag, and names that, is passed over: in "it holds <capacity> and weighs <weight>"
    both are well named. A clause that names nothing goes on with what the one before named: "You
    want a sample? It takes <sample_time>."
    """
    before: tuple[_Cue, ...] = ()
    for clause in clauses(text):
        found = tuple(TAG.finditer(clause))
        own = tuple(_cues(clause, profile))
        cues = own or (() if not found else before)
        for tag, near in zip(found, _partners(found, own) if own else repeat(cues), strict=False):
            key = tag[1]
            if key not in tags or key not in profile.cues:
                continue
            free = [cue for cue in near if not _is_taken(cue, tag, found)]
            if any(_nearest_is_own(tag, those) for those in (near, free)):
                continue
            if free or (cues and not _says_what_it_is(facts[key].value)):
                yield f"<{key}> stands where something else is meant"
            elif cues:
                continue
            elif key not in _NAMED_BY_ADJECTIVES and not _says_what_it_is(facts[key].value):
                yield f"it does not say what <{key}> is"
        if own or found:
            before = () if found else tuple(_Cue(-cue.end, -cue.start, cue.keys) for cue in own)


def _partners(tags: Sequence[re.Match[str]], cues: Sequence[_Cue]) -> Sequence[Sequence[_Cue]]:
    """For each tag the cues that may name it: names all before values, or all after, else any."""
    groups: list[list[_Cue]] = [[] for _ in range(len(tags) + 1)]
    for cue in cues:
        groups[sum(tag.start() < cue.start for tag in tags)].append(cue)
    if all(groups[:-1]) and not groups[-1]:
        return groups[:-1]
    if all(groups[1:]) and not groups[0]:
        return groups[1:]
    return [cues] * len(tags)


def _distance(cue: _Cue, tag: re.Match[str]) -> int:
    return max(cue.start - tag.end(), tag.start() - cue.end)


def _nearest_is_own(tag: re.Match[str], cues: Sequence[_Cue]) -> bool:
    least = min((_distance(cue, tag) for cue in cues), default=0)
    return bool(cues) and all(tag[1] in cue.keys for cue in cues if _distance(cue, tag) == least)


def _is_taken(cue: _Cue, tag: re.Match[str], tags: Sequence[re.Match[str]]) -> bool:
    return any(
        other[1] in cue.keys and _distance(cue, other) <= _distance(cue, tag)
        for other in tags
        if other is not tag
    )


def _says_what_it_is(value: FactValue) -> bool:
    if isinstance(value, Count):
        return value.unit in _SELF_DESCRIBING_UNITS
    return value.kind in _SELF_DESCRIBING or isinstance(value, Discount | Age)


def clauses(text: str) -> Iterator[str]:
    """The parts between commas and ends of sentences, in order."""
    start = 0
    for end in _CLAUSE.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _cues(clause: str, profile: LanguageProfile) -> Iterator[_Cue]:
    """The cues in a clause; a longer one hides a shorter one inside it."""
    bare = TAG.sub(lambda tag: "\x00" * len(tag[0]), clause).replace("’", "'")
    found: dict[tuple[int, int], set[str]] = {}
    for key, cues in profile.cues.items():
        for at in _cue_pattern(cues, profile.text.letters, is_spaced(profile)).finditer(bare):
            found.setdefault(at.span(1), set()).add(key)
    for (start, end), keys in found.items():
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in found):
            yield _Cue(start, end, frozenset(keys))


@lru_cache(maxsize=1024)
def _cue_pattern(cues: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the cues at each place, the longest; `*` is the rest of a word."""
    edge = f"[{letters}]"
    words = "|".join(
        f"{edge}*".join(map(re.escape, cue.replace("’", "'").split("*")))
        for cue in sorted(cues, key=len, reverse=True)
    )
    # Lookaheads, so that places may overlap.
    whole = rf"(?<!{edge})(?=((?:{words})(?!{edge})))" if spaced else f"(?=({words}))"
    return re.compile(whole, re.I)


def last_clause(text: str) -> str:
    """What stands after the last end of a clause."""
    return _CLAUSE.split(text)[-1]
