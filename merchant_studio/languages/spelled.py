"""Which number a word states: achtzehn is 18, "twenty-five" and "twentyfive" are 25.

The words are those of the Unicode rules for spelling numbers, which ICU has for every language.
They give the form that counts; other forms, and words such as dozen and half, have their values in
the language's file (`numerals`). Of the rest, such as двоих, nobody here knows the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile

from .profiles import LanguageProfile, is_spaced, plain_letters

_GAPS = re.compile(r"[\s\u00ad\u200b\u2010\u2011-]+")
"""What stands between the words of a number, or does not: twenty-five, twenty five."""
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
"""Accents and vowel signs, which `\\w` takes for no letters."""
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
_WORD = re.compile(rf"{_LETTER}+(?:[\u00ad\u200b\u2010\u2011'’-]{_LETTER}+)*")
_BETWEEN = re.compile(rf"(?:[\s\u00ad\u200b\u2010\u2011'’-]|{_LETTER})*")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_ONE_SYLLABLE = re.compile("[\uac00-\ud7a3]")
"""In Korean as often another word: 천 is a thousand, and cloth."""
_MOST_WORDS = 7
_LEAST_LETTERS = 3
"""Letters of a number that may begin a longer word: zehnmal, ten-fold."""
_BRITISH = ("hundred", "hundredand")
_ONE = 2
"""Letters that the words for 1 and 100 share where the second says the first: einhundert."""


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A number that stands in a text in words."""

    start: int
    end: int
    value: Decimal


@cache
def _values(profile: LanguageProfile) -> Mapping[str, Decimal]:
    """The number of each spelling, without gaps, that ICU or the language's file knows."""
    own = {_plain(word): value for word, value in profile.text.numerals.items()}
    return {word: Decimal(n) for word, n in spelled_numbers(profile.code).items()} | own


@cache
def spelled_numbers(code: str) -> Mapping[str, int]:
    """Each number up to 999, and thousands of them, by its words without gaps."""
    from icu4py.messageformat import MessageFormat

    spelling = MessageFormat("{n, spellout}", code)

    def words(number: int) -> str:
        return _plain(spelling.format({"n": number}))

    numbers = [*range(1, 1000), *range(1000, 1_000_000, 1000)]
    found = {words(number): number for number in numbers}
    for round_number in (100, 1000):  # hundert beside einhundert, "hundred" beside "one hundred"
        whole = words(round_number)
        same = takewhile(lambda pair: pair[0] == pair[1], zip(words(1), whole, strict=False))
        one = whole[: len(list(same))]
        if _ONE <= len(one) < len(whole):
            alike = [n for n in numbers if round_number <= n < 2 * round_number]
            found |= {words(n).removeprefix(one): n for n in alike if words(n).startswith(one)}
    british = {text.replace(*_BRITISH): n for text, n in found.items() if _BRITISH[0] in text}
    return {**british, **found}


def numbers_in_words(text: str, profile: LanguageProfile) -> Iterator[SpelledNumber]:
    """The numbers that stand in a text in words, the longest first where several begin."""
    known = _values(profile)
    if not is_spaced(profile):
        yield from _in_letters(text, known)
        return
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for last in range(min(len(words), at + _MOST_WORDS), at, -1):
            start, end = words[at].start(), words[last - 1].end()
            between = text[start:end]
            if _BETWEEN.fullmatch(between):
                value = None if _ONE_SYLLABLE.fullmatch(between) else known.get(_plain(between))
                if value is not None:
                    yield SpelledNumber(start, end, value)
                    at = last - 1
                    break
        else:
            yield from _glued(words[at], known)
        at += 1


def _glued(word: re.Match[str], known: Mapping[str, Decimal]) -> Iterator[SpelledNumber]:
    """The number that a Korean word begins with, its counter after it: 백십개."""
    for length in range(len(word[0]) - 1, 1, -1) if _HANGUL.fullmatch(word[0]) else ():
        if word[0][:length] in known:
            yield SpelledNumber(word.start(), word.start() + length, known[word[0][:length]])
            return


def value_of_word(word: str, profile: LanguageProfile) -> Decimal | None:
    """The number that a word states or begins with: 10 of zehnmal; None: nobody knows it."""
    known, plain = _values(profile), _plain(word)
    for numeral, value in profile.text.numerals.items():
        if re.match(rf"{re.escape(numeral)}(?!\w)", word, re.I):
            return value
    if _ONE_SYLLABLE.fullmatch(plain):
        return None
    for length in range(len(plain), _LEAST_LETTERS - 1, -1):
        if plain[:length] in known:
            return known[plain[:length]]
    return None


def _in_letters(text: str, known: Mapping[str, Decimal]) -> Iterator[SpelledNumber]:
    """The numbers of a text whose words have no spaces between them."""
    longest, at = max(map(len, known)), 0
    while at < len(text):
        for end in range(min(len(text), at + longest), at, -1):
            value = known.get(_plain(text[at:end]))
            if value is not None:
                yield SpelledNumber(at, end, value)
                at = end - 1
                break
        at += 1


def _plain(words: str) -> str:
    """Without gaps and capitals; that of İki leaves a dot behind."""
    return _GAPS.sub("", plain_letters(words).casefold().replace("\u0307", ""))
