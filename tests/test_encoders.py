"""What writes H.264: each encoder of this PyAV, and what is told where one is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import main
from merchant_studio.config import choices_of
from merchant_studio.encoders import ENCODERS, encoder_of, encoders_here, try_encoder
from merchant_studio.errors import RenderError, UsageError
from merchant_studio.media import trimmed
from merchant_studio.publish import check_run

from .media import (
    BLUE,
    GRAY,
    GREEN,
    HEIGHT,
    RATE,
    RED,
    WIDTH,
    assert_near,
    corners,
    cue,
    pictures,
    quarters,
    render,
    samples,
    shot,
    timeline,
)

HERE = encoders_here()
FAKE = {
    "recognizer": "fake",
    "writer": "none",
    "translator": "fake",
    "preset": "ultrafast",
    "crf": 40,
}
ABSENT = "mediafoundation"
"""An encoder that the tests leave out of PyAV, whatever the machine."""


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Takes encoders out of PyAV: `without("openh264")`."""

    def leave_out(*names: str) -> None:
        gone = {ENCODERS[name].codec for name in names}
        monkeypatch.setattr(av, "codecs_available", av.codecs_available - gone)

    return leave_out


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> str:
    """An encoder of another name, which is x264 as well: no machine has to have two."""
    monkeypatch.setitem(ENCODERS, "openh264", ENCODERS["x264"])
    return "openh264"


def test_the_option_offers_every_encoder() -> None:
    assert choices_of("encoder") == tuple(ENCODERS)
    assert StudioConfig().encoder == "x264"


# --- what each encoder of this machine has to do ------------------------------------------------


@pytest.mark.parametrize("encoder", HERE)
def test_its_file_is_what_players_and_platforms_want(
    media: Path, tmp_path: Path, encoder: str
) -> None:
    recording = shot("recording", 0, 400, media / "quarters.mp4")
    pitch = timeline(media / "tone.wav", recording, language="es-MX")
    (path,) = render(tmp_path, pitch, encoder=encoder)
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.width, context.height) == (WIDTH, HEIGHT)
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert (context.color_range, video.average_rate, video.frames) == (1, RATE, 10)
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48_000, 1)
        assert (video.metadata["language"], sound.metadata["language"]) == ("spa", "zho")
        assert "comment" not in container.metadata
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "faststart"
    for found, expected in zip(corners(pictures(path)[-1]), (RED, GREEN, BLUE, GRAY), strict=True):
        assert_near(found, expected)


@pytest.mark.parametrize("encoder", [name for name in HERE if name in ("x264", "openh264")])
def test_it_writes_the_same_bytes_alone_and_among_others(
    media: Path, tmp_path: Path, encoder: str
) -> None:
    recording = shot("recording", 0, 400, media / "quarters.mp4")
    english = timeline(media / "tone.wav", recording, cues=[cue(80, 320, "from 100 pieces")])
    arabic = timeline(media / "tone.wav", recording, cues=[cue(80, 320, "مرحبا")], language="ar")
    for folder in ("english", "arabic", "both"):
        (tmp_path / folder).mkdir()
    (first,) = render(tmp_path / "english", english, encoder=encoder)
    (second,) = render(tmp_path / "arabic", arabic, encoder=encoder)
    both = render(tmp_path / "both", arabic, english, encoder=encoder)
    assert {path.read_bytes() for path in both} == {first.read_bytes(), second.read_bytes()}
    assert first.read_bytes() != second.read_bytes()
    np.testing.assert_array_equal(*map(samples, both))


@pytest.mark.parametrize("encoder", HERE)
def test_less_quality_is_a_smaller_file(made: Path, tmp_path: Path, encoder: str) -> None:
    sizes = []
    for crf in (20, 35):
        options = ENCODERS[encoder].options(crf=crf, preset="veryfast")
        with av.open(str(made / "pitch.mp4")) as source, av.open(f"{tmp_path}/a.mp4", "w") as out:
            stream = out.add_stream(ENCODERS[encoder].codec, 10, options=options)
            stream.width, stream.height, stream.pix_fmt = 128, 224, "yuv420p"
            for frame in source.decode(video=0):
                frame.pict_type = 0
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        sizes.append((tmp_path / "a.mp4").stat().st_size)
    assert sizes[1] < 0.7 * sizes[0]


