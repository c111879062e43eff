"""Numbers with a unit in Chinese speech: 五百毫升, 七到十天, 一百个, 二十四个小时, 零下二十度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..records import Age, Count, Duration, FactValue, Measure, Segment
from .chinese import HAN_DIGITS, NUMERAL, NUMERAL_PARTS, plain, read_numeral
from .compounds import JIN_GRAMS
from .found import CLAUSE_END, Found, clause, is_vague
from .patterns import LOOSE_UNITS, SPOKEN_ALIASES, START, TO, patterns
from .units import DURATION_ALIASES, measure_aliases

_HALF = Decimal("0.5")
_KILO = {"克": "千克", "瓦": "千瓦", "米": "千米"}
_LEAST_CHARGE = 100
"""Milliamperes that are hardly said of a current."""
_HOLDS_CHARGE = re.compile("电池|电量|容量|充电宝|移动电源")
_SCALED = {
    **dict.fromkeys(("斤", "市斤"), (Decimal(JIN_GRAMS), "mass-gram")),
    **dict.fromkeys(("丝", "个丝"), (Decimal("0.01"), "length-millimeter")),
}
"""Units that CLDR does not have, in one that it has."""
_MAX_YEARS = 100
"""More is a date: 2024年."""
_LEAST_TURNS = 100
"""Fewer are no speed: 转三转."""
_NOT_THE_UNIT = {
    "件": "套",  # 四件套 is one set
    "个": "工点亿",  # 15个工作日, 10个点
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
    r"装?一箱(?:$|[，。！？；,.!?;])|起(?:订|定|批|发|卖|拿|做|售|购|走|步|送(?!货))|起(?:$|[，。！？；,.!?;吧的啊])"
    r"|(?:就|也|都)(?:可以|能|给|给您|肯)?(?:批|发货?|卖|做|走货?|拿货?|起订|接单)"
    rf"(?![了过\d{NUMERAL_PARTS}])"
)
"""一个起批, 一箱就发: one is the least; elsewhere 一个 is only "a"."""
_RATE = re.compile(
    rf"(?:我|只|就|才|也|给[您你]|满负荷|下来|的量|厂里|能|可以|可|就|都|是|大概|差不多|我们|要|正常|稳定|最多)*(?P<verb>产|出|做得?出?|生产"
    rf"|发|走|卖|织|印|供|打|交)?"
    rf"[货个]?(?:[^{CLAUSE_END}\d{NUMERAL_PARTS}]?{NUMERAL}|\x00|多少|几|(?<=的量)[啊呢嘛]*[？?，,])"
)
_WARM = re.compile(
    "温|耐|热|升到|烙铁|能升|[焗烤]炉|烤箱|微波|洗碗机|[水油]里|开水|沸|煮|熨|夹板|卷棒|卷发|直发|火|冷|冻|寒|烫|烤|蒸|摄氏|℃|冰|零下"
)
_TURNS = re.compile(
    "转(?:的|着|圈|$)|旋转|转动|角|翻|开合|弯|折叠|平躺|仰|摇头|广角|镜头|水洗|无死角|调节角"
)
_DEGREES = re.compile(
    (
        rf"(?:(?P<minus>零下|负|(?<![\d{NUMERAL_PARTS}A-Za-z度℃])[-−－])"
        rf"|{START})(?P<n>{NUMERAL})"
        r"\s*(?:摄氏度|度|℃|°C)?"
        rf"(?:{TO}(?P<high_minus>零下|负|[-−－])?(?:零上)?(?P<high>{NUMERAL}))?\s*(?:摄氏度"
        rf"|度(?![电角])|℃|°C)"
    ),
    re.I,
)
_ASKED_FOR = "[？，?,]"
_PEOPLE = re.compile(
    rf"{START}(?P<n>{NUMERAL})(?:{TO}(?P<high>{NUMERAL}))?[个口]?人"
    "(?=用|玩|载|帐|份|位|睡|住|坐|量|使用|同时|一起|座|间|桌|款|的家|家庭|一家|刚刚?好|正好|够|露营|野营|野餐|家庭|的?帐篷)"
    rf"|(?:够|载|容纳?|可?乘|能睡|能坐|能住|能躺|睡得下|坐得下|适合|可供|供|睡|住|坐|躺)(?:得?下)?"
    rf"(?P<n2>{NUMERAL})(?:{TO}(?P<high2>{NUMERAL}))?个?人(?![工家群])"
    rf"|(?<=[人用坐睡住呢啊]){_ASKED_FOR}(?P<n3>{NUMERAL})(?:{TO}(?P<high3>{NUMERAL}))?个?人(?=$|[，。！])"
)
_DOUBLE = re.compile(
    "双层(?!拉链|拉头|缝|车线|走线|密封|保护|保障|标准|包装|纸箱|气泡|床|巴士|公寓)"
)
_SINGLE = re.compile("(?:(?<=[是的，。])|^)单层(?=的?[，。]|$)")
_GROWN_UP = 18
"""Years from which an age is no longer that of a toy or of children's things."""
_SETS = re.compile(rf"{START}(?P<n>{NUMERAL})件套")
_AT_A_PRICE = re.compile(
    rf"(?:的|是|就|才|要|卖|只要|一套)*{NUMERAL}(?!\\s*[个只条件种色层克公厘毫升乘x×])"
)
_SOLD_BY = {"公斤": "mass-kilogram", "吨": "mass-tonne", "米": "length-meter", "码": "length-yard"}
_KINDS = re.compile("(?:颜色|花色|花型|花样|图案|款式|尺码|码[子数]|规格|造型)[是有共做了一总]*$")
_MORE = re.compile(rf"[子数号卡]?[是有共]?{NUMERAL}[个种款]")
_AN_HOUR = re.compile(r"\s*(?:每|一个?|/|1个?)(?:个)?小时|\s*的?时速")
_SPEED = re.compile("时速|每小时|一小时能?跑")
_SPEED_ASKED = re.compile("时速(?:是|有|能|跑|多少|多快|呢|嘛)*$")
_MEMORY = re.compile(
    "硬盘|固态|小卡|内置|自带|足容|存|内存|存储|储存|运存|闪存|U盘|优盘|TF卡|SD卡|存储卡"
)
_CARD = re.compile("的?(?:存储|内存|TF|SD)?卡")  # 插一百二十八G的卡
_BYTES = re.compile(
    rf"{START}(?P<n>{NUMERAL})\s*个?(?P<unit>GB?|TB?|MB?|兆)(?![A-Za-z])(?P<word>的?内存)?", re.I
)
_BYTE_UNITS = {"g": "gigabyte", "t": "terabyte", "m": "megabyte", "兆": "megabyte"}


