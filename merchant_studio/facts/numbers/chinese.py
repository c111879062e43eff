"""Chinese numerals as exact decimals: 十八, 一万二, 两百五, 二十二点五, 2万, 1万2千."""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = "零一二三四五六七八九"
_DIGITS = {c: n for n, c in enumerate(HAN_DIGITS)} | {"〇": 0, "两": 2}
_SHORT_TENS = {"廿": "二十", "卅": "三十", "俩": "两", "仨": "三"}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_ROUND, _ROUND_WORD = (100, 1000, 10_000, 100_000, 1_000_000), re.compile("[百千万亿]")
_WORDS = {"半": Decimal("0.5"), "双": Decimal(2), "对": Decimal(2), "俩": Decimal(2)}
_WORDS |= {"仨": Decimal(3), "倍": Decimal(2)}
"""Words that say a number without a numeral."""
_BEFORE_ALL = 10**16
"""Above every power: nothing has been read yet."""
_LONGEST = 30
"""Characters of a numeral; one that is longer is noise: 九千九百九十九万 has eight."""

_ZERO = "零(?![售下])"
"""Not that of 零售 and 零下."""
HAN_NUMERAL = (
    rf"(?:[〇一二两三四五六七八九十百千万亿廿卅]|{_ZERO})+"
    rf"(?:点(?:[〇一二三四五六七八九]|{_ZERO})+)?|[俩仨]"
)
ARABIC_NUMERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMERAL = rf"(?:(?:{ARABIC_NUMERAL})(?:[百千万亿]+(?:零?\d+[百千万]?)*)?|{HAN_NUMERAL})"
"""A number as recognizers write it in Chinese text; without capturing groups."""
NUMERAL_PARTS = "零〇一二两三四五六七八九十百千万亿点廿卅"
"""What a numeral may go on with: a number does not start right after one of these."""


_WITHOUT_ONE = re.compile("[百千万][二三四五六七九]|[百千]零[一二三四五六七八九]")
"""百四 and 千六 of the south, 140 and 1600; 千八 and 百八十 are as often no exact numbers."""


def read_numeral(text: str) -> Decimal | None:
    """The exact value of a numeral that `NUMERAL` matches; None if it is not well formed."""
    if len(text) > _LONGEST:
        return None
    arabic = re.fullmatch(rf"({ARABIC_NUMERAL})([百千万亿]?)", text)
    if arabic and re.match(r"0\d", text):
        return None  # 038个: digits of a code
    if arabic:
        scale = (_POWERS | _GROUPS).get(arabic[2], 1)
        return plain(Decimal(arabic[1].replace(",", "")) * scale)
    whole, point, decimals = text.partition("点")
    integer = _read_han(whole)
    if integer is None:
        return None
    if not point:
        return Decimal(integer)
    return Decimal(f"{integer}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _read_han(text: str) -> int | None:
    """An integer such as 十八, 三百零五, 1万2千 or 一万二 (a last digit takes the next power)."""
    for short, tens in _SHORT_TENS.items():
        text = text.replace(short, tens)
    if not any(c in _POWERS or c in _GROUPS for c in text):
        # 三零四 is a code read out digit by digit, not a quantity; one digit is a quantity.
        return _DIGITS.get(text)
    if _WITHOUT_ONE.fullmatch(text):
        text = "一" + text
    number = _HanNumber()
    return number.value() if all(map(number.add, re.findall(r"\d+|.", text))) else None


class _HanNumber:
    """A number being read, its powers from the largest down: 一千两千 is two numbers, not 3000."""

    def __init__(self) -> None:
        self.total = self.section = 0
        self.digit: int | None = None
        self.power = self.group = _BEFORE_ALL
        """What the last digit, and the last section, was multiplied by."""
        self.zero = False
        """A 零 stands before the last digit."""

    def add(self, part: str) -> bool:
        """Take the next digits, power or group; False if it cannot stand here."""
        if part in _POWERS:
            return self._add_power(_POWERS[part])
        if part in _GROUPS:
            return self._add_group(_GROUPS[part])
        digit = int(part) if part.isdecimal() else _DIGITS.get(part)
        if digit is None or self.digit or (self.digit == 0 and digit == 0):
            return False
        self.zero = self.zero or part[0] in "零〇0" or len(part) > 1
        self.digit = digit
        return True

    def _add_power(self, power: int) -> bool:
        digit = self.digit
        if digit is None and power == 10 and self.power in (_BEFORE_ALL, 100):
            digit = 1  # 十八, 一百十五
        if not digit or digit > 9 or power >= self.power:
            return False
        self.section += digit * power
        self.digit, self.power, self.zero = None, power, False
        return True

    def _add_group(self, group: int) -> bool:
        section = self.section + (self.digit or 0)
        shortened = self.section and self.digit and self.power > 10 and not self.zero
        if not section or self.digit == 0 or shortened or group >= self.group:
            return False
        self.total += section * group
        self.section, self.digit, self.zero = 0, None, False
        self.power = self.group = group
        return True

    def value(self) -> int | None:
        """The number; None when it breaks off."""
        last = self.digit or 0
        if self.digit == 0 or last >= self.power:
            return None
        # 两百五 is 250 and 一万二 is 12000, but 两百零五 is 205 and 十五 is 15.
        if self.power > 10 and not self.zero:
            last *= self.power // 10
        return self.total + self.section + last


def numerals_in(text: str) -> frozenset[Decimal]:
    """All numbers that Chinese words may mean to say: 4 of 四个轮子; of 两三百 2, 3 and 300.

    A numeral that is no exact number, such as 成千上万, may mean any round one.
    """
    found = set[Decimal]()
    for numeral in re.findall(NUMERAL, text):
        value = read_numeral(numeral)
        if value is not None:
            found.add(value)
            continue
        ends = range(len(numeral) + 1)
        parts = {numeral[start:end] for start in ends for end in ends if start < end <= _LONGEST}
        values = map(read_numeral, filter(re.compile(NUMERAL).fullmatch, parts))
        found |= {value for value in values if value is not None}
        found |= {Decimal(power) for power in _ROUND} if _ROUND_WORD.search(numeral) else set()
    found |= {value for word, value in _WORDS.items() if word in text}
    return frozenset(found)


def plain(value: Decimal) -> Decimal:
    """A whole number without decimals: 1250.0 as 1250."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def digits_only(text: str) -> str:
    """`text` with single Han digits as Arabic ones, for codes: 三零四 -> 304, IP六五 -> IP65."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)


def taken_off(pays: str) -> Decimal:
    """What a share paid takes off, in percent: 5 for 九五折 or 9.5折, 20 for 八折."""
    digits = re.sub("[.点]", "", digits_only(pays))
    return 100 - Decimal(digits.ljust(2, "0"))
