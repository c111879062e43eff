"""Every value that is passed between stages, and its JSON form.

All records are frozen; times are integer milliseconds; paths are relative to the run folder or
are the merchant's own files; arrays of samples or pixels never stand in a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

from .forms import SCHEMA, digest, from_json, seal, to_json
from .values import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
    Term,
)

__all__ = [
    "SCHEMA",
    "Age",
    "AudioFile",
    "Author",
    "Brief",
    "CaptionTrack",
    "Code",
    "Correction",
    "Count",
    "Cue",
    "Discount",
    "Duration",
    "EngineStamp",
    "Fact",
    "FactValue",
    "Finding",
    "Footage",
    "Measure",
    "Mention",
    "Money",
    "Narration",
    "Percent",
    "Pitch",
    "Rates",
    "Release",
    "Script",
    "ScriptLine",
    "Segment",
    "Sheet",
    "Shot",
    "Size",
    "Span",
    "SpokenLine",
    "Term",
    "Timeline",
    "Transcript",
    "Word",
    "digest",
    "from_json",
    "seal",
    "to_json",
]

Author: TypeAlias = Literal["llm", "llm-retry", "phrasebook", "merchant"]
"""Who wrote a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, half-open: `start_ms` belongs to it, `end_ms` does not."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        """Refuse an empty or negative stretch."""
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"not a span: {self.start_ms} to {self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds, at least 1."""
        return self.end_ms - self.start_ms


# --- what the merchant gives ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFile:
    """The recording's sound."""

    path: Path
    duration_ms: int
    sample_rate_hz: int
    """Samples per second as recorded."""
    channels: int
    sha256: str
    """Of the whole file, so that a run knows whether the recording changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A moving picture or a photo, as it is seen (rotation applied)."""

    kind: Literal["video", "photo"]
    path: Path
    width_px: int
    height_px: int
    duration_ms: int
    """0 for a photo."""
    frame_rate: Fraction
    """Frames per second; 0 for a photo."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The merchant's own exchange rates, for a second currency beside the price."""

    date: str
    """The day they are of, as in 2026-11-20."""
    prices: Mapping[str, Money]
    """What one of a currency costs: USD -> 7.1 CNY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`product.yaml` as it was read: every key with its typed value."""

    values: Mapping[str, FactValue]
    say: tuple[str, ...] | None = None
    """The keys that every language must say; None: all of them."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Labels for unusual keys: key -> language -> label."""
    rates: Rates | None = None
    """None: prices are said in their own currency only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    """One recording with its pictures and its sheet, probed and found safe."""

    slug: str
    """Folder name of the run, made from the product's or the file's name."""
    speech: AudioFile
    footage: tuple[Footage, ...]
    """The recording's own picture first, if it has one; then the photos."""
    sheet: Sheet


# --- what was heard ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, or a character in Chinese, with the recognizer's confidence."""

    text: str
    span: Span
    probability: float
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of speech, about a sentence."""

    index: int
    span: Span
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word that was misheard and put right."""

    segment: int
    heard: str
    meant: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStamp:
    """What made a record: enough to make it again."""

    kind: Literal["recognizer", "writer", "translator", "speaker"]
    name: str
    model: str
    revision: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What the merchant said, in the language of the recording."""

    language: str
    segments: tuple[Segment, ...]
    corrections: tuple[Correction, ...] = ()
    made_by: EngineStamp


# --- what must be said ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where a fact was heard: characters of a segment's text."""

    segment: int
    start: int
    end: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value that buyers act on, and where it came from."""

    key: str
    """Also its tag: `price` is `<price>`."""
    value: FactValue
    must_say: bool
    source: Literal["sheet", "speech"]
    heard_in: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something the merchant should know."""

    check: str
    severity: Literal["block", "warn"]
    where: str
    """Language, line or file."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that every language must say, settled before a word is translated."""

    source_language: str
    facts: tuple[Fact, ...]
    unconfirmed: tuple[Fact, ...] = ()
    """Heard, but not yet confirmed by the merchant; move one to `facts` to confirm it."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rates: Rates | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """One line of a language's script, with tags where facts stand."""

    index: int
    text: str
    tags: tuple[str, ...]
    """The tags that the line must hold, each once."""
    says: tuple[int, ...]
    """Indices of the segments that it follows; empty: said after the speech."""
    budget: Span
    """The time that the line has."""
    made_by: Author
    why: str = ""
    """Why a line is the phrasebook's or had to be asked for twice."""
    seal: str
    """Digest of the text as `made_by` wrote it: a text edited since is the merchant's."""

    @property
    def author(self) -> Author:
        """Who wrote the text as it stands."""
        return self.made_by if self.seal == seal(self.text) else "merchant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What one language says; `facts.fill` turns the tags into values."""

    language: str
    """BCP-47 tag as it was asked for."""
    lines: tuple[ScriptLine, ...]
    made_by: EngineStamp


# --- what is heard and seen ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """When a script line is heard."""

    line: int
    span: Span
    tempo: float
    """1.0 is the voice's own pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """The sound of one language: a dub or the original speech."""

    language: str
    audio: AudioFile
    lines: tuple[SpokenLine, ...]
    dubbed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A caption: its rows are broken for reading."""

    span: Span
    rows: tuple[str, ...]
    line: int
    """The script line it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """All captions of one language, in order, without overlap."""

    language: str
    direction: Literal["ltr", "rtl"]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A stretch of the base picture."""

    span: Span
    """When it is seen."""
    kind: Literal["recording", "photo", "plain"]
    path: Path | None
    """The file it shows; None for a plain background."""
    source_start_ms: int = 0
    """Where in a recording it starts."""
    zoom_end: float = 1.0
    """Slow zoom from 1.0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The video of one language as pure data."""

    width_px: int
    height_px: int
    frame_rate: Fraction
    duration_ms: int
    shots: tuple[Shot, ...]
    """The same for every language of a run, so that they are decoded once."""
    narration: Narration
    captions: CaptionTrack
    title: str
    """The product's name in the language; shown on a plain background."""
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What one language got: its folder, its files and what to know about it."""

    language: str
    folder: Path
    files: tuple[str, ...]
    """Names in the folder; empty when the language was blocked."""
    findings: tuple[Finding, ...]
    made_by: tuple[EngineStamp, ...]

    @property
    def blocked(self) -> bool:
        """True when the language was not rendered."""
        return any(finding.severity == "block" for finding in self.findings)
