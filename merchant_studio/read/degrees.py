"""Temperatures of Chinese speech, also below zero: 零下二十到六十度, 耐温两百度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..facts.chinese import NUMERAL, NUMERAL_PARTS, read_numeral
from ..records import Measure, Segment
from .found import Found, clause, is_vague, last_said
from .patterns import START, TO

_WARM = re.compile(
    "温|耐|热|设定|烘|保持|升到|烙铁|能升|[焗烤]炉|烤箱|微波|洗碗机|[水油]里|开水|沸|煮|熨|夹板|卷棒|卷发|直发|火|冷|冻|寒|烫|烤|蒸|摄氏|℃|冰|零下"
)
_TURNS = re.compile(
    "转(?:的|着|圈|$)|旋转|转动|角|翻|开合|弯|折叠|平躺|仰|摇头|广角|镜头|水洗|无死角|调节角"
)
_WEATHER = re.compile("冰[箱柜]|冻过|气温|[室户]外|外[面头]|天气|东北")
"""Where it is cold, whatever the goods bear."""
_AT_MOST = re.compile("[以之宜][内泪]|以下")
"""宜泪 is how 以内 is misheard."""
_TENTHS = re.compile(r"(?<=度)\d(?=$|[，。！？；,!?;])")
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


def read_degrees(text: str, _: Segment) -> Iterator[Found]:
    """Temperatures, also below zero; not the angles that something turns by."""
    for found in _DEGREES.finditer(text):
        around = "".join(clause(text, *found.span()))
        adjusted = found["high"] and "调" in around and "角" not in around
        warm = adjusted or _WARM.search(last_said(text, found.start()) + around)
        celsius = re.search("摄氏|℃|°C", found[0], re.I)
        below = found["minus"] or found["high_minus"]
        if re.search("外[头面]|室外|户外(?!用)|降温|天气|气温", around) and not below:
            continue
        if not celsius and (not (warm or (below and found["high"])) or _TURNS.search(around)):
            continue
        if _AT_MOST.match(text, found.end()):
            continue
        if re.search("度[，,]\\s?到$", text[: found.start()]):  # 零下四十度，到两百度
            yield Found(found.start(), found.end(), None)
            continue
        low, high = read_numeral(found["n"]), read_numeral(found["high"] or "")
        if low is None or (found["high"] and high is None) or is_vague(text, *found.span()):
            yield Found(found.start(), found.end(), None)
            continue
        tenths = None if high else _TENTHS.match(text, found.end())
        end = tenths.end() if tenths else found.end()
        if tenths:
            low += Decimal(tenths[0]) / 10  # 37度8
        low = -low if found["minus"] else low
        high = -high if high is not None and found["high_minus"] else high
        weather = _WEATHER.search(around)
        if below and high is None and (weather or not re.search("[耐温冻寒冷低脆硬]", around)):
            continue
        if high is not None and high < low and found["minus"] and found["high_minus"]:
            low, high = high, low  # 零下十度到零下三十度
        clear = high is None or high > low
        value = Measure(amount=low, high=high, unit="temperature-celsius") if clear else None
        yield Found(found.start(), end, value, key="temperature" if below else None)
