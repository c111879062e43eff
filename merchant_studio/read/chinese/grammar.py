"""The grammar of values in Chinese: what is a price, a size, a count, a time in what is said.

    amount    = number unit [tail]            十八块五, 一米八, 五百毫升, 两年半, 一斤二两
    range     = amount 到 amount              三块五到四块, 七到十天, 零下二十到六十度
    size      = amount 乘 amount [乘 amount]   三十乘四十五厘米, 1米2×60公分
    price     = [每个] amount [一个]           每打36块, 十八块五一个
    discount  = [count 以上] share off         一千个以上打九五折
    bare      = number, at a clause's end     批发四十八: the words beside it tell its unit

What cannot be told for sure (几百个, 七天左右) is found without a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ...facts.numbers import NUMERAL, NUMERAL_PARTS, digits_only, plain, read_numeral, taken_off
from ...records import Age, Count, Discount, Duration, FactValue, Measure, Money, Percent, Segment
from ..found import CLAUSE_END, Found, clause, pause_in
from .amounts import AMOUNT_STARTS, Amount, amount_at, bare_price, price
from .sizes import BARE, read_lists, size_at, with_sides
from .spoken_units import DIGIT, EACH, LOOSE, TO, Unit, is_vague

_TO = re.compile(TO)
_LAYERS = (
    "(?<!内外)双层(?!拉链|拉头|缝|车线|走线|密封|保护|保障|标准|包装|纸箱|气泡|床|巴士|公寓"
    "|枕套|布套|外套|套子|袋子?|内袋|隔热垫|网兜)"
)
_WORDS: tuple[tuple[str, FactValue], ...] = (
    (_LAYERS, Count(amount=Decimal(2), unit="layer")),
    ("(?:(?<=[是的，。])|^)单层(?=的?[，。]|$)", Count(amount=Decimal(1), unit="layer")),
    ("一半(?=的?(?:定金|订金|预付|首付))|(?<=[金款付交打给收是])一半", Percent(amount=Decimal(50))),
)
"""Values without a number: 双层, 付一半."""
_BARE_ENDS = re.compile(
    r"(?:$|[\s，。！？；、!?;\x00长宽高厚深]|直径|口径|,(?!\d)|\.(?!\d)|零售|批发|包邮"
    r"|[的了啊呀吧嘛呢哈哦喔咯啦](?:$|[，。！？；,!?; ])|[您你]?[搬拿带拉抱提]走"
    r"|(?:都|也|完全|绝对|肯定)*(?:没问题|行|可以|退)(?:$|[，。])"
    rf"|起(?:[订定批拿做卖接走发](?!价)|$|[，。]))|{EACH}",
    re.I,
)
"""What may follow a number that has no unit."""
_GO = "我们?|咱们?|厂里|您|你|直接|一律|统统|全部|就|都|也|可以|能|再|还|另外|给|算|按|享受?|做|走"
_OFF = re.compile(
    rf"(?:(?:或者?|及)?(?:以上|起|往上|朝上|开始))?(?:的话|的货?|钱的货)*[，,]?(?:{_GO})*"
    rf"(?:打?个?(?P<pays>{DIGIT}(?:[.点]?{DIGIT})?)折"
    rf"|(?:优惠|让利?|减|便宜|少|降|扣|返|让)[您你价掉个]*(?:百分之(?P<han>{NUMERAL})"
    rf"(?![{NUMERAL_PARTS}])|(?P<cut>{NUMERAL})(?:\s*[%％]|个点)))"
    "(?!的?(?:定|订|预|首|头|尾|余|货款|棉|纯))"
)
"""What is taken off, after a quantity: 以上打九五折."""
_MINIMUM = re.compile("(?:满|买|订|定|拿|要|上|过|够|超过|达到|走)+到?[您你]?$")
_NAMES_A_DISCOUNT = re.compile("(?:打个?|优惠|折扣|享受?|让|[给算][您你]?|按)$")
_ENDS_A_DISCOUNT = re.compile("优惠|$|[，。]")
_SOLD_BY = ("公斤", "吨", "米", "码")
_FEWER = re.compile("(?:[少低]于|[少低]过|小于|不到|不足|不够|不满|没有?|没到)$")
_NOT_FEWER = re.compile("(?:不能|不可以?|不得|不好|别)(?:[少低小]于|少过)$")
_OTHER_REFUSALS = (
    "不(?!包邮|免|送|打折|优惠|退|换|含|赔|怕|坏|漏|变|掉|贵|亏|收|占|错|值|止|同|少|多"
    "|超|到|足|满|够|出?样|带|管|用|一样|耐)"
)
_REFUSED = re.compile(
    rf"(?:以上|(?P<most>以[下内]))?(?:的话)?[，,]?[^{CLAUSE_END}\d{NUMERAL_PARTS}]{{0,8}}?[，,]?"
    "(?:我们?|咱们?|俺们?|咱家|厂里|就|都|可|是|也|真|实在|一律|确实|您|机器)*"
    rf"(?:(?:{_OTHER_REFUSALS}|没|甭|别|难|懒得)[^#，。！？；、,.!?;\d]{{1,5}}"
    r"|[做接开排安发卖出供给][^#，。！？；、,.!?;\d]?不(?:了|动|起|来|上)|免谈|不)"
    "[了的啊吧哦呢]*(?=$|[，。！？；、,.!?;])"
)
"""After 少于一百个, or 一百个以下: we do not sell that."""
_CHILD = "BB|宝宝|婴|幼儿|孩子|小孩|娃|小朋友"
_FOR_CHILDREN = re.compile(
    f"[^{CLAUSE_END}]{{0,6}}(?:{_CHILD})"
    f"|[^{CLAUSE_END}]{{0,4}}(?:[能可]以?[背坐玩穿抱睡用]|穿(?:$|[，。]))"
)
_AND_UP = re.compile(
    rf"(?:及|或者?)?(?:以上|起|往上|朝上)|的?(?:{_CHILD})?(?:及?以上|就(?:能|可以)|开始)"
)
_GROWN_UP = 18
"""Years from which an age is no longer that of a toy or of children's things."""
_HOLDS_CHARGE = re.compile("电池|电量|容量|充电宝|移动电源")
_LEAST_CHARGE = 100
"""So many milliamperes are the charge of a battery, not a current."""
_EACH_SQUARE = re.compile("[一每]个?平(?:方米?|米)?的?(?:是|有|重|都|就)*$")
_AN_HOUR = re.compile(r"\s*(?:每|一个?|/|1个?)(?:个)?小时|\s*的?时速")
_SPEED = re.compile("时速|每小时|一小时能?跑")
_SPEEDS = ("length-kilometer", "x-revolution-per-minute")
_FASTEST = re.compile("最[快高]$")
"""最快三十公里 is exact; 最快三天 is not."""
_A_SECOND = re.compile("[每一]秒钟?(?:[是有走跑达到能可]|高达)*$")
_LEAST_NAMED = re.compile(
    "(?:(?:起[订批定]|最[少低])(?:量|数|是|拿|就|要|呢|[您你]|订|定|批|得|也)*"
    "|(?:一|每|一?个)[纸大彩外木]?箱(?:就|装|是|只)*)$"
)
_ENDS_AN_ORDER = re.compile("[啊呢吧嘛的噻哈喔哦咯]*(?:$|[，。])")
_TAKEN = re.compile("[拿订定要进走][您你]?$")
_ENOUGH = re.compile("(?:就|也|都)(?:可以|能|行|够|成|好)(?:了|的|啊|吧|拿货?|做)*(?:$|[，。])")
_A_RATE = re.compile(rf"[^{CLAUSE_END}]{{1,8}}?{NUMERAL}")
"""A number follows that is made in that time: 一个月能做三万个."""
_SOLD_FROM_ONE = re.compile(
    "装?一?个?[纸木大]?箱(?:$|[，。！？；,.!?;])|起(?:[订定批拿做发卖走吧的啊，。！？；,.!?;]|$)"
    "|(?:就|也|都)(?:可以|能|给您?|肯)?(?:批|发|卖|做|走|拿|起订|接单)"
)
"""一个起批, 一箱就发: one is the least; elsewhere 一个 is only "a"."""
_HALVES = {
    "year": (12, "month"),
    "month": (30, "day"),
    "hour": (60, "minute"),
    "volume-liter": (1000, "volume-milliliter"),
    "mass-kilogram": (1000, "mass-gram"),
}
"""What half of them is said in: 半年 is six months."""


