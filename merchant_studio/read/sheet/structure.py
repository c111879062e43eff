"""The YAML of a sheet as nodes, read within bounds: of a regular file, not deep, not endless."""

from __future__ import annotations

from pathlib import Path

import yaml

from ...errors import SheetError
from ...files import read_bytes
from ...messages import say

MAX_SHEET_BYTES = 256 * 1024
MAX_EVENTS = 2000
"""Keys and values in a sheet; the fullest ones of merchants have some 200."""
MAX_DEPTH = 4
"""Tables in tables: labels, a key, its languages."""


def read_structure(path: Path) -> yaml.Node | None:
    """The sheet's outermost node; None where nothing is in it.

    Raises:
        SheetError: it is no text, no YAML, or more than a sheet may be.
    """
    try:
        raw = read_bytes(path, MAX_SHEET_BYTES)
        if len(raw) > MAX_SHEET_BYTES:
            raise SheetError(
                path, "", say("is larger than 256 KB"), say("only the product's facts in it")
            )
        text = raw.decode("utf-8-sig")
        _check(path, text)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        problem = say("cannot be opened ({why})", why=error.strerror)
        raise SheetError(path, "", problem, say("it as a plain text file")) from error
    except UnicodeDecodeError as error:
        raise SheetError(
            path, "", say("is not UTF-8 text"), say("it with an editor as UTF-8")
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = (
            say("has a mistake in line {line}", line=mark.line + 1) if mark else say("is not YAML")
        )
        raise SheetError(path, "", where, say("key: value lines as in the examples")) from error


def _check(path: Path, text: str) -> None:
    """Refuse aliases, anchors, tags, deep nesting and endless lists before anything is built."""
    depth, has_anchor = 0, False
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        if number > MAX_EVENTS:
            raise SheetError(
                path, "", say("has too many keys"), say("only the product's facts in it")
            )
        if isinstance(event, yaml.AliasEvent):
            raise SheetError(path, "", say("uses an alias (*)"), say("each value out in full"))
        if getattr(event, "tag", None):
            raise SheetError(path, "", say("uses a tag (!)"), say("values with ! in quotes"))
        has_anchor |= bool(getattr(event, "anchor", None))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise SheetError(path, "", say("is nested too deeply"), say("key: value lines"))
    if has_anchor:
        raise SheetError(path, "", say("uses an anchor (&)"), say("values with & in quotes"))
