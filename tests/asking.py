"""Questions to a writer, and the answers of one that writes the pitch of `conftest.SPOKEN` well."""

from __future__ import annotations

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
CALLS = 3
"""Questions that a pitch takes in one language: what he means, names, the script."""


def pitch_answer(*texts: str) -> dict[str, Any]:
    """One answer to all questions about a pitch: no points, no names, and these lines."""
    rows = [{"line": n, "text": said, "points": []} for n, said in enumerate(texts, start=1)]
    return {"points": [], "names": [], "lines": rows}


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
