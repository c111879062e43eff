"""Recordings of the benchmark's pitches: Kokoro's Chinese voices, some in the noise of a market.

A recording depends on its text, voice, pace and noise alone; it is made once and kept in the cache
folder. Needs the extra `voice` and the weights `kokoro-82m-int8` and `kokoro-voices`.
"""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from merchant_studio.engines import SPEAKERS, EngineOptions, Speaker, Utterance, weights

Samples = NDArray[np.float32]

RATE_HZ = 24_000
"""What Kokoro speaks at."""
# Not zf_xiaoni: in int8 Whisper base hears less than half of its characters.
VOICES = (
    *("zf_xiaobei", "zm_yunjian", "zf_xiaoxiao", "zm_yunxi"),
    *("zf_xiaoyi", "zm_yunxia", "zm_yunyang"),
)
QUIET_PACES, NOISY_PACES = (0.9, 1.0), (1.0, 1.1)
NOISES_DB = (20, 12)
"""Speech above noise. Every second pitch is said in a quiet room."""
_PAUSE_S = 0.35
_ROOM_S = 0.4
"""Silence before and after a pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a pitch is said."""

    voice: str
    pace: float
    noise_db: int | None
    """Speech above noise in decibels; None: none."""


def manner(number: int) -> Manner:
    """The manner of the pitch with this number: every voice, pace and noise comes in turn."""
    turn, quiet = number // 2, number % 2 == 0
    paces = QUIET_PACES if quiet else NOISY_PACES
    return Manner(
        voice=VOICES[number % len(VOICES)],
        pace=paces[turn % len(paces)],
        noise_db=None if quiet else NOISES_DB[turn % len(NOISES_DB)],
    )


def recording(sentences: Sequence[str], how: Manner) -> Path:
    """A WAV file of the sentences, from the cache or made now."""
    key = hashlib.sha256(repr((tuple(sentences), how, 2)).encode()).hexdigest()[:16]
    path = weights.cache_dir() / "benchmarks" / f"{key}.wav"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        silence = np.zeros(int(_ROOM_S * RATE_HZ), np.float32)
        pause = np.zeros(int(_PAUSE_S * RATE_HZ), np.float32)
        parts: list[Samples] = [silence]
        for sentence in sentences:
            parts += [_said(sentence, how), pause]
        samples = np.concatenate([*parts, silence])
        if how.noise_db is not None:
            samples = _noisy(samples, how.noise_db)
        temporary = path.with_suffix(".part")
        with wave.open(str(temporary), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        temporary.replace(path)
    return path


def _noisy(speech: Samples, above_db: int) -> Samples:
    """Speech in a hall: pink noise that swells, the same for the same length."""
    random = np.random.default_rng(len(speech))
    spectrum = np.fft.rfft(random.standard_normal(len(speech)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 1), len(speech))
    seconds = np.arange(len(speech)) / RATE_HZ
    noise *= 1 + 0.3 * np.sin(2 * np.pi * 0.4 * seconds)
    loudness = np.sqrt(np.mean(speech**2)) / np.sqrt(np.mean(noise**2))
    return (speech + noise * loudness * 10 ** (-above_db / 20)).astype(np.float32)


@cache
def _speaker() -> Speaker:
    options = EngineOptions(model=SPEAKERS.choose("kokoro").model, seed=0, threads=0)
    return SPEAKERS.load("kokoro", options)


def _said(text: str, how: Manner) -> Samples:
    utterance = Utterance(text=text, language="zh", voice=how.voice, pace=how.pace)
    return np.frombuffer(_speaker().speak(utterance).samples, "<i2").astype(np.float32) / 32767
