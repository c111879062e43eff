"""Percentages and discounts of Chinese speech: 百分之八十五, 三成, 五个点, 满一千个打九五折."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..facts.chinese import HAN_DIGITS, NUMERAL, digits_only, read_numeral
from ..records import Count, Discount, Percent, Segment
from .found import Found, clause, is_vague
from .patterns import SPOKEN_ALIASES, START, patterns

_TENTHS = re.compile(
    rf"{START}(?P<n>[{HAN_DIGITS[1:]}两\d])成(?P<half>半"
    rf"|[{HAN_DIGITS[1:]}\d](?![{HAN_DIGITS}\d十百千万个天周年]))?(?![功为本员果立交分品衣型熟新人把不了]"
    rf"|以上)"
)
_POINTS = re.compile(rf"{START}(?P<n>{NUMERAL})个(?:百分)?点(?![心子数])")
_HALF = re.compile(
    "(?:定金|订金|预付款?|首付款?)(?:先|付|交|打|是|要|收|就)*(?P<half>一半)"
    "|(?:先|预)(?:付|交|打|给|收)一半(?=[^。]{0,12}(?:付清|结清|[尾余]款|[发出提]货))"
    "|(?P<before>一半)(?=的?(?:定金|订金|预付|首付))"
)
_NAMES_A_DISCOUNT = re.compile("打个?$|优惠|折扣|享|给[您你]?$|让|算[您你]?$|按$")

_LEAST = re.compile(
    rf"(?:(?:满|够|超?过|达到|买|拿|要|订)[您你]?|(?={NUMERAL}块?钱的货)){NUMERAL}(?:块|元)?钱?(?:的话|以上|的货)*"
    rf"(?:[，,]?(?:我|就|给|[您你]|走|算|可以)+|[，,])?就?打?个?$"
)
"""From a number of nobody knows what on: pieces, or yuan."""


def read_percents(text: str, _: Segment) -> Iterator[Found]:
    """Shares of a hundred; 三成 and 五个点 only count where something names them."""
    for found in patterns().percent.finditer(text):
        first = found["han"] or found["low"] or found["n"]
        last = found["han_high"] or found["high"]
        low, high = _share(first), _share(last) if last else None
        unclear = low is None or (last and (high is None or high <= low))
        if low is None or unclear or is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
        else:
            yield Found(found.start(), found.end(), Percent(amount=low, high=high))
    for found in _HALF.finditer(text):
        yield Found(found.end() - len("一半"), found.end(), Percent(amount=Decimal(50)), loose=True)
    for found in (*_TENTHS.finditer(text), *_POINTS.finditer(text)):
        amount = read_numeral(found["n"])
        if amount is None or is_vague(text, *found.span()):
            continue
        if found.re is _TENTHS:
            more = found["half"] or "零"
            amount = amount * 10 + (5 if more == "半" else int(digits_only(more)))
        yield Found(found.start(), found.end(), Percent(amount=amount), loose=True)


def _share(text: str) -> Decimal | None:
    return Decimal(100) if text == "百" else read_numeral(text)


def read_discounts(text: str, _: Segment) -> Iterator[Found]:
    """What is taken off, perhaps from a quantity on."""
    for found in patterns().discount.finditer(text):
        if found["cut"]:
            yield _cut(text, found)
            continue
        pays = re.sub("[.点]", "", digits_only(found["n"]))
        percent = 100 - Decimal(pays if len(pays) == 2 else pays + "0")
        if re.match("还?多|左右|不到|上下|以下", text[found.end() :]):
            yield Found(found.start("n"), found.end(), None)
            continue
        threshold: Count | None = None
        start = found.start("n")
        if found["from"]:  # 1000个九折, 满1000个打九折
            start = found.start()
            threshold = _threshold(text, found, "least", "unit")
            if threshold is None:
                yield Found(start, found.end(), None)  # 第二件五折
                continue
        # 三折伞 folds in three, 打三折 is 70 % off; 九五折 can only be a discount.
        before, after = clause(text, start, found.end())
        if not found["from"] and (least := _LEAST.search(text[:start])):
            yield Found(start - len(least[0]), found.end(), None)  # 满一千打九折
            continue
        named = _NAMES_A_DISCOUNT.search(before) or re.match("优惠|$", after)
        said = re.search("打个?$|给[您你]?$", found[0][: found.start("n") - found.start()])
        if len(pays) == 2 or threshold or named or said:
            yield Found(start, found.end(), Discount(percent=percent, threshold=threshold))


def _cut(text: str, found: re.Match[str]) -> Found:
    """一千个以上优惠五个点."""
    percent = read_numeral(found["cut_han"] or found["cut_n"])
    threshold = _threshold(text, found, "cut_least", "cut_unit")
    if threshold is None or not percent or percent >= 100:
        return Found(found.start(), found.end(), None)
    return Found(found.start(), found.end(), Discount(percent=percent, threshold=threshold))


def _threshold(text: str, found: re.Match[str], least: str, unit: str) -> Count | None:
    """The quantity from which a discount holds; None if it is not known exactly."""
    amount = read_numeral(found[least])
    if not amount or amount == 1:
        return None
    start, end = found.span(least)
    if is_vague(re.sub("超过$", "\x00\x00", text[:start]) + text[start:], start, end):
        return None  # 超过一千套 is from 1000 on
    return Count(amount=amount, unit=SPOKEN_ALIASES[found[unit].lower()])
