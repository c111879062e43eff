"""What a value of English speech is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from ...facts import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT
from ...records import Count, Discount, Duration, Measure, Money
from .cues import CUES, FILLER, JOINTS, LINKS, LINKS_AFTER, MASKED, OTHERS
from .said import SENTENCE_END, Line, Said
from .words import pattern

_FAR = 4
"""Words between a value and its cue; one that is farther away may be about something else."""
_PARTS = ("color", "style", "size", "layer", "person")
_MOST_VARIANTS = 100
"""More colors, styles or sizes are a whole shop's."""
_SHIPPING = {"lead_time", "sample_time", "delivery_time"}
_HOURLY = {"charging_time", "working_time", "keeps_hot", "keeps_cold"}
_KEPT = pattern(
    r"\b(?:ke(?:ep|eps|eping|pt)|stay\w*|remain\w*|insulat\w*|retain\w*|hours? (?:hot|cold|warm))\b"
)
_NEEDED = {
    "monthly_output": pattern(r"\b(?:produc\w+|mak(?:e|es|ing)|manufactur\w+|output|capacity)\b"),
    **{"keeps_hot": _KEPT, "keeps_cold": _KEPT},
}
"""What the clause must say, for a value to be of a key."""
_CARTON = pattern(r"\b(?:cartons?|ctns?)\b")
_OF_THE_GOODS = ("weight", "net_weight", "gross_weight", "size", "length", "width", "height")
_FORBIDDEN = {
    "moq": pattern(r"\b(?:logos?|custom\w*|print\w*|oem|odm)\b"),
    "carton_weight": pattern(r"\b(?:net|gross)\b"),
    **dict.fromkeys(_OF_THE_GOODS, _CARTON),
}
"""What the clause must not say."""
_IS = pattern(r"(?: (?:is|are|number|no\.?|code|called|named)|:|#)* ?")
_MADE = pattern("to make|ready|produce|finish")
"""Said of samples as well as of orders."""
_FOR_SOME = pattern(
    r"\b(?:if|when|once|as long as)\b.*\b(?:orders?|buy|take|want|need|purchase|get|quantit\w+|more"
    r"|over|above|pieces|sets|pairs|cartons|\d+)\b|\b(?:bulk|large|big)(?:ger|r)? (?:order|quantit)"
)
_A_LOT = pattern(
    r"(?<!in )(?<!s )\b(?:an?|one|the whole|every|by the|by|per|each) (?:dozen|set|box|pack|pair"
    r"|carton|case|bag)\b"
)


class _Cue(NamedTuple):
    """A word that names a role, and how it stands to a value: the nearest one comes first."""

    distance: int
    loose: bool
    """No word such as "is" or "for" binds it to the value."""
    after: bool
    size: int
    key: str
    """Empty: another thing, which has no key."""
    start: int
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    named = {**CUES, **{f"not {kind}": each for kind, each in OTHERS.items()}}
    return {key: pattern(rf"(?<![\w-])(?:{each})(?![\w'])") for key, each in named.items()}


def assign_roles(line: Line, said: Sequence[Said]) -> list[str | None]:
    """The key of each value; None for one that nothing names. `said` is in order.

    A word names one value, the nearest. A word that says that a value is another thing's counts
    wherever it stands between the values beside it.
    """
    masked = MASKED.sub(lambda found: "\0" * len(found[0]), line.text)
    roles: list[str | None] = []
    free = 0
    for i, each in enumerate(said):
        first, last = line.part(each)
        following = said[i + 1] if i + 1 < len(said) and said[i + 1].start < last else None
        after = following.start if following else last
        cues = _cues(masked, each, max(free, first), each.start)
        its = _cues(masked, following, each.end, after) if following else []
        right = _cues(masked, each, each.end, after)
        cues += [cue for cue in right if not _is_of_the_next(cue, its, bool(cues))]
        if not cues and first and line.text[first - 1] in ",?":  # as for the MOQ, it's 100 pieces
            named = line.part(replace(each, start=first - 1))[0]
            cues = [c for c in _cues(masked, each, max(free, named), first) if not c.distance]
        free = each.end
        if cues and (best := min(cues)).after and best.key:
            free = best.end
        roles.append(_role(line, each, sorted(cues)))
    some = [_is_for_some(line, said, roles, i) for i in range(len(said))]
    return [None if only else key for key, only in zip(roles, some, strict=True)]


def _is_of_the_next(cue: _Cue, its: Sequence[_Cue], named: bool) -> bool:
    """Whether a word between two values names the second; `named`: the first has another one."""
    twin = next((c for c in its if c.start < cue.end and cue.start < c.end), None)
    if twin is None or twin[:2] > cue[:2]:
        return False
    if twin[:2] == cue[:2] and bool(twin.key) != bool(cue.key):
        return not cue.key  # MOQ is of the quantity, not of the price
    return twin[:2] < cue[:2] or named


