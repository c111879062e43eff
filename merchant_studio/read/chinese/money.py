"""Prices as they are said: 十八块五一个, 每打36块, 12到15块, 三块二美金, $3.5.

Numbers run on in speech: "18块5100个" may be 18.5 yuan and 100 pieces, or 18 yuan for 5100.
Where a pause does not tell, nothing is read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ...facts.numbers import (
    CURRENCY_ALIASES,
    HAN_DIGITS,
    NUMERAL,
    NUMERAL_PARTS,
    digits_only,
    plain,
    read_numeral,
)
from ...records import Count, Money
from ..found import CLAUSE_END, Found, clause
from ..later import later
from .amounts import Amount
from .spoken_units import A_COUNTED, A_PER, COUNTED, DIGIT, EACH, PER
from .vague import is_vague

PRICE_NAMES = "批发价?格?|出厂价?|拿货价|工厂价|厂价|供货价|价格|价钱|单价|报价|售价|零售价"
_BY = "吨|公斤|斤|米|码|套|打|箱|盒|双|对|包|卷|瓶|袋"
_EACH = later(EACH, re.I)
_EACH_BEFORE = later(
    rf"(?:(?:一整?|每一?|单|[整全](?=套))(?P<per>{A_PER})儿?(?:的?(?P<called>{PRICE_NAMES}))?"
    rf"|(?P<by>{_BY})(?:装?价|装))(?:才|就|只要?|卖|要|算|给|收|合|是|做|您|你)*\s*$"
)
_FAR = 16
"""How many characters before a price may name what it is for."""
_EACH_EARLIER = later(
    rf"(?:^|[{CLAUSE_END}])(?:这|我们?的?|咱们?|就|[连带][\u4e00-\u9fff]{{1,2}})?"
    rf"(?:一|每一?)(?P<per>对|双|套|打|盒|组|副)儿?[^{CLAUSE_END}箱\d{NUMERAL_PARTS}]{{0,8}}"
    rf"(?:[带配含送][^{CLAUSE_END}]{{0,10}})?[，,](?:就|才|只要|只|我们?|卖|要|给|算|您|你)*$"
)
"""一对儿带拍包，七十六块: the price of a pair."""
_FOREIGN = "|".join(n for n, c in CURRENCY_ALIASES.items() if c != "CNY" and n[0] > "一")
_FOREIGN_AFTER = later(rf"({_FOREIGN})")
"""A currency after 块: 三块二美金 are dollars."""
_FOREIGN_BEFORE = later(
    rf"({_FOREIGN})(?:价格?|报价|报|的|是|卖|给您?|算|离岸|单价|呢|嘛|的话|就|要|结算|计价)*"
    "[，,]?(?:价格?|是|就|单价|卖|给您?|一[个台件只条双套])*$"
)
_UNCLEAR_ALONE = ("分", "角", "刀")
"""Units that are parts of other words, too: 三角形 (triangle), 八分饱."""
_COLLOQUIAL = ("块", "元", "毛", *_UNCLEAR_ALONE)
_FROM_ON = later(r"起(?:步价?|价|卖)?(?:$|[，。！？；、,.!?;的吧啊])|以[内下]")
"""十八块起: at least."""
_NOUNS = (
    "手?表|腕表|布|瓷?砖|香皂|肥皂|皂|毛巾|方巾|抹布|地毯|地?垫子?|玻璃|电池|橡皮|积木|拼图"
    "|面料|木?板|砧板|菜板|画板|滑板|镜子|镜片|海绵|蛋糕|巧克力|硬盘|屏"
)
_A_NOUN = later(_NOUNS)
"""Goods that are counted by 块, the word for yuan: 五十块表起订 (50 watches)."""
_ORDERED = later("起[订定批拿卖做售]|就[批做发]")
_SOLD_BY_PIECE = later(rf"[块毛{HAN_DIGITS}\d]一块(?!钱)[，、 ]")
"""九块五一块，五十块起批."""
_LEAST_OF_A_SET = 20
"""一套十二 may be its pieces; 一套两百六 is its price."""
_A_COUNT = later(rf"\s*(?P<n>{NUMERAL})\s*(?P<unit>{A_COUNTED})(?P<least>起)?", re.I)


def price(text: str, low: Amount, high: Amount | None) -> Found | None:
    """The price of an amount of money, or of a range, and what it is for."""
    top = high or low
    start, end, name = low.start, top.end, top.name
    if top.runs_on:
        ways = () if high else _ways(text, top)
        return Found(start, max((way[-1].end for way in ways), default=end), None, ways=ways)
    vague = is_vague(text, start, end)
    if name == "块" and not top.has_tail and (count := _pieces(text, low, vague=vague)):
        return count
    cash = text.startswith("钱", end) or name.endswith("钱")
    end += text.startswith("钱", end)
    before, each = _EACH_BEFORE.search(text[max(0, start - _FAR) : start]), _EACH.match(text, end)
    named = top.has_tail or cash or before or each
    if not named and (name in _UNCLEAR_ALONE or top.number == 1):
        return None  # 带一块3.5寸的屏
    if vague or _FROM_ON.match(text, end):
        return Found(start, end, None)
    per = each["per"] if each else before and (before["per"] or before["by"])
    end = each.end() if each else end
    if not per and _is_for_many(text, end):
        return Found(start, end, None)
    currency = (top.unit and top.unit.unit) or "CNY"
    if name in _COLLOQUIAL:
        currency, start, end = _currency(text, start, end)
        if not per and (each := _EACH.match(text, end)):
            per, end = each["per"], each.end()
    if not per and not high and not clause(text, start, end)[1].strip("的啊呢吧"):
        earlier = _EACH_EARLIER.search(text[:start])
        per = earlier["per"] if earlier else None
    if before and before["per"] and not before["called"]:
        start -= len(before[0])
    if per and COUNTED.get(per) in ("color", "style"):
        return Found(start, end, None)  # 单价七块八一个颜色最少一箱
    scale = top.unit.scale if top.unit else 1
    amounts = [plain(each.number * scale) for each in (low, high) if each]
    return Found(start, end, priced(amounts, currency, per))


def bare_price(text: str, low: Amount, high: Amount | None) -> Found | None:
    """The price of a number without 块, where what it is for follows: 四十八一个."""
    start, end = low.start, (high or low).end
    said = text[max(0, start - _FAR) : start]
    foreign, each, before = (
        _FOREIGN_BEFORE.search(said),
        _EACH.match(text, end),
        _EACH_BEFORE.search(said),
    )
    per = each["per"] if each else before and (before["per"] or before["by"])
    if before and not each and not before["by"]:
        pieces = per == "套" and low.number < _LEAST_OF_A_SET
        sold = COUNTED.get(per or "") not in (None, "carton")  # 一箱一百二 is what it holds
        per = per if sold and not pieces else None
    if not per and not foreign:
        return None
    currency = CURRENCY_ALIASES[foreign[1]] if foreign else "CNY"
    amounts = [amount.number for amount in (low, high) if amount]
    return Found(start, each.end() if each else end, priced(amounts, currency, per))


def priced(amounts: list[Decimal], currency: str, per: str | None) -> Money:
    """A price, or a range, for one of what `per` names: for half a kilogram, if it is 斤."""
    amount, high = (plain(a * (2 if per == "斤" else 1)) for a in (amounts[0], amounts[-1]))
    unit = PER[per.lower()] if per else None
    return Money(
        amount=amount,
        high=high if len(amounts) > 1 else None,
        currency=currency,
        per=None if unit == "piece" else unit,
    )


def _pieces(text: str, amount: Amount, *, vague: bool) -> Found | None:
    """起订一百块板: a number of pieces; 五十块起订 may be that, or a price."""
    noun, ordered = _A_NOUN.match(text, amount.end), _ORDERED.match(text, amount.end)
    if not noun and not ordered:
        return None
    sold = noun or _SOLD_BY_PIECE.search(text[: amount.start])
    known = sold and amount.number > 1 and not vague
    value = Count(amount=amount.number, unit="piece") if known else None
    return Found(amount.start, amount.end, value)


def _is_for_many(text: str, end: int) -> bool:
    """Whether a number of pieces touches a price: 十块三个 is no price of one."""
    count = _A_COUNT.match(text, end)
    return bool(count and not count["least"] and not text.startswith("一", end))


def _currency(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The currency of a price in 块, which may be named before or after it, and its place then."""
    if after := _FOREIGN_AFTER.match(text, end):
        return CURRENCY_ALIASES[after[1]], start, after.end()
    before = _FOREIGN_BEFORE.search(text[max(0, start - _FAR) : start])
    return (
        (CURRENCY_ALIASES[before[1]], start - len(before[0]), end)
        if before
        else ("CNY", start, end)
    )


def _ways(text: str, price: Amount) -> tuple[tuple[Found, ...], ...]:
    """How a price and the number of pieces that touches it may part: 18块5|100个, 18块|5100个."""
    ways: list[tuple[Found, ...]] = []
    for digits in range(3):
        at = price.end + digits
        tenths = text[price.end : at]
        if len(tenths) < digits or not re.fullmatch(f"{DIGIT}*", tenths):
            break
        count = _A_COUNT.match(text, at + text.startswith(",", at) * bool(digits))
        many = read_numeral(count["n"]) if count else None
        if count and many and count["n"][0] not in "0零":
            amount = plain(price.number + Decimal(f"0.{digits_only(tenths) or 0}"))
            money = Found(price.start, at, priced([amount], "CNY", None))
            value = Count(amount=many, unit=COUNTED[count["unit"].lower()])
            ways.append((money, Found(count.start("n"), count.end("unit"), value)))
    return tuple(ways)
