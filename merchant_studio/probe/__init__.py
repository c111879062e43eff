"""What is in a file from outside, found out in a helper process with limits.

A decoder that crashes, runs for ever or takes all memory over a damaged or hostile file takes only
the helper with it; whoever asked is told so in one sentence. A helper is warm: it answers for many
files. It is asked and answers with a line of JSON each:

    {"look": "recording", "path": "/products/flask/pitch.mp4", "max_ms": 1800000, ...}
    {"seen": {"rate_hz": 48000, "channels": 1, "heard_ms": 15120, ...}}
    {"fault": "silent", "values": {}}

| noun | file |
|---|---|
| what is asked and answered | `answers.py` |
| a helper, and those that are idle | `helpers.py` |
| the helper's own side: its limits and its loop | `helper.py` |
| what it does with a recording, a photo, music | `looks.py` |
"""

from .answers import Fault, Limits, Music, Photo, Recording
from .helpers import probe_music, probe_photo, probe_recording, warm_up

__all__ = [
    "Fault",
    "Limits",
    "Music",
    "Photo",
    "Recording",
    "probe_music",
    "probe_photo",
    "probe_recording",
    "warm_up",
]
