"""Correct numbers that a recognizer wrote as other words: 时期公斤 is 十七公斤, 17 kg.

Characters before a unit that sound like numerals, and form a number together, are that number if
they follow a numeral, or a word that announces a number: 四时五斤 is 四十五斤. The counter may
be misheard too: 食品起批 is 十瓶起批. And the last syllable of a word may be heard as a digit of
the number after it: 保质75年 is 保质期5年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...facts.numbers import CURRENCY_ALIASES, DURATION_ALIASES, MEASURES, TRADE_ALIASES
from .counters import COUNTERS, RARE
from .everyday import is_common, splits_a_word
from .quantities import NUMBER
from .repair import Repair
from .sounds import blurred, sounds

EXPECTED_BY = "the unit after it"
_HEARD = {
    "一": "以亿依",
    "二": "耳儿尔",
    "三": "散山伞衫",
    "四": "丝司私思",
    "五": "武舞午",
    "六": "流刘留",
    "七": "期齐旗奇骑棋",
    "八": "霸巴扒拔掰",
    "九": "久旧救",
    "十": "时实食石拾",
    "百": "白摆拜",
    "千": "前钱签浅",
    "万": "完玩",
    "两": "量良粮",
}
"""Characters that are written for a numeral; not 是, 就, 起, 酒, which often stand before one."""
_MEANT = {heard: numeral for numeral, each in _HEARD.items() for heard in each}
_POWERS = "百千万"
_DIGIT = "[一二两三四五六七八九]"
_FORMED = re.compile(
    f"(?![一两]$)(?:{_DIGIT}万)?(?:{_DIGIT}千)?(?:{_DIGIT}百)?(?:{_DIGIT}?十)?{_DIGIT}?"
)
_SOUNDING = f"[{''.join(_HEARD)}{''.join(_MEANT)}]"
_COUNTER = f"[{''.join(COUNTERS)}]"
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


_UNITS = "|".join(
    sorted(
        {
            *(n for n in (*TRADE_ALIASES, *DURATION_ALIASES, *CURRENCY_ALIASES) if n[0] > "z"),
            *(n for each in MEASURES.values() for n in each if "一" <= n[0] <= "鿿"),
            *("斤", "毛", "角", "折", "岁", "%", "乘", "×"),
        }
        - RARE,
        key=lambda name: (-len(name), name),
    )
)
_MEASURES = frozenset(n for each in (*MEASURES.values(), DURATION_ALIASES) for n in each)
_NUMERALS = "一二两三四五六七八九十百千万"
_GOES_ON = re.compile(
    f"(?<![{_NUMERALS}点零])(?P<number>(?:百分之)?[{_NUMERALS}]{_SOUNDING}*"
    f"[{''.join(_MEANT)}]{_SOUNDING}*)"
    f"(?={_UNITS})"
)
_BY_HUNDREDS = re.compile(
    f"百分之(?P<number>[{_NUMERALS}]?[{''.join(_MEANT)}][{_NUMERALS}]?)(?={_END})"
)
_POINT = re.compile(
    f"(?<![{_NUMERALS}])(?P<zero>[领玲另灵凌铃伶岭])点"
    f"[零{_NUMERALS[:10]}]{{1,3}}(?=[厘毫]米|公分|公斤|千克|[毫]?升|美[金元]|[块元米克斤])"
)
_WHOLE = re.compile(
    f"(?:^|[，。！？； ]|一共|总共)(?P<number>{_SOUNDING}{{1,4}})(?P<counter>[一-鿿])"
    rf"(?:(?P<ordered>起[订批做卖拿发])(?![\d量数发价{_NUMERALS}])"
    f"|(?:(?<=一共..)|(?<=总共..)|(?<=一共...)|(?<=总共...))(?={_END}))"
)
"""A number and a counter that are written as other words: 食品起批."""
_COLORS = re.compile(f"(?<![不会易掉褪没])(?P<number>[{''.join(_MEANT)}])(?=色(?:{_END}))")
_TERM = re.compile(
    f"(?P<word>[交货工]|(?:^|(?<=[，。！？； ]))[或活获火伙])7"
    f"(?=(?:[1-9]\\d|[{_NUMERALS}]*十[{_NUMERALS}]*)[天日])"
)
_SHELF_LIFE = re.compile(f"保质(?P<digit>[7七气])(?={NUMBER}(?:年|个月|天)|半年|一年半)")
_ORDERED = re.compile(
    f"(?:{NUMBER})(?!块){_COUNTER}(?:(?P<cue>[7七企气其期岂奇器骑])(?=[批订定做拿卖](?:{_END}))"
    f"|(?P<alone>[7企岂其])(?={_END}))"
)


def repairs(text: str) -> Iterator[Repair]:
    """The corrections of numbers written as other words, and of words written as numbers."""
    for found in _PATTERN.finditer(text):
        group = "number" if found["number"] else "alone"
        yield from _as_number(text, *found.span(group))
    for pattern in (_GOES_ON, _BY_HUNDREDS):
        for found in pattern.finditer(text):
            start, end = found.span("number")
            start += len("百分之") if found["number"].startswith("百分之") else 0
            yield from _as_number(text, start, end, whole=False)
    for found in _POINT.finditer(text):
        yield Repair(*found.span("zero"), found["zero"], "零", EXPECTED_BY)
    for found in _WHOLE.finditer(text):
        yield from _counted(found)
    if "颜色" in text:
        for found in _COLORS.finditer(text):
            yield Repair(*found.span("number"), found[0], _MEANT[found[0]], EXPECTED_BY)
    yield from _words(text)


def _as_number(text: str, start: int, end: int, *, whole: bool = True) -> Iterator[Repair]:
    heard = text[start:end]
    meant = "".join(_MEANT.get(c, c) for c in heard)
    if meant == heard or not _is_number(heard, meant):
        return
    if whole or not splits_a_word(text, start, end, meant):
        yield Repair(start, end, heard, meant, EXPECTED_BY)


def _counted(found: re.Match[str]) -> Iterator[Repair]:
    """A number and its counter that are written as another word: 食品起批 is 十瓶起批."""
    heard = found["number"] + found["counter"]
    if not found["ordered"] and found["counter"] in _MEASURES:
        return  # 总共三十克
    number = "".join(_MEANT.get(c, c) for c in found["number"])
    counter = found["counter"] if found["counter"] in COUNTERS else _sounding(found["counter"])
    if not counter or not _is_number(found["number"], number):
        return
    meant = number + counter
    if meant != heard and (found["ordered"] or not is_common(heard)):
        yield Repair(found.start("number"), found.end("counter"), heard, meant, EXPECTED_BY)


def _sounding(heard: str) -> str | None:
    """The one common counter that sounds like `heard` in many accents; None if several do."""
    sound = blurred(sounds(heard))
    same = [n for n in COUNTERS if n not in RARE and blurred(sounds(n)) == sound]
    return same[0] if len({TRADE_ALIASES[name] for name in same}) == 1 else None


def _words(text: str) -> Iterator[Repair]:
    """Words whose last syllable is written as a digit of the next number: 交7 is 交期."""
    for found in _TERM.finditer(text):
        word = found["word"] if found["word"] in "交货工" else "货"
        yield Repair(*found.span(), found[0], f"{word}期", EXPECTED_BY)
    for found in _SHELF_LIFE.finditer(text):
        yield Repair(*found.span("digit"), found["digit"], "期", EXPECTED_BY)
    for found in _ORDERED.finditer(text):
        group = "cue" if found["cue"] else "alone"
        yield Repair(*found.span(group), found[group], "起", EXPECTED_BY)


def _is_number(heard: str, meant: str) -> bool:
    """Whether the numerals form a number: 百 follows a digit; misheard 一 and 两 precede 百."""
    return bool(_FORMED.fullmatch(meant)) and all(
        meant[i + 1 : i + 2] in tuple(_POWERS)
        for i, c in enumerate(heard)
        if c in _HEARD["一"] + _HEARD["两"]
    )
