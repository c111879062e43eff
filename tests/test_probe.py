"""Files from outside are looked at by a helper: it is warm, bounded, and dies alone."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from merchant_studio.config import StudioConfig
from merchant_studio.errors import InputError, RecordingError, StudioError
from merchant_studio.intake import probe_music, probe_photo, probe_recording
from merchant_studio.probe import Fault, Limits, helpers
from merchant_studio.probe.answers import BadAnswerError, read_answer, recording_of
from tests.waiting import LIMIT_S

LIMITS = Limits(max_minutes=30, max_megapixels=40)
CONFIG = StudioConfig()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[helpers._Helpers]:
    """Helpers of this test alone."""
    own = helpers._Helpers()
    monkeypatch.setattr(helpers, "_helpers", lambda process: own)
    yield own
    own.close()


def played_by(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a script play the helper, after it has said that it is ready."""
    code = f"import os, signal, sys, time\nprint('{{}}', flush=True)\n{script}"
    popen = helpers.subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        return popen([sys.executable, "-c", code], **options)

    monkeypatch.setattr(helpers.subprocess, "Popen", start)


# --- what is seen ---------------------------------------------------------------------------


def test_a_recording_is_seen_as_it_is(made: Path) -> None:
    speech, (video,) = probe_recording(made / "pitch.mp4", CONFIG)
    assert (speech.channels, speech.sample_rate_hz, round(speech.duration_ms, -2)) == (
        *(1, 44100),
        9500,
    )
    assert (video.width_px, video.height_px, video.frame_rate) == (128, 224, 10)


def test_a_photo_is_seen_upright(made: Path) -> None:
    photo = probe_photo(made / "photo.jpg", CONFIG)
    assert (photo.width_px, photo.height_px) == (96, 128)


def test_one_helper_answers_for_many_files(made: Path, fresh: helpers._Helpers) -> None:
    for _ in range(3):
        probe_photo(made / "photo.jpg", CONFIG)
        probe_recording(made / "pitch.mp4", CONFIG)
    (one,) = fresh._idle
    assert one.asked == 6


def test_a_helper_is_replaced_after_many_files(
    made: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helpers, "MOST_QUESTIONS", 2)
    for _ in range(3):
        probe_photo(made / "photo.jpg", CONFIG)
    (one,) = fresh._idle
    assert one.asked == 1


def test_threads_ask_at_once(made: Path, fresh: helpers._Helpers) -> None:
    with ThreadPoolExecutor(6) as threads:
        seen = list(threads.map(lambda _: probe_photo(made / "photo.jpg", CONFIG), range(24)))
    assert len(set(seen)) == 1
    assert len(fresh._idle) <= (os.cpu_count() or 1)


def test_a_helper_that_has_ended_is_replaced(made: Path, fresh: helpers._Helpers) -> None:
    probe_photo(made / "photo.jpg", CONFIG)
    fresh._idle[0]._process.kill()
    fresh._idle[0]._process.wait()
    assert probe_photo(made / "photo.jpg", CONFIG).width_px == 96


