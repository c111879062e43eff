"""The merchant's own voice behind a server: how each kind of server is given it."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.engines import (
    SPEAKERS,
    EngineOptions,
    Reference,
    Sound,
    Speaker,
    Utterance,
)
from merchant_studio.errors import EngineFailedError

from .api_server import Handler, Served, fails, sends, serving, wav
from .test_dubbing import dubbed

OWN = Reference(
    sound=Sound(samples=array("h", range(-4800, 4800, 2)).tobytes(), sample_rate_hz=24_000),
    text="这个杯子很好。",
)


SPOKEN = wav(OWN.sound)


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        served.answer = sends(SPOKEN)
        yield served


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILICONFLOW_API_KEY", "sk-1")


def speaker(server: Served, service: str) -> Speaker:
    options = EngineOptions(model="small", seed=7, threads=1, url=server.url, tries=1)
    return SPEAKERS.load(service, options)


def utterance(reference: Reference | None = OWN, language: str = "es") -> Utterance:
    return Utterance(text="Hola.", language=language, voice="alloy", reference=reference)


def decoded(data_url: str) -> bytes:
    head, _, data = data_url.partition(",")
    assert head == "data:audio/wav;base64"
    return base64.b64decode(data)


def test_vllm_omni_is_given_the_sound_and_its_words(server: Served) -> None:
    assert speaker(server, "vllm").speak(utterance()) == OWN.sound
    (asked,) = server.asked
    assert decoded(asked.pop("ref_audio")) == SPOKEN
    assert asked == {
        "path": "/v1/audio/speech",
        "model": "small",
        "input": "Hola.",
        "voice": "merchant",
        "response_format": "wav",
        "speed": 1.0,
        "task_type": "Base",
        "ref_text": "这个杯子很好。",
    }


def test_siliconflow_is_given_references(server: Served) -> None:
    assert speaker(server, "siliconflow").speak(utterance()) == OWN.sound
    (asked,) = server.asked
    (reference,) = asked["references"]
    assert asked["voice"] == ""
    assert (decoded(reference["audio"]), reference["text"]) == (SPOKEN, OWN.text)


def test_a_library_is_given_the_voice_once_for_each_language(server: Served) -> None:
    def answer(handler: Handler, body: dict[str, Any]) -> None:
        if handler.path.endswith("/voices"):
            handler.send(201, {"message": "Voice uploaded successfully"})
        else:
            handler.send(200, SPOKEN)

    server.answer = answer
    one = speaker(server, "chatterbox")
    for language in ("es", "es", "es-MX", "fr"):
        one.speak(utterance(language=language))
    paths = [asked["path"].removeprefix("/v1") for asked in server.asked]
    speech = "/audio/speech"
    assert paths == ["/voices", speech, speech, speech, "/voices", speech]
    uploaded, said = server.asked[0], server.asked[1]
    assert (uploaded["voice_file"], uploaded["language"]) == (SPOKEN, "es")
    assert uploaded["voice_name"] == said["voice"]
    assert re.fullmatch(r"merchant-[0-9a-f]{16}-es", said["voice"])


def test_a_library_that_has_the_voice_is_not_asked_to_take_it_again(server: Served) -> None:
    server.in_turn(fails(409), sends(SPOKEN))
    assert speaker(server, "chatterbox").speak(utterance()) == OWN.sound


def test_without_a_reference_the_voice_is_the_one_that_was_chosen(server: Served) -> None:
    for service in ("vllm", "siliconflow", "chatterbox", "openai"):
        speaker(server, service).speak(utterance(reference=None))
    assert {asked["voice"] for asked in server.asked} == {"alloy"}
    assert not any("ref_audio" in asked or "references" in asked for asked in server.asked)


def test_a_service_that_is_not_known_to_clone_says_so_and_speaks_nothing(server: Served) -> None:
    one = speaker(server, "openai")
    assert not one.clones
    with pytest.raises(EngineFailedError, match="it takes no voice to speak like"):
        one.speak(utterance())
    assert server.asked == []


def test_voices_are_listed_as_the_server_or_the_service_names_them(server: Served) -> None:
    names = [voice.name for voice in speaker(server, "siliconflow").voices("es")]
    assert names[:2] == ["small:anna", "small:alex"]
    server.lists["/v1/audio/voices"] = {"voices": [{"name": "li"}, {"id": "mei"}, "eve", None]}
    names = [voice.name for voice in speaker(server, "chatterbox").voices("es")]
    assert names == ["li", "mei", "eve"]
    server.lists["/v1/audio/voices"] = {"voices": []}
    assert "alloy" in [voice.name for voice in speaker(server, "chatterbox").voices("es")]


def test_a_run_passes_the_merchants_own_speech_and_keeps_the_consent(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))
    long = Sound(samples=array("h", [9000, -9000] * 6000).tobytes(), sample_rate_hz=24_000)
    server.answer = sends(wav(long))
    (release,) = dubbed(
        tmp_path, "es", voice="clone", consent="Li Mei, owner", speaker=f"vllm:{server.url}"
    )
    assert not release.blocked
    report: Any = json.loads((release.folder / "report.json").read_text("utf-8"))
    kept = {key: report["voice"][key] for key in ("name", "cloned", "consent")}
    assert kept == {"name": "clone", "cloned": True, "consent": "Li Mei, owner"}
    speech = [asked for asked in server.asked if asked["path"].endswith("/audio/speech")]
    with wave.open(io.BytesIO(decoded(speech[-1]["ref_audio"]))) as file:
        assert 1 <= file.getnframes() / file.getframerate() <= 12
    assert speech[-1]["ref_text"].startswith("这个杯子很好。")
