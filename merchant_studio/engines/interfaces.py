"""The four kinds of engines (recognizer, writer, translator, speaker) and their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from ..errors import EngineError
from ..records import EngineStamp, Gender, Segment, Span
from .asking import Answer, Question

Timing = Literal["none", "rough", "exact"]
"""What the times of a recognizer's words tell. Rough: where nobody says a word that it knows.
Exact, to about 0.1 s: at which word the speaker pauses, too."""
Languages: TypeAlias = frozenset[str] | None
"""Codes of the languages that an engine may write: {"en", "es"}; None: every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What a recognizer heard."""

    language: str
    """BCP-47 code; `und`: the recognizer does not tell."""
    segments: tuple[Segment, ...]
    """Empty when nothing was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Speech that a speaker made."""

    samples: bytes
    """Mono, 16-bit little endian."""
    sample_rate_hz: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice that a speaker has."""

    name: str
    language: str
    """BCP-47 code of what it speaks: `en`, or `en-GB` where it has the accent of a market."""
    gender: Gender = ""
    pitch_hz: int = 0
    """Median of its fundamental frequency; 0: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Speech of the person whose voice is to be cloned."""

    sound: Sound
    text: str
    """What is said in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What is to be said, and how."""

    text: str
    """A sentence as it is spoken; digits may stand in it."""
    language: str
    """BCP-47 tag, such as `es` or `es-MX`."""
    voice: str
    """The name of one of the speaker's voices."""
    pace: float = 1.0
    """1.0 is the voice's own; 1.2 is a fifth faster."""
    reference: Reference | None = None
    """Whose voice to clone; only for a speaker that `clones`."""


class Engine(Protocol):
    """What every engine has."""

    @property
    def stamp(self) -> EngineStamp:
        """Name, model and revision, as recorded and as part of every digest."""


class Recognizer(Engine, Protocol):
    """Speech to text with times."""

    @property
    def timing(self) -> Timing:
        """How well it tells when a word is said."""

    def hears(self, language: str) -> bool:
        """Whether it knows a language (its code)."""

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None = None,
    ) -> Recognition:
        """What is said in a sound file, or in a stretch of it.

        `hotwords` are listened for, if it can; they may be empty. All times are those of the file;
        `on_progress` gets the milliseconds that are done.

        Raises:
            EngineFailedError: the file could not be recognized.
        """


class Writer(Engine, Protocol):
    """A chat model that answers questions in writing."""

    at_once: int
    """How many questions it answers together."""
    judged_at_once: int
    """How many lines it judges in one question: the answer to more would be cut off."""

    @property
    def fingerprint(self) -> str | None:
        """What tells its model from others of the same name, wherever it runs; may be empty.

        The beginning of a file's sha256, or how many weights a server says that it has. None: it
        cannot be asked now. Exams are kept by it.
        """

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """For each question its answer, or why there is none."""


class Translator(Engine, Protocol):
    """Literal translation of lines with tags."""

    @property
    def writes(self) -> Languages:
        """The languages in which its lines were read and found good enough."""

    def knows(self, source: str, target: str) -> bool:
        """Whether it translates from one language code into another."""

    def translate(self, lines: Sequence[str], *, source: str, target: str) -> tuple[str, ...]:
        """One literal translation per line, each with the tags of its line; unchecked.

        `source` and `target` are a pair that it knows. A line whose tags were lost is empty.

        Raises:
            EngineFailedError: the model cannot be loaded or failed.
        """


class Speaker(Engine, Protocol):
    """Text to speech."""

    @property
    def clones(self) -> bool:
        """Whether it can speak in the voice of a reference."""

    def voices(self, language: str) -> tuple[Voice, ...]:
        """The voices for a BCP-47 tag, the best first; empty: it does not speak the language.

        Raises:
            EngineUnavailableError: a program that it needs is not installed.
        """

    def speak(self, utterance: Utterance) -> Sound:
        """The text, spoken; the same sound for the same utterance.

        Raises:
            EngineUnavailableError: a library or a program that it needs is not installed.
            EngineFailedError: it gave nothing that can be heard, or does not have the voice.
        """
