"""Quantities and prices of a speech in the order in which they are said: 500 pieces, 17 yuan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ...facts.numbers import NUMERAL, plain
from ...records import Count, Ladder, Measure, Mention, Money, Segment, Variants, mention
from ..found import HeardValue, overlapping
from .amounts import AMOUNT_STARTS, Amount, amount_at, bare_price, price, priced
from .spoken_units import TO

_JOINTS = "，, 、的起订批做"
MARK = re.compile(
    "以上|起订|起批|起步|起做|起拿|起发|起|往上|朝上|满|拿到?|超过|达到|上了|订到|做到|以内|以下|之内|的[价量]|批"
)
"""Words beside a quantity that tell that a price begins with it."""
OTHER_ROLE = re.compile(
    "样品|打样|定金|订金|押金|运费|邮费|快递|保修|质保|交期|装箱|一箱装|零售|吊牌|开模|模具费|另加|另外"
    "|折|包装|印|重|尺寸|容量|长|宽|高|库存|产量|赠|送|等|翻单|外箱|箱规|箱子|原价|人家|别家|他家|外面|隔壁|市场价"
)
"""Words of something else than the price of what is sold."""
UP_TO = re.compile("以内|以下|之内|以里")
_TO = re.compile(TO)
_FEWER = re.compile("(?:不[够到足满]|少于|低于)$")
_OVER = re.compile("(?<![以超])[上过](?=[百千万])")
"""上千个 is from one thousand on."""
_TIMES = r"[^，。]{0,3}?[乘×xX*]\s*"
_SIZE = re.compile(f"{NUMERAL}{_TIMES}{NUMERAL}(?:{_TIMES}{NUMERAL})?")
_BARE_ENDS = re.compile(
    r"$|[，。；！？、,;!?\s]|一[^些样般点起直共定]|每|/|了|吧|呢|啊|的|嘛|含|不含|包|左右|块|元"
    r"|\D{0,2}[，。；！？、]"
)
"""What may follow a price without its 块: 十七，; 十七一个."""
_FEW = 10
_CARTON = re.compile("(?:装|是|放)?(?:一|每|1)个?大?(?:箱|件|包|袋|捆|扎|板)(?!以上|起|的)")
"""What follows how many are packed together: 500个一箱."""
_SOLD_BY = ("公斤", "千克", "kg", "吨", "米", "码", "斤", "平方", "平方米", "平米")


@dataclass(frozen=True, slots=True)
class Token:
    """A quantity or a price, and where it stands."""

    segment: int
    """Its place in the speech."""
    start: int
    end: int
    quantity: Count | Measure | None = None
    price: Money | None = None
    bare: bool = False
    """It may be either: a number without a unit."""
    base: Token | None = None
    """The price that this one is told by its difference from: 十八块五 of 带盖的贵两块."""
    named: bool = False
    """That difference is of a name, and not of a quantity."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A ladder or variants that were heard, with the moments of its prices."""

    key: str
    value: Ladder | Variants
    places: tuple[Mention, ...]
    """One for each price, in order."""

    def apart_from(self, orders: Sequence[Mention], segments: Sequence[Segment]) -> Deal:
        """The deal without the least order, a fact of its own: 一百个起订，单价十八块五."""
        first = self.places[0]
        for order in orders:
            if not overlapping(order, first):
                continue
            text = segments[first.segment].text
            parts = (first.start, order.start), (order.end, first.end)
            start, end = max(parts, key=lambda part: part[1] - part[0])
            cut = text[start:end]
            start += len(cut) - len(cut.lstrip(_JOINTS))
            end = start + len(cut.strip(_JOINTS))
            first = mention(segments[first.segment], start, end) if end > start else first
        return replace(self, places=(first, *self.places[1:]))

    def heard(self, segments: Sequence[Segment]) -> HeardValue:
        """The value as any other one that was heard, where its first sentence tells it."""
        first = [place for place in self.places if place.segment == self.places[0].segment]
        start, end = min(each.start for each in first), max(each.end for each in first)
        whole = mention(segments[first[0].segment], start, end)
        return HeardValue(key=self.key, value=self.value, mention=whole, steps=self.places)


def tokens_of(number: int, segment: Segment) -> tuple[Token, ...]:
    """The numbers of a segment that may be quantities or prices, in order."""
    segment = replace(segment, text=_OVER.sub("一", segment.text))
    found: list[Token] = []
    text, at = segment.text, 0
    while start := AMOUNT_STARTS.search(text, at):
        amount = amount_at(text, start.start(), segment)
        at = start.end() if amount is None else amount.end
        if amount and (size := _SIZE.match(text, amount.start)):
            at = max(at, size.end())  # 外箱58乘40乘35
            continue
        token = _token(number, text, amount, segment) if amount else None
        if token:
            at = max(at, token.end)
            found.append(token)
    return tuple(_without_each(found, text))


