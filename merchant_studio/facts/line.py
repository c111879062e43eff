"""A text with its values masked, and what stands around each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .found import CLAUSE_END, Found, clause
from .others import BOX_NAMES, CASE_NAMES, COMPOUNDS
from .vetoes import PARTS

_FILLS = re.compile(
    "有的?|要的?(?:钱)?|咱?测过|好|行|对|是|嗯|哎|喏|诶|不?[长高贵多重大小厚]|也?不[长高贵多重大小厚快慢]|(?:我)?(?:告诉|报给?|数给?|说给)[您你]?|[您你]?(?:听好|听着|记好|看好|数|看|记一下|听)了?"
    "|(?:实话|老实)?跟[您你](?:明说|讲|说|实说|说实话|交个?底)|明说|(?:老板|大哥|大姐|朋友|靓仔|靓女|亲|家人们|实话说|说实话|不瞒[您你]说|老实讲|这个|那个)+"
)
"""Clauses that may stand between a question and its answer."""
_CLOSED = ("。", "！", "；", "!", ";", "\n")
"""Ends of a sentence after which something else may be said; a question is answered."""
SENTENCE_END = "。！？；!?;\n"
_QUOTES = re.compile('[“”"「」『』]')
_HIDDEN = "\x00"
_ADDS_NOTHING = re.compile("[的呢啊吧了也就大约重左右哈嘛]")


@dataclass(frozen=True, slots=True)
class Goods:
    """What the whole pitch tells about the product."""

    boxes: bool = False
    """It is a box itself: 箱子 is not its carton."""
    cases: bool = False
    """The same of 盒子."""
    packed_by_case: bool = False
    """一件 is a carton of it, not a piece."""
    introduced: str = ""
    """What is said first of several sentences: it names the product."""
    chosen: str = ""
    """The one of several sizes that the merchant talks about: 大号."""
    cables: bool = False
    """A cable, or something else that is long itself: 线 is no part of it."""
    folds: bool = False
    """An umbrella: its length is that when folded."""


NO_GOODS = Goods()


class Line:
    """One segment of speech; in `masked` every value is written as so many `#`."""

    def __init__(
        self, text: str, taken: Sequence[Found], said_before: str = "", goods: Goods = NO_GOODS
    ) -> None:
        self.text, self.taken, self.said_before, self.goods = text, taken, said_before, goods
        masked = _hide(COMPOUNDS, _QUOTES.sub(" ", text.replace("#", _HIDDEN)))
        if goods.boxes:
            masked = _hide(BOX_NAMES, masked)
        if goods.cases:
            masked = _hide(CASE_NAMES, masked)
        for found in taken:
            masked = masked[: found.start] + "#" * (found.end - found.start) + masked[found.end :]
        self.masked = masked

    def clause(self, i: int) -> tuple[str, str]:
        """What stands before and after value `i` in its clause, the other values masked."""
        return clause(self.masked, self.taken[i].start, self.taken[i].end)

    def around(self, i: int) -> str:
        """The clause of value `i` without it, with the other values as they are said."""
        return "".join(self.around_apart(i))

    def around_apart(self, i: int) -> tuple[str, str]:
        """The same before it and after it."""
        return clause(self.text, self.taken[i].start, self.taken[i].end)

    def window(self, i: int) -> tuple[int, int]:
        """The part of the clause, between the neighbouring values, that value `i` stands in."""
        found = self.taken[i]
        before, after = self.clause(i)
        start, end = found.start - len(before), found.end + len(after)
        if i:
            start = max(start, self.taken[i - 1].end)
        if i + 1 < len(self.taken):
            end = min(end, self.taken[i + 1].start)
        return start, end

    def before(self, i: int) -> str:
        """The window before value `i`."""
        return self.masked[self.window(i)[0] : self.taken[i].start]

    def sentence_before(self, i: int) -> str:
        """The sentence as far as value `i`, its values masked."""
        start = self.taken[i].start
        first = max(self.masked.rfind(c, 0, start) for c in SENTENCE_END) + 1
        return self.masked[first:start]

    def last_clause(self, i: int) -> str:
        """The clause before that of value `i` in the same sentence, its values masked."""
        start = self._clause_start(i)
        earlier = self.masked[:start].rstrip(CLAUSE_END + " ")
        if self.masked[len(earlier) : start].strip(" ") not in ("，", ",", "、", ""):
            return ""
        return re.split(f"[{CLAUSE_END}]", earlier)[-1]

    def last_said(self, i: int) -> str:
        """The same without clauses that only fill: 样品要不要钱？要，三十块."""
        clauses = re.split(
            f"[{CLAUSE_END}]", self.masked[: self._clause_start(i)].rstrip(CLAUSE_END)
        )
        while len(clauses) > 1 and _FILLS.fullmatch(clauses[-1]):
            clauses.pop()
        return clauses[-1]

    def announcement(self, i: int) -> str:
        """The clause before that of value `i`, of any sentence, if it states no value itself."""
        start = self._clause_start(i)
        if self.window(i)[0] != start:
            return ""
        earlier = (self.masked[:start].rstrip(" ") or self.said_before).rstrip(CLAUSE_END + " ")
        clauses = [c for c in re.split(f"[{CLAUSE_END}]", earlier) if c.strip()]
        while len(clauses) > 1 and _FILLS.fullmatch(clauses[-1]):
            clauses.pop()
        said = clauses[-1] if clauses else ""
        return "" if "#" in said else said

    def goes_on(self, i: int) -> bool:
        """Whether the clause of value `i` goes on with the sentence before it, or answers it."""
        before = self.masked[: self._clause_start(i)].rstrip(" ") or self.said_before
        return not before.endswith(_CLOSED)

    def next_clause(self, i: int) -> str:
        """The clause after that of value `i`."""
        end = self.taken[i].end + len(self.clause(i)[1]) + 1
        return re.split(f"[{CLAUSE_END}]", self.masked[end:], maxsplit=1)[0]

    def is_the_product(self, word: str) -> bool:
        """Whether the name of a part is that of the goods themselves: they are named first."""
        part = re.match(PARTS, word if word.endswith("长") else word + "长")
        if part and part[0].startswith("线"):
            return self.goods.cables
        return bool(part and part[0].rstrip("径子") in self.goods.introduced)

    def is_asked(self, i: int) -> bool:
        """Whether the clause of value `i` is a question: 三十块？"""
        end = self.taken[i].end + len(self.clause(i)[1])
        return self.masked[end : end + 1] in ("？", "?")

    def stands_alone(self, i: int) -> bool:
        """Whether nothing else is said in the clause of value `i`."""
        return not _ADDS_NOTHING.sub("", "".join(self.clause(i))).strip()

    def _clause_start(self, i: int) -> int:
        return self.taken[i].start - len(self.clause(i)[0])


def _hide(words: str, text: str) -> str:
    return re.sub(words, lambda found: _HIDDEN * len(found[0]), text)
