"""What the merchant gives: recordings, pictures, the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

from .values import FactValue, Money

Gender: TypeAlias = Literal["female", "male", ""]
"""Whether a woman or a man speaks; empty: unknown."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFile:
    """A file of sound: the recording, a dub or music."""

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
    """The day that they are valid for: 2026-11-20."""
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
    speaker: Gender = ""
    """Whether a woman or a man speaks, which decides how Thai sentences end; empty: unknown."""
    points: tuple[str, ...] = ()
    """Selling points as written: ids of the catalogue, or words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    """One recording with its pictures and its sheet, probed and found safe."""

    slug: str
    """Folder name of the run, made from the product's or the file's name."""
    speech: AudioFile
    footage: tuple[Footage, ...]
    """The recording's own picture first, if it has one; then the photos."""
    sheet: Sheet
    logo: Path | None = None
    """The picture file of the merchant's logo."""
