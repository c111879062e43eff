"""One contract for every speaker: the sound that it makes of a text, and its voices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from merchant_studio.engines import SPEAKERS, EngineOptions, Sound, Speaker, Utterance
from merchant_studio.errors import EngineError
from tests.api_server import KEY, serving, speaks

from .conftest import engine_of

TEXT = "Welcome, the price is 18.50 yuan."


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        "espeak",
        "openai",
        pytest.param("kokoro", marks=pytest.mark.weights),
    ],
)
def speaker(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    """The adapter; behind `openai` is a server of this machine that really speaks."""
    name = request.param
    if name != "openai":
        yield engine_of(SPEAKERS, name)
        return
    inner = engine_of(SPEAKERS, "espeak")
    with serving() as served, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", KEY)
        served.answer = speaks(inner)
        voices = [voice.name for voice in inner.voices("en")]
        served.lists["/v1/audio/voices"] = {"voices": voices}
        yield SPEAKERS.load(name, EngineOptions(model="tts-1", seed=7, threads=0, url=served.url))


def say(speaker: Speaker, text: str = TEXT, pace: float = 1.0) -> Sound:
    voice = speaker.voices("en")[0].name
    return speaker.speak(Utterance(text=text, language="en", voice=voice, pace=pace))


def seconds(sound: Sound) -> float:
    return len(sound.samples) / 2 / sound.sample_rate_hz


@pytest.fixture(scope="module")
def said(speaker: Speaker) -> Sound:
    return say(speaker)


def test_what_it_says_can_be_heard_and_lasts_as_long_as_speech(said: Sound) -> None:
    samples = np.frombuffer(said.samples, "<i2")
    assert 0.03 < np.abs(samples).max() / 32768 <= 1
    assert said.sample_rate_hz >= 8000 and 1 < seconds(said) < 8


def test_the_same_text_sounds_the_same(speaker: Speaker, said: Sound) -> None:
    assert say(speaker) == said


def test_a_faster_pace_is_shorter(speaker: Speaker, said: Sound) -> None:
    assert seconds(say(speaker, pace=1.2)) < 0.95 * seconds(said)


def test_a_longer_text_is_longer(speaker: Speaker, said: Sound) -> None:
    assert seconds(say(speaker, f"{TEXT} {TEXT}")) > 1.5 * seconds(said)


def test_it_lists_voices_that_speak_the_language(speaker: Speaker) -> None:
    voices = speaker.voices("en-GB")
    assert len({voice.name for voice in voices}) == len(voices) > 0
    assert all(voice.language.partition("-")[0] == "en" for voice in voices)


def test_a_voice_that_it_does_not_have_is_an_error(speaker: Speaker) -> None:
    with pytest.raises(EngineError) as caught:
        speaker.speak(Utterance(text=TEXT, language="en", voice="nobody"))
    assert KEY not in str(caught.value)


def test_a_speaker_says_what_it_is(speaker: Speaker) -> None:
    stamp = speaker.stamp
    assert stamp.kind == "speaker" and stamp.name and stamp.model and stamp.revision
    assert speaker.stamp == stamp
