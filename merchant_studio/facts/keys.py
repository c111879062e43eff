"""The usual fact keys: what kind of value each has, and which are trade terms.

A merchant names them in his own words: 单价 and `Unit price` are price; `ribs` is a key of its own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Key:
    """What is known about a usual key of the sheet."""

    kinds: tuple[str, ...]
    """Kinds of value it may have, as in records.FactValue; the first is the usual one."""
    unit: str | None = None
    """Trade unit of a bare number."""
    trade: bool = False
    """A trade term (price, order quantity ...): no translator says it, but the phrasebook."""
    units: tuple[str, ...] = ()
    """Beginnings of the CLDR units that a measure of it may have; empty: any."""


_QUANTITY = ("count", "measure")
_GOODS = ("length-", "area-", "volume-", "mass-")
_LENGTH = ("length-",)
_MASS = ("mass-",)

KEYS: dict[str, Key] = {
    "name": Key(("term",)),
    "price": Key(("money", "ladder"), trade=True),
    "wholesale_price": Key(("money", "ladder"), trade=True),
    "retail_price": Key(("money",), trade=True),
    "sample_fee": Key(("money",), trade=True),
    "sample_time": Key(("duration",), trade=True),
    "moq": Key(_QUANTITY, "piece", trade=True, units=_GOODS),
    "lead_time": Key(("duration",), trade=True),
    "delivery_time": Key(("duration",), trade=True),
    "discount": Key(("discount", "percent"), trade=True),
    "valid_until": Key(("day",), trade=True),
    "promotion": Key(("promotion", "discount"), trade=True),
    "payment": Key(("payment", "term"), trade=True),
    "deposit": Key(("percent", "money"), trade=True),
    "trade_terms": Key(("code", "term"), trade=True),
    "port": Key(("term", "code"), trade=True),
    "shipping": Key(("promotion", "term"), trade=True),
    "stock": Key(_QUANTITY, "piece", trade=True, units=_GOODS),
    "monthly_output": Key(_QUANTITY, "piece", trade=True, units=_GOODS),
    "packing": Key(("term",), trade=True),
    "carton_quantity": Key(_QUANTITY, "piece", trade=True, units=_GOODS),
    "carton_size": Key(("size",), trade=True),
    "carton_weight": Key(("measure",), trade=True, units=_MASS),
    "pieces_per_set": Key(("count",), "piece"),
    "size": Key(("size", "measure"), units=_LENGTH),
    "length": Key(("measure",), units=_LENGTH),
    "width": Key(("measure",), units=_LENGTH),
    "height": Key(("measure",), units=_LENGTH),
    "diameter": Key(("measure",), units=_LENGTH),
    "thickness": Key(("measure",), units=_LENGTH),
    "weight": Key(("measure",), units=_MASS),
    "net_weight": Key(("measure",), units=_MASS),
    "gross_weight": Key(("measure",), units=_MASS),
    "fabric_weight": Key(("measure",), units=("mass-", "x-gram-per-square-meter")),
    "capacity": Key(
        ("measure", "count"), units=("volume-", "mass-", "x-milliampere-hour", "energy-")
    ),
    "material": Key(("term",)),
    "lining": Key(("term",)),
    "cotton": Key(("percent",)),
    "colors": Key(("count", "variants"), "color"),
    "styles": Key(("count", "variants"), "style"),
    "sizes": Key(("count", "variants"), "size"),
    "variants": Key(("variants",)),
    "model": Key(("code",)),
    "brand": Key(("code", "term")),
    "origin": Key(("term",)),
    "certificates": Key(("code",)),
    "warranty": Key(("duration",)),
    "age": Key(("age",)),
    "power": Key(("measure",), units=("power-",)),
    "voltage": Key(("measure",), units=("electric-volt",)),
    "battery": Key(("measure",), units=("x-milliampere-hour", "energy-")),
    "charging_time": Key(("duration",)),
    "working_time": Key(("duration",)),
    "lifespan": Key(("duration",)),
    "temperature": Key(("measure",), units=("temperature-",)),
    "keeps_hot": Key(("duration",)),
    "keeps_cold": Key(("duration",)),
    "waterproof": Key(("code",)),
    "screen": Key(("measure",), units=_LENGTH),
    "memory": Key(("measure",), units=("digital-",)),
    "range": Key(("measure",), units=_LENGTH),
    "speed": Key(("measure",), units=("speed-", "x-revolution-per-minute")),
    "layers": Key(("count",), "layer"),
    "people": Key(("count",), "person"),
    "customization": Key(("term",)),
    "contact": Key(("code",)),
    "whatsapp": Key(("code",)),
    "wechat": Key(("code",)),
    "email": Key(("code",)),
    "phone": Key(("code",)),
    "website": Key(("code",)),
    "booth": Key(("code",)),
    "address": Key(("code", "term")),
}

ROLE_BY_KIND: dict[str, str] = {
    "money": "price",
    "size": "size",
    "discount": "discount",
    "age": "age",
}
"""The key that a value heard without a cue has, by its kind."""

ROLE_BY_UNIT: dict[str, str] = {
    "volume-milliliter": "capacity",
    "volume-liter": "capacity",
    "power-watt": "power",
    "power-kilowatt": "power",
    "electric-volt": "voltage",
    "x-milliampere-hour": "battery",
    "digital-gigabyte": "memory",
    "digital-terabyte": "memory",
    "x-gram-per-square-meter": "fabric_weight",
    "color": "colors",
    "style": "styles",
    "size": "sizes",
    "layer": "layers",
}
"""The same by the unit of a measure or of a number."""


KEYS_FILE = Path(__file__).parents[1] / "data" / "keys.toml"


def spelled(name: str) -> str:
    """The name in small letters, its words joined by `_`: `Lead time` and `lead-time` alike."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"(?<=\w)[\s_./-]+(?=\w|$)", "_", plain).rstrip("_")


def keys_of(name: str) -> tuple[str, ...]:
    """The keys that a name may mean, several where its value decides; empty: nobody knows it.

    `pack` is pieces_per_set or packing; `color` is colors or, with words, a key of its own.
    """
    return _meanings().get(bare(name), ())


@cache
def names_of(key: str) -> tuple[str, ...]:
    """The words by which merchants call a key, English ones with `_`: unit_price, 单价."""
    words = _file()
    shared = (word for word, keys in words["by_value"].items() if key in keys)
    return (key, *words["keys"].get(key, ()), *shared)


def bare(name: str) -> str:
    """The name without what does not matter in it: leadtime."""
    return spelled(name).replace("_", "")


@cache
def brands() -> Mapping[str, str]:
    """Names that are the same in every language, by their keys: zalo -> Zalo."""
    return {spelled(name): name for name in _file()["brands"]["names"]}


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    words = _file()
    known = {bare(key): (key,) for key in KEYS}
    plain = {bare(word): (key,) for key, each in words["keys"].items() for word in each}
    return {**known, **plain, **{bare(w): tuple(keys) for w, keys in words["by_value"].items()}}


@cache
def _file() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(KEYS_FILE.read_text(encoding="utf-8"))
