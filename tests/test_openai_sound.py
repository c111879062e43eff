"""Servers that transcribe or speak and misbehave: nothing hangs, no key leaks, no half is taken."""

from __future__ import annotations

import json
import logging
import struct
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.engines import (
    RECOGNIZERS,
    SPEAKERS,
    EngineOptions,
    Recognition,
    Sound,
    Utterance,
    openai_api,
)
from merchant_studio.engines.openai_sound import VOICES
from merchant_studio.errors import EngineError, ServiceError
from merchant_studio.records import Span, Word
from tests.api_server import (
    KEY,
    Handler,
    Served,
    fails,
    patience_s,
    sends,
    serving,
    stays_silent,
    trickles,
    wav,
)

SAID = "欢迎，单价18块5。"
TRANSCRIPT = {
    "task": "transcribe",
    "language": "zh",
    "duration": 2.0,
    "text": SAID,
    "segments": [{"id": 0, "start": 0.1, "end": 1.9, "text": f" {SAID}"}],
    "words": [
        {"word": "欢迎", "start": 0.1, "end": 0.5},
        {"word": "单价", "start": 0.8, "end": 1.2},
        {"word": "18块5", "start": 1.2, "end": 1.9},
    ],
}
HUM = Sound(samples=array("h", [9000, -9000] * 800).tobytes(), sample_rate_hz=16_000)
BROKEN = "its answer is not one of an OpenAI-compatible server"
AWAY = "{url} does not answer, or broke off; check the connection"
SILENT = (
    "it gave no whole answer within 1 seconds of silence; "
    "try again later, or allow more with --timeout"
)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(openai_api, "ANSWER_PER_SILENCE", 1)


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def options(server: Served, model: str = "small") -> EngineOptions:
    return EngineOptions(
        model=model, seed=7, threads=0, url=server.url, timeout_s=patience_s(server), tries=2
    )


def listen(server: Served, audio: Path, **how: Any) -> tuple[Recognition, list[int]]:
    done: list[int] = []
    asked = {"language": "zh", "hotwords": ()} | how
    engine = RECOGNIZERS.load("openai", options(server))
    return engine.recognize(audio, on_progress=done.append, **asked), done


def speak(server: Served, **how: Any) -> Sound:
    said = {"text": "Hola.", "language": "es", "voice": "nova"} | how
    return SPEAKERS.load("openai", options(server)).speak(Utterance(**said))


def answers(body: Any, **headers: str) -> Callable[[Handler, dict[str, Any]], None]:
    return lambda handler, _: handler.send(200, body, **headers)


