"""The picture that all languages share: recordings, photos, galleries, backgrounds."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray
from PIL import Image, ImageCms

from merchant_studio.errors import RenderError
from merchant_studio.languages.platforms import safe_area
from merchant_studio.picture.render.base import base_frames
from merchant_studio.picture.render.blending import planes_of
from merchant_studio.picture.render.stills import Box, arranged

from .conftest import ffmpeg
from .media import (
    BLUE,
    GRAY,
    GREEN,
    HEIGHT,
    RED,
    WHITE,
    WIDTH,
    Picture,
    assert_near,
    corners,
    flat,
    levels,
    make_video,
    pictures,
    quarters,
    render,
    rgb,
    shot,
    timeline,
)

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
        assert np.abs(np.diff(across, axis=0)).max() <= 16, "no edge in the surround"


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


# --- odd recordings ------------------------------------------------------------------------


def seen(media: Path, recording: Path, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Picture:
    """The first frame of a recording in a video of that size."""
    base = timeline(media / "tone.wav", shot("recording", 0, 80, recording), size=size)
    return rgb(next(base_frames(base)))


@pytest.mark.parametrize("flip", ["-display_hflip", "-display_vflip"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_mirrored_recording_is_seen_as_players_show_it(
    media: Path, tmp_path: Path, turn: int, flip: str
) -> None:
    source, shown = tmp_path / "mirrored.mov", tmp_path / "shown.png"
    ffmpeg("-display_rotation", str(turn), flip, "-i", media / "quarters.mp4", "-c", "copy", source)
    ffmpeg("-i", source, "-frames:v", "1", shown)
    expected = np.asarray(Image.open(shown).convert("RGB"))
    size = (WIDTH, HEIGHT) if turn % 180 == 0 else (HEIGHT, WIDTH)
    assert expected.shape[1::-1] == size
    assert_near(corners(seen(media, source, size)), corners(expected))


def test_a_size_that_is_odd_in_both_directions_is_seen_whole(media: Path, tmp_path: Path) -> None:
    source = make_video(tmp_path / "odd.webm", [quarters(405, 719)] * 2, codec="libvpx-vp9")
    assert_near(corners(seen(media, source, (404, 718))), [RED, GREEN, BLUE, GRAY])


def test_wide_pixels_are_seen_wide(media: Path, tmp_path: Path) -> None:
    narrow = [quarters(96, 96)] * 2
    source = make_video(tmp_path / "wide.mp4", narrow, pixel_aspect=Fraction(4, 3))
    picture = seen(media, source)
    assert_near(corners(picture), [RED, GREEN, BLUE, GRAY])
    assert_near(picture[4, 4], RED)


@pytest.mark.parametrize("order", ["01", "10"])
def test_a_cover_picture_is_not_the_recording(media: Path, tmp_path: Path, order: str) -> None:
    Image.fromarray(flat(250, 640, 480)).save(tmp_path / "cover.png")
    source = tmp_path / "covered.mp4"
    inputs = ["-i", media / "quarters.mp4", "-i", tmp_path / "cover.png"]
    maps = ["-map", order[0], "-map", order[1]]
    cover = f"-disposition:v:{order.index('1')}"
    ffmpeg(*inputs, *maps, "-c", "copy", cover, "attached_pic", source)
    assert_near(corners(seen(media, source)), [RED, GREEN, BLUE, GRAY])


@pytest.mark.parametrize(("usual", "expected"), [(0, [RED, GREEN, BLUE, GRAY]), (1, [(20,) * 3])])
def test_of_two_pictures_the_usual_one_is_seen(
    media: Path, tmp_path: Path, usual: int, expected: list[tuple[int, ...]]
) -> None:
    dark = make_video(tmp_path / "dark.mp4", [flat(20)] * 10)
    source = tmp_path / "two.mkv"
    inputs = ["-i", media / "quarters.mp4", "-i", dark, "-map", "0", "-map", "1", "-c", "copy"]
    ffmpeg(*inputs, "-disposition", "0", f"-disposition:v:{usual}", "default", source)
    assert_near(corners(seen(media, source)), expected * (4 // len(expected)))


@pytest.mark.parametrize("rate", [60, 120])
def test_fast_recordings_are_thinned_out_evenly(media: Path, tmp_path: Path, rate: int) -> None:
    shown = [flat(10 + 200 * n * 5 // rate) for n in range(rate // 5)]
    source = make_video(tmp_path / "fast.mp4", shown, rate=Fraction(rate))
    recording = shot("recording", 0, 200, source)
    found = levels(timeline(media / "tone.wav", recording, rate=Fraction(30)))
    assert_near(found, [10 + 200 * n / 6 for n in range(6)], within=200 * 5 / rate + 2)
    assert max(np.diff(found)) - min(np.diff(found)) <= 200 * 5 / rate + 2


def test_frames_that_depend_on_later_ones_come_in_order(media: Path, tmp_path: Path) -> None:
    source = tmp_path / "reordered.mp4"
    steps = make_video(tmp_path / "steps.mp4", [flat(20 * n) for n in range(10)])
    ffmpeg(
        "-i", steps, "-preset", "medium", "-crf", "1", "-bf", "3", "-x264opts", "b-adapt=0", source
    )
    with av.open(str(source)) as container:
        stamps = [packet.pts for packet in container.demux(video=0) if packet.size]
    assert stamps != sorted(stamps), "there are B-frames"
    found = levels(timeline(media / "tone.wav", shot("recording", 0, 400, source)))
    assert_near(found, [20 * n for n in range(10)], within=3)


def test_before_a_picture_that_starts_late_its_first_frame_stands(
    media: Path, tmp_path: Path
) -> None:
    steps = make_video(tmp_path / "steps.mp4", [flat(20 * n) for n in range(10)])
    source = tmp_path / "late.mkv"
    late = ["-itsoffset", "0.2", "-i", steps]
    ffmpeg("-i", media / "tone.wav", *late, "-map", "0", "-map", "1", "-c", "copy", source)
    found = levels(timeline(media / "tone.wav", shot("recording", 0, 400, source)))
    assert_near(found, [0, 0, 0, 0, 0, 0, 20, 40, 60, 80], within=2)


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (HEIGHT, WIDTH)])
def test_a_long_recording_takes_no_more_memory_than_a_short_one(
    media: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    source = tmp_path / "long.mp4"
    minute = f"testsrc2=size={WIDTH}x{HEIGHT}:rate=25:duration=80"
    ffmpeg("-f", "lavfi", "-i", minute, "-preset", "ultrafast", "-pix_fmt", "yuv420p", source)
    base = timeline(media / "tone.wav", shot("recording", 0, 80_000, source), size=size)
    held = [resident_bytes() for n, _ in enumerate(base_frames(base)) if n % 500 == 499]
    assert len(held) == 4
    assert held[3] - held[0] < 100 * WIDTH * HEIGHT * 3 / 2, "1500 frames have passed"


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


# --- HDR -----------------------------------------------------------------------------------

TO_WIDE = {
    9: [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]],
    12: [[0.8225, 0.1775, 0.0], [0.0332, 0.9668, 0.0], [0.0171, 0.0724, 0.9105]],
}
"""From BT.709 to the primaries of BT.2020 and P3, by FFmpeg's numbers; of light."""
LUMA = {1: (0.2126, 0.0722), 9: (0.2627, 0.0593)}
"""The shares of red and blue, by FFmpeg's number of the matrix."""


