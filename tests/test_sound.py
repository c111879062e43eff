"""The sound of a video, and that it stays with the picture."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest

from .conftest import ffmpeg
from .media import (
    assert_near,
    flat,
    make_sound,
    make_video,
    pictures,
    render,
    samples,
    shot,
    timeline,
    tone,
)

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


@pytest.mark.parametrize(
    ("name", "rate", "form"),
    [
        ("phone.mp4", "30000/1001", ["-bf", "3"]),
        ("screen.mov", "60", ["-ar", "44100"]),
        ("camera.mkv", "24", ["-ac", "2"]),
        ("old.3gp", "15", ["-c:v", "libx264", "-ar", "8000", "-ac", "1"]),
        ("browser.webm", "25", ["-c:v", "libvpx", "-c:a", "libopus"]),
    ],
)
def test_picture_and_sound_are_together_at_the_end(
    tmp_path: Path, name: str, rate: str, form: list[str]
) -> None:
    source = flashing(tmp_path / name, rate, form)
    assert_together(tmp_path / "out", source, 12_000, [1000, 11_000])


@pytest.mark.parametrize("suffix", ["mp4", "mov"])
def test_an_edit_list_moves_picture_and_sound_alike(tmp_path: Path, suffix: str) -> None:
    whole = flashing(tmp_path / f"whole.{suffix}", "25", ["-g", "20", "-bf", "2"])
    cut = tmp_path / f"cut.{suffix}"
    ffmpeg("-ss", "0.5", "-i", whole, "-c", "copy", cut)
    assert_together(tmp_path / "out", cut, 11_500, [500, 10_500])


def flashing(path: Path, rate: str, form: list[str]) -> Path:
    """12 s of darkness and silence, but for 200 ms of light and tone after 1 s and after 11 s."""
    moments = "(between(t,1,1.199)+between(t,11,11.199))"
    black = f"color=black:size=64x64:rate={rate}:duration=12"
    dark = f"{black},drawbox=c=white:t=fill:enable='{moments}'"
    tone = f"aevalsrc='0.5*sin(2*PI*1000*t)*{moments}':s=48000:d=12"
    inputs = ["-f", "lavfi", "-i", dark, "-f", "lavfi", "-i", tone]
    ffmpeg(*inputs, "-pix_fmt", "yuv420p", "-c:a", "aac", *form, path)
    return path


def assert_together(folder: Path, source: Path, duration_ms: int, at_ms: list[int]) -> None:
    folder.mkdir()
    recording = shot("recording", 0, duration_ms, source)
    (path,) = render(
        folder, timeline(source, recording, size=(64, 64), rate=Fraction(30), title="")
    )
    bright = np.array([picture.mean() > 100 for picture in pictures(path)])
    loud = np.abs(samples(path)[0]) > 0.1
    flashes = np.flatnonzero(bright[1:] & ~bright[:-1]) * 1000 / 30 + 1000 / 30
    beeps = [np.flatnonzero(loud[48 * (ms - 300) :])[0] / 48 + ms - 300 for ms in at_ms]
    assert_near(flashes, at_ms, within=40)
    assert_near(beeps, at_ms, within=40)
    assert_near(flashes, beeps, within=40)


def test_the_center_of_surround_sound_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    make_sound(tmp_path / "tone.wav", tone(800))
    center = tmp_path / "center.flac"
    ffmpeg("-i", tmp_path / "tone.wav", "-af", "pan=5.1|FC=c0", center)
    left, right = samples(sounded(tmp_path / "out", center))
    assert np.abs(left[4800:-4800]).max() > 0.1
    assert_near(left, right, within=1e-3)


@pytest.mark.parametrize(
    "form",
    [["-ar", "8000"], ["-ar", "96000"], ["-ac", "3"], ["-ac", "4"], ["-c:a", "pcm_u8"]],
    ids=" ".join,
)
def test_unusual_sound_is_heard_in_all_its_length(tmp_path: Path, form: list[str]) -> None:
    (tmp_path / "out").mkdir()
    make_sound(tmp_path / "tone.wav", tone(800))
    ffmpeg("-i", tmp_path / "tone.wav", *form, tmp_path / "unusual.wav")
    heard = samples(sounded(tmp_path / "out", tmp_path / "unusual.wav"))
    loud = np.flatnonzero(np.abs(heard[0]) > 0.1) / 48
    assert_near([loud[0], loud[-1]], [0, 800], within=25)
