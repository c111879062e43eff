"""Facts read out of English speech: a number, its unit, and the word that names its role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...facts.keys import KEYS
from ...records import Count, FactValue, Segment, Span
from ..found import Reading, mention
from . import hedges
from .amounts import read_age, read_amount, read_percent, read_size
from .codes import read_code
from .conditions import is_denied
from .discounts import join_discounts
from .money import read_money
from .names import currency_at, unit_at
from .numerals import NUMBER_WORDS
from .roles import assign_roles
from .said import Line, Said
from .tokens import words

_READERS = (read_code, read_size, read_money, read_percent, read_age, read_amount)
_WITHIN = {"lead_time", "delivery_time", "sample_time"}
_VARIANTS = ("color", "style", "size")
_VAGUE_NUMBERS = words("several few dozens hundreds thousands millions couple many half")
_MINIMUM = re.compile(r"\b(?:moq|m\.o\.q|minimum|minimal|min|smallest)\b")
_MINIMUM_WORDS = re.compile(
    r"(?:moq|m\.o\.q\.?|minimum(?: order)?(?: quantity)?|min\.? order(?: quantity)?)"
    r"(?: is| of|:| are|'s)?(?: only| just)?$"
)


def read_english(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    return tuple(reading for segment in segments for reading in _read_segment(segment))


def states_number_english(text: str) -> bool:
    """Whether a source text states a number: any digit, a number with a unit, exact or not, or a
    number word of two or more, whose unit may be left out: fifteen if you take a thousand."""
    if re.search(r"\d", text):
        return True
    line = Line(Segment(index=0, span=Span(start_ms=0, end_ms=1), text=text, words=()))
    for at in range(len(line.tokens)):
        word = line.word(at)
        if word in NUMBER_WORDS - {"one", "zero"} or word in {"dozen", "percent"}:
            return True
        number = line.number(at)
        hi = number.hi if number else at + 1
        vague = word in _VAGUE_NUMBERS or (word in {"a", "an"} and line.has(at + 1, "half"))
        if (number or vague) and _unit_follows(line, hi, one=word == "one"):
            return True
        if line.has(at, "and", "a", "half"):
            return True
    return False


def _unit_follows(line: Line, at: int, *, one: bool) -> bool:
    """Whether a unit stands soon after `at`; "one piece" is "a piece"."""
    for here in range(at, at + 4):
        unit = unit_at(line.tokens, here, digits=False)
        if unit or currency_at(line.tokens, here):
            return not (one and unit and unit[0].kind == "count" and here == at)
        if line.word(here) in {"off", "price", "cent", "cents"}:
            return True
        if line.stops(here):
            return False
    return False


def _read_segment(segment: Segment) -> Iterator[Reading]:
    line = Line(segment)
    said = join_discounts(line, [each for each in _say(line) if _counts(line, each)])
    for each, key in zip(said, assign_roles(line, said), strict=True):
        value = each.value
        if value is None or not _is_read(line, each, key):
            continue
        if key is not None and isinstance(value, Count) and value.unit is None:
            value = replace(value, unit=KEYS[key].unit)
        place = mention(segment, line.start(each), line.end(each))
        yield Reading(key=key, value=value, mention=place)


def _counts(line: Line, said: Said) -> bool:
    """Whether "one carton" is a quantity and not "a carton"."""
    if not said.one or said.kind != "count":
        return True
    return bool(_MINIMUM.search(line.text(*line.clause(said.lo, said.hi))))


def _is_read(line: Line, said: Said, key: str | None) -> bool:
    """Whether a value is exact, and stands for itself."""
    if not said.exact or is_denied(line, said):
        return False
    if said.least and not (key == "moq" or said.kind == "discount"):
        return False
    if said.within and key not in _WITHIN:
        return False
    if (said.one and key is None) or (said.one and said.kind == "count" and key != "moq"):
        return False
    return not said.needs or key in said.needs


def _say(line: Line) -> Iterator[Said]:
    """Every value of a line, exact or not, and every place where numbers cannot be told apart."""
    at, bare, last = 0, -1, 0
    while at < len(line.tokens):
        said = next((found for read in _READERS if (found := read(line, at))), None)
        said = said or _minimum(line, at) or _per_carton(line, at)
        if said is not None:
            if said.lo < last:  # what it is for was said of the value before
                said = replace(said, lo=at, value=None)
            yield _hedged(line, said, bare)
            at = last = max(said.hi, at + 1)
            bare = -1
            continue
        number = line.number(at)
        if number is not None:
            bare = number.hi
            at = number.hi
        else:
            at += 1


def _hedged(line: Line, said: Said, bare: int) -> Said:
    """A value with what the words around it make of its number."""
    if said.kind in ("code", "") or said.value is None:
        return said
    is_range = getattr(said.value, "high", None) is not None
    found = {
        hedges.before(line, said.lo, said.kind, is_range),
        "" if said.kind == "age" else hedges.after(line, said.hi, said.kind),
    }
    variants = isinstance(said.value, Count) and said.value.unit in _VARIANTS
    if said.kind == "age" or (variants and line.word(said.lo - 1) == "from"):
        found -= {"least"}  # from 3 years old and up, choose from 12 designs
    if is_range and line.has(said.lo - 1, {"between", "from"}):
        said = replace(said, lo=said.lo - 1)
    exact = said.exact and "vague" not in found and not line.listed(said.lo, bare)
    return replace(said, exact=exact, least="least" in found, within="within" in found)


def _minimum(line: Line, at: int) -> Said | None:
    """A bare number right after the minimum order: MOQ is 100."""
    number = line.number(at)
    if number is None or number.value is None or number.value % 1 or number.value <= 1:
        return None
    first, _ = line.clause(at, number.hi)
    if not line.stops(number.hi) or not _MINIMUM_WORDS.search(line.text(first, at).strip()):
        return None
    value: FactValue = Count(amount=number.value)
    return Said(lo=at, hi=number.hi, kind="count", value=value, key="moq")


def _per_carton(line: Line, at: int) -> Said | None:
    """A bare number that a carton or a set holds: 24 per carton, a set of six."""
    number = line.number(at)
    if number is None or number.value is None or number.value % 1 or number.value <= 1:
        return None
    key = None
    carton = {"carton", "ctn", "cartons"}
    if (
        line.has(number.hi, {"per", "in", "to"}, {"carton", "ctn"})
        or line.has(number.hi, {"per", "in", "to"}, {"a", "one", "each", "the"}, carton)
        or (line.has(at - 2, carton, "of") and line.stops(number.hi))
    ):
        key = "carton_quantity"
    elif line.has(at - 2, {"set", "sets"}, "of") and line.word(at - 3) in {"a", "of", "in", "one"}:
        key = "pieces_per_set"
    if key is None:
        return None
    value: FactValue = Count(amount=number.value)
    return Said(lo=at, hi=number.hi, kind="count", value=value, key=key)
