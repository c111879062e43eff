"""Values in English speech: prices, counts, measures, times, shares, ages, sizes and codes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ... import records
from ...facts import CERTIFICATES
from ...facts.numbers import CURRENCIES, PER_UNITS, plain
from ..found import pause_in
from .said import AND_HALF, NUMBER, STOP, UNIT, Line, Said, Unit, number, pattern, unit

_SIGNS = {sign.lower(): code for code, signs in CURRENCIES.items() for sign in signs}
_SIGN = pattern(r"[a-z]{0,2}[$¥￥€£₩₹₽₫฿₺] ?|(?:usd|rmb|cny|eur|gbp)(?: |(?=\d))")
_TORN = pattern(rf" (?:and |for )?{NUMBER}(?!{UNIT})")
"""What makes a price unclear: $2 50, $2.50 cents, $10 for three."""
_TAIL = pattern(
    rf"(?P<half>{AND_HALF})"
    rf"| (?P<and>and |for )?(?P<oh>oh )?(?!an? )(?P<n>{NUMBER})(?P<unit>{UNIT})?"
)
_AFTER = pattern(rf"{STOP.pattern}|[ /]+(?:(?:per|an?|each|for|and|but|if|in|the)\b|\w+ is\b)")
"""What may follow "18 yuan 50"; in "18 yuan 50 minimum" fifty is a quantity."""
_PER = pattern(
    rf"(?: (?:for )?(?:per|an?|each|every|one)| ?/)(?P<unit> ?{UNIT})"
    rf"|(?P<each> (?:apiece|each|for one)\b)| (?:per|a (?=hundred|\d)) ?(?:{NUMBER})?(?:{UNIT})?"
)
_NOT_SOLD = {"color", "style", "size", "layer", "person", "order"}
_OLDEST = 18
"""Above it "20 and up" is a quantity."""
_SIDE = rf'{NUMBER}(?:{UNIT}|[ -]?(?:m|in)\b|")?'
_BY = r" ?(?:\bby\b|\btimes\b|x|×|\*) ?"
_SIZE = pattern(f"{_SIDE}(?:{_BY}{_SIDE})+")
_LETTERS = {"m": "length-meter", "in": "length-inch", '"': "length-inch"}
_CHARGE = pattern(r"\b(?:batter(?:y|ies)|banks?|capacity)\b")
_SMALLER = pattern(rf"(?: and)? {NUMBER} (?:months?|minutes?|seconds?|inch(?:es)?|ounces?)\b")
"""What goes on with a value: 1 year and 3 months, 5 feet 6 inches; it is not read."""
_MANY = pattern("(?:s|dozen|pc|ctn|people)$")
_DISCOUNT_IS = pattern(r"\bdiscount (?:is|of) $")
_OFF = pattern(
    r" (?:off|discounts?)\b(?: (?:from|for|on orders of|if you (?:order|buy|take)) (?:at least )?"
    rf"(?P<n>{NUMBER})(?P<unit>{UNIT})(?: (?:or|and) (?:more|above|over|up))?)?"
)
_AGE = pattern(
    rf"(?P<aged>aged? |ages )?(?:between |from )?(?P<low>{NUMBER})"
    rf"(?:(?: to | and |-)(?P<high>{NUMBER}))?(?P<more> ?\+)?(?:[ -]years?)?"
    r"(?P<old>[ -]olds?\b)?(?P<up> (?:and|or) (?:up|above|older|over)\b)?"
)
_MARKS = {form: mark for mark in CERTIFICATES for form in (mark, mark.upper())}
_MARK = "|".join(map(re.escape, sorted(_MARKS, key=len, reverse=True)))
_LIST = re.compile(rf"(?:{_MARK})\b(?:(?:, ?(?:and )?| and | & |/| )(?:{_MARK})\b)*")
_PROTECTION = re.compile(r"IP(?:X\d|[ -]?\d\d)\b")
_NAME = pattern(
    r"\b(?P<name>model|item|article|style(?= n)|booth)(?P<number> (?:number|no\.?|code))?"
    r"(?: is|:)? ?$"
)
_NAMED = re.compile(r"(?=[\w/-]*\d)[A-Z\d]\w*(?:[-/]\w+)*")
_MORE = pattern(rf"{UNIT}|[ -]?{NUMBER}| ?%| (?:pro|plus|max|mini|ultra|lite)\b|[-./]\w")


def read_money(line: Line, at: int) -> Said | None:
    """The price that begins at `at`; without a value where it cannot be told for sure."""
    said = _signed(line, at) or _named(line, at)
    per = _PER.match(line.text, said.end) if said else None
    if said is None or per is None:
        return said
    of = unit(per["unit"].strip()) if per["unit"] else None
    name = f"duration-{of.name}" if of and of.kind == "duration" else of and of.name
    sold = per["each"] or name in PER_UNITS or (of and of.kind == "count" and name not in _NOT_SOLD)
    value = said.value if sold else None
    if isinstance(value, records.Money):
        value = replace(value, per=None if name == "piece" else name)
    return replace(said, end=per.end(), value=value)


def _signed(line: Line, at: int) -> Said | None:
    """$2.50, US$3, RMB18, $12 to $15, $3 US dollars."""
    sign = _SIGN.match(line.text, at)
    amount = line.amount(sign.end()) if sign else None
    if sign is None or amount is None:
        return None
    currency = _SIGNS.get(sign[0].strip().lower(), "")
    torn = _TORN.match(line.text, amount.end)
    clear = not torn and amount.unit in (None, Unit("money", currency))
    money = Unit("money", currency if clear else "")
    return _said(at, torn.end() if torn else amount.end, money, amount.low, amount.high)


def _named(line: Line, at: int) -> Said | None:
    """18.5 yuan, eighteen and a half dollars, 12 to 15 yuan, a dollar fifty."""
    amount = line.amount(at)
    if amount is None or amount.unit is None or amount.unit.kind != "money":
        return None
    fraction, end = _fraction(line, amount.end)
    odd = fraction and (amount.high or (amount.low or 0) % 1)
    low = None if fraction is None or odd else amount.low
    whole = plain(low + fraction) if low and fraction else low
    return _said(at, end, amount.unit, whole, amount.high)


def _fraction(line: Line, at: int) -> tuple[Decimal | None, int]:
    """What "fifty" or "30 cents" adds to a price, and where it ends; None: a pause is missing."""
    found = _TAIL.match(line.text, at)
    if found is None:
        return Decimal(0), at
    if found["half"]:
        return Decimal("0.5"), found.end()
    cents, of = number(found["n"].lower()), unit(found["unit"])
    apart = _apart(line, at, found.end())
    whole = cents / 100 if cents and not cents % 1 and cents < 100 else None
    if of and of.parts > 1:
        return whole, found.end()
    if of and (apart or cents == 1 or found["and"]):
        return Decimal(0), at  # 36 yuan one dozen
    ends = _AFTER.match(line.text, found.end()) or _apart(line, found.end(), found.end() + 2)
    clear = ends and not (apart or found["and"] or of)
    tens = cents and (cents < 10) == bool(found["oh"])  # two dollars oh five
    return whole if clear and tens else None, found.end()


def _apart(line: Line, at: int, end: int) -> bool:
    """Whether the speaker pauses at the space at `at`, and not later up to `end`."""
    pause = pause_in(line.segment, at - 1, end)
    return pause is not None and at <= pause <= at + 1


def read_size(line: Line, at: int) -> Said | None:
    """30 by 45 centimeters, 30 x 45 x 10 cm: the lengths in the unit of the last one."""
    found = _SIZE.match(line.text, at)
    if found is None:
        return None
    sides, units = [], []
    for side in re.split(_BY, found[0].lower()):
        numeral = re.match(NUMBER, side)
        name = side[numeral.end() :] if numeral else ""
        sides.append(number(numeral[0]) if numeral else None)
        known = unit(name)
        units.append(known.name if known else _LETTERS.get(name.strip(" -"), ""))
    clear = units[-1].startswith("length-") and set(units) <= {"", units[-1]} and len(units) <= 3
    amounts = tuple(side for side in sides if side)
    value = (
        records.Size(amounts=amounts, unit=units[-1])
        if clear and len(amounts) == len(units)
        else None
    )
    return Said(start=at, end=found.end(), kind="size", value=value)


def read_age(line: Line, at: int) -> Said | None:
    """Ages 3 and up, 3 to 6 years old, three years and older; no value of a three-year-old."""
    found = _AGE.match(line.text, at)
    if found is None or not (found["aged"] or found["old"] or found["up"]):
        return None
    low, high = number(found["low"].lower()), number((found["high"] or "").lower())
    clear = high > low if low and high else found["more"] or found["up"]
    value = records.Age(amount=low, high=high) if low and low <= _OLDEST and clear else None
    return Said(start=at, end=found.end(), kind="age", value=value)


def read_discount(line: Line, at: int) -> Said | None:
    """A share that is taken off, perhaps from a quantity on: 5% off if you order 500 pieces."""
    share = line.amount(at)
    if share is None or share.unit != Unit("percent", "%"):
        return None
    off = _OFF.match(line.text, share.end)
    if not (off or line.before(_DISCOUNT_IS, at)):
        return None
    needed, of = (off["n"], unit(off["unit"])) if off else (None, None)
    least = number((needed or "").lower())
    counted = least and of and of.kind == "count"
    threshold = records.Count(amount=least, unit=of.name) if least and of and counted else None
    value = None
    if share.low and share.low < 100 and not share.high and bool(needed) == bool(threshold):
        value = records.Discount(percent=share.low, threshold=threshold)
    return Said(start=at, end=off.end() if off else share.end, kind="discount", value=value)


def read_quantity(line: Line, at: int) -> Said | None:
    """A number with a unit: 100 pieces, 85%, 20,000 mAh, half a liter, a year and a half."""
    amount = line.amount(at)
    if amount is None or amount.unit is None or amount.unit.kind == "money":
        return None
    of, low = amount.unit, amount.low
    said = _said(at, amount.end, of, low, amount.high)
    if more := _SMALLER.match(line.text, said.end):
        return replace(said, end=more.end(), value=None)
    value = said.value
    if isinstance(value, records.Count) and low != 1 and not line.before(_MANY, said.end):
        in_set = of.name == "piece" and line.text.startswith(" set", said.end)
        key = "people" if of.name == "person" else "pieces_per_set" if in_set else None
        return replace(said, key=key, value=value if key or of.name == "layer" else None)
    charge = of.name == "electric-milliampere" and _CHARGE.search(line.text, *line.part(said))
    if isinstance(value, records.Measure) and charge:
        value = replace(value, unit="x-milliampere-hour")  # the hours are left out in speech
    return replace(said, value=value)


def _said(start: int, end: int, of: Unit, low: Decimal | None, high: Decimal | None) -> Said:
    """So many of a unit; without a value if the number or its unit cannot be told."""
    value: records.FactValue | None = None
    broken = of.kind == "count" and of.name != "dozen" and ((low or 0) % 1 or (high or 0) % 1)
    if low and of.name and not broken:
        match of.kind:
            case "money":
                value = records.Money(amount=low, high=high, currency=of.name)
            case "count":
                value = records.Count(amount=low, high=high, unit=of.name)
            case "duration":
                unit: Any = of.name  # one of time, by its kind
                value = records.Duration(amount=low, high=high, unit=unit)
            case "percent":
                value = records.Percent(amount=low, high=high)
            case _:
                value = records.Measure(amount=low, high=high, unit=of.name)
    return Said(start=start, end=end, kind=of.kind, value=value)


def read_code(line: Line, at: int) -> Said | None:
    """The code that begins at `at`: IP65, CE and FCC, A203 after "model", 203 after "item no."."""
    if grade := _PROTECTION.match(line.text, at):
        return _code(grade, "waterproof", re.sub("[ -]", "", grade[0]))
    name, found = line.before(_NAME, at), _NAMED.match(line.text, at)
    if name and found:
        key = "booth" if name["name"].lower() == "booth" else "model"
        more = _MORE.match(line.text, found.end())
        numbered = len(found[0]) > 1 and (key == "booth" or name["number"])
        if not found[0].isdigit() or (numbered and not more):
            plain = re.sub(r"^([A-Za-z]{1,4})-(\d{2,6})$", r"\1\2", found[0])
            return _code(found, key, *[] if more else [plain])
    if found := _LIST.match(line.text, at):
        return _code(found, None, *dict.fromkeys(_MARKS[m] for m in re.findall(_MARK, found[0])))
    return None


def _code(found: re.Match[str], key: str | None, *codes: str) -> Said:
    value = records.Code(codes=codes) if codes else None
    return Said(start=found.start(), end=found.end(), kind="code", value=value, key=key)