def breaks_off(data: bytes) -> Callable[[Handler, dict[str, Any]], None]:
    """Promise more bytes than are sent."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data) + 1000))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


# --- what is asked, and what is made of the answer -------------------------------------------


def test_a_transcript_keeps_the_servers_times(server: Served, media: Path) -> None:
    server.answer = answers(TRANSCRIPT)
    heard, done = listen(server, media / "tone.wav", hotwords=("保温杯", "起订"))
    (segment,) = heard.segments
    assert (heard.language, segment.text, done) == ("zh", SAID, [1900])
    assert segment.words == (
        Word(text="欢迎，", span=Span(start_ms=100, end_ms=500), probability=1.0),
        Word(text="单价", span=Span(start_ms=800, end_ms=1200), probability=1.0),
        Word(text="18块5。", span=Span(start_ms=1200, end_ms=1900), probability=1.0),
    )
    (asked,) = server.asked
    assert asked["path"] == "/v1/audio/transcriptions" and asked["file"][:4] == b"fLaC"
    assert (asked["model"], asked["language"], asked["prompt"]) == (
        "small",
        "zh",
        "保温杯 起订",
    )
    assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize("words", [[], [{"word": "别的", "start": 0.1, "end": 0.5}]])
def test_words_that_do_not_fit_are_spread_over_their_segment(
    server: Served, media: Path, words: list[dict[str, Any]]
) -> None:
    server.answer = answers(TRANSCRIPT | {"words": words})
    (segment,) = listen(server, media / "tone.wav")[0].segments
    assert [word.text for word in segment.words] == ["欢", "迎，", "单", "价", "18", "块", "5。"]
    assert segment.text == SAID and segment.span.start_ms == 100 < segment.span.end_ms <= 1900


@pytest.mark.parametrize(
    "refusal", [None, "response_format 'verbose_json' is not compatible", "code 20012"]
)
def test_a_server_without_times_is_sent_pieces_and_the_words_are_placed(
    server: Served, refusal: str | None
) -> None:
    def answer(handler: Handler, body: dict[str, Any]) -> None:
        if body["response_format"] == "json":
            handler.send(200, {"text": "大家好，看看这款保温杯。"})
        elif refusal:
            handler.send(400, {"error": {"message": refusal}})
        else:
            handler.send(200, {"text": "大家好，看看这款保温杯。"})

    server.answer = answer
    pitch = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"  # 35 s
    heard, done = listen(server, pitch)
    assert 2 <= len(heard.segments) <= 3
    for segment, begin_ms, end_ms in zip(heard.segments, [0, *done], done, strict=False):
        assert segment.text == "大家好，看看这款保温杯。"
        assert begin_ms <= segment.span.start_ms < segment.span.end_ms <= end_ms
        assert end_ms - begin_ms <= 20_000
    assert [asked["response_format"] for asked in server.asked] == [
        "verbose_json",
        *["json"] * len(heard.segments),
    ]


def test_the_language_that_was_heard_is_told(server: Served, media: Path) -> None:
    server.answer = answers(TRANSCRIPT | {"language": "en"})
    assert listen(server, media / "tone.wav", language=None)[0].language == "en"


def test_speech_is_asked_for_as_it_is_wanted(server: Served) -> None:
    server.answer = answers(wav(HUM), content_type="audio/wav")
    assert speak(server, pace=1.1) == HUM
    (asked,) = server.asked
    assert asked == {
        "path": "/v1/audio/speech",
        "model": "small",
        "voice": "nova",
        "input": "Hola.",
        "response_format": "wav",
        "speed": 1.1,
    }


def test_a_length_that_the_server_did_not_know_is_no_fault(server: Served) -> None:
    whole = wav(HUM)
    unknown = whole[:40] + struct.pack("<I", 0xFFFFFFFF) + whole[44:]
    server.answer = answers(unknown, content_type="audio/wav")
    assert speak(server) == HUM


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (None, VOICES),
        ({"voices": ["anna", "ben"]}, ("anna", "ben")),
        ({"voices": [{"id": "anna", "name": "Anna"}]}, ("anna",)),
    ],
)
def test_the_servers_own_voices_are_listed(
    server: Served, listed: Any, names: tuple[str, ...]
) -> None:
    server.lists["/v1/audio/voices"] = listed
    voices = SPEAKERS.load("openai", options(server)).voices("pt-BR")
    assert tuple(voice.name for voice in voices) == names
    assert {voice.language for voice in voices} == {"pt-BR"}


def test_a_list_that_is_none_is_an_error(server: Served) -> None:
    server.lists["/v1/audio/voices"] = {"data": []}
    with pytest.raises(EngineError, match=BROKEN):
        SPEAKERS.load("openai", options(server)).voices("en")


# --- failures --------------------------------------------------------------------------------

FAILURES = [
    (fails(401), "the key is not accepted; check OPENAI_API_KEY"),
    (fails(429), "too many requests; try again in a minute"),
    (trickles, SILENT),
    (breaks_off(json.dumps(TRANSCRIPT).encode()), AWAY),
]
"""One of each kind; `test_openai_api.py` has all, which come from the same table."""
ids = ["key", "busy", "slow", "truncated"]


def fails_without_the_key(
    server: Served, ask: Callable[[], object], message: str, log: pytest.LogCaptureFixture
) -> None:
    log.set_level(logging.DEBUG)
    with pytest.raises(EngineError) as caught:
        ask()
    assert str(caught.value) == f"openai: {message.format(url=server.url)}"
    assert KEY not in log.text and KEY not in repr(vars(caught.value))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        *FAILURES,
        (sends(b"{nope"), BROKEN),
        (answers(b"<html>", content_type="text/html"), BROKEN),
        (answers({"text": "", "segments": [{"id": 0}], "words": None}), BROKEN),
    ],
    ids=[*ids, "invalid", "html", "shape"],
)
def test_a_transcript_that_fails_is_one_sentence_without_the_key(
    server: Served, media: Path, answer: Any, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer = answer
    fails_without_the_key(server, lambda: listen(server, media / "tone.wav"), message, caplog)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        *FAILURES,
        (sends(b""), "what it spoke is no WAV file"),
        (answers(b"<html>", content_type="text/html"), "what it spoke is no WAV file"),
        (answers(b"ID3\x04" + bytes(400)), "what it spoke is no WAV file"),
        (answers(wav(HUM)[:1000]), "what it spoke broke off; try again"),
        (
            answers(wav(Sound(samples=bytes(3200), sample_rate_hz=16_000))),
            "what it spoke cannot be heard",
        ),
    ],
    ids=[*ids, "empty", "html", "mp3", "half", "silence"],
)
def test_speech_that_fails_is_one_sentence_without_the_key(
    server: Served, answer: Any, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer = answer
    fails_without_the_key(server, lambda: speak(server), message, caplog)


def test_a_silent_server_is_left_in_time(server: Served, media: Path) -> None:
    server.answer = stays_silent
    with pytest.raises(ServiceError, match="no whole answer within 1 seconds"):
        speak(server)
    with pytest.raises(ServiceError, match="no whole answer within 1 seconds"):
        listen(server, media / "tone.wav")


@pytest.mark.parametrize("first", [fails(429), fails(500), fails(503)])
def test_what_passes_is_asked_again(server: Served, media: Path, first: Any) -> None:
    server.in_turn(first, answers(wav(HUM), content_type="audio/wav"))
    assert speak(server) == HUM
    server.in_turn(first, answers(TRANSCRIPT))
    assert listen(server, media / "tone.wav")[0].segments[0].text == SAID
    assert len(server.asked) == 4


# --- the whole pipeline ----------------------------------------------------------------------


def config(server: Served, out: Path, **changes: Any) -> StudioConfig:
    return StudioConfig(
        out=out,
        writer="none",
        timeout=patience_s(server),
        preset="ultrafast",
        crf=40,
        accept_heard=True,
        **changes,
    )


def test_a_price_that_a_server_misheard_does_not_beat_the_sheet(
    server: Served, product: Path, tmp_path: Path
) -> None:
    wrong = "单价16块5，100个起订。"
    segments = [{"id": 0, "start": 0.5, "end": 4.0, "text": wrong}]
    server.answer = answers(TRANSCRIPT | {"text": wrong, "segments": segments, "words": []})
    chosen = config(server, tmp_path / "out", recognizer=f"openai:{server.url}")
    (release,) = Studio(chosen).run(product, ["en"])
    report = json.loads((release.folder / "report.json").read_text(encoding="utf-8"))
    texts = " ".join(line["text"] for line in report["lines"])
    assert "CNY\u00a018.50" in texts and "16" not in texts
    assert [finding["message"] for finding in report["findings"]] == [
        "at 0:01 '16块5' is heard, but the sheet says price: 18.5 CNY; the sheet is used"
    ]
    assert report["made_by"][0] | {"revision": ""} == {
        "kind": "recognizer",
        "name": "openai",
        "model": "whisper-1",
        "revision": "",
        "seed": 7,
        "licence": "",
        "commercial": True,
    }


def test_a_speaker_that_fails_blocks_the_language_and_no_file_holds_the_key(
    server: Served, product: Path, tmp_path: Path
) -> None:
    server.answer = fails(401)
    chosen = config(
        server, tmp_path / "out", recognizer="fake", voice="dub", speaker=f"openai:{server.url}"
    )
    (release,) = Studio(chosen).run(product, ["en"])
    assert release.blocked
    for file in (tmp_path / "out").rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file
