"""Timelines rendered to mp4: pictures, colors, captions, sound, failures."""

from __future__ import annotations

import errno
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray
from PIL import Image

from merchant_studio.errors import RenderError, StorageError
from merchant_studio.records import (
    AudioFile,
    CaptionTrack,
    Cue,
    Narration,
    Shot,
    Span,
    Timeline,
)
from merchant_studio.stages.render import RenderJob, render_videos
from merchant_studio.stages.render.base import base_frames
from merchant_studio.stages.render.film import Film
from merchant_studio.stages.render.frametimes import FrameTimes
from merchant_studio.stages.render.mp4 import iso_639_2
from merchant_studio.stages.render.overlays import Overlay, OverlayTrack
from merchant_studio.stages.render.planes import planes_of
from merchant_studio.typeset import Bitmap

WIDTH, HEIGHT = 128, 96
RATE = Fraction(25)
RED, GREEN, BLUE, GRAY, WHITE = (
    (200, 30, 40),
    (30, 160, 50),
    (40, 60, 200),
    (120, 120, 120),
    (255, 255, 255),
)

Picture = NDArray[np.uint8]


# --- making media --------------------------------------------------------------------------


def quarters(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Red, green, blue and gray, from the top left clockwise to the bottom left."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    picture[height // 2 :, width // 2 :] = BLUE
    picture[height // 2 :, : width // 2] = GRAY
    return picture


def flat(level: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    return np.full((height, width, 3), level, np.uint8)


def make_video(
    path: Path,
    pictures: Sequence[Picture],
    *,
    rate: Fraction = RATE,
    at_ms: Sequence[int] = (),
    matrix: Colorspace = Colorspace.ITU709,
    color_range: ColorRange = ColorRange.MPEG,
    is_tagged: bool = True,
    pixels: str = "yuv420p",
    codec: str = "libx264",
    sound: NDArray[np.float32] | None = None,
    movflags: str = "",
    gop: int = 12,
) -> Path:
    """A video of pictures; `at_ms` gives every picture its own time stamp."""
    flags = {"movflags": movflags} if movflags and path.suffix == ".mp4" else {}
    with av.open(str(path), "w", container_options=flags) as output:
        height, width = pictures[0].shape[:2]
        options = {"crf": "1", "preset": "ultrafast"} if codec == "libx264" else {}
        stream = output.add_stream(codec, rate, options=options)
        encoder = stream.codec_context
        encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
        encoder.time_base = Fraction(1, 1000) if at_ms else 1 / rate
        encoder.gop_size = gop
        if is_tagged:
            encoder.colorspace = {Colorspace.ITU709: 1, Colorspace.ITU601: 6}[matrix]
            encoder.color_range = color_range
        if sound is not None:
            track = output.add_stream("aac", 48_000, layout="mono")
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
                format=pixels, dst_colorspace=matrix, dst_color_range=color_range
            )
            frame.pts, frame.time_base = number, 1 / rate
            if at_ms:
                frame.pts, frame.time_base = at_ms[number], Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        if sound is not None:
            block = av.AudioFrame.from_ndarray(sound[None], "fltp", "mono")
            block.sample_rate, block.pts = 48_000, 0
            output.mux(track.encode(block))
            output.mux(track.encode(None))
    return path


def tone(duration_ms: int, level_db: float = -20.0, hertz: float = 1000.0) -> NDArray[np.float32]:
    """A sine with that peak."""
    times = np.arange(duration_ms * 48) / 48_000
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def make_sound(path: Path, samples: NDArray[np.float32], layout: str = "mono") -> Path:
    """A sound file with the samples in every channel."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream("flac" if path.suffix == ".flac" else "pcm_s16le", 48_000)
        stream.layout = layout
        channels = av.AudioLayout(layout).nb_channels
        packed = np.repeat(np.rint(samples * 32767).astype(np.int16), channels)[None]
        frame = av.AudioFrame.from_ndarray(packed, "s16", layout)
        frame.sample_rate, frame.pts = 48_000, 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what most tests need."""
    folder = tmp_path_factory.mktemp("media")
    make_video(folder / "quarters.mp4", [quarters()] * 10)
    make_sound(folder / "tone.wav", tone(400))
    return folder


# --- making timelines ----------------------------------------------------------------------


def shot(kind: Any, start_ms: int, end_ms: int, path: Path | None = None, **more: Any) -> Shot:
    return Shot(span=Span(start_ms=start_ms, end_ms=end_ms), kind=kind, path=path, **more)


def cue(start_ms: int, end_ms: int, *rows: str) -> Cue:
    return Cue(span=Span(start_ms=start_ms, end_ms=end_ms), rows=rows, line=0)


def timeline(
    sound: Path,
    *shots: Shot,
    cues: Sequence[Cue] = (),
    language: str = "en",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rate: Fraction = RATE,
    title: str = "Flask",
    dubbed: bool = False,
) -> Timeline:
    duration_ms = shots[-1].span.end_ms
    audio = AudioFile(
        path=sound, duration_ms=duration_ms, sample_rate_hz=48_000, channels=1, sha256=""
    )
    return Timeline(
        width_px=size[0],
        height_px=size[1],
        frame_rate=rate,
        duration_ms=duration_ms,
        shots=shots,
        narration=Narration(language="zh", audio=audio, lines=(), dubbed=dubbed),
        captions=CaptionTrack(language=language, direction="ltr", cues=tuple(cues)),
        title=title,
        style="outline",
    )


def ignore_progress(_done: int, _total: int) -> None:
    pass


def render(
    folder: Path, *timelines: Timeline, on_progress: Callable[[int, int], None] = ignore_progress
) -> list[Path]:
    targets = [folder / f"{item.captions.language}.mp4" for item in timelines]
    jobs = [
        RenderJob(timeline=item, target=target)
        for item, target in zip(timelines, targets, strict=True)
    ]
    render_videos(jobs, crf=2, preset="ultrafast", threads=1, on_progress=on_progress)
    assert sorted(folder.iterdir()) == sorted(targets), "nothing else is left"
    return targets


def pictures(path: Path) -> list[Picture]:
    """The frames of a video in RGB, read as its tags say."""
    with av.open(str(path)) as container:
        return [rgb(frame) for frame in container.decode(video=0)]


def rgb(frame: av.VideoFrame) -> Picture:
    converted = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
    )
    return converted.to_ndarray()  # type: ignore[return-value]


def samples(path: Path) -> NDArray[np.float32]:
    """The sound, (channels, samples)."""
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


def corners(picture: Picture) -> list[tuple[int, ...]]:
    """The colors in the middle of the quarters, from the top left clockwise."""
    height, width = picture.shape[:2]
    places = [(1, 1), (1, 3), (3, 3), (3, 1)]
    return [tuple(map(int, picture[height * y // 4, width * x // 4])) for y, x in places]


def assert_near(found: Any, expected: Any, within: float = 4) -> None:
    difference = np.abs(np.asarray(found, float) - np.asarray(expected, float)).max()
    assert difference <= within, f"{found} is not within {within} of {expected}"


# --- the file ------------------------------------------------------------------------------


def test_the_file_is_what_players_and_platforms_want(media: Path, tmp_path: Path) -> None:
    (path,) = render(
        tmp_path,
        timeline(
            media / "tone.wav", shot("recording", 0, 400, media / "quarters.mp4"), language="es-MX"
        ),
    )
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.width, context.height) == (WIDTH, HEIGHT)
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1
        assert (video.average_rate, video.frames) == (RATE, 10)
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48_000, 1)
        assert video.metadata["language"] == "spa"
        assert audio.metadata["language"] == "zho"
        assert "comment" not in container.metadata
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "faststart"


def test_a_synthetic_voice_is_declared(media: Path, tmp_path: Path) -> None:
    (path,) = render(tmp_path, timeline(media / "tone.wav", shot("plain", 0, 400), dubbed=True))
    with av.open(str(path)) as container:
        assert container.metadata["comment"] == "The voice is synthetic."


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


def test_a_video_has_the_same_bytes_alone_and_among_others(media: Path, tmp_path: Path) -> None:
    shots = [shot("recording", 0, 400, media / "quarters.mp4")]
    english = timeline(media / "tone.wav", *shots, cues=[cue(80, 320, "from 100 pieces")])
    arabic = timeline(media / "tone.wav", *shots, cues=[cue(80, 320, "مرحبا")], language="ar")
    alone, together = tmp_path / "alone", tmp_path / "together"
    alone.mkdir()
    together.mkdir()
    (first,) = render(alone, english)
    second, other = render(together, arabic, english)[::-1]
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()
    np.testing.assert_array_equal(samples(second), samples(other))


def test_nothing_to_do_is_no_error() -> None:
    render_videos([], crf=23, preset="veryfast", threads=0, on_progress=ignore_progress)


def test_importing_it_loads_no_heavy_library() -> None:
    script = (
        "import sys, merchant_studio.stages.render;"
        "print({'av', 'moviepy', 'numpy', 'PIL', 'skia'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


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


# --- recordings ----------------------------------------------------------------------------


def test_a_recording_of_the_frame_s_kind_comes_through_untouched(
    media: Path, tmp_path: Path
) -> None:
    source = media / "quarters.mp4"
    base = timeline(media / "tone.wav", shot("recording", 0, 400, source))
    with av.open(str(source)) as container:
        for decoded, frame in zip(container.decode(video=0), base_frames(base), strict=True):
            for given, kept in zip(planes_of(decoded), planes_of(frame), strict=True):
                np.testing.assert_array_equal(given, kept)
    (path,) = render(tmp_path, base)
    for picture in pictures(path):
        assert_near(corners(picture), [RED, GREEN, BLUE, GRAY])


def test_the_encoder_chooses_its_own_key_frames(media: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    source = make_video(tmp_path / "jpegs.mov", [quarters()] * 10, pixels="yuvj420p", codec="mjpeg")
    same = make_video(tmp_path / "keys.mp4", [quarters()] * 10, gop=1)
    for recording in (source, same):
        base = timeline(media / "tone.wav", shot("recording", 0, 400, recording))
        (path,) = render(tmp_path / "out", base)
        with av.open(str(path)) as container:
            keys = [packet.is_keyframe for packet in container.demux(video=0) if packet.size]
        assert keys == [True] + [False] * 9


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("bt601.mp4", {"matrix": Colorspace.ITU601}),
        ("untagged.mp4", {"matrix": Colorspace.ITU601, "is_tagged": False}),
        ("full.mp4", {"color_range": ColorRange.JPEG, "pixels": "yuvj420p"}),
        ("full.mov", {"color_range": ColorRange.JPEG, "matrix": Colorspace.ITU601}),
        ("ten-bit.mkv", {"pixels": "yuv420p10le"}),
        ("444.mkv", {"pixels": "yuv444p"}),
        ("vp9.webm", {"codec": "libvpx-vp9"}),
    ],
)
def test_colors_are_right_whatever_the_recording_s(
    media: Path, tmp_path: Path, name: str, form: dict[str, Any]
) -> None:
    source = make_video(tmp_path / name, [quarters()] * 2, **form)
    (frame, _) = base_frames(timeline(media / "tone.wav", shot("recording", 0, 80, source)))
    assert frame.format.name == "yuv420p"
    assert_near(corners(rgb(frame)), [RED, GREEN, BLUE, GRAY])


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (90, [GREEN, BLUE, GRAY, RED]),
        (180, [BLUE, GRAY, RED, GREEN]),
        (270, [GRAY, RED, GREEN, BLUE]),
    ],
)
def test_a_recording_made_sideways_is_seen_upright(
    media: Path, tmp_path: Path, turn: int, expected: list[tuple[int, ...]]
) -> None:
    source = tmp_path / "turned.mov"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-display_rotation", str(turn)]
    copy = ["-i", str(media / "quarters.mp4"), "-c", "copy", str(source)]
    subprocess.run([*ffmpeg, *copy], check=True)
    size = (WIDTH, HEIGHT) if turn == 180 else (HEIGHT, WIDTH)
    base = timeline(media / "tone.wav", shot("recording", 0, 80, source), size=size)
    for frame in base_frames(base):
        assert (frame.width, frame.height) == size
        assert_near(corners(rgb(frame)), expected)


def test_an_odd_size_fills_the_even_frame(media: Path, tmp_path: Path) -> None:
    odd = [quarters(129, 97)] * 2
    source = make_video(tmp_path / "odd.mkv", odd, pixels="yuv444p")
    for frame in base_frames(timeline(media / "tone.wav", shot("recording", 0, 80, source))):
        assert_near(corners(rgb(frame)), [RED, GREEN, BLUE, GRAY])


def test_another_shape_stands_on_a_blurred_dark_copy_of_itself(media: Path, tmp_path: Path) -> None:
    base = timeline(
        media / "tone.wav", shot("recording", 0, 80, media / "quarters.mp4"), size=(128, 256)
    )
    for frame in base_frames(base):
        picture = rgb(frame)
        assert_near(corners(picture[80:176]), [RED, GREEN, BLUE, GRAY])
        assert_near(picture[4, 4], np.array(RED) * 0.45, within=8)
        assert_near(picture[-4, -4], np.array(BLUE) * 0.45, within=8)
        across = picture[4].astype(int)
        assert np.abs(np.diff(across, axis=0)).max() <= 12, "no edge in the surround"


def levels(base: Timeline) -> list[int]:
    """How bright the frames of the base are, 0 to 255."""
    return [round(float(rgb(frame).mean())) for frame in base_frames(base)]


def test_uneven_time_stamps_are_kept(media: Path, tmp_path: Path) -> None:
    shown = [flat(40), flat(90), flat(140), flat(190)]
    source = make_video(tmp_path / "uneven.mkv", shown, at_ms=[0, 41, 201, 239])
    found = levels(timeline(media / "tone.wav", shot("recording", 0, 360, source)))
    assert_near(found, [40, 90, 90, 90, 90, 140, 190, 190, 190], within=2)


def test_another_frame_rate_is_resampled(media: Path, tmp_path: Path) -> None:
    source = make_video(
        tmp_path / "fifty.mp4", [flat(20 * n) for n in range(10)], rate=Fraction(50)
    )
    found = levels(timeline(media / "tone.wav", shot("recording", 0, 200, source)))
    assert_near(found, [0, 40, 80, 120, 160], within=2)


def test_a_recording_starts_where_the_shot_says_and_holds_its_last_frame(
    media: Path, tmp_path: Path
) -> None:
    source = make_video(tmp_path / "steps.mp4", [flat(20 * n) for n in range(10)])
    recording = shot("recording", 0, 240, source, source_start_ms=240)
    base = timeline(media / "tone.wav", recording)
    assert_near(levels(base), [120, 140, 160, 180, 180, 180], within=2)
    assert [frame.pts for frame in list(base_frames(base))] == [0, 1, 2, 3, 4, 5]


def test_shots_follow_one_another_at_the_frame(media: Path, tmp_path: Path) -> None:
    source = make_video(tmp_path / "steps.mp4", [flat(20 * n) for n in range(10)])
    Image.fromarray(flat(220)).save(tmp_path / "photo.png")
    base = timeline(
        media / "tone.wav",
        shot("recording", 0, 100, source, source_start_ms=200),
        shot("photo", 100, 200, tmp_path / "photo.png"),
        shot("recording", 200, 281, source, source_start_ms=40),
    )
    found = levels(base)
    assert_near(found, [100, 120, 140, 220, 220, 20, 40, 60], within=2)


# --- photos and plain backgrounds ----------------------------------------------------------


def test_a_photo_grows_slowly_and_smoothly(media: Path, tmp_path: Path) -> None:
    square = flat(0, 512, 384)
    square[96:288, 128:384] = 255
    Image.fromarray(square).save(tmp_path / "square.png")
    photo = shot("photo", 0, 400, tmp_path / "square.png", zoom_end=1.2)
    widths = []
    for frame in base_frames(timeline(media / "tone.wav", photo)):
        row = rgb(frame)[HEIGHT // 2, :, 1].astype(float)
        widths.append(row.sum() / 255)
    zooms = [1 + 0.2 * n / 10 for n in range(10)]
    assert_near(widths, [WIDTH / 2 * zoom for zoom in zooms], within=0.3)


def test_a_photo_is_upright_and_its_transparency_is_white(media: Path, tmp_path: Path) -> None:
    picture = quarters(HEIGHT, WIDTH)
    rgba = np.dstack([picture, np.full((WIDTH, HEIGHT), 255, np.uint8)])
    rgba[: WIDTH // 2, : HEIGHT // 2, 3] = 0
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise by 90 degrees
    Image.fromarray(rgba).save(tmp_path / "photo.png", exif=exif)
    photo = shot("photo", 0, 80, tmp_path / "photo.png")
    for frame in base_frames(timeline(media / "tone.wav", photo)):
        assert_near(corners(rgb(frame)), [GRAY, WHITE, GREEN, BLUE])


def test_a_large_photo_is_decoded_in_all_its_shape(media: Path, tmp_path: Path) -> None:
    Image.fromarray(quarters(WIDTH * 9, HEIGHT * 9)).save(tmp_path / "photo.jpg", quality=95)
    photo = shot("photo", 0, 80, tmp_path / "photo.jpg", zoom_end=1.01)
    for frame in base_frames(timeline(media / "tone.wav", photo)):
        assert_near(corners(rgb(frame)), [RED, GREEN, BLUE, GRAY])


def test_a_plain_background_is_dark_and_holds_each_language_s_title(
    media: Path, tmp_path: Path
) -> None:
    base = timeline(media / "tone.wav", shot("plain", 0, 80), title="", size=(192, 256))
    chinese = replace(base, captions=replace(base.captions, language="zh"), title="保温杯")
    untitled, titled = map(pictures, render(tmp_path, base, chinese))
    assert untitled[0].max() < 80
    assert untitled[0][0].mean() > untitled[0][-1].mean() + 20
    assert np.abs(np.diff(untitled[0].astype(int), axis=0)).max() <= 6, "no bands"
    assert titled[0].max() > 240
    lower = slice(160, None)
    assert_near(titled[1][lower], untitled[1][lower], within=6)


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


# --- sound ---------------------------------------------------------------------------------


def loudness_lufs(path: Path) -> float:
    graph = av.filter.Graph()
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    source = graph.add_abuffer(
        sample_rate=48_000,
        format=frames[0].format,
        layout=frames[0].layout,
        time_base=Fraction(1, 48_000),
    )
    meter = graph.add("ebur128", "metadata=1")
    graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
    measured = -70.0
    for frame in [*frames, None]:
        graph.push(frame)
        while True:
            try:
                heard = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            measured = float(heard.metadata.get("lavfi.r128.I", measured))
    return measured


def sounded(folder: Path, sound: Path, duration_ms: int = 800) -> Path:
    (path,) = render(folder, timeline(sound, shot("plain", 0, duration_ms), title=""))
    return path


def decibels(level: float) -> float:
    return float(20 * np.log10(level))


@pytest.mark.parametrize("level_db", [-4.0, -12.0, -24.0])
def test_speech_is_as_loud_as_the_platforms_want(tmp_path: Path, level_db: float) -> None:
    (tmp_path / "out").mkdir()
    source = make_sound(tmp_path / "tone.wav", tone(800, level_db))
    assert abs(loudness_lufs(sounded(tmp_path / "out", source)) - -14) < 0.3


def test_peaks_stay_below_the_limit(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    clicks = tone(800, -30)
    clicks[::4800] = 0.9
    heard = samples(sounded(tmp_path / "out", make_sound(tmp_path / "clicks.wav", clicks)))
    assert -8 < decibels(np.abs(heard).max()) < -1


@pytest.mark.parametrize(("level_db", "gain_db"), [(-60.0, 20), (-200.0, 0)])
def test_quiet_sound_is_raised_by_no_more_than_twenty_decibels(
    tmp_path: Path, level_db: float, gain_db: float
) -> None:
    (tmp_path / "out").mkdir()
    source = make_sound(tmp_path / "quiet.wav", tone(800, level_db))
    heard = samples(sounded(tmp_path / "out", source))[0, 4800:-4800]
    assert_near(np.abs(heard).max(), 10 ** ((level_db + gain_db) / 20), within=5e-4)


def test_short_sound_is_followed_by_silence(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    source = make_sound(tmp_path / "short.wav", tone(500))
    heard = samples(sounded(tmp_path / "out", source))[0]
    assert abs(len(heard) - 800 * 48) <= 1024
    assert np.abs(heard[450 * 48 : 490 * 48]).max() > 0.1
    assert np.abs(heard[540 * 48 :]).max() < 1e-3


def test_long_sound_is_cut_without_a_click(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    source = make_sound(tmp_path / "long.wav", tone(1200))
    heard = samples(sounded(tmp_path / "out", source))[0, : 800 * 48]
    assert np.abs(heard[-20 * 48 : -12 * 48]).max() > 0.1
    assert np.abs(heard[-24:]).max() < 0.05


@pytest.mark.parametrize(("layout", "channels"), [("mono", 1), ("stereo", 2), ("5.1", 2)])
def test_sound_is_mono_or_stereo(tmp_path: Path, layout: str, channels: int) -> None:
    (tmp_path / "out").mkdir()
    source = make_sound(tmp_path / "sound.flac", tone(800), layout)
    assert samples(sounded(tmp_path / "out", source)).shape[0] == channels


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv"])
def test_picture_and_sound_stay_together(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "out").mkdir()
    shown = [flat(230 if 15 <= n < 20 else 20) for n in range(25)]
    beep = tone(1000, -12)
    beep[: 600 * 48] = beep[800 * 48 :] = 0
    source = make_video(tmp_path / f"flash.{suffix}", shown, sound=beep)
    (path,) = render(tmp_path / "out", timeline(source, shot("recording", 0, 1000, source)))
    bright = [n for n, picture in enumerate(pictures(path)) if picture.mean() > 100]
    loud = np.flatnonzero(np.abs(samples(path)[0]) > 0.1) / 48
    assert bright == list(range(15, 20))
    assert_near([loud[0], loud[-1]], [600, 800], within=5)


def test_sound_that_starts_late_stays_late(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    early = make_video(tmp_path / "early.mkv", [flat(20)] * 20, sound=tone(500, -12))
    late = tmp_path / "late.mkv"
    inputs = ["-i", str(early), "-itsoffset", "0.2", "-i", str(early)]
    streams = ["-map", "0:v", "-map", "1:a", "-c", "copy", str(late)]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *inputs, *streams], check=True)
    loud = np.flatnonzero(np.abs(samples(sounded(tmp_path / "out", late))[0]) > 0.1) / 48
    assert_near([loud[0], loud[-1]], [200, 700], within=25)


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
        "gone.mp4 cannot be read (No such file or directory); check the file and run again": (
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
        "gone.wav cannot be read (No such file or directory); check the file and run again": (
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


def test_names_in_a_foreign_encoding_are_no_hindrance(media: Path, tmp_path: Path) -> None:
    source = tmp_path / "titled.mp4"
    title = ["-metadata", "title=TITLE", "-c", "copy", str(source)]
    whole = ["-i", str(media / "quarters.mp4")]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *whole, *title], check=True)
    content = source.read_bytes()
    assert b"TITLE" in content
    source.write_bytes(content.replace(b"TITLE", "保温".encode("gbk") + b" "))
    assert len(levels(timeline(media / "tone.wav", shot("recording", 0, 400, source)))) == 10


def test_a_folder_that_is_not_there_is_said(media: Path, tmp_path: Path) -> None:
    job = RenderJob(
        timeline=timeline(media / "tone.wav", shot("plain", 0, 400)),
        target=tmp_path / "gone" / "en.mp4",
    )
    with pytest.raises(StorageError, match="No such file or directory"):
        render_videos([job], crf=23, preset="veryfast", threads=1, on_progress=ignore_progress)


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
        render_videos(jobs, crf=23, preset="veryfast", threads=1, on_progress=interrupt)
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

    render_videos([job], crf=23, preset="veryfast", threads=1, on_progress=look)
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
