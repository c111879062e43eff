"""Captions timed to the sound, and whether they can be read.

| noun | file |
|---|---|
| the captions of every line, in shorter words where they would be too fast to read | `track.py` |
| the captions of one line, in one language or two | `lines.py` |
| when each line and caption is seen, and which are too fast to read | `timing.py` |
"""

from .lines import SecondLanguage
from .timing import MAX_CUE_MS, MIN_CUE_MS, check_pace
from .track import lay_captions

__all__ = ["MAX_CUE_MS", "MIN_CUE_MS", "SecondLanguage", "check_pace", "lay_captions"]
