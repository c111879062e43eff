"""Finds captions that are shown too short a time to be read, and tells the merchant."""

from __future__ import annotations

from collections.abc import Mapping

from ...languages import LanguageProfile
from ...records import CaptionTrack, Finding, Script, ScriptLine
from ..typeset import reading_length

TOLERANCE = 1.02
"""Of the reading speed: times are whole milliseconds."""


def fastest(track: CaptionTrack, profile: LanguageProfile) -> Mapping[int, float]:
    """The lines with a caption too fast to be read, and its characters a second: {3: 25.0}."""
    speeds: dict[int, float] = {}
    for cue in track.cues:
        speed = reading_length(cue.rows, profile) * 1000 / cue.span.duration_ms
        if speed > TOLERANCE * profile.captions.max_chars_per_second:
            speeds[cue.line] = max(speed, speeds.get(cue.line, 0.0))
    return speeds


def check_pace(
    track: CaptionTrack, script: Script, profile: LanguageProfile
) -> tuple[Finding, ...]:
    """A `warn` for every line whose captions are too fast to be read, whoever wrote it."""
    lines: Mapping[int, ScriptLine] = {line.index: line for line in script.lines}
    limit = profile.captions.max_chars_per_second
    return tuple(
        Finding(
            check="pace",
            severity="warn",
            where=f"{track.language}, line {index + 1}",
            message=f"{track.language}, line {index + 1}: a caption shows {speed:.0f} characters "
            f"a second, and a viewer reads {limit}; {_advice(lines[index])}",
        )
        for index, speed in fastest(track, profile).items()
    )


def _advice(line: ScriptLine) -> str:
    """What the merchant can do; a phrasebook line cannot be made shorter."""
    if line.author == "phrasebook":
        return "say less in that sentence, or pause after it"
    return "shorten the line"