# --- a helper that dies ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "makes its decoder crash; export it again"),
        ("os.abort()", "makes its decoder crash; export it again"),
        ("os._exit(1)", "makes its decoder crash; export it again"),
        ("input(); print('junk', flush=True)", "makes its decoder crash; export it again"),
        ("input(); print('x' * 9999, flush=True)", "makes its decoder crash; export it again"),
        ("input(); os.kill(os.getpid(), signal.SIGKILL)", "takes more memory than a file of this "),
        ("input(); os._exit(77)", "takes more memory than a file of this kind may"),
        ("input(); os.kill(os.getpid(), signal.SIGXCPU)", "takes much too long to decode"),
        ("input(); os._exit(78)", "takes much too long to decode"),
    ],
)
def test_a_helper_that_dies_is_one_sentence(
    made: Path,
    script: str,
    problem: str,
    fresh: helpers._Helpers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played_by(script, monkeypatch)
    monkeypatch.setattr(helpers, "ENDS_IN_S", LIMIT_S)
    with pytest.raises(RecordingError) as caught:
        probe_recording(made / "pitch.mp4", CONFIG)
    assert problem in caught.value.message
    assert caught.value.message.startswith("pitch.mp4 ")
    assert not fresh._idle


def test_a_helper_that_never_answers_is_one_sentence(
    made: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    played_by("input(); signal.pause()", monkeypatch)
    wait_until_ready = helpers._Helper._wait_until_ready

    def then_hurry(helper: helpers._Helper) -> None:
        wait_until_ready(helper)
        monkeypatch.setattr(helpers, "START_S", 0.1)
        monkeypatch.setattr(helpers, "WAITS", 0)

    monkeypatch.setattr(helpers._Helper, "_wait_until_ready", then_hurry)
    with pytest.raises(RecordingError, match=r"^pitch\.mp4 takes much too long to decode"):
        probe_recording(made / "pitch.mp4", CONFIG)
    assert not fresh._idle


def test_a_helper_that_cannot_start_is_told(
    made: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(StudioError, match="the helper that looks at files cannot be started"):
        probe_photo(made / "photo.jpg", CONFIG)


def test_too_much_memory_is_one_sentence(
    made: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the system's own limit is Linux's")
    from PIL import Image

    photo = made.parent / "large.png"
    Image.new("RGB", (5000, 5000)).save(photo)
    assert probe_photo(photo, CONFIG).width_px == 5000
    monkeypatch.setattr(helpers, "BASE_BYTES", 4_000_000)
    monkeypatch.setattr(helpers, "BYTES_A_PIXEL", 1)
    with pytest.raises(InputError, match=r"large\.png takes more memory than a file of this kind"):
        probe_photo(photo, CONFIG)


def test_too_much_work_is_one_sentence(
    made: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the system's own limit is Linux's")
    monkeypatch.setattr(helpers, "BASE_CPU_S", 0)
    monkeypatch.setattr(helpers, "CPU_S_A_MINUTE", 0)
    monkeypatch.setattr(helpers, "CPU_S_A_MEGABYTE", 0)
    monkeypatch.setattr(helpers, "START_S", LIMIT_S)
    path = made.parent / "long.wav"
    if not path.exists():
        from tests.hostile.making import RATE_HZ, wav

        path.write_bytes(wav(b"\x00\x10" * RATE_HZ * 60 * 29))
    with pytest.raises(RecordingError, match="takes much too long to decode"):
        for _ in range(40):  # each question has its own second
            probe_recording(path, CONFIG)


# --- what is not believed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"seen": []}',
        b'{"fault": 1, "values": {}}',
        b'{"fault": "x", "values": {"a": "b"}}',
        b'{"fault": "x", "values": {"a": -1}}',
        b"[" * 5000,
    ],
)
def test_an_answer_that_is_none(line: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read_answer(line)


SEEN = {"rate_hz": 48000, "channels": 1, "heard_ms": 9000, "video": None}
FILM = {"width_px": 8, "height_px": 8, "duration_ms": 0, "frames": 25, "in_s": 1}


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {**SEEN, "more": 1},
        {**SEEN, "rate_hz": "48000"},
        {**SEEN, "rate_hz": 4.8},
        {**SEEN, "rate_hz": True},
        {**SEEN, "heard_ms": -1},
        {**SEEN, "heard_ms": 2**80},
        {**SEEN, "video": []},
        {**SEEN, "video": {**FILM, "in_s": 0}},
        {**SEEN, "video": {**FILM, "width_px": 0}},
        {**SEEN, "video": {**FILM, "path": "/etc"}},
    ],
)
def test_a_recording_that_is_none(seen: dict[str, object]) -> None:
    with pytest.raises(BadAnswerError):
        recording_of(seen)


def test_a_fault_has_numbers_only() -> None:
    with pytest.raises(Fault) as caught:
        read_answer(json.dumps({"fault": "streams", "values": {"most": 16}}).encode())
    assert (caught.value.word, caught.value.values) == ("streams", {"most": 16})


def test_a_helper_finds_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-1")
    assert "sk-1" not in helpers._environment().values()


def test_a_folder_of_files_called_like_libraries_is_not_imported(
    made: Path, tmp_path: Path, fresh: helpers._Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("av", "numpy", "json", "PIL"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    shutil.copy(made / "photo.jpg", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert probe_photo(tmp_path / "photo.jpg", CONFIG).width_px == 96


def test_music_that_did_not_change_is_decoded_once(made: Path, fresh: helpers._Helpers) -> None:
    config = StudioConfig(music=str(made / "pitch.mp4"))
    first = probe_music(made / "pitch.mp4", config)
    asked = fresh._idle[0].asked if fresh._idle else 0
    assert probe_music(made / "pitch.mp4", config) is first
    assert (fresh._idle[0].asked if fresh._idle else 0) == asked
