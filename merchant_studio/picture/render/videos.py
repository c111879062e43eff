"""All videos of a run: one pass over the base feeds the encoders of several languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...encoders import encoder_of
from ...errors import RenderError, StorageError
from ...files import sweep
from ...messages import say
from ...records import Narration, Shot, Timeline
from .base import base_frames
from .film import Film
from .mixing import encode_sound
from .mp4 import Mp4Writer, sound_folder
from .overlays import OverlayTrack
from .recording import FrameTimes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ENCODER_THREADS = 4
FILMS_AT_ONCE = 3
"""More languages are made in another pass: an encoder takes some 200 MB at 1080x1920, and decoding
once more costs no time that could be measured (benchmarks/README.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """One video to be made."""

    timeline: Timeline
    target: Path
    """The mp4 file; its folder must be there."""


def render_videos(
    jobs: Sequence[RenderJob],
    *,
    encoder: str,
    crf: int,
    preset: str,
    threads: int,
    on_progress: Callable[[int, int], None],
) -> None:
    """Write the video of every job; their timelines differ in text and sound only.

    A file appears under its name when it is whole. On any failure, and when interrupted, what is
    not whole is removed; what a killed run left is, too. `encoder`, `crf` and `preset` are as in
    `ENCODERS`; `threads` are the cores to be used, all with 0. `on_progress` is given the frames
    encoded so far and in all.

    Raises:
        UsageError: this machine does not have the encoder.
        RenderError: a glyph is missing, or a recording, photo or sound cannot be read or encoded.
        StorageError: a file cannot be written.
        ValueError: the timelines do not share their base, or it is not a proper one.
    """
    if not jobs:
        return
    _check(jobs)
    sweep(job.target.parent for job in jobs)
    timeline = jobs[0].timeline
    times = FrameTimes(timeline.frame_rate)
    frames = times.first_at(timeline.duration_ms)
    chosen = encoder_of(encoder)
    options: dict[str, Any] = {"encoder": chosen, "threads": _encoder_threads(threads)}
    with sound_folder(jobs[0].target.parent) as folder, ThreadPoolExecutor() as pool:
        sounds = _encode_sounds(jobs, Path(folder), pool)
        overlays = [OverlayTrack(job.timeline, times) for job in jobs]
        at_once = ceil(len(jobs) / ceil(len(jobs) / FILMS_AT_ONCE))  # passes of like size
        for first in range(0, len(jobs), at_once):
            some = slice(first, first + at_once)

            def report(done: int, before: int = first * frames) -> None:
                on_progress(before + done, frames * len(jobs))

            is_alone = len(jobs[some]) == 1
            options["options"] = chosen.options(crf=crf, preset=preset, is_alone=is_alone)
            _make_films(jobs[some], overlays[some], sounds, report, options)


def _make_films(
    jobs: Sequence[RenderJob],
    overlays: Sequence[OverlayTrack],
    sounds: Mapping[Narration, Future[Path]],
    report: Callable[[int], None],
    options: Mapping[str, Any],
) -> None:
    """The videos of one pass over the base."""
    films: list[Film] = []
    try:
        for job, overlay in zip(jobs, overlays, strict=True):
            writer = _open_writer(job, sounds[_as_heard(job.timeline.narration)], **options)
            films.append(Film(job.target, writer, overlay))
        _feed(films, jobs[0].timeline, report)
    except BaseException:
        for film in films:
            film.abandon()
        raise


def _feed(films: Sequence[Film], timeline: Timeline, report: Callable[[int], None]) -> None:
    """Give every frame of the base to all films and wait for them."""
    with closing(base_frames(timeline)) as frames:
        for frame in frames:
            for film in films:
                film.feed(frame)
            report(sum(film.frames_done for film in films))
    for film in films:
        film.end()
    for film in films:
        film.wait()
    report(sum(film.frames_done for film in films))


def _check(jobs: Sequence[RenderJob]) -> None:
    """Refuse timelines that cannot be rendered together, such as two with other shots."""
    if len({shared_picture(job.timeline) for job in jobs}) > 1:
        raise ValueError("the timelines differ in more than text and sound")
    if len({job.target for job in jobs}) < len(jobs):
        raise ValueError("two videos have the same target")
    timeline = jobs[0].timeline
    if timeline.width_px % 2 or timeline.height_px % 2:
        raise ValueError(f"an odd frame size: {timeline.width_px}x{timeline.height_px}")
    ends_ms = [0, *(shot.span.end_ms for shot in timeline.shots)]
    starts_ms = [*(shot.span.start_ms for shot in timeline.shots), timeline.duration_ms]
    if ends_ms != starts_ms:
        raise ValueError("the shots do not follow one another from the start to the end")
    if any(shot.zoom_end < 1 for shot in timeline.shots):
        raise ValueError("a zoom ends below 1")


def shared_picture(timeline: Timeline) -> tuple[object, ...]:
    """A key that is equal for timelines with the same picture, which are rendered together."""
    return (
        timeline.width_px,
        timeline.height_px,
        timeline.frame_rate,
        timeline.duration_ms,
        timeline.shots,
        timeline.fill,
    )


def _encode_sounds(
    jobs: Sequence[RenderJob], folder: Path, pool: Executor
) -> dict[Narration, Future[Path]]:
    """Every distinct sound, encoded once, while the pictures are."""
    sounds: dict[Narration, Future[Path]] = {}
    for job in jobs:
        narration = _as_heard(job.timeline.narration)
        if narration not in sounds:
            target = folder / f"{len(sounds)}.m4a"
            sounds[narration] = pool.submit(
                encode_sound, narration, job.timeline.duration_ms, target
            )
    return sounds


def _as_heard(narration: Narration) -> Narration:
    """The narration without what its sound does not depend on: original speech is one for all."""
    if narration.dubbed:
        return narration
    return replace(narration, language="", lines=narration.lines if narration.music else ())


def _encoder_threads(cores: int) -> int:
    """x264's own choice, 3 threads for 2 cores, but at most 4: each holds some 25 MB of frames.

    The same for one language as for many, so that a video is the same bytes however it is made.
    """
    return min(MAX_ENCODER_THREADS, (cores or os.cpu_count() or 1) * 3 // 2)


def _open_writer(job: RenderJob, sound: Future[Path], **options: Any) -> Mp4Writer:
    import av

    try:
        return Mp4Writer(job.timeline, sound, job.target, **options)
    except OSError as error:
        raise StorageError.from_os_error(job.target, error) from error
    except av.FFmpegError as error:
        raise RenderError(
            say("{target} cannot be encoded ({why})", target=job.target.name, why=error)
        ) from error


def picture_of(timeline: Timeline, shot: Shot) -> NDArray[np.uint8]:
    """The first frame of a shot in the timeline's shape, without captions, in RGB.

    Raises:
        RenderError: the recording or photo cannot be read.
    """
    from .conversion import to_rgb

    with closing(base_frames(replace(timeline, shots=(shot,)))) as frames:
        return to_rgb(next(frames))
