"""The parts of a fact with several prices, each with a tag of its own: `<price_2>` is its second.

A merchant says a ladder in one sentence (one tag, `<price>`) or in several (a tag for each step).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ..records import Fact, FactValue, Ladder, Variants

_PART = re.compile(r"(?P<whole>.+)_(?P<number>[1-9]\d?)")


def parts_of(fact: Fact) -> tuple[Fact, ...]:
    """A fact for each step of a ladder or each variant; none for a value of one price."""
    values = list(_values(fact.value))
    by_part = len(fact.heard_in) == len(values)
    return tuple(
        replace(
            fact,
            key=f"{fact.key}_{n}",
            value=value,
            must_say=False,
            heard_in=fact.heard_in[n - 1 : n] if by_part else (),
        )
        for n, value in enumerate(values, 1)
    )


def with_parts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with their parts; a key of the merchant's own stays what it is."""
    own = tuple(facts)
    keys = {fact.key for fact in own}
    parts = (part for fact in own for part in parts_of(fact))
    return (*own, *(part for part in parts if part.key not in keys))


def whole_key(key: str, facts: Iterable[Fact]) -> str:
    """The key of the fact that a tag's fact is a part of: `price` of `price_2`; else the key."""
    found = _PART.fullmatch(key)
    known = {fact.key: fact for fact in facts} if found else {}
    if not found or key in known or found["whole"] not in known:
        return key
    whole = known[found["whole"]]
    return whole.key if isinstance(whole.value, Ladder | Variants) else key


def is_said(fact: Fact, tags: Collection[str]) -> bool:
    """Whether tags say a fact: its own, or those of all its parts."""
    parts = parts_of(fact)
    return fact.key in tags or (bool(parts) and all(part.key in tags for part in parts))


def in_sentences(fact: Fact) -> bool:
    """Whether its parts are said in several sentences, and have their tags there."""
    return len(fact.heard_in) > 1 and len({each.segment for each in fact.heard_in}) > 1


def _values(value: FactValue) -> Iterator[FactValue]:
    match value:
        case Ladder(steps=steps) if len(steps) > 1:
            yield from (Ladder(steps=(step,)) for step in steps)
        case Variants(options=options) if len(options) > 1:
            yield from (Variants(options=(option,)) for option in options)