def make_wide_video(
    path: Path,
    signal: NDArray[np.float64],
    *,
    primaries: int,
    matrix: int,
    transfer: int,
    bits: int,
) -> Path:
    """R'G'B' from 0 to 1, (height, width, 3), in two frames of 8 or 10 bits with those tags."""
    red, green, blue = np.moveaxis(signal, -1, 0)
    of_red, of_blue = LUMA[matrix]
    luma = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    planes = [16 + 219 * luma]
    for difference in ((blue - luma) / (2 - 2 * of_blue), (red - luma) / (2 - 2 * of_red)):
        planes.append(128 + 224 * difference[::2, ::2])
    height, width = luma.shape
    pixels, kind = ("yuv420p10le", np.uint16) if bits == 10 else ("yuv420p", np.uint8)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", 25, options={"crf": "1", "preset": "ultrafast"})
        encoder = stream.codec_context
        encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
        encoder.color_primaries, encoder.colorspace = primaries, matrix
        encoder.color_trc, encoder.color_range = transfer, 1
        for number in range(2):
            frame = av.VideoFrame(width, height, pixels)
            for plane, samples in zip(frame.planes, planes, strict=True):
                rows = np.frombuffer(plane, kind).reshape(plane.height, -1)
                rows[:, : plane.width] = np.rint(samples * 2 ** (bits - 8))
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def hdr_signal(nits: NDArray[np.float64], transfer: str) -> NDArray[np.float64]:
    """Light in BT.2020 as PQ or, on a screen of 1000 nits, HLG (ITU-R BT.2100)."""
    if transfer == "pq":
        root = (nits / 10_000) ** 0.1593017578125
        return ((0.8359375 + 18.8515625 * root) / (1 + 18.6875 * root)) ** 78.84375
    luma = (nits / 1000 @ np.array([0.2627, 0.6780, 0.0593]))[..., None]
    scene = nits / 1000 * np.maximum(luma, 1e-9) ** (1 / 1.2 - 1)
    bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), bright)


