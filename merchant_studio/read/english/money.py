"""Prices in English speech: $2.50, eighteen yuan fifty, 12 to 15 yuan, 36 yuan per dozen.

Where numbers run into each other, as in "18 yuan 50 pieces", a pause must tell them apart; else
nothing is read.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ...facts.numbers import PER_UNITS
from ...records import Money
from ..found import pause_in
from .numerals import NUMBER, number, plain
from .said import STOP, Line, Said
from .words import SHORT_UNIT, SIGNS, UNIT, pattern, unit

_SIGN = pattern(r"(us ?\$|[a-z]{0,2}[$¥￥€£₩₹₽₫฿₺]) ?|(?P<code>usd|rmb|cny|eur|gbp)(?: |(?=\d))")
_NUMBER = pattern(NUMBER)
_CENTS = pattern(rf"(?P<n>{NUMBER})[ -](?P<of>us |euro )?cents?\b")
_ONE = pattern(rf"(?P<half>half an?|a half|half)?(?(half)|an?)(?P<unit> {UNIT})")
_WORTH = pattern(rf" (?:each|per|apiece|a|and (?:a )?half|{NUMBER})\b")
_TAIL = pattern(
    rf"(?P<half> and (?:an? )?half\b)| (?P<oh>oh?)\b"
    rf"| (?P<and>and )?(?P<for>for )?(?!an? )(?P<n>{NUMBER})"
    rf"(?:(?P<cents>[ -]cents?\b)|(?P<unit>{UNIT}|{SHORT_UNIT}))?"
)
_AFTER = pattern(
    r"[ /]+(?:(?:per|an?|each|every|for|and|but|if|when|only|apiece|one|in|with|because|so|right"
    r"|okay|ok|it's|the|which|that)\b|\w+ (?:is|of|:)|/)"
)
"""What may follow "18 yuan 50"; in "18 yuan 50 minimum" fifty is a quantity."""
_PER = pattern(
    rf" (?:apiece|for (?:one|each)|each)\b(?!{UNIT}| \d)"
    rf"|(?: (?:for )?(?:per|an?|each|every|one)(?= )| ?/)(?P<unit>{UNIT}| ?kg\b)"
    rf"|(?P<many> (?:per|an?)(?: hundred\b| {NUMBER})(?:{UNIT})?| per\b| ?/)"
)
_PER_COUNTS = {"color", "style", "size", "layer", "person", "time", "order"}


class _Head(NamedTuple):
    """A price up to its currency; no currency: it cannot be told."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    currency: str
    named: bool
    """The currency is a word after the amount: a bare number may follow it."""


def read_money(line: Line, at: int) -> Said | None:
    """The price that begins at `at`; without a value where it cannot be told for sure."""
    head = _signed(line, at) or _named(line, at)
    if head is None:
        return None
    fraction, end = _fraction(line, head)
    said = Said(start=head.start, end=end, kind="money")
    per, clear = None, True
    if found := line.match(_PER, end):
        said = replace(said, end=found.end())
        per = _per_name(found["unit"].strip()) if found["unit"] else None
        clear = not (found["many"] or (found["unit"] and per is None))
    odd = fraction and (head.high or (head.low or 0) % 1)
    if not (clear and head.low and head.currency) or fraction is None or odd:
        return said
    low = plain(head.low + fraction) if fraction else head.low
    return replace(said, value=Money(amount=low, high=head.high, currency=head.currency,
                                     per=None if per == "piece" else per))  # fmt: skip


def _signed(line: Line, at: int) -> _Head | None:
    """$2.50, US$3, RMB18, $12 to $15, $3 US dollars."""
    sign = line.match(_SIGN, at)
    amount = line.amount(sign.end()) if sign else None
    first = line.match(_NUMBER, sign.end()) if sign else None
    if sign is None or amount is None or first is None:
        return None
    currency = SIGNS.get(sign[0].strip().lower(), "")
    if amount.unit and sign["code"]:
        return None  # RMB, 100 pieces
    if amount.unit and amount.unit.kind == "money":
        currency = currency if amount.unit.name == currency else ""
    elif amount.unit:  # $5 - 100 pieces
        return _Head(at, first.end(), number(first[0].lower()), None, currency, False)
    cents = line.match(_CENTS, sign.end())
    end = cents.end() if cents else amount.end
    return _Head(at, end, amount.low, amount.high, "" if cents else currency, False)


def _named(line: Line, at: int) -> _Head | None:
    """18.5 yuan, eighteen and a half dollars, 12 to 15 yuan, a dollar fifty, 50 cents."""
    if found := line.match(_CENTS, at):
        low = number(found["n"].lower())
        fits = low and not low % 1 and low < 100
        currency = "EUR" if found["of"] and "euro" in found["of"].lower() else "USD"
        return _Head(at, found.end(), low / 100 if low and fits else None, None, currency, False)
    if (one := line.match(_ONE, at)) and (of := unit(one["unit"])) and of.kind == "money":
        worth = one["half"] or line.match(_WORTH, one.end())
        low = Decimal("0.5" if one["half"] else 1)
        return _Head(at, one.end(), low, None, of.name, True) if worth else None
    amount = line.amount(at)
    if amount is None or amount.unit is None or amount.unit.kind != "money":
        return None
    return _Head(amount.start, amount.end, amount.low, amount.high, amount.unit.name, True)


def _fraction(line: Line, head: _Head) -> tuple[Decimal | None, int]:
    """What "fifty", "30 cents" or "oh five" adds to a price, and where it ends; None: unclear."""
    found = line.match(_TAIL, head.end)
    if found is None:
        return Decimal(0), head.end
    if found["half"]:
        return Decimal("0.5"), found.end()
    if found["oh"]:
        return None, found.end()  # two dollars oh five
    cents, of = number(found["n"].lower()), unit(found["unit"])
    whole = cents / 100 if cents and not cents % 1 and cents < 100 else None
    if found["cents"] or cents is None:
        return whole, found.end()
    counted = of.kind in ("count", "dozens", "percent") if of else bool(found["for"])
    if (of and (found["and"] or not counted)) or (counted and cents == 1):
        return Decimal(0), head.end  # 18 yuan 7 days, 36 yuan one dozen
    if found["for"] or not (of or head.named):
        return None, found.end()  # $10 for three
    apart = _apart(line, head.end, found.end())
    if of:
        return (Decimal(0), head.end) if apart else (None, found.end())
    ends = bool(line.match(STOP, found.end()) or line.match(_AFTER, found.end()))
    ends = ends or _apart(line, found.end(), found.end() + 2)
    clear = whole and whole >= Decimal("0.1") and ends and not apart and not found["and"]
    return whole if clear else None, found.end()


def _apart(line: Line, at: int, end: int) -> bool:
    """Whether the speaker pauses at the space at `at`, and not later up to `end`."""
    pause = pause_in(line.segment, at - 1, end)
    return pause is not None and at <= pause <= at + 1


def _per_name(said: str) -> str | None:
    """The name of a unit that a price may be for."""
    of = unit(said) or unit("kg" if said.lower() == "kg" else None)
    if of is None or of.kind == "count":
        return of.name if of and of.name not in _PER_COUNTS else None
    name = f"duration-{of.name}" if of.kind == "duration" else of.name
    return name if name in PER_UNITS else None
