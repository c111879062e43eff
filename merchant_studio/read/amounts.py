"""Numbers with a unit in Chinese speech: 五百毫升, 七到十天, 一百个, 二十四个小时, 零下二十度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ..facts.chinese import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, plain, read_numeral
from ..facts.units import DURATION_ALIASES, measure_aliases
from ..records import Count, Duration, FactValue, Measure, Segment
from .compounds import JIN_GRAMS
from .found import CLAUSE_END, Found, clause, is_vague, last_said
from .patterns import LOOSE_UNITS, SPOKEN_ALIASES, patterns

_HALF = Decimal("0.5")
_KILO = {"克": "千克", "瓦": "千瓦", "米": "千米"}
_LEAST_CHARGE = 100
"""Milliamperes that are hardly said of a current."""
_HOLDS_CHARGE = re.compile("电池|电量|容量|充电宝|移动电源")
_SCALED = {
    **dict.fromkeys(("斤", "市斤"), (Decimal(JIN_GRAMS), "mass-gram")),
    **dict.fromkeys(("丝", "个丝"), (Decimal("0.01"), "length-millimeter")),
    "安时": (Decimal(1000), "x-milliampere-hour"),
}
"""Units that CLDR does not have, in one that it has."""
_MAX_YEARS = 100
"""More is a date: 2024年."""
_LEAST_TURNS = 100
"""Fewer are no speed: 转三转."""
_TURNS_A_MINUTE = re.compile("[每一]分钟?|转速")
_NOT_THE_UNIT = {
    "件": "套",  # 四件套 is one set
    "个": "工点亿GT",  # 15个工作日, 10个点, 16个G
    "只": "要需有能卖收是用差",  # 原价五十只要三十
    "度": "电角",
    "对": "于比",
    "打": "开折包印",
    "把": "它这那",
    "包": "邮退换修您你赔",
    "听": "说",
    "口": "径碑味感",
    "面": "料对积板",
    "头": "发部尾",
    "瓦": "时",
    "部": "分队门件",
    "节": "日约省能",
    "床": "上头",
    "根": "本据",
    "转": "账发身卖让",
    "份": "额",
    "种": "类植",
    "样": "品子",
    "码": "头",
    "条": "件纹",
    "张": "口",
    "本": "地店厂来身",
    "级": "别",
    "台": "灯阶",
    "盘": "子点",
    "年": "级",
    "日": "本常用期产间历子前后",
    "管": "用理够",
    "套": "餐路",
}
"""Characters after which a unit is part of another word."""
_COUNTS_DAYS = re.compile(
    "(?:[下落][完了]?[单定]|[货交工]期|交货|周期|时间|[之以]?后|打样|样[品板]|需|用|保)(?:是|就|要|大概|一般|呢|嘛|：|:|\\s)*[，,]?$"
)
_OF_LIGHT = re.compile("可?[变调]|光|灯|温|牢|差")
"""三色变光 is no color of the product."""
_NOT_LAYERS = re.compile(
    "楼|[^，。]{0,2}板(?!材)|瓦楞|牛皮|的?(?:包装|纸箱|气泡|保护|防护|保障|意思|含义|关系)"
)
_PROTECTED = re.compile("(?:保护|防护|保障|包装|纸箱|气泡膜?|打包)[^，。！？；、]{0,2}$")
"""多重保护三层, 包装三层: no layers of the product."""
_RUNS_ON = re.compile(rf"[{HAN_DIGITS[1:]}\d](?=$|[，。！？；、,!?;的了啊呢吧])")
"""七毫升五: a digit more, of nobody knows what."""
_EACH_SQUARE = re.compile("[一每]个?平(?:方米?|米)?的?(?:是|有|重|都|就)*$")
_FLOOR = re.compile("(?:[在馆楼厅区店]|厂房|仓库|门面)$")
_FOOT_CONTAINERS = (20, 40)
_ONE_IS_A_NUMBER = re.compile(
    r"装?一箱(?:$|[，。！？；,.!?;])|起(?![订定批拿做]量)(?:订|定|批|发|卖|拿|做|售|购|走|步|送(?!货))|起(?:$|[，。！？；,.!?;吧的啊])"
    r"|(?:就|也|都)(?:可以|能|给|给您|肯)?(?:批|发货?|卖|做|走货?|拿货?|起订|接单)"
    rf"(?![了过\d{NUMERAL_PARTS}])"
)
"""一个起批, 一箱就发: one is the least; elsewhere 一个 is only "a"."""
_ENOUGH = re.compile("(?:就|也|都)(?:可以|能|行|够|成|好)(?:了|的|啊|吧|拿货?|做)*$")
_RATE = re.compile(
    rf"(?:我|只|就|才|也|给[您你]|还|满负荷|下来|的量|厂里|这边|那边|自己|机器|工人|轻松|能|可以|可|就|都|是|大概|差不多|我们|咱们?|俺们?|要|正常"
    rf"|稳定|最多)*(?P<verb>产|出|做得?出?|生产"
    rf"|发|走|卖|织|印|供|打|交)?"
    rf"[货个]?(?:[^{CLAUSE_END}\d{NUMERAL_PARTS}]?{NUMERAL}|\x00|多少|几|(?<=的量)[啊呢嘛]*[？?，,])"
)
_SOLD_BY = {"公斤": "mass-kilogram", "吨": "mass-tonne", "米": "length-meter", "码": "length-yard"}
_KINDS = re.compile("(?:颜色|花色|花型|花样|图案|款式|尺码|码[子数]|规格|造型)[是有共做了一总]*$")
_MORE = re.compile(rf"[子数号卡]?[是有共]?{NUMERAL}[个种款]")
_AN_HOUR = re.compile(r"\s*(?:每|一个?|/|1个?)(?:个)?小时|\s*的?时速")
_SPEED = re.compile("时速|每小时|一小时能?跑")
_A_SECOND = re.compile("[每一]秒钟?(?:[是有走跑达到能可]|高达)*$")
_METERS = {"length-meter": Decimal(1), "length-millimeter": Decimal("0.001")}
_SPEED_ASKED = re.compile("时速(?:是|有|能|跑|多少|多快|呢|嘛)*$")


def read_refusals(text: str, _: Segment) -> Iterator[Found]:
    """少于三百个不接: the least order."""
    for found in patterns().refusal.finditer(text):
        n = next(name for name in ("n", "n2", "n3") if found[name])
        unit = n.replace("n", "unit")
        number = read_numeral(found[n])
        after_price = "," in found[n] and text[: found.start(n)].endswith("块")
        if number and number > 1 and not after_price:
            name = found[unit].lower()
            value: FactValue = (
                Count(amount=number, unit=SPOKEN_ALIASES[name])
                if name in SPOKEN_ALIASES and name != "码"
                else Measure(amount=number, unit=_SOLD_BY[name])
            )
            yield Found(found.start(n), found.end("most" if n == "n2" else unit), value, key="moq")


def read_amounts(text: str, _: Segment) -> Iterator[Found]:
    """Every other number with a unit."""
    read_to = 0
    for found in patterns().amount.finditer(text):
        if found.start() < read_to:
            continue
        low, unit = _numeral(found["n"], found["unit"]), found["unit"]
        high = _numeral(found["high"], unit) if found["high"] else None
        if low is None or not (low or high) or (found["high"] and (high is None or high <= low)):
            continue
        if found["low_unit"] and found["low_unit"].lower() != unit.lower():
            continue
        if _is_other_word(text, found, low):
            continue
        end = found.end()
        if len(unit) > 1 and _KINDS.search(text[: found.start()]) and _MORE.match(text, end):
            end -= len(unit) - 1  # 颜色7个码子4个
            unit = unit[0]
        fast = unit.startswith(("公里", "千米", "转")) and re.search(
            "最[快高]$", text[: found.start()]
        )
        if (is_vague(text, *found.span()) and not fast) or _RUNS_ON.match(text, found.end()):
            yield Found(found.start(), found.end(), None)
            continue
        part = _smaller_part(text, found.end(), unit)
        if part:
            read_to = found.end() + text.startswith("零", found.end()) + part.end()
            whole = None if high else _in_two_parts(low, unit, part)
            yield Found(found.start(), read_to, whole)
            continue
        if found["half"] or unit.startswith("个半"):
            if high is not None or unit in SPOKEN_ALIASES or low % 1:
                continue
            low += _HALF
            if unit.startswith("个半"):
                unit = "个" + unit[2:] if "个" + unit[2:] in DURATION_ALIASES else unit[2:]
        if unit == "毫安" and _is_charge(text, found, low):
            unit = "毫安时"  # the hours are left out in speech
        if unit == "克" and _EACH_SQUARE.search(text[: found.start()]):
            unit = "gsm"
        if unit == "克" and "个" in found[0] and text.startswith("重", end):
            unit, end = "gsm", end + 1  # 一百八十个克重
        value: FactValue | None = _quantity(low, high, unit, found["n"])
        if isinstance(value, Measure) and value.unit.startswith("length-"):
            value, end = _as_speed(value, text, found, end)
        least = isinstance(value, Duration) and text.startswith("以上", end)
        if least or (isinstance(value, Count) and re.match("以内|之内|以下", text[end:])):
            value = None
        loose = unit in LOOSE_UNITS or unit in ("种", "样")
        key = "thickness" if unit in ("丝", "个丝") else None
        yield Found(found.start(), end, value, key=key, loose=loose)


def _as_speed(length: Measure, text: str, found: re.Match[str], end: int) -> tuple[Measure, int]:
    """A length as a speed, where the time is said, and where that ends: 三十公里每小时."""
    if length.unit == "length-kilometer":
        hour = _AN_HOUR.match(text, end)
        asked = _SPEED_ASKED.search(last_said(text, found.start()))
        if hour or asked or _SPEED.search(clause(text, *found.span())[0]):
            speed = replace(length, unit="speed-kilometer-per-hour")
            return speed, hour.end() if hour else end
    if length.unit in _METERS and _A_SECOND.search(text[: found.start()]):
        scale, high = _METERS[length.unit], length.high
        most = None if high is None else plain(high * scale)
        amount = plain(length.amount * scale)
        return Measure(amount=amount, high=most, unit="speed-meter-per-second"), end
    return length, end


def _is_charge(text: str, found: re.Match[str], amount: Decimal) -> bool:
    around = "".join(clause(text, *found.span()))
    current = re.search("电流|输出|输入", around)
    return bool(_HOLDS_CHARGE.search(around)) or (amount >= _LEAST_CHARGE and not current)


def _numeral(text: str, unit: str) -> Decimal | None:
    """A number; the volts of the mains are also read out by digits: 二二零伏."""
    if unit.lower() in ("伏", "v", "伏特") and re.fullmatch(f"[{HAN_DIGITS}]{{3}}", text):
        return Decimal("".join(str(HAN_DIGITS.index(c)) for c in text))
    return read_numeral(text)


def _smaller_part(text: str, end: int, unit: str) -> re.Match[str] | None:
    """A smaller part that follows: 一年零三个月, 12小时30分钟."""
    rest = end + text.startswith("零", end)
    following = patterns().amount.match(text[rest:])
    if not following or unit.lower() not in DURATION_ALIASES:
        return None
    return following if following["unit"].lower() in DURATION_ALIASES else None


def _in_two_parts(amount: Decimal, unit: str, part: re.Match[str]) -> Duration | None:
    """Hours and minutes as minutes, years and months as months."""
    units = DURATION_ALIASES[unit.lower()], DURATION_ALIASES[part["unit"].lower()]
    smaller = read_numeral(part["n"])
    scale = {("hour", "minute"): 60, ("year", "month"): 12, ("minute", "second"): 60}.get(units)
    if not scale or not smaller or smaller >= scale or part["high"] or part["half"] or amount % 1:
        return None
    return Duration(amount=amount * scale + smaller, unit=units[1])  # type: ignore[arg-type]


def _is_other_word(text: str, found: re.Match[str], amount: Decimal) -> bool:
    unit, n, after = found["unit"], found["n"], text[found.end() : found.end() + 1]
    if n == "一" and (unit in SPOKEN_ALIASES or unit in ("种", "样", "度", "转")):
        # 一个, 一款, 一箱: "a"
        return not (_ONE_IS_A_NUMBER.match(text, found.end()) or _is_one(text, found))
    rate = _RATE.match(text, found.end()) if n == "一" and unit in DURATION_ALIASES else None
    if rate and (rate["verb"] or unit in ("天", "个月")):
        return True  # 一个月能做三万个
    if unit in _NOT_THE_UNIT and after and after in _NOT_THE_UNIT[unit]:
        return True
    if unit == "层":
        said = text[: found.start()]
        other = _FLOOR.search(said) or _PROTECTED.search(said)
        return bool(other or _NOT_LAYERS.match(text, found.end()))
    if unit == "包":
        return n == "三"  # 三包 is a guarantee
    if unit == "柜":
        return amount in _FOOT_CONTAINERS
    if unit == "度":
        return True  # read_degrees
    if unit == "色":
        return bool(_OF_LIGHT.match(text, found.end()))
    if unit == "日":  # 五月三日 is a date
        counted = _COUNTS_DAYS.search(text[: found.start()])
        return not counted and not re.match("[之以]?内", text[found.end() :])
    if unit == "年":
        return amount >= _MAX_YEARS
    if unit == "转":
        return amount < _LEAST_TURNS and not _TURNS_A_MINUTE.search(
            "".join(clause(text, *found.span()))
        )
    if unit in ("丝", "个丝"):
        return not re.search("厚|膜|薄", "".join(clause(text, *found.span())))
    return unit == "G" and not found["high"]  # 128G of memory, 5G


def _is_one(text: str, found: re.Match[str]) -> bool:
    """一箱一个, 起订一箱."""
    before, after = clause(text, *found.span())
    if re.search(
        "(?:起订|起批|起定|最少|最低)(?:量|数|是|拿|就|要|呢|[您你]|订|定|批|得|也)*$", before
    ):
        return not after.strip("哈噻啊呢吧喔哦嘛咯啦的")
    if found["unit"] in ("箱", "件", "盒", "包", "打") and re.search(
        "(?:拿|订|定|要|进|走)[您你]?$", before
    ):
        return bool(_ENOUGH.match(after))  # 拿一箱就可以
    return not after and bool(re.search("(?:一|每|一?个)[纸大彩外木]?箱(?:就|装|是|只)*$", before))


def _quantity(low: Decimal, high: Decimal | None, name: str, said: str) -> FactValue:
    if name in _SCALED:
        factor, unit = _SCALED[name]
        most = None if high is None else plain(high * factor)
        return Measure(amount=plain(low * factor), high=most, unit=unit)
    if name in ("种", "样"):
        return Count(amount=low, high=high)
    if name in _KILO and said.endswith("千") and high is None:
        low, name = low / 1000, _KILO[name]  # 2千克
    name = name.lower()
    if name in DURATION_ALIASES:
        unit = DURATION_ALIASES[name]
        return Duration(amount=low, high=high, unit=unit)  # type: ignore[arg-type]
    if name in SPOKEN_ALIASES:
        return Count(amount=low, high=high, unit=SPOKEN_ALIASES[name])
    return Measure(amount=low, high=high, unit=measure_aliases()[name])
