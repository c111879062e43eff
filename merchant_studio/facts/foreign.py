"""Values that are somebody else's, of another time, or of another order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..records import Code, Count, Duration, Measure, Money, Size
from .chinese import NUMERAL_PARTS
from .fits import FEATURES
from .found import CLAUSE_END, clause
from .keys import ROLE_BY_UNIT
from .line import Line
from .vetoes import (
    FOLDED,
    NOT_FOREIGN,
    NOW,
    ORDERS_TO_SOFTWARE,
    OTHER_ORDERS,
    OURS,
    PARTS,
    PAST,
    THEMES,
    VETO,
)
from .words import Cue

_NOT = re.compile("(?:不|不[用要带做]|无需)$")
"""不印标的五十只起: of orders without."""
_WITH = re.compile("[连带](?:着|上)?$")
"""连盖子一斤九两: of the whole."""
_UNMARKED = re.compile("不[印刻绣做贴]|空白|光板")
_ANOTHER = re.compile(
    "隔壁|同行|别家|人家|对[面门]|网上|他们|别人|市面|外面|[他她]家|[左右前后]边那|楼[上下]那"
)
"""隔壁那家是201的，才三百毫升."""
_OTHERS_SELL = re.compile(f"(?:{_ANOTHER.pattern})[^，。]{{0,4}}[有卖]")
"""网上有卖四十几的，您拎一下，八百克: the whole sentence is about that."""
_PART_BEFORE = re.compile(f"^(?:这个?|它的)?({PARTS})(?:也|都|就)?[是用有带做加采可能]")
_SIDE_ALONE = re.compile("最?(?:[长宽高厚重粗]度?|直径)(?:是|有|才|就)*")
"""手柄是实木的，长十五公分."""
_OF_VARIANT = re.compile("^[^#色量]{1,4}(?<![我你您他们家厂目])的(?:是|要|才|就)*$")
_KIND = re.compile(
    "(?:^|[，、#]|(?<=[百十\\d])[一二三四五六七八九\\d])(?:我们?的?|这个?)?(?P<name>[\u4e00-\u9fff]{2}[款版])"
    rf"(?=[的是要卖就]*[#，\d{NUMERAL_PARTS}]|[^，]{{0,4}}#)"
)
_DENIED = re.compile("(?:别听成|别当成|别看成|(?<![是要才])不是)(?:一[个只条件套台双把])?$")
"""一盒十九块九，不是十九块九一个."""
_THAT_IS = re.compile("那(?:个|种|款)?(?:是|就?不是)(?!我|咱|真|当然|肯定|必须|没)")
"""一块九，那是另外的货."""
MANY = 100
"""Pieces that are an order where nothing else is said of them: 五千条，我做四块八."""
_SOLD_BY = ("area-square-meter", "length-meter", "length-yard", "mass-kilogram", "mass-tonne")
_ORDERED = re.compile("[够满过拿订要买]$")
_ORDERS = re.compile("[拿要订定买上过满超走量起]|以上|的话|如果|假如|达到")
_NEEDS = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要|拿|订|满|够|是|一次|数量)+"
)
_NEEDS_AFTER_ALL = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要)(?:是|拿|订|满|够|要|一次)*"
)
"""The same after a comma: 十五块，不过要拿一千个, but 八十九块，拿一百个 begins another price."""
_ANNOUNCES = re.compile(
    "的量$|手[上里]|的话|的时候|呢|嘛|要是|如果|卖|价|收|报|开|也有|还有|另一|费|量[到上过]|便宜|贵|搜|逛"
)
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
_APART = re.compile("..(?:另外?[算收付计配买购]|单独买|单独?算|自理|自付)")
"""镜盒另外算，一套两块: the price of the case; after 加两块，另外算 another one begins."""


def is_foreign(line: Line, i: int, best: Cue | None) -> bool:
    """Whether a value is said to be somebody else's, or of another time or order."""
    found = line.taken[i]
    pattern = _vetoes().get(found.value.kind if found.value else "")
    if pattern is None:
        return False
    said, announcement = line.clause(i)[0], line.announcement(i)
    past = PAST + "|平时|平常" if isinstance(found.value, Money) else PAST
    if not isinstance(found.value, Code) and _last(past, said) > _last(NOW, said):
        return True
    if _PART_BEFORE.match(announcement) and line.goes_on(i) and _SIDE_ALONE.fullmatch(said):
        return not line.is_the_product(_PART_BEFORE.findall(announcement)[0])
    if isinstance(found.value, Measure | Size) and (
        _GIVEN.match(line.next_clause(i))
        or _SHOWN.match(line.next_clause(i))
        or _MOST_SOLD.search(line.last_clause(i))
        or (_GIFT.match(line.last_clause(i)) and _EACH_GIFT.fullmatch(said))
        or _is_of_a_gift(line, i)
        or _APART.search(line.last_clause(i))
    ):
        return True
    story = _STORY.search(line.last_clause(i)) and line.clause(i)[1].endswith("了")
    if isinstance(found.value, Duration) and story:
        return True
    if isinstance(found.value, Measure) and _ONE_SIZE.search(line.last_clause(i)):
        return True
    lengths = isinstance(found.value, Measure) and found.value.unit.startswith("length-")
    if lengths and _ACCURATE.match(line.next_clause(i)):
        return True
    if _is_of_another_variant(line, i):
        return True
    before = line.sentence_before(i)
    others = _OTHERS_SELL.match(before) and not re.search(f"{OURS}|这[款个种]", before)
    if others and isinstance(found.value, Measure | Size | Duration):
        return True
    announces = line.goes_on(i) and _ANNOUNCES.search(announcement)
    if (
        line.goes_on(i)
        and _ANOTHER.match(announcement)
        and not re.search(f"{OURS}|这[款个种]", said)
    ):
        return True
    apart = line.sentence_before(i).rpartition("块")[2] if isinstance(found.value, Money) else ""
    if _APART.search(apart):
        said = apart + said
    elif announces or _APART.search(line.last_clause(i)):
        said = announcement + said
    key = best.key if best else ROLE_BY_UNIT.get(getattr(found.value, "unit", None) or "")
    ends = (
        word.end()
        for word in pattern.finditer(said)
        if not _NOT.search(said[: word.start()])
        and not (_WITH.search(said[: word.start()]) and re.fullmatch(PARTS, word[0]))
        and not re.fullmatch(NOT_FOREIGN.get(key or "", "x"), word[0])
        and not line.is_the_product(word[0])
        and not (line.goods.folds and re.fullmatch(FOLDED, word[0]))
        and not (line.goods.chosen and word[0].startswith(line.goods.chosen))
    )
    foreign = max(ends, default=0)
    if _THAT_IS.match(line.next_clause(i)) or _DENIED.search(said):
        return True
    ours = max((word.end() for word in re.finditer(OURS, said)), default=0)
    return foreign > ours or _is_of_another_order(line, i, best)


