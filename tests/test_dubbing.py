"""Whole runs that are dubbed, on the fake engines, and what stands in their sound and reports."""

from __future__ import annotations

import json
import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from merchant_studio import Studio
from merchant_studio.check import Unheard, check_dub, check_heard
from merchant_studio.config import StudioConfig
from merchant_studio.engines import Recognition, Sound, Utterance, fake
from merchant_studio.engines.fake import FakeRecognizer, FakeSpeaker
from merchant_studio.errors import EngineFailedError, InputError, UsageError
from merchant_studio.picture.render.mixing import _joined, encode_sound, mix
from merchant_studio.records import (
    AudioFile,
    Narration,
    Release,
    Segment,
    Span,
    SpokenLine,
    Word,
)

from .media import make_sound, samples, tone
from .test_caption import script as plain_script
from .test_sound import decibels, loudness_lufs

PITCH = "这个杯子很好。\n价格十八块五。\n一百个起订。"


def dubbed(folder: Path, *languages: str, **options: object) -> tuple[Release, ...]:
    """A run over 9 s of tone with the fake engines."""
    if not (folder / "pitch.wav").exists():
        make_sound(folder / "pitch.wav", tone(9000, -20))
        (folder / "pitch.txt").write_text(PITCH, encoding="utf-8")
    usual = {
        "recognizer": "fake",
        "writer": "none",
        "translator": "fake",
        "speaker": "fake",
        "voice": "dub",
    }
    config = StudioConfig(
        out=folder / "out",
        accept_heard=True,
        shape="1:1",
        preset="ultrafast",
        **{**usual, **options},  # type: ignore[arg-type]
    )
    return Studio(config).run(folder / "pitch.wav", languages)


def report(release: Release) -> dict[str, object]:
    read: dict[str, object] = json.loads((release.folder / "report.json").read_text("utf-8"))
    return read


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))


def test_a_dub_is_made_declared_and_fits(tmp_path: Path) -> None:
    (release,) = dubbed(tmp_path, "es")
    assert not release.blocked
    voice = report(release)["voice"]
    assert isinstance(voice, dict)
    lines = voice.pop("lines")
    assert voice == {
        "synthetic": True,
        "name": "high",
        "draft": False,
        "cloned": False,
        "consent": None,
    }
    for before, after in pairwise(lines):
        assert before["end_ms"] <= after["start_ms"]
    assert all(1 <= line["tempo"] <= 1.2 for line in lines)
    video = release.folder / "video.mp4"
    with av.open(str(video)) as container:
        assert container.metadata["comment"] == (
            "The voice is synthetic (AI-generated, fake high)."
        )
        assert container.streams.audio[0].language == "spa"
    assert abs(loudness_lufs(video) - -14) < 0.5
    assert decibels(np.abs(samples(video)).max()) < -1
    # Captions stand where the dub is heard.
    first = (release.folder / "captions.vtt").read_text("utf-8").split("\n\n")[1]
    assert f"00:00:{lines[0]['start_ms'] / 1000:06.3f}" in first


@pytest.mark.parametrize(
    ("sheet", "options", "particles"),
    [
        ("", {"voice": "original"}, {"ค่ะ"}),
        ("speaker: male", {"voice": "original"}, {"ครับ"}),
        ("speaker: male", {}, {"ครับ"}),
        ("", {"speaker_voice": "male"}, {"ครับ"}),
        ("speaker: male", {"speaker_voice": "female"}, {"ค่ะ"}),
    ],
)
def test_thai_sentences_end_as_their_speaker_ends_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sheet: str,
    options: dict[str, str],
    particles: set[str],
) -> None:
    monkeypatch.setattr(fake, "_MUTE_IN", "xx")
    (tmp_path / "product.yaml").write_text(f"{sheet}\nprice: 18.5 CNY\n", encoding="utf-8")
    make_sound(tmp_path / "pitch.wav", tone(9000, -20))
    (tmp_path / "pitch.txt").write_text(PITCH, encoding="utf-8")
    engines = {
        "recognizer": "fake",
        "writer": "none",
        "translator": "fake",
        "speaker": "fake",
        "voice": "dub",
    }
    config = StudioConfig(out=tmp_path / "out", **{**engines, **options})  # type: ignore[arg-type]
    _, (draft,), _ = Studio(config).plan(tmp_path, ["th"])
    said = " ".join(line.text for line in draft.script.lines)
    assert {particle for particle in ("ค่ะ", "คะ", "ครับ") if particle in said} == particles


