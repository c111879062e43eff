"""Turn a recording into text: a recognizer writes it down, and misheard words are corrected.

| noun | file |
|---|---|
| a transcript: the recognizer's words, corrected | `transcript.py` |
| sentences, in the language's own script and marks | `sentences.py` |
| clauses that end where the speaker pauses | `pauses.py` |
| words of the sheet that were misheard | `expected.py`, by how they sound |
| what can hardly have been said: loops, speech without words | `doubtful.py` |

Nothing here reads facts: what the words mean is found out later.
"""

from .pauses import silences
from .transcript import sheet_words, transcribe_pitch

__all__ = [
    "sheet_words",
    "silences",
    "transcribe_pitch",
]