def _is_of_a_gift(line: Line, i: int) -> bool:
    gift, said = _GIFT_NAMED.search(line.last_clause(i)), line.clause(i)[0]
    return bool(gift and (not said or said.startswith(gift["thing"][-2:])))


def _is_of_another_variant(line: Line, i: int) -> bool:
    """插电款八十六，充电款一百一，能用六小时: of one of two kinds that a sentence tells apart."""
    said = line.sentence_before(i)
    named = [found["name"] for found in _KIND.finditer(said)]
    chosen = line.goods.chosen
    return len(set(named)) > 1 and not (chosen and chosen == named[-1])


def _is_of_another_order(line: Line, i: int, best: Cue | None) -> bool:
    """Whether the sentence is about another kind of order, or talks to the software."""
    value, said = line.taken[i].value, line.sentence_before(i)
    if isinstance(value, Count | Duration | Money | Measure | Size):
        # 印的话一千个起，三十天: of that order only
        kept = isinstance(value, Count) and best is not None and best.key != "moq"
        kept = kept or bool(_UNMARKED.search(line.clause(i)[0]))
        if re.search(OTHER_ORDERS, said) and not re.search(OURS, said) and not kept:
            return True
    return bool(re.search(ORDERS_TO_SOFTWARE, said))


def is_one_of_variants(line: Line, i: int) -> bool:
    """高帮的二十八公分，低帮的十六公分: neither is that of the goods."""
    value = line.taken[i].value
    following = line.taken[i + 1] if i + 1 < len(line.taken) else None
    priced = isinstance(value, Size) and following and isinstance(following.value, Money)
    if priced and following and line.text[line.taken[i].end : following.start] == "的":
        return True  # 一米三乘一米八的十二块: of that size only
    if not _OF_VARIANT.search(line.clause(i)[0]):
        return False
    return any(
        (other := line.taken[j].value) is not None
        and value is not None
        and other.kind == value.kind
        and getattr(other, "unit", "") == getattr(value, "unit", "")
        and _OF_VARIANT.search(line.clause(j)[0])
        and not line.clause(j)[0].endswith("色的")
        for j in (i - 1, i + 1)
        if 0 <= j < len(line.taken)
    )


