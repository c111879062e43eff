"""A line of English speech, a value said in it, and the numbers that a value begins with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from re import Match, Pattern
from typing import NamedTuple

from ...records import FactValue, Segment
from .numerals import NUMBER, largest_scale, number
from .words import SHORT_UNIT, UNIT, Unit, pattern, unit

_REACH = 400
"""Characters around a value; what is farther away says nothing about it."""
_POINT = r"(?<!\b[a-hj-z])(?<!\bmin)(?<!\bno)(?<!\bapprox)\.(?!\S)"
SENTENCE_END = pattern(rf"[!?\n]|{_POINT}")
_STOP = rf"[,;!?()\n]|{_POINT}| [–—-] |[–—]"
STOP = pattern(rf" *(?:$|{_STOP})")
CLAUSE_END = pattern(
    rf"{_STOP}|\b(?:but|while|whereas|however|although|though|because|unless|except|otherwise"
    r"|meanwhile)\b|\band (?=(?:we|it|it's|our|you|they)\b)"
)
_AMOUNT = pattern(
    rf"(?P<between>between |from )?(?P<low>{NUMBER})(?P<own>{UNIT}|{SHORT_UNIT})?"
    r"(?:(?P<to>(?(between) (?:and|to) |(?: to |[–—~～-]| [–—~～-] )))[$¥￥€£]?"
    rf"(?P<high>{NUMBER})(?P<last>{UNIT}|{SHORT_UNIT})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value that was said, or a place where numbers cannot be told apart."""

    start: int
    end: int
    """The characters that it takes."""
    kind: str
    """The kind of its value, as in records.FactValue."""
    value: FactValue | None = None
    exact: bool = True
    least: bool = False
    """From this number on: at least 100 pieces."""
    within: bool = False
    one: bool = False
    """Its number is a single "one" or "a", which often counts nothing."""
    key: str | None = None
    """Its role, where its form tells: a six-piece set."""


class Amount(NamedTuple):
    """A number or a range, its unit, and the characters that they take."""

    start: int
    end: int
    low: Decimal | None
    """None: numbers stand here that cannot be told apart."""
    high: Decimal | None
    unit: Unit | None
    one: bool
    name: str
    """The unit as it is said."""


class Line:
    """One segment of speech."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.text = segment.text.replace("’", "'")

    def match(self, regex: Pattern[str], at: int) -> Match[str] | None:
        """The expression where it begins at `at`."""
        return regex.match(self.text, at)

    def before(self, regex: Pattern[str], at: int) -> Match[str] | None:
        """The expression, which ends with `$`, where it ends at `at`."""
        return regex.search(self.text, max(0, at - 60), at)

    def part(self, said: Said, stop: Pattern[str] = CLAUSE_END) -> tuple[int, int]:
        """Where the clause of a value, or another part of the text, begins and ends."""
        first = max(0, said.start - _REACH)
        for found in stop.finditer(self.text, first, said.start):
            first = found.end()
        last = min(said.end + _REACH, len(self.text))
        after = stop.search(self.text, said.end, last)
        return first, after.start() if after else last

    def amount(self, at: int) -> Amount | None:
        """The number or range that begins at `at`: 7 to 10 days, $12-15, a thousand pieces."""
        found = self.match(_AMOUNT, at)
        if found is None:
            return None
        low, own, last = number(found["low"].lower()), unit(found["own"]), unit(found["last"])
        high, end = None, found.end()
        if found["high"] and own and own != last and found["to"] != " to ":  # $5 - 100 pieces
            end = found.end("own")
        elif found["high"]:
            high = number(found["high"].lower())
            scales = largest_scale(found["low"].lower()), largest_scale(found["high"].lower())
            clear = low and high and low < high and not (own and own != last)
            # two to three hundred: 200 to 300
            if not clear or (low and scales[1] > scales[0] and low < scales[1]):
                low = None
            return Amount(found.start(), end, low, high, last or own, False, found["last"] or "")
        one = found["low"].lower() in ("one", "1")
        return Amount(found.start("low"), end, low, None, own, one, found["own"] or "")
