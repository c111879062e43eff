"""Timelines to mp4 files; the only package that imports moviepy.

| noun | file |
|---|---|
| all videos of a run: one pass over the base feeds every language | `videos.py` |
| the picture that the languages share, shot by shot | `base.py` |
| the frames of a recording at the times asked for | `recording.py` |
| frames made upright, scaled, in the right colors | `conversion.py` |
| the planes of a frame as arrays | `planes.py` |
| captions and titles, blended into a copy of the base | `overlays.py` |
| one language's file: encoder, sound, temporary name | `film.py` |
| the sound: loudness, length, AAC | `sound.py` |
| which frame is seen when | `frametimes.py` |

Importing it loads neither moviepy nor FFmpeg: they come with the first render.
"""

from .videos import RenderJob, render_videos

__all__ = ["RenderJob", "render_videos"]
