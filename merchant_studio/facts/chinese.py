"""Chinese numerals as exact decimals: 十八, 一万二, 两百五, 二十二点五, 2万, 百分之八十五."""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = "零一二三四五六七八九"
_DIGITS = {c: n for n, c in enumerate(HAN_DIGITS)} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}

HAN_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
ARABIC_NUMERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMERAL = rf"(?:(?:{ARABIC_NUMERAL})[百千万亿]?|{HAN_NUMERAL})"
"""A number as recognizers write it in Chinese text; without capturing groups."""


def read_numeral(text: str) -> Decimal | None:
    """The exact value of a numeral that `NUMERAL` matches; None if it is not well formed."""
    arabic = re.fullmatch(rf"({ARABIC_NUMERAL})([百千万亿]?)", text)
    if arabic:
        scale = (_POWERS | _GROUPS).get(arabic[2], 1)
        value = Decimal(arabic[1].replace(",", "")) * scale
        return value.to_integral_value() if value == value.to_integral_value() else value
    whole, point, decimals = text.partition("点")
    integer = _read_han(whole)
    if integer is None:
        return None
    if not point:
        return Decimal(integer)
    return Decimal(f"{integer}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _read_han(text: str) -> int | None:
    """An integer such as 十八, 三百零五 or 一万二 (the last digit takes the next lower power)."""
    if not any(c in _POWERS or c in _GROUPS for c in text):
        # 三零四 is a code read out digit by digit, not a quantity; one digit is a quantity.
        return _DIGITS[text] if len(text) == 1 else None
    total = section = 0
    digit: int | None = None
    last_power = 0
    zero = False
    for c in text:
        if c in _DIGITS:
            if digit not in (None, 0):
                return None
            digit, zero = _DIGITS[c], zero or _DIGITS[c] == 0
        elif c in _POWERS:
            if digit is None and c != "十":
                return None
            section += (1 if digit is None else digit) * _POWERS[c]
            digit, last_power, zero = None, _POWERS[c], False
        else:
            section += digit or 0
            if not section:
                return None
            total = (total + section) * _GROUPS[c] if c == "亿" else total + section * _GROUPS[c]
            section, digit, last_power, zero = 0, None, _GROUPS[c], False
    if digit:
        # 两百五 is 250 and 一万二 is 12000, but 两百零五 is 205 and 十五 is 15.
        section += digit * (last_power // 10 if last_power > 10 and not zero else 1)
    return total + section


def digits_only(text: str) -> str:
    """`text` with single Han digits as Arabic ones, for codes: 三零四 -> 304, IP六五 -> IP65."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)
