"""Whole scripts by a capable writer: every point of the merchant, and nothing that he did not say.

names -> scripts -> form and facts -> judge -> corrections, at most twice -> judge

Each arrow is one round of questions, those of all languages at the same time. What still fails is
not said: its facts have the phrasebook's sentences, and the report names the points that are
missing. A script keeps the merchant's sentences (`draft.py`) or, if it may, a seller's own order
(`free.py`).
"""

from __future__ import annotations

from .draft import PATIENCE as PITCH_PATIENCE
from .exam import ExamResult, take_exam
from .exam import Step as ExamStep
from .understood import recognize_pitch, understand_pitch
from .writing import other_words, write_pitch

__all__ = [
    "PITCH_PATIENCE",
    "ExamResult",
    "ExamStep",
    "other_words",
    "recognize_pitch",
    "take_exam",
    "understand_pitch",
    "write_pitch",
]
