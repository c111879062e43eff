"""Lines in a buyer's language: how a chat model is asked for them, and how its answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from ..engines import Answer, Form, Question, Writer
from ..engines.answers import read_json
from ..errors import EngineError
from .grammar import locked_lines
from .request import WritingRequest, WrittenLine

SYSTEM = "You are a translator."
MAX_TOKENS = 2048
"""Of all lines; a grammar ends them long before."""
_FORM = '{"number of the line": "the line"}'
_LINES = "the numbered lines and nothing else: 1. ..."
_LINE = re.compile(rb"^[ \t]*(\d+)\.[ \t]*(\S.*?)[ \t]*$", re.M)


def ask_for_lines(
    writer: Writer,
    requests: Sequence[WritingRequest],
    tell: Callable[[int, Mapping[int, str]], None] = lambda request, lines: None,
) -> tuple[tuple[WrittenLine, ...] | EngineError, ...]:
    """For each request its lines in order, or why there are none.

    `tell` is given the number of a request and its lines by their numbers, whenever one more is
    written, if the writer tells so.
    """
    answers = writer.ask(
        [
            replace(question(request), on_text=_by_line(partial(tell, number)))
            for number, request in enumerate(requests)
        ]
    )
    return tuple(
        answer if isinstance(answer, EngineError) else read_lines(answer, request)
        for answer, request in zip(answers, requests, strict=True)
    )


def question(request: WritingRequest) -> Question:
    """The question that asks for the lines."""
    return Question(
        system=SYSTEM,
        parts=(request.standing, request.pitch),
        begins=heading(request),
        form=Form(
            schema=_schema([line.number for line in request.lines]),
            example=_FORM,
            grammar=locked_lines(request),
            plain=_LINES,
        ),
        max_tokens=MAX_TOKENS,
    )


def heading(request: WritingRequest) -> str:
    """What is particular to this language, its findings last: it asks for an answer, or begins it.

    So it says what the better try, which follows, avoids, and after those English words the
    language once more: a small model would go on in English.
    """
    again = "; ".join(f"{line.number}: {line.finding}" for line in request.lines if line.finding)
    literal = " ".join(f"{line.number}. {line.literal}" for line in request.lines if line.literal)
    manner = request.instruction and f" ({request.instruction})"
    meant = literal and f", more natural than {literal}"
    avoided = again and f", avoiding {again}; in {request.language}"
    return f"In {request.language}{manner}{meant}{avoided}:"


def read_lines(answer: Answer, request: WritingRequest) -> tuple[WrittenLine, ...]:
    """The requested lines out of `{"1": "..."}` or `1. ...`; one that did not come is empty."""
    found = _of_json(answer.text)
    if found is None:
        found = _of_text(answer)
    return tuple(
        WrittenLine(text=text, confidence=confidence, by=answer.by)
        for line in request.lines
        for text, confidence in [found.get(line.number, ("", None))]
    )


def _by_line(tell: Callable[[Mapping[int, str]], None]) -> Callable[[str], None]:
    """A function that takes an answer so far, and tells of its whole lines when there are more."""
    known = -1

    def on_text(text: str) -> None:
        nonlocal known
        lines = text.count("\n")
        if lines > known:
            known = lines
            whole = text[: text.rfind("\n") + 1]
            tell({number: line for number, (line, _) in _of_text(Answer(text=whole)).items()})

    return on_text


def _of_json(text: str) -> Mapping[int, tuple[str, float | None]] | None:
    """The lines of a JSON object by their numbers; None if it is no JSON."""
    values = read_json(text)
    if values is None:
        return None
    pairs = values.items() if isinstance(values, dict) else ()
    return {
        int(number): (" ".join(line.split()), None)
        for number, line in pairs
        if str(number).isdecimal() and isinstance(line, str)
    }


def _of_text(answer: Answer) -> Mapping[int, tuple[str, float | None]]:
    """The numbered lines of a text, each with the mean of its tokens' log probabilities."""
    untold: tuple[tuple[bytes, float | None], ...] = ((answer.text.encode(), None),)
    tokens = answer.tokens or untold
    ends = list(accumulate(len(token) for token, _ in tokens))
    found = {}
    for line in _LINE.finditer(b"".join(token for token, _ in tokens)):
        start, end = line.span(2)
        sure = [
            log
            for at, (_, log) in zip(ends, tokens, strict=True)
            if start < at <= end and log is not None
        ]
        confidence = sum(sure) / len(sure) if sure else None
        found[int(line[1])] = line[2].decode("utf-8", "replace"), confidence
    return found


def _schema(numbers: Sequence[int]) -> dict[str, object]:
    """A schema of an object that holds exactly these lines."""
    names = [str(number) for number in numbers]
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": names,
        "additionalProperties": False,
    }
