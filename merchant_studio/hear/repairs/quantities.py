"""Correct misheard words around a number, by its unit: 公立66瓦 is 功率66瓦, 66 watts.

Nobody says 公立 ("public") before watts: 功率, the power, is meant. Only the words that the model's
card lists beside such a number are tried, so they may sound a little different: the nearest one is
meant, unless another is almost as near or the heard word makes sense as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ...engines.weights import Habits, Slot
from ...facts.numbers import UNIT_NAMES
from .everyday import is_common, splits_a_word
from .repair import Repair
from .sounds import distance

EXPECTED_BY = "the number beside it"
NEXT_NUMBER = "the next clause"
_MARK = "，"
_HAN = "一二两三四五六七八九十百千万半"
NUMBER = rf"(?:百分之)?(?:\d[\d,.]*[百千万]?|[{_HAN}零点]+)"
_NUMERAL = frozenset(f"{_HAN}零〇点几双亿")
_PARTICLES = frozenset("的了着我您你收才")
"""The most frequent characters of all, which recognizers hear right."""
_COUNTER = "[个只件条把盏双套支台顶块包袋瓶盒本张对副卷片枚颗打束串根粒棵罐桶]"
_GIVEN = re.compile("[送配附]$")
"""Words before a gift: 送4个磁钉 gives away 4 magnets and must not become 送4个起订."""
_VERBS = "是有为在"
_ORDERED = "订批做卖拿发走"
_IS = f"[{_VERBS}：:，, ]?"
_WORD = re.compile(f"(?:(?![{_HAN}])[一-鿿])+")
CLAUSE_END = re.compile("[，。！？；,!?;]")
_SIZES = (2, 3, 4)
"""Lengths, in characters, of the words that are tried beside a number."""
_NEAR = 0.22
"""The largest distance of a heard syllable from the meant one, on average."""
_NEAR_WORD = 0.2
"""The largest distance of a whole word, if what is heard is a word too."""
_CLEARLY = 0.15
"""The meant word must be nearer than any other word by this much."""


def repairs(text: str, habits: Habits) -> Iterator[Repair]:
    """The corrections of the words beside a text's numbers."""
    for slot in habits.slots:
        yield from _in_slot(text, slot)
    known = _known(habits.measured)
    yield from _run_on(text, known)
    for value, words in habits.measured.items():
        for found in _pattern(f"{_IS}(?:{value})").finditer(text):
            yield from _one(text, found.start(), words, known, before=True)
            if text[found.start()] in _VERBS:  # 宽是200个
                for repair in _one(text, found.start() + 1, words, known, before=True):
                    if repair.heard[0] != repair.meant[0]:  # 这款是200个
                        yield repair
    known = _known(habits.followed)
    for value, words in habits.followed.items():
        for found in _pattern(value).finditer(text):
            if not _GIVEN.search(text[: found.start()]):
                yield from _one(text, found.end(), words, known, before=False)


def unclear(text: str, habits: Habits) -> Iterator[tuple[int, int]]:
    """The start and end of each number that may be misheard: 18块酒 may be 18块9, 18.9 yuan."""
    for template in habits.unclear:
        for found in _pattern(template).finditer(text):
            yield found.span()


def _known(table: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(word for words in table.values() for word in words)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(template.replace("#", NUMBER).replace("@", _COUNTER))


def _in_slot(text: str, slot: Slot) -> Iterator[Repair]:
    """The corrections by one slot: words heard in place of its word, or a comma that is missing."""
    heard_there = slot.heard or "[一-鿿]" * len(slot.meant.strip(_MARK))
    pattern = _pattern(f"(?:{slot.before})(?P<heard>{heard_there})(?={slot.after})")
    at = 0
    while found := pattern.search(text, at):
        at = found.start() + 1
        heard, start = found["heard"], found.start("heard")
        if not heard and start and slot.meant == _MARK:
            before = text[start - 1]
            yield Repair(start - 1, start, before, before + _MARK, NEXT_NUMBER)
            continue
        if heard == slot.meant or not (slot.heard or _sounds_like(heard, slot)):
            continue
        if _pattern(slot.said).search(CLAUSE_END.split(text[:start])[-1]):
            yield Repair(start, found.end("heard"), heard, slot.meant, EXPECTED_BY)


def _run_on(text: str, names: frozenset[str]) -> Iterator[Repair]:
    """A comma between a minimum order and the name of the next number: 500个起，颜色7个."""
    named = "|".join(sorted(names, key=lambda name: (-len(name), name)))
    if not named:
        return
    for found in _pattern(f"#@起[{_ORDERED}]?(?=(?:{named}){_IS}#)").finditer(text):
        last = text[found.end() - 1]
        yield Repair(found.end() - 1, found.end(), last, last + _MARK, NEXT_NUMBER)


def _sounds_like(heard: str, slot: Slot) -> bool:
    """Whether the slot's word may have been heard as `heard`."""
    return not is_fixed(heard, slot.meant) and distance(heard, slot.meant) <= slot.within


def is_fixed(heard: str, meant: str) -> bool:
    """Whether a numeral, a counter or a particle would change; those are never corrected."""
    others = {c for c, m in zip(heard, meant, strict=True) if c != m}
    return bool(others & (_NUMERAL | _PARTICLES)) or any(re.match(_COUNTER, c) for c in others)


def _one(
    text: str, at: int, words: Sequence[str], known: frozenset[str], *, before: bool
) -> Iterator[Repair]:
    """The correction of the word beside `at`, if one of `words` clearly sounds like it."""
    if before and re.search(f"[一每]{_COUNTER}.$", text[:at]):
        return  # 一支重12克: no word
    beside = [text[max(0, at - size) : at] if before else text[at : at + size] for size in _SIZES]
    if known.intersection(beside):
        return
    found = sorted(
        (distance(heard, word), -len(word), heard, word)
        for word in words
        for heard in beside
        if len(heard) == len(word)
        and _WORD.fullmatch(heard)
        and heard not in UNIT_NAMES
        and not is_fixed(heard, word)
    )
    if not found:
        return
    cost, _, heard, word = found[0]
    others = [other for other, _, _, name in found[1:] if name not in word and word not in name]
    most = _NEAR_WORD if is_common(heard) else _NEAR * len(word)
    if cost <= most and all(other >= cost + _CLEARLY for other in others):
        start = at - len(heard) if before else at
        if splits_a_word(text, start, start + len(heard), word):
            return
        yield Repair(start, start + len(heard), heard, word, EXPECTED_BY)
