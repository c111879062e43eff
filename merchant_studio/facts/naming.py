"""Which key a merchant's word means: 单价 and `Unit price` are price; `ribs` is a key of its own.

Read from `data/keys.toml`: the usual words of every known key, English and Chinese.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .keys import KEYS

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
