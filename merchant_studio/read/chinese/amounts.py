"""A number with its unit: 十八块五, 一米八, 两个半小时, 一斤二两, 零下二十度, 三十.

Where the digits after 块 may be tenths or the next number, the amount says so: 18块5100个.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ...facts import in_base_unit
from ...facts.numbers import (
    CURRENCY_ALIASES,
    HAN_DIGITS,
    NUMERAL,
    NUMERAL_PARTS,
    digits_only,
    plain,
    read_numeral,
)
from ...records import Count, Money, Segment
from ..found import CLAUSE_END, Found, clause, pause_in
from .spoken_units import (
    A_COUNTED,
    A_PER,
    A_UNIT,
    COUNTED,
    DIGIT,
    EACH,
    LIANG,
    MORE,
    PER,
    START,
    UNITS,
    Unit,
    is_vague,
)

_SIGN = r"US\$|USD|RMB|EUR|[¥￥€£$]"
_SIGNS = {"us$": "USD", "usd": "USD", "$": "USD", "eur": "EUR", "€": "EUR", "£": "GBP"}
_BELOW = rf"零下|负|(?<![\d{NUMERAL_PARTS}A-Za-z度℃])[-−－]"
_ENDS = rf"$|一(?:{A_PER})|[\s，。！？；、,!?;\x00乘×xX*的了啊呢吧重]"
AMOUNT_STARTS = re.compile(
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
_AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?P<price>{NUMERAL})|{_LIANG}"
    rf"|百分(?:之|(?=百[纯全含的]?棉))(?P<share>{NUMERAL})|(?:零上|(?P<below>{_BELOW}))?"
    rf"(?P<n>{NUMERAL}|半(?!个?[成径])|(?=个半))"
    rf"\s*(?P<unit>{A_UNIT})?",
    re.I,
)
_A_DIGIT = re.compile(rf"(?!一(?:{A_PER}))(?:{DIGIT})", re.I)
_D = rf"(?:(?!一(?:起|{A_PER}))(?:{DIGIT}|两))"
_DIGITS = rf"(?P<d>{_D}{{2}}|(?!一(?!{_ENDS})){_D})"
_YUAN_TAIL = re.compile(
    rf"(?P<half>半)|[零0](?P<cents>{DIGIT})分?(?![毛角])"
    rf"|零?(?P<dimes>{_D})[毛角](?:(?P<rest>(?!1(?:{A_PER})){_D})分?)?"
    rf"|{_DIGITS}(?=一起|(?!{MORE}))",
    re.I,
)
_DIME_TAIL = re.compile(rf"(?P<d>{_D})分?(?!{MORE})", re.I)
_TAIL = re.compile(
    rf"(?P<half>半)(?![个成])|零(?P<cents>{DIGIT})(?!{MORE})"
    rf"|{_DIGITS}(?!{MORE}|[半块毛角折天年岁次])",
    re.I,
)
_RARE_TAIL = re.compile(rf"(?P<half>半)(?![个成])|(?P<d>{DIGIT})(?={_ENDS})")
_WITH_TAILS = ("米", "公斤", "千克", "kg", "市斤", "斤", "升", "公升", "吨", "成")
"""Units after which a digit usually means tenths: 一米八; 十二伏七安 are two amounts."""
_WITHOUT_TAILS = ("percent", "discount", "count")
_RUN = re.compile(
    rf"(?!一\s?(?:{A_PER}))(?:{DIGIT}|[两十])[\d,{NUMERAL_PARTS}]*(?:\s*(?:{A_COUNTED})(?!邮))?"
)
_SWALLOWED = re.compile("(?<=[^零十百千万点])一$")
_EACH = re.compile(EACH, re.I)
_BYTES = {"g": "digital-gigabyte", "t": "digital-terabyte", "m": "digital-megabyte"}
_TENTHS_SAID = re.compile(rf"[{HAN_DIGITS[1:]}]?十[{HAN_DIGITS[1:]}]{{2}}")


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


PRICE_NAMES = "批发价?格?|出厂价?|拿货价|工厂价|厂价|供货价|价格|价钱|单价|报价|售价|零售价"
_BY = "吨|公斤|斤|米|码|套|打|箱|盒|双|对|包|卷|瓶|袋"
_EACH_BEFORE = re.compile(
    rf"(?:(?:一整?|每一?|单|[整全](?=套))(?P<per>{A_PER})儿?(?:的?(?P<called>{PRICE_NAMES}))?"
    rf"|(?P<by>{_BY})(?:装?价|装))(?:才|就|只要?|卖|要|算|给|收|合|是|做|您|你)*\s*$"
)
_FAR = 16
"""How many characters before a price may name what it is for."""
_EACH_EARLIER = re.compile(
    rf"(?:^|[{CLAUSE_END}])(?:这|我们?的?|咱们?|就|[连带][\u4e00-\u9fff]{{1,2}})?"
    rf"(?:一|每一?)(?P<per>对|双|套|打|盒|组|副)儿?[^{CLAUSE_END}箱\d{NUMERAL_PARTS}]{{0,8}}"
    rf"(?:[带配含送][^{CLAUSE_END}]{{0,10}})?[，,](?:就|才|只要|只|我们?|卖|要|给|算|您|你)*$"
)
"""一对儿带拍包，七十六块: the price of a pair."""
_FOREIGN = "|".join(n for n, c in CURRENCY_ALIASES.items() if c != "CNY" and n[0] > "一")
_FOREIGN_AFTER = re.compile(rf"({_FOREIGN})")
"""A currency after 块: 三块二美金 are dollars."""
_NAMED_BEFORE = _FOREIGN.replace("|刀", "")  # 菜刀29块9 is of a kitchen knife
_FOREIGN_BEFORE = re.compile(
    rf"({_NAMED_BEFORE})(?:价格?|报价|报|的|是|卖|给您?|算|离岸|单价|呢|嘛|的话|就|要|结算|计价)*"
    "[，,]?(?:价格?|是|就|单价|卖|给您?|一[个台件只条双套])*$"
)
_UNCLEAR_ALONE = ("分", "角", "刀")
"""Units that are parts of other words, too: 三角形 (triangle), 八分饱."""
_COLLOQUIAL = ("块", "元", "毛", *_UNCLEAR_ALONE)
_FROM_ON = re.compile(r"起(?:步价?|价|卖)?(?:$|[，。！？；、,.!?;的吧啊])|以[内下]")
"""十八块起: at least."""
_NOUNS = (
    "手?表|腕表|布|瓷?砖|香皂|肥皂|皂|毛巾|方巾|抹布|地毯|地?垫子?|玻璃|电池|橡皮|积木|拼图"
    "|面料|木?板|砧板|菜板|画板|滑板|镜子|镜片|海绵|蛋糕|巧克力|硬盘|屏"
)
_A_NOUN = re.compile(_NOUNS)
"""Goods that are counted by 块, the word for yuan: 五十块表起订 (50 watches)."""
_ORDERED = re.compile("起[订定批拿卖做售]|就[批做发]")
_SOLD_BY_PIECE = re.compile(rf"[块毛{HAN_DIGITS}\d]一块(?!钱)[，、 ]")
"""九块五一块，五十块起批."""
_LEAST_OF_A_SET = 20
"""一套十二 may be its pieces; 一套两百六 is its price."""
_A_COUNT = re.compile(rf"\s*(?P<n>{NUMERAL})\s*(?P<unit>{A_COUNTED})(?P<least>起)?", re.I)


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
