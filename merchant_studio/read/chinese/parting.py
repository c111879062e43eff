"""Clauses that a recognizer ran together, told by what may follow what: 45块50条起批, 168,20台起.

Recognizers leave commas out and write numbers that stand side by side as one. What is said is cut
where one clause must end: between a price and the quantity after it, before a word that names the
next value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from ...facts.numbers import HAN_DIGITS, NUMERAL_PARTS, read_numeral
from ...records import Mention, Segment
from ..found import CLAUSE_END
from .spoken_units import STATED

_COUNTER = "[个只件条把顶台盏支根双套床瓶副本张片包盒袋卷箱打罐桶枚颗粒面册束组对块米]"
_HELD = "[箱盒套包打件]"
_N = rf"[\d{NUMERAL_PARTS}俩仨半]"
_IS = "(?:量|数|的|是|有|为|就|都|才|只|要|约|大概|大约|一共|总共|共|做到?|可以|能|装|放|呢|嘛)*"
_COMMA_IN_NUMBER = re.compile(
    r"(?<=\d),(?=\d{1,2}(?!\d)|\d{4})|(?<=\d{4}),(?=\d)"
    r"|(?<=米\d)[,.](?=\d+(?:\.\d+)?\s*(?:公分|厘米|cm))"
)
"""168,20台, 1米8.65公分; but 2,000毫安, and 18块5,100个 may be either."""
_PRICE_AND_COUNT = re.compile(
    rf"[块元](?P<n>\d+|[{HAN_DIGITS[1:]}两十百千万零]{{2,}})(?=\s*{_COUNTER}(?<![块米])(?![一每]))"
)
_NAMED_PRICE_AND_ORDER = re.compile(
    rf"(?:单价|批发价?|出厂价?|拿货价?|报价)是?[1-9]\d{{1,3}}(?P<order>[1-9]0+)(?={_COUNTER}起)"
)
_NAMES = (
    "[一每整单]箱|外箱|箱子|纸箱|箱规|箱重|箱毛重|装箱[数量]?|毛净重|净毛重|毛重|(?<!毛)净重"
    "|出厂价?|批发价?|零售价?|拿货价?|单价|价格|定金|订金|打样费?|样品费?|现货|库存|交货期?|交期"
    "|质保期?|保修期?|颜色|尺码|款式|功率|电压|电池|容量|重量|尺寸|规格|型号|寿命|续航|屏幕|防水"
)
"""Words that name the next value."""
_ORDERS = "起订量?|起定量?|起批量?|最低|最少|至少|起码"
_ORDERS_OF = "(?:起[订定批]量?|最[低少])(?:要|是|数)?[\\d一二两三四五六七八九十]"
_AFTER_NUMBER = re.compile(rf"(?<=[\d十百千])(?={_ORDERS_OF}|不含|大货|下了?单)")
"""样品费200|下了单就退, 单价32|起订100块."""
_ENOUGH = re.compile(
    rf"{_N}+\s*{_COUNTER}(?:(?<!到)起(?!批价|步价|发价)[订定批拿做卖发走]?"
    rf"|就给?[您你]?(?:[做接发批拿]|卖(?!{_N}+[块元毛])))"
    rf"(?=\s*(?:{_N}|{_NAMES}))(?!一[个只](?:$|[，。]))"
)
"""500打起做|3000打以上, 30顶就给做|12天."""
_PACKED = re.compile(
    rf"(?P<first>(?![一每]箱){_N}+\s*{_COUNTER}[装打入放成]?)(?P<box>[一每]箱)(?![一每]箱)"
    rf"(?={_IS}{_N}+(?:\.\d+)?\s*(?P<unit>{_COUNTER}(?P<least>起)?|.))"
)
"""20套一箱|20.5公斤, 6盏一箱|20盏起; 起订500个|一箱60个."""
_HELD_EACH = re.compile(
    rf"{_N}\s*{_COUNTER}(?:[装打入放成]|为)?一{_HELD}(?=\s*(?:{_NAMES}|{_ORDERS_OF}))"
)


def parted(segment: Segment) -> Segment:
    """The segment with a comma at each place where a clause must end and no mark stands."""
    text = _COMMA_IN_NUMBER.sub("，", segment.text)
    places = _places(text)
    if not places and text == segment.text:
        return segment
    words, at = [], 0
    for word in segment.words:
        end = at + len(word.text)
        here = [place for place in places if at <= place < end]
        words.append(replace(word, text=_with_commas(text[at:end], [p - at for p in here])))
        at = end
    return replace(segment, text=_with_commas(text, places), words=tuple(words))


def _with_commas(text: str, places: Sequence[int]) -> str:
    return "，".join(text[a:b] for a, b in pairwise([0, *places, len(text)]))


def as_said(where: Mention, segment: Segment) -> Mention:
    """The same words in the `segment` as it was before commas were added."""
    places = _places(_COMMA_IN_NUMBER.sub("，", segment.text))
    marks = [place + n for n, place in enumerate(places)]
    start, end = (at - sum(mark < at for mark in marks) for at in (where.start, where.end))
    return replace(where, start=start, end=end, text=segment.text[start:end])


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[int, ...]:
    """The places in a text where a clause begins and no mark stands, in order."""
    found = {place for places in _PLACES for place in places(text)}
    return tuple(
        place
        for place in sorted(found)
        if 0 < place < len(text)
        and text[place - 1] not in CLAUSE_END
        and text[place] not in CLAUSE_END
    )


def _is_whole(text: str) -> bool:
    """Whether people say a numeral so: not 百 for a hundred."""
    if text[0] in "百千万零点" or read_numeral(text) is None:
        return False
    return not (len(text) > 2 and text[-1] in HAN_DIGITS and text[-2] in "百千万")


def _after_named_price(text: str) -> Iterator[int]:
    """单价32|200把起订: an order by hundreds or tens; nobody states 2200."""
    for found in _NAMED_PRICE_AND_ORDER.finditer(text):
        yield found.start("order")


def _after_price(text: str) -> Iterator[int]:
    """45块|50条起批: nobody says 五十 for tenths; 18块5100个 may be either."""
    for found in _PRICE_AND_COUNT.finditer(text):
        number, at = found["n"], found.start("n")
        if number[-1] == "一" and number[-2] != "十":
            continue  # 十块五一套
        ways = [
            n
            for n in range(min(3, len(number)))
            if re.fullmatch(f"[1-9{HAN_DIGITS[1:]}]*", number[:n]) and _begins(number[n:])
        ]
        tens = not number.isdecimal() and re.fullmatch(".十.?", number)  # 九块九|十顶
        if len(ways) == 1 and not tens:
            yield at + ways[0]


def _begins(number: str) -> bool:
    if number.isdecimal():
        return number[0] != "0"
    return number[0] != "十" and _is_whole(number)


def _after_each(text: str) -> Iterator[int]:
    """12片一箱|一箱29斤, 500打起做|3000打以上."""
    for pattern in (_HELD_EACH, _ENOUGH, _AFTER_NUMBER):
        for found in pattern.finditer(text):
            held = pattern is _ENOUGH and re.search(rf"[一每]箱{_IS}$", text[: found.start()])
            if not held:  # 一箱二十四个起订五箱
                yield found.end()
    for found in _PACKED.finditer(text):
        counts = re.fullmatch(_COUNTER, found["unit"])
        ordered = re.search(rf"(?<!{_COUNTER})(?:{_ORDERS})(?:{_IS})$", text[: found.start()])
        if not counts:
            yield found.end("box")
        elif ordered and not found["least"]:
            yield found.end("first")


@cache
def _after_value() -> re.Pattern[str]:
    number = rf"{_N}+(?:\.\d+)?"
    return re.compile(rf"(?:{_NAMES})(?={_IS}{number})")


def _between_values(text: str) -> Iterator[int]:
    """A name of the next value right after a value: 净重14公斤|毛重16公斤."""
    for value in STATED.finditer(text):
        number, end = read_numeral(value["n"] or "一"), value.end()
        packed = re.match("[一每整单]箱", text[end:])  # _PACKED
        if number not in (None, 1) and not packed and _after_value().match(text, end):
            yield end


_PLACES = (_after_price, _after_named_price, _after_each, _between_values)
