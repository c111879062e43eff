"""All videos of a run: one pass over the base feeds the encoders of every language."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...errors import RenderError, StorageError
from ...records import AudioFile, Timeline
from .base import base_frames
from .film import Film
from .frametimes import FrameTimes
from .mp4 import Mp4Writer
from .overlays import OverlayTrack
from .sound import encode_sound


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """One video to be made."""

    timeline: Timeline
    target: Path
    """The mp4 file; its folder must be there."""


def render_videos(
    jobs: Sequence[RenderJob],
    *,
    crf: int,
    preset: str,
    threads: int,
    on_progress: Callable[[int, int], None],
) -> None:
    """Write the video of every job; their timelines differ in text and sound only.

    A file appears under its name when it is whole. On any failure, and when interrupted, what is
    not whole is removed. `crf` and `preset` are x264's; the encoders share `threads` cores, or all
    with 0. `on_progress` is given the frames encoded so far and in all.

    Raises:
        RenderError: a glyph is missing, or a recording, photo or sound cannot be read or encoded.
        StorageError: a file cannot be written.
        ValueError: the timelines do not share their base, or it is not a proper one.
    """
    if not jobs:
        return
    timeline = jobs[0].timeline
    _check(jobs)
    times = FrameTimes(timeline.frame_rate)
    overlays = [OverlayTrack(job.timeline, times) for job in jobs]
    with _temporary_folder(jobs[0].target.parent) as folder:
        sounds = _encode_sounds(jobs, Path(folder))
        films: list[Film] = []
        share = _threads_of_each(threads or os.cpu_count() or 1, len(jobs))
        try:
            for job, overlay in zip(jobs, overlays, strict=True):
                sound = sounds[job.timeline.narration.audio]
                writer = _open_writer(job, sound, crf=crf, preset=preset, threads=share)
                films.append(Film(job.target, writer, overlay))
            _feed(films, timeline, times, on_progress)
        except BaseException:
            for film in films:
                film.abandon()
            raise


def _feed(
    films: Sequence[Film],
    timeline: Timeline,
    times: FrameTimes,
    on_progress: Callable[[int, int], None],
) -> None:
    """Give every frame of the base to all films and wait for them."""
    total = times.first_at(timeline.duration_ms) * len(films)

    def report() -> None:
        on_progress(sum(film.frames_done for film in films), total)

    with closing(base_frames(timeline)) as frames:
        for frame in frames:
            for film in films:
                film.feed(frame)
            report()
    for film in films:
        film.end()
    for film in films:
        film.wait()
    report()


def _check(jobs: Sequence[RenderJob]) -> None:
    """Refuse what no caller should ask for."""
    if len({_base(job.timeline) for job in jobs}) > 1:
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


def _base(timeline: Timeline) -> tuple[object, ...]:
    """What the timelines of one call have in common."""
    return (
        timeline.width_px,
        timeline.height_px,
        timeline.frame_rate,
        timeline.duration_ms,
        timeline.shots,
    )


def _temporary_folder(place: Path) -> TemporaryDirectory[str]:
    """A folder for the encoded sounds, on the disk where the videos go."""
    try:
        return TemporaryDirectory(dir=place, prefix=".sound-")
    except OSError as error:
        raise StorageError.from_os_error(place, error) from error


def _encode_sounds(jobs: Sequence[RenderJob], folder: Path) -> dict[AudioFile, Path]:
    """Every distinct sound, encoded once."""
    sounds: dict[AudioFile, Path] = {}
    for job in jobs:
        audio = job.timeline.narration.audio
        if audio not in sounds:
            sounds[audio] = folder / f"{len(sounds)}.m4a"
            encode_sound(audio.path, job.timeline.duration_ms, sounds[audio])
    return sounds


def _threads_of_each(cores: int, encoders: int) -> int:
    """x264's own choice for one encoder, 3 threads for 2 cores, divided among all.

    More would not be faster, and each holds frames: some 36 MB at 1080x1920.
    """
    return max(1, cores * 3 // 2 // encoders)


def _open_writer(job: RenderJob, sound: Path, **options: Any) -> Mp4Writer:
    import av

    try:
        return Mp4Writer(job.timeline, sound, job.target, **options)
    except OSError as error:
        raise StorageError.from_os_error(job.target, error) from error
    except av.FFmpegError as error:
        raise RenderError(f"{job.target.name} cannot be encoded ({error})") from error
