"""Prices by quantity and those of colors and sizes, as a sheet writes them.

`100-499个 18.5元, 500个以上 17元`, `100+: 18.5 CNY; 500+: 17 CNY`, `红色 18元, 蓝色 19元`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

import yaml

from ...facts import continued, in_one_unit, keys_of, problem_with
from ...facts.numbers import TRADE_ALIASES, measure_aliases
from ...languages import language_codes
from ...messages import NOTHING, Notice, say
from ...records import Count, Ladder, Measure, Money, Own, Step, Variant, Variants
from .values import CURRENCY, NUMBER, UNUSABLE, parse_order, parse_value

_LANGUAGES = frozenset(language_codes())
_PHOTOS = ("photo", "image", "picture", "照片", "图片", "图")
ReadOwn = Callable[[str, yaml.Node], tuple[str, Own] | None]
"""Reads what else a variant has, `weight: 1.2 kg`, as its key and value; None: it may not."""
Part = tuple[str, str]
"""One step or variant: what is left of its colon, and what is right of it; or all, and nothing."""

_PARTS = re.compile(r"\s*(?:[;；、\n]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d)))\s*")
"""Where one step ends and the next begins; not the comma of 1,000."""
_SIDES = re.compile(r"\s*[:：=]\s*")
_MONEY = rf"(?:{CURRENCY})\s*{NUMBER}|{NUMBER}\s*(?:{CURRENCY})?"
_PRICE = rf"(?P<price>(?:{_MONEY})(?:\s*(?:/|per\s|每|一)\s*[^\s\d/(（]+)?)"
_UP = r"(?:\s*(?:\+|以上|起订|起批|起|及以上|or\s+more|and\s+(?:up|more|above|over)|up))?"
_AT_LEAST = r"(?:(?:from|over|above|at\s+least|≥|>=|满|大于等于|超过)\s*)?"
_UNIT = r"(?:[^\W\d_]+)?"
_TO = r"\s*(?:[-–—~～]|to|到|至)\s*"
_QUANTITY = (
    rf"{_AT_LEAST}(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?\s*\+?\s*(?P<unit>{_UNIT}?){_UP}"
)
_QUANTITY_FIRST = re.compile(rf"{_QUANTITY}\s*[:：=]?\s*{_PRICE}", re.I)
_PRICE_FIRST = re.compile(rf"{_PRICE}\s*[,，(（]?\s*(?:for\s+)?{_QUANTITY}\s*[)）]?", re.I)
_ONLY_QUANTITY = re.compile(_QUANTITY, re.I)
_CURRENCY = re.compile(rf"(?<=\d)\s*(?:{CURRENCY})|(?:{CURRENCY})\s*(?=\d)", re.I)
_NAMED = re.compile(rf"(?P<name>.*?[^\d\s:：=-])\s*[:：=-]?\s*{_PRICE}", re.I)
MAX_NAME_CHARS = 40
_SIZE_MARK = re.compile("(?<=[A-Za-z])码$")
_NAME = re.compile(r"(?:\d{0,3}[^\W\d_][^\d:：]{0,39}|\d?X{0,4}[SML]|\d{2}(?:\.5)?)", re.I)
"""What a color, size or model is called where no colon ends its name: red, 大号, XL, 3XL, 38."""


def read_deals(
    kinds: Sequence[str], node: yaml.Node, language: str, read_own: ReadOwn
) -> Ladder | Variants | None:
    """A ladder or variants, where one of the `kinds` is meant; None: the node is neither.

    Raises:
        ValueError: it cannot be meant; the message is the end of a sentence that names its key.
    """
    found: Ladder | Variants | None = None
    parts = _parts_in(node)
    if "ladder" in kinds:
        found = parse_ladder(parts)
    if found is None and "variants" in kinds:
        found = _variants_in(node, language, read_own)
    several = {"ladder", "variants"} & set(kinds)
    problem = problem_with(found) if found else _half_told(parts) if several else NOTHING
    if problem:
        raise ValueError(problem)
    return continued(found) if found else None


def _half_told(parts: Sequence[Part]) -> Notice:
    """What one of several rows lacks that another has, as the end of a sentence; or empty.

    `100个: 18.5元; 500个:` has no price for 500个.
    """
    currency = _currency_in(parts)
    if not any(left and _price(right, currency) for left, right in parts):
        return NOTHING
    for left, right in parts:
        if not right:
            return say("has no price for {name!r}, but for others", name=left)
        if not left:
            return say("has no quantity or name for {right!r}", right=right)
    return NOTHING


def _parts_in(node: yaml.Node) -> tuple[Part, ...]:
    """The steps or variants of a text, a table or a list; empty where it holds other tables."""
    match node:
        case yaml.ScalarNode(value=text):
            return parts_of(text)
        case yaml.MappingNode(value=pairs) if all(
            _is_text(part) for pair in pairs for part in pair
        ):
            return tuple((name.value.strip(), value.value.strip()) for name, value in pairs)
        case yaml.SequenceNode(value=items):
            found = [_parts_in(item) for item in items]
            return tuple(part for each in found for part in each) if all(found) else ()
        case _:
            return ()


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _variants_in(node: yaml.Node, language: str, read_own: ReadOwn) -> Variants | None:
    """Variants of a text or a list of names, or of a table with what each has of its own."""
    if plain := _parts_in(node):
        return parse_variants(plain, language)
    options: list[Variant] = []
    items = node.value if isinstance(node, yaml.SequenceNode | yaml.MappingNode) else []
    for item in items:
        name, own = item if isinstance(item, tuple) else (None, item)
        if not isinstance(own, yaml.MappingNode) or (name and not _is_text(name)):
            return None
        options.append(_option(name.value.strip() if name else "", own, language, read_own))
    return Variants(options=tuple(options))


def _option(name: str, node: yaml.MappingNode, language: str, read_own: ReadOwn) -> Variant:
    """One variant with what differs in it: `{price: 19 CNY, photo: blue.jpg, weight: 1.2 kg}`."""
    option = Variant(name={language: name} if name else {})
    for field, value in node.value:
        told = field.value.strip().casefold() if _is_text(field) else ""
        text = value.value.strip() if _is_text(value) else ""
        keys = keys_of(told)
        if told in _LANGUAGES and text:
            option = replace(option, name={**option.name, told: text})
        elif "name" in keys and text:
            option = replace(option, name={language: text})
        elif {"price", "wholesale_price"} & set(keys) and (price := _own_price(value)):
            option = replace(option, price=price)
        elif "model" in keys and text:
            option = replace(option, code=text)
        elif told in _PHOTOS and text:
            option = replace(option, photo=text)
        elif told and text and (own := read_own(told, value)):
            option = replace(option, own={**option.own, own[0]: own[1]})
        else:
            of = name or say("a variant")
            raise ValueError(say("has {what!r} of {of}, which cannot be read", what=told, of=of))
    if not option.name or not all(map(_is_name, option.name.values())):
        raise ValueError(say("has a variant without a usable name"))
    return option


def _own_price(node: yaml.Node) -> Money | Ladder | None:
    single = _price(node.value, "") if _is_text(node) else None
    return single or parse_ladder(_parts_in(node))


def parts_of(text: str) -> tuple[Part, ...]:
    """The steps or variants of a text, each with what stands on either side of a colon."""
    sides = (_SIDES.split(part, maxsplit=1) for part in _PARTS.split(text.strip()) if part)
    return tuple((side[0], side[1] if len(side) > 1 else "") for side in sides)


def _currency_in(parts: Sequence[Part]) -> str:
    """The currency that the first price has, as it stands there; the others may leave it out."""
    found = map(_CURRENCY.search, chain(*parts))
    return next((each[0].strip() for each in found if each), "")


def parse_ladder(parts: Sequence[Part]) -> Ladder | None:
    """Prices by quantity; None: the parts are none. Whether it can be meant is not asked here.

    A single one is a step too few, where a colon stands in it; else it is something else.
    """
    currency = _currency_in(parts)
    steps = [step for part in parts if (step := _step(*part, currency))]
    if len(steps) < len(parts) or not _are_several(parts):
        return None
    return Ladder(steps=in_one_unit(steps))


def _step(left: str, right: str, currency: str) -> Step | None:
    if right:
        found = _ONLY_QUANTITY.fullmatch(left.strip())
        quantity, price = _amount(found) if found else None, _price(right, currency)
        return Step(quantity=quantity, price=price) if quantity and price else None
    for pattern in (_QUANTITY_FIRST, _PRICE_FIRST):
        found = pattern.fullmatch(left)
        quantity = _amount(found) if found else None
        price = _price(found["price"], "") if found else None
        if quantity and price:
            return Step(quantity=quantity, price=price)
    return None


def _amount(found: re.Match[str]) -> Count | Measure | None:
    unit = re.sub(r"(?:起订|起批|及?以上|起)$", "", found["unit"] or "")
    ends = f"{found['low']}-{found['high']}" if found["high"] else found["low"]
    if not unit:
        read = parse_value("count", ends)
        return read if isinstance(read, Count) else None
    known = unit.lower() in TRADE_ALIASES or unit.lower() in measure_aliases()
    return parse_order(f"{ends} {unit}") if known else None


def _price(text: str, currency: str) -> Money | None:
    """A price; without a currency of its own it has that of the others."""
    read = parse_value("money", text) or parse_value("money", f"{text} {currency}")
    return read if isinstance(read, Money) else None


def parse_variants(parts: Sequence[Part], language: str) -> Variants | None:
    """Colors, sizes or models, each with a price or none; None: the parts are none.

    Whether the list can be meant is asked by `facts.problem_with`.
    """
    currency = _currency_in(parts)
    options = [each for part in parts if (each := _named(*part, currency, language))]
    if len(options) < len(parts) or not _are_several(parts):
        return None
    return Variants(options=tuple(options))


def _are_several(parts: Sequence[Part]) -> bool:
    return len(parts) > 1 or any(right for _, right in parts)


def _named(left: str, right: str, currency: str, language: str) -> Variant | None:
    name, price = left, _price(right, currency) if right else None
    found = None if right else _NAMED.fullmatch(left)
    if found and (read := _price(found["price"], currency)):
        name, price = found["name"], read
    name = name.strip()
    if (right and price is None) or not (_is_name(name) if right else _NAME.fullmatch(name)):
        return None
    return Variant(name={language: _SIZE_MARK.sub("", name)}, price=price)


def _is_name(text: str) -> bool:
    return 0 < len(text.strip()) <= MAX_NAME_CHARS and not UNUSABLE.search(text)
