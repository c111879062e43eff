"""The sound of one language: the merchant's own voice, or a dub that fits the picture.

| noun | file |
|---|---|
| the original speech as a narration | `original.py` |
| which voice speaks: by name, or by the merchant's pitch | `choice.py`, `pitch.py` |
| how fast a voice speaks, measured | `rate.py` |
| one line as sound: cached, trimmed, at a tempo | `lines.py` |
| when each line is heard, and how fast | `fitting.py` |
| shorter words around the same facts | `wording.py` |
| the dub of a script | `dub.py` |
"""

from .choice import choose_voice
from .dub import Dub
from .lines import LineVoice, write_wav
from .narrator import Narrator, check_voice, list_voices, write_sample
from .original import keep_original
from .rate import SpeechRate, measured_rate
from .wording import shorter_lines

__all__ = [
    "Dub",
    "LineVoice",
    "Narrator",
    "SpeechRate",
    "check_voice",
    "choose_voice",
    "keep_original",
    "list_voices",
    "measured_rate",
    "shorter_lines",
    "write_sample",
    "write_wav",
]