def _cues(masked: str, said: Said, start: int, end: int) -> list[_Cue]:
    """The words between two characters that may name such a value, no word inside a longer one."""
    family = said.value.unit.partition("-")[0] if isinstance(said.value, Measure) else ""
    keys = [key for key in KEYS if key in CUES and _may_be(key, said)]
    shared = "" if said.kind in ("code", "age") else "any"
    keys += [f"not {kind}" for kind in (shared, said.kind, family) if kind in OTHERS]
    found: dict[tuple[int, int], str] = {}
    for key in keys:
        for place in _patterns()[key].finditer(masked, start, max(start, end)):
            found.setdefault(place.span(), "" if key.startswith("not ") else key)
    cues = []
    for (at, to), key in found.items():
        if any(f <= at and to <= t and (f, t) != (at, to) for f, t in found):
            continue
        after = at >= said.end
        between = masked[said.end : at] if after else masked[to : said.start]
        far = sum(not FILLER.fullmatch(word) for word in re.findall(r"[\w']+|\0+", between))
        bound = LINKS_AFTER.match(between) if after else LINKS.search(between)
        far += 2 * bool(JOINTS.search(between))
        cues.append(_Cue(far, not bound, after, at - to, key, at, to))
    return cues


def _may_be(key: str, said: Said) -> bool:
    """Whether a value of this kind and unit may be of a key."""
    known, value = KEYS[key], said.value
    if said.kind not in known.kinds:
        return False
    if isinstance(value, Measure):
        heavy = key == "capacity" and value.unit.startswith("mass-")  # what it holds up?
        odd = heavy or key in ("carton_quantity", "stock", "monthly_output")
        return not odd and (not known.units or value.unit.startswith(known.units))
    if isinstance(value, Count):
        if value.unit in _PARTS or known.unit in _PARTS:
            return known.unit == value.unit
        inside = key in ("carton_quantity", "pieces_per_set")
        return key != "capacity" and not (
            inside and value.unit in ("carton", "pallet", "container")
        )
    if isinstance(value, Duration):
        if value.unit in ("second", "minute"):
            return key not in _SHIPPING | {"charging_time"}
        if value.unit == "hour":  # 24 or 48 hours; ice is made in two
            return value.amount % 12 == 0 if key in _SHIPPING else key != "warranty"
        return key not in (_HOURLY | _SHIPPING if value.unit == "year" else _HOURLY)
    return True


def _role(line: Line, said: Said, cues: Sequence[_Cue]) -> str | None:
    first, last = line.part(said, SENTENCE_END)
    if said.value is None or line.text[last : last + 1] == "?":
        return None
    if said.key or any(not cue.key for cue in cues):
        return said.key
    if not cues:
        value = said.value
        name = value.unit if isinstance(value, Measure | Count) else ""
        shop = isinstance(value, Count) and name in _PARTS and value.amount >= _MOST_VARIANTS
        fabric = "fabric_weight" if name == "x-gram-per-square-meter" else None
        by_kind = fabric or ROLE_BY_UNIT.get(name or "") or ROLE_BY_KIND.get(said.kind)
        return None if shop else by_kind
    best = cues[0]
    sentence, clause = line.text[first:last].lower(), line.text[slice(*line.part(said))]
    if best.key in ("lead_time", "delivery_time") and "sample" in sentence:
        if any(cue.key == "sample_time" for cue in cues):
            return "sample_time"
        if _MADE.search(line.text, best.start, best.end):
            return None
    needed, forbidden = _NEEDED.get(best.key), _FORBIDDEN.get(best.key)
    elsewhere = (
        best.distance > _FAR
        or (needed and not needed.search(sentence))
        or (forbidden and forbidden.search(sentence if best.key == "moq" else clause))
        or (best.key == "model" and not _IS.fullmatch(line.text, best.end, said.start))
    )
    return None if elsewhere else best.key


def _is_for_some(line: Line, said: Sequence[Said], roles: Sequence[str | None], i: int) -> bool:
    """Whether a price or a discount holds only for some: 15 yuan if you take 1000 pieces."""
    value = said[i].value
    if not isinstance(value, Money) and not (isinstance(value, Discount) and not value.threshold):
        return False
    first, last = line.part(said[i], SENTENCE_END)
    rest = line.text[first:last]
    for j, (other, key) in enumerate(zip(said, roles, strict=True)):
        if not first <= other.start < last:
            continue
        number_of = other.kind == "count" and getattr(other.value, "unit", "") not in _PARTS
        spent = other.kind == "money" and isinstance(value, Discount)
        if i != j and (key is None or not other.exact) and (number_of or spent):
            return True
        if i == j or key:
            rest = rest.replace(line.text[other.start : other.end], "")
    if isinstance(value, Discount):
        limits = (_patterns()[f"not {kind}"] for kind in ("any", "discount"))
        return any(limit.search(rest) for limit in (_FOR_SOME, *limits))
    apiece = value.per or "each" in line.text[said[i].start : said[i].end]
    a_lot = not apiece and _A_LOT.search(rest)
    return bool(_FOR_SOME.search(rest) or a_lot)
