"""Use the merchant's own speech as a language's sound, for a video with captions only."""

from __future__ import annotations

from ..records import Narration, Pitch, Script, SpokenLine


def keep_original(pitch: Pitch, script: Script) -> Narration:
    """The merchant's own voice; each line that is not silent is heard in its budget."""
    return Narration(
        language=script.language,
        audio=pitch.speech,
        lines=tuple(
            SpokenLine(line=line.index, span=line.budget, tempo=1.0)
            for line in script.lines
            if line.text
        ),
        dubbed=False,
    )