def hdr_seen(media: Path, path: Path, colors: Sequence[Sequence[float]], transfer: str) -> Picture:
    """What becomes of patches of light, in nits."""
    nits = np.repeat(np.array(colors, float), 16, axis=0)[None].repeat(32, axis=0)
    signal = hdr_signal(nits @ np.array(TO_WIDE[9]).T, transfer)
    number = {"pq": 16, "hlg": 18}[transfer]
    source = make_wide_video(path, signal, primaries=9, matrix=9, transfer=number, bits=10)
    picture = seen(media, source, (16 * len(colors), 32))
    return picture[16, 8::16]


@pytest.mark.parametrize("transfer", ["pq", "hlg"])
def test_hdr_keeps_its_tones_and_its_highlights(media: Path, tmp_path: Path, transfer: str) -> None:
    nits = [1, 5, 26, 100, 203, 400, 700, 1000]
    patches = hdr_seen(media, tmp_path / "hdr.mp4", [(n, n, n) for n in nits], transfer)
    assert np.ptp(patches.astype(int), axis=1).max() <= 3, "gray stays gray"
    found = patches[:, 1]
    expected = [255 * (n / 203) ** (1 / 2.4) for n in nits[:4]]
    assert_near(found[:4], expected, within=3)
    assert 0.90 < found[4] / 255 < 0.95, "paper is nearly white"
    assert list(found) == sorted(set(found)), "highlights stay apart"


@pytest.mark.parametrize("transfer", ["pq", "hlg"])
def test_hdr_keeps_its_colors(media: Path, tmp_path: Path, transfer: str) -> None:
    colors = [(80, 10, 10), (10, 80, 10), (10, 10, 80), (70, 50, 40), (600, 200, 40)]
    *usual, lamp = hdr_seen(media, tmp_path / "hdr.mp4", colors, transfer)
    expected = 255 * (np.array(colors[:4]) / 203) ** (1 / 2.4)
    assert_near(usual, expected, within=8)
    red, green, blue = map(int, lamp)
    assert red > 240
    assert red - green > 60
    assert green - blue > 60


# --- wide colors on usual screens -----------------------------------------------------------


@pytest.mark.parametrize(
    ("primaries", "matrix", "transfer", "bits"),
    [
        (9, 9, 14, 10),  # BT.2020 as it should be tagged
        (9, 9, 1, 8),
        (2, 9, 2, 10),  # its matrix alone
        (12, 1, 1, 8),  # Display P3
    ],
)
def test_wide_colors_are_seen_as_they_were(
    media: Path, tmp_path: Path, primaries: int, matrix: int, transfer: int, bits: int
) -> None:
    colors = [RED, GREEN, BLUE, GRAY, (220, 180, 150), (15, 15, 15), (250, 250, 250)]
    light = (np.array(colors) / 255) ** 2.4 @ np.array(TO_WIDE[12 if primaries == 12 else 9]).T
    patches = (np.repeat(light, 16, axis=0) ** (1 / 2.4))[None].repeat(32, axis=0)
    source = make_wide_video(
        tmp_path / "wide.mp4",
        patches,
        primaries=primaries,
        matrix=matrix,
        transfer=transfer,
        bits=bits,
    )
    picture = seen(media, source, (16 * len(colors), 32))
    assert_near(picture[16, 8::16], colors, within=8 if bits == 10 else 10)


