"""What the words around a value depend on, which is not its amount.

A line is written around tags: "The price is <price>." From 18.50 to 21 yuan it stays as it is, and
only the value is filled in anew. From yuan to dollars, from a price to a range of prices, or from
`per piece` to `per dozen` another sentence may be right, so it is written again. Words, such as the
material, may decide about articles and endings, so they count whole. The number of pieces or days
may ask for another ending in the line that says it, and only there: "<colors> are", "<colors> is".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from babel import Locale

from ..languages import LanguageProfile
from ..records import Age, Brief, Code, Count, Duration, FactValue, Term, to_json

_AMOUNTS = ("amount", "high", "percent", "amounts", "codes")


def around(brief: Brief) -> dict[str, Any]:
    """What any script of the brief may depend on: every fact but its amount, names, points."""
    return {
        "language": brief.source_language,
        "labels": {key: dict(names) for key, names in brief.labels.items()},
        "facts": {fact.key: [fact.must_say, _shape(fact.value)] for fact in brief.facts},
        "points": [to_json(point) for point in brief.points],
    }


def plural_of(value: FactValue, profile: LanguageProfile) -> str:
    """The plural category of a number of things, by CLDR: `one` for 1 piece; else empty."""
    if not isinstance(value, Count | Duration | Age):
        return ""
    last = value.amount if value.high is None else value.high
    return str(Locale.parse(profile.locale).plural_form(last))


def _shape(value: FactValue) -> Any:
    """A value without its amounts: `CNY` and `piece` stay, and that it is one price or a range."""
    if isinstance(value, Term):
        return to_json(value)
    kept: Mapping[str, Any] = to_json(value)
    shape = {name: one for name, one in kept.items() if name not in _AMOUNTS}
    if isinstance(value, Code):
        return {**shape, "is_one": len(value.codes) == 1}
    known = {field.name: getattr(value, field.name) for field in fields(value)}
    if "threshold" in known:
        shape["threshold"] = known["threshold"] and _shape(known["threshold"])
    for name in ("amount", "high", "percent"):
        if name in known:
            shape[name] = _sign(known[name])
    if "amounts" in known:
        shape["amounts"] = len(known["amounts"])
    return shape


def _sign(amount: Decimal | None) -> int | None:
    """-1, 0 or 1; None: there is no such amount."""
    return None if amount is None else int(amount > 0) - int(amount < 0)
