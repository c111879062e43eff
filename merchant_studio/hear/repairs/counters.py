"""Correct counters that a recognizer wrote as other words: 48霜一箱 is 48双一箱, 48 pairs.

A unit stands between a number and words such as 起订 (minimum order) or 一箱 (a box). If there is
a character that is no unit but sounds exactly like one, that unit is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...facts.numbers import CURRENCY_ALIASES, DURATION_ALIASES, MEASURES, TRADE_ALIASES
from .everyday import is_common
from .quantities import NUMBER
from .repair import Repair
from .sounds import distance

EXPECTED_BY = "the phrase around the number"
COUNTERS = tuple(
    name for name in TRADE_ALIASES if re.fullmatch("[一-鿿]", name) and name not in "色款码层单次"
)
"""Units of one character that count goods: 个, 双, 箱."""
_MEASURES = tuple(n for each in MEASURES.values() for n in each if re.fullmatch("[升吨米]", n))
_NAMES = frozenset({*TRADE_ALIASES, *CURRENCY_ALIASES, *DURATION_ALIASES})
_OTHERS = (
    "一二三四五六七八九十百千万亿半零点之以多几来余左起倍成折岁号位人口家样种天小钟星礼"
    "斤两克米升瓦伏寸度秒吨分毛角厘毫公英立方"
)
"""Other characters that often follow a number and are not corrected."""
_END = "$|[，。！？；、,. ]"
_ORDERED = f"起(?:[订定批做卖拿发走]|{_END})"
_PACKED = f"[装入]?一箱(?:{_END})"
_ASKS = (
    "(?:[一每]箱|起[订批做卖拿]量?|最[少低小]|[至起]少|起码|现货|库存|一共|总共)"
    "[装放入拿订做有是为就还：:]*"
)
_PRICED = "[块元毛角](?:[一二三四五六七八九]|\\d)?"
RARE = frozenset("口根部架幅床面朵株棵头座尊具枝节份柄扇挂管托听册扎")
"""Rare counters: a common one of the same sound is meant more often, 罐 rather than 管."""
_COLORS = ("个", "种", "只")
_HEARD = r"(?P<heard>[一-鿿])"
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{NUMBER}) ?{_HEARD}(?={_ORDERED}|{_PACKED})",
        rf"{_ASKS}(?:{NUMBER}) ?{_HEARD}(?={_END})",
        rf"{_PRICED}一{_HEARD}(?={_END})",
        rf"(?:^|[，。！？； ])[一每]{_HEARD}(?={NUMBER}[块元毛])",
    )
)
_OF_COLORS = re.compile(rf"(?:{NUMBER}) ?{_HEARD}(?=颜?色(?:{_END}))")


def repairs(text: str) -> Iterator[Repair]:
    """The counters of a text that are written as other words."""
    for at, pattern in enumerate(_PLACES):
        for found in pattern.finditer(text):
            yield from _as(found, _counter(found["heard"], loose=at == 0))
    for found in _OF_COLORS.finditer(text):
        heard = found["heard"]
        same = [name for name in _COLORS if not distance(heard, name)]
        yield from _as(found, same[0] if same and heard not in COUNTERS else None)


def _as(found: re.Match[str], meant: str | None) -> Iterator[Repair]:
    start, end = found.span("heard")
    word = found.string[start - 1 : end]
    if meant and meant != found["heard"] and not (word[0] in "一每" and is_common(word)):
        yield Repair(start, end, found["heard"], meant, EXPECTED_BY)


@lru_cache(maxsize=4096)
def _counter(heard: str, *, loose: bool) -> str | None:
    """The unit that sounds exactly like `heard`; None if several do; a rare one only if `loose`."""
    if heard in _NAMES or heard in _OTHERS:
        return None
    same = [name for name in (*COUNTERS, *_MEASURES) if not distance(heard, name)]
    usual = [name for name in same if name not in RARE]
    same = usual or (same if loose else [])
    units = {TRADE_ALIASES.get(name, name) for name in same}
    return same[0] if len(units) == 1 else None
