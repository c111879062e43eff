"""Does a line deny something where the merchant denies nothing?

Only this direction is sure: 带个口袋 ("it has a pocket") never becomes "it has no pocket". The
other one is left to the judge, for a denial may be lost in a word: 不掉色 is "colorfast". A claim
that the merchant denies is found in `claims`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..languages import (
    TAG,
    LanguageProfile,
    claim_words,
    is_spaced,
    plain_letters,
    profile,
    words_pattern,
)
from ..messages import Notice, say

CLAUSE = re.compile(r"[.,;:!?।、。，；：！？،؛؟—–()\n]")
_QUESTION = re.compile(r"[^.!?।。！？؟\n]*[?？؟]")
"""A question that denies asks for agreement: isn't it light?"""
_WORDS, _LETTERS = 3, 5
"""A denial stands at most so many words, or letters where words run on, from what it denies."""


def check_negation(
    text: str, profile: LanguageProfile, source: Sequence[str], source_language: str
) -> tuple[Notice, ...]:
    """A finding if a line denies something and none of the source's lines does.

    `source` are the merchant's words for the line and those beside it.
    """
    words = claim_words(source_language).denial
    if not words.soft or not any(source):
        return ()
    denied = denials_in(_QUESTION.sub(" ", text), profile)
    if not denied or any(_may_deny(said, source_language) for said in source):
        return ()
    return (say("the merchant denies nothing here ({denied})", denied=denied[0]),)


def denials_in(text: str, profile: LanguageProfile) -> tuple[str, ...]:
    """The words of a text that deny something."""
    both = _pattern(profile.code, ("before", "after"))
    return tuple(found[0] for found in both.finditer(without_everyday(text, profile)))


def is_denied(text: str, start: int, end: int, profile: LanguageProfile) -> bool:
    """Whether a word just before or after these letters denies them; "not really waterproof".

    `text` holds no everyday phrase any more.
    """
    before, after = CLAUSE.split(text[:start])[-1], CLAUSE.split(text[end:])[0]
    if is_spaced(profile):
        before = " ".join(before.split()[-_WORDS:])
        after = " ".join(after.split()[:_WORDS])
        return bool(
            _pattern(profile.code, ("before",)).search(before)
            or _pattern(profile.code, ("after",)).search(after)
        )
    ahead = list(_pattern(profile.code, ("before",)).finditer(before))
    behind = _pattern(profile.code, ("after",)).search(after)
    return bool(
        (ahead and len(before) - ahead[-1].end() <= _LETTERS)
        or (behind and behind.start() <= _LETTERS)
    )


def without_everyday(text: str, profile: LanguageProfile) -> str:
    """The text without tags, and without phrases that deny nothing: not only."""
    bare = TAG.sub("\x00", plain_letters(text))
    return _pattern(profile.code, ("everyday",)).sub(lambda m: "\x00" * len(m[0]), bare)


def _may_deny(said: str, language: str) -> bool:
    bare = without_everyday(said, profile(language))
    return bool(_pattern(language, ("before", "after", "soft")).search(bare))


@cache
def _pattern(code: str, kinds: tuple[str, ...]) -> re.Pattern[str]:
    known, denial = profile(code), claim_words(code).denial
    words = tuple(word for kind in kinds for word in getattr(denial, kind))
    if not words:
        return re.compile(r"(?!)")
    return words_pattern(words, known.text.letters, is_spaced(known))
