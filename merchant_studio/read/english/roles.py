"""What a value of English speech is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ...facts import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT
from ...records import Discount, Measure, Money
from ..roles import suits
from .said import SENTENCE_END, Line, Said, words

_MOST_VARIANTS = 100
"""More colors, styles or sizes are a whole shop's."""
_WAITED_FOR = ("lead_time", "sample_time", "delivery_time")
_HOURLY = ("charging_time", "working_time", "keeps_hot", "keeps_cold")
_TIMES = dict.fromkeys(_WAITED_FOR, ("day", "week", "month")) | dict.fromkeys(_HOURLY, ("hour",))


class _Cue(NamedTuple):
    """A word that names a role, and how it stands to a value: the nearest one comes first."""

    distance: int
    loose: bool
    """No word such as "is" or "for" binds it to the value."""
    after: bool
    key: str
    """Empty: another thing, which has no key."""
    start: int
    end: int


def assign_roles(line: Line, said: Sequence[Said]) -> list[str | None]:
    """The key of each value, which are in order; None for one that nothing names.

    A word names the nearest value; that a value is another thing's may be said anywhere beside it.
    """
    masked = words("around")["masked"].sub(lambda found: "\0" * len(found[0]), line.text)
    roles: list[str | None] = []
    free = 0
    for each, following in zip(said, [*said[1:], None], strict=False):
        first, last = line.part(each)
        after = min(following.start, last) if following else last
        cues = _cues(masked, each, max(free, first), each.start)
        its = _cues(masked, following, each.end, after) if following and after < last else []
        right = _cues(masked, each, each.end, after)
        cues += [cue for cue in right if not _is_of_the_next(cue, its, named=bool(cues))]
        if not cues and first:  # as for the MOQ, it's 100 pieces
            named = line.part(replace(each, start=first - 1))[0]
            cues = [c for c in _cues(masked, each, max(free, named), first) if not c.distance]
        cues.sort()
        free = max([each.end, *(cue.end for cue in cues[:1])])
        roles.append(_role(line, each, cues))
    keyed = list(zip(said, roles, strict=True))
    return [None if _is_for_some(line, each, keyed) else key for each, key in keyed]


def _is_of_the_next(cue: _Cue, its: Sequence[_Cue], *, named: bool) -> bool:
    """Whether a word between two values names the second; `named`: the first has another one."""
    twin = next((c for c in its if c.start < cue.end and cue.start < c.end), None)
    if twin and twin[:2] == cue[:2]:  # MOQ is of the quantity, not of the price
        return named or (bool(twin.key) and not cue.key)
    return twin is not None and twin[:2] < cue[:2]


def _cues(masked: str, said: Said, start: int, end: int) -> list[_Cue]:
    """The words between two characters that may name such a value, no word inside a longer one."""
    family = said.value.unit.partition("-")[0] if isinstance(said.value, Measure) else ""
    named = [(key, each) for key, each in words("keys").items() if _may_be(key, said)]
    others = words("others").items()
    named += [("", each) for kind, each in others if kind in ("any", said.kind, family)]
    found: dict[tuple[int, int], str] = {}
    for key, names in named:
        for place in names.finditer(masked, start, max(start, end)):
            found.setdefault(place.span(), key)
    around, cues = words("around"), []
    for (at, to), key in found.items():
        if any(f <= at and to <= t and (f, t) != (at, to) for f, t in found):
            continue
        after = at >= said.end
        between = masked[said.end : at] if after else masked[to : said.start]
        words_between = re.findall(r"[\w']+|\0+", between)
        far = sum(not around["filler"].fullmatch(word) for word in words_between)
        far += 2 * bool(around["joints"].search(between))
        cues.append(_Cue(far, not around["links"].search(between), after, key, at, to))
    return cues


def _may_be(key: str, said: Said) -> bool:
    """Whether a value of this kind and unit may be of a key."""
    value, unit = said.value, getattr(said.value, "unit", None) or ""
    if value is None:
        return said.kind in KEYS[key].kinds
    people = (key == "people") == (unit == "person")
    heavy = unit.startswith("mass-") and key in ("capacity", "carton_quantity")
    odd = heavy or (said.kind == "count" and key == "capacity")
    timely = said.kind != "duration" or unit in _TIMES.get(key, (unit,))
    return people and timely and not odd and suits(value, key)


def _role(line: Line, said: Said, cues: Sequence[_Cue]) -> str | None:
    first, last = line.part(said, SENTENCE_END)
    if said.value is None or line.text[last : last + 1] == "?":
        return None
    if said.key or any(not cue.key for cue in cues):
        return said.key
    if not cues:
        unit, amount = (getattr(said.value, name, None) for name in ("unit", "amount"))
        shop = said.kind == "count" and amount and amount >= _MOST_VARIANTS
        return None if shop else ROLE_BY_UNIT.get(unit or "") or ROLE_BY_KIND.get(said.kind)
    best, sentence = cues[0], line.text[first:last]
    made = words("around")["made"].search(line.text, best.start, best.end)
    unless = words("unless").get(best.key)
    sampled = made and best.key == "lead_time" and "sample" in sentence.lower()
    return None if sampled or (unless and unless.search(sentence)) else best.key


def _is_for_some(line: Line, price: Said, keyed: Sequence[tuple[Said, str | None]]) -> bool:
    """Whether a price or a discount holds only for some: 15 yuan if you take 1000 pieces."""
    off = isinstance(price.value, Discount) and not price.value.threshold
    if not (off or isinstance(price.value, Money)):
        return False
    first, last = line.part(price, SENTENCE_END)
    rest = line.text[first:last]
    for other, key in keyed:
        if first <= other.start < last and (key or other is price):
            rest = rest.replace(line.text[other.start : other.end], "")
        elif first <= other.start < last and other.kind in ("count", "money" if off else ""):
            return True
    around, others = words("around"), words("others")
    own = [others["any"], others["discount"]] if off else [around["a_lot"]]
    return any(limit.search(rest) for limit in (around["for_some"], *own))
