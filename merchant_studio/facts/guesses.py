"""Numbers that only the words around them give a unit and a role: 店里您挂三百二十八, 一盒九十二.

No pattern can tell them from the other bare numbers of a talk; the weights of `likely` can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from ..records import Count, Duration, FactValue, Measure
from .bare import ENDS, price_numeral
from .chinese import NUMERAL, NUMERAL_PARTS, read_numeral
from .degrees import AT_MOST, WEATHER
from .fits import suits
from .found import Found, clause, is_vague
from .keys import KEYS
from .likely import NOTHING, likelihoods
from .line import Line
from .money import priced
from .patterns import SPOKEN_ALIASES, START, TO
from .roles import Role

LEAST = 0.8
"""How likely a role must be."""
_SHIPPED = re.compile("(?:集装箱|货柜|柜子?|托盘?)[^，。]*$")
"""What holds many cartons."""
_LINKS = re.compile("(?:[只才就都也按还]|要|卖|算|给|到|[您你]|我|们|收|是|报|价|钱|的)*")
_DEGREES = re.compile(
    rf"(?:(?P<below>零下|负)|{START})(?P<n>{NUMERAL})度?(?:{TO}(?P<high>{NUMERAL}))?度(?![电角])"
)
_LOOSE = re.compile(rf"(?<!加){START}(?P<n>{NUMERAL})(?P<unit>码|日|个?[Gg](?![A-Za-z\d加+]))")
"""Yards or a size, days or a date, a memory or a network."""


def guesses(line: Line) -> Iterator[tuple[Found, Role]]:
    """The numbers of a line that nobody read, with their likely values and roles."""
    for found in candidates(line):
        if any(found.start < each.end and each.start < found.end for each in line.taken):
            continue
        likely = likelihoods(*with_value(line, found))
        key = max(likely, key=lambda key: likely[key])
        if key != NOTHING and likely[key] >= LEAST and (value := _value(line, found, key)):
            role = Role(key, implied=True, guessed=True, likelihood=likely[key])
            yield replace(found, value=value, key=key, loose=True), role


def candidates(line: Line) -> Iterator[Found]:
    """Numbers that are facts only in some talks; what each is if it is one."""
    yield from _bare_numbers(line)
    yield from _degrees(line)
    yield from _ones(line)
    yield from _loose(line)


def _bare_numbers(line: Line) -> Iterator[Found]:
    """The exact numbers without a unit, as counts of nobody knows what: 一百六十八, 三十八一把."""
    for said in _bare().finditer(line.text):
        amount = price_numeral(said["n"])
        if amount and not is_vague(line.text, *said.span("n")):
            end = said.end("per") if said["per"] else said.end("n")
            yield Found(said.start("n"), end, Count(amount=amount))


def _ones(line: Line) -> Iterator[Found]:
    """一台 of 一台也卖: one, and not only "a"."""
    for said in _one().finditer(line.text):
        yield Found(*said.span(), Count(amount=Decimal(1), unit=SPOKEN_ALIASES[said["unit"]]))


def _loose(line: Line) -> Iterator[Found]:
    for said in _LOOSE.finditer(line.text):
        amount = read_numeral(said["n"])
        if amount and _is_clear(line, said):
            yield Found(*said.span(), _measured(amount, said["unit"]))


def _is_clear(line: Line, said: re.Match[str]) -> bool:
    """Whether it is exact, and something else is said."""
    return line.text.strip("。！，") != said[0] and not is_vague(line.text, *said.span())


def _measured(amount: Decimal, unit: str) -> FactValue:
    if unit == "日":
        return Duration(amount=amount, unit="day")
    return Measure(amount=amount, unit="length-yard" if unit == "码" else "digital-gigabyte")


def _degrees(line: Line) -> Iterator[Found]:
    """What may be a temperature, or an angle."""
    for said in _DEGREES.finditer(line.text):
        low, high = read_numeral(said["n"]), read_numeral(said["high"] or "")
        unclear = said["high"] and (low is None or high is None or high <= low or said["below"])
        unclear = unclear or AT_MOST.match(line.text, said.end())
        unclear = unclear or (
            said["below"] and WEATHER.search("".join(clause(line.text, *said.span())))
        )
        if low is not None and not unclear and _is_clear(line, said):
            low = -low if said["below"] else low
            value = Measure(amount=low, high=high, unit="temperature-celsius")
            yield Found(*said.span(), value)


def with_value(line: Line, found: Found) -> tuple[Line, int]:
    """The line with one value more, in place of any that stands there, and which one it is."""
    others = [e for e in line.taken if not (e.start < found.end and found.start < e.end)]
    taken = sorted([*others, found], key=lambda each: each.start)
    return Line(line.text, taken, line.said_before, line.goods), taken.index(found)


def _value(line: Line, found: Found, key: str) -> FactValue | None:
    """What the value is if it is of that key."""
    value, kinds = found.value, KEYS[key].kinds
    match value:
        case Count(unit=None, amount=amount) if kinds[0] == "money":
            return _price(line, found, amount)
        case Count(unit=None, amount=amount):
            each = line.text[found.start : found.end][-1:] in _EACH
            whole = "count" in kinds and amount % 1 == 0 and not each
            return value if whole and not _SHIPPED.search(line.text[: found.start]) else None
        case Count():
            return value if key in _OF_ONE else None
        case Measure() | Duration():
            return value if suits(value, key) else None
        case _:
            return None


def _price(line: Line, found: Found, amount: Decimal) -> FactValue | None:
    """The amount for what 一盒 before it, or after it, says; None if more is said between them."""
    said = line.text[found.start : found.end]
    if said[-1] in _EACH:
        return priced(amount, "CNY", said[-1], None)
    with_it, i = with_value(line, found)
    each = _before().search(with_it.clause(i)[0])
    if each and not _LINKS.fullmatch(each["between"]):
        return None
    return priced(amount, "CNY", each["per"] if each else None, None)


_OF_ONE = ("moq", "carton_quantity")
"""Keys that one piece may be of."""
_EACH = tuple(name for name in SPOKEN_ALIASES if not name.isascii() and len(name) == 1)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(
        f"{START}(?P<n>{NUMERAL})(?:(?<![十百千万])一(?P<per>{'|'.join(_EACH)}))?{ENDS}"
    )


@cache
def _one() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![每第单同另任哪这那某唯万统不\d{NUMERAL_PARTS}])一(?P<unit>{'|'.join(_EACH)})"
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(f"[一每](?P<per>{'|'.join(_EACH)})(?P<between>[^，。#]*)$")
