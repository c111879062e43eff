"""What exams have shown that a writer may do, kept for its model and revision.

    <cache>/exams/deepseek-deepseek-flash-<digest>.json

`merchant-studio models exam` gives a writer small tasks whose answers are known. A run lets it do
what it has passed; a writer that nobody examined writes single lines at most.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..errors import RecordError, StorageError
from ..records import EngineStamp, digest, from_json, to_json
from . import weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """What a writer has passed."""

    taken: str
    """The day: 2026-11-28."""
    pitch: tuple[str, ...] = ()
    """Codes of languages in which it may write whole pitches; it understands them, too."""
    judge: bool = False
    """It may judge whether a line says what the merchant means."""


def exam_of(stamp: EngineStamp) -> Exam | None:
    """The exam of a writer; None: it has taken none, or the file cannot be read."""
    file = _file(stamp)
    try:
        return from_json(Exam, json.loads(file.read_text(encoding="utf-8"))["exam"], file)
    except (OSError, ValueError, KeyError, TypeError, RecordError):
        return None


def keep_exam(stamp: EngineStamp, exam: Exam) -> Path:
    """Keep the exam of a writer in the place of an older one; the file that holds it.

    Raises:
        StorageError: the cache cannot be written.
    """
    file = _file(stamp)
    text = json.dumps({"of": to_json(stamp), "exam": to_json(exam)}, ensure_ascii=False, indent=1)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text + "\n")
        os.replace(temporary, file)
    except OSError as error:
        raise StorageError.from_os_error(file, error) from error
    return file


def _file(stamp: EngineStamp) -> Path:
    name = re.sub(r"[^\w.-]+", "_", f"{stamp.name}-{Path(stamp.model).name}")
    key = digest(stamp.name, stamp.model, stamp.revision)[:12]
    return weights.cache_dir() / "exams" / f"{name}-{key}.json"
