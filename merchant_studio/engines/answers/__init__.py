"""Values out of an answer in JSON, which may hold anything, and the schemas that ask for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

__all__ = [
    "NUMBER",
    "TEXT",
    "TRUTH",
    "a_list",
    "an_object",
    "number",
    "one_of",
    "read_json",
    "rows",
    "text",
]

_FENCE = re.compile(r"^\s*```\w*\s*|\s*```\s*$")

TEXT: Mapping[str, object] = {"type": "string"}
NUMBER: Mapping[str, object] = {"type": "integer"}
TRUTH: Mapping[str, object] = {"type": "boolean"}


def read_json(answer: str) -> Any:
    """The value that an answer holds, with or without a fence around it; None: it is no JSON."""
    try:
        return json.loads(_FENCE.sub("", answer))
    except (ValueError, RecursionError):
        return None


def rows(answer: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in the list `name` of an answer; none if it is no such answer."""
    values = answer.get(name) if isinstance(answer, dict) else None
    return [row for row in values if isinstance(row, dict)] if isinstance(values, list) else []


def text(value: Any) -> str:
    """A text in one line; empty if the value is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def number(value: Any) -> int:
    """The number of a line; 0, which no line has, if the value is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def an_object(**fields: Mapping[str, object]) -> Mapping[str, object]:
    """The schema of an object that has exactly these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def a_list(of: Mapping[str, object], most: int) -> Mapping[str, object]:
    """The schema of a list of at most so many."""
    return {"type": "array", "maxItems": most, "items": of}


def one_of(*values: str) -> Mapping[str, object]:
    """The schema of a text that is one of these."""
    return {"type": "string", "enum": list(values)}
