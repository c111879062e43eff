"""Prices in English speech: $2.50, eighteen yuan fifty, 12 to 15 yuan, 36 yuan per dozen.

Where numbers run into each other, as in "18 yuan 50 pieces", a pause must tell them apart; else
nothing is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ...records import Money
from ..found import pause_in
from .names import (
    CODES_BEFORE,
    SIGN_PREFIXES,
    SIGNS,
    Unit,
    currency_at,
    price_unit_at,
    unit_at,
)
from .numerals import NUMBER_WORDS, half_after, plain, read_number
from .said import Amounts, Line, Said, read_amounts
from .tokens import words

_CENTS = frozenset({"cent", "cents"})
_CENTS_OF = frozenset({"USD", "EUR"})
_PER = frozenset({"per", "a", "an", "each", "every", "/", "one"})
_VERBS = words("is costs cost only just at for = : , it's")
_AFTER_A_PRICE = words(
    "per a an each every / for and but if when only apiece one in with because so right"
    " okay ok it's the which that"
)
"""What may follow "18 yuan 50"; in "18 yuan 50 minimum" fifty is a quantity."""
_INSIDE = frozenset(["in", "with", "into", "inside"])
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Head:
    """An amount and its currency, up to which nothing is unclear."""

    lo: int
    hi: int
    low: Decimal | None
    high: Decimal | None
    currency: str
    named: bool = False
    """The currency is a word after the amount: tenths may follow it."""


def read_money(line: Line, at: int) -> Said | None:
    """The price that begins at `at`; without a value where it cannot be told for sure."""
    head = _signed(line, at) or _coded(line, at) or _cents(line, at) or _named(line, at)
    if head is None:
        return None
    unread = Said(lo=head.lo, hi=head.hi, kind="money", value=None)
    if not head.currency or not head.low:
        return _with_per(line, unread)[0]
    tail = _fraction(line, head) if head.named else (Decimal(0), head.hi)
    if tail is None:
        return replace(unread, hi=_past_number(line, head.hi))
    fraction, hi = tail
    if fraction and (head.high is not None or head.low % 1):
        return replace(unread, hi=hi)
    said, per, clear = _with_per(line, replace(unread, hi=hi))
    if clear and per is None:
        if _for_a_quantity(line, said):
            return replace(said, hi=max(said.hi, _past_quantity(line, said)))
        said, per, clear = _per_before(line, said)
    if not clear:
        return said
    value = Money(
        amount=plain(head.low + fraction),
        high=None if head.high is None else plain(head.high),
        currency=head.currency,
        per=None if per == "piece" else per,
    )
    return replace(said, value=value)


def _signed(line: Line, at: int) -> _Head | None:
    """$2.50, US$3, $12 to $15, $3 US dollars."""
    lo, prefix = at, line.word(at)
    if prefix in SIGNS:
        currency = SIGNS[prefix]
        if at and line.tokens[at].glued and line.tokens[at - 1].kind == "word":
            return None
    elif line.word(at + 1) == "$" and len(prefix) <= 3 and prefix.isalpha():
        if not line.tokens[at + 1].glued and line.tokens[at].raw != "US":
            return None
        currency, at = SIGN_PREFIXES.get(prefix, ""), at + 1
    else:
        return None
    amounts = read_amounts(line, at + 1, _no_unit)
    if amounts is None:
        return None
    hi = amounts.hi
    if amounts.high and unit_at(line.tokens, hi, digits=True):  # $5 - 100 pieces
        low = amounts.low
        clear = low.value is not None and line.tokens[low.hi].is_dash
        amounts, hi = Amounts(lo=amounts.lo, hi=low.hi, low=low, clear=clear), low.hi
    again = currency_at(line.tokens, hi)
    if again:
        if again[0].name != currency:
            return _Head(lo, again[1], None, None, "")
        hi = again[1]
    elif line.word(hi) == "us" and line.tokens[hi].raw == "US":
        hi += 1
    elif line.word(hi) in _CENTS or _bare_number(line, hi):
        return _Head(lo, _past_number(line, hi), None, None, "")  # $2 50
    if line.has(hi, "and") and line.number(hi + 1):
        number = line.number(hi + 1)
        if number and line.word(number.hi) in _CENTS:
            cents, low_value = _hundredths(number.value), amounts.low.value
            whole = None
            if amounts.high is None and low_value is not None and cents and not low_value % 1:
                whole = low_value + cents
            return _Head(lo, number.hi + 1, whole, None, currency)
    return _head(line, lo, hi, amounts, currency, named=False)


def _bare_number(line: Line, at: int) -> bool:
    """Whether a number without a unit stands at `at`."""
    number = line.number(at)
    return number is not None and not (
        unit_at(line.tokens, number.hi, digits=True) or currency_at(line.tokens, number.hi)
    )


def _coded(line: Line, at: int) -> _Head | None:
    """USD 3, RMB18.5."""
    currency = CODES_BEFORE.get(line.word(at))
    if currency is None or (at and line.number(at - 1)):
        return None
    if line.tokens[at + 1 : at + 2] and line.tokens[at + 1].glued:
        number = read_number(line.tokens, at + 1)  # RMB18
        amounts = Amounts(lo=at + 1, hi=number.hi, low=number) if number else None
    else:
        amounts = read_amounts(line, at + 1, _no_unit)
    if amounts is None or currency_at(line.tokens, amounts.hi):
        return None
    if unit_at(line.tokens, amounts.hi, digits=amounts.low.digits):
        return None  # RMB, 100 pieces
    return _head(line, at, amounts.hi, amounts, currency, named=False)


def _no_unit(_at: int, _digits: bool) -> tuple[Unit, int] | None:
    return None


def _named(line: Line, at: int) -> _Head | None:
    """18.5 yuan, eighteen and a half dollars, 12 to 15 yuan, a dollar fifty."""
    if line.word(at) in {"a", "half"}:
        here = at + 1 + (line.has(at, "half", "a"))
        found = currency_at(line.tokens, here)
        if found:
            one = _HALF if line.word(at) == "half" else Decimal(1)
            head = _Head(at, found[1], one, None, found[0].name, named=True)
            return head if one < 1 or _worth_one(line, head.hi) else None
    amounts = read_amounts(line, at, lambda here, _: currency_at(line.tokens, here))
    if amounts is None or amounts.unit is None:
        return None
    hi, low = amounts.hi, amounts.low.value
    size = half_after(line.tokens, hi)
    if size and low is not None:
        clear = amounts.high is None and not low % 1
        return _Head(at, hi + size, low + _HALF if clear else None, None, amounts.unit.name)
    return _head(line, at, hi, amounts, amounts.unit.name, named=True)


def _worth_one(line: Line, at: int) -> bool:
    """Whether "a dollar" is a price: a dollar fifty, a dollar each."""
    fifty = line.number(at) or (line.word(at) == "and" and line.number(at + 1))
    return bool(fifty or half_after(line.tokens, at)) or line.word(at) in {
        "each",
        "per",
        "apiece",
        "a",
    }


def _cents(line: Line, at: int) -> _Head | None:
    """50 cents, 80 euro cents."""
    number = line.number(at)
    if number is None:
        return None
    hi, currency = number.hi, "USD"
    if line.word(hi) in {"us", "euro"} and line.word(hi + 1) in _CENTS:
        hi, currency = hi + 1, {"us": "USD", "euro": "EUR"}[line.word(hi)]
    if line.word(hi) not in _CENTS:
        return None
    return _Head(at, hi + 1, _hundredths(number.value), None, currency)


def _head(line: Line, lo: int, hi: int, amounts: Amounts, currency: str, *, named: bool) -> _Head:
    low, high = amounts.low.value, amounts.high.value if amounts.high else None
    return _Head(lo, hi, low if amounts.clear else None, high, currency, named)


def _hundredths(value: Decimal | None) -> Decimal | None:
    if value is None or value % 1 or not 0 < value < 100:
        return None
    return value / 100


def _fraction(line: Line, head: _Head) -> tuple[Decimal, int] | None:
    """What "fifty", "30 cents" or "oh five" adds to a price, and where it ends; None: unclear."""
    at = head.hi
    joined = line.word(at) == "and"
    size = half_after(line.tokens, at)
    if size:
        return _HALF, at + size
    if line.has(at, {"oh", "o"}):
        number = line.number(at + 1)
        value = number.value if number else None
        if number and value and value < 10 and not unit_at(line.tokens, number.hi, digits=False):
            return value / 100, number.hi
        return None
    number = line.number(at + joined)
    if number is None or (number.one and price_unit_at(line.tokens, number.hi)):
        return Decimal(0), at  # 36 yuan one dozen
    if line.word(number.hi) in _CENTS:
        cents = _hundredths(number.value)
        return (cents, number.hi + 1) if cents else None
    if joined:  # 18 yuan and 100 pieces, but "3 dollars and fifty"
        return None if _bare_number(line, number.lo) else (Decimal(0), at)
    found = unit_at(line.tokens, number.hi, digits=number.digits)
    if found and found[0].kind != "count":
        return Decimal(0), at  # 18 yuan 7 days
    apart = _apart(line, at, number.hi)
    if found or line.word(number.hi) in {"%", "percent"}:
        return (Decimal(0), at) if apart else None
    cents = _hundredths(number.value)
    ends = (
        line.stops(number.hi)
        or line.word(number.hi) in _AFTER_A_PRICE
        or (line.word(number.hi + 1) in {"is", "of", ":"} and line.word(number.hi) != "minimum")
        or _apart(line, number.hi, number.hi + 1)
    )
    if apart or not ends or not cents or cents < Decimal("0.1"):
        return None
    return cents, number.hi


def _past_number(line: Line, at: int) -> int:
    """The end of the number at `at` and of its unit."""
    at += line.word(at) == "and"
    number = line.number(at)
    hi = number.hi if number else at
    found = unit_at(line.tokens, hi, digits=True)
    if found:
        return found[1]
    return hi + 1 if line.word(hi) in {*_CENTS, "%", "percent"} else hi


def _with_per(line: Line, said: Said) -> tuple[Said, str | None, bool]:
    """The price with what it is for: each, a pair, per dozen, /kg; False: for something unclear."""
    at = said.hi
    if line.word(at) == "apiece" or (line.has(at, "for", "one") and line.stops(at + 2)):
        return replace(said, hi=at + 1 + (line.word(at) == "for")), "piece", True
    here = at + (line.has(at, "for", _PER) or line.has(at, {"for", "each", "per"}, {"one", "each"}))
    if line.word(here) in _PER or line.has(at, "per"):
        found = price_unit_at(line.tokens, here + 1)
        if found:
            return replace(said, hi=found[1]), found[0], found[0] is not None
        number = line.number(here) if line.word(here) in {"a", "one"} else line.number(here + 1)
        if number and line.word(here) not in {"one", "each"}:
            return replace(said, hi=_past_number(line, number.lo)), None, False  # per 100 pieces
        if line.word(here) in {"each", "one"} and (here == at or line.has(at, {"for", "per"})):
            clear = line.word(here) == "each" or here > at
            return replace(said, hi=here + 1 if clear else at), "piece" if clear else None, True
        if line.word(here) in {"per", "/"}:
            return said, None, False
        if line.word(here) in {"a", "an", "every"} and unit_at(line.tokens, here + 1, digits=False):
            return said, None, False
    return said, None, True


def _per_before(line: Line, said: Said) -> tuple[Said, str | None, bool]:
    """The same where it stands before the price: per dozen 36 yuan, each set is $5."""
    at, verbs = said.lo - 1, 0
    comma = line.word(at) == ","
    while line.word(at) in _VERBS and verbs < 3:
        at, verbs = at - 1, verbs + 1
    for first in (at, at - 1, at - 2):
        found = price_unit_at(line.tokens, first) if first > 0 else None
        if not found or found[1] != at + 1 or line.word(first - 1) not in _PER:
            continue
        counted = first > 1 and unit_at(line.tokens, first - 2, digits=True)
        if counted or line.word(first - 2) in _INSIDE or (comma and line.word(first - 1) != "per"):
            continue  # 24 pieces per carton at $5; in a box for $5
        return (said if verbs else replace(said, lo=first - 1)), found[0], found[0] is not None
    return said, None, True


def _quantity_after(line: Line, said: Said) -> int:
    """Where a number of pieces ends that touches the price, perhaps after "for"; 0: none does."""
    at = said.hi + (line.word(said.hi) == "for")
    number = line.number(at)
    if number is None:
        return 0
    found = unit_at(line.tokens, number.hi, digits=number.digits)
    if line.word(said.hi) == "for" and (found is None or found[0].kind == "count"):
        return found[1] if found else number.hi
    return found[1] if found and found[0].kind == "count" else 0


def _for_a_quantity(line: Line, said: Said) -> bool:
    """Whether a price is for several: $10 for three, ten dollars three pieces, 3 pieces $10."""
    end = _quantity_after(line, said)
    if end:
        return line.word(said.hi) == "for" or not _apart(line, said.hi, end)
    joined = line.word(said.lo - 1) == "for"
    at = said.lo - 1 - joined
    if at < 0 or line.stops(at):
        return False
    if joined and (line.tokens[at].kind == "digits" or line.word(at) in NUMBER_WORDS):
        return line.word(at) != "one"
    found = unit_at(line.tokens, at, digits=True)
    counted = found and found[0].kind == "count" and found[1] == at + 1
    before = line.tokens[at - 1] if at else None
    several = before and (before.kind == "digits" or before.text in NUMBER_WORDS - {"one"})
    return bool(counted and several and (joined or not _apart(line, said.lo, said.lo + 1)))


def _apart(line: Line, at: int, end: int) -> bool:
    """Whether the speaker pauses before the token at `at`, and not later up to `end`."""
    last, following = line.tokens[at - 1], line.tokens[at]
    pause = pause_in(line.segment, last.start, line.tokens[end - 1].end)
    return pause is not None and last.end <= pause <= following.start


def _past_quantity(line: Line, said: Said) -> int:
    return 0 if line.word(said.hi) == "for" else _quantity_after(line, said)
