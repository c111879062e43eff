"""Telephone numbers as a buyer in another country dials them: +86 138 0013 8000 (ITU-T E.164)."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 8, 15
"""Digits of a number with its country's code."""
CHINA = "86"
_MOBILE = re.compile(r"1[3-9]\d{9}")
"""A Chinese mobile number as it is dialled in China."""
_COUNTRY = re.compile(
    r"1|7|2(?:0|1[1-368]|2\d|3\d|4\d|5[0-8]|6\d|7|9[017-9])|3(?:[0-4]|5\d|6|7[0-9]|8[0-35-79]|9)"
    r"|4(?:[013-9]|2[013])|5(?:0\d|[1-8]|9\d)|6(?:[0-6]|7[02-9]|8[0-35-9]|9[0-2])"
    r"|8(?:[1246]|0[08]|5[02356]|7[08]|8[0-368])|9(?:[0-58]|6[0-8]|7[0-79]|9[2-68])"
)
"""The country codes that are given out; none is the beginning of another one."""
_NATIONAL = {"1": 10, "7": 10}
"""How many digits follow a country's code, where that is the same for all of its numbers."""


def international(number: str) -> str:
    """The digits of a number with its country's code; empty if it may be one without.

    Such a number would lead to a stranger in another country.
    """
    digits = digits_of(number)
    if re.match(r"\s*\+", number):
        known = digits
    elif digits.startswith("00"):
        known = digits[2:]
    else:
        at_home = digits.startswith("0") or _MOBILE.fullmatch(digits)
        known = "" if at_home else digits
    return known if SHORTEST <= len(known) <= LONGEST else ""


def digits_of(number: str) -> str:
    """All digits of what was typed."""
    return "".join(re.findall(r"[0-9]", number))


def is_whole(digits: str) -> bool:
    """Whether digits with a country's code are a number that can be: 86 and 11 of a mobile."""
    country = _COUNTRY.match(digits)
    if country is None:
        return False
    own = digits[country.end() :]
    if country[0] == CHINA and re.match("1[3-9]", own):
        return bool(_MOBILE.fullmatch(own))
    return len(own) == _NATIONAL.get(country[0], len(own))


def as_of_china(number: str) -> str:
    """A number dialled in China, with the country's code: +86 138 0013 8000; empty: it is none."""
    digits = digits_of(number)
    if _MOBILE.fullmatch(digits):
        return f"+{CHINA} {digits[:3]} {digits[3:7]} {digits[7:]}"
    if re.fullmatch(r"0[1-9]\d{1,2}\d{7,8}", digits):
        return f"+{CHINA} {digits[1:]}"
    return ""
