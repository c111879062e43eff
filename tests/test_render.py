"""Timelines rendered to mp4: files, captions, failures."""

from __future__ import annotations

import errno
import resource
import threading
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from merchant_studio.errors import RenderError, StorageError
from merchant_studio.picture.render import RenderJob, mp4, render_videos, videos
from merchant_studio.picture.render.base import base_frames
from merchant_studio.picture.render.blending import planes_of
from merchant_studio.picture.render.film import Film
from merchant_studio.picture.render.mixing import encode_sound
from merchant_studio.picture.render.mp4 import iso_639_2
from merchant_studio.picture.render.overlays import Overlay, OverlayTrack
from merchant_studio.picture.render.recording import FrameTimes
from merchant_studio.picture.typeset import Bitmap
from merchant_studio.records import Span, Timeline
from tests.waiting import LIMIT_S

from .media import (
    BLUE,
    GREEN,
    HEIGHT,
    RATE,
    RED,
    WHITE,
    WIDTH,
    Picture,
    assert_near,
    cue,
    flat,
    ignore_progress,
    levels,
    make_video,
    pictures,
    quarters,
    render,
    shot,
    timeline,
)

QUALITY: dict[str, Any] = {"encoder": "x264", "crf": 23, "preset": "veryfast"}

# --- the file ------------------------------------------------------------------------------


def test_a_synthetic_voice_is_declared(media: Path, tmp_path: Path) -> None:
    (path,) = render(tmp_path, timeline(media / "tone.wav", shot("plain", 0, 400), dubbed=True))
    with av.open(str(path)) as container:
        assert container.metadata["comment"] == "The voice is synthetic (AI-generated)."


def test_languages_have_the_codes_that_mp4_wants() -> None:
    tags = "ar de en es fr hi id it ja ko pt ru th tr vi zh es-MX pt_BR yue xx"
    expected = "ara deu eng spa fra hin ind ita jpn kor por rus tha tur vie zho spa por yue und"
    assert " ".join(map(iso_639_2, tags.split())) == expected


