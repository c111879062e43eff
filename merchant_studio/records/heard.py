"""Records of what a recognizer heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..messages import Notice, say
from .given import Span

EngineKind: TypeAlias = Literal["recognizer", "writer", "translator", "speaker"]
"""What an engine does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, or a character in Chinese, with the recognizer's confidence."""

    text: str
    span: Span
    probability: float
    """0 to 1, as the recognizer tells."""
    doubted: bool = False
    """It may have been heard wrong: 18块酒 may be 18.9 yuan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of speech, about a sentence."""

    index: int
    span: Span
    text: str
    """Its words, one after another; empty: the merchant says that nothing is said there."""
    words: tuple[Word, ...]
    typed: bool = False
    """The merchant typed it: no listening says otherwise."""
    cut: bool = False
    """The merchant split it or joined it; its words are as they were heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word that was misheard and put right."""

    segment: int
    heard: str
    meant: str
    why: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStamp:
    """What made a record: enough to make it again."""

    kind: EngineKind
    name: str
    model: str
    revision: str
    seed: int
    licence: str = ""
    """The model's, by its SPDX name; empty: not known here."""
    commercial: bool = True
    """False: the licence does not allow a merchant's use."""

    @property
    def restriction(self) -> Notice:
        """A warning about a model whose licence forbids commercial use; else empty."""
        if self.commercial:
            return Notice("")
        return say(
            "the licence of {model}, {licence}, does not allow commercial use",
            model=self.model,
            licence=self.licence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What the merchant said, in the language of the recording."""

    language: str
    segments: tuple[Segment, ...]
    others: tuple[tuple[Segment, ...], ...] = ()
    """What the recognizer heard when it listened again, to a stretch each time."""
    unclear: tuple[Span, ...] = ()
    """Where somebody speaks and the recognizer could not tell what he says."""
    corrections: tuple[Correction, ...] = ()
    recording: str = ""
    """The sha256 of the recording."""
    made_by: EngineStamp
