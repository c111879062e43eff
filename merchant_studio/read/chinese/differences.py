"""Prices that are told by what they differ: 带盖的贵两块, 拿五百个再便宜五毛, 一千个打九五折.

A difference tells in which way (贵), how much (两块), and whose price it makes (带盖的). Worked out
of a price of the same talk it is a price as any other; where more than one price may be meant it
is none, and never the two yuan themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ...facts.numbers import HAN_DIGITS, TRADE_ALIASES, plain, taken_off
from ...languages import any_of
from ...records import Money, Segment
from ..promotions import promotions_in
from .deal_tokens import MARK, OTHER_ROLE, Token, between

_COUNTED = any_of(name for name in TRADE_ALIASES if not name.isascii())
_SMALL = (
    "(?:再|又|还|要|得|会|能|可以|给|我|你|您|都|也|就|只|才|是|呢|的话|以上|往上|起|[，,]"
    "|单价|价格?)*"
)
"""What may stand between whose price it is and the difference."""
_WAY = r"(?<![最至不多大很参附增])(?:(?P<up>贵|多|加)|(?P<down>便宜|优惠|少|减|降|让|省))"
_DIFFERS = re.compile(
    rf"{_SMALL}(?:[每一](?P<per>{_COUNTED}))?{_SMALL}"
    rf"(?:比(?P<than>[^，。！？；、比]{{1,8}}?)(?:的价格?)?)?{_SMALL}"
    rf"(?:{_WAY}|差|[另外]加)[个了你您给出]*$"
)
_SHARED = re.compile(rf"{_SMALL}(?:打|享受?)?个?$")
_SHARE = re.compile(rf"(?P<pays>[{HAN_DIGITS}\d][.点]?[{HAN_DIGITS}\d]?)折")
_AGAIN = re.compile("再|又|还")
_NO_PROMISE = re.compile("钱?(?:的话|吗|么|？|行不行|可不可以|优惠|以内|左右|上下)")
"""What follows a difference that nobody promises: 便宜五块的话我亏本, 便宜三块钱优惠."""
_OF_NO_GOODS = re.compile(
    "[去今明往前]年|上[次个]|以前|之前|原[来先]|当时|现在|目前|[今明昨每]天|平时|月|活动|展|直播"
    "|客|会员|首单|下单|朋友|大家|老板|咱|别|同行|人家|他家|外面|隔壁|市场|网上|超市|店|厂|[不没未]$"
    f"|税|票|付|现金|快递|第|这|那|{OTHER_ROLE.pattern}"
)
"""Words of a time, of people or of a service: what differs there is no color, size or quantity."""
_ANOTHER = re.compile("另一|另外|那一?[款个种把只件条]|下一[款个]|第[二三四]款|还有一?[款个种]")
"""Words with which another product begins, of which an earlier price is not."""
_NAME = re.compile(rf"(?![每一](?:{_COUNTED})$)(?:还有|然后|要是|换成)*[^，。！？；、,;]{{1,9}}")
_TOLD = re.compile("[，, ]?(?P<same>那?就是|也就是|等于|算下来)?")
"""What may stand between a difference and the price that it makes: 打九五折，就是七块六."""
_CENT = Decimal("0.01")
_FAR = 40


@dataclass(frozen=True, slots=True)
class _Difference:
    """How a price differs from another one."""

    token: Token
    """Its amount, and where it is said; of nothing, until the other price is known."""
    amount: Money | None = None
    """What is added to the other price, or taken off it."""
    off_percent: Decimal | None = None
    again: bool = False
    """It goes on from the last price: 再便宜五毛."""
    than: str = ""
    """Whose price it is compared with; empty: nobody's."""
    per: str = ""
    """Of which counted thing it is told: 每套."""

    def of(self, base: Money) -> Money | None:
        """The price that it makes of another one; None: nobody pays such a price."""
        if self.amount:
            result = base.amount + self.amount.amount
        else:
            result = base.amount * (100 - (self.off_percent or 0)) / 100
        whole = result > 0 and result == result.quantize(_CENT)
        return replace(base, amount=plain(result)) if whole else None


def with_differences(tokens: Sequence[Token], segments: Sequence[Segment]) -> list[Token]:
    """The tokens, each difference as the price that it makes, or as nothing."""
    made: list[Token] = []
    for token in tokens:
        if found := _difference(token, made, segments):
            made.append(_price_of(found, made, segments))
        elif made and made[-1].base and (gap := _told(made[-1], token, segments)):
            same = token.price and made[-1].price and token.price.amount == made[-1].price.amount
            if same:
                made[-1] = replace(made[-1], end=token.end)
                continue
            if gap["same"]:  # another price than it makes: one of them is misheard
                made[-1] = _nothing(made[-1])
            made.append(token)
        else:
            made.append(token)
    shares = [
        n
        for n, (one, other) in enumerate(pairwise(made), 1)
        if one.quantity and segments[other.segment].text[: other.end].endswith("折")
    ]
    if not all(made[n].price for n in shares):  # one of them stays a discount, and so do all
        for n in shares:
            made[n] = _nothing(made[n])
    return made


def _nothing(token: Token) -> Token:
    return Token(token.segment, token.start, token.end)


