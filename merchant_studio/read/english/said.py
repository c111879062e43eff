"""A line of English speech, the units in it, and the numbers that its values begin with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from re import Match, Pattern
from typing import NamedTuple

from ...facts.numbers import CURRENCIES, DURATIONS, MEASURES, TRADE_UNITS, plain
from ...records import FactValue, Segment

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = {"zero": 0, "oh": 0, "o": 0}
_SMALL |= {word: i for i, word in enumerate(f"{_ONES}|{_TEENS}".split("|"), 1)}
_SMALL |= {word: i * 10 for i, word in enumerate(_TENS.split("|"), 2)}
_SCALES = {"thousand": 1000, "k": 1000, "million": 10**6, "billion": 10**9}
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "half": "0.5", "quarter": "0.25"}
_LONGEST = 15
"""Words or digits of a number; a longer one is noise."""

# The grammar of a numeral, every word of it with a space behind.
_ONE, _TEEN = f"(?:{_ONES}) ", f"(?:{_TEENS}) "
_TENS_ONE = f"(?:{_TENS}) (?:{_ONE})"
_BELOW_100 = rf"(?:{_TENS_ONE}?|{_TEEN}|{_ONE}|[1-9]\d? )"
_REST = f"(?:(?:and )?{_BELOW_100})?"
_HUNDRED = rf"(?:(?:{_ONE}|an? |[1-9] )hundreds? |^hundred ){_REST}"
_BELOW_1000 = rf"(?:{_HUNDRED}|{_BELOW_100}|[1-9]\d\d )"
_MANY = "".join(f"(?:(?:(?:{_BELOW_1000}|an? ){n}s? |^{n} ))?" for n in ("million", "thousand"))
_WHOLE = (
    rf"(?:{_TEEN}|{_TENS_ONE})hundreds? {_REST}|{_MANY}(?:(?:and )?{_BELOW_100}|{_BELOW_1000})?"
)
_DECIMALS = rf"point (?P<point>(?:(?:{_ONES}|zero|oh|o) )+|\d+ )"
_NUMERAL = re.compile(
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?P<short>\d*\.?\d+)) "
    rf"|(?!point)(?P<whole>{_WHOLE}|zero |oh |o |\d+ )"
    rf"(?P<more>{_DECIMALS}|and (?:an? |one )?(?P<part>half|quarter) )?)"
    r"(?P<scale>(?(short)(?:thousand|million|billion|k) |(?(more)(?:thousand|million|billion) |)))?"
)

# Words that may belong to one numeral, whether they are well formed or not.
_GAP = r"(?: +|(?<=[a-z])-(?=[a-z]))"
_SINGLE = rf"(?:{_ONES}|zero|oh|o)\b"
_MULTIPLE = r"(?:hundred|thousand|million|billion)s?\b"
WORDS = rf"(?:(?:{_ONES}|{_TEENS}|{_TENS}|zero)\b|{_MULTIPLE})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?|\.\d++)(?![.,:/]\d|-\d+-\d)"
_NUMERAL_PART = (
    rf"(?:{_DIGITS}(?:k\b)?|[\d.][\d.,:/-]*\d|{_MULTIPLE}(?: +and(?= +(?:\d|{WORDS})))?"
    rf"|{WORDS}|point(?:{_GAP}(?:{_SINGLE}|\d+))+"
    r"|and +(?:(?:an?|one) +)?(?:half|quarter)\b(?! +an?\b))"
)
_RUN = (
    rf"(?:an? +(?={_MULTIPLE})|(?:oh|o) +(?=point))?{_NUMERAL_PART}"
    rf"(?:{_GAP}{_NUMERAL_PART}|{_GAP}?k\b)*"
)
_FRACTION = r"(?:\d+(?: +|(?=[½¼¾])))?(?:[1-7]/[248](?![\d/])|[½¼¾])"
NUMBER = rf"(?>{_FRACTION}|{_RUN})"
"""A numeral, as a regular expression for lower-case text."""


def number(said: str) -> Decimal | None:
    """The value of a NUMBER; None if its words are not one well formed number."""
    if found := re.fullmatch(r"(?:(\d+) *)?(?:([1-7])/([248])|([½¼¾]))", said):
        whole, above, below, sign = found.groups()
        part = Decimal(_FRACTIONS[sign]) if sign else Decimal(above) / Decimal(below)
        return Decimal(whole or 0) + part if part < 1 and len(whole or "") <= _LONGEST else None
    words = re.sub(r"(?<=\d)k$", " k", re.sub(" +|(?<=[a-z])-", " ", said)).split()
    fits = len(words) <= _LONGEST and all(len(word) <= _LONGEST for word in words)
    numeral = _NUMERAL.fullmatch(" ".join(words) + " ") if fits else None
    if numeral is None:
        return None
    scale = _SCALES[numeral["scale"].strip()] if numeral["scale"] else 1
    if numeral["digits"]:
        value = Decimal(numeral["digits"].replace(",", ""))
        return plain(value * scale) if scale > 1 else value
    value = Decimal(_sum(numeral["whole"].split()))
    if numeral["point"]:
        point = numeral["point"].split()
        value = Decimal(f"{value}." + "".join(w if w.isdigit() else str(_SMALL[w]) for w in point))
    return plain((value + Decimal(_FRACTIONS.get(numeral["part"], 0))) * scale)


def _sum(words: list[str]) -> int:
    """The value of well formed words: twelve hundred and five -> 1205."""
    total = group = 0
    for word in (word.rstrip("s") if word[:-1] in _SCALES else word for word in words):
        if word in _SCALES:
            total, group = total + (group or 1) * _SCALES[word], 0
        elif word.startswith("hundred"):
            group = (group or 1) * 100
        else:
            group += int(word) if word.isdigit() else _SMALL.get(word, 0)
    return total + group


class Unit(NamedTuple):
    """What the name of a unit stands for."""

    kind: str
    """`count`, `duration`, `measure`, `money` or `percent`."""
    name: str
    """Trade unit, duration unit, CLDR unit or currency."""
    times: int = 1
    """How many of it: "a dozen pairs" are 12 pairs."""
    parts: int = 1
    """How many make one of it: 100 cents make a dollar."""


_UNCLEAR = {"in", "m", "t", "s", "d", "a", "can", "machine", "time", "TRY"}
"""Units whose names are other words as often: 3 in 1, 5 times stronger."""
_TABLES = {"money": CURRENCIES, "duration": DURATIONS, "measure": MEASURES, "count": TRADE_UNITS}
_UNITS = {
    name.lower() + plural: Unit(kind, unit)
    for kind, table in _TABLES.items()
    for unit, names in table.items()
    if unit not in _UNCLEAR
    for name in names
    if name.isascii() and name not in _UNCLEAR and name[0].isalpha()
    for plural in ("", "s")[: 1 + (len(name) > 3)]
}
_UNITS |= dict.fromkeys(("%", "percent", "per cent"), Unit("percent", "%"))
_UNITS |= dict.fromkeys(("unit", "units"), Unit("count", "piece"))
_UNITS |= dict.fromkeys(("design", "designs", "pattern", "patterns"), Unit("count", "style"))
_UNITS |= dict.fromkeys(("us dollar", "us dollars", "buck", "bucks"), Unit("money", "USD"))
_UNITS |= dict.fromkeys(("cent", "cents"), Unit("money", "USD", parts=100))
_UNITS |= dict.fromkeys(("euro cent", "euro cents"), Unit("money", "EUR", parts=100))


_NAMES = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_ADJECTIVES = "(?:(?:different|kinds of|types of|beautiful) )?"
UNIT = (
    rf"(?:[ -]?{_ADJECTIVES}(?:dozens? (?=\w))?(?:{_NAMES})(?:(?<=\w)'s?)?"
    r"(?![\w²³']| hours?\b))"
)
"""The name of a unit after a number or an article, as a regular expression."""


def pattern(text: str) -> Pattern[str]:
    """A regular expression for English speech, capitals or not."""
    return re.compile(text, re.IGNORECASE | re.ASCII)


@cache
def words(table: str) -> Mapping[str, Pattern[str]]:
    """A table of `data/speech-en.toml`: what its words tell, and a pattern of them."""
    file = resources.files("merchant_studio") / "data" / "speech-en.toml"
    known = tomllib.loads(file.read_text(encoding="utf-8"))[table]
    return {k: pattern(rf"(?<![\w-])(?:{'|'.join(each)})(?![\w'])") for k, each in known.items()}


@cache
def unit(said: str | None) -> Unit | None:
    """What a UNIT stands for: " different colours" -> color, " dozen pairs" -> 12 pairs."""
    name = re.sub(f"^[ -]?{_ADJECTIVES}|'s?$", "", (said or "").lower())
    dozens, found = re.subn("^dozens? ", "", name)
    known = _UNITS.get(dozens)
    return known._replace(times=12) if known and found else known


_REACH = 400
"""Characters around a value; what is farther away says nothing about it."""
_POINT = r"(?<!\b[a-hj-z])(?<!\bno)(?<!\bapprox)\.(?!\S)"
AND_HALF = r" and (?:an? )?half\b(?! an?\b)"
SENTENCE_END = pattern(rf"[!?\n]|{_POINT}")
_STOP = rf"[,;!?()\n]|{_POINT}| [–—-] "
STOP = pattern(rf" *(?:$|{_STOP})")
CLAUSE_END = pattern(rf"{_STOP}|\b(?:but|while|because|although|unless)\b|\band (?=(?:we|it)\b)")
_PART = pattern(
    rf"(?P<half>half(?: an?)?|an? half)?(?(half)|an?)(?P<own> {UNIT})(?P<more>{AND_HALF})?"
)
_LASTING = pattern(r"\b(?:in|within|of|is|takes?|for|just|only) $")
_WORTH = pattern(rf" (?:each|per|apiece|a|{NUMBER})\b")
_SCALE = pattern(r"hundred|thousand|million|k\b")
_TO = r"(?(between) (?:and|to) |(?: to |[–~-]))[$¥￥€£]?"
_AMOUNT = pattern(
    rf"(?P<between>between |from )?(?P<low>{NUMBER})(?P<own>{UNIT})?"
    rf"(?:{_TO}(?P<high>{NUMBER})(?P<last>{UNIT})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value that was said, or a place where numbers cannot be told apart."""

    start: int
    end: int
    """The characters that it takes."""
    kind: str
    """The kind of its value, as in records.FactValue; empty: a number of nobody knows what."""
    value: FactValue | None = None
    key: str | None = None
    """Its role, where its form tells: a six-piece set."""


