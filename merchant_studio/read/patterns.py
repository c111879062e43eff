"""Patterns of numbers with their units as Chinese speakers say them and recognizers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..facts.chinese import NUMERAL, NUMERAL_PARTS
from ..facts.units import (
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    MEASURES,
    PER_UNITS,
    TRADE_ALIASES,
    measure_aliases,
)
from .found import CLAUSE_END

DIGIT = r"[\d一二三四五六七八九]"
TO = r"\s*(?:到|至|[-~～—–])\s*"
START = (
    rf"(?:(?<![A-Za-z\d.{NUMERAL_PARTS}])|(?<=MOQ)|(?<=(?-i:[a-z]{{3}}))|(?<=FOB)|(?<=EXW)"
    rf"|(?<=CIF)|(?<=DDP)|(?<=DHL))"
)
"""A number starts neither inside another one nor right after a letter (MP3播放), but for MOQ500."""
ER = "(?:儿(?![童子女歌媳]))?"
"""一对儿, 两个色儿: the north says so after any counting word."""

# Names that mean something else more often than the unit: 3C认证, 3D打印, 5A级, 5S店, 5T, 100M网口,
# 三月, 3日, 两方面, 五安, 三刀, 42码, "5 in stock", 5", 5 bars, 一旦, 三块布, 百兆.
_NOT_SAID = {
    *"cdast",
    *("m", "in", '"', "bar", "月", "日", "方", "安", "刀", "码", "旦", "码布", "块", "兆"),
}
_IN_SPEECH = {
    **dict.fromkeys("杯壶碗", "piece"),
    **dict.fromkeys("板提", "pack"),
    **dict.fromkeys(("个柜", "个高柜", "个集装箱", "个货柜"), "container"),
    **{"樽": "bottle", "匹": "roll", "筒": "tube"},
    **{f"{size}{name}": TRADE_ALIASES[name] for size in "小大中" for name in "盒袋包"},
}
SPOKEN_ALIASES = TRADE_ALIASES | _IN_SPEECH
"""Trade units by their names in speech; some name no unit of a sheet."""
OWN_UNITS = ("斤", "市斤", "种", "样", "丝", "个丝", "安时")
"""Names that only speech has: weights in 斤, kinds of something, hundredths of a millimeter."""
PRICE_NAMES = "批发价?格?|出厂价?|拿货价|工厂价|厂价|供货价|价格|价钱|单价|报价|售价|零售价"
OF_PRICES = "吨|公斤|斤|米|码|套|打|箱|盒|双|对|包|卷|瓶|袋"
"""Units that a price is named by: 吨价, 公斤价."""
_OTHER_REFUSALS = (
    "不(?!包邮|免|送|打折|优惠|退|换|含|赔|怕|坏|漏|变|掉|贵|亏|收|占|错|值|止|同|少|多"
    "|超|到|足|满|够|出?样|带|管|用|一样|耐)"
)
_REFUSED = (
    r"(?:的话|的)?(?:我们?|咱们?|俺们?|咱家|厂里|就|都|可|是|也|真|实在|一律|确实|您|机器)*"
    rf"(?:(?:{_OTHER_REFUSALS}|没|甭|别|难|没法|没办法|懒得)[^#，。！？；、,.!?;\d]{{1,5}}"
    rf"|[做接开排安发卖出供给][^#，。！？；、,.!?;\d]?不(?:了|动|起|来|上)|免谈|不)"
    r"[了的啊吧哦呢]*(?=$|[，。！？；、,.!?;])"
)
"""After 少于一百个, or 一百个以下: we do not sell that."""
LOOSE_UNITS = frozenset("口根部架幅床面朵株棵头座尊具枝节份柄扇挂")
"""Counting words that are as often the beginning of another word: 两面, 三节."""


_HOLDERS = "箱盒包袋套打"
"""Units that hold others."""


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
    tail: re.Pattern[str]
    """一米八, 三公斤二, 两斤四两: a smaller part without its unit, or 两."""
    percent: re.Pattern[str]
    discount: re.Pattern[str]
    age: re.Pattern[str]
    amount: re.Pattern[str]
    per: re.Pattern[str]
    """What a price is for, after it: 一打, 每双, /kg."""
    trade_unit: re.Pattern[str]
    any_unit: re.Pattern[str]
    quantity: re.Pattern[str]
    count: re.Pattern[str]
    """A number and its trade unit, wherever it begins."""
    refusal: re.Pattern[str]
    """Fewer than so many are not sold."""
    stated: re.Pattern[str]
    """Any number with a unit, exact or not."""


@cache
def patterns() -> Patterns:
    """All patterns, compiled once."""
    trade = _names(SPOKEN_ALIASES)
    priced = [name for name, unit in measure_aliases().items() if unit in PER_UNITS]
    names = [*SPOKEN_ALIASES, *(n for n in priced if not n.isascii()), "kg"]
    per_unit = rf"码|斤|块(?![钱半\d{NUMERAL_PARTS}])|" + _names(names)
    counted = _names(name for name in SPOKEN_ALIASES if name != "打")  # 18打八折
    sold = "公斤|吨|米|码"
    before = (
        rf"(?:(?:(?:一整?|每一?|单|[整全](?=套))(?P<before>{per_unit}){ER}(?:的?(?P<called>{PRICE_NAMES}))?"
        rf"|(?P<called_by>{OF_PRICES})(?:装?价|装))(?:才|就|只要?|卖|要|算|给|收|合|是|做|您|你)*\s*)?"
    )
    lengths = _names(n for n, u in measure_aliases().items() if u.startswith("length-"))
    said = [alias.lower() for aliases in MEASURES.values() for alias in aliases]
    units = _names([*SPOKEN_ALIASES, *DURATION_ALIASES, *said, *OWN_UNITS])
    currencies = _names(name for name in CURRENCY_ALIASES if re.match(r"\w", name)) + "|块"
    blade = (
        rf"刀(?=[\d{NUMERAL_PARTS}]?\d?(?:一[个台套双件只条盒箱把支]|[，。！？,.!?美]"
        rf"|$))(?<![一两三四]刀)"
    )
    more = rf"[\d{NUMERAL_PARTS}]|[.点]\d|\s*(?:{units})|一(?:{trade})"
    side = (
        rf"(?P<%s>{NUMERAL})\s*(?:(?P<%s_unit>{lengths})(?P<%s_tail>(?:{DIGIT}{{1,2}}"
        rf"|半)(?!{more}))?)?"
    )
    first, second, third = (side.replace("%s", name) for name in "abc")
    by = r"\s*(?:乘以?|[×xX*＊✕])\s*"
    least = rf"(?P<least>{NUMERAL})\s*(?P<unit>{counted})"
    us = (
        "(?:我们?|咱们?|厂里|您|你|直接|一律|统统|全部|就|都|也|可以|能|再|还|另外|给|算"
        "|按|享受?|做)"
    )

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.I)

    return Patterns(
        money=compiled(
            rf"{before}{START}(?:(?P<low>{NUMERAL})(?:块|元)?{TO})?"
            rf"(?P<n>{NUMERAL})\s*(?:个(?=美[金元刀]))?(?P<unit>{currencies}|{blade})"
        ),
        symbol_money=compiled(rf"(?P<unit>US\$|USD|RMB|EUR|[¥￥€£$])\s*{START}(?P<n>{NUMERAL})"),
        dimes=compiled(
            rf"{before}{START}(?P<n>{NUMERAL})(?P<unit>毛|角)(?:(?P<cents>{DIGIT})分?)?"
        ),
        size=compiled(rf"{START}{first}{by}{second}(?:{by}{third})?"),
        tail=compiled(
            rf"{START}(?P<n>{NUMERAL})\s*(?P<unit>米|公斤|千克|kg|市斤|斤|升|公升|吨"
            rf"|厘米|公分|毫米|克|瓦|伏|英寸|寸)"
            rf"(?P<zero>零?)(?P<tail>{DIGIT}{{1,2}})(?P<liang>两半?)?(?!\d|[.点]\d)"
        ),
        percent=compiled(
            rf"百分(?:之|(?=百[纯全含的]?棉))(?P<han>{NUMERAL})(?:{TO}(?:百分之)?(?P<han_high>{NUMERAL}))?"
            rf"|{START}(?P<low>{NUMERAL})\s*[%％]?{TO}(?P<high>{NUMERAL})\s*[%％]"
            rf"|{START}(?P<n>{NUMERAL})\s*(?:[%％]|percent)"
        ),
        discount=compiled(
            rf"(?P<from>(?:满|买|订|定|拿|要|上|过|够|超过|达到|走)*{START}{least}"
            rf"(?P<up>(?:或者?|及)?(?:以上|起|往上|朝上|开始))?(?:的话|的)?[，,]?{us}*打?个?)?"
            rf"{START}(?P<n>{DIGIT}(?:[.点]?{DIGIT})?)折"
            rf"|(?P<cut>(?:满|买|订|定|拿|要|上|过|够|超过|达到|走)*{START}"
            rf"{least.replace('<least>', '<cut_least>').replace('<unit>', '<cut_unit>')}"
            rf"(?:(?:或者?|及)?(?:以上|起|往上|朝上|开始))?(?:的话|的)?[，,]?{us}*"
            rf"(?:优惠|让利?|减|便宜|少|降|扣|返|让)?[您你价掉个]*"
            rf"(?:百分之(?P<cut_han>{NUMERAL})(?![{NUMERAL_PARTS}])|(?P<cut_n>{NUMERAL})(?:\s*[%％]"
            rf"|个点)))(?!的?(?:定|订|预|首|头|尾|余|货款|棉|纯))"
        ),
        age=compiled(
            rf"{START}(?P<n>{NUMERAL})(?:周?岁)?(?P<low_half>半)?{TO}(?P<high>{NUMERAL})周?岁"
            rf"|{START}(?P<up>{NUMERAL})周?岁(?P<half>半)?(?:(?:及|或者?)?(?:以上|起|往上|朝上)"
            r"|的?(?:小孩|孩子|宝宝|小朋友|娃娃?)?(?:及?以上|就(?:能|可以)|开始))"
            rf"|{START}(?P<m>{NUMERAL})(?:个月)?{TO}(?P<m_high>{NUMERAL})个月"
            rf"(?=[^{CLAUSE_END}]{{0,4}}(?:宝宝|婴|幼儿|孩子|小孩|娃|小朋友|[能可][以]?[背坐玩穿抱睡]|穿(?:$|[，。])))"
            rf"|{START}(?P<m_low>{NUMERAL})个月{TO}(?P<years>{NUMERAL})周?岁"
            rf"|{START}(?P<m_up>{NUMERAL})个月(?:及?以上|往上|起)(?=[^{CLAUSE_END}]{{0,6}}(?:宝宝|婴|幼儿|孩子"
            rf"|小孩|娃|小朋友|能|可以|用))"
        ),
        amount=compiled(
            rf"{START}(?P<n>{NUMERAL})(?:\s*(?P<low_unit>{units})?{TO}(?P<high>{NUMERAL}))?"
            rf"\s*(?:个(?=毫米|厘米|公分|千瓦|立方|克重))?(?P<unit>个半(?:小时|钟头|钟|月|星期"
            rf"|礼拜|毫米|厘米|公分|平方|立方|千瓦)|(?<=[俩仨])月|日|{units}){ER}(?P<half>半)?"
        ),
        # 29块一箱30个: the 一箱 is that of the 30.
        per=compiled(
            rf"\s*(?:一|每一?|/|1(?=[^\d.,]))\s*(?P<per>{per_unit}){ER}"
            + "".join(
                rf"(?<!{c}(?=[装里有是]?[\d{NUMERAL_PARTS}]+(?![\d{NUMERAL_PARTS}{c}])))"
                for c in _HOLDERS
            )
        ),
        trade_unit=compiled(rf"\s*(?:{trade})(?!邮)"),  # 九块九包邮
        any_unit=compiled(rf"\s*(?:{units}|个)(?!邮)"),
        quantity=compiled(rf"\s*(?:{NUMERAL})\s*(?:{trade})(?!起)"),
        count=compiled(rf"(?P<n>{NUMERAL})\s*(?P<unit>{trade})"),
        refusal=compiled(
            rf"(?:[少低]于|[少低]过|小于|不到|不足|不够|不满|没有?|没到){START}(?P<n>{NUMERAL})\s*"
            rf"(?P<unit>{counted}|{sold})"
            rf"(?:以上)?(?:的话)?(?:[，,]?[^{CLAUSE_END}\d{NUMERAL_PARTS}]{{0,6}}?[，,]?){_REFUSED}"
            rf"|(?:不能|不可以?|不得|不好|别)(?:少于|低于|小于|少过){START}(?P<n3>{NUMERAL})\s*"
            rf"(?P<unit3>{counted}|{sold})"
            rf"|{START}(?P<n2>{NUMERAL})\s*(?P<unit2>{counted}|{sold})(?P<most>以[下内]){_REFUSED}"
        ),
        stated=compiled(
            rf"(?<![\d{NUMERAL_PARTS}])(?P<n>{NUMERAL})[多几来余]?\s*(?P<unit>{units}"
            rf"|{currencies}|毛|角|折|岁|成)"
            rf"|百分之{NUMERAL}|半[年斤米升]"
        ),
    )
