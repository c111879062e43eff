"""Which concepts does a text name, and which does it deny: the lid, not soft?

Some 400 concepts stand in `data/concepts`, with the words of every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ..languages import LanguageProfile, claim_words, concept_words, profile
from .claims import everyday_blanked, word_pattern
from .negation import is_denied, without_everyday

Said = tuple[str, str]
"""A text, and the code of its language."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept's word in a text."""

    concept: str
    word: str
    start: int
    end: int
    denied: bool
    clear: bool
    """Whether it is no part of a phrase that holds a denial and denies nothing."""

    @property
    def side(self) -> str:
        """What is said to be true: `folds`, or `not folds`."""
        return f"not {self.concept}" if self.denied else self.concept


def spoken_of(said: Sequence[Said]) -> frozenset[str]:
    """The concepts of which texts speak, also in looser words, denied or not."""
    return frozenset(name for text, code in said for name in _spoken(text, code))


@lru_cache(maxsize=4096)
def mentions(text: str, profile: LanguageProfile) -> tuple[Mention, ...]:
    """Every place of a text that names a concept, in words that can mean nothing else."""
    bare = everyday_blanked(text, profile)
    around = without_everyday(bare, profile)
    return tuple(
        Mention(
            concept=name,
            word=match[0],
            start=match.start(),
            end=match.end(),
            denied=_denies_itself(match[0], profile.code)
            or is_denied(around, match.start(), match.end(), profile),
            clear=around[match.start() : match.end()] == match[0],
        )
        for name, match in _matches(bare, profile.code, concept_words(profile.code).words)
    )


@lru_cache(maxsize=4096)
def _spoken(text: str, code: str) -> frozenset[str]:
    bare = everyday_blanked(text, profile(code))
    tables = (concept_words(code).words, concept_words(code).speech)
    return frozenset(name for words in tables for name, _ in _matches(bare, code, words))


def _matches(
    text: str, code: str, words: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, re.Match[str]]]:
    """Each concept with each place of its words; only few patterns are tried, for speed."""
    plain = text.lower()
    for name, forms in words.items():
        if likely := tuple(form for form in forms if _longest_part(form) in plain):
            for match in _pattern(code, likely).finditer(text):
                yield name, match


def _denies_itself(word: str, code: str) -> bool:
    return bool(_pattern(code, claim_words(code).denial.within).fullmatch(word))


@cache
def _longest_part(word: str) -> str:
    return max(word.lower().split("*"), key=len)


_pattern = lru_cache(maxsize=8192)(word_pattern)
