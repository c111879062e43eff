"""Counts, measures, times, shares, ages and sizes in English speech."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ...records import Age, Count, Duration, FactValue, Measure, Percent, Size
from .hedges import middle_hedge
from .names import Unit, side_unit_at, unit_at
from .numerals import Number, half_after, plain, read_number
from .said import Amounts, Line, Said, read_amounts
from .tokens import words

_HALF = Decimal("0.5")
_DOZEN = 12
_MAX_YEARS = 100
"""More is a date: 2024 year."""
_MAX_AGE = 99
_MAX_BARE_AGE = 18
"""More is a quantity: "20 and up" is no age unless it is called one."""
_DURATION_ORDER = ("second", "minute", "hour", "day", "week", "month", "year")
_MEASURE_ORDER = {"length-inch": 0, "length-foot": 1, "mass-ounce": 0, "mass-pound": 1,
                  "mass-gram": 0, "mass-kilogram": 1, "length-centimeter": 0, "length-meter": 1,
                  "volume-milliliter": 0, "volume-liter": 1}  # fmt: skip
_ADJECTIVES = words(
    "different kinds kind types type of various beautiful available assorted separate popular"
)
_NO_RANGES = ("color", "style", "size", "layer")
_COMPOUND_ENDS = words(
    "minimum moq min order orders lead per for in a an and or each is are as of to at"
    " with only from we you it stock total every one can i the but so if when on by"
    " please then that this"
)
"""What may follow "100 piece" when it is no "100 piece puzzle"."""
_NEED_PLURAL = words("can order book case pack size set sheet roll tray")
_NEEDS_WEIGHT = {"mass-pound": ("weight", "net_weight", "gross_weight", "carton_weight"),
                 "mass-ounce": ("weight", "net_weight", "gross_weight")}  # fmt: skip
_HOLDS_CHARGE = words("battery batteries bank banks capacity mobile")
_BY = frozenset({"by", "x", "×", "*", "times"})
_UP = words("up above older over upward upwards")
_AGE = frozenset(["age", "ages", "aged"])
_OLD = frozenset(["old", "olds"])
_NO_AGES = words(
    "moq order orders minimum piece pieces price prices buy take pay quantity discount"
    " off from level floor"
)
_LASTING = words("in within of is takes take for about around only just needs lasts")
"""Words after which "a week" is a time."""
_YEARS = frozenset(["year", "years", "yr", "yrs"])


def read_size(line: Line, at: int) -> Said | None:
    """30 by 45 centimeters, 30 x 45 x 10 cm: the lengths in the unit of the last one."""
    here = at
    sides: list[Number] = []
    units: list[str] = []
    while True:
        number = read_number(line.tokens, here) if sides else line.number(here)
        if number is None:
            return None
        sides.append(number)
        found = side_unit_at(line.tokens, number.hi)
        here = found[1] if found else number.hi
        units.append(found[0].name if found else "")
        if line.word(here) not in _BY or not read_number(line.tokens, here + 1):
            break
        here += 1
    if len(sides) == 1:
        return None
    unit = units[-1]
    agree = unit and all(own in ("", unit) for own in units) and len(sides) <= 3
    amounts = [side.value for side in sides if side.value]
    value = None
    if agree and len(amounts) == len(sides):
        value = Size(amounts=tuple(amounts), unit=unit)
    return Said(lo=at, hi=here, kind="size", value=value)


def read_percent(line: Line, at: int) -> Said | None:
    """85%, eighty-five percent, 5 to 10 per cent."""

    def sign(here: int, _: bool) -> tuple[Unit, int] | None:
        if line.word(here) in {"%", "percent", "％"}:
            return Unit("percent", "%"), here + 1
        if line.has(here, "per", "cent"):
            return Unit("percent", "%"), here + 2
        return None

    amounts = read_amounts(line, at, sign)
    if amounts is None or amounts.unit is None:
        return None
    low, high = amounts.low.value, amounts.high.value if amounts.high else None
    value = Percent(amount=low, high=high) if amounts.clear and low is not None else None
    return Said(lo=at, hi=amounts.hi, kind="percent", value=value)


def read_age(line: Line, at: int) -> Said | None:
    """Ages 3 and up, 3 to 6 years old, three years and older; other mentions of an age are taken
    without a value."""
    amounts = read_amounts(line, at, lambda here, _: _years(line, here))
    if amounts is None:
        return None
    lo, hi = at, amounts.hi
    named = line.word(at - 1) in _AGE or line.has(at - 2, _AGE, {"of", "from", "between"})
    if line.word(at - 1) in _AGE:
        lo -= 1
    old, end = _old(line, hi, amounts.unit is not None)
    up = _and_up(line, end)
    if line.word(hi) in {"month", "months"} and (named or line.word(hi + 1) in _OLD):
        return Said(lo=lo, hi=hi + 1, kind="age", value=None)
    high = amounts.high.value if amounts.high else None
    low = amounts.low.value
    fits = amounts.clear and low is not None and low > 0 and (high or low) <= _MAX_AGE
    if amounts.high is not None and (named or old):
        value = Age(amount=low, high=high) if fits and low is not None else None
        return Said(lo=lo, hi=end, kind="age", value=value)
    if amounts.high is None and up and _is_age(line, amounts, named or old, end):
        value = Age(amount=low, high=None) if fits and low is not None else None
        return Said(lo=lo, hi=up, kind="age", value=value)
    if named or old:
        return Said(lo=lo, hi=end, kind="age", value=None)  # for a three-year-old
    return None


def _years(line: Line, at: int) -> tuple[Unit, int] | None:
    at += at < len(line.tokens) and line.tokens[at].is_dash and line.tokens[at].glued
    return (Unit("age", "year"), at + 1) if line.word(at) in _YEARS else None


def _old(line: Line, at: int, years: bool) -> tuple[bool, int]:
    """Whether the years before `at` are an age, and where that word ends."""
    if not years:
        return False, at
    here = at + (at < len(line.tokens) and line.tokens[at].is_dash)
    if line.word(here) in _OLD:
        return True, here + 1
    return (True, at + 2) if line.has(at, "of", "age") else (False, at)


def _and_up(line: Line, at: int) -> int:
    """Where "and up" or "+" ends at `at`, with the word for years that may follow; 0: not here."""
    here = 0
    if line.word(at) in {"and", "&", "or"} and line.word(at + 1) in _UP:
        here = at + 2
    elif line.word(at) == "+" or (line.word(at) == "plus" and line.stops(at + 1)):
        here = at + 1
    if here and line.word(here) in _YEARS:
        return _old(line, here + 1, True)[1]
    return here


def _is_age(line: Line, amounts: Amounts, named: bool, end: int) -> bool:
    if named or line.word(end + 1) == "older":
        return True
    value = amounts.low.value
    bare = line.word(end) == "+" or line.word(end) == "plus" or value is None
    if bare or value is None or value > _MAX_BARE_AGE or value % 1:
        # 3+ years of experience, but 3+ years old
        return line.word(end) == "+" and line.has(end + 1, _YEARS, _OLD)
    first, last = line.clause(amounts.lo, end)
    return not any(line.word(i) in _NO_AGES for i in range(first, last))


def read_amount(line: Line, at: int) -> Said | None:
    """A number with a unit: 100 pieces, two dozen, 20,000 mAh, half a liter, a year and a half."""
    if line.word(at) in {"half", "a", "an", "1/2"}:
        said = _half_or_one(line, at)
        if said:
            return said
    amounts = read_amounts(line, at, lambda here, digits: _unit(line, here, digits))
    if amounts is None:
        return None
    hedge = middle_hedge(line, amounts.hi) if amounts.unit is None else 0
    if hedge:
        found = _unit(line, amounts.hi + hedge, amounts.low.digits)
        if found:
            return Said(lo=at, hi=found[1], kind=found[0].kind, value=None, exact=False)
    if amounts.unit is None:
        return None
    return _amount(line, amounts, amounts.unit)


def _unit(line: Line, at: int, digits: bool) -> tuple[Unit, int] | None:
    found = unit_at(line.tokens, at, digits=digits)
    if found is None and line.word(at) in _ADJECTIVES:
        for here in range(at + 1, at + 3):
            found = unit_at(line.tokens, here, digits=False)
            if found or line.word(here) not in _ADJECTIVES:
                break
        if found and found[0].kind != "count":
            found = None
    if found and found[0].name == "dozen":
        more = unit_at(line.tokens, found[1], digits=False)
        if more and more[0].kind == "count":
            return Unit("dozens", more[0].name), more[1]
    return found


def _half_or_one(line: Line, at: int) -> Said | None:
    """Half a liter; a year and a half; in a week."""
    half = 1 if line.word(at) == "half" else 0
    if line.has(at, {"a", "an"}, "half"):
        half = 2
    if half:
        here = at + half
        here += (
            1 if line.word(here) in {"a", "an"} else 2 if line.has(here, "of", {"a", "an"}) else 0
        )
        found = unit_at(line.tokens, here, digits=False)
        if not found:
            return None
        value = None if found[0].kind == "count" else _value(found[0], _HALF, None)
        return Said(lo=at, hi=found[1], kind=found[0].kind, value=value)
    found = _unit(line, at + 1, False)
    if found and (found[0].name == "dozen" or found[0].kind == "dozens"):
        low = Decimal(1 if found[0].name == "dozen" else _DOZEN)
        count = Count(amount=low, unit=found[0].name)
        return Said(lo=at, hi=found[1], kind="count", value=count, one=True)
    if not found or found[0].kind == "count" or line.tokens[at + 1].is_dash:
        return None
    unit, hi = found
    size = half_after(line.tokens, hi)
    if size:
        return Said(lo=at, hi=hi + size, kind=unit.kind, value=_value(unit, 1 + _HALF, None))
    lasting = line.word(at - 1) in _LASTING or line.word(hi) in {"warranty", "guarantee"}
    if unit.kind != "duration" or not lasting:
        return None  # 5,000 pieces a month
    return Said(lo=at, hi=hi, kind="duration", value=_value(unit, Decimal(1), None), one=True)


def _amount(line: Line, amounts: Amounts, unit: Unit) -> Said:
    low, high = amounts.low.value, amounts.high.value if amounts.high else None
    kind = "count" if unit.kind == "dozens" else unit.kind
    said = Said(lo=amounts.lo, hi=amounts.hi, kind=kind, value=None)
    smaller = _smaller_part(line, amounts.hi, unit)
    if smaller:
        return replace(said, hi=smaller)
    if not amounts.clear or not low:
        return said
    size = half_after(line.tokens, amounts.hi)
    if size:
        if kind == "count" or high is not None or low % 1:
            return replace(said, hi=said.hi + size)
        low += _HALF
        said = replace(said, hi=said.hi + size)
    if unit.kind == "dozens":
        low, high = plain(low * _DOZEN), None if high is None else plain(high * _DOZEN)
        unit = replace(unit, kind="count")
    if kind == "count":
        return _count(line, said, unit, low, high, amounts.low.one)
    if unit.name == "year" and (low >= _MAX_YEARS):
        return said
    if kind == "duration" and _is_rate(line, said.hi):
        return said
    if unit.name == "electric-milliampere" and _names_charge(line, said):
        unit = replace(unit, name="x-milliampere-hour")  # the hours are left out in speech
    needs = _NEEDS_WEIGHT.get(unit.name, ())
    one = kind == "duration" and amounts.low.one and high is None
    return replace(said, value=_value(unit, low, high), needs=needs, one=one)


def _value(unit: Unit, low: Decimal, high: Decimal | None) -> FactValue | None:
    if not unit.name:
        return None
    if unit.kind == "duration":
        return Duration(amount=low, high=high, unit=unit.name)  # type: ignore[arg-type]
    if unit.kind == "count":
        return Count(amount=low, high=high, unit=unit.name)
    return Measure(amount=low, high=high, unit=unit.name)


def _count(
    line: Line, said: Said, unit: Unit, low: Decimal, high: Decimal | None, one: bool
) -> Said:
    whole = low % 1 == 0 and (high is None or high % 1 == 0)
    if not (whole or unit.name == "dozen") or (high is not None and unit.name in _NO_RANGES):
        return said
    value = Count(amount=low, high=high, unit=unit.name)
    before = said.hi - 1
    hyphen = line.tokens[before - 1].is_dash and line.tokens[before].glued
    following = line.word(said.hi)
    if unit.singular and unit.name == "piece" and following in {"set", "sets"} and low > 1:
        return replace(said, value=value, key="pieces_per_set")
    if unit.singular and unit.name == "person" and not line.stops(said.hi) and not one:
        return replace(said, value=value, key="people")
    if unit.name == "layer" and not one:
        return replace(said, value=value)
    ends = line.stops(said.hi) or following in _COMPOUND_ENDS or line.number(said.hi)
    if unit.singular and low != 1 and (not ends or unit.name in _NEED_PLURAL):
        return said  # a 100 piece puzzle
    if hyphen and following not in {"minimum", "moq"}:
        return said
    if following in {"per", "a", "an", "each"} and line.has(said.hi + 1, {"hundred", "thousand"}):
        return said
    return replace(said, value=value, one=one and high is None)


def _smaller_part(line: Line, at: int, unit: Unit) -> int:
    """Where a smaller part ends that follows: 1 year and 3 months, 5 feet 6 inches; else 0."""
    here = at + (line.word(at) in {"and", "plus"})
    number = line.number(here)
    found = unit_at(line.tokens, number.hi, digits=number.digits) if number else None
    if number is None or found is None:
        return 0
    if unit.kind == found[0].kind == "duration":
        order = [_DURATION_ORDER.index(name) for name in (found[0].name, unit.name)]
        return found[1] if order[0] < order[1] else 0
    small, large = (_MEASURE_ORDER.get(name) for name in (found[0].name, unit.name))
    family = found[0].name.partition("-")[0] == unit.name.partition("-")[0]
    return found[1] if family and (small, large) == (0, 1) else 0


def _is_rate(line: Line, at: int) -> bool:
    """Whether a time is a share of a longer one: 8 hours a day."""
    return line.word(at) in {"a", "per", "each", "every", "/"} and line.word(at + 1) in {
        *_DURATION_ORDER,
        "weekday",
    }


def _names_charge(line: Line, said: Said) -> bool:
    first, last = line.clause(said.lo, said.hi)
    return any(line.word(i) in _HOLDS_CHARGE for i in range(first, last))