def is_tier(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    """Whether a price holds only from a quantity on: 拿1000个15块, 15块得拿1000个."""
    value = line.taken[i].value
    if not isinstance(value, Money) or keys[i] not in ("price", "wholesale_price"):
        return False
    return _follows_quantity(line, i, keys) or _needs_quantity(line, i, keys)


def _follows_quantity(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    if not i or not (line.taken[i - 1].value is None or _is_bare_count(line, i - 1, keys)):
        return False
    before = line.taken[i - 1]
    between = line.text[before.end : line.taken[i].start].replace(" ", "")
    ends = [c for c in between if c in CLAUSE_END]
    if not ends:
        return True
    said = clause(line.text, before.start, before.end)
    condition = _ORDERS.search(said[0][-4:] + "|" + said[1])
    many = (
        isinstance(before.value, Count)
        and before.value.unit != "sheet"
        and before.value.amount >= MANY
        and not said[1].strip()
    )
    return ends in (["，"], [","], ["、"]) and (many or bool(condition))


def _needs_quantity(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    if i + 1 >= len(line.taken) or not _is_bare_count(line, i + 1, keys):
        return False
    after = line.taken[i + 1]
    if i + 2 < len(line.taken) and isinstance(line.taken[i + 2].value, Money):
        between = line.text[after.end : line.taken[i + 2].start]
        if not any(c in CLAUSE_END for c in between):
            return False  # 八十九块一顶，拿一百顶八十五
    between = line.text[line.taken[i].end : after.start]
    needs = _NEEDS_AFTER_ALL if any(c in CLAUSE_END for c in between) else _NEEDS
    return bool(needs.fullmatch(between.strip("，, ")))


def _is_bare_count(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    """Whether value `i` is a number of goods that has no role of its own."""
    value = line.taken[i].value
    if isinstance(value, Measure) and value.unit in _SOLD_BY:
        return keys[i] is None and bool(_ORDERED.search(line.before(i)))
    return isinstance(value, Count) and keys[i] is None and value.unit not in FEATURES


def _last(words: str, said: str) -> int:
    return max((word.end() for word in re.finditer(words, said)), default=0)


def is_vetoed(line: Line, i: int, said: str) -> bool:
    """Whether something said before value `i` makes it another thing's."""
    value = line.taken[i].value
    pattern = _vetoes().get(value.kind if value else "")
    return bool(pattern and pattern.search(said))


@cache
def _vetoes() -> dict[str, re.Pattern[str]]:
    words = {kind: [own] if own else [] for kind, own in VETO.items()}
    for theme, kinds in THEMES:
        for kind in kinds:
            words[kind].append(theme)
    return {kind: re.compile("|".join(each), re.I) for kind, each in words.items() if each}
