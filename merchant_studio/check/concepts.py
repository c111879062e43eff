"""Does a line speak of what the merchant does not: another thing, the opposite, for ever?

Some 400 concepts stand in `data/concepts`, with the words of every language. A thing may be named
if he speaks of it anywhere, an absolute word if he says one nearby. The opposite of what he says
is refused; denied soft is hard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..languages import LanguageProfile, claim_words, concept_words, concepts, profile
from .claims import everyday_blanked, word_pattern
from .negation import is_denied, without_everyday

Said = tuple[str, str]
"""A text, and the code of its language."""


@dataclass(frozen=True, slots=True)
class _Mention:
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


def check_concepts(
    text: str,
    profile: LanguageProfile,
    *,
    own: Sequence[Said],
    near: Sequence[Said],
    anywhere: frozenset[str],
) -> tuple[str, ...]:
    """A finding for each concept of a line that the merchant's words rule out.

    `own` are his words for the line, `near` those beside it, too; `anywhere` is `spoken_of` all.
    """
    found = _mentions(text, profile)
    beside = spoken_of(near)
    return (
        *_unsaid(found, concepts().things, anywhere, "nobody speaks of {}"),
        *_unsaid(found, concepts().absolutes, beside, "nobody says so strongly: {}"),
        *_reversed(found, own, near),
    )


def spoken_of(said: Sequence[Said]) -> frozenset[str]:
    """The concepts of which texts speak, also in looser words, denied or not."""
    return frozenset(name for text, code in said for name in _spoken(text, code))


@cache
def _spoken(text: str, code: str) -> frozenset[str]:
    bare = everyday_blanked(text, profile(code))
    tables = (concept_words(code).words, concept_words(code).speech)
    return frozenset(name for words in tables for name, _ in _matches(bare, code, words))


def _unsaid(
    found: Sequence[_Mention], kind: Sequence[str], said: frozenset[str], why: str
) -> Iterator[str]:
    for each in found:
        if each.concept in kind and each.concept not in said and not _covered(each, found, said):
            yield why.format(f"{each.concept} ({each.word})")


def _covered(each: _Mention, found: Sequence[_Mention], said: frozenset[str]) -> bool:
    """Whether its word may also be one for something that is said: a cap is a lid."""
    return any(
        other.concept in said and other.start < each.end and each.start < other.end
        for other in found
    )


def _reversed(
    found: Sequence[_Mention], own: Sequence[Said], near: Sequence[Said]
) -> Iterator[str]:
    meant, beside = _sides(own), _sides(near)
    line = {each.side for each in found}
    for each in found:
        against = _against(each.side)
        if (
            each.clear
            and each.concept not in _things()
            and against & meant
            and not against & line
            and not _agreeing(each.side) & beside
        ):
            yield f"the merchant says the opposite of {each.side} ({each.word})"


def _sides(said: Sequence[Said]) -> frozenset[str]:
    found = [each for text, code in said for each in _mentions(text, profile(code))]
    unclear = {side for each in found if not each.clear for side in _both(each.concept)}
    return frozenset({each.side for each in found} | unclear)


def _both(concept: str) -> tuple[str, str]:
    return concept, f"not {concept}"


def _against(side: str) -> frozenset[str]:
    """What cannot be true where a side is: of `soft` it is `hard` and `not soft`."""
    if side.startswith("not "):
        return frozenset([side[4:]])
    opposite = concepts().opposites.get(side)
    return frozenset([f"not {side}", *([opposite] if opposite else [])])


def _agreeing(side: str) -> frozenset[str]:
    """What may be said so: who says `hard` may say `not soft`."""
    opposite = concepts().opposites.get(side.removeprefix("not "))
    if opposite is None:
        return frozenset([side])
    return frozenset([side, opposite if side.startswith("not ") else f"not {opposite}"])


@cache
def _things() -> frozenset[str]:
    return frozenset((*concepts().things, *concepts().topics, *concepts().absolutes))


@cache
def _mentions(text: str, profile: LanguageProfile) -> tuple[_Mention, ...]:
    bare = everyday_blanked(text, profile)
    around = without_everyday(bare, profile)
    return tuple(
        _Mention(
            name,
            match[0],
            match.start(),
            match.end(),
            _denies_itself(match[0], profile.code)
            or is_denied(around, match.start(), match.end(), profile),
            clear=around[match.start() : match.end()] == match[0],
        )
        for name, match in _matches(bare, profile.code, concept_words(profile.code).words)
    )


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


_pattern = cache(word_pattern)
