"""Kokoro-82M through onnxruntime: neural voices for eight languages, on the CPU."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import weights
from ..errors import EngineFailedError
from ..records import EngineStamp
from . import EngineOptions, Sound, Utterance, Voice, phonemes
from .models import find_model

RATE_HZ = 24_000
VOICES_MODEL = "kokoro-voices"
LONGEST = 500
"""Symbols that the model takes at once: 510 in its card, some of them kept free."""

_TAGS = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja"}
_TAGS |= {"p": "pt", "z": "zh"}
"""The first letter of a voice's name says what it speaks, the second whether it is female."""

PITCHES_HZ: dict[str, int] = {}
"""Every voice, the best first, with its median pitch (benchmarks/voice.py --pitches)."""

_READ: dict[str, Callable[[str], str]] = {
    "en-US": partial(phonemes.by_espeak, voice="en-us"),
    "en-GB": partial(phonemes.by_espeak, voice="en-gb"),
    "es": partial(phonemes.by_espeak, voice="es"),
    "fr": partial(phonemes.by_espeak, voice="fr-fr"),
    "hi": partial(phonemes.by_espeak, voice="hi"),
    "it": partial(phonemes.by_espeak, voice="it"),
    "ja": phonemes.japanese,
    "pt": partial(phonemes.by_espeak, voice="pt-br"),
    "zh": phonemes.chinese,
}
_ABROAD = {"es": partial(phonemes.by_espeak, voice="es-419")}
"""Another accent in every market but the language's home."""


class Kokoro:
    """Speaks English, Spanish, French, Hindi, Italian, Japanese, Portuguese and Chinese."""

    clones = False

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._model = find_model(options.model)

    @property
    def stamp(self) -> EngineStamp:
        """Kokoro with its model; it has nothing random."""
        return EngineStamp(
            kind="speaker",
            name="kokoro",
            model=self._model.name,
            revision=self._model.revision,
            seed=0,
        )

    def voices(self, language: str) -> tuple[Voice, ...]:
        """The voices for a tag; English ones by accent, British where the market is not America."""
        code, _, region = language.partition("-")
        wanted = _accent(code, region)
        return tuple(
            Voice(
                name=name,
                language=_TAGS[name[0]],
                gender="female" if name[1] == "f" else "male",
                pitch_hz=pitch_hz,
            )
            for name, pitch_hz in PITCHES_HZ.items()
            if _TAGS[name[0]] == wanted
        )

    def speak(self, utterance: Utterance) -> Sound:
        """The text in 24 kHz; one too long for the model is said in parts."""
        if utterance.voice not in PITCHES_HZ:
            raise EngineFailedError("kokoro", f"there is no voice {utterance.voice!r}")
        tag = _TAGS[utterance.voice[0]]
        symbols = _reader(tag, utterance.language)(utterance.text)
        if not re.search(r"\w", symbols):
            raise EngineFailedError("kokoro", f"nothing in {utterance.text!r} can be said")
        parts = [self._say(part, utterance) for part in _parts(symbols)]
        samples = np.clip(np.concatenate(parts), -1, 1) * 32767
        return Sound(samples=samples.astype("<i2").tobytes(), sample_rate_hz=RATE_HZ)

    def _say(self, symbols: str, utterance: Utterance) -> NDArray[np.float32]:
        ids = [phonemes.IDS[c] for c in symbols]
        style = self._styles(utterance.voice)[len(ids)]
        names = [each.name for each in self._session.get_inputs()]
        values = (
            np.array([[0, *ids, 0]], np.int64),
            style.astype(np.float32),
            np.array([utterance.pace], np.float32),
        )
        (samples, *_) = self._session.run(None, dict(zip(names, values, strict=True)))
        return np.asarray(samples, np.float32).ravel()

    def _styles(self, voice: str) -> NDArray[np.float32]:
        """A voice's style by the number of symbols that are said, shape (510, 1, 256)."""
        file = weights.locate(VOICES_MODEL) / f"{voice}.bin"
        return np.fromfile(file, np.float32).reshape(-1, 1, 256)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = self._options.threads
        return onnxruntime.InferenceSession(
            str(self._model.path("*.onnx")),
            settings,
            providers=["CPUExecutionProvider"],
        )


def _reader(tag: str, language: str) -> Callable[[str], str]:
    """How a text becomes symbols: as in the voice's home, or as in the market asked for."""
    _, _, region = language.partition("-")
    if tag in _ABROAD and region not in ("", tag.upper()):
        return _ABROAD[tag]
    return _READ[tag]


def _accent(code: str, region: str) -> str:
    """The tag that voices are listed under; the usual English is American."""
    if f"{code}-US" in _TAGS.values():
        return f"{code}-US" if region in ("", "US", "CA", "PH") else f"{code}-GB"
    return code


def _parts(symbols: str) -> list[str]:
    """The symbols in parts that the model takes, at the ends of sentences, else of words."""
    parts = []
    while len(symbols) > LONGEST:
        head = symbols[:LONGEST]
        cut = max(head.rfind(mark) for mark in (". ", "! ", "? ", ", ")) + 1
        cut = cut or head.rfind(" ") or LONGEST
        parts.append(symbols[:cut].strip())
        symbols = symbols[cut:].strip()
    return [*parts, symbols]
