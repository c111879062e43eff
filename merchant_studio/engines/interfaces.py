"""The four kinds of engines (recognizer, writer, translator, speaker) and their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..errors import EngineError
from ..records import EngineStamp, Gender, Segment, Span
from .asking import Answer, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What a recognizer heard."""

    language: str
    """BCP-47 code."""
    segments: tuple[Segment, ...]
    """Empty when nothing was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills:
    """The languages that a writer was measured to write well, as codes: {"en", "es"}."""

    writes: frozenset[str] = frozenset()
    """It may write lines; for other languages the phrasebook is used."""
    trade_terms: frozenset[str] = frozenset()
    """It may also write lines that state a price, an order quantity and the like."""
    least_confidence: float = float("-inf")
    """A line of less confidence is not taken; see `write.request.WrittenLine`."""
    measured: bool = True
    """False: nobody measured the model; whoever chose it lets it write every language."""

    pitch: frozenset[str] = frozenset()
    """It may understand a pitch and write whole scripts of it."""
    judge: bool = False
    """It may judge whether a line says what the merchant means."""

    def may_write(self, language: str) -> bool:
        """Whether lines in a language (its code) may be asked for."""
        return not self.measured or language in self.writes


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

    timed: bool
    """Whether its words have the times at which they are said, to about 0.1 s: then the pauses of
    the speaker tell where a clause ends, and a gap between words what was not heard."""

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
    def skills(self) -> Skills:
        """What the model is certified for."""

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """For each question its answer, or why there is none."""


class Translator(Engine, Protocol):
    """Literal translation of lines with tags."""

    @property
    def skills(self) -> Skills:
        """What the model is certified for."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The engines that may write lines, and in which languages."""

    writer: Writer | None
    skills: Skills
    """What the writer is asked for; without one, what the translator is."""
    translator: Translator | None = None
    translator_skills: Skills = field(default_factory=Skills)

    def pitches(self, language: str, source: str) -> bool:
        """Whether the writer may write whole scripts in a language, out of another one."""
        return self.writer is not None and language in self.skills.pitch and language != source