@pytest.mark.parametrize("encoder", HERE)
def test_a_player_can_jump_into_a_long_video(tmp_path: Path, encoder: str) -> None:
    options = ENCODERS[encoder].options(crf=40, preset="ultrafast")
    path = tmp_path / "long.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream(ENCODERS[encoder].codec, 25, options=options)
        stream.width, stream.height, stream.pix_fmt = 128, 224, "yuv420p"
        for n in range(600):
            frame = av.VideoFrame.from_ndarray(quarters(128, 224), "rgb24")
            frame.pts = n
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with av.open(str(path)) as container:
        keys = [packet.is_keyframe for packet in container.demux(video=0) if packet.size]
    assert (len(keys), keys[0]) == (600, True)
    assert max(len(gap) for gap in "".join("K" if key else "." for key in keys).split("K")) < 250


@pytest.mark.parametrize("encoder", HERE)
def test_it_makes_a_cut_where_the_merchant_put_it(made: Path, tmp_path: Path, encoder: str) -> None:
    trimmed(made / "pitch.mp4", tmp_path / "part.mp4", 1500, 4000, encoder=encoder)
    assert len(pictures(tmp_path / "part.mp4")) == 25


@pytest.mark.parametrize("encoder", HERE)
def test_a_run_says_which_encoder_made_its_videos(
    product: Path, tmp_path: Path, encoder: str
) -> None:
    config = StudioConfig(out=tmp_path / "out", encoder=encoder, **FAKE)
    for release in Studio(config).run(product, ["en", "ar"]):
        assert report(release.folder)["encoder"] == encoder
        assert not release.blocked and (release.folder / "video.mp4").is_file()


# --- what happens to a video that another one made ----------------------------------------------


def test_another_encoder_makes_the_videos_again_and_no_video_old(
    product: Path, tmp_path: Path, renamed: str
) -> None:
    config = StudioConfig(out=tmp_path / "out", **FAKE)
    (release,) = Studio(config).run(product, ["en"])
    video, folder = release.folder / "video.mp4", release.folder.parent

    def rendered(encoder: str) -> bool:
        before = video.stat().st_mtime_ns
        Studio(config.changed(encoder=encoder)).run(product, ["en"])
        return video.stat().st_mtime_ns != before

    assert not rendered("x264")
    assert [found.message for found in check_run(folder) if found.check == "old"] == []
    assert rendered(renamed)
    assert report(release.folder)["encoder"] == renamed
    assert not rendered(renamed)


# --- what is told where it is not there ---------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, [*map(str, words)])


def test_an_encoder_that_is_not_there_is_one_sentence(
    run: Callable[..., Result], product: Path, without: Callable[..., None]
) -> None:
    without(ABSENT)
    names = ", ".join(name for name in HERE if name != ABSENT)
    problem = f"this PyAV has no encoder {ABSENT}; choose another one with --encoder: {names}"
    result = run("run", product, "--to", "en", "--encoder", ABSENT, "--recognizer", "fake")
    assert (result.exit_code, result.stderr) == (2, f"merchant-studio: {problem}\n")
    assert not Path("out").exists()
    shown = json.loads(run("doctor", "--encoder", ABSENT, "--json").stdout)
    assert {"what": "encoder", "well": False, "found": problem} in shown
    rows = {row["name"]: row for row in json.loads(run("engines", "--json").stdout)}
    assert (rows["x264"]["ready"], rows[ABSENT]["ready"]) == ("x264" in HERE, False)
    assert rows[ABSENT]["state"] == "not in this PyAV; docs/encoders.md says which one has it"


def test_a_pyav_without_any_says_where_one_is(without: Callable[..., None]) -> None:
    without(*ENCODERS)
    assert encoders_here() == ()
    with pytest.raises(UsageError) as told:
        encoder_of("x264")
    step = "run: pip install --force-reinstall --only-binary av av"
    assert str(told.value) == f"this PyAV has no encoder x264; {step}"


def test_a_cut_that_needs_an_encoder_says_so(
    made: Path, tmp_path: Path, without: Callable[..., None]
) -> None:
    without(ABSENT)
    whole, part = made / "pitch.mp4", tmp_path / "part.mp4"
    trimmed(whole, part, 0, 4000, encoder=ABSENT)  # its picture is copied
    with pytest.raises(UsageError, match=f"no encoder {ABSENT}"):
        trimmed(whole, part, 1500, 4000, encoder=ABSENT)


def test_one_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = replace(ENCODERS["x264"], told=lambda crf, preset: {"preset": "none of these"})
    monkeypatch.setitem(ENCODERS, "x264", odd)
    with pytest.raises(RenderError, match=r"the encoder x264 does not start here \(.+\); choose"):
        try_encoder("x264")


def test_doctor_names_encoder_and_licence(run: Callable[..., Result]) -> None:
    rows = {row["what"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert rows["encoder"]["found"] == "x264 (default): libx264, GPL-2.0-or-later"


def report(folder: Path) -> dict[str, object]:
    """What a language's report says."""
    made: dict[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return made
