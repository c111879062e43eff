"""Names of the product in languages of which its sheet says none: `names.json`."""

from __future__ import annotations

from dataclasses import replace

from ..records import Brief, Fact, Names, Term
from .folder import RunFolder

NAMES = "names.json"


def with_names(brief: Brief, folder: RunFolder) -> Brief:
    """The brief with its product's name in more languages, if a writer was asked for them.

    The sheet's own names stay, and names that were asked for another product's name do not count.
    """
    names = folder.find(NAMES, Names)
    if names is None:
        return brief
    return replace(brief, facts=tuple(_named(fact, names) for fact in brief.facts))


def _named(fact: Fact, names: Names) -> Fact:
    value = fact.value
    if fact.key != "name" or not isinstance(value, Term) or names.of != value.translations:
        return fact
    others = {code: one.name for code, one in names.names.items()}
    return replace(fact, value=replace(value, translations={**others, **value.translations}))
