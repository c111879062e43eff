"""Units as Chinese speech names them: 个, 块钱, 斤, 公分; what each counts, and how much it is.

And whether the number before one is exact: 一百多个 is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ...facts.numbers import (
    CURRENCY_ALIASES,
    DURATION_ALIASES,
    MEASURES,
    NUMERAL,
    NUMERAL_PARTS,
    PER_UNITS,
    TRADE_ALIASES,
    measure_aliases,
)

DIGIT = r"[\d一二三四五六七八九]"
TO = r"\s*(?:到|至|[-~～—–])\s*"
START = (
    rf"(?:(?<![A-Za-z\d.{NUMERAL_PARTS}])|(?<=MOQ)|(?<=(?-i:[a-z]{{3}}))|(?<=FOB)|(?<=EXW)"
    rf"|(?<=CIF)|(?<=DDP)|(?<=DHL))"
)
"""A number starts neither inside another one nor right after a letter (MP3播放), but for MOQ500."""

# Names that mean something else more often than the unit: 3C认证, 3D打印, 5A级, 5S店, 5T, 100M网口,
# 两方面, 五安, 42码, "5 in stock", 5", 5 bars, 一旦.
_NOT_SAID = {*"cdast", *("m", "in", '"', "bar", "方", "安", "码", "旦", "码布")} - {"t"}
_IN_SPEECH = {
    **dict.fromkeys("杯壶碗", "piece"),
    **dict.fromkeys("板提", "pack"),
    **dict.fromkeys(("个柜", "个高柜", "个集装箱", "个货柜"), "container"),
    **{"樽": "bottle", "匹": "roll", "筒": "tube"},
    **{f"{size}{name}": TRADE_ALIASES[name] for size in "小大中" for name in "盒袋包"},
}
COUNTED = {n: u for n, u in (TRADE_ALIASES | _IN_SPEECH).items() if n not in {*_NOT_SAID, "块"}}
"""Trade units by their names in speech; 块 is money more often."""
LOOSE = frozenset("口根部架幅床面朵株棵头座尊具枝节份柄扇挂种样成点")
"""Last letters of units that are as often the beginning of another word: 两面, 三节."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a name in speech counts: 斤 is 500 grams, 毛 is a tenth of a yuan."""

    kind: str
    """The kind of value that a number in it is: records.FactValue.kind."""
    unit: str | None
    """Its identifier; of money, the currency."""
    scale: Decimal = Decimal(1)
    """How many of `unit` it is."""
    more: Decimal = Decimal(0)
    """What the name adds to its number: 0.5 of 两个半小时."""


LIANG = Unit("measure", "mass-gram", Decimal(50))
_OTHERS = {
    **dict.fromkeys(("斤", "市斤"), Unit("measure", "mass-gram", Decimal(500))),
    **dict.fromkeys(("丝", "个丝"), Unit("measure", "length-millimeter", Decimal("0.01"))),
    **dict.fromkeys(("g", "个g"), Unit("measure", "mass-gram")),
    **dict.fromkeys(("t", "个t"), Unit("measure", "digital-terabyte")),
    "安时": Unit("measure", "x-milliampere-hour", Decimal(1000)),
    "公升": Unit("measure", "volume-liter"),
    **dict.fromkeys(("种", "样"), Unit("count", None)),
    **dict.fromkeys(("人", "口人"), Unit("count", "person")),
    "件套": Unit("count", "piece"),
    "颜色": Unit("count", "color"),
    **dict.fromkeys(("花型", "图案"), Unit("count", "style")),
    **dict.fromkeys(("尺码", "码子"), Unit("count", "size")),
    "块": Unit("money", "CNY"),
    **dict.fromkeys(("毛", "角", "毛钱", "角钱"), Unit("money", "CNY", Decimal("0.1"))),
    **dict.fromkeys(("分", "分钱"), Unit("money", "CNY", Decimal("0.01"))),
    **dict.fromkeys(("个美金", "个美元", "个美刀"), Unit("money", "USD")),
    "美分": Unit("money", "USD", Decimal("0.01")),
    **dict.fromkeys(("%", "％", "percent", "个点", "个百分点"), Unit("percent", None)),
    "成": Unit("percent", None, Decimal(10)),
    "折": Unit("discount", None),
    **dict.fromkeys(("岁", "周岁"), Unit("age", "year")),
}
_HALVED = ("个小时", "个钟头", "个钟", "个月", "个星期", "个礼拜", "个毫米", "个厘米", "个公分")


