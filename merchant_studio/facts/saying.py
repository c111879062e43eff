"""A spoken text as it is handed to a voice: no voice reads codes and long numbers well by itself.

`18.50 yuan` stays; `20,000` loses its comma, which some voices take for a pause; a telephone
number is said digit by digit, a model code letter by letter; a sign becomes a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel import Locale
from babel.numbers import get_group_symbol

from ..languages import LanguageProfile
from ..records import Code, Fact

PHONE_DIGITS = 7
"""A code of at least as many digits and no letters is called, not counted."""
LONGEST_ABBREVIATION = 5
"""Capital letters in a row that are spelt; a longer word is a name."""
_PHONE = re.compile(r"\+?[\d\s().-]+")
_SPELT = re.compile(rf"(?<![A-Z])[A-Z]{{1,{LONGEST_ABBREVIATION}}}(?![A-Za-z])|\d")
_MINUS = re.compile(r"(?<![\dA-Za-z.,)])[-\u2212](?=\d)")


def pronounced(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> str:
    """`text`, filled with what `facts` are spoken as, as a voice reads it aloud."""
    codes = {code for fact in facts if isinstance(fact.value, Code) for code in fact.value.codes}
    # Of the codes, those that are no names said as words: A203, FOB Ningbo; not Li Mei.
    for code in sorted(filter(_SPELT.search, codes), key=len, reverse=True):
        alone = rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])"  # は+86 …, A203입니다
        text = re.sub(alone, lambda m: _spelt(m[0]), text)
    for name, said in profile.spoken.names.items():
        text = text.replace(name, said)
    minus = profile.spoken.minus
    return _MINUS.sub(minus, _ungrouped(text, profile)) if minus else _ungrouped(text, profile)


def _ungrouped(text: str, profile: LanguageProfile) -> str:
    """The text without what stands between the thousands of a number."""
    mark = re.escape(get_group_symbol(Locale.parse(profile.locale)))
    # Indian numbers have groups of two before the last three digits.
    return re.sub(rf"(?<=\d){mark}(?=(?:\d\d{mark})*\d{{3}}(?!\d))", "", text)


def _spelt(code: str) -> str:
    if _PHONE.fullmatch(code) and sum(c.isdigit() for c in code) >= PHONE_DIGITS:
        return ", ".join(" ".join(group) for group in re.findall(r"\d+", code))
    if "@" in code or "." in code:  # an address
        return code
    return ", ".join(_letters(part) for part in re.split(r"[\s/-]+", code) if part)


def _letters(part: str) -> str:
    """`A203` as `A2 0 3`; a name in small letters stays a word."""
    spelt = " ".join(_SPELT.sub(lambda m: f" {' '.join(m[0])} ", part).split())
    # Not "A 2": a lonely A is read as the article.
    return re.sub(r"(?<=[A-Z]) (?=\d)", "", spelt)
