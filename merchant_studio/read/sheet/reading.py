"""`product.yaml`, read strictly: every value becomes typed, or an error says what is accepted.

YAML gives only structure here: scalars stay text, so `1:30`, `NO` and `2024-01-01` mean what was
written. Duplicate keys, anchors, tags and unknown shapes are errors that name file, line and key.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import yaml

from ...errors import SheetError
from ...facts import KEYS, OWN_KEYS, Key, as_meant, bare, keys_of, spelled
from ...facts.numbers import CURRENCY_ALIASES
from ...files import is_there
from ...messages import Notice, either, name_of, say
from ...records import (
    Code,
    Count,
    FactValue,
    Gender,
    Measure,
    Money,
    Own,
    Rates,
    Sheet,
    Size,
    Term,
)
from .deals import read_deals
from .structure import read_structure
from .values import ACCEPTED, ACCEPTED_ANY, HOLDERS, UNUSABLE, packed, parse_value

MAX_TERM_CHARS = 120
MAX_CODE_CHARS = 80
SHOWN_CHARS = 60
_TABLES = ("say", "labels", "rates", "points")
"""Names that hold no fact, but what is done with them."""
_SPEAKERS: dict[str, Gender] = {
    **dict.fromkeys(("male", "man", "男", "男声"), "male"),
    **dict.fromkeys(("female", "woman", "女", "女声"), "female"),
}
"""Who films the pitch, under the key `speaker`; any other value there is of a loudspeaker."""
KEY = re.compile(r"[^\W\d_]\w{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_sheet(path: Path, source_language: str) -> Sheet:
    """The sheet in `path`; a missing file gives an empty sheet.

    `source_language` is the language of words that are given without one.

    Raises:
        SheetError: names the key, what is wrong and what is accepted.
    """
    if not is_there(path):
        return Sheet(values={})
    return Reader(path, source_language).read()


def _bare(node: yaml.Node) -> str:
    """The text of a single value, in small letters; empty for lists and tables."""
    return node.value.strip().casefold() if isinstance(node, yaml.ScalarNode) else ""


class Reader:
    """One sheet on its way from YAML nodes to values."""

    def __init__(self, path: Path, source_language: str) -> None:
        self.path, self.source_language = path, source_language
        self.values: dict[str, FactValue] = {}
        self.names: dict[str, str] = {}
        """What the sheet calls its keys: price -> 单价."""
        self._bare: dict[str, str] = {}
        """The same words by what is left of them without case and spaces."""

    def read(self) -> Sheet:
        """All that stands in it; errors as `read_sheet` has them."""
        tables: dict[str, yaml.Node] = {}
        speaker: Gender = ""
        for name, (node, line) in self._root().items():
            table = spelled(name)
            if table in tables:
                raise self._twice(name, table, line)
            if table in _TABLES:
                tables[table] = node
            elif table in ("speaker", "说话人") and (who := _SPEAKERS.get(_bare(node))):
                speaker = who
            elif "contact" in keys_of(name) and isinstance(node, yaml.MappingNode):
                for channel, (value, at) in self._mapping(name, node).items():
                    key = self._claim(channel, value, at)
                    self.values[key] = self._channel(key, value)
            else:
                key = self._claim(name, node, line)
                self.values[key] = self.read_value(key, node)
        named, labels, rates, points = (tables.get(name) for name in _TABLES)
        return Sheet(
            values=self.values,
            say=self._said(named) if named else None,
            labels=self._labels(labels) if labels else {},
            rates=self._rates("rates", rates) if rates else None,
            speaker=speaker,
            points=self._points(points) if points else (),
        )

    def _said(self, node: yaml.Node) -> tuple[str, ...]:
        return tuple(self._own_key("say", name) for name in self._list("say", node))

    def _points(self, node: yaml.Node) -> tuple[str, ...]:
        """Selling points: ids, one with what fills it (`suits-audience: children`), or words."""
        if not isinstance(node, yaml.SequenceNode):
            accepted = say("a list such as [folds-small, 不掉色]")
            raise self._error("points", say("is not a list"), accepted)
        points = [": ".join(self._text("points", part) for part in _parts(n)) for n in node.value]
        for bad in (point for point in points if not _usable(point, MAX_TERM_CHARS)):
            problem = say("has one that cannot be used: {text!r}", text=bad[:SHOWN_CHARS])
            raise self._error("points", problem, say("up to 120 characters"))
        return tuple(points)

    def _labels(self, node: yaml.Node) -> dict[str, dict[str, str]]:
        table = self._mapping("labels", node)
        return {self._own_key("labels", k): self._label(k, n) for k, (n, _) in table.items()}

    def _own_key(self, table: str, name: str) -> str:
        """The key of the sheet that another of its tables names: price for 单价, or unit_price."""
        own = {bare(word): key for key, word in self.names.items()}
        for key in (own.get(bare(name), ""), *keys_of(name)):
            if key in self.values:
                return key
        known = say("keys of the sheet: {values}", values=", ".join(self.values) or "none yet")
        problem = say("names {name!r}, which the sheet does not have", name=name)
        raise self._error(table, problem, known)

    def _claim(self, name: str, node: yaml.Node, line: int) -> str:
        """The key that a name of the sheet means; two names for one key are an error."""
        key = self.meant(name, node)
        word = self.names.get(key) or self._bare.get(bare(name))
        if word:
            raise self._twice(name, word, line)
        self.names[key] = self._bare[bare(name)] = name
        return key

    def meant(self, name: str, node: yaml.Node) -> str:
        """The key that a name means; of several, the one that has this kind of value.

        `pack: 12 pcs` is pieces_per_set, `20 pcs/carton` carton_quantity, `color box` packing.
        """
        keys = keys_of(name)
        held = packed(node.value) if isinstance(node, yaml.ScalarNode) else None
        if held and set(keys) & set(HOLDERS.values()):
            return held[0]
        if len(keys) < 2:
            return keys[0] if keys else spelled(name)
        known = [key for key in keys if key in KEYS]
        kinds = {key: kind for key in known if (kind := self._kind_as(key, node))}
        usual = [key for key, kind in kinds.items() if kind == KEYS[key].kinds[0]]
        fitting = usual or list(kinds)
        if len(fitting) == 1:
            return fitting[0]
        if not fitting and len(known) < len(keys):
            return spelled(name)
        several = either(map(name_of, fitting or known))
        problem = say("may mean {several}, and its value does not tell", several=several)
        raise self._error(name, problem, say("one of them"))

    def _kind_as(self, key: str, node: yaml.Node) -> str:
        """The kind of a value, read as a key's; empty: it is none. With a number it is no word."""
        try:
            value = self.read_value(key, node)
        except SheetError:
            return ""
        is_word = isinstance(value, Term | Code) and isinstance(node, yaml.ScalarNode)
        return "" if is_word and any(map(str.isnumeric, node.value)) else value.kind

    def _rates(self, key: str, node: yaml.Node) -> Rates:
        """`{date: 2026-11-20, USD: 7.1 CNY}`: what one of each currency costs."""
        table = self._table(key, node)
        texts = {name: self._text(f"{key}.{name}", value) for name, (value, _) in table.items()}
        date = texts.pop("date", "")
        try:
            datetime.date.fromisoformat(date)
        except ValueError as error:
            problem, accepted = (
                say("is no date: {date!r}", date=date),
                say("a day such as 2026-11-20"),
            )
            raise self._error(f"{key}.date", problem, accepted) from error
        return Rates(date=date, prices={c: self._rate(f"{key}.{c}", c, texts[c]) for c in texts})

    def _rate(self, key: str, currency: str, text: str) -> Money:
        if currency not in CURRENCY_ALIASES.values():
            known = ", ".join(sorted(set(CURRENCY_ALIASES.values())))
            raise self._error(key, say("is no currency"), say("one of {known}", known=known))
        price = parse_value("money", text)
        if not isinstance(price, Money) or price.high or price.per or not price.amount:
            problem = say("cannot be read: {text!r}", text=text)
            raise self._error(key, problem, say("its price such as 7.1 CNY"))
        return price

    def _root(self) -> dict[str, tuple[yaml.Node, int]]:
        node = read_structure(self.path)
        return {} if node is None else self._mapping("", node)

    def _error(self, key: str, problem: Notice, accepted: Notice) -> SheetError:
        return SheetError(self.path, self.names.get(key, key), problem, accepted)

    def _twice(self, name: str, first: str, line: int) -> SheetError:
        if name == first:
            problem = say("stands twice (again in line {line})", line=line)
            return self._error(name, problem, say("it once"))
        problem = say("in line {line} means the same as {first}", line=line, first=first)
        return self._error(name, problem, say("one of them"))

    def _table(self, key: str, node: yaml.Node) -> dict[str, tuple[yaml.Node, int]]:
        """A table's values and lines by name."""
        if not isinstance(node, yaml.MappingNode):
            raise self._error(key, say("is not a table"), say("key: value lines"))
        table: dict[str, tuple[yaml.Node, int]] = {}
        for name, value in node.value:
            text, line = self._text(key, name), name.start_mark.line + 1
            if text in table:
                twice = f"{key}.{text}" if key else text
                raise self._twice(twice, twice, line)
            table[text] = value, line
        return table

    def _mapping(self, key: str, node: yaml.Node) -> dict[str, tuple[yaml.Node, int]]:
        """A table whose names are fact keys."""
        table = self._table(key, node)
        for name in table:
            if not KEY.fullmatch(spelled(name)):
                accepted = say("letters, digits and _ such as lead_time")
                raise self._error(name[:SHOWN_CHARS], say("is not a valid key"), accepted)
        return table

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            problem = say("is a table or list where a value belongs")
            raise self._error(key, problem, say("one value"))
        return cast(str, node.value).strip()

    def _list(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(key, say("is not a list"), say("a list such as [price, moq]"))
        return tuple(self._text(key, item) for item in node.value)

    def _terms(self, key: str, node: yaml.Node) -> dict[str, str]:
        terms: dict[str, str] = {}
        if not isinstance(node, yaml.MappingNode):
            raise self._error(key, say("has no languages"), ACCEPTED["term"])
        for code, (item, _) in self._table(key, node).items():
            if not _LANGUAGE.fullmatch(code):
                problem = say("has {code!r}, which is no language code", code=code)
                raise self._error(key, problem, ACCEPTED["term"])
            word = self._text(key, item)
            if not _usable(word, MAX_TERM_CHARS):
                problem = say("has no usable word for {code}", code=code)
                raise self._error(key, problem, ACCEPTED["term"])
            terms[code] = word
        if not terms:
            raise self._error(key, say("has no value"), ACCEPTED["term"])
        return terms

    def _label(self, key: str, node: yaml.Node) -> dict[str, str]:
        """A label stands outside a tag, so that it must not look like a fact."""
        label = self._terms(f"labels.{key}", node)
        for word in label.values():
            if any(c.isnumeric() for c in word):
                problem = say("states a number: {word!r}", word=word)
                raise self._error(f"labels.{key}", problem, say("words only"))
        return label

    def _channel(self, key: str, node: yaml.Node) -> FactValue:
        """A way to reach the merchant: verbatim, whatever it looks like."""
        known = KEYS.get(key)
        if known is None:
            codes = self._list(key, node) if isinstance(node, yaml.SequenceNode) else None
            return self._codes(key, codes or (self._text(key, node),))
        if "code" not in known.kinds:
            problem = say("has {key!r}, which is no way to reach you", key=key)
            raise self._error("contact", problem, say("whatsapp, email, booth and the like"))
        return self.read_value(key, node)

    def read_value(self, key: str, node: yaml.Node) -> FactValue:
        """The value in a node, as the key demands."""
        known = KEYS.get(key)
        if known and (deals := self._deals(key, node, known)):
            return deals
        if isinstance(node, yaml.MappingNode):
            if known and "term" not in known.kinds:
                raise self._unreadable(key, say("cannot be read: a table"), known)
            return as_meant(key, Term(translations=self._terms(key, node)))
        if isinstance(node, yaml.SequenceNode):
            if known and "code" not in known.kinds:
                raise self._unreadable(key, say("cannot be read: a list"), known)
            return self._codes(key, self._list(key, node))
        text = self._text(key, node)
        if not text:
            raise self._error(key, say("has no value"), self._accepted(known))
        if (held := packed(text)) and held[0] == key:
            text = held[1]
        plain = (kind for kind in known.kinds if kind not in _DEALS) if known else _ANY
        for kind in plain:
            value = self._parse(kind, text, known)
            if value is not None and _fits(value, known):
                return as_meant(key, value)
        problem = say("cannot be read: {text!r}", text=text[:SHOWN_CHARS])
        raise self._unreadable(key, problem, known)

    def _deals(self, key: str, node: yaml.Node, known: Key) -> FactValue | None:
        """Prices by quantity, or colors and sizes; None: the value is none of them."""
        try:
            return read_deals(known.kinds, node, self.source_language, self._own)
        except ValueError as error:
            raise self.unmeant(key, error.args[0]) from error

    def unmeant(self, key: str, problem: Notice) -> SheetError:
        """The error of several prices that cannot be meant: who buys more would pay more."""
        kinds = KEYS[key].kinds
        return self._error(key, problem, either(ACCEPTED[k] for k in _DEALS if k in kinds))

    def _own(self, name: str, node: yaml.Node) -> tuple[str, Own] | None:
        """What a variant has of its own, read as the product's would be; None: it may not."""
        key = self.meant(name, node)
        value = self.read_value(key, node) if key in OWN_KEYS else None
        return (key, value) if isinstance(value, Measure | Count | Size) else None

    def _codes(self, key: str, codes: tuple[str, ...]) -> FactValue:
        if not codes:
            raise self._error(key, say("has no value"), ACCEPTED["code"])
        for code in codes:
            if not _usable(code, MAX_CODE_CHARS):
                problem = say("has a code that cannot be used: {code!r}", code=code[:SHOWN_CHARS])
                raise self._error(key, problem, ACCEPTED["code"])
        return as_meant(key, Code(codes=codes))

    def _accepted(self, known: Key | None) -> Notice:
        if known is None:
            return ACCEPTED_ANY
        if known.kinds[0] == "count" and known.unit not in (None, "piece"):
            return say("a number such as 8 or 8 {unit}s", unit=known.unit)
        usual = [kind for kind in known.kinds if kind not in _DEALS] or known.kinds
        return either(ACCEPTED[kind] for kind in usual)

    def _unreadable(self, key: str, problem: Notice, known: Key | None) -> SheetError:
        return self._error(key, problem, self._accepted(known))

    def _parse(self, kind: str, text: str, known: Key | None) -> FactValue | None:
        if kind == "term":
            words = _usable(text, MAX_TERM_CHARS) and (known or not any(map(str.isnumeric, text)))
            return Term(translations={self.source_language: text}) if words else None
        if kind == "code":
            return Code(codes=(text,)) if _usable(text, MAX_CODE_CHARS) else None
        return parse_value(kind, text, known) if known else parse_value(kind, text)


_DEALS = ("ladder", "variants")
_ANY = ("money", "percent", "size", "discount", "duration", "count", "measure", "term")
"""Kinds that the value of an unusual key is tried as."""


def _parts(node: yaml.Node) -> Sequence[yaml.Node]:
    return node.value[0] if isinstance(node, yaml.MappingNode) and node.value else [node]


def _usable(text: str, max_chars: int) -> bool:
    is_seen = any(unicodedata.category(letter)[0] in "LNSP" for letter in text[:max_chars])
    return is_seen and len(text) <= max_chars and not UNUSABLE.search(text)


def _fits(value: FactValue, known: Key | None) -> bool:
    """Whether a value's unit is one that its key may have: 500 mm is no capacity."""
    match value:
        case Measure() if known and known.units:
            return value.unit.startswith(known.units)
        case Count() if known and known.unit not in (None, "piece"):
            return value.unit == known.unit
        case _:
            return True
