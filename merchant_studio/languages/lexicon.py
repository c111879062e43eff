"""The trade lexicon: materials, products, packing, payment ... in every language.

Read from `data/lexicon/<code>.toml`: tables of ids with their words, the citation form first.
It tells writers how to translate, and the brief what a term of the sheet is called in a language
that the sheet does not give.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .profiles import REFERENCE, profile

LEXICON_FOLDER = Path(__file__).parents[1] / "data" / "lexicon"
_GRADED = re.compile(r"(?P<before>[A-Z0-9-]*)(?P<term>.*?)(?P<after>[A-Z0-9-]*)", re.S)
"""A term with its grade, a code on either side: 304不锈钢, TR90."""


@cache
def entries(language: str) -> Mapping[str, tuple[str, ...]]:
    """Every id with its words in a language; empty for a language that has no lexicon."""
    return {
        term: (words,) if isinstance(words, str) else tuple(words)
        for table in _tables(language).values()
        for term, words in table.items()
    }


def table(name: str) -> frozenset[str]:
    """The ids of one table, such as `colors`."""
    return frozenset(_tables(REFERENCE)[name])


@cache
def _tables(language: str) -> Mapping[str, Mapping[str, str | list[str]]]:
    path = LEXICON_FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def words(language: str) -> Mapping[str, str]:
    """Every word of a language, in any of its forms and lower case -> its id."""
    return {word.casefold(): term for term, forms in entries(language).items() for word in forms}


def translate(term: str, source: str, target: str) -> str | None:
    """A term in another language: `304不锈钢` is `stainless steel 304`; None if it is not known."""
    known = words(source)
    whole = known.get(term.strip().casefold())
    if whole:
        return _word(whole, target)
    parts = _GRADED.fullmatch(term.strip())
    grade = parts and (parts["before"] or parts["after"])
    if not parts or not grade or (parts["before"] and parts["after"]):
        return None
    bare = known.get(parts["term"].strip().casefold())
    translated = _word(bare, target) if bare else None
    if not translated:
        return None
    return profile(target).patterns.grade.format(term=translated, grade=grade)


def found_in(text: str, language: str) -> tuple[str, ...]:
    """The words of the lexicon that stand in a text, the longest where they overlap, in order."""
    text, known = text.casefold(), words(language)
    taken: list[tuple[int, str]] = []
    covered = [False] * len(text)
    for word in sorted((w for w in known if w in text), key=len, reverse=True):
        at = text.find(word)
        while at >= 0:
            if not any(covered[at : at + len(word)]):
                covered[at : at + len(word)] = [True] * len(word)
                taken.append((at, word))
            at = text.find(word, at + 1)
    return tuple(dict.fromkeys(word for _, word in sorted(taken)))


def _word(term: str, language: str) -> str | None:
    forms = entries(language).get(term)
    return forms[0] if forms else None
