"""Turn a recording into text: a recognizer writes it down, and misheard words are corrected.

| noun | file |
|---|---|
| a product folder, and what is wrong with its files | `ingest.py`, `faults.py` |
| a transcript: the recognizer's words, corrected | `transcript.py` |
| sentences | `sentences.py` |
| the language's own script and marks | `script.py` |
| clauses that end where the speaker pauses | `pauses.py` |
| words of the sheet that were misheard | `expected.py`, by how they sound (`sounds.py`) |
| what can hardly have been said: loops, speech without words | `doubtful.py` |

Nothing here reads facts: what the words mean is found out later.
"""

from .faults import AUDIO_SUFFIXES, PHOTO_SUFFIXES, VIDEO_SUFFIXES
from .ingest import (
    DEVICES,
    LOGO_STEM,
    SHEET_NAME,
    probe_music,
    probe_photo,
    probe_recording,
    read_pitch,
    slug,
)
from .pauses import silences
from .transcript import sheet_words, transcribe_pitch

__all__ = [
    "AUDIO_SUFFIXES",
    "DEVICES",
    "LOGO_STEM",
    "PHOTO_SUFFIXES",
    "SHEET_NAME",
    "VIDEO_SUFFIXES",
    "probe_music",
    "probe_photo",
    "probe_recording",
    "read_pitch",
    "sheet_words",
    "silences",
    "slug",
    "transcribe_pitch",
]
