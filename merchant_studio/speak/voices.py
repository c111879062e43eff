"""Which voice speaks for the merchant, how fast it speaks a language, and how high it is, in Hz.

A voice's pace is measured once by letting it speak, and kept.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from ..engines import Voice, weights
from ..errors import UnknownNameError
from ..languages import TAG, LanguageProfile
from ..media import sound_frames
from ..records import digest

BEST = 6
"""How many voices, best first, are compared by pitch: the others sound less natural."""
GENDERS = ("female", "male")


def choose_voice(voices: Sequence[Voice], wanted: str, pitch_hz: int) -> Voice:
    """The voice that is `wanted`: a name, `female` or `male`, or "" for the merchant's own pitch.

    `pitch_hz` is the merchant's; 0: unknown, then the best voice is taken. `voices` must not be
    empty.

    Raises:
        UnknownNameError: there is no such voice.
    """
    if wanted and wanted not in GENDERS:
        for voice in voices:
            if voice.name == wanted:
                return voice
        raise UnknownNameError("voice", wanted, [*GENDERS, *(voice.name for voice in voices)])
    fitting = [voice for voice in voices if not wanted or voice.gender == wanted] or list(voices)
    known = [voice for voice in _best(fitting) if voice.pitch_hz]
    if not pitch_hz or not known:
        return fitting[0]
    return min(known, key=lambda voice: abs(log2(voice.pitch_hz / pitch_hz)))


def _best(voices: Sequence[Voice]) -> list[Voice]:
    """The first voices of each gender, `BEST` in all."""
    return [
        voice
        for n, voice in enumerate(voices)
        if sum(other.gender == voice.gender for other in voices[:n]) < BEST // len(GENDERS)
    ]


SAMPLE_FACTS = ("moq", "lead_time", "packing")
"""Facts whose phrasebook sentences are said as samples, without values: "Minimum order:"."""
NUMBERS = ("18.5", "100", "304", "25", "500")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRate:
    """A voice's own pace: a digit is a word, and takes longer than a letter."""

    ms_per_char: float
    ms_per_digit: float

    def time_ms(self, text: str) -> int:
        """About how long the voice needs for a text."""
        digits = sum(character.isdigit() for character in text)
        letters = sum(_is_said(character) for character in text) - digits
        return round(letters * self.ms_per_char + digits * self.ms_per_digit)

    @property
    def chars_per_second(self) -> float:
        """How many letters the voice says in a second."""
        return 1000 / self.ms_per_char


def measured_rate(
    profile: LanguageProfile, inputs: str, say_ms: Callable[[str], int]
) -> SpeechRate:
    """The rate of a voice, from the cache or measured now.

    `inputs` is a digest of what the voice depends on; `say_ms` says a text and tells how long it
    took.
    """
    samples = _samples(profile)
    file = weights.cache_dir() / "voices" / f"{digest(inputs, *samples)}.json"
    with suppress(OSError, ValueError, TypeError):
        return SpeechRate(**json.loads(file.read_text(encoding="utf-8")))
    rate = _measure(*samples, say_ms)
    with suppress(OSError):  # it is measured again next time
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(asdict(rate)), encoding="utf-8")
        os.replace(part, file)
    return rate


def _samples(profile: LanguageProfile) -> tuple[str, str]:
    """What is said to measure a voice: sentences, and numbers."""
    book = profile.phrases
    facts = [TAG.sub("", book.facts[key]) for key in SAMPLE_FACTS if key in book.facts]
    plain = " ".join([*book.greeting[:2], *facts])
    return plain, ", ".join(NUMBERS)


def _measure(plain: str, numbers: str, say_ms: Callable[[str], int]) -> SpeechRate:
    letters = sum(_is_said(character) for character in plain)
    ms_per_char = say_ms(plain) / letters
    digits = sum(character.isdigit() for character in numbers)
    return SpeechRate(ms_per_char=ms_per_char, ms_per_digit=say_ms(numbers) / digits)


def _is_said(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character == " "


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 8_000
FRAME_S, STEP_S = 0.05, 0.02
LOWEST_HZ, HIGHEST_HZ = 65, 400
"""Between a deep man's voice and a child's."""
VOICED = 0.55
"""Correlation of a frame with itself one period later; less is a consonant or noise."""
ALIKE = 0.9
"""A shorter lag is the period if its correlation is at least this share of the best one."""
LOUD = 0.1
"""Frames below this share of the loudest frame's power are noise of the room."""
LONGEST_MS = 60_000
"""How much of a recording is measured; a voice does not change after that."""


def measure_pitch(source: Path) -> int:
    """The median fundamental frequency of a recording's voice in Hz; 0 where none is found.

    By autocorrelation, of its first minute.

    Raises:
        RenderError: the file has no sound or cannot be read.
    """
    import numpy as np

    cut = ("atrim", f"end={LONGEST_MS / 1000}")
    frames = sound_frames(source, rate_hz=RATE_HZ, layout="mono", filters=(cut,))
    return pitch_of(np.concatenate([frame.to_ndarray()[0] for frame in frames]), RATE_HZ)


def pitch_of(samples: NDArray[np.float32], rate_hz: int) -> int:
    """The median pitch in Hz of samples from -1 to 1; 0 if no voice is found."""
    import numpy as np

    size, step = int(FRAME_S * rate_hz), int(STEP_S * rate_hz)
    if len(samples) < size:
        return 0
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::step]
    power: NDArray[np.float32] = (frames**2).mean(axis=1)
    frames = frames[power > LOUD * np.max(power)]
    if not len(frames):
        return 0
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectra = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    correlation = np.fft.irfft(spectra, axis=1)[:, :size]
    # Fewer samples overlap at a longer lag.
    correlation /= np.maximum(correlation[:, :1], 1e-12) * (1 - np.arange(size) / size)
    shortest, longest = rate_hz // HIGHEST_HZ, rate_hz // LOWEST_HZ
    within = correlation[:, shortest : longest + 1]
    best = within.max(axis=1, keepdims=True)
    # Two periods look alike, too: the shortest lag that is nearly the best one is the period.
    is_peak = (within[:, 1:-1] >= within[:, :-2]) & (within[:, 1:-1] >= within[:, 2:])
    lags = (is_peak & (within[:, 1:-1] >= ALIKE * best)).argmax(axis=1) + shortest + 1
    voiced = (best[:, 0] > VOICED) & is_peak.any(axis=1)
    return round(float(np.median(rate_hz / lags[voiced]))) if voiced.any() else 0
