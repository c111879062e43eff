"""Patterns of numbers with their units as Chinese speakers say them and recognizers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .chinese import NUMERAL, NUMERAL_PARTS
from .units import (
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    MEASURES,
    PER_UNITS,
    TRADE_ALIASES,
    measure_aliases,
)

DIGIT = r"[\d一二三四五六七八九]"
TO = r"\s*(?:到|至|[-~～—–])\s*"
START = rf"(?<![A-Za-z\d.{NUMERAL_PARTS}])"
"""A number starts neither inside another one nor right after a letter (MP3播放)."""

# Names that mean something else more often than the unit: 3C认证, 3D打印, 5A级, 5S店, 5T, 100M网口,
# 三月, 3日, 两方面, 五安, 三刀, 42码, "5 in stock", 5", 5 bars, 一旦.
_NOT_SAID = {*"cdast", "m", "in", '"', "bar", "月", "日", "方", "安", "刀", "码", "旦", "码布"}


def _names(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; a Latin one ends where its word ends."""
    return "|".join(
        re.escape(name) + ("(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else "")
        for name in sorted(set(names) - _NOT_SAID, key=len, reverse=True)
    )


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns for values (`n` is the number, `high` the end of a range) and for parts of them."""

    money: re.Pattern[str]
    """Up to the currency; what follows (五毛, 一个) is read on its own."""
    symbol_money: re.Pattern[str]
    dimes: re.Pattern[str]
    size: re.Pattern[str]
    length: re.Pattern[str]
    """一米八: tenths and hundredths of a meter."""
    percent: re.Pattern[str]
    discount: re.Pattern[str]
    age: re.Pattern[str]
    code: re.Pattern[str]
    amount: re.Pattern[str]
    per: re.Pattern[str]
    """What a price is for, after it: 一打, 每双, /kg."""
    trade_unit: re.Pattern[str]
    quantity: re.Pattern[str]
    stated: re.Pattern[str]
    """Any number with a unit, exact or not."""


@cache
def patterns() -> Patterns:
    """All patterns, compiled once."""
    trade = _names(TRADE_ALIASES)
    priced = [name for name, unit in measure_aliases().items() if unit in PER_UNITS]
    per_unit = "码|斤|" + _names([*TRADE_ALIASES, *(n for n in priced if not n.isascii()), "kg"])
    counted = _names(name for name in TRADE_ALIASES if name != "打")  # 18打八折
    before = rf"(?:[一每](?P<before>{per_unit})\s*)?"
    lengths = _names(n for n, u in measure_aliases().items() if u.startswith("length-"))
    said = [alias.lower() for aliases in MEASURES.values() for alias in aliases]
    units = _names([*TRADE_ALIASES, *DURATION_ALIASES, *said, "斤"])
    currencies = _names(name for name in CURRENCY_ALIASES if re.match(r"\w", name))
    side = rf"(?P<%s>{NUMERAL})\s*(?:(?P<%s_unit>{lengths})(?P<%s_tail>{DIGIT}{{1,2}})?)?"
    first, second, third = (side.replace("%s", name) for name in "abc")
    by = r"\s*[乘×xX*]\s*"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.I)

    return Patterns(
        money=compiled(
            rf"{before}{START}(?:(?P<low>{NUMERAL})(?:块|元)?{TO})?"
            rf"(?P<n>{NUMERAL})\s*(?P<unit>{currencies})"
        ),
        symbol_money=compiled(rf"(?P<unit>US\$|[¥￥€£$])\s*{START}(?P<n>{NUMERAL})"),
        dimes=compiled(
            rf"{before}{START}(?P<n>{NUMERAL})(?P<unit>毛|角)(?:(?P<cents>{DIGIT})分?)?"
        ),
        size=compiled(rf"{START}{first}{by}{second}(?:{by}{third})?"),
        length=compiled(rf"{START}(?P<n>{NUMERAL})米(?P<tail>{DIGIT}{{1,2}})(?!\d)"),
        percent=compiled(
            rf"百分之(?P<han>{NUMERAL})(?:{TO}(?:百分之)?(?P<han_high>{NUMERAL}))?"
            rf"|{START}(?P<low>{NUMERAL})\s*[%％]?{TO}(?P<high>{NUMERAL})\s*[%％]"
            rf"|{START}(?P<n>{NUMERAL})\s*[%％]"
        ),
        discount=compiled(
            rf"(?P<from>(?:满|买|订|拿|达到)?{START}(?P<least>{NUMERAL})\s*(?P<unit>{counted})"
            rf"(?:或者?|及)?(?P<up>以上|起)?的?[，,]?(?:我们|我)?(?:都?可以|就)?(?:再?给您?|享受?)?打?)?"
            rf"{START}(?P<n>{DIGIT}(?:[.点]?{DIGIT})?)折"
        ),
        age=compiled(
            rf"{START}(?P<n>{NUMERAL})(?:周?岁)?{TO}(?P<high>{NUMERAL})周?岁"
            rf"|{START}(?P<up>{NUMERAL})周?岁(?:及)?以上"
        ),
        code=re.compile(
            r"(?<![A-Za-z])(?P<letters>[A-Z]{1,4})-?(?P<digits>[\d零〇一二三四五六七八九]{2,6})"
            rf"(?![\dA-Za-z{NUMERAL_PARTS}]|[.-]\d)"
        ),
        amount=compiled(
            rf"{START}(?P<n>{NUMERAL})(?:\s*(?P<low_unit>{units})?{TO}(?P<high>{NUMERAL}))?"
            rf"\s*(?P<unit>个半(?:小时|钟头|月|星期|礼拜)|{units})(?P<half>半)?"
        ),
        per=compiled(rf"\s*(?:一|每|/)\s*(?P<per>{per_unit})"),
        trade_unit=compiled(rf"\s*(?:{trade})(?!邮)"),  # 九块九包邮
        quantity=compiled(rf"\s*(?:{NUMERAL})\s*(?:{trade})(?!起)"),
        stated=compiled(
            rf"(?P<n>{NUMERAL})[多几来余]?\s*(?P<unit>{units}|{currencies}|毛|角|折|岁)"
            rf"|百分之{NUMERAL}"
        ),
    )
