"""Facts read out of English speech: a number, its unit, and the word that names its role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from re import Pattern
from typing import NamedTuple

from ...facts import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT
from ...records import Count, Discount, Measure, Money, Segment, mention
from ..found import HeardValue, Reading
from ..roles import suits
from .said import NUMBER, SENTENCE_END, STOP, UNIT, WORDS, Line, Said, number, pattern, words
from .values import read_age, read_code, read_discount, read_money, read_quantity, read_size

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


_BEGIN = pattern(r"(?<![\w#.])(?<!\w[,:/'-])(?:[^\W_]|[$¥￥€£₩₹₽₫฿₺½¼¾]|\.(?=\d))")
_TOKEN = pattern(rf"(?P<number>{NUMBER})|\w+|(?s:.)")
_STATES = pattern(
    rf"\d|\b(?:(?!one\b|zero\b){WORDS}|(?:dozens?|per ?cent)\b|oh? point\b)|\band (?:an? )?half\b"
    rf"|\b(?:several|few|couple|many|half|an? half)(?: \w+){{0,3}}?(?:{UNIT}| price\b)"
    r"|\bone[ -](?:day|week|month|year|hour)\b"
)
_MINIMUM = pattern(r"\b(?:moq|minimum)\b")
_BARE = pattern(r"\b(?:(?P<moq>moq|m\.o\.q\.?|minimum(?: order)?)(?: is|:)?(?: only)?|sets? of) $")
_HELD = pattern(r" (?:per|in|to) (?:(?:an?|one|each) )?(?:cartons?|ctn)\b|/ctn\b")
_NO_PRICE = pattern(rf"\b(?:per|or|(?!one\b)(?:{NUMBER})(?:{UNIT})? for) $")
_VAGUE_AFTER = pattern(rf" ?\+|-(?:ish|odd)\b| or (?:[$]|{NUMBER})|[ -]plus\b(?=\W*$)")
_LIST = pattern(r"(?:,|(?:,? (?:and|or|&|to|by|x|times))|-)? ")


def read_english(segments: Sequence[Segment]) -> Reading:
    """All that the segments state: of English its values only."""
    return Reading(values=tuple(v for segment in segments for v in _read_segment(segment)))


def states_number_english(text: str) -> bool:
    """Whether a source text states a number: a digit, a few dollars, fifteen if you take more."""
    return bool(_STATES.search(text.replace("’", "'")))


def _read_segment(segment: Segment) -> Iterator[HeardValue]:
    line = Line(segment)
    numbers = list(_say(line))
    said = [each for each in numbers if each.kind]
    bare = [each.end for each in numbers if not each.kind]
    for each, key in zip(said, assign_roles(line, said), strict=True):
        value = each.value
        listed = any(_LIST.fullmatch(line.text, end, each.start) for end in bare)
        if value and not listed and _is_exact(line, each, key):
            yield HeardValue(key=key, value=value, mention=mention(segment, each.start, each.end))


def _is_exact(line: Line, said: Said, key: str | None) -> bool:
    """Whether a value is exact and stands for itself: not about 100 pieces, no 100 pieces."""
    text, hedges = line.text, words("hedges")
    denied = hedges["denied"].search(text, line.part(said)[0], said.start)
    if denied or said.kind in ("code", "age"):
        return bool(key) and not denied
    return not (
        line.before(_ending("vague"), said.start)
        or hedges["vague_after"].match(text, said.end + 1)
        or _VAGUE_AFTER.match(text, said.end)
        or (said.kind == "money" and line.before(_NO_PRICE, said.start))
        or (key != "moq" and line.before(_ending("least"), said.start))
        or (key != "moq" and hedges["least_after"].match(text, said.end + 1))
    )


@cache
def _ending(hedge: str) -> Pattern[str]:
    """The words of a hedge where they end at a number: about the, -, no more than."""
    end = r"(?: (?:the|of|only|just|an?|even|exactly))*|[~≈<>≤≥±+#−]|(?:^|[\s(])[-–]"
    return pattern(rf"(?:{words('hedges')[hedge].pattern}{end})\W*$")


def _say(line: Line) -> Iterator[Said]:
    """Every value of a line, exact or not, and every number of nobody knows what, of no kind."""
    readers = (read_code, read_size, read_money, read_age, read_discount, read_quantity, _bare)
    at = 0
    while (begin := _BEGIN.search(line.text, at)) and (
        token := _TOKEN.match(line.text, begin.start())
    ):
        at = begin.start()
        said = next((found for read in readers if (found := read(line, at))), None)
        if said is None and token["number"]:
            yield Said(start=at, end=token.end(), kind="")
        at = max(said.end, at + 1) if said else token.end()
        one = said and isinstance(said.value, Count) and said.value.amount == 1
        if said and not (one and not _MINIMUM.search(line.text, *line.part(said))):
            yield said  # "one carton" may be "a carton"


def _bare(line: Line, at: int) -> Said | None:
    """A bare number whose unit goes without saying: MOQ is 100, 24 per carton, a set of six."""
    token = _TOKEN.match(line.text, at)
    amount = number(token["number"].lower()) if token and token["number"] else None
    if token is None or amount is None or amount % 1 or amount <= 1:
        return None
    named, held = line.before(_BARE, at), _HELD.match(line.text, token.end())
    key = named and ("moq" if named["moq"] else "pieces_per_set")
    key = "carton_quantity" if held else key
    if key is None or (key == "moq" and not STOP.match(line.text, token.end())):
        return None
    value = Count(amount=amount, unit="piece")
    return Said(start=at, end=token.end(), kind="count", value=value, key=key)
