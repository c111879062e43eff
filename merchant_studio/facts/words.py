"""The words of a line that name its values, and which of them names which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ..records import FactValue
from .chinese import NUMERAL_PARTS
from .cues import CUES
from .fits import FEATURES, fits
from .line import Line
from .others import OTHERS

_MADE = re.compile("[出做上开]了")
"""这款出了七种颜色: of goods it would say that they were sold."""
_NUMBER = re.compile(rf"[是有]?(?!一[冲泡擦按拧浇烫])[\d{NUMERAL_PARTS}]")
_FAR_BEFORE, _FAR_AFTER = 12, 8
"""Characters beyond which a word names no value any more."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that may name a role."""

    start: int
    end: int
    key: str
    """Empty: another thing, which has no key."""

    side: str
    """Where it may stand to the value, as in cues.Words."""

    kind: str
    """Of values that it names something else for; empty: it names a key."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that names a value, and how far from it it stands."""

    distance: int
    start: int
    end: int
    key: str
    after: bool
    """It stands after the value."""
    side: str

    @property
    def rank(self) -> tuple[bool, int, bool, int, str]:
        """The nearest first; of two as near the one before the value, then the longer one."""
        near = self.distance - (self.side == "sure")
        return self.side == "weak", near, self.after, self.start - self.end, self.key

    def shares(self, other: Cue) -> bool:
        """Whether the two are the same word in the text."""
        return self.start < other.end and other.start < self.end


def unit_of(value: FactValue) -> str:
    """The unit of a value; empty where it has none."""
    return getattr(value, "unit", None) or ""


def _is_length(value: FactValue) -> bool:
    return unit_of(value).startswith("length-")


def words_in(masked: str) -> Iterator[Word]:
    """Every word of a masked text that names a role, or another thing."""
    for key, kind, side, pattern in _patterns():
        for found in pattern.finditer(masked):
            yield Word(found.start(), found.end(), key, side, kind)


def cues_of(line: Line) -> list[list[Cue]]:
    """For each value the words that may name it, the best first.

    A word names one value, the nearest. Where two are as near and no other word names one of
    them, it is not known which is meant: neither gets it.
    """
    words = sorted(words_in(line.masked), key=lambda word: word.start)
    starts = [word.start for word in words]
    cues = []
    for i in range(len(line.taken)):
        start, end = line.window(i)
        near = words[bisect_left(starts, start) : bisect_left(starts, end)]
        fitting = list(_fitting(line, i, near, end))
        cues.append(sorted(_outermost(fitting), key=lambda cue: cue.rank))
    for left, right in pairwise(cues):
        while left and right and left[0].key and left[0].shares(right[0]):
            _settle(line, left, right)
    return cues


def _fitting(line: Line, i: int, words: Sequence[Word], end: int) -> Iterator[Cue]:
    """The words of a window that can name value `i`."""
    found = line.taken[i]
    if found.value is None:
        return
    for word in words:
        after = word.start >= found.end
        if word.end > end or not (after or word.end <= found.start):
            continue
        if word.side in (("before", "weak") if after else ("after",)):
            continue
        if after and word.side in ("near", "after") and _NUMBER.match(line.masked, word.end):
            continue  # 六寸的直径15.5公份: of a number that was not understood
        distance = word.start - found.end if after else found.start - word.end
        if distance > (_FAR_AFTER if after else _FAR_BEFORE):
            continue
        if word.kind and word.kind != found.value.kind:
            continue
        said = line.masked[word.start : word.end]
        if word.kind == "measure" and line.is_the_product(said):
            continue
        if word.kind == "measure" and said in ("短", "薄", "窄") and not _is_length(found.value):
            continue  # 别看薄75瓦
        if said in ("做", "干") and unit_of(found.value) in ("day", "week"):
            continue  # 做三天: an order; 做三年: the trade
        if "输出" in said and unit_of(found.value) == "power-watt":
            continue
        if word.kind == "count" and unit_of(found.value) in FEATURES and _MADE.search(said):
            continue
        if word.kind or fits(line, i, word.key, said):
            yield Cue(distance, word.start, word.end, word.key, after, word.side)


def _outermost(cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cues that are no part of a longer one: 价 of 零售价 is none."""
    for cue in cues:
        if not any(
            other.start <= cue.start
            and cue.end <= other.end
            and (other.start, other.end) != (cue.start, cue.end)
            for other in cues
        ):
            yield cue


def _settle(line: Line, left: list[Cue], right: list[Cue]) -> None:
    """Leave the word that both begin with to the value that has the better claim to it."""
    word = left[0]

    def others(cues: list[Cue]) -> list[Cue]:
        return [cue for cue in cues if not cue.shares(word)]

    def has_another(cues: list[Cue]) -> bool:
        return any(cue.distance == cues[0].distance for cue in others(cues))

    if line.masked[word.start : word.end].endswith("价") and not has_another(right):
        left[:] = others(left)  # 九块八一把零售价三十九
    elif left[0].distance != right[0].distance:
        loser = left if left[0].distance > right[0].distance else right
        loser[:] = others(loser)
    elif has_another(left) or has_another(right):
        loser = right if has_another(right) else left
        loser[:] = others(loser)
    else:
        unknown = replace(word, key="", start=-1, end=-1)
        left[:] = right[:] = [unknown]


@cache
def _patterns() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    """Key, kind of another thing, side, and the pattern itself."""
    named = [(key, "", words) for key, words in CUES.items()]
    other = [("", kind, words) for kind, words in OTHERS.items()]
    return tuple(
        (key, kind, side, re.compile(getattr(words, side), re.I))
        for key, kind, words in (*named, *other)
        for side in ("near", "before", "after", "sure", "weak")
        if getattr(words, side)
    )
