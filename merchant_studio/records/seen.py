"""Records of one language's sound, picture, posts and release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from .given import AudioFile, Span
from .heard import EngineStamp
from .said import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """When a script line is heard."""

    line: int
    span: Span
    tempo: float
    """1.0 is the voice's own pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """A synthetic voice, as reports declare it."""

    name: str
    made_by: EngineStamp
    is_draft: bool = False
    """A robotic voice for a language that has no better one."""
    cloned_from: str = ""
    """The person whose voice was cloned, with their consent; empty: nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """The sound of one language: a dub or the original speech."""

    language: str
    audio: AudioFile
    lines: tuple[SpokenLine, ...]
    dubbed: bool
    voice: Synthetic | None = None
    """Who speaks a dub."""
    under: AudioFile | None = None
    """The original sound, kept low under a dub."""
    music: AudioFile | None = None
    """Played from the start to the end, and lowered while someone speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A caption, already broken into rows."""

    span: Span
    rows: tuple[str, ...]
    line: int
    """The script line it belongs to."""
    second_rows: tuple[str, ...] = ()
    """The same in the track's second language; none where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """All captions of one language, in order, without overlap."""

    language: str
    direction: Literal["ltr", "rtl"]
    cues: tuple[Cue, ...]
    second_language: str = ""
    """The language of the second rows; empty: there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A stretch of the base picture."""

    span: Span
    """When it is seen."""
    kind: Literal["recording", "photo", "gallery", "plain"]
    path: Path | None
    """The file it shows; None for a gallery and a plain background."""
    photos: tuple[Path, ...] = ()
    """What a gallery shows side by side."""
    source_start_ms: int = 0
    """Where in a recording it starts."""
    zoom_end: float = 1.0
    """Slow zoom from 1.0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A plate that shows a fact while it is said."""

    span: Span
    kind: Literal["price", "fact", "table"]
    label: str
    """Empty where the language has no name for the fact."""
    value: str
    """Of a table in a few words: from CNY 15.80."""
    rows: tuple[tuple[str, str], ...] = ()
    """Of a table: what is bought, and its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCard:
    """The last picture of a video: name, facts and contacts for a buyer who wants to order."""

    span: Span
    title: str
    """The product's name."""
    facts: tuple[tuple[str, str], ...]
    """Label and value, the most important first; a label may be empty as a card's."""
    contacts: tuple[tuple[str, str], ...]
    """Label and value."""
    invitation: str
    """What stands beside the code: scan to talk to us."""
    link: str
    """What the QR code leads to; empty: there is none."""
    points: tuple[str, ...] = ()
    """The best selling points, each a short text: Folds flat."""


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
    captions_at: Literal["bottom", "top"] = "bottom"
    """Where captions stand; cards and logo take the other end."""
    fill: Literal["blur", "plain"] = "blur"
    """What surrounds a picture that does not fill the frame; the same for every language."""
    logo: Path | None = None
    cards: tuple[Card, ...] = ()
    """In order, none overlapping another."""
    end_card: EndCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A line of a post with the keys of the facts that it states."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformPost:
    """What goes with a video on one platform."""

    platform: str
    title: str
    """Empty if the platform shows no title, or only shorter ones."""
    lines: tuple[PostLine, ...]
    hashtags: tuple[str, ...]
    """With their `#`."""

    @property
    def text(self) -> str:
        """The lines, without the hashtags."""
        return "\n".join(line.text for line in self.lines)

    @property
    def whole(self) -> str:
        """Text and hashtags, as they are entered and counted."""
        return "\n".join(filter(None, (self.text, " ".join(self.hashtags))))

    def without(self, line: PostLine) -> PlatformPost:
        """The post without a line."""
        return replace(self, lines=tuple(kept for kept in self.lines if kept != line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The result of one language: its folder, its files and the findings."""

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
