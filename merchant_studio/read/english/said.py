"""What a reader has before it and what it gives: a line of speech, and a value said in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from ...records import FactValue, Segment
from .names import Unit
from .numerals import Number, read_number
from .tokens import glued_at, kind_at, tokenize, word_at

_STOPS = frozenset(",;.!?()\n")
_REACH = 80
"""Words of a clause before and after a value; what is farther away says nothing about it."""
_INNER = frozenset(",;()–—")
_ABBREVIATIONS = frozenset({"approx", "min", "max", "no", "qty", "vs", "st", "oz", "fl"})
_LISTS = frozenset({",", "and", "or", "&", "to", "x", "×", "by", "times"})
UnitReader: TypeAlias = Callable[[int, bool], "tuple[Unit, int] | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value that was said, or a place where numbers cannot be told apart."""

    lo: int
    hi: int
    """The tokens that it takes, from `lo` up to `hi`."""
    kind: str
    """The kind of its value, as in records.FactValue; empty: not known."""
    value: FactValue | None
    exact: bool = True
    least: bool = False
    """From this number on: at least 100 pieces."""
    within: bool = False
    one: bool = False
    """Its number is a single "one" or "a"."""
    key: str | None = None
    """Its role, where its form tells: a six-piece set."""
    needs: tuple[str, ...] = ()
    """The only roles it may have; with another, or none, it is not read: pounds may be money."""