def test_what_usual_screens_cannot_show_keeps_its_hue(media: Path, tmp_path: Path) -> None:
    vivid = np.repeat([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], 32, axis=0)[None].repeat(32, axis=0)
    tags = {"primaries": 9, "matrix": 9, "transfer": 14, "bits": 10}
    source = make_wide_video(tmp_path / "vivid.mp4", vivid, **tags)
    picture = seen(media, source, (64, 32)).astype(int)
    green, red = picture[16, 16], picture[16, 48]
    assert green.argmax() == 1 and red.argmax() == 0
    assert green[1] - max(green[0], green[2]) > 100
    assert red[0] - max(red[1], red[2]) > 150


# --- interlaced recordings -----------------------------------------------------------------


def fields(number: int, is_moving: bool) -> Picture:
    """A white block before gray that moves on with every field, over fine rows that do not."""
    picture = flat(90)
    picture[HEIGHT // 2 :][np.arange(HEIGHT // 2) % 4 < 2] = 150
    for field in range(2):
        left = 8 + 8 * (2 * number + field) * is_moving
        picture[field : HEIGHT // 2 : 2, left : left + 24] = 240
    return picture


def comb(picture: Picture) -> float:
    """How far rows are from the mean of their neighbors."""
    rows = picture[..., 1].astype(float)
    return float(np.abs(rows[1:-1] - (rows[:-2] + rows[2:]) / 2).mean())


@pytest.mark.parametrize("name", ["fields.mp4", "fields.mkv"])
def test_an_interlaced_recording_shows_no_combs(media: Path, tmp_path: Path, name: str) -> None:
    given = [fields(number, is_moving=True) for number in range(5)]
    source = make_video(tmp_path / name, given, x264="interlaced=1")
    base = timeline(media / "tone.wav", shot("recording", 0, 200, source))
    found = [rgb(frame) for frame in base_frames(base)]
    top, below = np.s_[4 : HEIGHT // 2 - 4], np.s_[HEIGHT // 2 + 4 : -4]
    assert len(found) == len(given)
    for before, after in zip(given, found, strict=True):
        assert comb(before[top]) > 10
        assert comb(after[top]) < 2
        earlier = HEIGHT // 4 + 1  # a row of the lower field, which is the first one here
        assert_near(after[earlier], before[earlier])
    for before, after in zip(given[1:-1], found[1:-1], strict=True):  # what stands still is sharp
        assert_near(comb(after[below]), comb(before[below]))


# --- fills and galleries -------------------------------------------------------------------


def test_a_plain_fill_is_the_plain_background(media: Path, tmp_path: Path) -> None:
    size = (128, 256)
    empty = timeline(media / "tone.wav", shot("plain", 0, 80), size=size)
    Image.fromarray(quarters()).save(tmp_path / "photo.png")
    background = rgb(next(base_frames(empty)))
    for kind, path in (("recording", media / "quarters.mp4"), ("photo", tmp_path / "photo.png")):
        base = timeline(media / "tone.wav", shot(kind, 0, 80, path), size=size)
        picture = rgb(next(base_frames(replace(base, fill="plain"))))
        assert_near(picture[:76], background[:76], within=3)
        assert_near(picture[180:], background[180:], within=3)
        assert_near(corners(picture[80:176]), [RED, GREEN, BLUE, GRAY])


SIZES = [(1080, 1920), (1080, 1080), (1920, 1080), (720, 1280)]
PHOTO_SIZES = [(3000, 4000), (4000, 3000), (1000, 1000), (500, 3000), (3000, 400)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_gallery_photos_stand_whole_and_apart_in_their_room(
    size: tuple[int, int], count: int
) -> None:
    safe = safe_area(*size)
    for photos in product(PHOTO_SIZES, repeat=count):
        boxes = arranged(photos, size)
        for box, (width, height) in zip(boxes, photos, strict=True):
            assert safe.left <= box.left < box.left + box.width <= safe.right
            assert safe.top <= box.top
            assert box.top + box.height <= safe.top + 0.45 * safe.height
            assert abs(box.width - box.height * width / height) <= 1 + width / height
        for one, other in combinations(boxes, 2):
            across = max(one.left, other.left) - min(one.left + one.width, other.left + other.width)
            down = max(one.top, other.top) - min(one.top + one.height, other.top + other.height)
            assert max(across, down) >= 0.02 * min(size) - 1


def test_gallery_photos_are_arranged_for_the_frame() -> None:
    tall, square = (1080, 1920), (1000, 1000)
    assert arranged([square], tall) == [Box(336, 288, 408, 408)]
    assert arranged([square] * 2, tall) == [Box(192, 324, 336, 336), Box(552, 324, 336, 336)]


@pytest.mark.parametrize("fill", ["blur", "plain"])
def test_a_gallery_shows_its_photos_with_round_corners(
    media: Path, tmp_path: Path, fill: Any
) -> None:
    paths = []
    for number, color in enumerate([RED, GREEN, BLUE]):
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(np.full((300, 300, 3), color, np.uint8)).save(paths[-1])
    gallery = shot("gallery", 0, 80, photos=tuple(paths))
    base = replace(timeline(media / "tone.wav", gallery, size=(640, 360)), fill=fill)
    frames = [rgb(frame) for frame in base_frames(base)]
    assert len(frames) == 2
    np.testing.assert_array_equal(*frames)
    boxes = arranged([(300, 300)] * 3, (640, 360))
    for box, color in zip(boxes, [RED, GREEN, BLUE], strict=True):
        photo = frames[0][box.top : box.top + box.height, box.left : box.left + box.width]
        assert_near(photo[box.height // 2, box.width // 2], color)
        assert_near(photo[2, box.width // 2], color)
        assert np.abs(photo[0, 0].astype(int) - color).max() > 40, "the corner is round"
    below = frames[0][200:].astype(int)
    assert below.max() < 120
    red_cast = (below[..., 0] - below[..., 2]).mean()
    assert red_cast > 40 if fill == "blur" else red_cast < 0


def test_a_photo_of_a_gallery_that_cannot_be_read_is_named(media: Path, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("not a photo")
    gallery = shot("gallery", 0, 80, photos=(tmp_path / "text.png",))
    with pytest.raises(RenderError, match=r"text\.png cannot be read"):
        next(base_frames(timeline(media / "tone.wav", gallery)))


def test_a_photo_s_color_profile_is_followed(media: Path, tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----", 1).replace(b"bXYZ", b"rXYZ", 1)
    swapped = swapped.replace(b"----", b"bXYZ", 1)
    for tag, expected in ((swapped, (40, 30, 200)), (b"damaged", (200, 30, 40))):
        Image.fromarray(np.full((96, 128, 3), RED, np.uint8)).save(
            tmp_path / "photo.png", icc_profile=tag
        )
        base = timeline(media / "tone.wav", shot("photo", 0, 80, tmp_path / "photo.png"))
        assert_near(rgb(next(base_frames(base)))[48, 64], expected)


def test_a_slow_zoom_does_not_tremble(media: Path, tmp_path: Path) -> None:
    square = flat(20, 640, 480)
    square[120:360, 160:480] = 220
    Image.fromarray(square).save(tmp_path / "square.png")
    photo = shot("photo", 0, 4000, tmp_path / "square.png", zoom_end=1.08)
    base = timeline(media / "tone.wav", photo, size=(640, 480))
    edges = []
    for frame in base_frames(base):
        row = planes_of(frame)[0][240, :320].astype(float)
        edges.append(320 - ((row - row[0]) / (row[300] - row[0])).sum())
    moved = 320 - np.array(edges)
    assert_near(moved, 160 * (1 + 0.08 * np.arange(100) / 100), within=0.1)
