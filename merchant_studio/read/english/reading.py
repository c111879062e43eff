"""Facts read out of English speech: a number, its unit, and the word that names its role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...facts import KEYS
from ...records import Code, Count, FactValue, Measure, Segment, mention
from ..found import Reading
from .codes import read_code
from .discounts import join_discounts
from .money import read_money
from .numerals import NUMBER, WORDS, number
from .roles import assign_roles
from .said import STOP, Line, Said
from .values import read_age, read_quantity, read_size
from .words import UNIT, pattern

_READERS = (read_code, read_size, read_money, read_age, read_quantity)
_WITHIN = {"lead_time", "delivery_time", "sample_time"}
_WEIGHTS = {"weight", "net_weight", "gross_weight", "carton_weight"}
_BEGIN = pattern(r"(?<![\w#.])(?<!\w[,:/'-])(?:[^\W_]|[$¥￥€£₩₹₽₫฿₺½¼¾]|\.(?=\d))")
_NUMBER, _WORD = pattern(NUMBER), pattern(r"\w+|(?s:.)")
_STATES = pattern(
    rf"\d|\b(?:(?!one\b|zero\b){WORDS}|(?:dozens?|per ?cent)\b|oh? point\b)|\band (?:an? )?half\b"
    rf"|\b(?:several|few|couple|many|half|an? half)(?: \w+){{0,3}}?(?:{UNIT}| price\b)"
    rf"|\bone(?!{UNIT}(?<!day)(?<!week)(?<!month)(?<!year)(?<!hour))(?:{UNIT})"
)
_MINIMUM = pattern(r"\b(?:moq|m\.o\.q|minimum|minimal|min|smallest)\b")
_BARE = {
    "moq": pattern(
        r"\b(?:moq|m\.o\.q\.?|min(?:imum|\.)?(?: order)?(?: quantity)?)(?: is| of|:"
        r"| are)?(?: only)? $"
    ),
    "carton_quantity": pattern(r"\b(?:cartons?|ctn) of $"),
    "pieces_per_set": pattern(r"\b(?:an?|of|in|one) sets? of $"),
}
_HELD = pattern(r" (?:per|in|to) (?:(?:an?|one|each|the) )?(?:cartons?|ctn)\b|/ctn\b")

_SKIPPED = r"(?: (?:the|of|only|just|an?|even|exactly))*"
_VAGUE_BEFORE = pattern(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|over|above|under"
    r"|below|beyond|few|several|couple|many|near|circa|maybe|probably|perhaps|like|first|next|last"
    r"|past|another|extra|additional|other|every|these|those|max(?:imum|\.)?|minus|negative"
    r"|exceed(?:ing|s)?|average|say|between|number|second|third|half|no|not|never|or|plus|towards?"
    r"|(?<!no less )(?<!not less )(?<!no fewer )than|(?:up|close|down|near|next) to|as \w+ as"
    rf"|at most){_SKIPPED}|[~≈<>≤≥±+#−]|(?:^|[\s(])[-–])\W*$"
)
_LEAST_BEFORE = pattern(
    r"(?:\bat least|\bfrom|\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?) (?:at|with)"
    r"|\b(?:no|not) (?:less|fewer) than)(?: only| just)? $"
)
_VAGUE_AFTER = pattern(
    r" ?\+|[ -](?:ish|odd)\b|[ -]plus\b(?=\W*$)| (?:something|max(?:imum)?|tops|approx\w*|roughly"
    r"|or (?:so|less|under|below|fewer|lower|thereabouts|even)|give or|more or|at most|ago"
    rf"|around(?=\W*$))\b| or (?:[$]|{NUMBER})"
)
_LEAST_AFTER = pattern(
    r" (?:(?:or|and|&) (?:more|above|over|longer|higher|up|upwards?|greater|beyond)|at least)\b"
)
_NO_MINIMUM = pattern(r" (?:minimum|up)\b")
_NO_PRICE = pattern(rf"\b(?:per|or|(?!one\b)(?:{NUMBER})(?:{UNIT})? for) $")
_WITHIN_BEFORE = pattern(r"\bwithin(?: just| only)? $")
_LIST = pattern(r"(?:,|(?:,? (?:and|or|&|to|by|x|times))|-)? ")
_NOT = pattern(
    r"(?:\b(?:not(?! only| (?:less|fewer|later) than)|cannot|no(?! (?:less|fewer|later) than"
    r"| problem| doubt| matter)|never|without|neither|nor)\b(?<!item no)(?<!model no)(?<!booth no)"
    r"|n't\b)"
)
_IS_NOT = pattern(r" (?:isn't|aren't|is not|are not)\b")


def read_english(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    return tuple(reading for segment in segments for reading in _read_segment(segment))


def states_number_english(text: str) -> bool:
    """Whether a source text states a number.

    That is any digit, a number with a unit, exact or not, or a number word of two or more, whose
    unit may be left out: "fifteen if you take a thousand".
    """
    return bool(_STATES.search(text.replace("’", "'")))


def _read_segment(segment: Segment) -> Iterator[Reading]:
    line = Line(segment)
    said = join_discounts(line, list(_say(line)))
    for each, key in zip(said, assign_roles(line, said), strict=True):
        value = each.value
        if value is None or not _is_read(line, each, value, key):
            continue
        if key and isinstance(value, Count) and value.unit is None:
            value = replace(value, unit=KEYS[key].unit)
        yield Reading(key=key, value=value, mention=mention(segment, each.start, each.end))


def _is_read(line: Line, said: Said, value: FactValue, key: str | None) -> bool:
    """Whether a value is exact, and stands for itself: neither denied nor another word's part."""
    denied = line.match(_IS_NOT, said.end) or _NOT.search(line.text, line.part(said)[0], said.start)
    least = said.least and not (key == "moq" or said.kind == "discount")
    one = said.one and (key is None or (said.kind == "count" and key != "moq"))
    within = said.within and key not in _WITHIN
    pounds = isinstance(value, Measure) and value.unit in ("mass-pound", "mass-ounce")
    certificates = isinstance(value, Code) and said.key is None and value.codes[0].isalpha()
    return said.exact and not (
        denied
        or least
        or one
        or within
        or (pounds and key not in _WEIGHTS)
        or (certificates and key != "certificates")
    )


