"""Whether a value can be what a word says that it is."""

from __future__ import annotations

import re

from ..records import Code, Count, Duration, FactValue, Measure
from .cues import COLOR
from .keys import KEYS
from .line import Line

FEATURES = frozenset(("color", "style", "size", "layer", "person", "order", "time"))
"""Trade units of what a product has, not of how many products there are."""
_LISTED = re.compile(
    "(?!装|[一每配])[\u4e00-\u9fff]{1,4}[、，和跟加]{0,2}(?:还有|外加|和|加)?#+[\u4e00-\u9fff]"
)
"""一套里六只碗六个盘: neither number is that of all."""
_ADDS_TO_THE_PRICE = re.compile("(?:就|要|再|得)*[加贵涨](?![厚绒长大宽固热])")
"""厚一毫米贵五毛: the step of a price."""
_SIDES = {"length": "长", "width": "宽", "height": "高", "thickness": "厚", "diameter": "径"}
_SIDE_AFTER = re.compile(
    "的?(?P<side>[长宽高厚])(?![期久款袖松敞档级清]|[^，。]{0,2}[#\\d二三四五六七八九十])"
)
"""丝带一厘米宽: not its length."""
_AGAIN = re.compile("(?:每个?|天天|月月)(?:[月周天季年]|星期|礼拜)")
"""每月出两款新的: not how many there are."""
_FITS_IN = re.compile("[能可够夹]|适合|放得?下|装得?下")
_OF_WHAT_FITS = re.compile("[厚宽长高粗大]?(?:以[内下])?的(?![了呢啊吧哦]*$)[\u4e00-\u9fff]")
"""能夹三厘米厚的书: what it is used with."""
_ENDS = re.compile("[的呢啊吧哦左右都也没问题重]*$")
_OF_GOODS = frozenset(
    ("moq", "stock", "monthly_output", "carton_quantity", "pieces_per_set", "capacity")
)
_OF_ONE_PIECE = ("length-inch", "length-centimeter", "length-millimeter", "mass-milligram")
"""Units in which goods are not sold."""
_OF_PIECES = frozenset("顶双把台盏套瓶盒包箱卷打")
"""Counting words that colors and styles never have."""
_MOST_COLORS_NAMED = 12
"""Colors that somebody names one by one."""
_IN_CASES = ("pack", "bag", "box", "bottle", "can", "tube", "roll")
"""Units of which 一件 holds several: it is a case."""
_MOST_GRAMS = 5000
"""A 体重 of more is that of a person."""
_HEAVY_CLOTH = 1200
"""Grams that no square meter of cloth weighs."""
_LEAST_CHARGE_MINUTES = 30
_CHARGED = re.compile("电池|充满|充饱|充一次|一次充|充[#俩两\\d]|充电#")
"""充俩小时，能用六个月: on one charge, no lifespan."""
_LONGEST_WARRANTY = 30
_MOST_STANDBY_YEARS = 5
_SOLD_WHOLE = ("machine", "set", "pair", "dozen", "carton")
_LONG_LIFE_HOURS = 1000
"""Hours that nothing runs on one charge."""


def fits(line: Line, i: int, key: str, word: str) -> bool:
    """Whether value `i` of a line can be of a key that a word names."""
    value = line.taken[i].value
    if value is None or value.kind not in KEYS[key].kinds:
        return False
    if _is_of_others(line, i, key):
        return False
    match value:
        case Measure():
            return _measure_fits(line, i, value, key, word)
        case Count():
            in_carton = key == "pieces_per_set" and word == "装" and "箱" in line.sentence_before(i)
            if in_carton:
                return False
            if key == "pieces_per_set" and _LISTED.match(
                line.clause(i)[1] + "，" + line.next_clause(i)
            ):
                return False
            if key == "pieces_per_set" and value.unit in ("set", "machine"):
                return False  # 十八套一包, 十二台装
            if key == "pieces_per_set" and "卷" in word and value.unit != "piece":
                return False  # 七十五张一卷
            itself = key == "pieces_per_set" and line.text[line.taken[i].end - 1] in word
            return not itself and _count_fits(
                value,
                key,
                word,
                line.text[line.taken[i].end - 1],
                loose=line.taken[i].loose,
                in_cases=line.goods.packed_by_case,
                ends=bool(_ENDS.match(line.clause(i)[1])),
            )
        case Code(codes=codes) if key == "waterproof":
            return all(re.fullmatch(r"IPX?\d{1,2}K?", code) for code in codes)
        case Duration():
            return _time_fits(value, key, word, line.around(i), line.last_clause(i))
        case _:
            return True


