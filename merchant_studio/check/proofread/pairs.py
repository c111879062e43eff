"""Prices beside what they are for: does each stand with its own quantity, color or size?

All numbers of "18.50 from 500 pieces, 17 from 100" are facts, and it is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ...languages import LanguageProfile, any_of, plain_letters, runs_on
from ...messages import Notice, name_of, say
from ...records import Fact, Ladder, Variants
from .expected import Expected, expected_of, step_of
from .quantities import read_quantities
from .quantity import Quantity

BLANK = "\x00"
"""Stands for the letters of a name, so that what it says is read as no number or word."""


def without_names(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> str:
    """The text, as long as before, without the names of the facts' variants: S, 38, red."""
    for fact in facts:
        if isinstance(fact.value, Variants):
            for start, end, _ in _names(text, fact.value, profile):
                text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def missing_names(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> Iterator[Notice]:
    """Names of variants that the text does not hold."""
    for fact in facts:
        if isinstance(fact.value, Variants):
            there = {n for *_, n in _names(text, fact.value, profile)}
            names = _words(fact.value, profile)
            yield from (
                say("{text!r} is missing", text=name)
                for n, name in enumerate(names)
                if n not in there
            )


def wrong_pairs(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> Iterator[Notice]:
    """Prices that stand beside another quantity, or another name, than their own."""
    if not any(isinstance(fact.value, Ladder | Variants) for fact in facts):
        return
    read = read_quantities(without_names(text, facts, profile), profile)
    found = [quantity for quantity in read if not quantity.approximate]
    for fact in facts:
        match fact.value:
            case Ladder() as ladder if not _has_steps(found, ladder):
                yield say(
                    "a price of <{key}> stands beside another quantity", key=name_of(fact.key)
                )
            case Variants() as variants:
                yield from _wrong_names(text, found, fact.key, variants, profile)


def _wrong_names(
    text: str, found: Sequence[Quantity], key: str, value: Variants, profile: LanguageProfile
) -> Iterator[Notice]:
    """Names that another one's price follows."""
    if not any(option.price for option in value.options):
        return
    places = _names(text, value, profile)
    ends = [*(start for start, *_ in places[1:]), len(text)]
    for (_, start, n), end in zip(places, ends[: len(places)], strict=True):
        option, after = value.options[n], [q for q in found if start <= q.start < end]
        own = list(expected_of(option.price)) if option.price else []
        if isinstance(option.price, Ladder):
            right = _has_steps(after[: len(own)], option.price)
        else:
            right = all(map(_states, own, after)) and len(after) >= len(own)
        if not right:
            yield say(
                "a price of <{key}> stands beside another name than its own", key=name_of(key)
            )


def _has_steps(found: Sequence[Quantity], ladder: Ladder) -> bool:
    """Whether the steps stand somewhere one after the other, each a quantity with its price."""
    steps = [step_of(step) for step in ladder.steps]
    size = 2 * len(steps)
    return any(
        _are_steps(found[at : at + size], steps) for at in range(max(0, len(found) - size) + 1)
    )


def _are_steps(found: Sequence[Quantity], steps: Sequence[tuple[Expected, Expected]]) -> bool:
    pairs = list(zip(found[::2], found[1::2], strict=False))
    stated = Counter(
        next((n for n, step in enumerate(steps) if _is_pair(pair, step)), None) for pair in pairs
    )
    return stated == Counter(range(len(steps)))


def _is_pair(pair: tuple[Quantity, Quantity], step: tuple[Expected, Expected]) -> bool:
    one, other = pair
    return (_states(step[0], one) and _states(step[1], other)) or (
        _states(step[0], other) and _states(step[1], one)
    )


def _states(wanted: Expected, found: Quantity) -> bool:
    return wanted.amounts == found.amounts and wanted.is_stated_by(found)


def _words(value: Variants, profile: LanguageProfile) -> list[str]:
    """What each variant is called in the language."""
    return [
        plain_letters(o.name.get(profile.code) or o.name.get("en") or next(iter(o.name.values())))
        for o in value.options
    ]


def _names(text: str, value: Variants, profile: LanguageProfile) -> list[tuple[int, int, int]]:
    """Where the names of variants first stand, as start, end and number; in order."""
    names = _words(value, profile)
    numbers = {name.lower(): n for n, name in enumerate(names)}
    found: dict[int, tuple[int, int, int]] = {}
    for each in re.finditer(any_of(names), text, re.I):
        if not (_goes_on(text, each.start()) or _goes_on(text, each.end())):
            n = numbers[each[0].lower()]
            found.setdefault(n, (each.start(), each.end(), n))
    return sorted(found.values())


def _goes_on(text: str, at: int) -> bool:
    """Whether a word or number goes on over `at`: the S of SUS304."""
    sides = text[at - 1 : at], text[at : at + 1]
    return all(side.isalnum() and not runs_on(side) for side in sides)