def _say(line: Line) -> Iterator[Said]:
    """Every value of a line, exact or not, and every place where numbers cannot be told apart."""
    at, bare, last = 0, -1, 0
    while begin := _BEGIN.search(line.text, at):
        at = begin.start()
        said = next((found for read in _READERS if (found := read(line, at))), None)
        said = said or _bare(line, at)
        if said is not None:
            if said.start < last:  # what it is for was said of the value before
                said = replace(said, start=at, value=None)
            at = last = max(said.end, at + 1)
            if not (said.one and said.kind == "count") or _MINIMUM.search(
                line.text, *line.part(said)
            ):
                yield _hedged(line, said, bare)  # "one carton" may be "a carton"
            bare = -1
        elif numeral := line.match(_NUMBER, at):
            at = bare = numeral.end()
        else:
            word = line.match(_WORD, at)
            at = word.end() if word else at + 1


def _bare(line: Line, at: int) -> Said | None:
    """A bare number whose unit goes without saying: MOQ is 100, 24 per carton, a set of six."""
    numeral = line.match(_NUMBER, at)
    amount = number(numeral[0].lower()) if numeral else None
    if numeral is None or amount is None or amount % 1 or amount <= 1:
        return None
    ends = line.match(STOP, numeral.end())
    key = next((k for k, named in _BARE.items() if line.before(named, at)), None)
    key = "carton_quantity" if line.match(_HELD, numeral.end()) else key
    if key is None or (key == "moq" and not ends):
        return None
    value = Count(amount=amount)
    return Said(start=at, end=numeral.end(), kind="count", value=value, key=key)


def _hedged(line: Line, said: Said, bare: int) -> Said:
    """A value with what the words around it make of its number; a bare one ended at `bare`."""
    if said.kind == "code" or said.value is None:
        return said
    start, end = said.start, said.end
    aged = said.kind == "age"
    vague = (
        line.before(_VAGUE_BEFORE, start)
        or (bare >= 0 and _LIST.fullmatch(line.text, bare, start))
        or (not aged and line.match(_VAGUE_AFTER, end))
        or (not aged and said.kind != "count" and line.match(_NO_MINIMUM, end))
        or (said.kind == "money" and line.before(_NO_PRICE, start))
    )
    least = line.before(_LEAST_BEFORE, start)
    variants = isinstance(said.value, Count) and said.value.unit in ("color", "style", "size")
    if variants and least and least[0].lower().startswith("from"):
        least = None  # choose from 12 designs
    least = None if aged else least or line.match(_LEAST_AFTER, end)
    within = bool(line.before(_WITHIN_BEFORE, start))
    return replace(said, exact=said.exact and not vague, least=bool(least), within=within)
