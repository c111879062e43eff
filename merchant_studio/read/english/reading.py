"""Facts read out of English speech: a number, its unit, and the word that names its role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from re import Pattern

from ...records import Count, Segment, mention
from ..found import Reading
from .numerals import NUMBER, WORDS, number
from .roles import assign_roles
from .said import STOP, UNIT, Line, Said, pattern, words
from .values import read_age, read_code, read_discount, read_money, read_quantity, read_size

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


def read_english(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    return tuple(reading for segment in segments for reading in _read_segment(segment))


def states_number_english(text: str) -> bool:
    """Whether a source text states a number: a digit, a few dollars, fifteen if you take more."""
    return bool(_STATES.search(text.replace("’", "'")))


def _read_segment(segment: Segment) -> Iterator[Reading]:
    line = Line(segment)
    numbers = list(_say(line))
    said = [each for each in numbers if each.kind]
    bare = [each.end for each in numbers if not each.kind]
    for each, key in zip(said, assign_roles(line, said), strict=True):
        value = each.value
        listed = any(_LIST.fullmatch(line.text, end, each.start) for end in bare)
        if value and not listed and _is_exact(line, each, key):
            yield Reading(key=key, value=value, mention=mention(segment, each.start, each.end))


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
