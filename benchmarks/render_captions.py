"""What `benchmarks/render.py` runs in processes of their own: our render, and moviepy's.

python -m benchmarks.render_captions ours|composite JOB
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from merchant_studio.languages import LanguageProfile, profile
from merchant_studio.records import (
    AudioFile,
    CaptionTrack,
    Cue,
    Narration,
    Shot,
    Span,
    Timeline,
)

LANGUAGES = ("en", "es", "ar", "hi", "th", "zh")
STYLE = "outline"
POINTS = 9
"""Points of the catalogue whose sentences are shown."""
CAPTION_MS, GAP_MS = 2400, 80


def timeline(job: Mapping[str, Any], language: str) -> Timeline:
    """The clip from its start to its end, with captions nearly all the time."""
    clip, duration_ms = Path(job["clip"]), job["seconds"] * 1000
    audio = AudioFile(
        path=clip, duration_ms=duration_ms, sample_rate_hz=48_000, channels=1, sha256=""
    )
    known = profile(language)
    whole = Span(start_ms=0, end_ms=duration_ms)
    return Timeline(
        width_px=job["width_px"],
        height_px=job["height_px"],
        frame_rate=Fraction(job["rate"]),
        duration_ms=duration_ms,
        shots=(Shot(span=whole, kind="recording", path=clip),),
        narration=Narration(language="zh", audio=audio, lines=(), dubbed=False),
        captions=CaptionTrack(
            language=language,
            direction=known.direction,
            cues=_cues(known, job["width_px"], job["height_px"], duration_ms),
        ),
        title="",
        style=STYLE,
    )


def _cues(
    known: LanguageProfile, width_px: int, height_px: int, duration_ms: int
) -> tuple[Cue, ...]:
    """Sentences of the language's phrasebook and catalogue, one after the other."""
    from merchant_studio.picture.typeset import Typesetter, style
    from merchant_studio.points import Stated, catalogue, sentences

    setter = Typesetter(style(STYLE), width_px, height_px)
    book = known.phrases
    points = islice((name for name, point in catalogue().items() if not point.slot), POINTS)
    told = [text for name in points for text in sentences(Stated(name), known)]
    texts = (*book.greeting, *told)
    captions = cycle([rows for text in texts for rows in setter.wrap(text, known)])
    return tuple(
        Cue(
            span=Span(start_ms=start_ms, end_ms=min(start_ms + CAPTION_MS, duration_ms)),
            rows=next(captions),
            line=0,
        )
        for start_ms in range(0, duration_ms, CAPTION_MS + GAP_MS)
    )


def font_folder(folder: Path) -> None:
    """Our fonts in one folder, for libass."""
    from merchant_studio.picture.typeset.fonts import FONTS, path_of

    folder.mkdir(exist_ok=True)
    for family, font in FONTS.items():
        link = folder / Path(font.path).name
        if not link.exists():
            link.symlink_to(path_of(family))


def ours(job: Mapping[str, Any]) -> None:
    """All languages in one pass."""
    from merchant_studio.picture.render import RenderJob, render_videos

    jobs = [
        RenderJob(
            timeline=timeline(job, language), target=Path(job["folder"]) / f"ours-{language}.mp4"
        )
        for language in job["languages"]
    ]
    render_videos(
        jobs,
        encoder="x264",
        crf=job["crf"],
        preset=job["preset"],
        threads=0,
        on_progress=lambda done, total: None,
    )


def composite(job: Mapping[str, Any]) -> None:
    """One language as moviepy's documentation shows it."""
    import moviepy
    import numpy as np

    from merchant_studio.picture.typeset import Typesetter, style

    (language,) = job["languages"]
    made, known = timeline(job, language), profile(language)
    setter = Typesetter(style(STYLE), made.width_px, made.height_px)
    clips = [moviepy.VideoFileClip(job["clip"])]
    for cue in made.captions.cues:
        bitmap = setter.draw_caption(cue.rows, known)
        alpha = np.maximum(bitmap.pixels[..., 3:].astype(float), 1)
        straight = bitmap.pixels.copy()
        straight[..., :3] = np.minimum(255, bitmap.pixels[..., :3] * 255 / alpha)
        clips.append(
            moviepy.ImageClip(straight)
            .with_start(cue.span.start_ms / 1000)
            .with_duration(cue.span.duration_ms / 1000)
            .with_position((bitmap.left_px, bitmap.top_px))
        )
    moviepy.CompositeVideoClip(clips).write_videofile(
        str(Path(job["folder"]) / f"composite-{language}.mp4"),
        codec="libx264",
        preset=job["preset"],
        audio_codec="aac",
        audio_bitrate="128k",
        audio_fps=48_000,
        ffmpeg_params=["-crf", str(job["crf"]), "-movflags", "+faststart"],
        logger=None,
    )


if __name__ == "__main__":
    {"ours": ours, "composite": composite}[sys.argv[1]](json.loads(sys.argv[2]))