def _told(one: Token, other: Token, segments: Sequence[Segment]) -> re.Match[str] | None:
    """Whether a price follows a difference at once: 打九五折，就是七块六."""
    near = one.segment == other.segment and other.price and not other.bare
    return _TOLD.fullmatch(between(segments, one, other)) if near else None


def _difference(
    token: Token, made: Sequence[Token], segments: Sequence[Segment]
) -> _Difference | None:
    """The difference that an amount is of; None: it is of none."""
    text = segments[token.segment].text
    last = made[-1] if made and made[-1].segment == token.segment else None
    start = last.end if last else 0
    start += max(text[start : token.start].rfind(stop) for stop in "。！？；") + 1
    said = text[max(start, token.start - _FAR) : token.start]
    share = _SHARE.fullmatch(text[token.start : token.end])
    found = (_SHARED if share else _DIFFERS).search(said)
    if not found or not (share or token.price):
        return None
    begins = token.start - len(found[0])
    owned = last if last and last.quantity and last.end == begins else None
    clause = re.split("[，。！？；、,;]", text[: owned.start if owned else begins])[-1]
    named = not owned and bool(_NAME.fullmatch(clause)) and not share
    whole = Token(token.segment, begins, token.end, named=named)
    if share and not owned:
        return None
    of_goods = (owned or named) and not _OF_NO_GOODS.search(clause)
    if not of_goods or _NO_PROMISE.match(text, token.end) or _is_promoted(token, text):
        return _Difference(whole)
    again = bool(_AGAIN.search(found[0]))
    if share:
        return _Difference(whole, off_percent=taken_off(share["pays"]), again=again)
    amount = token.price
    if amount is None or amount.high or not (found["up"] or found["down"]):
        return _Difference(whole)
    signed = replace(amount, amount=amount.amount * (1 if found["up"] else -1))
    than = (found["than"] or "").removesuffix("的")
    return _Difference(whole, amount=signed, again=again, than=than, per=found["per"] or "")


def _is_promoted(token: Token, text: str) -> bool:
    """Whether an amount is of a promotion: 第二件打八折, 满五千便宜三百."""
    return any(each.start < token.end and token.start < each.end for each in promotions_in(text))


def _price_of(found: _Difference, made: Sequence[Token], segments: Sequence[Segment]) -> Token:
    """The difference as a price; as nothing, where it is not certain of which one it is told."""
    token = found.token
    is_one = found.amount or found.off_percent
    base = _base_of(found, made, segments) if is_one else None
    if not base or not base.price or not _in_one_unit(found, base, segments):
        return _nothing(token)
    if _ANOTHER.search(between(segments, base, token)):
        return _nothing(token)
    price = found.of(base.price)
    return replace(token, price=price, base=base) if price else _nothing(token)


def _in_one_unit(found: _Difference, base: Token, segments: Sequence[Segment]) -> bool:
    """Whether difference and price are told in one money and of one thing, and not by the 斤."""
    price, said = base.price, segments[base.segment].text[base.start : base.end]
    if price is None or (price.per and re.search("(?<!公)斤", said)) or price.high:
        return False
    unit = TRADE_ALIASES[found.per] if found.per else ""
    if unit not in ("", price.per or "piece"):
        return False
    amount = found.amount
    return not amount or (amount.currency == price.currency and amount.per in (None, price.per))


def _base_of(
    found: _Difference, made: Sequence[Token], segments: Sequence[Segment]
) -> Token | None:
    """The price that a difference is told of; None: it may be of several."""
    prices = [each for each in made if _is_of_goods(each, segments)]
    if found.than:
        return None if _OF_NO_GOODS.search(found.than) else _called(found.than, prices, segments)
    last = prices[-1] if prices else None
    if last is None or found.again:
        return None if found.off_percent else last
    stated = {
        (each.price.amount, each.price.per) for each in prices if each.price and not each.base
    }
    if len(stated) > 1 or last.base is None:
        return last if len(stated) == 1 else None
    return last.base if _goes_on(found, last) else None


def _goes_on(found: _Difference, last: Token) -> bool:
    """Whether two differences are told of one price: 中号贵三块，大号贵五块; the second is more."""
    base = last.base
    if base is None or base.base or not base.price or not last.price:
        return False
    price = found.of(base.price)
    if price is None:
        return False
    one, other = last.price.amount - base.price.amount, price.amount - base.price.amount
    return one * other > 0 and abs(other) > abs(one)


def _is_of_goods(token: Token, segments: Sequence[Segment]) -> bool:
    """Whether a token is a price of what is sold, as far as the words before it tell."""
    text = segments[token.segment].text
    clause = re.split("[，。；！？]", text[: token.start])[-1]
    beside = text[max(0, token.start - 2) : token.start] + text[token.end : token.end + 2]
    counts = token.bare and MARK.search(beside)
    return bool(token.price) and not counts and not OTHER_ROLE.search(clause)


def _called(name: str, prices: Sequence[Token], segments: Sequence[Segment]) -> Token | None:
    """The price of what is called so; None: there is none, or several."""
    found = []
    for before, token in zip([None, *prices], prices, strict=False):
        text = segments[token.segment].text
        start = before.end if before and before.segment == token.segment else 0
        own = text[start : token.start]
        if re.search(rf"(?<!比){re.escape(name)}(?:的|就|是|要|卖)*$", own):
            found.append(token)
    return found[0] if len(found) == 1 else None
