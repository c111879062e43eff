"""Check what buyers will read, hear and see: the finished texts, the dub and the video file.

| noun | file |
|---|---|
| facts in every text, glyphs, posts, the finished file | `texts.py` |
| a dub: its times, its sound, and the numbers that are heard in it | `dub.py` |
"""

from . import proofread
from .dub import APART_MS, LISTENING_PROMPT, Unheard, check_dub, check_heard, sound_of_line, unheard
from .texts import check_facts, check_glyphs, check_licences, check_posts, check_script, check_video

__all__ = [
    "APART_MS",
    "LISTENING_PROMPT",
    "Unheard",
    "check_dub",
    "check_facts",
    "check_glyphs",
    "check_heard",
    "check_licences",
    "check_posts",
    "check_script",
    "check_video",
    "proofread",
    "sound_of_line",
    "unheard",
]
