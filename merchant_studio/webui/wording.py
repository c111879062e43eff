"""Errors and findings, which the program makes in English, in the page's language.

The page says some of them in its own words, for it shows line and language beside them; the others
are said as on the command line (`messages.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..languages import language_codes, profile
from ..messages import Catalogue, names, patterns
from .texts import own_patterns, texts


def say(sentence: str, language: str) -> str:
    """The sentence in the page's language; as it is, where that has no words for it."""
    told = _catalogue(language).say(sentence)
    if told != sentence and "; " in sentence and told[-1].isalnum():
        told += texts(language)["page.stop"]
    first = told.partition(" ")[0]
    return told[:1].upper() + told[1:] if first.isalpha() else told  # no file's name


@cache
def _catalogue(language: str) -> Catalogue:
    found = {**patterns(language), **own_patterns(language)}
    return Catalogue(found, names(language), texts(language)["page.comma"])


def label_of(key: str, language: str, own: Mapping[str, Mapping[str, str]]) -> str:
    """A fact's key in the page's language."""
    if key in own and language in own[key]:
        return own[key][language]
    text = texts(language).get(f"keys.{key}")
    if text:
        return text
    known = profile(language).labels if language in language_codes() else {}
    return known.get(key, key.replace("_", " "))
