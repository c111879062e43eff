"""What a script and a writer tell each other: the lines that are wanted, and those that came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """A line as a model wrote it, unchecked."""

    text: str
    """Empty if it did not come."""
    confidence: float | None = None
    """Mean of the natural logarithms of its tokens' probabilities; None: the engine does not tell.

    Of tokens as the model would choose them, without a grammar: a line that it was forced into,
    or made up about something it did not understand, has little of it.
    """
    by: str = ""
    """What a server says that it answered with; empty: what the engine's stamp says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRequest:
    """One line that a writer is asked for."""

    number: int
    """Its number in the shared text."""
    tags: tuple[str, ...]
    """The tags that the line must hold, each once."""
    max_chars: int
    """Characters that the line's time allows, tags not counted."""
    finding: str = ""
    """What was wrong with the writer's last try; empty the first time."""
    literal: str = ""
    """A translator's literal line in the buyer's language; empty: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingRequest:
    """All lines that a writer is asked for in one language."""

    standing: str
    """What is said for every pitch."""
    pitch: str
    """What is said for every language of this pitch: its numbered lines."""
    language: str
    """English name of the language."""
    instruction: str
    """What is particular to this language: register, market, tone."""
    lines: tuple[LineRequest, ...]
    """The lines that are wanted; the second time only those that were wrong."""
    letters: str
    """Body of a character class: the letters that a line may hold."""
    punctuation: str
    sentence_end: str
