"""What a pitch means and how its product is called: found once for all languages, and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

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
from ...records import Brief, EngineStamp, Message, Names, Term, Transcript, to_json
from ...run import MESSAGE, NAMES, PROGRAM, MadeFrom, RunFolder
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
    of_message = _of_message(transcript, brief, stamp)
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
        self._brief, self._folder = brief, folder
        self._inputs = _of_names(brief, named, stamp)
        kept = folder.find(NAMES, Names) if folder.is_fresh(NAMES, self._inputs) else None
        if kept and not kept.asked:  # the first version asked for all languages
            kept = replace(kept, asked=language_codes())
        self._kept = kept
        asked = kept.asked if kept else ()
        wanted = [code for code in language_codes() if code in {*languages, REFERENCE}]
        self._due = [code for code in wanted if code not in asked] if self._of else []
        self._profiles = {code: profile(code) for code in self._due}
        self._terms = wanted_terms(brief, self._profiles)

    def question(self) -> Question | None:
        """What is to be asked; None: all is known."""
        if not self._due:
            return None
        return names_question(self._of, sheet_of(self._brief), self._profiles, self._terms)

    def record(self, answer: Answer) -> Names:
        """The names that were kept, and those of the answer; stored."""
        kept = self._kept or Names(of=self._of, names={})
        new = read_names(answer, self._profiles)
        terms = dict(kept.terms)
        for key, found in read_terms(answer, self._terms, self._brief, self._profiles).items():
            known = terms[key].words if key in terms else {}
            terms[key] = replace(found, words={**known, **found.words})
        asked = (*kept.asked, *self._due)
        names = Names(of=self._of, names={**kept.names, **new}, terms=terms, asked=asked)
        if self._kept is None:
            return self._folder.record(NAMES, Names, self._inputs, lambda: names)
        if self._due:
            self._folder.renew(NAMES, names, {})
        return names


def _of_names(brief: Brief, named: object, by: EngineStamp) -> MadeFrom:
    """What the names depend on, whichever languages were asked for."""
    terms = wanted_terms(brief, {code: profile(code) for code in language_codes()})
    return MadeFrom(
        {
            PROGRAM: [__version__],
            "name": [to_json(named) if named else None],
            "terms": [to_json(terms)],
            "writer": [by],
        },
        lasts=True,
    )


def recognize_pitch(transcript: Transcript, brief: Brief, folder: RunFolder) -> Message:
    """The message as it was heard, with the selling points that the catalogue knows.

    Raises:
        StorageError: the folder cannot be written.
    """
    return folder.record(
        MESSAGE,
        Message,
        _of_message(transcript, brief, None),
        lambda: recognized_message(transcript, brief),
    )


def _of_message(transcript: Transcript, brief: Brief, by: EngineStamp | None) -> MadeFrom:
    """What the meaning depends on: what is said around the facts, not their amounts; None: no
    writer was asked.
    """
    lines = [to_json(line) for line in tagged_lines(transcript, brief)]
    return MadeFrom(
        {
            PROGRAM: [__version__],
            "transcript": [transcript, lines],
            "facts": [around(brief)],
            "writer": [by or "recognized"],
        },
        lasts=by is not None,
    )
