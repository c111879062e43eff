"""A fact has one truth: does the brief still say what the sheet says?

The brief is made from the sheet, but either can be edited afterwards. A price of 17.50 in
`brief.json` beside 18.50 in `product.yaml` may be meant, or a slip; so it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ..facts import completed, summary, translated
from ..messages import Notice, name_of, say
from ..records import Brief, Fact, FactValue, Finding, Money, Sheet, Term


def check_sheet(brief: Brief, sheet: Sheet, *, strict: bool = False) -> tuple[Finding, ...]:
    """A finding for each fact of the sheet that the brief states otherwise or leaves out.

    It is a `warn`, with `strict` a `block`.
    """
    severity: Literal["block", "warn"] = "block" if strict else "warn"
    return tuple(
        Finding(check="sheet", severity=severity, where="brief.json", key=key, message=message)
        for key, message in _differences(brief, sheet)
    )


def _differences(brief: Brief, sheet: Sheet) -> Iterator[tuple[str, Notice]]:
    known = {fact.key: fact for fact in (*brief.unconfirmed, *brief.facts)}
    given = [
        Fact(key=key, value=translated(value, brief.source_language), must_say=True, source="sheet")
        for key, value in sheet.values.items()
    ]
    for fact in completed(given, [*brief.facts, *given]):
        said, own = summary(fact.value), known.get(fact.key)
        if own is None:
            told = say(
                "{key}: product.yaml says {said}, brief.json nothing; correct one of them; without "
                "brief.json the facts are read again",
                key=name_of(fact.key),
                said=said,
            )
            yield fact.key, told
        elif not _same(own.value, fact.value):
            told = say(
                "{key}: brief.json says {meant}, product.yaml says {said}; correct one of them; "
                "without brief.json the facts are read again",
                key=name_of(fact.key),
                meant=summary(own.value),
                said=said,
            )
            yield fact.key, told


def _same(one: FactValue, given: FactValue) -> bool:
    """Whether a fact is what the sheet gives; a term may have words in more languages."""
    if isinstance(one, Term) and isinstance(given, Term):
        words = one.translations
        return all(words.get(code, word) == word for code, word in given.translations.items())
    if isinstance(one, Money) and isinstance(given, Money):
        return replace(one, per=None) == replace(given, per=None)
    return one == given
