"""Numbers that a recognizer wrote as other words: 以前个起批 for 一千个起批, 时期公斤 for 十七公斤.

Between a word that a number follows and the unit or the counter that it has, characters that sound
like numerals are the number, if together they are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .repair import Repair

EXPECTED_BY = "the unit after it"
_HEARD = {
    "一": "以亿依",
    "二": "耳儿尔",
    "三": "散山伞衫",
    "四": "丝司私思",
    "五": "武舞午",
    "六": "流刘留",
    "七": "期齐旗奇骑棋",
    "八": "霸巴扒",
    "九": "久旧救",
    "十": "时实食石拾",
    "百": "白摆拜",
    "千": "前钱签浅",
    "万": "完玩",
    "两": "量良粮",
}
"""What recognizers write for a numeral; not what often stands before one: 是, 就, 起, 酒."""
_MEANT = {heard: numeral for numeral, each in _HEARD.items() for heard in each}
_POWERS = "百千万"
_DIGIT = "[一二两三四五六七八九]"
_FORMED = re.compile(
    f"(?![一两]$)(?:{_DIGIT}万)?(?:{_DIGIT}千)?(?:{_DIGIT}百)?(?:{_DIGIT}?十)?{_DIGIT}?"
)
_SOUNDING = f"[{''.join(_HEARD)}{''.join(_MEANT)}]"
_COUNTER = "[个只件条把盏双套支台顶包袋瓶盒本张对副卷片枚颗打串根粒棵罐桶箱]"
_END = "$|[，。！？；、,. ]"
_AFTER_ANYTHING = (
    f"(?:^|[，。！？；、, ]|[高宽长厚重径深侧测约是]|起[订批做拿卖]|[一每]箱|{_COUNTER}[重长])"
)
_BEFORE_A_UNIT = (
    "公分|[厘毫]米|公斤|千克|毫升|毫安|瓦(?![片楞])|伏"
    f"|{_COUNTER}(?:起[订定批做卖拿发]|起?[装中庄撞状]?一箱|起(?={_END})"
    "|就?(?:可以|能|行|够)(?:[做订批拿卖发]|下单)?(?=$|[，。！？；、,. 了]))"
    "|天(?:之?内|以内|就|准时|可以?|能)?[交发出到](?!月)"
)
_PATTERN = re.compile(
    f"(?P<before>{_AFTER_ANYTHING})(?P<number>{_SOUNDING}{{1,6}})(?={_BEFORE_A_UNIT})"
    f"|(?P<asks>起[订批做拿卖]|[一每]箱装?|一共|总共|最少|至少)"
    f"(?P<alone>{_SOUNDING}{{1,6}})(?={_COUNTER}(?:{_END}))"
)


def repairs(text: str) -> Iterator[Repair]:
    """The numbers of a text that are written as other words."""
    for found in _PATTERN.finditer(text):
        group = "number" if found["number"] else "alone"
        heard = found[group]
        meant = "".join(_MEANT.get(c, c) for c in heard)
        if meant != heard and _is_number(heard, meant):
            yield Repair(*found.span(group), heard, meant, EXPECTED_BY)


def _is_number(heard: str, meant: str) -> bool:
    """Whether the numerals are a number: no power without a digit, 一 and 两 only before one."""
    return bool(_FORMED.fullmatch(meant)) and all(
        meant[i + 1 : i + 2] in tuple(_POWERS)
        for i, c in enumerate(heard)
        if c in _HEARD["一"] + _HEARD["两"]
    )