def read_values(text: str, segment: Segment) -> list[Found]:
    """Every value in a text, in order: numbers with a unit, and those without at a clause's end."""
    known = [*read_lists(text), *_words(text)]
    for each in known:
        text = text[: each.start] + "\x00" * (each.end - each.start) + text[each.end :]
    found: list[Found] = []
    at, left = 0, text
    while start := AMOUNT_STARTS.search(left, at):
        read = _value_at(text, start.start(), segment)
        at = read.end if read else start.end()
        if read:  # what is read is not read again: 18块5|100个 leaves 100个
            if found and found[-1].end > read.start:
                found.pop()  # 一公斤二十块 is one price
            found.append(read)
            left = "\x00" * at + text[at:]
    found = sorted([*known, *found], key=lambda each: each.start)
    for i, (before, each) in enumerate(pairwise(found), 1):
        if _is_for_many(before, each, segment):
            found[i] = replace(each, value=None)
    return with_sides(text, found)


def _is_for_many(before: Found, found: Found, segment: Segment) -> bool:
    """Whether a price is for several: 三个十块 is ten yuan for three."""
    many = isinstance(before.value, Count) and before.end == found.start
    if not many or not isinstance(found.value, Money) or found.value.per:
        return False
    return pause_in(segment, found.start - 1, found.start + 1) is None


