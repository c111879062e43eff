"""What a pitch means and how its product is called: found once for all languages, and kept."""

from __future__ import annotations

from ... import __version__
from ...engines import Answer, Question, Writer
from ...errors import EngineError
from ...facts import around
from ...languages import language_codes, profile
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
from .request import names_question, read_names
from .terms import read_terms, wanted_terms


def understand_pitch(
    transcript: Transcript, brief: Brief, writer: Writer, folder: RunFolder
) -> tuple[Message, Names]:
    """The message and the names: those in the folder or, in one round of questions, the writer's.

    Raises:
        EngineError: the writer failed, or its answer cannot be read.
        StorageError: the folder cannot be written.
    """
    stamp = writer.stamp
    named = next((fact.value for fact in brief.facts if fact.key == "name"), None)
    of_message = _of_message(transcript, brief, stamp)
    profiles = {code: profile(code) for code in language_codes()}
    terms = wanted_terms(brief, profiles)
    of_names = MadeFrom(
        {
            PROGRAM: [__version__],
            "name": [to_json(named) if named else None],
            "terms": [to_json(terms)],
            "writer": [stamp],
        },
        lasts=True,
    )
    due: dict[str, Question] = {}
    if not folder.is_fresh(MESSAGE, of_message):
        due[MESSAGE] = understanding(transcript, brief)
    if isinstance(named, Term) and not folder.is_fresh(NAMES, of_names):
        due[NAMES] = names_question(named.translations, sheet_of(brief), profiles, terms)
    answers: dict[str, Answer] = {}
    for name, answer in zip(due, writer.ask(list(due.values())) if due else (), strict=True):
        if isinstance(answer, EngineError):
            raise answer
        answers[name] = answer

    before = folder.find(MESSAGE, Message)

    def message() -> Message:
        read = read_message(answers[MESSAGE], transcript, brief, stamp)
        if before and before.made_by == stamp:
            read = with_unchanged(read, before)
        return with_catalogue(read, brief)

    def names() -> Names:
        if not isinstance(named, Term):
            return Names(of={}, names={})
        answer = answers[NAMES]
        return Names(
            of=named.translations,
            names=read_names(answer, profiles),
            terms=read_terms(answer, terms, brief, profiles),
        )

    return (
        folder.record(MESSAGE, Message, of_message, message),
        folder.record(NAMES, Names, of_names, names),
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
