"""One value of a sheet as it is typed into the page: `18.5 CNY`, `红色: 18元; 蓝色: 19元`."""

from __future__ import annotations

import re
from typing import cast

import yaml

from ...errors import TYPED, SheetError
from ...facts import KEYS, problem_with, with_unshown
from ...messages import say
from ...records import FactValue
from .reading import KEY, SHOWN_CHARS, Reader


def key_of(name: str, text: str, source_language: str) -> str:
    """The key that a name typed beside a value means: price for 单价; else the name, as a key.

    Raises:
        SheetError: the name may mean several keys, and the value does not tell which.
    """
    node = yaml.ScalarNode("tag:yaml.org,2002:str", text)
    return Reader(TYPED, source_language).meant(name, node)


def read_value(
    key: str, text: str, source_language: str, *, known: FactValue | None = None
) -> FactValue:
    """A value as it would be read from the sheet: typed into the page, as in `18.5 CNY`.

    Codes of a list are parted by commas: CE, FCC. What `known`, the value before, has of each
    color or size and no such text can say, stays.

    Raises:
        SheetError: says what is accepted.
    """
    if not KEY.fullmatch(key):
        raise SheetError(TYPED, key[:SHOWN_CHARS], say("is not a valid key"), say("such as price"))
    scalar = yaml.ScalarNode("tag:yaml.org,2002:str", text)
    node: yaml.Node = scalar
    if key in KEYS and KEYS[key].kinds == ("code",):
        codes = [code for part in re.split("[,，、]", text) if (code := part.strip())]
        items = [yaml.ScalarNode("tag:yaml.org,2002:str", code) for code in codes]
        node = yaml.SequenceNode("tag:yaml.org,2002:seq", items)
    reader = Reader(TYPED, source_language)
    value = with_unshown(reader.read_value(key, node), known, source_language)
    if problem := problem_with(value):
        raise reader.unmeant(key, problem)
    return value


def read_table(key: str, table: object, source_language: str) -> FactValue:
    """The value of a key whose table stands in a sheet: `{红色: {price: 18元, photo: red.jpg}}`.

    Raises:
        SheetError: says what is accepted.
    """
    text = yaml.safe_dump(table, allow_unicode=True)
    node = cast(yaml.Node, yaml.compose(text, Loader=yaml.SafeLoader))  # of a table, never None
    return Reader(TYPED, source_language).read_value(key, node)
