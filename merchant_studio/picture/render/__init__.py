"""Timelines to mp4 files; the only package that imports moviepy.

| noun | file |
|---|---|
| all videos of a run: one pass over the base feeds every language | `videos.py` |
| one frame without the video | `still.py` |
| the picture that the languages share, shot by shot | `base.py` |
| what surrounds a picture that does not fill the frame | `fills.py` |
| photos: side by side, and one with a slow zoom | `gallery.py`, `stills.py`, `zoom.py` |
| HDR and wide colors made usual ones | `tones.py` |
| fields made whole frames | `deinterlacing.py` |
| the frames of a recording at the times asked for | `recording.py` |
| frames made upright, scaled, in the right colors | `conversion.py` |
| the planes of a frame as arrays | `planes.py` |
| captions, cards, end card and mark by frame | `overlays.py` |
| a bitmap blended into the planes of a frame | `blending.py` |
| one language's file: encoder, sound, temporary name | `film.py`, `mp4.py` |
| what is written before they are whole | `leftovers.py` |
| the sound: loudness, length, AAC | `sound.py` |
| a dub over the recording, and music | `mixing.py` |
| which frame is seen when | `frametimes.py` |

Importing it loads neither moviepy nor FFmpeg: they come with the first render.
"""

from .still import Glimpse, base_frame, draw_still, frame_at, glimpse
from .videos import RenderJob, picture_of, render_videos, shared_picture

__all__ = [
    "Glimpse",
    "RenderJob",
    "base_frame",
    "draw_still",
    "frame_at",
    "glimpse",
    "picture_of",
    "render_videos",
    "shared_picture",
]
