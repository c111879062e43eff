"""What a sentence tells beside the goods: gifts, demonstrations, stories, other sellers' goods."""

from __future__ import annotations

import re

from ..records import Duration, Measure, Size
from .line import Line
from .vetoes import ANOTHER, APART, OURS, PAST

_GIVEN = re.compile("(?:都|也|是|全|白|免费|另外?)*[送赠][您你](?:[一两几个#]|$)")
"""螺丝长五厘米，送您一包: of what is given away."""
_MOST_SOLD = re.compile("(?:最(?:常|好)[走卖拿]|[走卖]得最|最畅销|最热卖)[^，。]*#")
"""最常走的是八寸，口径二十公分: of that one only."""
_GIFT = re.compile("(?:还|再|另外?|都|里面?|我)*[送赠配附搭][您你]?(?:#|[一两三])")
_GIFT_NAMED = re.compile("(?:^|[还再都也])[送赠][的您你个一]*(?P<thing>[\u4e00-\u9fff]{2,4})$")
"""送量杯，量杯六十毫升. 送的绒布袋，八乘十公分."""
_SHOWN = re.compile("准(?:不准|吧|得很)|对不对|看见没")
"""一百八十二克，准不准: what a scale shows."""
_STORY = re.compile(f"{PAST}|(?:客户|客人|老外)(?:要|来|订|拿|下)")
"""前年有个客户要三万只，二十天就赶出来了."""
_ONE_SIZE = re.compile("(?:#|[\\dA-Z]|[三四]十[一二三四五六七八九]?)码$")
"""三十七码，一只才一百九十克: of that size only."""
_ACCURATE = re.compile("误差|偏差")
"""打到十米，误差三毫米: how far away that is so."""
_EACH_GIFT = re.compile("(?:[一每][块个条张片只把支]|尺寸)(?:是|有)*")
"""配两块布，一块三十乘三十公分."""
_OTHERS_SELL = re.compile(f"(?:{ANOTHER})[^，。]{{0,4}}[有卖]")
"""网上有卖四十几的，您拎一下，八百克: the whole sentence is about that."""


def is_beside_the_goods(line: Line, i: int) -> bool:
    """Whether value `i` is of a gift, a demonstration, a story, or of another seller's goods."""
    match line.taken[i].value:
        case Measure(unit=unit):
            exact = unit.startswith("length-") and _ACCURATE.match(line.next_clause(i))
            size = _ONE_SIZE.search(line.last_clause(i))
            return bool(exact or size) or _is_shown_or_given(line, i) or _is_of_others(line, i)
        case Size():
            return _is_shown_or_given(line, i) or _is_of_others(line, i)
        case Duration():
            told = _STORY.search(line.last_clause(i)) and line.clause(i)[1].endswith("了")
            return bool(told) or _is_of_others(line, i)
        case _:
            return False


def _is_shown_or_given(line: Line, i: int) -> bool:
    said, last, following = line.clause(i)[0], line.last_clause(i), line.next_clause(i)
    named = _GIFT_NAMED.search(last)
    return bool(
        _GIVEN.match(following)
        or _SHOWN.match(following)
        or _MOST_SOLD.search(last)
        or re.search(APART, last)
        or (_GIFT.match(last) and _EACH_GIFT.fullmatch(said))
        or (named and (not said or said.startswith(named["thing"][-2:])))
    )


def _is_of_others(line: Line, i: int) -> bool:
    before = line.sentence_before(i)
    return bool(_OTHERS_SELL.match(before)) and not re.search(f"{OURS}|这[款个种]", before)
