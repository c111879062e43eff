"""`product.yaml`, read strictly: every value becomes typed, or an error says what is accepted.

YAML gives only structure here: scalars stay text, so `1:30`, `NO` and `2024-01-01` mean what was
written. Duplicate keys, anchors and unknown shapes are errors that name file, line and key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import cast, get_args

import yaml

from ..errors import SheetError
from ..records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Sheet,
    Size,
    Term,
)
from .keys import KEYS, Key
from .units import CURRENCY_ALIASES, DURATION_ALIASES, TRADE_ALIASES, measure_aliases

MAX_SHEET_BYTES = 256 * 1024
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_RANGE = rf"{_NUMBER}(?:\s*[-–~]\s*{_NUMBER})?"
_CURRENCY = "|".join(re.escape(c) for c in sorted(CURRENCY_ALIASES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s*)?{_RANGE}\s*(?P<after>{_CURRENCY})?"
    r"(?:\s*(?:/|per\s|每)\s*(?P<per>[^\s/]+(?: [^\s/]+)?))?",
    re.I,
)
_AMOUNT = re.compile(rf"{_RANGE}\s*(?P<unit>\D.*)?")
_SIZE = re.compile(rf"{_NUMBER}((?:\s*[x×*]\s*{_NUMBER}){{1,2}})\s*(?P<unit>\S+)", re.I)
_PERCENT = re.compile(rf"{_RANGE}\s*%")
_DISCOUNT = re.compile(rf"{_NUMBER}\s*%\s*off(?:\s+from\s+(?P<from>.+))?", re.I)
_AGE = re.compile(rf"{_NUMBER}\s*(?:(?P<up>\+)|[-–~]\s*{_NUMBER})\s*(?:years?|yrs?|岁)?", re.I)

ACCEPTED: dict[str, str] = {
    "money": "an amount and a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen",
    "count": "a number and a unit such as 100 pcs, 50 pairs or 20 cartons",
    "measure": "a number and a unit such as 500 ml, 22.5 W or 20000 mAh",
    "duration": "a time such as 7 days, 12 h or 10-15 days",
    "percent": "a percentage such as 85 %",
    "size": "lengths and a unit such as 30 x 45 cm",
    "discount": "a discount such as 5 % off from 10000 pcs",
    "age": "an age such as 3+ or 3-6 years",
    "term": "a word, or one word per language such as {zh: 不锈钢, en: stainless steel}",
    "code": "a code such as A203, or a list such as [CE, FCC]",
}


def read_sheet(path: Path, source_language: str) -> Sheet:
    """The sheet in `path`; a missing file gives an empty sheet.

    `source_language` is the language of words that are given without one.

    Raises:
        SheetError: names the key, what is wrong and what is accepted.
    """
    if not path.exists():
        return Sheet(values={})
    return _Reader(path, source_language).read()


class _Reader:
    """One sheet on its way from YAML nodes to values."""

    def __init__(self, path: Path, source_language: str) -> None:
        self.path, self.source_language = path, source_language

    def read(self) -> Sheet:
        root = self._root()
        values: dict[str, FactValue] = {}
        say: tuple[str, ...] | None = None
        labels: dict[str, dict[str, str]] = {}
        for key, node in root.items():
            if key == "say":
                say = self._list(key, node)
            elif key == "labels":
                labels = {k: self._terms(k, n) for k, n in self._mapping(key, node).items()}
            elif key == "contact" and isinstance(node, yaml.MappingNode):
                for channel, value in self._mapping(key, node).items():
                    values[channel] = self._value(channel, value)
            else:
                values[key] = self._value(key, node)
        for key in say or ():
            if key not in values:
                raise self._error("say", f"names {key!r}, which the sheet does not have",
                                  f"keys of the sheet: {', '.join(values)}")  # fmt: skip
        return Sheet(values=values, say=say, labels=labels)

    def _root(self) -> dict[str, yaml.Node]:
        try:
            raw = self.path.read_bytes()
            if len(raw) > MAX_SHEET_BYTES:
                raise self._error("", "is larger than 256 KB", "only the product's facts in it")
            text = raw.decode("utf-8-sig")
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.AliasEvent):
                    raise self._error("", "uses an alias (*)", "each value out in full")
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            raise self._error("", "is not UTF-8 text", "it with an editor as UTF-8") from error
        except RecursionError as error:
            raise self._error("", "is nested too deeply", "key: value lines") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f"has a mistake in line {mark.line + 1}" if mark else "is not YAML"
            raise self._error("", where, "key: value lines as in the examples") from error
        if node is None:
            return {}
        return self._mapping("", node)

    def _error(self, key: str, problem: str, accepted: str) -> SheetError:
        return SheetError(self.path, key, problem, accepted)

    def _mapping(self, key: str, node: yaml.Node) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(key, "is not a table", "key: value lines")
        table: dict[str, yaml.Node] = {}
        for name, value in node.value:
            text = self._text(key, name)
            if text in table:
                line = name.start_mark.line + 1
                raise self._error(text, f"stands twice (again in line {line})", "it once")
            if not _KEY.fullmatch(text) and not _LANGUAGE.fullmatch(text):
                raise self._error(
                    text, "is not a valid key", "small letters, digits and _ such as lead_time"
                )
            table[text] = value
        return table

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(key, "is a table or list where a value belongs", "one value")
        return cast(str, node.value).strip()

    def _list(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(key, "is not a list", "a list such as [price, moq]")
        return tuple(self._text(key, item) for item in node.value)

    def _terms(self, key: str, node: yaml.Node) -> dict[str, str]:
        terms: dict[str, str] = {}
        for code, item in self._mapping(key, node).items():
            if not _LANGUAGE.fullmatch(code):
                raise self._error(key, f"has {code!r}, which is no language code", ACCEPTED["term"])
            word = self._text(key, item)
            if not word or "<" in word or ">" in word or "\n" in word:
                raise self._error(key, f"has no usable word for {code}", ACCEPTED["term"])
            terms[code] = word
        return terms

    def _value(self, key: str, node: yaml.Node) -> FactValue:
        known = KEYS.get(key)
        if isinstance(node, yaml.MappingNode):
            if known and "term" not in known.kinds:
                raise self._unreadable(key, "a table", known)
            return Term(translations=self._terms(key, node))
        if isinstance(node, yaml.SequenceNode):
            if known and "code" not in known.kinds:
                raise self._unreadable(key, "a list", known)
            return Code(codes=self._codes(key, self._list(key, node)))
        text = self._text(key, node)
        if not text:
            raise self._error(key, "has no value", self._accepted(known))
        kinds = known.kinds if known else _ANY
        for kind in kinds:
            value = self._parse(kind, text, known)
            if value is not None:
                return value
        raise self._unreadable(key, repr(text), known)

    def _codes(self, key: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if not code or len(code) > 80 or re.search(r"[<>\x00-\x1f]", code):
                raise self._error(
                    key, f"has a code that cannot be used: {code!r}", ACCEPTED["code"]
                )
        return codes

    def _accepted(self, known: Key | None) -> str:
        return " or ".join(ACCEPTED[kind] for kind in (known.kinds if known else _ANY))

    def _unreadable(self, key: str, what: str, known: Key | None) -> SheetError:
        return self._error(key, f"cannot be read: {what}", self._accepted(known))

    def _parse(self, kind: str, text: str, known: Key | None) -> FactValue | None:
        if kind == "term":
            plain = not re.search(r"[<>\x00-\x1f]", text) and (known or not re.search(r"\d", text))
            return Term(translations={self.source_language: text}) if plain else None
        if kind == "code":
            usable = len(text) <= 80 and not re.search(r"[<>\x00-\x1f]", text)
            return Code(codes=(text,)) if usable else None
        return parse_value(kind, text, known.unit if known else None)


_ANY = ("money", "percent", "size", "discount", "duration", "count", "measure", "term")
"""Kinds that the value of an unusual key is tried as."""


def parse_value(kind: str, text: str, default_unit: str | None = None) -> FactValue | None:
    """`text` as a value of one kind with numbers in it, or None if it is not one."""
    return _PARSERS[kind](" ".join(text.split()), default_unit)


def number(text: str) -> Decimal:
    """The exact value of digits with optional thousands commas."""
    return Decimal(text.replace(",", ""))


def _range(low: str, high: str | None) -> tuple[Decimal, Decimal | None] | None:
    first, last = number(low), number(high) if high else None
    return None if last is not None and last <= first else (first, last)


def _money(text: str, _: str | None) -> FactValue | None:
    found = _MONEY.fullmatch(text)
    if not found or bool(found["before"]) == bool(found["after"]):
        return None
    bounds = _range(found[2], found[3])
    per: str | None = None
    if found["per"]:
        per = unit_name(found["per"])
        if per is None:
            return None
    if bounds is None:
        return None
    currency = CURRENCY_ALIASES[(found["before"] or found["after"]).lower()]
    return Money(amount=bounds[0], high=bounds[1], currency=currency, per=per)


def unit_name(alias: str) -> str | None:
    """The trade unit or CLDR unit that a name means: `pcs` is `piece`, `kg` `mass-kilogram`."""
    alias = alias.lower()
    duration = DURATION_ALIASES.get(alias)
    return (
        TRADE_ALIASES.get(alias)
        or (f"duration-{duration}" if duration else None)
        or measure_aliases().get(alias)
    )


def _amount(text: str) -> tuple[Decimal, Decimal | None, str] | None:
    found = _AMOUNT.fullmatch(text)
    bounds = _range(found[1], found[2]) if found else None
    if not found or bounds is None:
        return None
    return bounds[0], bounds[1], (found["unit"] or "").strip().lower()


def _count(text: str, default_unit: str | None) -> FactValue | None:
    read = _amount(text)
    if read is None or (read[2] and read[2] not in TRADE_ALIASES):
        return None
    unit = TRADE_ALIASES[read[2]] if read[2] else default_unit
    return Count(amount=read[0], high=read[1], unit=unit)


def _duration(text: str, _: str | None) -> FactValue | None:
    read = _amount(text)
    if read is None or read[2] not in DURATION_ALIASES:
        return None
    unit = DURATION_ALIASES[read[2]]
    if unit not in get_args(Duration.__annotations__["unit"]) and not unit:
        return None
    return Duration(amount=read[0], high=read[1], unit=unit)  # type: ignore[arg-type]


def _measure(text: str, _: str | None) -> FactValue | None:
    read = _amount(text)
    unit = measure_aliases().get(read[2]) if read else None
    if read is None or unit is None or unit.startswith("duration-"):
        return None
    return Measure(amount=read[0], high=read[1], unit=unit)


def _percent(text: str, _: str | None) -> FactValue | None:
    found = _PERCENT.fullmatch(text)
    bounds = _range(found[1], found[2]) if found else None
    return Percent(amount=bounds[0], high=bounds[1]) if bounds else None


def _size(text: str, _: str | None) -> FactValue | None:
    found = _SIZE.fullmatch(text)
    unit = measure_aliases().get(found["unit"].lower()) if found else None
    if not found or unit is None or not unit.startswith("length-"):
        return None
    amounts = [number(n) for n in re.findall(_NUMBER, found[1] + " " + found[2])]
    return Size(amounts=tuple(amounts), unit=unit)


def _discount(text: str, _: str | None) -> FactValue | None:
    found = _DISCOUNT.fullmatch(text)
    if not found:
        return None
    threshold = _count(found["from"], "piece") if found["from"] else None
    if found["from"] and threshold is None:
        return None
    return Discount(percent=number(found[1]), threshold=cast(Count | None, threshold))


def _age(text: str, _: str | None) -> FactValue | None:
    found = _AGE.fullmatch(text)
    if not found:
        return None
    bounds = _range(found[1], found[3])
    return Age(amount=bounds[0], high=bounds[1]) if bounds else None


_PARSERS = {
    "money": _money,
    "count": _count,
    "duration": _duration,
    "measure": _measure,
    "percent": _percent,
    "size": _size,
    "discount": _discount,
    "age": _age,
}

Labels = Mapping[str, Mapping[str, str]]
