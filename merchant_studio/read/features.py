"""What a product has, or whom it is for: 三岁以上, 三到四个人睡, 三件套, 双层, 四个G内存."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..facts.chinese import NUMERAL, read_numeral
from ..records import Age, Count, Measure, Segment
from .found import Found, clause, is_vague, last_said
from .patterns import SPOKEN_ALIASES, START, TO, patterns

_ASKED_FOR = "[？，?,]"
_PEOPLE = re.compile(
    rf"{START}(?P<n>{NUMERAL})(?:{TO}(?P<high>{NUMERAL}))?[个口]?人"
    "(?=用|玩|载|帐|份|位|睡|住|坐|量|使用|同时|一起|座|间|桌|款|的家|家庭|一家|刚刚?好|正好|够|露营|野营|野餐|家庭|的?帐篷)"
    rf"|(?:够|载|容纳?|可?乘|能睡|能坐|能住|能躺|睡得下|坐得下|适合|可供|供|睡|住|坐|躺)(?:得?下)?"
    rf"(?P<n2>{NUMERAL})(?:{TO}(?P<high2>{NUMERAL}))?个?人(?![工家群])"
    rf"|(?<=[人用坐睡住呢啊]){_ASKED_FOR}(?P<n3>{NUMERAL})(?:{TO}(?P<high3>{NUMERAL}))?个?人(?=$|[，。！])"
)
_DOUBLE = re.compile(
    "(?<!内外)双层(?!拉链|拉头|缝|车线|走线|密封|保护|保障|标准|包装|纸箱|气泡|床|巴士|公寓"
    "|枕套|布套|外套|套子|袋子?|内袋|隔热垫|网兜)"
)
_SINGLE = re.compile("(?:(?<=[是的，。])|^)单层(?=的?[，。]|$)")
_GROWN_UP = 18
"""Years from which an age is no longer that of a toy or of children's things."""
_ONE_IN_A_BOX = re.compile(
    r"(?P<each>[单一](?P<unit>[台个套件把辆张片块]))装?一个?[纸木大]?箱(?=$|[，。])"
)
_SETS = re.compile(rf"{START}(?P<n>{NUMERAL})件套")
_AT_A_PRICE = re.compile(
    rf"(?:的|是|就|才|要|卖|只要|一套)*{NUMERAL}(?!\\s*[个只条件种色层克公厘毫升乘x×])"
)
_MEMORY = re.compile(
    "容量|硬盘|固态|小卡|内置|自带|足容|存|内存|存储|储存|运存|闪存|U盘|优盘|TF卡|SD卡|存储卡"
)
_CARD = re.compile("的?(?:存储|内存|TF|SD)?卡")  # 插一百二十八G的卡
_MAY_HAVE = re.compile("支持|扩展?到?|可?插|能插")
"""内存卡最大支持128G: of a card that is not in it."""
_BYTES = re.compile(
    rf"{START}(?P<n>{NUMERAL})\s*个?(?P<unit>GB?|TB?|MB?|兆)(?![A-Za-z])(?P<word>的?内存)?", re.I
)
_BYTE_UNITS = {"g": "gigabyte", "t": "terabyte", "m": "megabyte", "兆": "megabyte"}


def read_ages(text: str, _: Segment) -> Iterator[Found]:
    """三岁以上, 六到十二岁, 六到十二个月的宝宝."""
    for found in patterns().age.finditer(text):
        if found["m_low"]:
            yield from _from_months_on(text, found)
            continue
        months = found["m"] or found["m_up"]
        low = read_numeral(months or found["n"] or found["up"])
        said = found["m_high"] or found["high"]
        high = read_numeral(said) if said else None
        if low is None or (said and (high is None or high <= low)) or is_vague(text, *found.span()):
            continue
        if found["half"]:
            low = low * 12 + 6
        if found["low_half"]:
            low, high = low * 12 + 6, high * 12 if high else None
        if months or found["half"] or found["low_half"]:
            yield Found(found.start(), found.end(), Age(amount=low, high=high, unit="month"))
        elif low < _GROWN_UP:
            yield Found(found.start(), found.end(), Age(amount=low, high=high))


def _from_months_on(text: str, found: re.Match[str]) -> Iterator[Found]:
    """三个月到三岁."""
    low, years = read_numeral(found["m_low"]), read_numeral(found["years"])
    if low and years and years * 12 > low and not is_vague(text, *found.span()):
        yield Found(*found.span(), Age(amount=low, high=years * 12, unit="month"))


def read_people(text: str, _: Segment) -> Iterator[Found]:
    """For how many it is: 三到四个人睡, 双人份 is not read."""
    for found in _PEOPLE.finditer(text):
        n = next(name for name in ("n", "n2", "n3") if found[name])
        high = n.replace("n", "high")
        if n == "n3" and not re.search("几个?人|多少人|人数", text[: found.start()][-8:]):
            continue
        low, most = read_numeral(found[n]), read_numeral(found[high] or "")
        clear = low and (not found[high] or (most is not None and most > low))
        if clear and low and not is_vague(text, found.start(n), found.end()):
            value = Count(amount=low, high=most, unit="person")
            yield Found(found.start(n), found.end(), value, key="people")


def read_sets(text: str, _: Segment) -> Iterator[Found]:
    """三件套: how many pieces a set has, unless it is given away; 单台一箱: one in a carton."""
    for found in _ONE_IN_A_BOX.finditer(text):
        value = Count(amount=Decimal(1), unit=SPOKEN_ALIASES[found["unit"]])
        yield Found(*found.span("each"), value, key="carton_quantity")
    for found in _SETS.finditer(text):
        number = read_numeral(found["n"])
        if _AT_A_PRICE.match(text, found.end()):
            continue  # 三件套两百九: one of several kinds
        if number and number > 1 and not re.search("[送赠]", clause(text, *found.span())[0]):
            value = Count(amount=number, unit="piece")
            yield Found(found.start(), found.end(), value, key="pieces_per_set")


def read_layers(text: str, _: Segment) -> Iterator[Found]:
    """双层, 单层, 双色; 三层 is read with the other amounts."""
    for found in _DOUBLE.finditer(text):
        yield Found(found.start(), found.end(), Count(amount=Decimal(2), unit="layer"))
    for found in _SINGLE.finditer(text):
        yield Found(found.start(), found.end(), Count(amount=Decimal(1), unit="layer"))


def read_bytes(text: str, _: Segment) -> Iterator[Found]:
    """四个G of memory; 5G alone is a network."""
    for found in _BYTES.finditer(text):
        unit, amount = found["unit"].lower(), read_numeral(found["n"])
        around = last_said(text, found.start()) + "".join(clause(text, *found.span()))
        if not amount or found["unit"] in ("g", "m") or is_vague(text, *found.span()):
            continue
        if _CARD.match(text, found.end()) or _MAY_HAVE.search(clause(text, *found.span())[0]):
            continue
        if found["word"] or len(unit) == 2 or _MEMORY.search(around):
            value = Measure(amount=amount, unit=f"digital-{_BYTE_UNITS[unit[0]]}")
            yield Found(found.start(), found.end(), value, key="memory")
