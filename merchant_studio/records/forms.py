"""The JSON form of a record, and digests of records."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from ..errors import RecordError
from ..messages import plain, say

SCHEMA = 1
"""Number of the JSON form; raised when a record's meaning changes."""

_Record = TypeVar("_Record")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(record: object) -> Any:
    """The record as JSON-ready values; Decimals and Fractions as exact strings."""
    kind: Any = type(record)
    return _adapter(kind).dump_python(record, mode="json")


def from_json(kind: type[_Record], values: Any, path: Path) -> _Record:
    """The record of type `kind` that `to_json` gave; `path` is named in errors.

    Raises:
        RecordError: a field is missing, unknown or of the wrong kind.
    """
    adapter: TypeAdapter[_Record] = _adapter(cast(Any, kind))
    try:
        return adapter.validate_python(values, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        told = plain(problem)
        if where:
            told = say("{where}: {problem}", where=where, problem=problem)
        raise RecordError(path, told) from error


def seal(text: str) -> str:
    """A short digest of a text, which shows whether the text has been edited."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digest(*inputs: object) -> str:
    """A sha256 that changes whenever one of the inputs does; records and plain values alike."""

    def plain(value: object) -> Any:
        return to_json(value) if hasattr(type(value), "__dataclass_fields__") else value

    text = json.dumps([plain(value) for value in inputs], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