def _without_each(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """The tokens without the one of 一件十六块五 and 一个小柜, which begins no step."""
    for token, following in pairwise([*tokens, None]):
        if token is None:
            return
        many = token.quantity
        one = many and many.amount == 1 and many.high is None and not token.bare
        after = text[token.end : following.start] if following else text[token.end :]
        if one and not MARK.match(after):
            continue
        yield token


def _token(number: int, text: str, amount: Amount, segment: Segment) -> Token | None:
    to = _TO.match(text, amount.end)
    top = amount_at(text, to.end(), segment) if to else None
    if top and (whole := _range(amount, top)):
        return Token(number, amount.start, top.end, quantity=whole)
    if amount.unit and amount.unit.kind == "money":
        found = price(text, amount, None)
        value = found.value if found else None
        if not isinstance(value, Money):
            value = priced([amount.value], amount.unit.unit or "CNY", None)
        end = found.end if found and isinstance(found.value, Money) else amount.end
        runs = amount.runs_on or value.high is not None
        return None if runs else Token(number, amount.start, end, price=value)
    if _CARTON.match(text, amount.end):
        return Token(number, amount.start, amount.end)
    if many := _quantity(amount):
        up_to = UP_TO.match(text, amount.end)
        if up_to:  # 一百个以内: from the first one on
            many = replace(many, amount=many.amount / amount.number, high=many.amount)
        elif _FEWER.search(text[: amount.start]):
            many = replace(many, amount=many.amount / amount.number, high=many.amount - 1)
        return Token(number, amount.start, up_to.end() if up_to else amount.end, quantity=many)
    if amount.number == 0:  # 零散
        return None
    if amount.unit is None:
        vague = re.match("多|几|来[个只条]|左右", text[amount.end :])
        is_word = vague or amount.said in ("一", "两", "半")  # 一起, 贵一点
        return None if is_word else _bare(number, text, amount)
    return Token(number, amount.start, amount.end)


def _range(low: Amount, high: Amount) -> Count | Measure | None:
    """A quantity with two ends: 两百到一千米; None: they are not of one unit, or do not rise."""
    least, most = _quantity(low), _quantity(high)
    if most and low.unit is None:
        least = replace(most, amount=most.amount * low.number / high.number)
    if not least or not most or least.unit != most.unit or least.amount >= most.amount:
        return None
    return replace(least, amount=plain(least.amount), high=most.amount)


def _bare(number: int, text: str, amount: Amount) -> Token:
    """A number without a unit: 十七, of which only what stands around it tells what it is."""
    found = bare_price(text, amount, None)
    if found and isinstance(found.value, Money):
        return Token(number, found.start, found.end, price=found.value)
    up_to = UP_TO.match(text, amount.end)
    many = Count(amount=amount.number)
    if not up_to and not _BARE_ENDS.match(text, amount.end) and not MARK.match(text[amount.end :]):
        return Token(number, amount.start, amount.end)
    if up_to:
        many = replace(many, amount=Decimal(1), high=amount.number)
    cost = None if up_to else priced([amount.number], "CNY", None)
    end = up_to.end() if up_to else amount.end
    return Token(number, amount.start, end, quantity=many, price=cost, bare=True)


def _quantity(amount: Amount) -> Count | Measure | None:
    """How many of something sold by piece, meter or kilogram."""
    unit = amount.unit
    if unit is None or (amount.runs_on and amount.number < _FEW):  # 100米21块, but 1米2
        return None
    if unit.kind == "count":
        return Count(amount=amount.number, unit=unit.unit)
    if unit.unit == "length-kilometer":  # 两千米 of cloth
        return Measure(amount=amount.number * 1000, unit="length-meter")
    sold = unit.kind == "measure" and amount.name in _SOLD_BY
    if sold and unit.unit == "mass-gram" and amount.value >= _FEW * _FEW:
        return Measure(amount=plain(amount.value / 1000), unit="mass-kilogram")
    return Measure(amount=amount.value, unit=unit.unit or "") if sold else None


def by_weight(
    tokens: Sequence[Token], segments: Sequence[Segment], beside: Sequence[Token] = ()
) -> list[Money]:
    """The prices of a list; where one is by 斤, of 500 grams, all are, and are told by the kilo.

    `beside` are the quantities of which they are the prices.
    """
    said = (segments[each.segment].text[each.start : each.end] for each in (*tokens, *beside))
    by_jin = any(re.search("(?<![公千市])斤", text) for text in said)
    prices = [each.price for each in tokens if each.price]
    if not by_jin:
        return prices
    return [
        replace(price, amount=plain(price.amount * 2), per="mass-kilogram")
        if price.per is None
        else price
        for price in prices
    ]


def between(segments: Sequence[Segment], one: Token, other: Token) -> str:
    """What is said between two numbers, over the ends of sentences."""
    if one.segment == other.segment:
        return segments[one.segment].text[one.end : other.start]
    first = segments[one.segment].text[one.end :]
    whole = [segment.text for segment in segments[one.segment + 1 : other.segment]]
    return "。".join([first, *whole, segments[other.segment].text[: other.start]])
