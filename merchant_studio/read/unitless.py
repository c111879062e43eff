"""Numbers whose unit the word before them has: 批发价四十八, 起订五百, 电压两百二."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..facts.chinese import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, read_numeral
from ..facts.units import CURRENCY_ALIASES
from ..records import Count, FactValue, Measure, Segment
from .found import Found, is_vague
from .money import priced
from .patterns import OF_PRICES, PRICE_NAMES, SPOKEN_ALIASES, START, TO

_IS = (
    "(?:量|定在|定的|标的?|先|垫|付|交|就|都|是|只|要|才|为|给到?|做到|算|您|你|报|卖|有|还|能|可以|可|装|放|也"
    "|统一|一律|收|建议|目前|现在|大货|呢|嘛|啊|：|:"
    "|我们|我|在|的话|单独|买|\\s)*"
)
_ENDS = (
    r"(?=$|\s(?!\s*[天个周月年小])|[，。！？；、!?;]|,(?!\d)|零售|批发"
    r"|[的了啊呀吧嘛呢哈哦喔咯啦](?:$|[，。！？；,!?; ])"
    r"|\.(?!\d)|(?=(?:都|也|完全|绝对|肯定)*(?:没问题|行|可以|退)(?:$|[，。])))"
)
_COLLOQUIAL = rf"[{HAN_DIGITS[1:]}]?十[{HAN_DIGITS[1:]}]?[{HAN_DIGITS[1:]}]"
_PRICE = (
    "批发走量|走量|跑量价?格?|零售标价?|单买|单卖|零买|散卖|批发价?|批量价|走量价|批价|零售价?|零卖|出厂价?|工厂价|厂价|单价|价格|价钱|报价|售价|一口价"
    "|人民币|出厂|拿货|到手|批发|价[儿码]|底价|实价|净价|裸价|含税价?|未税价?|拿货价|供货价|到手价|卖[价个]?|(?<=回去)标个?|(?<=店里)[标卖]个?"
    "|零售[您你恁][挂标]|(?<=回去[您你恁])[挂标]|(?<=建议)[标卖]个?|(?<=建议[您你])[标卖]个?"
    "|清仓价?|特价|秒杀价?|活动价|处理价?|甩卖|给[您你]们?算?|供[您你]?|算[您你]|要[您你]|(?<![没不吸回])收(?:费|[您你])?"
    "|(?<![原定差进涨降市标])价"
    f"|(?<![{NUMERAL_PARTS}\\d])(?:只要|只收|仅售)"
)
_NAMED_PRICE = "单价|批发价?|零售价|出厂价|报价|售价|底价"
"""批发，一百八十九."""
_ASKED = "(?<![评代性原定差进涨降场标])价[格钱位儿]?|多少?钱|[咋怎]么?[卖批]|几多?钱"
"""What a price alone answers: 多少钱？四十五."""
_SAMPLE_PIECE = (
    "(?<![一同这那怎各多花模图式么两三四几])样[衣鞋帽包布茶杯瓶灯书刀表竿杆锁伞壶锅碗盘盆壳镜箱盒袋被枕毯"
    "巾帘裤裙袜笔尺钟扇车球垫桌椅凳柜床架画酒罐筒罩套链圈环梳刷钳锤钻锯夹扣琴砖柄]"
)
"""One piece of the goods to look at: 样锁, 样竿."""
_FEE = f"{_SAMPLE_PIECE}|样品(?:费|价)?|样机[价费]?|打个?样费?|拿样|开样费?|取样|样品钱|打[版板]费?"
_COUNTS = {
    "moq": (
        "起订量?|起定量?|起批量?|最小订单?量|最低订单?量|MOQ|起拿量?|起做|起订数量?"
        "|最少(?:拿|订|要|起订|起批|做)"
    ),
    "stock": "现货|库存|存货|仓库(?:里|里头)?",
    "monthly_output": "月产(?:量|能)?|月出货量?|每月产(?:量|能)?|产能(?:每个?月|一个月)?|每个月",
    "carton_quantity": "(?<!集)装箱[数量]?量?|每箱的?数量|(?<!集装)箱装|一箱|每箱|外箱装|箱规|整箱",
}
_UNIT_OF = {
    "voltage": ("电压|伏数", "electric-volt"),
    "power": ("功率|瓦数", "power-watt"),
    "battery": ("电池容量|(?<![^，。！？、的置大款台为])电池|电量", "x-milliampere-hour"),
    "fabric_weight": ("克重[，,]?", "mass-gram"),
    "width": ("门幅|幅宽", "length-centimeter"),
    "speed": ("转速", "x-revolution-per-minute"),
}
_CURRENCY_BEFORE = re.compile(
    "("
    + "|".join(n for n, c in CURRENCY_ALIASES.items() if c != "CNY" and n[0] > "一")
    + ")(?:价格?|是|就|要|算|卖|报|[，,：:\\s])*(?:一[个只条件套双台把])?$"
)
"""价格，美金，零点三五一个."""
_ASKS_PRICE = re.compile(
    "(?:多少?钱|[咋怎]么?[卖批]|几多?钱|[什啥]么?价)[格钱]?(?:一(?P<per>[个只条件台套双把顶张盒瓶箱支包卷]))?"
    "[呢啊呀嘛啦了的]*[？?]?$"
)
_FEATURE_KEYS = {
    "颜": "colors",
    "色": "colors",
    "款": "styles",
    "花": "styles",
    "尺": "sizes",
    "码": "sizes",
}
_FEATURES = (
    re.compile(
        r"(?P<word>颜色|款式|花型|尺码|码子|码数)(?:就|只|有|是|一共|总共|做了?|出)*(?P<n>[俩仨])(?=$|[，。！？；,.!?;\s])"
    ),
    re.compile(
        "(?<![一二三四五六七八九十])(?P<n>[俩仨])(?P<word>颜色|款式|花型|尺码|码子)(?![^，。！？]{0,3}[混配随])"
    ),
    re.compile(
        r"(?:就|只有|一共|总共)这?(?P<n>[俩仨])(?P<word>色|颜色|款|码)(?=$|[，。！？；,.!?;\s])"
    ),
)
"""颜色就俩, 俩颜色: people say so without a counting word."""
_MOST_PERCENT = 100
"""定金三十 may be a share of the price, 定金五百 is money."""
_LEAST_CHARGE = 100
"""电池两节, 电池5: a number of cells, not their charge."""


_HOLD = ("box", "pack", "bag", "roll", "bottle", "can", "barrel", "tube")
"""Units that hold pieces: 十二一盒 may be these, 三十九一盒 is the price of it."""
_FEET = (20, 40)
_CONTAINER = re.compile("^[^。！？]{0,8}[柜装]")
_LEAST_OF_A_SET = 20
"""一套十二 may be its pieces; 一套两百六 is its price."""


_BOTH_WEIGHTS = re.compile(
    rf"[净毛]重{_IS}{NUMERAL}(?P<unit>公斤|千克|克)[，,、]?(?P<key>毛重|净重){_IS}(?P<n>{NUMERAL}){_ENDS}"
)


@dataclass(frozen=True, slots=True)
class _Unitless:
    prices: tuple[re.Pattern[str], ...]
    answer: re.Pattern[str]
    each_price: re.Pattern[str]
    deposit: re.Pattern[str]
    price_each: re.Pattern[str]
    priced_by: re.Pattern[str]
    counts: dict[str, re.Pattern[str]]
    ordered: re.Pattern[str]
    measures: dict[str, re.Pattern[str]]


def read_unitless(text: str, _: Segment) -> Iterator[Found]:
    """Every such number; a word that names its role and nothing else stands right before it."""
    every = [*_prices(text), *_counts(text), *_measures(text), *_weights(text)]
    read_to = 0
    for found in sorted(every, key=lambda found: (found.start, -found.end)):
        if found.start >= read_to:
            read_to = found.end
            yield found


def read_answer(text: str, question: str) -> Iterator[Found]:
    """A number that answers the question before it: 多少钱一台？一百六十五."""
    asked, answer = _ASKS_PRICE.search(question), _patterns().answer.match(text)
    if asked and answer:
        yield _price(text, answer, asked["per"])


def _prices(text: str) -> Iterator[Found]:
    for found in _patterns().each_price.finditer(text):
        if read_numeral(found["n"]) in _FEET and _CONTAINER.search(text[found.end() :]):
            continue  # 一个四十尺柜能装一千把, misheard
        amount, unit = read_numeral(found["n"]), SPOKEN_ALIASES[found["per"]]
        least = 2 if unit in ("piece", "pair", "machine", "dozen") else _LEAST_OF_A_SET
        if amount and (amount >= least or amount % 1):  # no set has 3.6 pieces
            yield _price(text, found, found["per"])
    for found in _patterns().priced_by.finditer(text):
        yield _price(text, found, found["per"])
    for pattern in _patterns().prices:
        for found in pattern.finditer(text):
            yield _price(text, found, None)
    for found in _patterns().price_each.finditer(text):
        amount = _price_numeral(found["n"])
        few = amount and amount < _LEAST_OF_A_SET and not amount % 1
        if not few or SPOKEN_ALIASES[found["per"]] not in _HOLD:
            yield _price(text, found, found["per"])
    for found in _patterns().deposit.finditer(text):
        amount = read_numeral(found["n"])
        if amount and amount > _MOST_PERCENT:
            yield _price(text, found, None)


def _price(text: str, found: re.Match[str], per: str | None) -> Found:
    low, high = _price_numeral(found["n"]), _price_numeral(found["high"] or "")
    start, end = found.start("n"), found.end()
    unclear = not low or (found["high"] and (high is None or high <= low))
    if unclear or not low or is_vague(text, start, found.end("high" if found["high"] else "n")):
        return Found(start, end, None)
    foreign = _CURRENCY_BEFORE.search(text[:start])
    currency = CURRENCY_ALIASES[foreign[1]] if foreign else "CNY"
    return Found(start, end, priced(high or low, currency, per, low if high else None))


def _price_numeral(text: str) -> Decimal | None:
    """A price without 块: 四十八, and 十八五 for 18.5."""
    if re.fullmatch(_COLLOQUIAL, text) and text[-2] != "十":
        tens = read_numeral(text[:-1])
        return None if tens is None else tens + Decimal(HAN_DIGITS.index(text[-1])) / 10
    return read_numeral(text) if text else None


def _counts(text: str) -> Iterator[Found]:
    for key, pattern in _patterns().counts.items():
        for found in pattern.finditer(text):
            yield _count(text, found, key)
    for pattern in _FEATURES:
        for found in pattern.finditer(text):
            yield _count(text, found, _FEATURE_KEYS[found["word"][0]])
    for found in _patterns().ordered.finditer(text):
        yield _count(text, found, "moq")


def _count(text: str, found: re.Match[str], key: str) -> Found:
    amount = read_numeral(found["n"])
    vague = not amount or is_vague(text, *found.span("n"))
    value = None if vague or not amount else Count(amount=amount)
    return Found(found.start("n"), found.end("n"), value, key=key)


def _measures(text: str) -> Iterator[Found]:
    for key, pattern in _patterns().measures.items():
        for found in pattern.finditer(text):
            low, high = read_numeral(found["n"]), read_numeral(found["high"] or "")
            unclear = not low or (found["high"] and (high is None or high <= low))
            vague = is_vague(text, found.start("n"), found.end())
            few = key == "battery" and low is not None and low < _LEAST_CHARGE
            value: FactValue | None = None
            if low and not unclear and not vague and not few:
                value = Measure(amount=low, high=high, unit=_UNIT_OF[key][1])
            yield Found(found.start("n"), found.end(), value, key=key)


def _weights(text: str) -> Iterator[Found]:
    """净重十三公斤，毛重十五: in the unit of the other weight."""
    for found in _BOTH_WEIGHTS.finditer(text):
        amount = read_numeral(found["n"])
        unit = "mass-gram" if found["unit"] == "克" else "mass-kilogram"
        if amount and not is_vague(text, *found.span("n")):
            key = "gross_weight" if found["key"] == "毛重" else "net_weight"
            yield Found(*found.span("n"), Measure(amount=amount, unit=unit), key=key)


@cache
def _patterns() -> _Unitless:
    number = f"(?P<n>{_COLLOQUIAL}(?![{NUMERAL_PARTS}])|{NUMERAL})(?:{TO}(?P<high>{NUMERAL}))?"
    named = f"卖|{_PRICE}|{_FEE}"
    each = "|".join(
        name
        for name, unit in SPOKEN_ALIASES.items()
        if unit in ("set", "pair", "machine", "piece", "dozen") and not name.isascii()
    )
    held = "|".join(
        name for name, unit in SPOKEN_ALIASES.items() if unit in _HOLD and len(name) == 1
    )
    count = f"(?P<n>{NUMERAL})"
    return _Unitless(
        prices=(
            re.compile(rf"(?:{_PRICE}|{_FEE}){_IS}{START}{number}{_ENDS}"),
            re.compile(
                rf"(?:{_ASKED}|{_FEE})[呢嘛么啊的是吧呀\s]*[，,？?：]{_IS}{START}{number}{_ENDS}"
            ),
            re.compile(rf"(?:{_NAMED_PRICE})[呢嘛么啊是\s]*[，,：:]{_IS}{START}{number}{_ENDS}"),
            re.compile(rf"(?:^|[，。！？；、,!?;\s就才]){_IS}{START}{number}(?=包邮)"),
            re.compile(
                rf"{START}{number}(?=[，,](?:实价|净价|一口价|不讲价|不二价|到手价?)(?:$|[，。！？]))"
            ),
            re.compile(
                rf"(?:^|[，。！？；、,!?;\s儿里边]|就|才|我们|这款|这个){_IS}{START}{number}(?=[您你]?(?:搬走|拿走|带走"
                rf"|拉走|抱走|提走))"
            ),
        ),
        answer=re.compile(
            rf"(?:就|才|只要|不贵|不多|给[您你]|算[您你]|[，,])*{START}{number}{_ENDS}"
        ),
        each_price=re.compile(
            rf"(?:^|[，。！？；、,!?;\s\x00]|就|才|{named}|我们|这款|这个|的话)(?:是|就)?(?:一整?|[每单]|[整全](?=套))"
            rf"(?P<per>{each}|[片张本册辆卷])(?:的?(?:{PRICE_NAMES}))?"
            rf"(?:就|才|只要|卖|算|给|[您你]|是|要|我们|收您)*{START}{number}{_ENDS}"
        ),
        deposit=re.compile(rf"(?:定金|订金|预付){_IS}{START}{number}{_ENDS}"),
        price_each=re.compile(
            rf"(?:^|[，。！？；、,!?;\s]|{named}|就|才|只要|给[您你]|(?:我们?|咱们?|俺们?)(?:这[儿里边]?|家"
            rf"|[\u4e00-\u9fff]{{0,3}}厂里?)?){_IS}{START}{number}"
            rf"(?<![十百千万])一(?P<per>{each}|{held}|[片张本册辆])(?=$|[\s，。！？；、,.!?;的了啊呀吧嘛呢哈]|是(?:零售|批发"
            rf"|出厂)|[您你]?[搬拿带拉抱提]走)"
        ),
        priced_by=re.compile(rf"(?P<per>{OF_PRICES})装?价{_IS}{START}{number}{_ENDS}"),
        counts={
            key: re.compile(
                (
                    rf"(?:{words})(?:一般|正常)?{_IS}{START}{count}(?:{_ENDS}|(?=起(?:$"
                    rf"|[，。,])))"
                ),
                re.I,
            )
            for key, words in _COUNTS.items()
        },
        ordered=re.compile(rf"{START}(?!一起){count}(?=起[订定批拿做卖接走发](?!价))"),
        measures={
            key: re.compile(
                rf"(?:{words}){_IS}{START}(?P<n>{NUMERAL})(?:{TO}(?P<high>{NUMERAL}))?"
                + ("" if key == "fabric_weight" else "(?!的)")
                + (rf"(?:{_ENDS}|(?=的))" if key == "fabric_weight" else _ENDS)
            )
            for key, (words, _) in _UNIT_OF.items()
        },
    )
