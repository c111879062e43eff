"""What a chat model is asked, and what it answers; what a question says is not an engine's affair.

A question names the form of its answer. Each adapter holds its model to that form as far as it can:
by a grammar, by a JSON schema, or only by saying so in the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NO_THOUGHTS = {"enable_thinking": False}
"""For the chat template of a model that runs here or on llama-server, vLLM or SGLang: models that
may think or not, such as Qwen3, are not to; others ignore it. Services have other words for it, see
`services.py`. A grammar leaves no room for thoughts, and lines as short as these gain nothing.
"""
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_END_OF_THOUGHT = re.compile(r"</think(?:ing)?>")
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>.*", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How an answer must look: as JSON, and perhaps as plain text under a grammar."""

    schema: Mapping[str, object]
    """The JSON schema of an answer in JSON."""
    example: str
    """Such an answer in short, for the prompt: `{"number of the line": "the line"}`."""
    grammar: str = ""
    """GBNF of an answer in plain text, preferred where it can be had; empty: always JSON."""
    plain: str = ""
    """Such an answer in words: `the numbered lines and nothing else: 1. ...`."""

    @property
    def as_json(self) -> str:
        """The words that ask for JSON."""
        return f"Answer with one JSON object and nothing else: {self.example}."

    @property
    def as_text(self) -> str:
        """The words that ask for plain text; for JSON where no other form is known."""
        return f"Answer with {self.plain}" if self.plain else self.as_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to a chat model.

    `parts` follow each other in the user's message. The first says what every product shares, the
    next ones what the languages of a product share: an engine evaluates those once.
    """

    system: str
    parts: tuple[str, ...]
    form: Form
    max_tokens: int
    """Room for the answer, without thoughts."""
    begins: str = ""
    """What is particular to the question. An engine that can lets the model's own answer begin with
    it; else it ends the user's message."""
    on_text: Callable[[str], None] = field(default=lambda text: None, compare=False, repr=False)
    """Told the answer as far as it is written, at first an empty text, by an engine that can."""

    @property
    def shared(self) -> str:
        """What other questions about the same product begin with, too."""
        return "".join(self.parts if self.begins else self.parts[:-1])

    @property
    def particular(self) -> str:
        """What only this question says."""
        return self.begins or self.parts[-1]

    def messages(self, closing: str = "") -> list[dict[str, str]]:
        """The chat that asks it; `closing` says the form of the answer."""
        text = "".join(self.parts)
        asked = f"{text}\n\n{self.begins}" if self.begins else text
        return chat(self.system, f"{asked}\n{closing}" if closing else asked)


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
    tokens: tuple[tuple[bytes, float], ...] = ()
    """Its tokens, each with the natural logarithm of its probability as the model would choose it
    without a grammar; empty: the engine does not tell."""
    usage: Usage | None = field(default=None, compare=False)
    """What it took, which is no part of what it says; None: the engine does not tell."""


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