def _words(text: str) -> Iterator[Found]:
    for pattern, value in _WORDS:
        for found in re.finditer(pattern, text):
            yield Found(*found.span(), value, loose=value.kind == "percent")


def _value_at(text: str, at: int, segment: Segment) -> Found | None:
    """The size, the range or the single value that begins at `at`."""
    low = amount_at(text, at, segment)
    if low is None:
        return None
    if size := size_at(text, low, segment):
        return size
    to = _TO.match(text, low.end)
    high = amount_at(text, to.end(), segment) if to else None
    if high and _is_no_range(low, high):
        return Found(low.start, high.end, None)
    unit = (high or low).unit
    return _with_unit(text, low, high, unit) if unit else _bare(text, low, high)


def _is_no_range(low: Amount, high: Amount) -> bool:
    """Whether the end of a range is not above its beginning, in the same unit."""
    known = low.unit or high.unit
    if known != high.unit:
        months = {"month", "year"}
        return {each.unit and each.unit.unit for each in (low, high)} != months
    below = known and known.unit == "temperature-celsius"
    return low.number == high.number if below else low.number >= high.number


def _bare(text: str, low: Amount, high: Amount | None) -> Found | None:
    """A number without a unit: 起订五百; what it is tells its unit later."""
    start, end = low.start, (high or low).end
    if low.number < 2:
        return None
    if off := _OFF.match(text, end):
        return Found(start, off.end(), None)  # 满一千打九折: of nobody knows what
    if not _BARE_ENDS.match(text, end):
        return None
    if is_vague(text, start, end):
        return Found(start, end, None)
    number = Count(amount=low.number, high=high.number if high else None)
    return bare_price(text, low, high) or Found(start, end, number, key=BARE)


def _with_unit(text: str, low: Amount, high: Amount | None, unit: Unit) -> Found | None:
    start, end, name = low.start, (high or low).end, (high or low).name
    if unit.kind == "money":
        return price(text, low, high)
    if not high and (least := _refused(text, low) or _discount(text, low)):
        return least
    fast = unit.unit in _SPEEDS and _FASTEST.search(text[:start])
    below = low.number < 0 and unit.unit != "temperature-celsius"
    if low.runs_on or (high and high.runs_on) or below:
        return Found(start, end, None)
    if is_vague(text, start, end) and name != "件套" and not fast:  # 一桌几椅三件套
        return Found(start, end, None)
    if not high and _is_article(text, low):
        return None
    unit, end = _as_meant(text, low, unit, end)
    amounts = [plain(each.number * unit.scale) for each in (low, high) if each]
    value, end = _value(text, low, amounts, unit, end)
    key = "pieces_per_set" if name == "件套" else None
    return Found(start, end, value, key=key, loose=name[-1] in LOOSE) if value else None


def _as_meant(text: str, amount: Amount, unit: Unit, end: int) -> tuple[Unit, int]:
    """The unit that is meant, and where the value ends: 毫安 of a battery are milliampere-hours."""
    before = text[: amount.start]
    said = "".join(clause(text, amount.start, end))
    if unit.unit == "electric-milliampere":
        charge = amount.number >= _LEAST_CHARGE and not re.search("电流|输出|输入", said)
        if charge or _HOLDS_CHARGE.search(said):
            return Unit("measure", "x-milliampere-hour"), end  # the hours are left out in speech
    if unit.unit == "mass-gram" and text[:end].endswith("克") and _EACH_SQUARE.search(before):
        return Unit("measure", "x-gram-per-square-meter"), end
    if unit.unit == "length-kilometer":
        hour = _AN_HOUR.match(text, end)
        if hour or _SPEED.search(said):
            return Unit("measure", "speed-kilometer-per-hour"), hour.end() if hour else end
    if unit.unit in ("length-meter", "length-millimeter") and _A_SECOND.search(before):
        scale = Decimal("1" if unit.unit == "length-meter" else "0.001")
        return Unit("measure", "speed-meter-per-second", scale), end
    return unit, end


