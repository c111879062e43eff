"""The sound of one language: the merchant's own voice, or a dub that fits the picture.

| noun | file |
|---|---|
| which voice speaks: by name, or by the merchant's pitch; how fast it speaks | `voices.py` |
| one line as sound: cached, trimmed, at a tempo | `lines.py` |
| when each line is heard, how fast, and in which shorter words | `fitting.py` |
| the dub of a script, or the original speech | `dub.py` |
"""

from .dub import Dub, keep_original
from .fitting import shorter_lines
from .lines import LineVoice, write_wav
from .narrator import Narrator, check_voice, list_voices, write_sample
from .voices import SpeechRate, choose_voice, measured_rate

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
