"""Does a line claim something that nobody said: waterproof, organic, made in Germany, free?

Some 75 families of claims stand in `data/claims`, with the words of every language. A family is
allowed if the merchant says it anywhere in his pitch or his sheet does: 防水 allows wasserdicht.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..languages import (
    REFERENCE,
    TAG,
    LanguageProfile,
    claim_words,
    families,
    is_spaced,
    plain_letters,
    profile,
    words_pattern,
)
from ..messages import Notice, say
from ..records import Code, Fact, Term
from .negation import denials_in, is_denied, without_everyday


def check_claims(
    text: str, profile: LanguageProfile, allowed: frozenset[str]
) -> Mapping[str, Notice]:
    """What is wrong with each family that a line claims and that is not allowed.

    The text may hold its tags: "<material> ist rostfrei."
    """
    return {
        family: say("nobody said that {says} ({word})", says=families()[family].says, word=word)
        for family, word in claims_of(text, profile).items()
        if family not in allowed
    }


def claims_of(text: str, profile: LanguageProfile) -> Mapping[str, str]:
    """The families that a text claims and does not deny, each with the words that do."""
    return {family: word for family, word, denied in _claims(text, profile) if not denied}


def licensed(said: Sequence[str], source_language: str, facts: Sequence[Fact]) -> frozenset[str]:
    """The families that the merchant's words and his facts allow; one that he denies is not.

    `said` is all that he says in the pitch, in any wording.
    """
    own = profile(source_language)
    claims = [claim for line in said for claim in _claims(line, own)]
    found = {family for family, _, denied in claims if not denied}
    loose = {family for line in said for family in _loosely(line, own)}
    stated = {family for fact in facts for family in _of_fact(fact, own)}
    denied = {family for family, _, denied in claims if denied}
    return _with_weaker(found | stated | (loose - denied))


def _claims(text: str, profile: LanguageProfile) -> list[tuple[str, str, bool]]:
    """Each family with its words in a text, and whether they are denied."""
    bare = everyday_blanked(text, profile)
    found = [
        (family, match)
        for family, pattern in _patterns(profile.code, "claims").items()
        for match in pattern.finditer(bare)
    ]
    rest = list(bare)  # a denial that is part of a claim denies nothing else: it does not rust
    for _, match in found:
        rest[match.start() : match.end()] = "\x00" * len(match[0])
    around = without_everyday("".join(rest), profile)
    return [
        (family, match[0], is_denied(around, match.start(), match.end(), profile))
        for family, match in found
    ]


def everyday_blanked(text: str, profile: LanguageProfile) -> str:
    """The text without tags, and without phrases that claim nothing: feel free."""
    return _everyday(profile.code).sub(_blank, TAG.sub("\x00", plain_letters(text)))


def _loosely(text: str, profile: LanguageProfile) -> Iterator[str]:
    for family, pattern in _patterns(profile.code, "speech").items():
        if pattern.search(text):
            yield family


def _of_fact(fact: Fact, own: LanguageProfile) -> Iterator[str]:
    """What a fact of the sheet allows, by its key and its words; "防水: 不防水" allows nothing."""
    english = profile(REFERENCE)
    texts = [(own, fact.key), (english, fact.key.replace("_", " "))]
    if isinstance(fact.value, Term):
        words = fact.value.translations
        if any(denials_in(word, profile(code)) for code, word in words.items()):
            return
        texts += [(known, words[known.code]) for known in (own, english) if known.code in words]
    elif isinstance(fact.value, Code):
        texts += [(each, code) for each in (own, profile(REFERENCE)) for code in fact.value.codes]
    yield from (name for name, family in families().items() if fact.key in family.keys)
    for language, text in texts:
        yield from claims_of(text, language)
        yield from _loosely(text, language)


def _with_weaker(found: set[str]) -> frozenset[str]:
    while weaker := {name for each in found for name in families()[each].includes} - found:
        found = found | weaker
    return frozenset(found)


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match[0])


@cache
def _everyday(code: str) -> re.Pattern[str]:
    return word_pattern(code, claim_words(code).everyday)


@cache
def _patterns(code: str, table: str) -> Mapping[str, re.Pattern[str]]:
    words: Mapping[str, tuple[str, ...]] = getattr(claim_words(code), table)
    return {family: word_pattern(code, forms) for family, forms in words.items()}


def word_pattern(code: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of a language's words, with what may be written before them at once."""
    if not words:
        return re.compile(r"(?!)")
    known, prefixes = profile(code), ("", *claim_words(code).prefixes)
    words = tuple(prefix + word for prefix in prefixes for word in words)
    return words_pattern(words, known.text.letters, is_spaced(known))
