"""A number with its unit: 十八块五, 一米八, 两个半小时, 一斤二两, 零下二十度, 三十.

Where the digits after 块 may be tenths or the next number, the amount says so: 18块5100个.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ...facts import in_base_unit
from ...facts.numbers import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, digits_only, plain, read_numeral
from ...records import Segment
from ..found import pause_in
from ..later import later
from .spoken_units import A_COUNTED, A_PER, A_UNIT, DIGIT, EACH, LIANG, MORE, START, UNITS, Unit

_SIGN = r"US\$|USD|RMB|EUR|[¥￥€£$]"
_SIGNS = {"us$": "USD", "usd": "USD", "$": "USD", "eur": "EUR", "€": "EUR", "£": "GBP"}
_BELOW = rf"零下|负|(?<![\d{NUMERAL_PARTS}A-Za-z度℃])[-−－]"
_ENDS = rf"$|一(?:{A_PER})|[\s，。！？；、,!?;\x00乘×xX*的了啊呢吧重]"
AMOUNT_STARTS = later(
    rf"(?:{_SIGN})\s*{NUMERAL}|百分[之百]|(?:零上|{_BELOW})?{START}{NUMERAL}"
    rf"|(?<![\d{NUMERAL_PARTS}多小大上下前后对个])半|(?<![\d{NUMERAL_PARTS}几多半整])个半",
    re.I,
)
_LIANG = (
    rf"(?P<liang>[{HAN_DIGITS[1:]}两\d]|十[{HAN_DIGITS[1:]}]?|\d+|半)两"
    rf"(?P<more>半|{DIGIT}(?=$|[，。！？；、,!?;\s]))?"
    rf"(?!(?!一(?:{A_PER}))[\d{NUMERAL_PARTS}几]"
    "|[天年月周次个件条只把种款层面边头手口岁块毛人双套箱盒包米])"
)
_AMOUNT = later(
    rf"(?P<sign>{_SIGN})\s*(?P<price>{NUMERAL})|{_LIANG}"
    rf"|百分(?:之|(?=百[纯全含的]?棉))(?P<share>{NUMERAL})|(?:零上|(?P<below>{_BELOW}))?"
    rf"(?P<n>{NUMERAL}|半(?!个?[成径])|(?=个半))"
    rf"\s*(?P<unit>{A_UNIT})?",
    re.I,
)
_A_DIGIT = later(rf"(?!一(?:{A_PER}))(?:{DIGIT})", re.I)
_D = rf"(?:(?!一(?:起|{A_PER}))(?:{DIGIT}|两))"
_DIGITS = rf"(?P<d>{_D}{{2}}|(?!一(?!{_ENDS})){_D})"
_YUAN_TAIL = later(
    rf"(?P<half>半)|[零0](?P<cents>{DIGIT})分?(?![毛角])"
    rf"|零?(?P<dimes>{_D})[毛角](?:(?P<rest>(?!1(?:{A_PER})){_D})分?)?"
    rf"|{_DIGITS}(?=一起|(?!{MORE}))",
    re.I,
)
_DIME_TAIL = later(rf"(?P<d>{_D})分?(?!{MORE})", re.I)
_TAIL = later(
    rf"(?P<half>半)(?![个成])|零(?P<cents>{DIGIT})(?!{MORE})"
    rf"|{_DIGITS}(?!{MORE}|[半块毛角折天年岁次])",
    re.I,
)
_RARE_TAIL = later(rf"(?P<half>半)(?![个成])|(?P<d>{DIGIT})(?={_ENDS})")
_WITH_TAILS = ("米", "公斤", "千克", "kg", "市斤", "斤", "升", "公升", "吨", "成")
"""Units after which a digit usually means tenths: 一米八; 十二伏七安 are two amounts."""
_WITHOUT_TAILS = ("percent", "discount", "count")
_RUN = later(
    rf"(?!一\s?(?:{A_PER}))(?:{DIGIT}|[两十])[\d,{NUMERAL_PARTS}]*(?:\s*(?:{A_COUNTED})(?!邮))?"
)
_SWALLOWED = later("(?<=[^零十百千万点])一$")
_EACH = later(EACH, re.I)
_BYTES = {"g": "digital-gigabyte", "t": "digital-terabyte", "m": "digital-megabyte"}
_TENTHS_SAID = later(rf"[{HAN_DIGITS[1:]}]?十[{HAN_DIGITS[1:]}]{{2}}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit, and where they stand."""

    start: int
    end: int
    number: Decimal
    said: str
    """The number in the words of the speaker."""
    name: str = ""
    """The unit's name, in small letters."""
    unit: Unit | None = None
    has_tail: bool = False
    """A smaller part follows the unit: 五 of 十八块五."""
    runs_on: bool = False
    """Digits follow that may be tenths or the next number: 18块5100个."""

    @property
    def value(self) -> Decimal:
        """The number in the unit's own identifier: 1000 (grams) of 两斤."""
        return plain(self.number * (self.unit.scale if self.unit else 1))


