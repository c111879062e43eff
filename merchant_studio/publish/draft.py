"""A language that is ready to be rendered and published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..languages import LanguageProfile
from ..records import Brief, EngineStamp, Finding, PlatformPost, Script, Timeline
from ..run import MadeFrom

VIDEO, COVER = "video.mp4", "cover.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One language, ready to be rendered and published."""

    written: Script
    """The script as it was written; a dub may say a line more shortly."""
    script: Script
    brief: Brief
    profile: LanguageProfile
    timeline: Timeline
    texts: tuple[str, ...]
    """The script's lines with their facts."""
    posts: tuple[PlatformPost, ...]
    findings: tuple[Finding, ...]
    made_by: tuple[EngineStamp, ...]
    inputs: MadeFrom
    """Everything that the release is made from."""
    recording: str = ""
    """The sha256 of the recording in which it was heard."""
    frames: Mapping[str, str] = field(default_factory=dict)
    """Of each shape that may be chosen the size that it gives: {"source": "1080x1920"}."""
    look: Mapping[str, str] = field(default_factory=dict)
    """What was chosen of how it looks: {"style": "outline", "end card": "on"}."""
    encoder: str = ""
    """The name of what writes its video: x264."""

    @property
    def tag(self) -> str:
        """The language as it was asked for."""
        return self.script.language

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids the render."""
        return any(finding.severity == "block" for finding in self.findings)
