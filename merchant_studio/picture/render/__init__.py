"""Timelines to mp4 files; the only package that imports moviepy.

| noun | file |
|---|---|
| all videos of a run: one pass over the base feeds every language | `videos.py` |
| one frame without the video | `still.py` |
| the picture that the languages share, shot by shot | `base.py` |
| photos: side by side, one with a slow zoom, and what surrounds a picture | `stills.py` |
| the frames of a recording at the times asked for | `recording.py` |
| frames made whole, upright, scaled, in the right colors | `conversion.py` |
| captions, cards, end card and mark by frame | `overlays.py` |
| a bitmap blended into the planes of a frame | `blending.py` |
| one language's file: encoder, sound, temporary name | `film.py`, `mp4.py` |
| the sound: a dub over the recording, music, loudness, AAC | `mixing.py` |

Importing it loads neither moviepy nor FFmpeg: they come with the first render.
"""

from .still import Glimpse, base_frame, draw_still, frame_at, glimpse
from .stills import open_photo
from .videos import RenderJob, picture_of, render_videos, shared_picture

__all__ = [
    "Glimpse",
    "RenderJob",
    "base_frame",
    "draw_still",
    "frame_at",
    "glimpse",
    "open_photo",
    "picture_of",
    "render_videos",
    "shared_picture",
]
