"""A model's words in languages of which a sheet has none: the product's name, its material."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from ..facts import parts_of
from ..records import Brief, Fact, Names, Term, TermWords, Variant, Variants
from .folder import RunFolder

NAMES = "names.json"
_Word = TypeVar("_Word")


def with_names(brief: Brief, folder: RunFolder, languages: Collection[str] = ()) -> Brief:
    """The brief with its product's name and terms in more languages, if a writer was asked.

    The sheet's own words stay, and words that were asked for other words of the sheet do not count.
    `languages`: the codes of those that matter; none: all of them.
    """
    names = folder.find(NAMES, Names)
    if names is None:
        return brief
    if languages:
        names = _of_these(names, languages)
    return replace(brief, facts=tuple(_completed(fact, names) for fact in brief.facts))


def _of_these(names: Names, languages: Collection[str]) -> Names:
    def these(words: Mapping[str, _Word]) -> Mapping[str, _Word]:
        return {code: word for code, word in words.items() if code in languages}

    terms = {key: replace(term, words=these(term.words)) for key, term in names.terms.items()}
    return replace(names, names=these(names.names), terms=terms)


def _completed(fact: Fact, names: Names) -> Fact:
    value = fact.value
    if isinstance(value, Variants):
        keys = [part.key for part in parts_of(fact)]
        options = zip(keys, value.options, strict=True)
        called = tuple(_with_its_words(option, names.terms.get(key)) for key, option in options)
        return replace(fact, value=Variants(options=called))
    if not isinstance(value, Term):
        return fact
    if fact.key == "name" and names.of == value.translations:
        return _with_words(fact, value, {code: one.name for code, one in names.names.items()})
    terms = names.terms.get(fact.key)
    if terms and terms.of == value.translations:
        guessed = tuple(code for code in terms.words if code not in value.translations)
        return _with_words(fact, replace(value, guessed=guessed), terms.words)
    return fact


def _with_its_words(option: Variant, terms: TermWords | None) -> Variant:
    if not terms or terms.of != option.name:
        return option
    guessed = tuple(code for code in terms.words if code not in option.name)
    return replace(option, name={**terms.words, **option.name}, guessed=guessed)


def _with_words(fact: Fact, value: Term, words: Mapping[str, str]) -> Fact:
    return replace(fact, value=replace(value, translations={**words, **value.translations}))
