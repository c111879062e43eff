"""The speakers that ship, really speaking; Whisper listens."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from merchant_studio.engines import (
    RECOGNIZERS,
    SPEAKERS,
    EngineOptions,
    Recognizer,
    Sound,
    Speaker,
    Utterance,
    phonemes,
)
from merchant_studio.engines.kokoro import PITCHES_HZ
from merchant_studio.engines.phonemes import IDS, READERS
from merchant_studio.errors import EngineFailedError, ProgramMissingError
from merchant_studio.speak import write_wav
from merchant_studio.speak.voices import pitch_of

pytestmark = pytest.mark.weights

SAID = {
    "en": "The price is 18.50 yuan, from 100 pieces.",
    "es": "El precio es de 18,50 yuanes, desde 100 piezas.",
    "fr": "Le prix est de 18,50 yuans, à partir de 100 pièces.",
    "hi": "कीमत 18.50 युआन है।",
    "it": "Il prezzo è 18,50 yuan, da 100 pezzi.",
    "ja": "価格は18.50元です。",
    "pt": "O preço é 18,50 yuans.",
    "zh": "价格是18.50元，100个起订。",
}
HEARD = ("en", "es", "fr", "it", "zh")
"""Languages in which Whisper base writes such a price in digits."""


def speaker(name: str) -> Speaker:
    return SPEAKERS.load(name, EngineOptions(model=SPEAKERS.choose(name).model, seed=7, threads=0))


@pytest.fixture(scope="module")
def kokoro() -> Speaker:
    return speaker("kokoro")


@pytest.fixture(scope="module")
def listener() -> Recognizer:
    options = EngineOptions(model="whisper-base", seed=7, threads=0)
    return RECOGNIZERS.load("faster-whisper", options)


def samples_of(sound: Sound) -> np.ndarray:
    return np.frombuffer(sound.samples, "<i2").astype(np.float32) / 32768


@pytest.mark.parametrize(
    "code",
    [
        "zh",
        *(pytest.param(c, marks=pytest.mark.thorough) for c in SAID if c != "zh"),
    ],
)
def test_kokoro_speaks(code: str, kokoro: Speaker, listener: Recognizer, tmp_path: Path) -> None:
    voice = kokoro.voices(code)[0]
    sound = kokoro.speak(Utterance(text=SAID[code], language=code, voice=voice.name))
    heard = samples_of(sound)
    assert 1 < len(heard) / sound.sample_rate_hz < 12
    assert 0.05 < np.abs(heard).max() <= 1
    if code in HEARD:
        write_wav(sound, tmp_path / "said.wav")
        found = listener.recognize(
            tmp_path / "said.wav",
            language=code,
            hotwords=(),
            on_progress=lambda ms: None,
        )
        text = "".join(segment.text for segment in found.segments)
        assert "18.5" in text.replace(",", "."), text


def test_a_voice_is_as_high_as_its_table_says(kokoro: Speaker) -> None:
    sound = kokoro.speak(
        Utterance(text="Welcome, this is our price.", language="en", voice="am_michael")
    )
    assert abs(pitch_of(samples_of(sound), 24_000) - PITCHES_HZ["am_michael"]) < 15


def test_british_buyers_hear_british_voices(kokoro: Speaker) -> None:
    first = {tag: kokoro.voices(tag)[0].name for tag in ("en", "en-US", "en-GB", "en-AU", "pt-BR")}
    assert first == {
        "en": "af_heart",
        "en-US": "af_heart",
        "en-GB": "bf_emma",
        "en-AU": "bf_emma",
        "pt-BR": "pf_dora",
    }
    assert kokoro.voices("de") == ()


def test_unknown_voices_and_unspeakable_text_are_refused(kokoro: Speaker) -> None:
    with pytest.raises(EngineFailedError, match="there is no voice 'zoe'"):
        kokoro.speak(Utterance(text="Hi.", language="en", voice="zoe"))
    with pytest.raises(EngineFailedError, match="can be said"):
        kokoro.speak(Utterance(text="!!!", language="en", voice="af_heart"))


@pytest.mark.parametrize("tag", READERS)
def test_every_symbol_is_kokoros_own(tag: str) -> None:
    symbols = READERS[tag](SAID[tag.partition("-")[0]])
    assert len(symbols) > 10
    assert set(symbols) <= set(IDS)


def test_numbers_stay_whole_and_pauses_stay() -> None:
    symbols = READERS["es"]("Son 18,50 yuanes, desde hoy.")
    assert symbols.count(",") == 1
    assert "kˌoma" in symbols


@pytest.mark.parametrize("code", ["de", "th", "ar", "zh", "vi"])
def test_the_draft_voice_speaks(code: str) -> None:
    espeak = speaker("espeak")
    low, high = espeak.voices(code)
    sounds = [
        espeak.speak(Utterance(text="Hallo 100", language=code, voice=v.name)) for v in (low, high)
    ]
    assert all(len(sound.samples) > sound.sample_rate_hz for sound in sounds)
    assert espeak.voices("xx") == ()


def test_a_missing_program_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProgramMissingError) as caught:
        READERS["es"]("Hola.")
    assert caught.value.message == (
        "dubbing needs the program espeak-ng, which is not installed; install it "
        "(Debian and Ubuntu: apt-get install espeak-ng, macOS: brew install espeak-ng, "
        "Windows: see its page) and run again"
    )


def test_chinese_may_begin_with_a_number() -> None:
    assert phonemes.chinese("18.5, 100") == phonemes.chinese("十八点五, 一百")
    assert phonemes.chinese("30乘40厘米") == phonemes.chinese("三十乘四十厘米") != ""


def test_japanese_money_days_and_percent() -> None:
    assert phonemes.japanese("18.50元") == phonemes.japanese("18.50ゲン")
    assert phonemes.japanese("7日と85%") == phonemes.japanese("ナノカと85パーセント")


def test_a_word_of_another_language_brings_no_mark_of_it() -> None:
    for tag in ("fr", "hi"):
        assert "(" not in READERS[tag]("WhatsApp stainless steel")