def amount_at(text: str, at: int, segment: Segment, *, is_part: bool = False) -> Amount | None:
    """The amount that begins at `at`; None if no number that anybody says stands there.

    Nothing is a part of one that `is_part` of another one: 二两 of 一斤二两.
    """
    found = _AMOUNT.match(text, at)
    if not found:
        return None
    said = found["price"] or found["liang"] or found["share"] or found["n"]
    number, name, unit, end = _number(said), "", None, found.end()
    if found["sign"]:
        name, unit = "$", Unit("money", _SIGNS.get(found["sign"].lower(), "CNY"))
    elif found["share"]:
        name, unit = "%", UNITS["%"]
        number = Decimal(100) if said == "百" else number  # 百分百棉
    elif found["liang"]:
        name, unit = "两", LIANG
        if number is not None and found["more"]:
            number += _tenths(found["more"])
    elif _SWALLOWED.search(said) and _EACH.match(text, found.end("n") - 1):
        said, end = said[:-1], found.end("n") - 1  # 八十五一台
        number = _price_number(said)
    elif found["unit"]:
        name, unit, number = _unit(found["unit"], said, number)
    else:
        number = _price_number(said)
    if number is None:
        return None
    number = -number if found["below"] else number
    amount = Amount(at, end, number, said, name, unit)
    whole = None if is_part else _with_smaller_unit(text, amount, segment)
    return whole or _with_tail(text, amount, segment)


def _number(said: str) -> Decimal | None:
    """The number that is said; 0.5 for 半, and 1 for nothing: 个半小时 is one and a half hours."""
    return Decimal("0.5") if said == "半" else read_numeral(said) if said else Decimal(1)


def _price_number(said: str) -> Decimal | None:
    """A number without a unit: 四十八, and 十八五 for 18.5."""
    if not _TENTHS_SAID.fullmatch(said):
        return _number(said)
    tens = _number(said[:-1])
    return None if tens is None else tens + _tenths(said[-1])


def _unit(name: str, said: str, number: Decimal | None) -> tuple[str, Unit, Decimal | None]:
    """The unit of a number, and the number, which some units change or spell."""
    low = name.lower()
    unit = UNITS[low]
    if name[-1] in "GTM" and low.removeprefix("个") in _BYTES:
        unit = Unit("measure", _BYTES[low[-1]])
    spelled = (
        re.fullmatch(f"[{HAN_DIGITS}]{{3}}", said) if low in ("伏", "v", "伏特") else low == "折"
    )
    if spelled and re.fullmatch(rf"[\d{HAN_DIGITS}]+(?:[.点][\d{HAN_DIGITS}])?", said):
        number = Decimal(digits_only(said).replace("点", "."))  # 二二零伏, 九五折
    if number is not None and said.endswith("千") and low in ("克", "瓦", "米"):
        return "千" + low, UNITS["千" + low], number / 1000  # 2千克
    return low, unit, None if number is None else number + unit.more


def _with_tail(text: str, amount: Amount, segment: Segment) -> Amount:
    """With the smaller part that follows: 五 of 十八块五, 两百克 of 一公斤两百克."""
    unit, end = amount.unit, amount.end
    if unit is None or amount.number % 1:
        return amount
    if unit.kind == "money":
        tail = None if amount.name.endswith("钱") else _YUAN_TAIL if unit.scale == 1 else _DIME_TAIL
    else:
        tail = _TAIL if amount.name in _WITH_TAILS else _RARE_TAIL
        tail = None if unit.kind in _WITHOUT_TAILS and amount.name != "成" else tail
    part = tail.match(text, end) if tail else None
    if part:
        said = {name: digits for name, digits in part.groupdict().items() if digits}
        digits = "".join(said.values())
        tenths = _tenths("零" + digits if "cents" in said else digits)
        return replace(amount, end=part.end(), number=amount.number + tenths, has_tail=True)
    if amount.name in _WITH_TAILS and _A_DIGIT.match(text, end):
        return replace(amount, runs_on=True)  # 两米一宽
    run = _RUN.match(text, end) if amount.name == "块" else None
    if not run:
        return amount
    # A pause after the first digit tells that it is tenths; else nobody can tell.
    pause = pause_in(segment, end, run.end())
    if pause is not None and text[end + 1 : pause].strip(",") == "":
        number = amount.number + _tenths(text[end])
        return replace(amount, end=end + 1, number=number, has_tail=True)
    return replace(amount, runs_on=True)


def _with_smaller_unit(text: str, amount: Amount, segment: Segment) -> Amount | None:
    """一年零三个月, 12小时30分钟, 一公斤两百克, 一斤二两: two amounts of one thing."""
    unit = amount.unit
    if unit is None or unit.kind not in ("duration", "measure") or amount.number % 1:
        return None
    at = amount.end + text.startswith("零", amount.end)
    rest = amount_at(text, at, segment, is_part=True)
    if not rest or not rest.unit or rest.unit.kind != unit.kind:
        return None
    (base, one), (other, less) = in_base_unit(unit.unit), in_base_unit(rest.unit.unit)
    added = unit.kind == "duration" or base == "mass-gram"
    if not added or base != other or not 0 < rest.value * less < one * unit.scale:
        return None
    number = plain((amount.value * one + rest.value * less) / less)
    whole = Unit(unit.kind, rest.unit.unit)
    return replace(amount, end=rest.end, number=number, unit=whole, has_tail=True)


def _tenths(digits: str) -> Decimal:
    """What follows the point: 0.5 for 五, 半 and 5, 0.35 for 三五."""
    return Decimal("0." + digits_only(digits.replace("半", "5")))