def _table() -> dict[str, Unit]:
    table = {name.lower(): Unit("measure", u) for u, names in MEASURES.items() for name in names}
    table |= {name: Unit("duration", unit) for name, unit in DURATION_ALIASES.items()}
    table |= {name: Unit("count", unit) for name, unit in COUNTED.items()}
    table |= {name: Unit("money", c) for name, c in CURRENCY_ALIASES.items() if name[0].isalpha()}
    table |= _OTHERS
    table |= {f"个{name}": table[name] for name in ("毫米", "厘米", "公分", "千瓦", "平方", "立方")}
    for name in (*_HALVED, "个千瓦", "个平方", "个立方"):
        table[f"个半{name[1:]}"] = Unit(table[name].kind, table[name].unit, more=Decimal("0.5"))
    return {name: unit for name, unit in table.items() if name not in _NOT_SAID}


UNITS = _table()
"""Every unit that a number in speech may have, by its names in small letters."""
PER = {
    **COUNTED,
    **{n: u for n, u in measure_aliases().items() if u in PER_UNITS and not n.isascii()},
    **{"kg": "mass-kilogram", "码": "length-yard", "斤": "mass-kilogram", "块": "piece"},
}
"""What a price may be for."""


_ONLY = {
    "月": "(?<=[俩仨])月",
    "克": rf"(?<!米{DIGIT})克",
    "打": rf"打(?!个?{DIGIT}[.点]?{DIGIT}?折)",
    "刀": (
        rf"(?<![一两三四])刀(?=[\d{NUMERAL_PARTS}]?\d?"
        "(?:一[个台套双件只条盒箱把支]|$|[，。！？,.!?美]))"
    ),
}
"""Names that are units in some places only: 三月 is a date, 两米八克重, 满一千打九折, 剪三刀."""


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; a Latin one ends where its word ends."""
    return "|".join(
        _ONLY.get(name, re.escape(name))
        + ("(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else "")
        for name in sorted(names, key=len, reverse=True)
    )


A_COUNTED = any_of(COUNTED)
A_UNIT = any_of(UNITS)
A_PER = any_of(PER)
A_LENGTH = "厘米|公分|毫米|米|英寸|寸|cm|mm"
EACH = (
    rf"\s*(?:一|每一?|/|1(?=[^\d.,]))\s*(?P<per>{A_PER})(?:儿(?![童子女歌媳]))?"
    rf"(?!(?<=[箱盒包袋套打])[装里有是]?(?!零售)"
    rf"[\d{NUMERAL_PARTS}]+[^\d{NUMERAL_PARTS}箱盒包袋套打])"
)
"""What a price is for, after it: 一打, 每双, /kg; the 一箱 of 29块一箱30个 is that of the 30."""
MORE = (
    rf"(?!\s*一(?:{A_PER}))(?:(?!零[售下])[\d{NUMERAL_PARTS}]|[.点]\d|,\d"
    rf"|\s*(?!美|欧)(?:{A_UNIT})(?!邮))"
)
"""A number goes on here, or the unit of another one follows."""
STATED = re.compile(
    rf"(?<![\d{NUMERAL_PARTS}])(?P<n>{NUMERAL})[多几来余]?\s*(?P<unit>{A_UNIT})"
    rf"|百分之{NUMERAL}|半[年斤米升]",
    re.I,
)
"""Any number with a unit, exact or not."""
_VAGUE_BEFORE = re.compile(
    "(?:[几约第近前]|(?<![大最中])小"
    "|(?:大概|大约|差不多|估计|可能|也许|顶多|最多|至多|撑死|将近|接近|最?快)"
    "(?:也|就|要|是|得|在|能|有|需要|用|重|长|到|都|会|装|收|卖|做|等|给|您|你)*"
    "|不到|超过|远超|多达|零下|[低高少多小大]于|不[足止下]|约莫|估摸着?有?|大概齐|差不离|毛估"
    "|(?<!不)怕[是有]?|不用|不需要|用不着|无需|不必|不是|没到|没有|少说"
    r"|[负\-−]|[\d一二三四五六七八九十]、|(?:^|[\s，。])\d+\s)$"
)
_VAGUE_AFTER = re.compile(
    "钱?(?:多(?!功能|层|种|色)|来(?![拿取提拉领])|余|几|左右|上下|出头|开外|不到|以下|好几|冒头"
    "|的样子|光景|上落|差不多(?=$|[，。！？,的了吧])|(?<=[天年月时克斤])样子)"
)
_TIME_GONE = re.compile("[天年月周次日]|星期|礼拜")


def is_vague(text: str, start: int, end: int) -> bool:
    """Whether the number in `text[start:end]` is not exact: 几百个, 一百多个, 七天左右."""
    before = text[max(0, start - 9) : start]
    return bool(
        _VAGUE_BEFORE.search(before)
        or (before[-1:] in ("这", "那") and _TIME_GONE.search(text, start, end + 1))
        or _VAGUE_AFTER.match(text, end)
    )
