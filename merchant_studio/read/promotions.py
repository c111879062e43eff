"""Promotions as they are typed and said: 买十送一, 第二件半价, free shipping from 3000 CNY.

What is not understood to its last word is no value: 买十个送一个收纳袋 gives another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..facts.numbers import (
    CURRENCY_ALIASES,
    NUMERAL,
    NUMERAL_PARTS,
    TRADE_ALIASES,
    read_numeral,
    taken_off,
)
from ..languages import any_of
from ..records import Count, Money, Percent, Promotion


@dataclass(frozen=True, slots=True)
class Promised:
    """A promotion and where it stands in a text."""

    start: int
    end: int
    value: Promotion

    @property
    def key(self) -> str:
        """Free shipping is a fact about shipping."""
        return "promotion" if self.value.gift else "shipping"


_COUNTED = any_of(name for name in TRADE_ALIASES if not name.isascii())
_TYPED = any_of(TRADE_ALIASES)
_CURRENCY = any_of(CURRENCY_ALIASES)
_MONEY = rf"(?:{NUMERAL}\s*(?:块钱|块|{_CURRENCY})|(?:{_CURRENCY})\s*{NUMERAL})"
_NUMBER = rf"(?:\d[\d,.]{{0,9}}[百千万]?|[{NUMERAL_PARTS}]{{1,8}})"
_SUM = rf"{_NUMBER}(?:块钱|块|{_CURRENCY}|(?!{_CURRENCY}|{_COUNTED}))"
"""满五百; 五百套 is a number of sets."""
_GAP = rf"(?:的|以上|往上)?[，, ]?[^，。！？；、\d{NUMERAL_PARTS}]{{0,6}}?"
"""What may stand between what is bought and what is given: 满一千元咱就免邮."""
_FROM = "(?:[买每订单]?[满上过]|超过?|[拿买订进]?够|[拿买订进每])"
_ENDS = r"(?=$|[\s，。！？；、,.!?;啊吧了呢哦嘛哈]|的(?:$|[，。！？；、]))"
_NO_NUMERAL = rf"(?<![\d.{NUMERAL_PARTS}])"
_YUAN = ("块", "块钱", "元")
"""A 块 of goods is a piece; with free shipping it is money."""
_PIECE = "[件个条双套只台把瓶盒箱包支张块副]"

_CHINESE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_FROM}[买订拿够]?(?P<buy>{_NUMBER})(?P<unit>{_COUNTED})?{_GAP}"
        rf"|{_NO_NUMERAL}(?P<bare>{_NUMBER}))"
        rf"(?:多?[送赠]|搭|多给|白给)[你您]?(?P<free>{_NUMBER})(?P<free_unit>{_COUNTED})?{_ENDS}",
        rf"第[二2](?P<unit>{_PIECE}){_GAP}"
        rf"(?:(?P<half>半价)|(?P<pays>[一二三四五六七八九\d][点.]?[一二三四五六七八九\d]?)折){_ENDS}",
        rf"第(?P<nth>[二三四五六2-6])(?P<unit>{_PIECE}){_GAP}(?:免费|不要钱|免单|白送){_ENDS}",
        rf"{_FROM}(?P<from>{_SUM}){_GAP}"
        rf"(?:减免?|优惠|返现?|抵|便宜|让)[你您]?(?P<off>{_SUM}){_ENDS}",
        rf"(?P<verb>{_FROM})?{_NO_NUMERAL}(?P<least>{_NUMBER})"
        rf"(?P<least_unit>块钱|块|元|{_COUNTED})?(?P<up>以上|往上|起)?{_GAP}"
        r"(?:包邮|免邮费?|(?:包|免|承担)(?:运费|快递费?|物流))",
    )
)
_ENGLISH = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"buy (?P<buy>\d+) ?(?P<unit>{_TYPED})?,?(?: and)? (?:get )?(?P<free>\d+) ?"
        rf"(?P<free_unit>{_TYPED})?(?: for)? free",
        r"(?:(?P<half>half price)|(?P<percent>\d+(?:\.\d)?) ?% off)(?: (?:on|for))?(?: the)? "
        r"(?:second|2nd)(?: piece| item| one)?",
        r"(?:the )?(?:second|2nd)(?: piece| item| one)?(?: (?:at|is|for))? "
        r"(?:(?P<half>half price)|(?P<percent>\d+(?:\.\d)?) ?% off)",
        rf"(?P<off>{_MONEY}) off (?:from|over|orders (?:over|of|from)) (?P<from>{_MONEY})"
        r"(?: (?:or|and) more)?",
        r"free (?:shipping|delivery|freight) (?P<up>from|over|above|for"
        r"|on orders (?:over|of|from)) "
        rf"(?:(?P<sum>{_MONEY})|(?P<least>\d+) ?(?P<least_unit>{_TYPED})?)(?: (?:or|and) more)?",
    )
)


def promotions_in(text: str) -> Iterator[Promised]:
    """The promotions of Chinese speech, in order: 第二件半价, 满三千包邮."""
    at = 0
    while found := _first(text, at):
        value = _promotion(found)
        if value and not _gives_more(value):
            yield Promised(found.start(), found.end(), value)
        at = found.end()


def _first(text: str, at: int) -> re.Match[str] | None:
    found = (match for pattern in _CHINESE if (match := pattern.search(text, at)))
    return min(found, key=lambda match: match.start(), default=None)


def parse_promotion(text: str) -> Promotion | None:
    """A promotion as it is typed, in Chinese or English; None: it is none."""
    whole = (pattern.fullmatch(text) for pattern in (*_CHINESE, *_ENGLISH))
    return next((value for found in whole if found and (value := _promotion(found))), None)


def _gives_more(value: Promotion) -> bool:
    """Whether more is given than bought, which who is only heard seldom means: 买十送一百."""
    bought, free = value.threshold, value.gift
    counted = isinstance(bought, Count) and isinstance(free, Count) and bought.unit == free.unit
    return counted and bool(free and free.amount > bought.amount)


def _promotion(found: re.Match[str]) -> Promotion | None:
    said = {name: text for name, text in found.groupdict().items() if text}
    unit = TRADE_ALIASES.get(said.get("unit", ""), "piece")
    if "free" in said:
        return _free(said, unit)
    if "half" in said or "pays" in said or "percent" in said:
        second = Count(amount=Decimal(2), unit=unit)
        return Promotion(threshold=second, gift=Percent(amount=_taken_off(said)))
    if "nth" in said:  # the third one is free: who buys two gets one
        number = read_numeral(said["nth"]) or Decimal(2)
        bought = Count(amount=number - 1, unit=unit)
        return Promotion(threshold=bought, gift=Count(amount=Decimal(1), unit=unit))
    if "off" in said:
        least, off = _money(said["from"]), _money(said["off"])
        fits = least and off and least.currency == off.currency and off.amount < least.amount
        return Promotion(threshold=least, gift=off) if least and fits else None
    return _shipped(said)


def _free(said: dict[str, str], unit: str) -> Promotion | None:
    bought, free = read_numeral(said.get("buy") or said["bare"]), read_numeral(said["free"])
    free_unit = TRADE_ALIASES.get(said.get("free_unit", ""), unit)
    if not bought or not free or bought % 1 or free % 1:
        return None
    if "unit" not in said and "free_unit" in said:
        unit = free_unit
    gift = Count(amount=free, unit=free_unit)
    return Promotion(threshold=Count(amount=bought, unit=unit), gift=gift)


def _taken_off(said: dict[str, str]) -> Decimal:
    if "percent" in said:
        return Decimal(said["percent"])
    return taken_off(said.get("pays", "5"))


def _shipped(said: dict[str, str]) -> Promotion | None:
    """Free shipping from a sum or a quantity; 两个包邮 without a word such as 满 is none."""
    if "sum" in said:
        least = _money(said["sum"])
        return Promotion(threshold=least, gift=None) if least else None
    number, unit = read_numeral(said["least"]), said.get("least_unit", "")
    if not number or not said.keys() & {"verb", "up"}:
        return None
    if unit not in _YUAN and TRADE_ALIASES.get(unit):
        return Promotion(threshold=Count(amount=number, unit=TRADE_ALIASES[unit]), gift=None)
    return Promotion(threshold=Money(amount=number, currency="CNY"), gift=None)


def _money(text: str) -> Money | None:
    """A sum with its currency, or in yuan where none is named: 满一千减五十."""
    number, named = re.search(NUMERAL, text), re.search(_CURRENCY, text, re.I)
    amount = read_numeral(number[0]) if number else None
    currency = CURRENCY_ALIASES[named[0].lower()] if named else "CNY"
    return Money(amount=amount, currency=currency) if amount else None