def suits(value: FactValue, key: str) -> bool:
    """Whether a key can have such a value at all, whatever is said beside it."""
    known = KEYS[key]
    match value:
        case Measure(unit=unit):
            return "measure" in known.kinds and (not known.units or unit.startswith(known.units))
        case Count(unit=unit) if key in _OF_GOODS:
            return unit not in FEATURES
        case Count(unit=unit):
            own = known.unit, known.unit and "style"
            return "count" in known.kinds and unit in (None, "piece", *own)
        case _:
            return value.kind in known.kinds


def _is_of_others(line: Line, i: int, key: str) -> bool:
    """Whether what follows the value, or how often it comes, leaves it another role."""
    before, after = line.clause(i)
    match key:
        case "price" | "wholesale_price" | "retail_price":
            return bool(re.match("的?[定订押]金", after))  # 下单价2000块定金, misheard
        case "carton_quantity":  # 6站一箱20盏起, misheard
            return bool(re.match("起[订定批拿做卖]?(?:$|[，。])", after))
        case "colors" | "styles" | "sizes":
            return bool(_AGAIN.search(before))
        case "fabric_weight":  # 食品卡纸，每平方三百克
            return "纸" in line.last_clause(i) + before + after
        case "height":
            return bool(re.match("的?(?:人|孩子|小孩)?(?:都|也)?(?:能|可以)?穿", after))
        case _:
            return False


def _measure_fits(line: Line, i: int, value: Measure, key: str, word: str) -> bool:
    known = KEYS[key]
    if key == "fabric_weight" and re.search("空.(?:也|才|就|只有?|仅|是|有)*$", line.before(i)):
        return False  # 空包才六十克
    if key == "fabric_weight" and "克重" not in word and value.unit.startswith("mass-"):
        return (
            value.unit == "mass-gram" and 20 <= value.amount < _HEAVY_CLOTH and not line.goods.cases
        )
    if key == "carton_weight" and "重" not in word and "秤" not in word:
        heavy = value.unit != "mass-gram" or value.amount >= 3000
        return heavy and value.unit.startswith("mass-")
    if key == "weight" and word.startswith("重") and line.text[line.taken[i].end - 1] == "克":
        return not re.search("面料|布|纱|纸|每平", line.around(i))  # 180克重
    if key == "stock" and value.unit == "mass-gram":
        return False  # 拿在手上四百六十克
    if key == "carton_quantity" and value.unit.startswith(("mass-", "volume-")):
        return False  # 一箱十公斤 is its weight, 登机箱装三十八升 what it holds
    if key == "capacity" and value.unit == "x-milliampere-hour":
        return False  # the battery's
    if key == "capacity" and value.unit.startswith("mass-") and word[-1:] in "装盛灌":
        return False
    other = _SIDE_AFTER.match(line.clause(i)[1])
    if other and key in _SIDES and _SIDES[key] != other["side"]:
        return False
    if "体重" in word and not (value.unit == "mass-gram" and value.amount < _MOST_GRAMS):
        return False
    if key == "length" and word.startswith("线") and not line.goods.cables:
        return False
    if _FITS_IN.search(line.clause(i)[0]) and _OF_WHAT_FITS.match(line.clause(i)[1]):
        return False
    if key == "capacity" and value.unit.startswith("mass-") and not _ENDS.match(line.clause(i)[1]):
        return "容量" in word
    if key == "screen" and re.match(
        "的?(?:手机|平板|电脑|笔记本)(?:都|也|能|可以|全)", line.clause(i)[1]
    ):
        return False  # 到12.9寸的平板都能放
    if _ADDS_TO_THE_PRICE.match(line.clause(i)[1]):
        return False
    if key in _OF_GOODS and value.unit in _OF_ONE_PIECE:
        return False
    return not known.units or value.unit.startswith(known.units)


