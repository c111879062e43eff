"""The spoken pitch: Chinese sentences read by Kokoro-82M, with the pauses of a calm speaker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from misaki.zh import ZHG2P

from .solid import Floats

MODEL_RATE_HZ = 24_000
RATE_HZ = 48_000

VOICE = "zf_xiaobei"
SPEED = 1.15
"""Of the eight Chinese voices at five speeds, the pair that Whisper base understands best."""

PITCH = (
    "大家好，看看这款不锈钢保温杯，采用三零四不锈钢，容量五百毫升。",
    "能保温十二小时，有八种颜色可以选。",
    "倒过来放也不会漏水。",
    "开口很大，里面很好清洗。",
    "装了热水外面也不烫手。",
    "握着很舒服，手感也很好。",
    "可以放在车上的杯架里，出门携带很方便。",
    "送人很合适，还可以印上你的商标。",
    "单价只要十八块五，起订量一百个，七天交货。",
    "欢迎联系我们！",
)

LEAD_MS, PAUSE_MS, TAIL_MS = 400, 500, 450
"""Silence before the first sentence, between two, and after the last.

Longer silence at the end makes Whisper repeat a sentence that nobody spoke.
"""

PEAK = 10 ** (-3 / 20)

# Numbers of the symbols that Mandarin needs, from the "vocab" table of Kokoro-82M's config.json.
SYMBOLS = {
    **{",": 3, ".": 4, "!": 5, "?": 6, " ": 16, "ʦ": 20, "ʨ": 21, "ꭧ": 23, "a": 43, "e": 47},
    **{"f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58},
    **{"s": 61, "t": 62, "u": 63, "w": 65, "x": 66, "y": 67, "ɔ": 76, "ɕ": 77, "ə": 83, "ɚ": 85},
    **{"ɛ": 86, "ɥ": 99, "ɨ": 101, "ŋ": 112, "ɤ": 140, "ɻ": 126, "ʂ": 130, "ʊ": 135, "ʰ": 162},
    **{"↓": 169, "→": 171, "↗": 172, "↘": 173},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The whole pitch, and where each sentence lies in it."""

    samples: Floats
    """Mono, `RATE_HZ`, peak at -3 dBFS."""
    spans_ms: tuple[tuple[int, int], ...]
    """Start and end of each sentence of `PITCH`."""


def speak(model: Path, voices: Path, *, voice: str = VOICE, speed: float = SPEED) -> Speech:
    """The pitch as sound; the same bytes in, the same sound out."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the same sums however many cores there are
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    styles = np.fromfile(voices / f"{voice}.bin", "<f4").reshape(510, 256)
    reader = ZHG2P()
    pieces, spans, length = [_silence(LEAD_MS)], [], LEAD_MS * MODEL_RATE_HZ // 1000
    for number, sentence in enumerate(PITCH, 1):
        tokens = [SYMBOLS[symbol] for symbol in reader(sentence)[0]]
        (sound,) = session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": styles[len(tokens)][None],
                "speed": np.array([speed], np.float32),
            },
        )
        sound = _trimmed(sound)
        end = length + sound.size
        spans.append((length * 1000 // MODEL_RATE_HZ, end * 1000 // MODEL_RATE_HZ))
        gap = _silence(TAIL_MS if number == len(PITCH) else PAUSE_MS)
        pieces += [sound, gap]
        length = end + gap.size
    whole = _doubled(np.concatenate(pieces))
    return Speech(samples=whole * np.float32(PEAK / np.abs(whole).max()), spans_ms=tuple(spans))


def _silence(length_ms: int) -> Floats:
    return np.zeros(length_ms * MODEL_RATE_HZ // 1000, np.float32)


def _trimmed(sound: Floats) -> Floats:
    """The sound without the silence around it, faded in and out so that nothing clicks."""
    loud = np.flatnonzero(np.abs(sound) > 0.008)
    room = MODEL_RATE_HZ * 40 // 1000
    kept = sound[max(loud[0] - room, 0) : loud[-1] + room].copy()
    fade = np.linspace(0, 1, MODEL_RATE_HZ * 12 // 1000, dtype=np.float32) ** 2
    kept[: fade.size] *= fade
    kept[-fade.size :] *= fade[::-1]
    return kept


def _doubled(sound: Floats) -> Floats:
    """The sound at twice the sample rate, exactly band-limited."""
    spectrum = np.fft.rfft(sound)
    fine = np.fft.irfft(np.pad(spectrum, (0, sound.size // 2)), 2 * sound.size)
    return (2 * fine).astype(np.float32)
