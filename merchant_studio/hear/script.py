"""Write heard words in the language's own characters and punctuation: 老闆 -> 老板."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ..languages import LanguageProfile
from ..records import Word

_FULL_WIDTH = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_MARK = re.compile(r"(?<![\da-zA-Z])[,?!;:]|[,?!;:](?![\da-zA-Z])")
"""Half-width marks, which become full-width; not the comma of 1,000."""
_NARROW = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
    | {"﹑": "、", "﹐": "，"}
)
"""Full-width letters and digits, and small marks, in their usual form: ５ -> 5."""
_PAUSE = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])|(?<![\d. ])(?P<number>\d[\d.]*) (?=[一-鿿])")
"""Recognizers write a pause before a Chinese character as a space; 箱 25 个 is no pause."""


def in_own_script(words: tuple[Word, ...], profile: LanguageProfile) -> tuple[Word, ...]:
    """The words in simplified characters, with full-width marks, character for character."""
    text = "".join(word.text for word in words)
    if profile.hearing.script:
        text = _MARK.sub(
            lambda mark: _FULL_WIDTH[mark[0]], _simplified(text, profile).translate(_NARROW)
        )
        text = _PAUSE.sub(lambda pause: f"{pause['number'] or ''}，", text)
    return with_characters(words, text)


def _simplified(text: str, profile: LanguageProfile) -> str:
    """The text in the language's characters, one for each: 老闆 -> 老板."""
    converter = _converter(profile.hearing.script)
    converted = str(converter.convert(text))
    if len(converted) != len(text):  # a phrase became longer: convert each character alone
        converted = "".join(converter.convert(c)[:1] or c for c in text)
    return converted


@cache
def _converter(conversion: str) -> Any:
    """OpenCC's converter, which reads its dictionaries when it is made."""
    from opencc import OpenCC

    return OpenCC(conversion)


def with_characters(words: tuple[Word, ...], characters: Sequence[str]) -> tuple[Word, ...]:
    """The words with each character replaced by the text at its place; "" deletes it."""
    ends = list(itertools.accumulate(len(word.text) for word in words))
    return tuple(
        replace(word, text="".join(characters[end - len(word.text) : end]))
        for word, end in zip(words, ends, strict=True)
    )
