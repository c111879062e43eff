"""Questions to a writer, and the answers of one that writes the pitch of `conftest.SPOKEN` well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from merchant_studio.engines import Answer, Form, Question, Writer
from merchant_studio.engines.answers import TRUTH, an_object, one_of
from merchant_studio.errors import EngineError
from merchant_studio.languages import profile

ENGLISH = (
    "Welcome to our booth.",
    "This stainless steel vacuum flask holds <capacity>.",
    "Only <price>, from <moq>, in <lead_time>.",
    "Please get in touch with us.",
    "Model: <model>.",
)
CALLS = 2
"""Questions that a pitch takes in one language: what he means with its names, the script."""


def pitch_answer(*texts: str) -> dict[str, Any]:
    """One answer to all questions about a pitch: no points, no names, and these lines."""
    rows = [{"line": n, "text": said, "points": []} for n, said in enumerate(texts, start=1)]
    return {"points": [], "names": [], "lines": rows}


def as_judgement(
    rows: Sequence[Mapping[str, Any]],
    asked: str,
    names: Mapping[str, str],
    known: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """A judge's answer, from what each line says: no points that these lines or others say.

    `rows` have `language`, `line`, `points` (ids) and what is wrong; `asked` is the question, whose
    other lines say what they are `known` to; `names` are the points' short names by their ids.
    """
    found: dict[str, Any] = {}
    others = asked.partition("Other lines, only to be read:\n")[2].partition("\n\n")[0]
    for row in rows:
        code = row["language"]
        told = found.setdefault(code, {"unsaid": list(names.values()), "wrong": []})
        heard = re.findall(rf"^{code} \d+: (.*)$", others, re.M)
        said = [*row["points"], *(point for text in heard for point in known.get(text, ()))]
        for point in said:
            if names[point] in told["unsaid"]:
                told["unsaid"].remove(names[point])
        told["wrong"] += [
            {"line": row["line"], "kind": kind, "what": row[kind]}
            for kind in ("added", "reversed", "breaks")
            if row.get(kind)
        ]
    return found


def with_names(answer: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A writer's answer whose lines call the points by their short names."""
    return {
        **answer,
        "lines": [
            {**row, "points": [names.get(point, point) for point in row.get("points", [])]}
            for row in answer["lines"]
        ],
    }


def a_question(code: str = "en", pitch: str = "\n1. 你好。") -> Question:
    """A question about a pitch in one language; a model of random weights ends its answer, too."""
    return Question(
        system="You sort what merchants say.",
        parts=("What is it?", pitch, f"\nIn {profile(code).name}."),
        form=Form(
            schema=an_object(kind=one_of("feature", "offer"), negated=TRUTH),
            example='{"kind": "feature", "negated": true}',
        ),
        max_tokens=60,
    )


def answered(writer: Writer, question: Question) -> Answer:
    """The answer; the error of a question that failed is raised."""
    (answer,) = writer.ask([question])
    if isinstance(answer, EngineError):
        raise answer
    return answer