class Line:
    """One segment of speech and its tokens."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.tokens = tokenize(segment.text)

    def word(self, at: int) -> str:
        """The text of the token at `at`; empty where there is none."""
        return word_at(self.tokens, at)

    def has(self, at: int, *choices: str | frozenset[str] | set[str]) -> bool:
        """Whether the tokens from `at` on are these words, one choice of words for each."""
        return all(
            self.word(at + i) in (choice if not isinstance(choice, str) else (choice,))
            for i, choice in enumerate(choices)
        )

    def stops(self, at: int) -> bool:
        """Whether a clause ends before or with the token at `at`."""
        if not 0 <= at < len(self.tokens):
            return True
        token = self.tokens[at]
        if token.text == ":":
            return False  # MOQ: 100 pieces
        if token.text == "." and token.glued and at:
            before = self.tokens[at - 1]
            letter = before.kind == "word" and len(before.text) == 1 and before.text != "i"
            return not (letter or before.text in _ABBREVIATIONS)
        return token.text in _STOPS or (token.text in "–—" and not token.glued)

    def text(self, lo: int, hi: int) -> str:
        """The text, in lower case, from the end of the token before `lo` up to the token `hi`."""
        first = self.tokens[lo - 1].end if lo else 0
        last = self.tokens[hi].start if hi < len(self.tokens) else len(self.segment.text)
        return self.segment.text[first:last].lower().replace("’", "'")

    def clause(self, lo: int, hi: int) -> tuple[int, int]:
        """The tokens of the clause that `lo` to `hi` stand in, from the first up to the last."""
        return self._reach(lo, hi, self.stops)

    def sentence(self, lo: int, hi: int) -> tuple[int, int]:
        """The same for the sentence."""
        return self._reach(lo, hi, lambda at: self.stops(at) and self.word(at) not in _INNER)

    def part(self, lo: int, hi: int, breaks: Collection[str]) -> tuple[int, int]:
        """The same for the clause, where these words begin another one."""
        return self._reach(lo, hi, lambda at: self.stops(at) or self.word(at) in breaks)

    def _reach(self, lo: int, hi: int, ends: Callable[[int], bool]) -> tuple[int, int]:
        first, last = lo, hi
        while lo - first < _REACH and not ends(first - 1):
            first -= 1
        while last - hi < _REACH and not ends(last):
            last += 1
        return first, last

    def start(self, said: Said) -> int:
        """The first character of a value."""
        return self.tokens[said.lo].start

    def end(self, said: Said) -> int:
        """The character after the last one of a value."""
        return self.tokens[said.hi - 1].end

    def number(self, at: int) -> Number | None:
        """The numeral that begins at `at`, if one may begin there."""
        before = kind_at(self.tokens, at - 1)
        if glued_at(self.tokens, at) and before == "word" and self.word(at - 1) != "x":
            return None  # MP3
        if glued_at(self.tokens, at) and (before == "digits" or self.word(at - 1) in {"#", "."}):
            return None
        return read_number(self.tokens, at)

    def listed(self, at: int, bare: int) -> bool:
        """Whether a bare number that ends at `bare` and the one at `at` go together: 7, 8 days."""
        between = self.tokens[bare:at] if 0 < bare <= at <= bare + 2 else None
        return between is not None and all(t.text in _LISTS or t.is_dash for t in between)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """A number or a range, and its unit."""

    lo: int
    hi: int
    low: Number
    high: Number | None = None
    unit: Unit | None = None
    clear: bool = True
    """Its numbers are well formed and in order, and its units agree."""


def read_amounts(line: Line, at: int, unit_at: UnitReader) -> Amounts | None:
    """The number or range that begins at `at`, with the unit that `unit_at` finds after it."""
    low = line.number(at)
    if low is None:
        return None
    between = line.word(at - 1) == "between"
    if between and low.value is None:
        split = _split(line, low)
        if split is None:
            return Amounts(lo=at, hi=low.hi, low=low, clear=False)
        high: Number | None
        low, high = split
        found = unit_at(high.hi, high.digits)
        return _range(line, low, high, None, found)
    own = unit_at(low.hi, low.digits)
    after = own[1] if own else low.hi
    joined = line.has(after, {"to", "and"} if between else {"to"}) or (
        after < len(line.tokens) and line.tokens[after].is_dash
    )
    high = line.number(_skip_sign(line, after + 1)) if joined else None
    if high is not None and _is_negative(line, after):
        high = None
    if high is None:
        unclear = low.value is None or between
        return Amounts(lo=at, hi=after, low=low, unit=own[0] if own else None, clear=not unclear)
    found = unit_at(high.hi, high.digits)
    if own and (not found or found[0].name != own[0].name):
        if line.word(after) == "to":
            end = found[1] if found else high.hi
            return Amounts(lo=at, hi=end, low=low, high=high, unit=own[0], clear=False)
        return Amounts(lo=at, hi=after, low=low, unit=own[0], clear=low.value is not None)
    return _range(line, low, high, own, found)


def _skip_sign(line: Line, at: int) -> int:
    return at + (line.word(at) in {"$", "¥", "￥", "€", "£"})


def _is_negative(line: Line, at: int) -> bool:
    """Whether a dash at `at` belongs to the number after it: 10 -20."""
    dash = line.tokens[at].is_dash and not line.tokens[at].glued
    return dash and glued_at(line.tokens, at + 1)


def _range(
    line: Line,
    low: Number,
    high: Number,
    own: tuple[Unit, int] | None,
    last: tuple[Unit, int] | None,
) -> Amounts:
    unit = last or own
    clear = (
        low.value is not None
        and high.value is not None
        and low.value < high.value
        # two to three hundred: 200 to 300
        and not (high.scale > low.scale and low.value < high.scale)
    )
    return Amounts(
        lo=low.lo,
        hi=last[1] if last else high.hi,
        low=low,
        high=high,
        unit=unit[0] if unit else None,
        clear=clear,
    )


def _split(line: Line, run: Number) -> tuple[Number, Number] | None:
    """The two numbers of "between one hundred and two hundred", where only one split gives two."""
    found: list[tuple[Number, Number]] = []
    for at in range(run.lo + 1, run.hi - 1):
        if line.word(at) == "and":
            low = read_number(line.tokens, run.lo, at)
            high = read_number(line.tokens, at + 1, run.hi)
            whole = low and high and low.hi == at and high.hi == run.hi
            if low and high and whole and None not in (low.value, high.value):
                found.append((low, high))
    return found[0] if len(found) == 1 else None
