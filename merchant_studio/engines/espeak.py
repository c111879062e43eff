"""espeak-ng as the draft voice: robotic, but it speaks all languages; called as a program."""

from __future__ import annotations

import io
import wave
from functools import cache
from typing import Literal

from ..errors import EngineFailedError
from ..messages import say
from ..records import EngineStamp
from . import EngineOptions, Sound, Utterance, Voice
from .phonemes import run_espeak

USUAL_WORDS_PER_MINUTE = 165
_VARIANTS: dict[Literal["male", "female"], str] = {"male": "", "female": "+f3"}
_CODES = {"zh": "cmn"}
"""Languages that it knows under another code."""


class Espeak:
    """Any language that espeak-ng has; nobody would take it for a person."""

    clones = False

    def __init__(self, options: EngineOptions) -> None:
        del options  # no model, nothing random, one thread

    @property
    def stamp(self) -> EngineStamp:
        """espeak-ng; its version is asked for when it speaks."""
        return EngineStamp(
            kind="speaker", name="espeak", model="espeak-ng", revision=_version(), seed=0
        )

    def voices(self, language: str) -> tuple[Voice, ...]:
        """A man's voice and a woman's, if the language is known."""
        code = language.partition("-")[0]
        own = _CODES.get(code, code)
        if own not in _languages():
            return ()
        return tuple(
            Voice(name=f"{own}{variant}", language=code, gender=gender)
            for gender, variant in _VARIANTS.items()
        )

    def speak(self, utterance: Utterance) -> Sound:
        """The text, as espeak-ng reads it."""
        words = round(USUAL_WORDS_PER_MINUTE * utterance.pace)
        made = run_espeak(["--stdout", "-s", str(words), "-v", utterance.voice], utterance.text)
        try:
            # The length in its header is not known when it is written to a pipe.
            with wave.open(io.BytesIO(made)) as file:
                rate_hz, samples = file.getframerate(), file.readframes(len(made))
        except (wave.Error, EOFError) as error:
            raise EngineFailedError("espeak", say("it gave no sound ({why})", why=error)) from error
        return Sound(samples=samples, sample_rate_hz=rate_hz)


@cache
def _version() -> str:
    """The program's own version, as it tells it."""
    return run_espeak(["--version"], "").decode(errors="replace").partition("Data")[0].strip()


@cache
def _languages() -> frozenset[str]:
    """The codes of its languages, as it knows them."""
    rows = run_espeak(["--voices"], "").decode(errors="replace").splitlines()[1:]
    return frozenset(row.split()[1].partition("-")[0] for row in rows if len(row.split()) > 1)
