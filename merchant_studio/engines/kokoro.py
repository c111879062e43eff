"""Kokoro-82M through onnxruntime: neural voices for eight languages, on the CPU."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngineFailedError
from ..messages import say
from ..records import EngineStamp
from . import Sound, Utterance, Voice, phonemes, weights
from .models import ModelEngine

RATE_HZ = 24_000
VOICES_MODEL = "kokoro-voices"
LONGEST = 500
"""Symbols that the model takes at once: 510 in its card, some of them kept free."""

_TAGS = {"a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja"}
_TAGS |= {"p": "pt", "z": "zh"}
"""The first letter of a voice's name says what it speaks, the second whether it is female."""

PITCHES_HZ = {
    "af_heart": 200, "af_bella": 195, "am_fenrir": 151, "am_michael": 136, "am_puck": 127,
    "af_sarah": 205, "am_onyx": 103, "af_alloy": 154, "af_aoede": 203, "af_jessica": 229,
    "af_kore": 174, "af_nicole": 143, "af_nova": 178, "af_river": 186, "af_sky": 200,
    "am_adam": 130, "am_echo": 111, "am_eric": 160, "am_liam": 129, "am_santa": 258,
    "bf_emma": 182, "bm_george": 152, "bm_fable": 151, "bf_isabella": 200, "bm_daniel": 129,
    "bf_alice": 235, "bf_lily": 211, "bm_lewis": 92,
    "ef_dora": 198, "em_alex": 143, "em_santa": 136,
    "ff_siwis": 222,
    "hf_alpha": 229, "hm_omega": 132, "hf_beta": 184, "hm_psi": 140,
    "if_sara": 250, "im_nicola": 113,
    "jf_alpha": 276, "jm_kumo": 92, "jf_gongitsune": 258, "jf_tebukuro": 333, "jf_nezumi": 235,
    "pf_dora": 203, "pm_alex": 146, "pm_santa": 147,
    "zf_xiaobei": 276, "zf_xiaoxiao": 250, "zf_xiaoyi": 308, "zm_yunjian": 129,
    "zm_yunyang": 143, "zm_yunxi": 190, "zf_xiaoni": 235, "zm_yunxia": 308,
}  # fmt: skip
"""Every voice, the best of each language first (by its publisher's grades), with its median pitch,

measured on a greeting by `speak/voices.py`.
"""

_ABROAD = {"es": partial(phonemes.by_espeak, voice="es-419")}
"""Another accent in every market but the language's home."""


class Kokoro(ModelEngine):
    """Speaks English, Spanish, French, Hindi, Italian, Japanese, Portuguese and Chinese."""

    kind, name = "speaker", "kokoro"
    clones = False

    @property
    def stamp(self) -> EngineStamp:
        """Kokoro with its model; it has nothing random."""
        return replace(super().stamp, seed=0)

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
        """The text in 24 kHz; one too long for the model is said in parts.

        Raises:
            WeightsMissingError: the model or its voices were not pulled; both are named.
        """
        weights.require(self._model.name, VOICES_MODEL)
        if utterance.voice not in PITCHES_HZ:
            raise EngineFailedError(
                "kokoro", say("there is no voice {voice!r}", voice=utterance.voice)
            )
        tag = _TAGS[utterance.voice[0]]
        symbols = _reader(tag, utterance.language)(utterance.text)
        if not re.search(r"\w", symbols):
            raise EngineFailedError(
                "kokoro", say("nothing in {text!r} can be said", text=utterance.text)
            )
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
        try:
            (samples, *_) = self._session.run(None, dict(zip(names, values, strict=True)))
        except _failures() as error:
            raise EngineFailedError(
                "kokoro", say("its model stopped ({why})", why=error)
            ) from error
        return np.asarray(samples, np.float32).ravel()

    def _styles(self, voice: str) -> NDArray[np.float32]:
        """A voice's style by the number of symbols that are said, shape (510, 1, 256)."""
        file = weights.locate(VOICES_MODEL) / f"{voice}.bin"
        return np.fromfile(file, np.float32).reshape(-1, 1, 256)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        self._tell("cpu")
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = self._options.threads
        return onnxruntime.InferenceSession(
            str(self._model.path("*.onnx")),
            settings,
            providers=["CPUExecutionProvider"],
        )


def _failures() -> tuple[type[Exception], ...]:
    """What onnxruntime raises; its errors have no base of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    found = (each for each in vars(state).values() if isinstance(each, type))
    return tuple(each for each in found if issubclass(each, Exception))


def _reader(tag: str, language: str) -> Callable[[str], str]:
    """The function that turns a text into symbols, in the accent of voice or market."""
    _, _, region = language.partition("-")
    if tag in _ABROAD and region not in ("", tag.upper()):
        return _ABROAD[tag]
    return phonemes.READERS[tag]


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