def test_a_second_run_speaks_nothing_again(tmp_path: Path) -> None:
    (first,) = dubbed(tmp_path, "es")
    times = {p: p.stat().st_mtime_ns for p in first.folder.rglob("lines/*.wav")}
    video = (first.folder / "video.mp4").stat().st_mtime_ns
    (second,) = dubbed(tmp_path, "es")
    assert times == {p: p.stat().st_mtime_ns for p in second.folder.rglob("lines/*.wav")}
    assert (second.folder / "video.mp4").stat().st_mtime_ns == video


def test_a_missing_voice_ends_its_language_only(tmp_path: Path) -> None:
    thai, spanish = dubbed(tmp_path, "th", "es")
    assert [(f.check, f.severity, f.message) for f in thai.findings] == [
        (
            "engine",
            "block",
            "th: fake: it has no voice for Thai; --draft-voice takes a robotic one, "
            "--voice original makes captions only",
        )
    ]
    assert not spanish.blocked
    (captions,) = dubbed(tmp_path, "th", voice="original")
    assert not captions.blocked
    assert report(captions)["voice"] is None


@pytest.mark.thorough
@pytest.mark.parametrize("after", [0, 3], ids=["at once", "in the middle"])
def test_a_voice_that_fails_ends_its_language_only(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others are as they would be without it, and captions come out when they are asked for."""
    alone, both = tmp_path / "alone", tmp_path / "both"
    alone.mkdir()
    both.mkdir()
    (spanish_alone,) = dubbed(alone, "es")

    speak, said = FakeSpeaker.speak, list[str]()

    def failing(self: FakeSpeaker, utterance: Utterance) -> Sound:
        if utterance.language == "fr":
            said.append(utterance.text)
            if len(said) > after:
                raise EngineFailedError("fake", "its model stopped")
        return speak(self, utterance)

    monkeypatch.setattr(FakeSpeaker, "speak", failing)
    french, spanish = dubbed(both, "fr", "es")
    assert len(said) == after + 1
    assert [(f.check, f.severity, f.message) for f in french.findings] == [
        ("engine", "block", "fr: fake: its model stopped")
    ]
    assert not any((french.folder / name).exists() for name in ("video.mp4", "dub.wav"))
    for name in ("video.mp4", "dub.wav", "captions.srt", "script.json"):
        assert (spanish.folder / name).read_bytes() == (spanish_alone.folder / name).read_bytes()
    captions, _ = dubbed(both, "fr", "es", voice="original")
    assert not captions.blocked
    assert (captions.folder / "video.mp4").exists()
    # The voice works again: nothing that was said before has to be said again.
    monkeypatch.setattr(FakeSpeaker, "speak", speak)
    mended, _ = dubbed(both, "fr", "es")
    assert not mended.blocked


def test_what_a_recognizer_repeated_is_cut_in_the_finding() -> None:
    said = "le prix " + "coup de " * 60
    missed = Unheard(span=Span(start_ms=42_700, end_ms=45_000), numbers=("108",), said=said)
    (finding,) = check_heard({9: missed}, "fr")
    assert finding.message == (
        "fr, line 10: 108 was not heard in the dub at 42.7 s "
        f"(le prix {'coup de ' * 9}…); listen to it".replace(" …", "…")
    )


@pytest.mark.parametrize(
    ("alone", "warned"),
    [
        (("18,50 yuanes", "100 unidades"), []),
        (
            ("80,50 yuanes", "100 unidades"),
            ["es, line 2: 18.5 was not heard in the dub at {:.1f} s (80,50 yuanes); listen to it"],
        ),
    ],
)
def test_a_line_that_was_not_heard_is_listened_to_again_alone(
    alone: tuple[str, str], warned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listened: list[tuple[str, str | None]] = []
    recognize = FakeRecognizer.recognize

    def hearing(self: FakeRecognizer, audio: Path, **asked: Any) -> Recognition:
        if audio.suffix != ".wav" or audio.name == "pitch.wav":
            return recognize(self, audio, **asked)
        with wave.open(str(audio)) as file:
            end_ms = file.getnframes() * 1000 // file.getframerate()
        listened.append((audio.name, asked["language"]))
        # In the whole dub it loses its way after the first word.
        said = "bla" if audio.name == "dub.wav" else alone[len(listened) - 2]
        span = Span(start_ms=100, end_ms=400 if audio.name == "dub.wav" else end_ms)
        words = (Word(text=said, span=span, probability=1.0),)
        segment = Segment(index=0, span=span, text=said, words=words)
        return Recognition(language="es", segments=(segment,))

    monkeypatch.setattr(FakeRecognizer, "recognize", hearing)
    (release,) = dubbed(tmp_path, "es")
    assert listened == [("dub.wav", "es"), ("line.wav", "es"), ("line.wav", "es")]
    voice: Any = report(release)["voice"]
    at_s = voice["lines"][0]["start_ms"] / 1000
    found = [finding.message for finding in release.findings if finding.check == "heard"]
    assert found == [message.format(at_s) for message in warned]
    # What was heard is kept: the same dub is not listened to twice.
    dubbed(tmp_path, "es")
    assert len(listened) == 3


def test_a_clone_keeps_its_consent(tmp_path: Path) -> None:
    (release,) = dubbed(tmp_path, "es", voice="clone", consent="Li Mei, owner")
    voice = report(release)["voice"]
    assert isinstance(voice, dict)
    assert (voice["cloned"], voice["consent"]) == (True, "Li Mei, owner")
    with av.open(str(release.folder / "video.mp4")) as container:
        assert container.metadata["comment"] == (
            "The voice is synthetic (AI-generated, fake clone). "
            "It was cloned with consent: Li Mei, owner."
        )


def test_a_speaker_that_cannot_clone_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        dubbed(tmp_path, "es", voice="clone", consent="Li Mei", speaker="espeak")
    assert caught.value.message == (
        "the speaker espeak cannot clone a voice; choose another with --speaker, or --voice dub"
    )


def test_music_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the music cannot be used"):
        dubbed(tmp_path, "es", music=str(tmp_path / "none.mp3"))


# --- the mix -------------------------------------------------------------------------------


def audio(path: Path, duration_ms: int) -> AudioFile:
    return AudioFile(
        path=path, duration_ms=duration_ms, sample_rate_hz=48_000, channels=1, sha256=path.name
    )


def narration(folder: Path, *, under: bool = False, music: bool = False) -> Narration:
    """One line of 1000 Hz from 2 to 4 s; the recording hums at 300 Hz, the music at 5000 Hz."""
    speech = tone(6000, -20)
    speech[: 2000 * 48] = speech[4000 * 48 :] = 0
    at_s = np.arange(6000 * 48) / 48_000
    hum = (0.1 * np.sin(2 * np.pi * 300 * at_s)).astype(np.float32)
    high = (0.1 * np.sin(2 * np.pi * 5000 * at_s[: 700 * 48])).astype(np.float32)
    files = {"speech": speech, "hum": hum, "high": high}
    made = {
        name: audio(make_sound(folder / f"{name}.wav", wave), len(wave) // 48)
        for name, wave in files.items()
    }
    return Narration(
        language="es",
        audio=made["speech"],
        lines=(SpokenLine(line=0, span=Span(start_ms=2000, end_ms=4000), tempo=1.0),),
        dubbed=True,
        under=made["hum"] if under else None,
        music=made["high"] if music else None,
    )


def mixed(of: Narration, loudness: float = -20.0) -> np.ndarray:
    return np.concatenate([f.to_ndarray() for f in mix(of, 6000, lambda path: loudness)], axis=1)[0]


def level_db(sound: np.ndarray, hz: int, start_ms: int, end_ms: int) -> float:
    part = sound[start_ms * 48 : end_ms * 48]
    at_s = np.arange(len(part)) / 48_000
    return decibels(2 * abs(np.mean(part * np.exp(-2j * np.pi * hz * at_s))) + 1e-9)


def test_the_recording_is_low_and_lower_under_the_dub(tmp_path: Path) -> None:
    sound = mixed(narration(tmp_path, under=True))
    before, during, after = (
        level_db(sound, 300, *part) for part in ((500, 1500), (2200, 3800), (5000, 5900))
    )
    assert abs(before - (-20 - 3 + 4 - 12)) < 0.3  # 3 dB less in each of two channels
    assert abs(during - before - -12) < 0.3
    assert abs(after - before) < 0.3


def test_music_is_looped_faded_and_ducked(tmp_path: Path) -> None:
    sound = mixed(narration(tmp_path, music=True))
    before, during = level_db(sound, 5000, 1150, 1350), level_db(sound, 5000, 2200, 2600)
    assert abs(during - before - -11) < 0.7
    assert level_db(sound, 5000, 0, 50) < before - 15
    assert level_db(sound, 5000, 5950, 6000) < before - 15


def test_music_starts_again_without_a_click() -> None:
    wave = np.ones((2, 4800 * 2 + 100), np.float32)
    blocks = iter([wave[:, :4800], wave[:, 4800:9600], wave[:, 9600:]])
    joined = np.concatenate(list(_joined(blocks)), axis=1)
    assert joined.shape == wave.shape
    assert np.abs(np.diff(joined, prepend=0, append=0, axis=1)).max() < 0.01


def test_speech_with_peaks_reaches_its_loudness(tmp_path: Path) -> None:
    speech = tone(6000, -30)
    for at in range(0, len(speech), 9600):  # crest factor of speech: short loud moments
        speech[at : at + 480] *= 5
    of = Narration(
        language="es",
        audio=audio(make_sound(tmp_path / "peaks.wav", speech), 6000),
        lines=(),
        dubbed=False,
    )
    encode_sound(of, 6000, tmp_path / "peaks.m4a")
    assert abs(loudness_lufs(tmp_path / "peaks.m4a") - -14) < 0.3
    assert decibels(np.abs(samples(tmp_path / "peaks.m4a")).max()) < -1


# --- what is found in a dub ----------------------------------------------------------------


def test_overlap_haste_and_silence_are_found(tmp_path: Path) -> None:
    budgets = [(0, 1000), (1000, 3000), (3000, 5000)]
    script = replace(
        written := plain_script("Uno.", "Dos.", "Tres."),
        lines=tuple(
            replace(line, says=(line.index,), budget=Span(start_ms=start, end_ms=end))
            for line, (start, end) in zip(written.lines, budgets, strict=True)
        ),
    )
    of = narration(tmp_path)
    spans = [(500, 1500, 1.3), (1400, 3000, 1.0), (4600, 5000, 1.0)]
    lines = tuple(
        SpokenLine(line=n, span=Span(start_ms=start, end_ms=end), tempo=tempo)
        for n, (start, end, tempo) in enumerate(spans)
    )
    assert [(f.severity, f.message) for f in check_dub(replace(of, lines=lines), script)] == [
        ("block", "en, line 2: it starts before the line before it has ended"),
        ("block", "en, line 1: it is spoken 1.3x as fast"),
        (
            "warn",
            "en, line 3: it is heard 1.6 s after its picture; shorten it or one before",
        ),
        ("block", "en, line 1: nothing is heard"),
        ("block", "en, line 3: nothing is heard"),
    ]