def test_progress_counts_the_frames_of_all_videos(media: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    base = timeline(media / "tone.wav", shot("plain", 0, 400))
    spanish = replace(base, captions=replace(base.captions, language="es"))
    render(tmp_path, base, spanish, on_progress=lambda *step: steps.append(step))
    assert {total for _, total in steps} == {20}
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (20, 20)


def test_lookahead_in_a_thread_of_its_own_changes_no_byte(media: Path, tmp_path: Path) -> None:
    """One language has it, several have not."""
    noise = np.random.default_rng(1).integers(0, 256, (40, 48, 64, 3), np.uint8)
    moving = [np.kron(picture, np.ones((2, 2, 1), np.uint8)) for picture in noise]
    source = make_video(tmp_path / "noise.mp4", moving)
    base = timeline(media / "tone.wav", shot("recording", 0, 1600, source))
    made: list[list[bytes]] = []
    for languages in (("en",), ("en", "es", "ar", "hi")):
        folder = tmp_path / str(len(languages))
        folder.mkdir()
        jobs = [
            RenderJob(
                timeline=replace(base, captions=replace(base.captions, language=language)),
                target=folder / f"{language}.mp4",
            )
            for language in languages
        ]
        render_videos(jobs, **QUALITY, threads=2, on_progress=ignore_progress)
        made.append([job.target.read_bytes() for job in jobs])
    assert made[0][0] == made[1][0]


def test_when_the_sound_is_ready_changes_no_byte(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is encoded beside the picture: once it is there first, once only at the end, once the
    picture waits for it, because as many bytes as may wait are waiting."""
    base = timeline(media / "tone.wav", shot("plain", 0, 1600))
    made: list[bytes] = []
    for comes_late, share, most_bytes in ((False, 0, 10**9), (True, 0.5, 10**9), (True, 0, 0)):
        is_due = threading.Event()

        def encoded(*given: Any, late: bool = comes_late, due: threading.Event = is_due) -> Path:
            if late:
                assert due.wait(LIMIT_S)
            sound = encode_sound(*given)
            due.set()
            return sound

        def progress(
            done: int, total: int, late: bool = comes_late, due: Any = is_due, part: float = share
        ) -> None:
            if not late:
                assert due.wait(LIMIT_S)
            elif done >= total * part:
                due.set()

        monkeypatch.setattr(videos, "encode_sound", encoded)
        monkeypatch.setattr(mp4, "MAX_WAITING_BYTES", most_bytes)
        (target,) = render(tmp_path, base, on_progress=progress)
        made.append(target.read_bytes())
    assert made[0] == made[1] == made[2]


def test_nothing_to_do_is_no_error() -> None:
    render_videos([], **QUALITY, threads=0, on_progress=ignore_progress)


# --- when frames are seen ------------------------------------------------------------------


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30_000, 1001), Fraction(60)])
def test_spans_that_meet_share_no_frame_and_leave_none_out(rate: Fraction) -> None:
    times = FrameTimes(rate)
    edges = [0, 1, 33, 34, 1000, 1001, 3_600_000]
    spans = [times.within(Span(start_ms=a, end_ms=b)) for a, b in pairwise(edges)]
    assert [n for frames in spans for n in frames] == list(range(times.first_at(3_600_000)))
    assert all(1000 * times.start_s(n) >= 1000 for n in spans[4])


def test_a_long_timeline_is_not_worked_through_in_advance(media: Path) -> None:
    hours = timeline(media / "tone.wav", shot("plain", 0, 10 * 3_600_000))
    frames = base_frames(hours)
    assert [next(frames).pts, next(frames).pts] == [0, 1]


# --- captions ------------------------------------------------------------------------------


def test_a_caption_is_seen_in_its_frames_and_only_there(media: Path, tmp_path: Path) -> None:
    recording = shot("recording", 0, 400, media / "quarters.mp4")
    bare = timeline(media / "tone.wav", recording, language="en")
    cues = [cue(80, 200, "100"), cue(200, 280, "¥18.50")]
    captioned = timeline(media / "tone.wav", recording, cues=cues, language="es")
    without, with_captions = map(pictures, render(tmp_path, bare, captioned))
    changed = [
        int(np.abs(a.astype(int) - b.astype(int)).max()) > 60
        for a, b in zip(without, with_captions, strict=True)
    ]
    assert changed == [False] * 2 + [True] * 5 + [False] * 3
    first, second = with_captions[4].astype(int), with_captions[5].astype(int)
    assert np.abs(first - second).max() > 60


def yuv(picture: Picture) -> av.VideoFrame:
    """The picture as FFmpeg converts it; every chroma sample is the mean of four."""
    return av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation="AREA",
    )


def overlaid(bitmap: Bitmap, below: Picture) -> tuple[av.VideoFrame, av.VideoFrame]:
    """The bitmap on the picture, blended in YUV, and blended in RGB and then converted."""
    alpha = bitmap.pixels[..., 3:] / 255
    height, width = alpha.shape[:2]
    rows = slice(bitmap.top_px, bitmap.top_px + height)
    columns = slice(bitmap.left_px, bitmap.left_px + width)
    blended = below.copy()
    blended[rows, columns] = np.rint(
        bitmap.pixels[..., :3] + below[rows, columns] * (1 - alpha)
    ).clip(0, 255)

    frame = yuv(below)
    Overlay(bitmap).blend(planes_of(frame))
    return frame, yuv(blended)


def test_captions_have_their_colors(media: Path) -> None:
    height, width = 32, 96
    down, across = np.mgrid[0:height, 0:width]
    alpha = 1 - np.abs(2 * across / (width - 1) - 1)
    colors = np.stack([across / width, down / height, 1 - across / width], -1)
    pixels = np.rint(255 * np.dstack([colors * alpha[..., None], alpha])).astype(np.uint8)
    bitmap = Bitmap(pixels=pixels, left_px=16, top_px=40)
    ours, expected = overlaid(bitmap, flat(90))
    for found, wanted in zip(planes_of(ours), planes_of(expected), strict=True):
        assert_near(found, wanted, within=2)


@pytest.mark.parametrize("color", [WHITE, (0, 0, 0), RED, GREEN, BLUE])
def test_full_cover_hides_all_and_no_cover_hides_nothing(color: tuple[int, ...]) -> None:
    pixels = np.zeros((16, 32, 4), np.uint8)
    pixels[:, 16:] = (*color, 255)
    ours, expected = overlaid(Bitmap(pixels=pixels, left_px=0, top_px=80), quarters())
    for found, wanted in zip(planes_of(ours), planes_of(expected), strict=True):
        assert_near(found, wanted, within=1)
    untouched = yuv(quarters())
    luma, before = planes_of(ours)[0], planes_of(untouched)[0]
    np.testing.assert_array_equal(luma[:, :16], before[:, :16])
    np.testing.assert_array_equal(luma[:80], before[:80])


def test_a_missing_glyph_is_said_before_anything_is_written(media: Path, tmp_path: Path) -> None:
    recording = shot("recording", 0, 400, tmp_path / "never opened.mp4")
    bad = timeline(media / "tone.wav", recording, cues=[cue(0, 400, "100 \ue123")])
    with pytest.raises(RenderError, match=r"U\+E123"):
        render(tmp_path, bad)
    assert list(tmp_path.iterdir()) == []


# --- what goes wrong -----------------------------------------------------------------------


def threads_of_films() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("film")]


def refused(folder: Path, timelines: Sequence[Timeline], error: type[BaseException]) -> str:
    """What the error says; no file and no thread is left."""
    folder.mkdir()
    with pytest.raises(error) as caught:
        render(folder, *timelines)
    assert list(folder.iterdir()) == []
    assert threads_of_films() == []
    return str(caught.value)


def test_what_cannot_be_read_is_named(media: Path, tmp_path: Path) -> None:
    sound, recording = media / "tone.wav", media / "quarters.mp4"
    (tmp_path / "list.mp4").write_text(f"ffconcat version 1.0\nfile '{recording}'\n")
    (tmp_path / "text.png").write_text("not a photo")
    cases = {
        "gone.mp4 is not a file that can be read; give another one": (
            timeline(sound, shot("recording", 0, 400, tmp_path / "gone.mp4"))
        ),
        "list.mp4 cannot be read (Invalid argument); check the file and run again": (
            timeline(sound, shot("recording", 0, 400, tmp_path / "list.mp4"))
        ),
        "tone.wav has no picture; give a video or photos": (
            timeline(sound, shot("recording", 0, 400, sound))
        ),
        "quarters.mp4 has no sound; give a recording with sound": (
            timeline(recording, shot("recording", 0, 400, recording))
        ),
        "gone.wav is not a file that can be read; give another one": (
            timeline(tmp_path / "gone.wav", shot("plain", 0, 400))
        ),
    }
    for number, (message, bad) in enumerate(cases.items()):
        assert refused(tmp_path / str(number), [bad], RenderError) == message
    photo = timeline(sound, shot("photo", 0, 400, tmp_path / "text.png"))
    assert "text.png cannot be read" in refused(tmp_path / "photo", [photo], RenderError)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_recording_that_breaks_off_is_held(media: Path, tmp_path: Path, suffix: str) -> None:
    shown = [flat(20 * n) for n in range(10)]
    whole = make_video(tmp_path / f"whole.{suffix}", shown, movflags="faststart")
    content = whole.read_bytes()
    cut = tmp_path / f"cut.{suffix}"
    cut.write_bytes(content[: len(content) - 600])
    found = levels(timeline(media / "tone.wav", shot("recording", 0, 400, cut)))
    assert len(found) == 10
    assert found == sorted(found)
    assert 0 < found[-1] < 180


def test_a_folder_that_is_not_there_is_said(media: Path, tmp_path: Path) -> None:
    job = RenderJob(
        timeline=timeline(media / "tone.wav", shot("plain", 0, 400)),
        target=tmp_path / "gone" / "en.mp4",
    )
    with pytest.raises(StorageError, match="No such file or directory"):
        render_videos([job], **QUALITY, threads=1, on_progress=ignore_progress)


def test_a_file_that_cannot_grow_leaves_nothing(media: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (50, HEIGHT, WIDTH, 3), np.uint8)
    source = make_video(tmp_path / "noise.mp4", list(noise))
    bases = [
        timeline(media / "tone.wav", shot("recording", 0, 2000, source), language=language)
        for language in ("en", "es")
    ]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        message = refused(tmp_path / "out", bases, StorageError)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ".mp4 cannot be written: the file is too large for this disk" in message


class FullDisk:
    """A writer whose disk is full at the third frame."""

    def __init__(self) -> None:
        self.written, self.is_discarded = 0, False

    def write(self, _frame: av.VideoFrame) -> None:
        self.written += 1
        if self.written == 3:
            av.error.err_check(-errno.ENOSPC, "video.mp4")

    def discard(self) -> None:
        self.is_discarded = True


def test_a_full_disk_is_said_and_nobody_waits_for_it(media: Path, tmp_path: Path) -> None:
    base = timeline(media / "tone.wav", shot("plain", 0, 4000))
    writer: Any = FullDisk()
    film = Film(tmp_path / "video.mp4", writer, OverlayTrack(base, FrameTimes(RATE)))
    with pytest.raises(StorageError, match=r"video\.mp4 cannot be written: the disk is full"):
        for frame in base_frames(base):
            film.feed(frame)
    film.abandon()
    assert (writer.written, writer.is_discarded, film.frames_done) == (3, True, 2)
    assert threads_of_films() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_leaves_nothing(
    media: Path, tmp_path: Path, error: type[BaseException]
) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done:
            raise error

    base = timeline(media / "tone.wav", shot("plain", 0, 4000))
    jobs = [
        RenderJob(
            timeline=replace(base, captions=replace(base.captions, language=language)),
            target=tmp_path / f"{language}.mp4",
        )
        for language in ("en", "es")
    ]
    with pytest.raises(error):
        render_videos(jobs, **QUALITY, threads=1, on_progress=interrupt)
    assert list(tmp_path.iterdir()) == []
    assert threads_of_films() == []


def test_an_older_video_stays_until_the_new_one_is_whole(media: Path, tmp_path: Path) -> None:
    target = tmp_path / "en.mp4"
    target.write_bytes(b"older")
    seen: set[bytes] = set()
    base = timeline(media / "tone.wav", shot("plain", 0, 400))
    job = RenderJob(timeline=base, target=target)

    def look(_done: int, _total: int) -> None:
        seen.add(target.read_bytes()[:5])

    render_videos([job], **QUALITY, threads=1, on_progress=look)
    assert b"older" in seen
    assert target.read_bytes()[4:8] == b"ftyp"


def test_what_no_caller_should_ask_for_is_refused(media: Path, tmp_path: Path) -> None:
    base = timeline(media / "tone.wav", shot("plain", 0, 400))
    gap = [shot("plain", 0, 200), shot("plain", 240, 400)]
    cases = {
        "the timelines differ in more than text and sound": [base, replace(base, width_px=160)],
        "two videos have the same target": [base, base],
        "an odd frame size: 128x97": [replace(base, height_px=97)],
        "the shots do not follow one another from the start to the end": [
            timeline(media / "tone.wav", *gap)
        ],
        "a zoom ends below 1": [timeline(media / "tone.wav", shot("plain", 0, 400, zoom_end=0.9))],
        "a shot of kind 'photo' needs a path": [
            timeline(media / "tone.wav", shot("photo", 0, 400))
        ],
    }
    for number, (message, timelines) in enumerate(cases.items()):
        assert refused(tmp_path / str(number), timelines, ValueError) == message
