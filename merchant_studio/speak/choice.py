"""Which of a speaker's voices speaks for the merchant."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from ..engines import Voice
from ..errors import UnknownNameError

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