class Amount(NamedTuple):
    """A number or a range, its unit, and where they end."""

    end: int
    low: Decimal | None
    """None: numbers stand here that cannot be told apart."""
    high: Decimal | None
    unit: Unit | None


class Line:
    """One segment of speech."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.text = segment.text.replace("’", "'")

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
        """The number or range that begins at `at`: 7 to 10 days, $12-15, half a liter, a dozen."""
        if part := _PART.match(self.text, at):
            of, whole = unit(part["own"]), not (part["half"] or part["more"])
            many = of and (of.name == "dozen" or of.times > 1)
            worth = of and of.kind == "money" and _WORTH.match(self.text, part.end())
            lasting = of and of.kind == "duration" and self.before(_LASTING, at)
            if of is None or (whole and not (many or worth or lasting)):
                return None  # 5,000 pieces a month
            one = Decimal("0.5" if part["half"] else "1" if whole else "1.5")
            return Amount(part.end(), one * of.times, None, of)
        found = _AMOUNT.match(self.text, at)
        if found is None or (found["between"] and not found["high"]):
            return None
        own, last = unit(found["own"]), unit(found["last"])
        of = last or own
        low, high = (_times(found[end], of) for end in ("low", "high"))
        if not found["high"]:
            return Amount(found.end(), low, None, own)
        clear = low and high and low < high and own in (None, last)
        if _SCALE.search(found["high"]) and not _SCALE.search(found["low"]):
            clear = False  # two to three hundred: 200 to 300
        return Amount(found.end(), low if clear else None, high, of)


def _times(said: str | None, of: Unit | None) -> Decimal | None:
    """The number of a NUMBER of units: 24 pieces of "two dozen pieces"."""
    known = number((said or "").lower())
    return known * of.times / of.parts if known and of else known
