"""What exams have shown that a writer may do, kept for its model and revision.

    <cache>/exams/deepseek-deepseek-flash-<digest>.json

`merchant-studio models exam` gives a writer small tasks whose answers are known. A run lets it do
what it has passed (see `authors.py`). A model's card may hold its exam, too, which counts where the
cache has none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import RecordError, StorageError
from ..files import replace_text
from ..messages import Notice, say
from ..records import EngineStamp, digest, from_json, to_json
from . import weights

EDITION = 2
"""Of the tasks in `data/exam`, and of what is asked for a pass. What was passed in another edition
does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """What a writer has passed."""

    taken: str
    """The day: 2026-11-28."""
    pitch: tuple[str, ...] = ()
    """Codes of languages in which it may write whole pitches; it understands them, too."""
    judge: bool = False
    """It may judge whether a line says what the merchant means."""
    edition: int = EDITION
    """Of the exam that it took."""

    @property
    def told(self) -> Notice:
        """`examined 2026-11-28: whole pitches in en, es; may judge`."""
        pitch = (
            say("whole pitches in {pitch}", pitch=", ".join(self.pitch))
            if self.pitch
            else say("no whole pitches")
        )
        judge = say("may judge") if self.judge else say("may not judge")
        return say("examined {taken}: {pitch}; {judge}", taken=self.taken, pitch=pitch, judge=judge)


def exam_of(stamp: EngineStamp) -> Exam | None:
    """The exam of a writer, in the cache or in its card; None: it took none of this edition."""
    found = (exam for exam in (_kept(stamp), _in_card(stamp)) if exam)
    return next((exam for exam in found if exam.edition == EDITION), None)


def keep_exam(stamp: EngineStamp, exam: Exam) -> Path:
    """Keep the exam of a writer in the place of an older one; the file that holds it.

    Raises:
        StorageError: the cache cannot be written.
    """
    file = _file(stamp)
    text = json.dumps({"of": to_json(stamp), "exam": to_json(exam)}, ensure_ascii=False, indent=1)
    try:
        replace_text(file, text + "\n")
    except OSError as error:
        raise StorageError.from_os_error(file, error) from error
    return file


def _kept(stamp: EngineStamp) -> Exam | None:
    """The exam in the cache; None: there is none, or the file cannot be read."""
    file = _file(stamp)
    try:
        return from_json(Exam, json.loads(file.read_text(encoding="utf-8"))["exam"], file)
    except (OSError, ValueError, KeyError, TypeError, RecordError):
        return None


def _in_card(stamp: EngineStamp) -> Exam | None:
    """The exam in the card of these weights, or of the service's model; None: there is none."""
    same = (card for card in weights.cards() if card.revision and card.revision == stamp.revision)
    card = weights.card_of_service(stamp.name, stamp.model) or next(same, None)
    if card is None or card.exam is None:
        return None
    told = card.exam
    return Exam(
        taken=told.taken.isoformat(), pitch=told.pitch, judge=told.judge, edition=told.edition
    )


def _file(stamp: EngineStamp) -> Path:
    name = re.sub(r"[^\w.-]+", "_", f"{stamp.name}-{Path(stamp.model).name}")
    key = digest(stamp.name, stamp.model, stamp.revision)[:12]
    return weights.cache_dir() / "exams" / f"{name}-{key}.json"
