"""How Chinese characters sound, and which sounds are easily taken for one another."""

from __future__ import annotations

import re
from functools import lru_cache

_ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that speakers of many regions do not tell apart: zh and z, l and n, ang and an."""
_INITIAL = re.compile("^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])")
_NEAR_INITIALS = ("z zh j", "c ch q", "s sh x", "n l m r", "f h", "b p", "d t", "g k")
_NEAR_FINALS = ("an ang", "en eng in ing", "ian iang", "uan uang an", "i v u", "ao ou o uo")
"""What recognizers take for one another where the rest of a word fits."""


@lru_cache(maxsize=4096)
def sounds(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


@lru_cache(maxsize=4096)
def tones(text: str) -> tuple[str, ...]:
    """The pinyin of each character with its tone."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.TONE3))


def blurred(sound: tuple[str, ...]) -> tuple[str, ...]:
    """A sound as speakers of many regions say it."""
    result = list(sound)
    for pattern, other in _ALIKE:
        result = [pattern.sub(other, syllable) for syllable in result]
    return tuple(result)


def nearly_alike(heard: str, meant: str) -> bool:
    """Whether two words of one length sound alike but for at most one near syllable."""
    near = 0
    for one, other in zip(heard, meant, strict=True):
        if one == other or _readings(one) & _readings(other):
            continue
        near += 1
        if not any(_are_near(a, b) for a in _readings(one) for b in _readings(other)):
            return False
    return near < len(meant) and near <= 1


@lru_cache(maxsize=4096)
def _readings(character: str) -> frozenset[str]:
    """Every sound of a character, without tones: 行 is xing and hang."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@lru_cache(maxsize=4096)
def _are_near(one: str, other: str) -> bool:
    """Whether either the initial or the final is the same and the other one is near."""
    (initial, final), (other_initial, other_final) = _parts(one), _parts(other)
    if final == other_final:
        return any({initial, other_initial} <= set(group.split()) for group in _NEAR_INITIALS)
    same_initial = initial == other_initial
    return same_initial and any({final, other_final} <= set(g.split()) for g in _NEAR_FINALS)


def _parts(syllable: str) -> tuple[str, str]:
    initial = _INITIAL.match(syllable)
    end = initial.end() if initial else 0
    return syllable[:end], syllable[end:]
