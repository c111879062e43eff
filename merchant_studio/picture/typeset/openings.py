"""Finds the places where a row of text may end, and rates how bad a break there would be.

Between "steel" and "flask" it is no harm (`Tie.FREE`), between 500 and ml it is worst. A row ends
at a place that is not free only if the text would else be too long, and there where the tie of
the two sides is weakest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from ...languages import CaptionRules
from .characters import (
    CLOSING_CATEGORIES,
    NO_ROW_START,
    OPENING_CATEGORIES,
    SPACE,
    UNBREAKABLE,
    WORD_JOINER,
    graphemes,
    joins,
)

BEFORE_A_NUMBER = re.compile(r"[×xXх*~≈±+\-№#<>≤≥]|[A-Z]{2,3}|Rp\.?|Rs\.?|N[oº°]\.?")
"""Words that belong to the number after them; so does everything with a currency sign."""
_DASHES = ("–", "—")
_LISTED = re.compile(r"([A-Za-z0-9][A-Za-z0-9./+-]*)[,、，]")
_LEADING_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./+-]*")
_NUMBER_AT_THE_END = re.compile(r"[\u0e00-\u0e7f\u3040-\u9fff：](\+?\d[\d.,]*)$")
_HIRAGANA = re.compile("[ぁ-ゖー]+")
_SPACES = re.compile(f"[{SPACE}]+")
_UNSPACED = re.compile(f"[^{SPACE}]+")


class Tie(IntEnum):
    """How strongly the two sides of a place belong together, the weakest tie first."""

    FREE = 0
    PHRASE = 1
    """Words of one phrase, in a script without spaces: 真空 | 断熱ボトル."""
    LIST = 2
    """Codes of one list: LFGB, | FDA."""
    PARTICLE = 3
    """A small word and the one it belongs to: من | الفولاذ, आज | ही; a dash and its number."""
    TERM = 4
    """Words of one term of the trade: 真空 | 断熱, thép | không | gỉ."""
    WORD = 5
    """Parts of one word: hợp | tác, 真 | 空, ボトル | です."""
    NUMBER = 6
    """A number and its unit or currency: 500 | ml."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A place where a row might end."""

    end: int
    following: int
    """Where the next row would start; after a space, if there is one."""
    tie: Tie
    is_sure: bool = True
    """False beside a single character: words that nobody knows come as such."""


def openings(
    text: str, rules: CaptionRules, phrase_breaks: str, terms: Collection[str] = ()
) -> list[Opening]:
    """The places of a tidy text where a row might end, in order.

    `phrase_breaks` is that of the rules, or empty where only spaces may part a text; the `terms`
    are of the trade.
    """
    found = [Opening(*match.span(), Tie.FREE) for match in _SPACES.finditer(text)]
    if phrase_breaks:
        found += _between_phrases(text, rules, phrase_breaks)
    have_spaces = not rules.phrase_breaks
    in_terms, in_words = (_inside(text, each, have_spaces) for each in (terms, rules.words))
    places = []
    for at in sorted(found, key=lambda each: each.end):
        if not _is_closed(text, at.end, at.following):
            tie = max(
                _tie(text, at, rules),
                Tie.TERM if at.following in in_terms else Tie.FREE,
                Tie.WORD if at.following in in_words else Tie.FREE,
            )
            places.append(replace(at, tie=tie))
    return places


def _tie(text: str, at: Opening, rules: CaptionRules) -> Tie:
    """How strongly the words on both sides belong together; never weaker than `at.tie`."""
    left, right = _word(text[: at.end], -1), _word(text[at.following :], 0)
    if at.end < at.following:
        if _counts(left, right):
            return Tie.NUMBER
        if left in _DASHES and right[:1].isdigit():
            return Tie.PARTICLE
        if left.casefold() in rules.belongs_to_next or _bare(right) in rules.belongs_to_last:
            return Tie.PARTICLE
    return max(at.tie, Tie.LIST) if _are_listed(left, right) else at.tie


def _is_closed(text: str, end: int, following: int) -> bool:
    """Whether no row may ever end at `end` and go on at `following`."""
    before, after = text[end - 1], text[following]
    if before in UNBREAKABLE or after in UNBREAKABLE:
        return True
    if after in NO_ROW_START or unicodedata.category(after) in CLOSING_CATEGORIES:
        return True
    if unicodedata.category(before) in OPENING_CATEGORIES:
        return True
    if end < following:
        return False
    within_a_code = ord(before) < 0x250 and ord(after) < 0x250
    number_and_unit = before.isdigit() and unicodedata.category(after)[0] in "LNS"
    currency = unicodedata.category(before) == "Sc"
    return within_a_code or number_and_unit or currency or joins(before, after)


