"""The prompt for a chat model, and the lines in its answer; shared by all writers."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from . import WritingRequest, WrittenLine

SYSTEM = "You are a translator."
HEADING = "In"
"""The first word of every language's heading; the language is the next."""
NO_THOUGHTS = {"enable_thinking": False}
"""For the chat template: models that may think or not, such as Qwen3, are not to; others ignore it.

A grammar leaves them no room for it, and lines as short as these gain nothing.
"""
_LINE = re.compile(r"^[ \t]*(\d+)\.[ \t]*(\S.*?)[ \t]*$", re.M)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_END_OF_THOUGHT = re.compile(r"</think(?:ing)?>")
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>.*", re.S)
_FENCE = re.compile(r"^\s*```\w*\s*|\s*```\s*$")


def prompt(request: WritingRequest) -> str:
    """The whole prompt: the pitch, which all languages share, then this language's part."""
    return f"{request.shared}\n\n{heading(request)}"


def heading(request: WritingRequest) -> str:
    """The part of the prompt for one language: `In Spanish (formal):`.

    On a second try it also lists what was wrong, and then names the language again, because after
    English words a small model would go on in English:
    `In Spanish (formal), avoiding 3: it is too long; in Spanish:`.
    """
    again = "; ".join(f"{line.number}: {line.finding}" for line in request.lines if line.finding)
    literal = " ".join(f"{line.number}. {line.literal}" for line in request.lines if line.literal)
    manner = request.instruction and f" ({request.instruction})"
    meant = literal and f", more natural than {literal}"
    avoided = again and f", avoiding {again}; in {request.language}"
    return f"{HEADING} {request.language}{manner}{meant}{avoided}:"


def messages(request: WritingRequest, closing: str = "") -> list[dict[str, str]]:
    """The chat that asks for the lines; `closing` says in which form."""
    asked = prompt(request)
    return chat(f"{asked}\n{closing}" if closing else asked)


def chat(asked: str) -> list[dict[str, str]]:
    """A chat in which the user says `asked`."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": asked}]


def without_thoughts(answer: str) -> str:
    """The answer without a `<think>` block before it; empty if the block never ends.

    A template may have opened the block in the prompt, so that only its end is in the answer.
    """
    said = _THOUGHT.sub("", answer)
    said = _END_OF_THOUGHT.split(said)[-1]
    return _OPEN_THOUGHT.sub("", said).strip()


def numbered_lines(answer: str, request: WritingRequest, by: str = "") -> tuple[WrittenLine, ...]:
    """The requested lines out of `1. ...`; one that did not come is empty."""
    found = {int(number): text for number, text in _LINE.findall(answer)}
    return _in_order(found, request, by)


def json_lines(answer: str, request: WritingRequest, by: str = "") -> tuple[WrittenLine, ...]:
    """The requested lines out of `{"1": "..."}`; one that did not come, or is no text, is empty."""
    try:
        values = json.loads(_FENCE.sub("", answer))
    except (ValueError, RecursionError):
        return numbered_lines(answer, request, by)
    pairs = values.items() if isinstance(values, dict) else ()
    found = {
        int(number): " ".join(text.split())
        for number, text in pairs
        if str(number).isdecimal() and isinstance(text, str)
    }
    return _in_order(found, request, by)


def json_schema(numbers: Sequence[int]) -> dict[str, object]:
    """A schema of an object that holds exactly these lines."""
    names = [str(number) for number in numbers]
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _in_order(found: dict[int, str], request: WritingRequest, by: str) -> tuple[WrittenLine, ...]:
    return tuple(WrittenLine(text=found.get(line.number, ""), by=by) for line in request.lines)
