"""Latin letters that a recognizer wrote as they sound in Chinese: 爱姆欧秋 for MOQ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...engines.weights import Habits
from .repair import Repair
from .sounds import distance

EXPECTED_BY = "the list of abbreviations"
_NEAR_SYLLABLE = 0.25
_NEAR = 0.15
"""The largest distance of an abbreviation from what is heard, on average of its syllables."""
_SHORT = 2
"""One of two letters is corrected only beside another one, or a word that announces one."""
_APART = "，。！？；、,. 和跟与及有过证"
"""One of two letters begins only after these; after others it may be part of a longer one."""
_BEGIN_WITH_A_VOWEL = frozenset("FLMSX")
_CODE = re.compile("(?:型号|货号|款号)是?")
_CODE_DIGITS = re.compile(r"[\d零一二三四五六七八九]{2,}")
_LONGEST_CODE = 4
_BETWEEN = re.compile("[，,、. ]?")
_HAN = re.compile("(?:(?![一三四五六七八九十百千万])[一-鿿])+")
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def repairs(text: str, habits: Habits) -> Iterator[Repair]:
    """The abbreviations of a text that are spelled by Chinese characters."""
    found: list[Repair] = []
    at = 0
    while at < len(text):
        repair = _longest(text, at, habits)
        if repair:
            found.append(repair)
        at = repair.end if repair else at + 1
    found = sorted([*found, *_glued(text, found, habits)], key=lambda repair: repair.start)
    sure = any(len(repair.meant) > _SHORT for repair in found)
    named = bool(habits.spelled_beside) and re.search(habits.spelled_beside, text)
    yield from _codes(text, habits.letters)
    for before, repair in zip([None, *found], found, strict=False):
        apart = not repair.start or text[repair.start - 1] in _APART
        if any(cue in repair.heard for cue in habits.cues):
            continue  # 起批十台 is no CPC台
        if repair.heard != repair.meant and (
            len(repair.meant) > _SHORT or (apart and (sure or named))
        ):
            glued = before is not None and before.end == repair.start
            yield replace(repair, meant=f"、{repair.meant}") if glued else repair


def _glued(text: str, found: Sequence[Repair], habits: Habits) -> Iterator[Repair]:
    """Two letters right before a longer abbreviation, one heard as a number: 西一 is CE."""
    for longer in found:
        start = longer.start - _SHORT
        apart = start == 0 or text[max(0, start - 1) : max(0, start)] in tuple(_APART)
        heard = text[max(0, start) : longer.start]
        if len(longer.meant) <= _SHORT or not apart or "一" not in heard:
            continue
        for word in habits.spelled:
            if len(word) == len(heard) and _is_spelled(heard, word, habits.letters):
                yield Repair(start, longer.start, heard, word, EXPECTED_BY)
                break


def _is_spelled(heard: str, word: str, letters: Mapping[str, Sequence[str]]) -> bool:
    """Whether each character sounds exactly like the letter at its place."""
    return all(
        any(len(sound) == 1 and not distance(c, sound) for sound in letters.get(letter, ()))
        for c, letter in zip(heard, word, strict=True)
    )


def _codes(text: str, letters: Mapping[str, Sequence[str]]) -> Iterator[Repair]:
    """The letters with which a model number begins: 型号爱斯提903."""
    for named in _CODE.finditer(text):
        start = at = named.end()
        code = ""
        while at < len(text) and not (digits := _CODE_DIGITS.match(text, at)):
            ends = {x: end for x in letters if (end := _end(text, at, x, letters)) is not None}
            if not ends or len(code) >= _LONGEST_CODE:
                break
            letter = max(ends, key=lambda x: ends[x])
            code, at = code + letter, ends[letter]
        else:
            digits = _CODE_DIGITS.match(text, at)
            if digits and code and text[start:at].upper() != code:
                yield Repair(start, at, text[start:at], code, EXPECTED_BY)


def _longest(text: str, at: int, habits: Habits) -> Repair | None:
    for word in sorted(habits.spelled, key=len, reverse=True):
        end = _end(text, at, word, habits.letters)
        if end is not None and text[at:end].upper() != word.upper():
            return Repair(at, end, text[at:end], word, EXPECTED_BY)
    return None


def _end(text: str, start: int, word: str, letters: Mapping[str, Sequence[str]]) -> int | None:
    """Where the spelled `word` from `start` ends; None if its letters are not heard there."""
    at, cost, syllables = start, 0.0, 0
    for character in word:
        if at > start and (mark := _BETWEEN.match(text, at)):
            at = mark.end()
        if text[at : at + 1].upper() == character.upper():
            at += 1
            continue
        if character in _BEGIN_WITH_A_VOWEL and text[at : at + 2].upper() == f"I{character}":
            at += 2  # iFoB
            continue
        digit, here = _DIGITS.get(character), text[at : at + 1]
        if here == digit or (digit and _HAN.fullmatch(here) and not distance(here, digit)):
            at, syllables = at + 1, syllables + 1
            continue
        near = sorted(
            (distance(text[at : at + len(sound)], sound), -len(sound))
            for sound in letters.get(character.upper(), ())
            if _HAN.fullmatch(text[at : at + len(sound)])
            and len(text[at : at + len(sound)]) == len(sound)
        )
        if not near or near[0][0] > _NEAR_SYLLABLE * -near[0][1]:
            return None
        cost, syllables, at = cost + near[0][0], syllables - near[0][1], at - near[0][1]
    return at if cost <= _NEAR * syllables else None
