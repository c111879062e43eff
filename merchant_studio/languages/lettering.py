"""Patterns that find whole words in a text, by the letters of its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from .profiles import LanguageProfile

_SHORT_VOWELS = re.compile("[\u064b-\u0652]")
_RUNNING_ON = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI")
"""Scripts, by the beginning of their letters' names, in which words follow each other at once."""


@lru_cache(maxsize=256)
def words_pattern(words: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the words, whole where the script puts spaces between words.

    `*` in a word is the rest of it: `zweijährig*`.

    Not `\\b`: in Hindi it takes vowel signs for the end of a word.
    """
    edge = f"(?-i:[{letters}])"  # large classes are slow without case
    parts = "|".join(
        f"{edge}*".join(map(re.escape, word.split("*")))
        for word in sorted(words, key=len, reverse=True)
    )
    whole = rf"(?<!{edge})(?:{parts})(?!{edge})" if spaced else f"(?:{parts})"
    return re.compile(whole, re.I)


def plain_letters(text: str) -> str:
    """The text composed (NFC), without Arabic's short vowels, which are written or not."""
    return _SHORT_VOWELS.sub("", unicodedata.normalize("NFC", text))


def is_spaced(profile: LanguageProfile) -> bool:
    """Whether spaces stand between words."""
    return " " in profile.text.punctuation and not profile.captions.phrase_breaks


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; for none it matches nothing."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or r"(?!)"


def runs_on(letter: str) -> bool:
    """Whether the letter is of a script whose words other letters may follow at once."""
    return script_of(letter) in _RUNNING_ON


def script_of(letter: str) -> str:
    """The script of a letter, as the first word of its Unicode name: LATIN, CJK, KATAKANA."""
    return unicodedata.name(letter, "?").split()[0]
