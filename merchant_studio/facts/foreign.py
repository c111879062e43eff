"""Values that are somebody else's, of another time, or of another order."""

from __future__ import annotations

import re
from functools import cache

from ..records import Code, Count, Discount, Duration, Measure, Money, Size
from .chinese import NUMERAL_PARTS
from .keys import ROLE_BY_UNIT
from .line import Line
from .scenes import is_beside_the_goods
from .vetoes import (
    ANOTHER,
    APART,
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
_ANOTHER = re.compile(ANOTHER)
"""隔壁那家是201的，才三百毫升."""
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
_SOME_BUYERS = re.compile(
    "老(?:主顾|顾客|客户|客)|回头客|熟客|返单|复购|做过[^#，。]{0,3}生意|[春夏秋冬]天|[淡旺]季|头[一回]单|第一[回次单]|首单"
)
"""Of a discount that not everybody gets, or not now."""
_ANNOUNCES = re.compile(
    "的量$|手[上里]|的话|的时候|呢|嘛|要是|如果|卖|价|收|报|开|也有|还有|另一|费|量[到上过]|便宜|贵|搜|逛"
)


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
    if is_beside_the_goods(line, i) or _is_of_another_variant(line, i):
        return True
    announces = line.goes_on(i) and _ANNOUNCES.search(announcement)
    if (
        line.goes_on(i)
        and _ANOTHER.match(announcement)
        and not re.search(f"{OURS}|这[款个种]", said)
    ):
        return True
    apart = line.sentence_before(i).rpartition("块")[2] if isinstance(found.value, Money) else ""
    if re.search(APART, apart):
        said = apart + said
    elif announces or re.search(APART, line.last_clause(i)):
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
    some = isinstance(value, Discount) and re.search(_SOME_BUYERS, said)
    return bool(some or re.search(ORDERS_TO_SOFTWARE, said))


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