def _value(
    text: str, said: Amount, amounts: list[Decimal], unit: Unit, end: int
) -> tuple[FactValue | None, int]:
    """The value of one number, or of two, in a unit, and where it ends."""
    low, high = amounts[0], amounts[1] if len(amounts) > 1 else None
    if said.said == "半" and unit.unit in _HALVES:
        times, name = _HALVES[unit.unit]
        low, unit = plain(low * times), replace(unit, unit=name)
    match unit.kind:
        case "count":
            return Count(amount=low, high=high, unit=unit.unit), end
        case "percent":
            return Percent(amount=low, high=high) if 0 < low <= 100 else None, end
        case "discount":
            return _share_off(text, said), end
        case "age":
            return _age(text, said, low, high, end)
        case "duration":
            up = high or _AND_UP.match(text, end)
            if unit.unit == "month" and up and _FOR_CHILDREN.match(text, end):
                return Age(amount=low, high=high, unit="month"), end
            if text.startswith("以上", end):
                return None, end
            return Duration(amount=low, high=high, unit=unit.unit), end  # type: ignore[arg-type]
        case _:
            if high is not None and high < low:
                return None, end
            return Measure(amount=low, high=high, unit=unit.unit or ""), end


def _age(
    text: str, said: Amount, low: Decimal, high: Decimal | None, end: int
) -> tuple[Age | None, int]:
    """The age of children: 三岁以上, 六到十二岁, 三个月到三岁; and where it ends."""
    up = None if high else _AND_UP.match(text, end)
    if not (high or up) or low >= _GROWN_UP:
        return None, end
    end = up.end() if up else end
    if said.unit and said.unit.unit == "month" and high:
        return Age(amount=low, high=high * 12, unit="month"), end
    if low % 1:
        return Age(amount=plain(low * 12), high=high and high * 12, unit="month"), end
    return Age(amount=low, high=high), end


def _share_off(text: str, said: Amount) -> Discount | None:
    """The discount: 九五折 is 5 % off, 打三折 70 %; 三折伞 is an umbrella that folds in three."""
    pays = re.sub("[.点]", "", digits_only(said.said))
    named = _NAMES_A_DISCOUNT.search(text[: said.start]) or _ENDS_A_DISCOUNT.match(text, said.end)
    if not pays.isdecimal() or len(pays) > 2 or (len(pays) == 1 and not named):
        return None
    return Discount(percent=taken_off(pays))


def _ordered(amount: Amount) -> Count | Measure | None:
    """A quantity that goods are sold by."""
    unit = amount.unit
    if unit is None or amount.number <= 1:
        return None
    if unit.kind == "count":
        return Count(amount=amount.number, unit=unit.unit)
    sold = amount.name in _SOLD_BY
    return Measure(amount=amount.number, unit=unit.unit or "") if sold else None


def _refused(text: str, amount: Amount) -> Found | None:
    """少于三百个不接: the least order."""
    least, refused = _ordered(amount), _REFUSED.match(text, amount.end)
    if least and _NOT_FEWER.search(text[: amount.start]):
        return Found(amount.start, amount.end, least, key="moq")
    if not least or not refused:
        return None
    if refused["most"]:
        return Found(amount.start, refused.end("most"), least, key="moq")
    fewer = _FEWER.search(text[: amount.start])
    return Found(amount.start, amount.end, least, key="moq") if fewer else None


def _discount(text: str, amount: Amount) -> Found | None:
    """A discount from a quantity on: 一千个以上打九五折; no value if a number is not exact."""
    least, off = _ordered(amount), _OFF.match(text, amount.end)
    if not isinstance(least, Count) or not off:
        return None
    minimum = _MINIMUM.search(text[: amount.start])
    start = minimum.start() if minimum else amount.start
    pays = re.sub("[.点]", "", digits_only(off["pays"] or ""))
    cut = read_numeral(off["han"] or off["cut"]) if not pays else None
    percent = taken_off(pays) if pays else cut or Decimal(0)
    before = text[:start] + "\x00" * (amount.start - start)  # 超过一千套 is from 1000 on
    vague = is_vague(before + text[amount.start :], amount.start, amount.end)
    exact = 0 < percent < 100 and not vague
    value = Discount(percent=percent, threshold=least) if exact else None
    return Found(start, off.end(), value)


def _is_article(text: str, amount: Amount) -> bool:
    """Whether 一个 is only "a", and not the least that is sold or what a carton holds."""
    before, end = text[: amount.start], amount.end
    if amount.said != "一" or not amount.unit:
        return False
    if amount.unit.unit in ("day", "month"):
        return bool(_A_RATE.match(text, end))
    if amount.unit.kind != "count":
        return False
    alone = _LEAST_NAMED.search(before) and _ENDS_AN_ORDER.match(text, end)
    taken = _TAKEN.search(before) and _ENOUGH.match(text, end)
    return not (alone or taken or _SOLD_FROM_ONE.match(text, end))
