"""Counts, measures, times, shares, ages and sizes in English speech."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ...records import Age, Count, Duration, FactValue, Measure, Percent, Size
from .numerals import NUMBER, number, plain
from .said import STOP, Amount, Line, Said
from .words import SHORT_UNIT, UNIT, Unit, pattern, unit

_MAX_YEARS, _MAX_AGE, _MAX_BARE_AGE = 100, 99, 18
"""More years are a date; "20 and up" is a quantity unless it is called an age."""
_SIDE = rf'{NUMBER}(?:{SHORT_UNIT}|{UNIT}|[ -]?(?:m|in)\b|")?'
_BY = r" ?(?:\bby\b|\btimes\b|x|×|\*) ?"
_SIZE = pattern(f"{_SIDE}(?:{_BY}{_SIDE})+")
_LETTERS = {"m": "length-meter", "in": "length-inch", '"': "length-inch"}
_AND_HALF = pattern(r" and (?:an? )?half\b(?! an?\b)")
_PART = pattern(
    rf"(?P<half>half(?: of)?(?: an?)?(?= )|an? half(?= ))(?P<of>{UNIT})|an?(?P<unit> {UNIT})"
)
_OPEN = pattern(rf"(?: ?\+|[ -](?:plus|odd|something|ish)\b| or (?:so|more|less)\b)({UNIT})")
"""What makes a number vague before its unit: 100+ pieces."""
_LASTING = pattern(r"\b(?:in|within|of|is|takes?|for|just|only|needs|lasts)(?: just)? $")
_WARRANTY = pattern(" (?:warranty|guarantee)")
_RATE = pattern(r" ?(?:an?|per|each|every|/) ?(?:day|week|month|year|hour|minute|weekday)\b")
_CHARGE = pattern(r"\b(?:batter(?:y|ies)|banks?|capacity|mobile)\b")
_ALONE = pattern(
    r"[- ]*(?:[\d/]|(?:minimum|moq|min|orders?|lead|per|for|in|an?|and|or|each|is|are|as|of|to|at"
    r"|with|only|from|we|you|it|stock|total|every|one|can|i|the|but|so|if|when|on|by|please|then"
    r"|that|this)\b)"
)
"""What may follow "100 piece" when it is no "100 piece puzzle"."""
_MANY = pattern(" (?:per|an?|each) (?:hundred|thousand)")
_AGED = pattern(r"\b(?:(aged? |ages )|age of |aged (?:from|between) )$")
_AGE = pattern(
    r"(?P<old>[ -]olds?\b| of age\b)?(?P<up> (?:and|&|or) (?:up|above|older|over|upwards?)\b| ?\+"
    r"| plus\b)?(?P<late> years? old\b)?"
)
_NO_AGE = pattern(
    r"\b(?:moq|orders?|minimum|pieces?|prices?|buy|take|pay|quantity|discount|off|from|level"
    r"|floor)\b"
)


def read_size(line: Line, at: int) -> Said | None:
    """30 by 45 centimeters, 30 x 45 x 10 cm: the lengths in the unit of the last one."""
    found = line.match(_SIZE, at)
    if found is None:
        return None
    amounts, units = [], []
    for side in re.split(_BY, found[0], flags=re.IGNORECASE):
        numeral = re.match(NUMBER, side.lower())
        name = side[numeral.end() :] if numeral else ""
        amounts.append(number(numeral[0]) if numeral else None)
        known = unit(name)
        units.append(known.name if known else _LETTERS.get(name.strip(" -"), ""))
    clear = units[-1].startswith("length-") and set(units) <= {"", units[-1]} and len(units) <= 3
    sides = tuple(amount for amount in amounts if amount)
    value = Size(amounts=sides, unit=units[-1]) if clear and len(sides) == len(units) else None
    return Said(start=at, end=found.end(), kind="size", value=value)


def read_age(line: Line, at: int) -> Said | None:
    """Ages 3 and up, 3 to 6 years old, three years and older; no value of a three-year-old."""
    amount = line.amount(at)
    if amount is None or (amount.unit and amount.unit.name not in ("year", "month")):
        return None
    aged, rest = line.before(_AGED, at), line.match(_AGE, amount.end)
    if rest is None:
        return None
    up, late = (rest["up"] or "").strip().lower(), rest["late"]
    start = aged.start() if aged and aged[1] else amount.start
    low, high = amount.low, amount.high
    called = aged or (rest["old"] and amount.unit) or late or "older" in up
    if not called:
        bare = (
            not up or up in ("+", "plus") or high or low is None or low > _MAX_BARE_AGE or low % 1
        )
        said = Said(start=start, end=rest.end(), kind="age")
        if bare or _NO_AGE.search(line.text, *line.part(said)):
            return None
    value = None
    if low and (high or low) <= _MAX_AGE and (up or high) and amount.unit != ("duration", "month"):
        value = Age(amount=low, high=high)
    return Said(start=start, end=rest.end(), kind="age", value=value)


def read_quantity(line: Line, at: int) -> Said | None:
    """A number with a unit: 100 pieces, 85%, 20,000 mAh, half a liter, a year and a half."""
    if found := line.match(_PART, at):
        return _half_or_one(line, found)
    amount = line.amount(at)
    if amount is None or (amount.unit and amount.unit.kind == "money"):
        return None
    if amount.unit is None:
        vague = line.match(_OPEN, amount.end)
        of = unit(vague[1]) if vague else None
        return Said(start=at, end=vague.end(), kind=of.kind) if vague and of else None
    low, kind = amount.low, "count" if amount.unit.kind == "dozens" else amount.unit.kind
    said = Said(start=amount.start, end=amount.end, kind=kind)
    if half := line.match(_AND_HALF, amount.end):
        said = replace(said, end=half.end())
        whole = low and not amount.high and not low % 1 and kind != "count"
        low = low + Decimal("0.5") if low and whole else None
    smaller = line.amount(said.end + (5 if line.text.startswith(" and ", said.end) else 1))
    if smaller and smaller.unit and _is_part(smaller.unit, amount.unit):
        return replace(said, end=smaller.end)  # 1 year and 3 months, 5 feet 6 inches
    if kind == "count" and low:
        return _count(line, said, amount._replace(low=low))
    dated = amount.unit.name == "year" and (low or 0) >= _MAX_YEARS
    if not low or dated or (kind == "duration" and line.match(_RATE, said.end)):
        return said
    value = _value(amount.unit, low, amount.high)
    charge = amount.unit.name == "electric-milliampere"
    if charge and isinstance(value, Measure) and _CHARGE.search(line.text, *line.part(said)):
        value = replace(value, unit="x-milliampere-hour")  # the hours are left out in speech
    return replace(said, value=value, one=amount.one and kind == "duration")


def _is_part(small: Unit, large: Unit) -> bool:
    family = small.name.partition("-")[0]
    same = family in ("length", "mass", "volume") and large.name.startswith(f"{family}-")
    return small.kind == large.kind and small != large and (same or small.kind == "duration")


def _half_or_one(line: Line, found: re.Match[str]) -> Said | None:
    """Half a liter; a year and a half; in a week; a dozen."""
    of, half = unit(found["of"] or found["unit"]), line.match(_AND_HALF, found.end())
    if of is None or of.kind in ("money", "percent"):
        return None
    kind = "count" if of.kind == "dozens" else of.kind
    said = Said(start=found.start(), end=half.end() if half else found.end(), kind=kind)
    if kind == "count":
        dozen = Count(amount=Decimal(1 if of.name == "dozen" else 12), unit=of.name)
        is_dozen = of.name == "dozen" or of.kind == "dozens"
        return replace(said, value=dozen, one=True) if is_dozen and not found["of"] else None
    if found["of"] or half:
        return replace(said, value=_value(of, Decimal("0.5" if found["of"] else "1.5"), None))
    lasting = line.before(_LASTING, said.start) or line.match(_WARRANTY, said.end)
    if kind != "duration" or not lasting:
        return None  # 5,000 pieces a month
    return replace(said, value=_value(of, Decimal(1), None), one=True)


def _value(of: Unit, low: Decimal, high: Decimal | None) -> FactValue | None:
    if of.kind == "duration":
        return Duration(amount=low, high=high, unit=of.name)  # type: ignore[arg-type]
    if of.kind == "percent":
        return Percent(amount=low, high=high)
    return Measure(amount=low, high=high, unit=of.name) if of.name else None


def _count(line: Line, said: Said, amount: Amount) -> Said:
    """A number of pieces; of "a 6-piece set" with its role; without a value in "a 24-pack"."""
    low, high, name = amount.low or Decimal(0), amount.high, amount.unit.name if amount.unit else ""
    if amount.unit and amount.unit.kind == "dozens":
        low, high = plain(low * 12), plain(high * 12) if high else None
    broken = (low % 1 or (high or 0) % 1) and name != "dozen"
    if broken or (high and name in ("color", "style", "size", "layer")):
        return said
    counted = replace(said, value=Count(amount=low, high=high, unit=name), one=amount.one)
    plural = re.search(r"(?:s|dozen|doz|dz|pc|ctn|people)$", amount.name)
    if name == "layer" or plural or line.match(STOP, said.end):
        return replace(counted, value=None) if line.match(_MANY, said.end) else counted
    if name == "piece" and line.text[said.end :].startswith(" set"):
        return replace(counted, key="pieces_per_set")
    if name == "person" and not amount.one:
        return replace(counted, key="people")
    alone = line.match(_ALONE, said.end) and not amount.name.startswith("-")
    return counted if alone or amount.one else said
