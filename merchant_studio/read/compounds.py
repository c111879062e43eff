"""Amounts said in two parts, and halves: 一米八, 三公斤二, 两斤四两, 八两, 半年, 一公斤两百克."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..facts.chinese import (
    HAN_DIGITS,
    NUMERAL,
    NUMERAL_PARTS,
    digits_only,
    plain,
    read_numeral,
)
from ..facts.units import measure_aliases
from ..records import Duration, FactValue, Measure, Segment
from .found import Found, is_vague
from .patterns import START, patterns

JIN_GRAMS = 500
_LIANG_GRAMS = 50
_JIN = ("斤", "市斤")
_TWO_DIGITS = ("米", "公斤", "千克", "kg")
"""Units of which hundredths are said: 一米三五, 一公斤二五."""
_RARE = ("克", "瓦", "伏", "寸", "英寸")
"""Units of which tenths are seldom said: 十二伏七安 are two amounts."""
_ENDS = re.compile(r"$|[\s，。！？；、,!?;的了啊呢吧重]")
_LIANG = re.compile(
    rf"{START}(?P<n>[{HAN_DIGITS[1:]}两\d]|十[{HAN_DIGITS[1:]}]?|\d+|半)两(?P<half>半"
    rf"|[{HAN_DIGITS[1:]}\d](?=$|[，。！？；、,!?;\s]))?"
    rf"(?!(?!一[个只条把根支件块瓶袋包盒张顶双台枚颗粒])[\d{NUMERAL_PARTS}几]"
    rf"|[天年月周次个件条只把种款层面边头手口岁块毛人双套箱盒包米])"
)
_HALF = re.compile(
    rf"(?<![\d{NUMERAL_PARTS}多小大上下前后对个])半"
    "(?P<unit>年|个月|个?小时|个?钟头|公斤|市斤|斤|公升|升|米|吨)(?![前后来多])"
)
_ONE_AND_A_HALF = re.compile(rf"(?<![\d{NUMERAL_PARTS}几多半整])个半(?P<unit>小时|钟头?|月)(?!多)")
_HALVES: dict[str, FactValue] = {
    "年": Duration(amount=Decimal(6), unit="month"),
    "个月": Duration(amount=Decimal(15), unit="day"),
    "小时": Duration(amount=Decimal(30), unit="minute"),
    "钟头": Duration(amount=Decimal(30), unit="minute"),
    "公斤": Measure(amount=Decimal(500), unit="mass-gram"),
    "斤": Measure(amount=Decimal(250), unit="mass-gram"),
    "升": Measure(amount=Decimal(500), unit="volume-milliliter"),
    "米": Measure(amount=Decimal("0.5"), unit="length-meter"),
    "吨": Measure(amount=Decimal("0.5"), unit="mass-tonne"),
}
_RUNS_ON = re.compile(f"[{NUMERAL_PARTS}半块毛角折天年岁次]")
_AND_GRAMS = re.compile(
    rf"{START}(?P<n>{NUMERAL})(?P<unit>公斤|千克|市斤|斤)零?(?P<grams>{NUMERAL})克(?!每"
    rf"|一平|/|重?的?面料)"
)


def read_compounds(text: str, _: Segment) -> Iterator[Found]:
    """Amounts in two parts, and halves; two that stand in the same place are one."""
    read_to = 0
    every = [*_with_grams(text), *_with_tails(text), *_in_liang(text), *_halves(text)]
    every += _ones_and_halves(text)
    for found in sorted(every, key=lambda found: (found.start, -found.end)):
        if found.start >= read_to:
            read_to = found.end
            yield found


def _with_grams(text: str) -> Iterator[Found]:
    for found in _AND_GRAMS.finditer(text):
        amount, grams = read_numeral(found["n"]), read_numeral(found["grams"])
        scale = 1000 if found["unit"] in ("公斤", "千克") else JIN_GRAMS
        if not amount or not grams or grams >= scale or is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
            continue
        yield Found(found.start(), found.end(), _grams(amount * scale + grams))


def _with_tails(text: str) -> Iterator[Found]:
    """Two and a part: 两米五; 两米五个 cannot be told apart."""
    for found in patterns().tail.finditer(text):
        amount, unit, tail = read_numeral(found["n"]), found["unit"].lower(), found["tail"]
        end, each = found.end(), False
        if tail == "一" and found["n"].isdecimal() and not is_vague(text, found.start(), end):
            continue  # 6毫米一挑: nobody writes 6.1 so
        if tail[-1] == "一" and patterns().per.match(text, found.end("tail") - 1):
            if len(tail) == 1:
                continue  # 三米一卷
            tail, end, each = tail[0], end - 1, True  # 两公斤四一套
        clear = (
            amount
            and not amount % 1
            and (len(tail) == 1 or (unit in _TWO_DIGITS and not found["liang"]))
            and (each or tail != "一" or _ENDS.match(text, end))
            and (each or not _RUNS_ON.match(text, end))
            and (each or not patterns().any_unit.match(text, end))
            and (each or unit not in _RARE or _ENDS.match(text, end))
        )
        if unit in _RARE and not clear:
            continue  # 十二伏七安
        if not clear or not amount:
            yield Found(found.start(), end, None)
            continue
        if is_vague(text, found.start(), end):
            yield Found(found.start(), end, None)
            continue
        hundredths = found["zero"] and len(tail) == 1 and not found["liang"]
        if hundredths and unit not in _TWO_DIGITS:
            yield Found(found.start(), end, None)  # 三斤零二
            continue
        # 一米零二 is 1.02
        part = Decimal(f"0.{'0' if hundredths else ''}{digits_only(tail)}")
        if unit in _JIN:
            part += Decimal("0.05") if found["liang"] == "两半" else 0
            yield Found(found.start(), end, _grams((amount + part) * JIN_GRAMS))
        elif found["liang"]:  # 一公斤三两
            liang = Decimal(digits_only(tail)) + (Decimal("0.5") if found["liang"] == "两半" else 0)
            kilos = amount + liang * _LIANG_GRAMS / 1000
            known = unit in ("公斤", "千克", "kg")
            value = Measure(amount=plain(kilos), unit="mass-kilogram") if known else None
            yield Found(found.start(), end, value)
        else:
            value = Measure(amount=amount + part, unit=measure_aliases()[unit])
            yield Found(found.start(), end, value)


def _in_liang(text: str) -> Iterator[Found]:
    """八两; 一两 only where nothing else can be meant."""
    for found in _LIANG.finditer(text):
        n = found["n"]
        if n in "一半两1" and not re.search("[重才个只条净仅是有]$", text[: found.start()]):
            continue
        amount = Decimal("0.5") if n == "半" else read_numeral(n)
        if amount is None:
            continue
        if is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
            continue
        if found["half"]:  # 二两半, 二两八
            amount += Decimal("0." + ("5" if found["half"] == "半" else digits_only(found["half"])))
        yield Found(found.start(), found.end(), _grams(amount * _LIANG_GRAMS))


def _halves(text: str) -> Iterator[Found]:
    for found in _HALF.finditer(text):
        if not is_vague(text, *found.span()):
            unit = found["unit"]
            value = _HALVES.get(unit) or _HALVES[unit.lstrip("个公市")]
            yield Found(found.start(), found.end(), value)


def _ones_and_halves(text: str) -> Iterator[Found]:
    """个半钟: 一 is left out in the south."""
    for found in _ONE_AND_A_HALF.finditer(text):
        if not is_vague(text, *found.span()):
            value = Duration(
                amount=Decimal("1.5"), unit="month" if found["unit"] == "月" else "hour"
            )
            yield Found(found.start(), found.end(), value)


def _grams(amount: Decimal) -> Measure:
    return Measure(amount=plain(amount), unit="mass-gram")