def _counts(left: str, right: str) -> bool:
    """Whether one of two words is a number and the other one its unit, currency or sign."""
    if left[-1:].isdigit() and not any(c.isalpha() for c in left):
        return unicodedata.category(right[:1] or "x") not in OPENING_CATEGORIES
    if right.lstrip("+-−~≈±")[:1].isdigit():
        has_sign = any(unicodedata.category(c) == "Sc" for c in left)
        return has_sign or BEFORE_A_NUMBER.fullmatch(left) is not None
    return False


def _are_listed(left: str, right: str) -> bool:
    """Whether two codes of a list stand on both sides: LFGB, | FDA."""
    listed, following = _LISTED.findall(left), _LEADING_CODE.match(right)
    if not listed or following is None or left[-1] not in ",、，":
        return False
    return _is_code(listed[-1]) and _is_code(following[0])


def _is_code(word: str) -> bool:
    """Whether a word of Latin letters and digits is a code: FDA, IP65, RoHS."""
    capitals = sum(c.isupper() for c in word)
    return bool(capitals) and (word.upper() == word or capitals > 1)


def _word(text: str, index: int) -> str:
    """The first (0) or last (-1) word, without bidi marks and other invisible characters.

    In a script without spaces a number is a word of its own: サイズは30.
    """
    word = _SPACES.split(text)[index]
    if index and (number := _NUMBER_AT_THE_END.search(word)):
        word = number[1]
    return "".join(c for c in word if unicodedata.category(c) != "Cf")


def _bare(word: str) -> str:
    """A word without the marks after it, in small letters."""
    while word and unicodedata.category(word[-1])[0] not in "LMN":
        word = word[:-1]
    return word.casefold()


def _inside(text: str, words: Collection[str], have_spaces: bool) -> set[int]:
    """The positions inside known words, where a row had better not end: 1 for 合作 at 0."""
    small, covered, inside = text.lower(), [False] * len(text), set[int]()
    for word in sorted((each for each in words if each in small), key=len, reverse=True):
        for match in re.finditer(re.escape(word), small):
            start, end = match.span()
            is_whole = not (small[start - 1 : start].isalnum() or small[end : end + 1].isalnum())
            if not any(covered[start:end]) and (is_whole or not have_spaces):
                covered[start:end] = [True] * (end - start)
                inside.update(range(start + 1, end))
    return inside


# --- scripts without spaces ----------------------------------------------------------------


def _between_phrases(text: str, rules: CaptionRules, phrase_breaks: str) -> Iterator[Opening]:
    """The places between phrases and words that no space parts.

    A phrase ends where both BudouX and the dictionary see an end: BudouX alone cuts within words
    (真|空), the dictionary between a word and its particle.
    """
    for run in _UNSPACED.finditer(text):
        kept = [i for i in range(*run.span()) if text[i] != WORD_JOINER]
        bare = "".join(text[i] for i in kept)
        words = _words(bare, phrase_breaks)
        ends = list(accumulate(map(len, words)))
        phrase_ends = set(accumulate(map(len, _phrases(bare, phrase_breaks)))) or set(ends)
        ties = {at: Tie.WORD for at in phrase_ends - {len(bare)}}
        for at, (word, after) in zip(ends, pairwise(words), strict=False):
            ties[at] = _tie_of_words(word, after, at in phrase_ends, rules)
        free = [0, *sorted(at for at, tie in ties.items() if not tie), len(bare)]
        phrases = [bare[a:b] for a, b in pairwise(free)]
        unsure = set(_beside_single_characters(phrases))
        for at, tie in ties.items():
            yield Opening(kept[at], kept[at], tie, at not in unsure)


def _tie_of_words(word: str, after: str, ends_a_phrase: bool, rules: CaptionRules) -> Tie:
    if word in rules.belongs_to_next or after in rules.belongs_to_last:
        return Tie.PARTICLE
    if ends_a_phrase:
        return Tie.FREE
    is_ending = len(after) == 1 or _HIRAGANA.fullmatch(after)
    return Tie.WORD if is_ending else Tie.PHRASE


def _beside_single_characters(phrases: Sequence[str]) -> Iterator[int]:
    at = 0
    for phrase, after in pairwise(phrases):
        at += len(phrase)
        if len(graphemes(phrase)) == 1 or len(graphemes(after)) == 1:
            yield at


def _words(text: str, phrase_breaks: str) -> list[str]:
    """The words of a text by a dictionary."""
    if phrase_breaks == "th":  # ICU, too, cuts Thai within words: กระ|ติก
        from pythainlp.tokenize import word_tokenize

        return list(word_tokenize(text, engine="newmm"))
    from icu4py.breakers import WordBreaker

    return list(WordBreaker(text, phrase_breaks))


def _phrases(text: str, phrase_breaks: str) -> list[str]:
    """The phrases of a text by BudouX; none for Thai, of which it knows too little."""
    parser = _budoux(phrase_breaks)
    return [] if parser is None else list(parser.parse(text))


@cache
def _budoux(phrase_breaks: str) -> Any:
    import budoux

    load = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }.get(phrase_breaks)
    return load and load()
