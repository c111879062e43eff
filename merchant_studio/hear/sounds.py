"""How Chinese characters sound: 倒 and 到 are both dao."""

from __future__ import annotations

import re
from functools import lru_cache

_ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that speakers of many regions do not tell apart: zh and z, l and n, ang and an."""


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
    """A sound without the differences that many accents drop: zhang -> zan."""
    result = list(sound)
    for pattern, other in _ALIKE:
        result = [pattern.sub(other, syllable) for syllable in result]
    return tuple(result)
