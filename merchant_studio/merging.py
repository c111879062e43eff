"""Words that the second of two listenings heard better: 一箱 where the first one wrote 一项.

Both heard the same sound. Where they wrote it with different characters, and only the second wrote
a word that merchants use there, that word was said. Numbers are never taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from .homophones import Repair, distance
from .listenings import Sound, said

EXPECTED_BY = "the second listening"
_ALIKE = 0.5
"""How far the two may sound apart, a character on average."""
_LONGEST = 5
"""Characters in which the two may differ in one place; more is another sentence."""
_NUMBER = r"[\d一二两三四五六七八九十百千万半]"
_UNITS = rf"(?<={_NUMBER})(?:[吨箱台片升瓦伏克米包盒支双套瓶卷]|公斤|毫升|厘米|毫米|公分)"
_BEFORE = rf"(?:[装重长宽高厚批订]|[一每整]箱|箱毛重|[一每]件装?)(?={_NUMBER})"
_WHOLE = "[一每整]箱|箱毛重|一件毛重"
"""Words of one or two characters that are expected beside a number only, or as they are."""
_COUNTER = "[个只件条把盏双套支台顶张盒包袋瓶对副本片根枚颗串桶罐卷]"
_COUNTED = rf"(?<={_NUMBER}){_COUNTER}(?=起|一箱|$|[，。！？；,.!?; ])"
"""What the number counts, where nothing but its role or the next clause follows."""
_UNIT = re.compile(
    r"[个只件条把盏双套支台顶张盒包袋瓶对副本片根枚颗串桶罐卷块元毛角分米克升斤吨瓦伏寸度天年月日周岁时点折成码号款种色层人位页门组打箱厢以之内起左多来几半%A-Za-z]"
)
"""What may well follow a number; anything else there is misheard, however it sounds."""


def heard_better(first: str, second: str, words: Iterable[str]) -> Iterator[Repair]:
    """What to put into the first text from the second; `words` are the trade's.

    Both are in characters of one script. No two of the repairs overlap.
    """
    known = _pattern(tuple(sorted(set(words))))
    mine, others = list(said(first)), list(said(second))
    places = _matching(mine, others)
    taken_to = 0
    for found in known.finditer(second):
        inside = [
            i for i, s in enumerate(others) if found.start() <= s.start and s.end <= found.end()
        ]
        if not inside or inside[0] not in places or inside[-1] not in places:
            continue
        start, end = places[inside[0]], places[inside[-1]] + 1
        if end - start != len(inside) or any(s.is_number for s in mine[start:end]):
            continue
        at, stop = mine[start].start, mine[end - 1].end
        heard = first[at:stop]
        if len(heard) != len(found[0]) or at < taken_to:
            continue
        differ = {at + i for i, (a, b) in enumerate(zip(heard, found[0], strict=True)) if a != b}
        expected = (range(*word.span()) for word in known.finditer(first))
        if not differ or any(differ.intersection(span) for span in expected):
            continue
        after_number = start > 0 and (mine[start - 1].is_number or mine[start - 1].text == "一")
        counted = after_number and _is_counter(found[0], heard)
        if counted or distance(heard, found[0]) <= _ALIKE * len(heard):
            taken_to = stop
            yield Repair(at, stop, heard, found[0], EXPECTED_BY)


def unsettled(text: str, others: Iterable[str]) -> frozenset[int]:
    """Where other listenings wrote other characters of about the same sound, none of a number."""
    mine = list(said(text))
    found: set[int] = set()
    for other in others:
        heard = list(said(other))
        for there, here in _matching(mine, heard).items():
            one, instead = mine[here], heard[there]
            if (
                not (one.is_number or instead.is_number)
                and one.text != instead.text
                and distance(one.text, instead.text) <= _ALIKE
            ):
                found.update(range(one.start, one.end))
    return frozenset(found)


def _is_counter(word: str, heard: str) -> bool:
    """Whether a counter was heard, and no unit at all by the other: 40厘起订, 40顶起订."""
    return bool(re.fullmatch(_COUNTER, word)) and not _UNIT.match(heard)


def _matching(mine: Sequence[Sound], others: Sequence[Sound]) -> dict[int, int]:
    """Which character of the first text each one of the second stands for, where it is known."""
    matcher = SequenceMatcher(
        None, [sound.text for sound in mine], [sound.text for sound in others], autojunk=False
    )
    places: dict[int, int] = {}
    for how, start, end, other_start, other_end in matcher.get_opcodes():
        same_length = end - start == other_end - other_start
        if same_length and (how == "equal" or end - start <= _LONGEST):
            places.update(zip(range(other_start, other_end), range(start, end), strict=True))
    return places


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile("|".join(filter(None, (named, _WHOLE, _BEFORE, _UNITS, _COUNTED))))
