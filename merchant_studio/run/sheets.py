"""A product's sheet as its merchant fills it in, a value at a time: `price` becomes 19.9元.

Before a recording was listened to, it is `product.yaml` as text; from then on the facts of the
brief are it, and they become `product.yaml` before the next listening.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from ..errors import SheetError
from ..facts import as_given, summary
from ..languages import LanguageProfile, language_codes
from ..read import read_table, read_value, sheet_points
from ..records import Brief, Code, Fact, FactValue, Ladder, SellingPoint, Term, Variant, Variants
from .revisions import new_points, typed

Typed: TypeAlias = dict[str, Any]
"""A sheet as YAML has it, every value still a text: {"price": "19.9元", "certificates": ["CE"]}."""


def typed_sheet(path: Path) -> Typed:
    """What stands in `product.yaml`; nothing where there is none, or none that can be read."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}


def as_sheet(brief: Brief, own: LanguageProfile) -> Typed:
    """What he typed or confirmed, and the points of a brief, as a sheet in his language.

    Words of another language than his are left out.
    """
    same = brief.source_language == own.code
    typed_too = [fact for fact in brief.unconfirmed if fact.source == "sheet"]
    known = [*brief.facts, *typed_too]
    facts = [fact for fact in known if same or not isinstance(fact.value, Term)]
    sheet = {fact.key: _in_sheet(fact, own.code) or typed(fact, own, own.code) for fact in facts}
    points = [p.catalogue or p.text for p in brief.points if same or p.catalogue]
    return {**sheet, "points": points} if points else sheet


def with_value(sheet: Typed, key: str, text: str, language: str) -> Typed:
    """The sheet with a value as it was typed in a language; without text it is taken out.

    Raises:
        SheetError: the text is no value of that kind; says what is accepted.
    """
    if not text.strip():
        return _without(sheet, key, language)
    before = value_in(sheet, key, language)
    value = read_value(key, text.strip(), language, known=before)
    if isinstance(value, Variants) and isinstance(before, Variants):
        return {**sheet, key: _variants(value, language) or text.strip()}
    if isinstance(value, Term) and (key == "name" or isinstance(sheet.get(key), dict)):
        known = sheet.get(key)
        return {**sheet, key: {**(known if isinstance(known, dict) else {}), language: text}}
    codes = list(value.codes) if isinstance(value, Code) else []
    return {**sheet, key: codes if len(codes) > 1 else text.strip()}


def value_in(sheet: Mapping[str, Any], key: str, language: str) -> FactValue | None:
    """The value of a table in the sheet; None: it has no table there, or none that can be read."""
    table = sheet.get(key)
    try:
        return read_table(key, table, language) if isinstance(table, dict) else None
    except SheetError:
        return None


def text_of(sheet: Mapping[str, Any], key: str, language: str) -> str:
    """A value of the sheet as one types it; empty where there is none in the language."""
    value = sheet.get(key, "")
    if isinstance(value, dict):
        return str(value.get(language, "")) or ", ".join(_pairs(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    """A table of prices as one types it in a line; of one of words nothing."""
    for name, value in table.items():
        price = value.get("price", "") if isinstance(value, dict) else value
        if name not in language_codes() and isinstance(price, str):
            yield f"{name}: {price}" if price else name


def points_in(sheet: Mapping[str, Any], language: str) -> tuple[SellingPoint, ...]:
    """The selling points of the sheet."""
    written = sheet.get("points")
    names = [each for each in written if isinstance(each, str)] if isinstance(written, list) else []
    return sheet_points(names, language)


def with_point(sheet: Typed, words: str, language: str) -> Typed:
    """The sheet with one more selling point; errors as in `revisions.add_point`."""
    known = points_in(sheet, language)
    return _with_points(sheet, (*known, *new_points(words, known, language)))


def without_point(sheet: Typed, name: str, language: str) -> Typed:
    """The sheet without the selling point of that id."""
    return _with_points(sheet, tuple(p for p in points_in(sheet, language) if p.id != name))


def _with_points(sheet: Typed, points: tuple[SellingPoint, ...]) -> Typed:
    rest = {key: value for key, value in sheet.items() if key != "points"}
    return {**rest, "points": [p.catalogue or p.text for p in points]} if points else rest


def _without(sheet: Typed, key: str, language: str) -> Typed:
    """The sheet without a value, or a term without its word in one language."""
    value = sheet.get(key)
    left = {k: v for k, v in value.items() if k != language} if isinstance(value, dict) else {}
    rest = {k: v for k, v in sheet.items() if k != key}
    return {**rest, key: left} if left else rest


def _in_sheet(fact: Fact, source: str) -> Any:
    """Words and codes as a sheet has them; None for what is written as a text."""
    match as_given(fact.value, source):
        case Term(translations=names):
            return dict(names)
        case Code(codes=codes):
            return list(codes)
        case Variants() as value:
            return _variants(value, source)
        case _:
            return None


def _variants(value: Variants, source: str) -> dict[str, dict[str, str]] | None:
    """The variants as a table of a sheet; None: a line of names and prices says it all."""
    codes = [source if source in each.name else next(iter(each.name)) for each in value.options]
    named = zip(codes, value.options, strict=True)
    table = {option.name[code]: _own(option, code) for code, option in named}
    plain = all(own.keys() <= {"price"} for own in table.values())
    by_steps = any(isinstance(each.price, Ladder) for each in value.options)
    return table if by_steps or not plain else None


def _own(option: Variant, named: str) -> dict[str, str]:
    """What a variant has of its own, as a sheet has it, and its name in other languages."""
    price = summary(option.price) if option.price else ""
    own = {"price": price, "model": option.code, "photo": option.photo}
    others = {code: word for code, word in option.name.items() if code != named}
    told = {**{name: text for name, text in own.items() if text}, **others}
    return {**told, **{key: summary(value) for key, value in option.own.items()}}
