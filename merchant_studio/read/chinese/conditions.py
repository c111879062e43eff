"""Conditions of a sale as they are said: 买十送一, 满三千包邮, 支持T/T, 有效期到2026年12月31号."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ...facts.numbers import NUMERAL, digits_only, read_numeral
from ...records import Day, FactValue, Money, Payment, Segment, mention
from ..found import HeardValue
from ..payment import parse_payment, terms_in
from ..promotions import promotions_in

_VALID = re.compile(
    r"(?:有效期?|截止|报价|价格|优惠|活动)[^，。！？\d零一二三四五六七八九十]{0,8}"
    rf"(?P<year>20\d\d|二[零〇][二三][零〇一二三四五六七八九])年\s*(?P<month>{NUMERAL})月(?P<day>{NUMERAL})[日号]"
)
_PAYS, _IN_YUAN = "(?:付|交|收|打|给)", "块钱|块|元"
_DEPOSIT = re.compile(
    rf"{_PAYS}[您你我]?(?P<first>{NUMERAL})(?P<first_in>{_IN_YUAN})?(?:的|作|当)*(?:定金|订金)"
    rf"|(?:定金|订金)[要得先只您你就]*{_PAYS}(?P<last>{NUMERAL})(?P<last_in>{_IN_YUAN})?"
    r"(?=$|[，。！？；、,\s就才我再行可即先吧的])"
)
"""A deposit as a sum of money: 付两千定金; 定金五百块 is told by its words alone."""
_LEAST_DEPOSIT = 100
"""A number without 块 that is less may be a share: 付三十定金."""
_ON_WECHAT = re.compile("微信(?:支付|付款|转账|收款)|支付宝")
_IS_PAID = re.compile("付|汇款|[货余尾]款|款到|结[清账算]|转账|收款|定金|订金")
"""Not 这款 (this model) and 结实 (sturdy)."""
_REFUSED = re.compile("[不没别](?:做|走|接|收|用|接受|支持|能|可以)*$|加个?我?的?$")


def conditions_of(segment: Segment) -> Iterator[HeardValue]:
    """The promotions, terms of payment and last day of a price in a sentence."""
    for start, end, key, value in _found(segment.text):
        yield HeardValue(key=key, value=value, mention=mention(segment, start, end))


def _found(text: str) -> Iterator[tuple[int, int, str, FactValue]]:
    for promised in promotions_in(text):
        yield promised.start, promised.end, promised.key, promised.value
    for valid in _VALID.finditer(text):
        day = _day(valid)
        if day:
            yield valid.start("year"), valid.end(), "valid_until", day
    for paid in _DEPOSIT.finditer(text):
        amount = read_numeral(paid["first"] or paid["last"])
        told = paid["first_in"] or paid["last_in"] or (amount or 0) >= _LEAST_DEPOSIT
        if amount and told and not _REFUSED.search(text[: paid.start()]):
            yield *paid.span(), "deposit", Money(amount=amount, currency="CNY")
    yield from _payment(text)


def _day(found: re.Match[str]) -> Day | None:
    year, parts = digits_only(found["year"]), (found["month"], found["day"])
    month, day = (int(read_numeral(part) or 0) for part in parts)
    try:
        return Day(day=datetime.date(int(year), month, day))
    except ValueError:
        return None


def _payment(text: str) -> Iterator[tuple[int, int, str, Payment]]:
    """How it is paid; 加我微信 is a contact, and no way to pay."""
    terms = terms_in(text)
    if not terms or not _IS_PAID.search(text):
        return
    start, end = terms
    if _REFUSED.search(text[:start]):
        return
    value = parse_payment(text[start:end])
    by_wechat = value and "WeChat Pay" in value.methods and not _ON_WECHAT.search(text)
    if value and not by_wechat:
        yield start, end, "payment", value
