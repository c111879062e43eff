"""English numerals as exact decimals: eighteen, a hundred and twenty, two and a half, 10k."""

from __future__ import annotations

import re
from decimal import Decimal

from ...facts.numbers import plain
from ..later import later

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
_NUMERAL = later(
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?P<short>\d*\.?\d+)) "
    rf"|(?!point)(?P<whole>{_WHOLE}|zero |oh |o |\d+ )"
    rf"(?P<more>{_DECIMALS}|and (?:an? |one )?(?P<part>half|quarter) )?)"
    r"(?P<scale>(?(short)(?:thousand|million|billion|k) |(?(more)(?:thousand|million|billion) |)))?"
)

# Words that may belong to one numeral, whether they are well formed or not.
_GAP = r"(?: +|(?<=[a-z])-(?=[a-z]))"
_SINGLE = rf"(?:{_ONES}|zero|oh|o)\b"
_SCALE = r"(?:hundred|thousand|million|billion)s?\b"
WORDS = rf"(?:(?:{_ONES}|{_TEENS}|{_TENS}|zero)\b|{_SCALE})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?|\.\d++)(?![.,:/]\d|-\d+-\d)"
_PART = (
    rf"(?:{_DIGITS}(?:k\b)?|[\d.][\d.,:/-]*\d|{_SCALE}(?: +and(?= +(?:\d|{WORDS})))?"
    rf"|{WORDS}|point(?:{_GAP}(?:{_SINGLE}|\d+))+"
    r"|and +(?:(?:an?|one) +)?(?:half|quarter)\b(?! +an?\b))"
)
_RUN = rf"(?:an? +(?={_SCALE})|(?:oh|o) +(?=point))?{_PART}(?:{_GAP}{_PART}|{_GAP}?k\b)*"
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
