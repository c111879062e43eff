"""Recordings of the benchmark's pitches: Kokoro's Chinese voices, some in the noise of a market.

A recording depends on its text, voice, pace and noise alone; it is made once and kept in the cache
folder. Needs the extra `bench` and the weights `kokoro-82m-int8` and `kokoro-voices`.
"""

from __future__ import annotations

import hashlib
import re
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from merchant_studio import weights

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
_LONGEST = 500
"""Symbols that Kokoro takes at once."""
# Kokoro-82M's symbols in the order of their ids (config.json of hexgrad/Kokoro-82M, Apache-2.0).
_SYMBOLS = {
    1: ';:,.!?', 9: '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI', 31: "O", 33: "Q", 35: "ST", 39: "W", 41: "Yᵊ"
    "abcdef", 50: "hijklmnopqrstuvwxyzɑɐɒæ", 75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ", 92: "ɡ",
    99: "ɥ", 101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ",
    135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ", 156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓",
    171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
_IDS = {c: first + i for first, symbols in _SYMBOLS.items() for i, c in enumerate(symbols)}
# Latin letters as they are said in Chinese: Kokoro's Chinese voices have no sounds of their own.
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            "诶",
            "必",
            "西",
            "弟",
            "伊",
            "艾福",
            "季",
            "艾尺",
            "爱",
            "杰",
            "开",
            "艾勒",
            "艾姆",
            "恩",
            "欧",
            "屁",
            "丘",
            "阿尔",
            "艾斯",
            "提",
            "优",
            "维",
            "达不溜",
            "艾克斯",
            "歪",
            "贼",
        ),
        strict=True,
    )
)
_MARKS = str.maketrans({"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; "})


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
            parts += [_SPEAKER.say(sentence, how.voice, how.pace), pause]
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


class _Kokoro:
    """Kokoro-82M through onnxruntime."""

    def say(self, text: str, voice: str, pace: float) -> Samples:
        said = re.sub("[A-Za-z]", lambda letter: _LETTERS[letter[0].upper()], text)
        symbols = re.sub(r" +", " ", self._g2p(said.translate(_MARKS))).strip()
        ids = [_IDS[c] for c in symbols if c in _IDS][:_LONGEST]
        styles = np.fromfile(weights.locate("kokoro-voices") / f"{voice}.bin", np.float32)
        style = styles.reshape(-1, 1, 256)[len(ids)]
        names = [each.name for each in self._session.get_inputs()]
        values = (
            np.array([[0, *ids, 0]], np.int64),
            style.astype(np.float32),
            np.array([pace], np.float32),
        )
        (samples, *_) = self._session.run(None, dict(zip(names, values, strict=True)))
        return np.asarray(samples, np.float32).ravel()

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        return onnxruntime.InferenceSession(
            str(next(weights.locate("kokoro-82m-int8").glob("*.onnx"))),
            providers=["CPUExecutionProvider"],
        )

    @cached_property
    def _g2p(self) -> Any:
        from misaki.zh import ZHG2P

        return ZHG2P()


_SPEAKER = _Kokoro()
