"""What exams have shown that a writer may do, kept for its model and its weights.

    <cache>/exams/deepseek-deepseek-flash-<digest>.json

`merchant-studio models exam` gives a writer small tasks whose answers are known, and keeps each
answer. A run lets it do what it has passed (see `authors.py`). A model's card may hold an exam that
somebody else has taken, which counts where the cache has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..errors import RecordError, StorageError
from ..files import replace_text
from ..messages import Notice, say
from ..records import EngineStamp, digest, from_json, to_json
from . import weights
from .interfaces import Writer
from .weights import TakenExam

EDITION = 3
"""Of the tasks in `data/exam`, and of what is asked for a pass. What was passed in another edition
does not count."""
_NONE: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """What a writer has passed."""

    taken: str
    """The day of its last answer: 2026-11-28."""
    by: str = ""
    """Who has examined it; empty: it was done on this machine."""
    understands: bool | None = None
    """It understands pitches and names products; False: so it writes nowhere. None, here and in
    `judge`: it is not sure yet."""
    pitch: tuple[str, ...] = ()
    """Codes of languages in which it may write whole pitches."""
    failed: tuple[str, ...] = ()
    """Codes of those in which it may not; in all others nobody knows."""
    judge: bool | None = None
    """It may judge whether a line says what the merchant means."""
    edition: int = EDITION
    """Of the exam that it took."""

    @classmethod
    def of(cls, told: TakenExam) -> Exam:
        """What a card tells of an exam."""
        return cls(**{**dict(told), "taken": told.taken.isoformat()})

    @property
    def told(self) -> Notice:
        """`examined 2026-11-28: whole pitches in en, es, not in ja; may judge`."""
        may = {
            True: say("may judge"),
            False: say("may not judge"),
            None: say("not known whether it may judge"),
        }
        values = {"taken": self.taken, "pitch": self._pitches, "judge": may[self.judge]}
        if self.by:
            return say("examined {taken} by {by}: {pitch}; {judge}", by=self.by, **values)
        return say("examined {taken}: {pitch}; {judge}", **values)

    @property
    def _pitches(self) -> Notice:
        pitch, failed = ", ".join(self.pitch), ", ".join(self.failed)
        if pitch and failed:
            return say("whole pitches in {pitch}, not in {failed}", pitch=pitch, failed=failed)
        if pitch:
            return say("whole pitches in {pitch}", pitch=pitch)
        if self.understands is False:
            return say("no whole pitches")
        if failed:
            return say("no whole pitches in {failed}", failed=failed)
        return say("not known whether it writes whole pitches")

    def tells_of(self, languages: Collection[str]) -> bool:
        """Whether it is known in which of these languages (codes) it writes, and if it judges."""
        known = self.understands is False or {*languages} <= {*self.pitch, *self.failed}
        return known and self.judge is not None


def exam_of(writer: Writer) -> Exam | None:
    """The exam of a writer, in the cache or in its card; None: it took none of this edition."""
    found = (exam for exam in (_kept(writer)[0], _in_card(writer.stamp)) if exam)
    return next((exam for exam in found if exam.edition == EDITION), None)


def answers_of(writer: Writer) -> dict[str, bool]:
    """By task, whether a writer answered it right, as far as an exam of this edition came."""
    exam, answers = _kept(writer)
    return answers if exam and exam.edition == EDITION else {}


def keep_exam(writer: Writer, exam: Exam, answers: Mapping[str, bool] = _NONE) -> Path:
    """Keep the exam of a writer in the place of an older one; the file that holds it.

    Raises:
        StorageError: the cache cannot be written.
    """
    file = exam_file(writer)
    told = {"of": to_json(writer.stamp), "exam": to_json(exam), "answers": dict(answers)}
    try:
        replace_text(file, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise StorageError.from_os_error(file, error) from error
    return file


def exam_file(writer: Writer) -> Path:
    """The file of a writer's exam: by engine, model and weights, and not by where it runs.

    While a server cannot be asked which weights it has, it is the last one of that model.
    """
    stamp, told = writer.stamp, writer.fingerprint
    folder = weights.cache_dir() / "exams"
    name = re.sub(r"[^\w.-]+", "_", f"{stamp.name}-{Path(stamp.model).name}")
    if told is None and (found := sorted(folder.glob(f"{name}-????????????.json"), key=_changed)):
        return found[-1]
    return folder / f"{name}-{digest(stamp.name, stamp.model, told)[:12]}.json"


def _changed(file: Path) -> float:
    return file.stat().st_mtime


def _kept(writer: Writer) -> tuple[Exam | None, dict[str, bool]]:
    """The exam in the cache, and its answers; None: there is none, or the file cannot be read."""
    file = exam_file(writer)
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        answers = {str(task): right is True for task, right in told["answers"].items()}
        return from_json(Exam, told["exam"], file), answers
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecordError):
        return None, {}


def _in_card(stamp: EngineStamp) -> Exam | None:
    """The exam in the card of these weights, or of the service's model; None: there is none."""
    same = (card for card in weights.cards() if card.revision and card.revision == stamp.revision)
    card = weights.card_of_service(stamp.name, stamp.model) or next(same, None)
    return Exam.of(card.exam) if card and card.exam else None
