"""What a pitch means and how its product is called: found once for all languages, and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ... import __version__
from ...engines import Answer, Question, Writer, together
from ...errors import EngineError
from ...facts import around
from ...languages import REFERENCE, language_codes, profile
from ...read import (
    read_message,
    recognized_message,
    sheet_of,
    tagged_lines,
    understanding,
    with_catalogue,
    with_unchanged,
)
from ...records import Brief, EngineStamp, Message, Names, Term, Transcript, digest, to_json
from ...run import MESSAGE, NAMES, RunFolder
from .names import names_question, read_names, read_terms, wanted_terms


def understand_pitch(
    transcript: Transcript,
    brief: Brief,
    writer: Writer,
    folder: RunFolder,
    languages: Collection[str],
) -> tuple[Message, Names]:
    """The message, and the names in these languages (codes): those in the folder, or the writer's.

    He is asked one question, about all that the folder does not have.

    Raises:
        EngineError: the writer failed, or its answer cannot be read.
        StorageError: the folder cannot be written.
    """
    stamp = writer.stamp
    of_message = digest(__version__, transcript, *_told(transcript, brief), stamp)
    names = _Naming(brief, stamp, folder, languages)
    due: list[Question] = []
    if not folder.is_fresh(MESSAGE, of_message):
        due.append(understanding(transcript, brief))
    if question := names.question():
        due.append(question)
    answer = _answer(due, writer)
    before = folder.find(MESSAGE, Message)

    def message() -> Message:
        read = read_message(answer, transcript, brief, stamp)
        if before and before.made_by == stamp:
            read = with_unchanged(read, before)
        return with_catalogue(read, brief)

    return folder.record(MESSAGE, Message, of_message, message), names.record(answer)


def _answer(due: list[Question], writer: Writer) -> Answer:
    """The answer to these questions about one product, asked as one; without any it is empty."""
    if not due:
        return Answer(text="")
    question = due[0] if len(due) == 1 else together(*due)
    (answer,) = writer.ask([question])
    if isinstance(answer, EngineError):
        raise answer
    return answer


class _Naming:
    """The names and words that some languages lack, which are asked for once."""

    def __init__(
        self, brief: Brief, stamp: EngineStamp, folder: RunFolder, languages: Collection[str]
    ) -> None:
        named = next((fact.value for fact in brief.facts if fact.key == "name"), None)
        self._of: Mapping[str, str] = named.translations if isinstance(named, Term) else {}
        self._brief, self._stamp, self._folder = brief, stamp, folder
        kept = folder.find(NAMES, Names)
        is_kept = kept is not None and folder.is_fresh(NAMES, self._inputs(kept.asked))
        self._kept = kept if kept and is_kept else Names(of=self._of, names={})
        wanted = [code for code in language_codes() if code in {*languages, REFERENCE}]
        self._due = [code for code in wanted if code not in self._kept.asked] if self._of else []
        self._profiles = {code: profile(code) for code in self._due}
        self._terms = wanted_terms(brief, self._profiles)

    def question(self) -> Question | None:
        """What is to be asked; None: all is known."""
        if not self._due:
            return None
        return names_question(self._of, sheet_of(self._brief), self._profiles, self._terms)

    def record(self, answer: Answer) -> Names:
        """The names that were kept, and those of the answer; stored."""
        new = read_names(answer, self._profiles)
        terms = dict(self._kept.terms)
        for key, found in read_terms(answer, self._terms, self._brief, self._profiles).items():
            known = terms[key].words if key in terms else {}
            terms[key] = replace(found, words={**known, **found.words})
        asked = (*self._kept.asked, *self._due)
        names = Names(of=self._of, names={**self._kept.names, **new}, terms=terms, asked=asked)
        return self._folder.record(NAMES, Names, self._inputs(asked), lambda: names)

    def _inputs(self, asked: Collection[str]) -> str:
        """The digest of what the names are made from, if these languages were asked for."""
        terms = wanted_terms(self._brief, {code: profile(code) for code in language_codes()})
        return digest(__version__, self._of, to_json(terms), self._stamp, sorted(asked))


def recognize_pitch(transcript: Transcript, brief: Brief, folder: RunFolder) -> Message:
    """The message as it was heard, with the selling points that the catalogue knows.

    Raises:
        StorageError: the folder cannot be written.
    """
    return folder.record(
        MESSAGE,
        Message,
        digest(__version__, transcript, *_told(transcript, brief), "recognized"),
        lambda: recognized_message(transcript, brief),
    )


def _told(transcript: Transcript, brief: Brief) -> list[Any]:
    """What the meaning of a pitch depends on: what is said around its facts, not their amounts."""
    lines = tagged_lines(transcript, brief)
    return [[to_json(line) for line in lines], around(brief)]