def _count_fits(
    value: Count, key: str, word: str, counted: str, *, loose: bool, in_cases: bool, ends: bool
) -> bool:
    if key == "capacity" and (not ends or loose or not re.match("[能可]装|装得下|容", word)):
        return False
    if key == "capacity" and value.unit in _SOLD_WHOLE:
        return False  # 一个高柜能装五百二十台
    if key == "carton_quantity" and re.match("[一每]大?件(?!装)|(?:装)?一大?件$", word):
        return value.unit in _IN_CASES or (in_cases and value.unit not in (None, *FEATURES))
    if key in _OF_GOODS:
        return value.unit not in FEATURES and not (value.unit is None and loose)
    if key == "colors" and re.fullmatch(f"{COLOR}色?", word):
        return value.amount <= _MOST_COLORS_NAMED  # 黑白蓝三个, not 白色三千个
    own = KEYS[key].unit
    if key in ("colors", "styles", "sizes") and counted in _OF_PIECES:
        return False  # 一百顶|款随便混
    return value.unit in (None, "piece", own) or (key, value.unit) == ("colors", "style")


def _time_fits(value: Duration, key: str, word: str, around: str, last: str) -> bool:
    match key:
        case "charging_time":  # 充电5分钟可用3小时 fills no battery
            long = value.amount >= _LEAST_CHARGE_MINUTES
            alone = long and not re.search("[可能够]|用|听", around)
            return value.unit == "hour" or (value.unit == "minute" and ("满" in around or alone))
        case "working_time":
            fast = value.unit == "hour" and re.search("充电.{1,8}分钟", around)
            holds = value.unit == "day" and re.search("撑|顶|坚持", word)
            charged = _CHARGED.search(around) or _CHARGED.search(last) or "待机" in word
            long = value.unit == "year" or value.amount >= _LONG_LIFE_HOURS
            long = long or (value.unit == "month" and not charged)
            standby = (
                "待机" in word and value.unit == "year" and value.amount <= _MOST_STANDBY_YEARS
            )
            told_once = "充" in around + last or "待机" in word or "续航" in word
            once = value.amount == 1 and value.unit != "hour" and not told_once
            told = re.search(
                "还[很挺滚]?[烫热凉冰]|还不到|不[凉冷化]|度电|就(?:生虫|坏|长|发霉|蔫|臭|馊|烂|锈|裂|变)",
                around,
            )
            whole_day = value.amount == 24 and "不停" in word
            return standby or not (long or fast or holds or once or told or whole_day)
        case "lifespan":
            used = bool(re.match("[能可]以?[用使]", word))
            if not used:
                return value.unit in ("hour", "year", "month")
            if value.unit == "year":  # 能用十年 is a way to speak
                return value.amount % 10 != 0 and not _CHARGED.search(around + last)
            return value.unit == "hour" and value.amount >= _LONG_LIFE_HOURS
        case "keeps_hot" | "keeps_cold" if len(word) == 1:
            return value.unit == "hour"
        case "warranty":
            if value.unit == "year" and value.amount > _LONGEST_WARRANTY:
                return False  # 保质期五年, misheard as 75
            long = value.unit in ("month", "year")
            return long or bool(re.search("质保|保修|保用|质量保证", word))
        case "delivery_time" if "路上" in word:
            return value.unit in ("day", "week", "month")
        case "lead_time" if word.endswith(("款", "货")) and re.search(
            "到(?:[您你]的?)?[货手门仓家店]|送到", around
        ):
            return False
        case "lead_time" | "sample_time" | "delivery_time":
            return value.unit not in ("second", "minute", "year")
        case "keeps_hot" | "keeps_cold":
            return value.unit in ("hour", "day")
        case _:
            return True
