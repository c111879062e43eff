"""Roles: does the sentence around a tag say what its fact is?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, repeat

from ...languages import TAG, LanguageProfile, is_spaced
from ...messages import Notice, name_of, say
from ...records import Age, Count, Discount, Fact, FactValue

_SELF_DESCRIBING = ("term", "code")
"""Kinds whose value says what it is: a material, a model number."""
_SELF_DESCRIBING_UNITS = ("color", "style", "size", "layer", "person")
_CLAUSE = re.compile(r"[,;.!?،؛؟।、，。；！？…]")
"""Ends of clauses; not the colon and the dash, which stand between a name and its value."""
_SENTENCE_ENDS = ".!?؟।。！？…"
_OF_CARTON = {"weight": "carton_weight", "size": "carton_size", "capacity": "carton_quantity"}
"""What may be said of a carton in the words for the product."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    keys: frozenset[str]


def role_problems(
    text: str, tags: Sequence[str], facts: Mapping[str, Fact], profile: LanguageProfile
) -> Iterator[Notice]:
    """The nearest cue in a tag's clause must be the fact's own.

    Where names and values alternate, each value belongs to its own name. A cue that stands nearer
    to another tag, and names that, is passed over: in "it holds <capacity> and weighs <weight>"
    both are well named. A clause that names nothing goes on with what the one before named: "You
    want a sample? It takes <sample_time>."
    """
    before: tuple[_Cue, ...] = ()
    of_carton = False
    for clause, begins_sentence in clauses(text):
        found = tuple(TAG.finditer(clause))
        own, of_carton = _in_context(_cues(clause, profile), of_carton and not begins_sentence)
        cues = own or (before if found else ())
        for tag, near in zip(found, _partners(found, own) if own else repeat(cues), strict=False):
            key = tag[1]
            if key not in tags or key not in profile.cues:
                continue
            free = [cue for cue in near if not _is_taken(cue, tag, found)]
            if any(_nearest_is_own(tag, those) for those in (near, free)):
                continue
            itself = _says_what_it_is(facts[key].value)
            if free or (cues and not itself):
                yield say("<{key}> is misplaced", key=name_of(key))
            elif not cues and not itself:
                yield say("it is unclear what <{key}> is", key=name_of(key))
        if own or found:
            last = found[-1].end() if found else 0
            left = [cue for cue in own if cue.start >= last and not _names_any(cue, found)]
            before = tuple(_Cue(-cue.end, -cue.start, cue.keys) for cue in left)


def swapped_roles(text: str, tags: Sequence[str], profile: LanguageProfile) -> Iterator[Notice]:
    """Facts in each other's place, and nothing less sure: the nearest cue of each names the other.

    "It charges <working_time> and works <charging_time>."
    """
    named: dict[str, frozenset[str]] = {}
    for clause, _ in clauses(text):
        cues = tuple(_cues(clause, profile))
        for tag in TAG.finditer(clause):
            least = min((_distance(cue, tag) for cue in cues), default=0)
            nearest = [cue.keys for cue in cues if _distance(cue, tag) == least]
            named[tag[1]] = frozenset().union(*nearest)
    for one, other in combinations(tags, 2):
        here, there = named.get(one, frozenset()), named.get(other, frozenset())
        if other in here - {one} and one in there - {other} and one not in here:
            yield say(
                "<{one}> and <{other}> stand in each other's place",
                one=name_of(one),
                other=name_of(other),
            )


def _in_context(cues: Iterable[_Cue], of_carton: bool) -> tuple[tuple[_Cue, ...], bool]:
    """The cues in order; once a carton is named, "it weighs" may mean the carton.

    Also whether one has been named.
    """
    found = []
    for cue in sorted(cues, key=lambda cue: cue.start):
        keys = cue.keys
        if of_carton:
            keys |= {_OF_CARTON[key] for key in keys if key in _OF_CARTON}
        of_carton = of_carton or any(key in _OF_CARTON.values() for key in keys)
        found.append(_Cue(cue.start, cue.end, keys))
    return tuple(found), of_carton


def _names_any(cue: _Cue, tags: Sequence[re.Match[str]]) -> bool:
    return any(tag[1] in cue.keys for tag in tags)


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


def clauses(text: str) -> Iterator[tuple[str, bool]]:
    """The parts between commas and ends of sentences, in order; does a part begin a sentence?"""
    start, begins = 0, True
    for end in _CLAUSE.finditer(text):
        yield text[start : end.start()], begins
        start, begins = end.end(), end[0] in _SENTENCE_ENDS
    yield text[start:], begins


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


@cache  # as many as there are cues in all languages
def _cue_pattern(cues: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the cues at each place, the longest; `*` is the rest of a word."""
    edge = f"(?-i:[{letters}])"  # large classes are slow without case
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