def read_ages(text: str, _: Segment) -> Iterator[Found]:
    """三岁以上, 六到十二岁, 六到十二个月的宝宝."""
    for found in patterns().age.finditer(text):
        months = found["m"] or found["m_up"]
        low = read_numeral(months or found["n"] or found["up"])
        said = found["m_high"] or found["high"]
        high = read_numeral(said) if said else None
        if low is None or (said and (high is None or high <= low)) or is_vague(text, *found.span()):
            continue
        if found["half"]:
            low = low * 12 + 6
        if months or found["half"]:
            yield Found(found.start(), found.end(), Age(amount=low, high=high, unit="month"))
        elif low < _GROWN_UP:
            yield Found(found.start(), found.end(), Age(amount=low, high=high))


def read_degrees(text: str, _: Segment) -> Iterator[Found]:
    """Temperatures, also below zero; not the angles that something turns by."""
    for found in _DEGREES.finditer(text):
        around = "".join(clause(text, *found.span()))
        adjusted = found["high"] and "调" in around and "角" not in around
        warm = adjusted or _WARM.search(_last_said(text, found.start()) + around)
        celsius = re.search("摄氏|℃|°C", found[0], re.I)
        below = found["minus"] or found["high_minus"]
        if re.search("外[头面]|室外|户外(?!用)|降温|天气|气温", around) and not below:
            continue
        if not celsius and (not (warm or (below and found["high"])) or _TURNS.search(around)):
            continue
        low, high = read_numeral(found["n"]), read_numeral(found["high"] or "")
        if low is None or (found["high"] and high is None) or is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
            continue
        low = -low if found["minus"] else low
        high = -high if high is not None and found["high_minus"] else high
        weather = re.search("冰[箱柜]|冻过|气温|[室户]外|外[面头]|天气|东北", around)
        if below and high is None and (weather or not re.search("[耐温冻寒冷低脆硬]", around)):
            continue
        if high is not None and high < low and found["minus"] and found["high_minus"]:
            low, high = high, low  # 零下十度到零下三十度
        clear = high is None or high > low
        value = Measure(amount=low, high=high, unit="temperature-celsius") if clear else None
        yield Found(found.start(), found.end(), value, key="temperature" if below else None)


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


