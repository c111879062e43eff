"""What a chat model is asked, and what it answers; what a question says is not an engine's affair.

A question names the form of its answer. Each adapter holds its model to that form as far as it can:
by a JSON schema, or only by saying so in the prompt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .answers import an_object

NO_THOUGHTS = {"enable_thinking": False}
"""For the chat template of a model that runs here or on llama-server, vLLM or SGLang: models that
may think or not, such as Qwen3, are not to; others ignore it. Services have other words for it, see
`services.py`. A schema leaves no room for thoughts, and lines as short as these gain nothing.
"""
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_END_OF_THOUGHT = re.compile(r"</think(?:ing)?>")
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>.*", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How an answer must look: one JSON object."""

    schema: Mapping[str, Any]
    """The JSON schema of an answer."""
    example: str
    """Such an answer in short, for the prompt: `{"lines": [{"line": 3, "text": "..."}]}`."""

    @property
    def in_words(self) -> str:
        """The words that ask for it."""
        return f"Answer with one JSON object and nothing else: {self.example}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to a chat model.

    `parts` follow each other in the user's message. The first is what all questions about a product
    share, the next what those of a kind share: an engine evaluates those once. The last part is the
    question's own.
    """

    system: str
    parts: tuple[str, ...]
    form: Form
    max_tokens: int
    """Room for the answer, without thoughts."""

    @property
    def shared(self) -> str:
        """What other questions of this kind about the product begin with, too."""
        return "".join(self.parts[:-1])

    def messages(self) -> list[dict[str, str]]:
        """The chat that asks it, and says the form of the answer."""
        return chat(self.system, f"{''.join(self.parts)}\n{self.form.in_words}")


def together(one: Question, other: Question) -> Question:
    """Two questions about the same thing as one; what it is about is told as the first tells it.

    The answer holds the fields of both.
    """
    fields = [question.form.schema["properties"] for question in (one, other)]
    examples = [json.loads(question.form.example) for question in (one, other)]
    return Question(
        system=one.system,
        parts=(one.parts[0], "".join((*one.parts[1:], *other.parts[1:]))),
        form=Form(
            schema=an_object(**{**fields[0], **fields[1]}),
            example=json.dumps({**examples[0], **examples[1]}, ensure_ascii=False),
        ),
        max_tokens=one.max_tokens + other.max_tokens,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How many tokens one answer took."""

    prompt_tokens: int
    cached_tokens: int | None = None
    """How many of the prompt's came from a cache and cost less; None: the engine does not tell."""
    answer_tokens: int
    """Thoughts among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model answered, without its thoughts; unchecked, so treat it as untrusted."""

    text: str
    by: str = ""
    """What a server says that it answered with; empty: what the engine's stamp says."""
    usage: Usage | None = field(default=None, compare=False)
    """What it took, which is no part of what it says; None: the engine does not tell."""


def as_schema(form: Form) -> dict[str, object]:
    """The field of a request in OpenAI's protocol that holds an answer to its JSON schema."""
    schema = {"name": "answer", "strict": True, "schema": form.schema}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


def chat(system: str, asked: str) -> list[dict[str, str]]:
    """A chat in which the user says `asked`."""
    return [{"role": "system", "content": system}, {"role": "user", "content": asked}]


def without_thoughts(answer: str) -> str:
    """The answer without the reasoning before it; nothing when it never came out of it.

    A template may have opened the block in the prompt, so that only its end is in the answer.
    """
    said = _THOUGHT.sub("", answer)
    said = _END_OF_THOUGHT.split(said)[-1]
    return _OPEN_THOUGHT.sub("", said).strip()


def read_usage(told: object) -> Usage | None:
    """The `usage` of an OpenAI-compatible answer; None: it does not tell its tokens.

    Cached tokens stand in `prompt_tokens_details`, or beside it in DeepSeek's own field.
    """
    values = told if isinstance(told, Mapping) else {}
    prompt, answer = values.get("prompt_tokens"), values.get("completion_tokens")
    details = values.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else None
    if cached is None:
        cached = values.get("prompt_cache_hit_tokens")
    if not isinstance(prompt, int) or not isinstance(answer, int):
        return None
    return Usage(
        prompt_tokens=prompt,
        cached_tokens=cached if isinstance(cached, int) else None,
        answer_tokens=answer,
    )
