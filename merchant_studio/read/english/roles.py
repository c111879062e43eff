"""What a value of English speech is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ...facts.keys import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT
from ...records import Count, Duration, FactValue, Measure
from .conditions import belongs_elsewhere, content_words, is_asked, is_conditional
from .cues import BREAKS, CUES, JOINTS, LINKS, LINKS_AFTER, MASKED, OTHERS
from .said import Line, Said
from .tokens import words

_FAR = 4
"""Words between a value and its cue; one that is farther away may be about something else."""
_NAMING_WORDS = words(
    "for the as our your what is about how and so now then well okay ok this that of to"
    " what's in terms talking speaking"
)  # fmt: skip
_ARE = frozenset({"is", ":", "number", "no", "called", "code", "#", "are", "named"})
_MOST_VARIANTS = 100
"""More colors, styles or sizes are a whole shop's."""
_PARTS = ("color", "style", "size", "layer", "person")
_OWN_UNITS = {"x-gram-per-square-meter": "fabric_weight"}
_DAYS_ONLY = {"lead_time", "sample_time", "delivery_time", "charging_time", "working_time",
              "keeps_hot", "keeps_cold"}  # fmt: skip
_HOURS_ONLY = {"charging_time", "working_time", "keeps_hot", "keeps_cold"}
_LONG = {"warranty", "lifespan"}


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word that names a role, and how it stands to a value."""

    lo: int
    hi: int
    key: str
    """Empty: another thing, which has no key."""
    distance: int
    bound: bool
    """A word such as "is" or "for" binds it to the value."""
    after: bool

    @property
    def rank(self) -> tuple[int, bool, bool, int, str]:
        """The nearest first; of two as near the bound one, the one before, then the longer one."""
        return self.distance, not self.bound, self.after, self.lo - self.hi, self.key

    def shares(self, other: _Cue) -> bool:
        """Whether the two are the same word in the text."""
        return self.lo < other.hi and other.lo < self.hi


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern[str]]], dict[str, re.Pattern[str]]]:
    cues = [(key, re.compile(rf"(?<![\w-])(?:{named})(?![\w'])")) for key, named in CUES]
    others = {
        kind: re.compile(rf"(?<![\w-])(?:{named})(?![\w'])") for kind, named in OTHERS.items()
    }
    return cues, others


def assign_roles(line: Line, said: Sequence[Said]) -> list[str | None]:
    """The key of each value; None for one that nothing names. `said` is in order.

    A word names one value, the nearest. Where two are as near and no other word names one of
    them, it is not known which is meant: neither gets it. A word that says that a value is of
    another thing counts wherever it stands in the clause.
    """
    masked = MASKED.sub(lambda found: "\x00" * len(found[0]), _lower(line))
    cues = [sorted(_cues(line, masked, said, i), key=_rank) for i in range(len(said))]
    for left, right in pairwise(cues):
        _settle(left, right)
    roles: list[str | None] = []
    for i, each in enumerate(said):
        key = _role(line, each, cues[i])
        if key in ("lead_time", "delivery_time") and any(c.key == "sample_time" for c in cues[i]):
            key = "sample_time"
        roles.append(key)
    return [
        None if key and is_conditional(line, said, roles, i) else key for i, key in enumerate(roles)
    ]


def _lower(line: Line) -> str:
    text = line.segment.text
    low = text.lower().replace("’", "'")
    return low if len(low) == len(text) else text.replace("’", "'")


def _role(line: Line, said: Said, cues: Sequence[_Cue]) -> str | None:
    if said.value is None or is_asked(line, said):
        return None
    if said.key:
        return said.key
    if any(not cue.key for cue in cues):
        return None
    best = cues[0] if cues else None
    key = best.key if best else _role_by_unit(said.value)
    if best and best.distance > _FAR:
        return None
    touched = best is not None and best.after and best.lo == said.hi
    cue = line.text(best.lo, best.hi).strip() if best else ""
    elsewhere = key and belongs_elsewhere(line, said, key, cue=cue, touched=touched)
    return None if elsewhere else key


def _role_by_unit(value: FactValue) -> str | None:
    match value:
        case Count(unit=unit, amount=amount) if unit in _PARTS and amount > _MOST_VARIANTS:
            return None
        case Count(unit=unit) | Measure(unit=unit):
            return ROLE_BY_UNIT.get(unit or "") or _OWN_UNITS.get(unit or "")
        case _:
            return ROLE_BY_KIND.get(value.kind)


def _cues(line: Line, masked: str, said: Sequence[Said], i: int) -> list[_Cue]:
    """The words in the clause, between the neighbouring values, that may name value `i`."""
    each = said[i]
    if each.value is None and not each.kind:
        return []
    clause = line.part(each.lo, each.hi, BREAKS)
    lo = max([clause[0], *(other.hi for other in said[max(0, i - 1) : i])])
    hi = min([clause[1], *(other.lo for other in said[i + 1 : i + 2])])
    cues = _within(line, masked, each, lo, hi)
    if not cues and lo == clause[0] and not content_words(line, lo, each.lo):
        # "As for the MOQ, it's 100 pieces"
        named = _naming_clause(line, masked, said, i, lo)
        if named and not content_words(line, each.hi, hi):
            cues = [named]
    return cues


def _within(line: Line, masked: str, each: Said, lo: int, hi: int) -> list[_Cue]:
    places: dict[tuple[int, int], str] = {}
    for key, at, end in _words(line, masked, each, lo, hi):
        if end <= each.lo or each.hi <= at:  # not the word inside of the value itself
            places.setdefault((at, end), key)
    cues = []
    for (at, end), key in places.items():
        if key == "model" and not _names_model(line, each, at, end):
            continue
        if any(f <= at and end <= e and (f, e) != (at, end) for f, e in places):
            continue
        after = at >= each.hi
        between = (each.hi, at) if after else (end, each.lo)
        apart = any(line.word(t) in JOINTS for t in range(*between))
        distance = content_words(line, *between) + 2 * apart
        if after:
            bound = line.word(each.hi) in LINKS_AFTER and each.hi < at
        else:
            bound = any(line.word(t) in LINKS for t in range(*between))
        cues.append(_Cue(at, end, key, distance, bound, after))
    return cues


def _names_model(line: Line, each: Said, at: int, end: int) -> bool:
    """Whether "model" touches a code: "this model is of SUS304" names no model."""
    if at >= each.hi:
        return at == each.hi
    return all(line.word(i) in _ARE for i in range(end, each.lo))


def _words(line: Line, masked: str, each: Said, lo: int, hi: int) -> list[tuple[str, int, int]]:
    """The words between two tokens that may name such a value, as key, first token and last."""
    if lo >= hi:
        return []
    starts = [token.start for token in line.tokens]
    first, last = line.tokens[lo].start, line.tokens[hi - 1].end
    keyed, others = _patterns()
    family = each.value.unit.partition("-")[0] if isinstance(each.value, Measure) else ""
    patterns = [("", others[kind]) for kind in (each.kind, family) if kind in others]
    patterns += [(key, named) for key, named in keyed if _may_be(key, each)]
    # Two words for one thing stand in one order or the other; each is looked for on both sides.
    found = []
    for key, named in patterns:
        for begin, end in ((first, line.start(each)), (line.end(each), last)):
            for place in named.finditer(masked, begin, max(begin, end)):
                at = bisect_left(starts, place.start())
                found.append((key, at, bisect_left(starts, place.end())))
    return found


def _naming_clause(line: Line, masked: str, said: Sequence[Said], i: int, lo: int) -> _Cue | None:
    """The word that the clause before a value consists of: "lead time" of "As for lead time"."""
    if lo < 2 or line.word(lo - 1) not in {",", "?", "—", "–"}:
        return None
    first, last = line.clause(lo - 1, lo - 1)
    if first >= last or (i and said[i - 1].hi > first):
        return None
    keyed, others = _patterns()
    each = said[i]
    text = masked[line.tokens[first].start : line.tokens[last - 1].end]
    rest = " ".join(w for w in re.findall(r"[\w'.]+", text) if w not in _NAMING_WORDS)
    if each.kind in others and others[each.kind].search(rest):
        return _Cue(first, last, "", 0, True, False)
    for key, named in keyed:
        if _may_be(key, each) and named.fullmatch(rest):
            return _Cue(first, last, key, 0, True, False)
    return None


def _may_be(key: str, said: Said) -> bool:
    """Whether a value of this kind and unit may be of a key."""
    known = KEYS[key]
    if said.kind not in known.kinds:
        return False
    match said.value:
        case Measure(unit=unit):
            if key in ("carton_quantity", "stock", "monthly_output") or (
                key == "capacity" and unit.startswith("mass-")
            ):
                return False  # what it holds up, or what it holds in?
            if key == "moq" and unit.startswith("volume-"):
                return False
            return not known.units or unit.startswith(known.units)
        case Count(unit=unit):
            if key == "capacity":
                return False  # a box holds 12 pieces
            if unit in _PARTS or known.unit in _PARTS:
                return known.unit == unit
            if key in ("carton_quantity", "pieces_per_set"):
                return unit not in ("carton", "pallet", "container", "order")
            return True
        case Duration(unit=unit):
            if unit in ("second", "minute"):
                return key not in {"lead_time", "sample_time", "delivery_time", "charging_time"}
            if unit == "year":
                return key not in _DAYS_ONLY
            if unit in ("day", "week", "month"):
                return key not in _HOURS_ONLY or (unit == "day" and key == "working_time")
            if key in ("lead_time", "sample_time", "delivery_time"):
                return said.value.amount % 12 == 0  # 24 or 48 hours; ice is made in two
            return key not in _LONG or key == "lifespan"
        case _:
            return True


def _settle(left: list[_Cue], right: list[_Cue]) -> None:
    """Leave each word that stands between two values to the one that has the better claim."""
    for word in [cue for cue in left if cue.after]:
        twin = next((cue for cue in right if cue.shares(word)), None)
        if twin is None or not any(cue.shares(word) for cue in left):
            continue
        mine, its = (word.distance, not word.bound), (twin.distance, not twin.bound)
        wanted = min(left, key=_rank).shares(word), min(right, key=_rank).shares(word)
        if wanted == (False, True):
            loser = left
        elif wanted == (True, False):
            loser = right
        elif mine != its:
            loser = left if mine > its else right
        elif bool(word.key) != bool(twin.key):
            loser = right if word.key else left  # MOQ is of the quantity, not of the price
        elif _has_another(left, word) or _has_another(right, word):
            loser = right if _has_another(right, word) else left
        else:
            unknown = replace(word, key="", lo=-1, hi=-1)
            for cues in (left, right):
                cues[:] = [unknown, *(cue for cue in cues if not cue.shares(word))]
            continue
        loser[:] = [cue for cue in loser if not cue.shares(word)]


def _rank(cue: _Cue) -> tuple[int, bool, bool, int, str]:
    return cue.rank


def _has_another(cues: Sequence[_Cue], word: _Cue) -> bool:
    """Whether another word names a value as nearly as this one."""
    near = min(cue.distance for cue in cues if cue.shares(word))
    return any(not cue.shares(word) and cue.distance <= near for cue in cues)