def read_refusals(text: str, _: Segment) -> Iterator[Found]:
    """少于三百个不接: the least order."""
    for found in patterns().refusal.finditer(text):
        n = next(name for name in ("n", "n2", "n3") if found[name])
        unit = n.replace("n", "unit")
        number = read_numeral(found[n])
        if number and number > 1:
            name = found[unit].lower()
            value: FactValue = (
                Count(amount=number, unit=SPOKEN_ALIASES[name])
                if name in SPOKEN_ALIASES and name != "码"
                else Measure(amount=number, unit=_SOLD_BY[name])
            )
            yield Found(found.start(n), found.end("most" if n == "n2" else unit), value, key="moq")


def read_sets(text: str, _: Segment) -> Iterator[Found]:
    """三件套: how many pieces a set has, unless it is given away."""
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
        around = _last_said(text, found.start()) + "".join(clause(text, *found.span()))
        if not amount or found["unit"] in ("g", "m") or is_vague(text, *found.span()):
            continue
        if _CARD.match(text, found.end()):
            continue
        if found["word"] or len(unit) == 2 or _MEMORY.search(around):
            value = Measure(amount=amount, unit=f"digital-{_BYTE_UNITS[unit[0]]}")
            yield Found(found.start(), found.end(), value, key="memory")


def _last_said(text: str, start: int) -> str:
    """The clause before that of `start`, if it asks or announces: 内存多少？256G."""
    before = clause(text, start, start)[0]
    earlier = re.split(f"[{CLAUSE_END}]", text[: start - len(before)].rstrip(CLAUSE_END))[-1]
    return earlier


def read_amounts(text: str, _: Segment) -> Iterator[Found]:
    """Every other number with a unit."""
    read_to = 0
    for found in patterns().amount.finditer(text):
        if found.start() < read_to:
            continue
        low, unit = _numeral(found["n"], found["unit"]), found["unit"]
        high = _numeral(found["high"], unit) if found["high"] else None
        if not low or (found["high"] and (high is None or high <= low)):
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
        if isinstance(value, Measure) and value.unit == "length-kilometer":
            hour = _AN_HOUR.match(text, end)
            asked = _SPEED_ASKED.search(_last_said(text, found.start()))
            if hour or asked or _SPEED.search(clause(text, *found.span())[0]):
                value = Measure(amount=low, high=high, unit="speed-kilometer-per-hour")
                end = hour.end() if hour else end
        if isinstance(value, Count) and re.match("以内|之内|以下", text[end:]):
            value = None
        loose = unit in LOOSE_UNITS or unit in ("种", "样")
        key = "thickness" if unit in ("丝", "个丝") else None
        yield Found(found.start(), end, value, key=key, loose=loose)


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
        return amount < _LEAST_TURNS
    if unit in ("丝", "个丝"):
        return not re.search("厚|膜|薄", "".join(clause(text, *found.span())))
    return unit == "G" and not found["high"]  # 128G of memory, 5G


def _is_one(text: str, found: re.Match[str]) -> bool:
    """一箱一个, 起订一箱."""
    before, after = clause(text, *found.span())
    if re.search("(?:起订|起批|起定|最少)(?:量|数|是|拿|就|要|呢)*$", before):
        return not after
    return not after and bool(re.search("(?:一|每|一个)(?:纸|大)?箱(?:就|装|是|只)*$", before))


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
