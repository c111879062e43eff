"""The second step: what was heard, put right sentence by sentence.

The facts and selling points of a changed sentence are read again at once; nobody listens again.
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import InputError
from ...intake import SHEET_NAME
from ...messages import say
from ...read import read_sheet
from ...records import Transcript
from ...run import change_transcript, heard_again, kept_brief, leave_doubted_open, retyped
from ..session import Session
from .table import Number, endpoint, press


@press()
def retype(session: Session, sentence: Number, text: str | None) -> None:
    """Put the merchant's words into a sentence, if its field is open.

    Errors as in `retyped.retype`.
    """
    if text is not None:
        _change(session, lambda transcript: retyped.retype(transcript, sentence, text))


@press()
@endpoint("split_sentence", answers="facts")
def split(session: Session, sentence: Number, at: int, text: str | None = None) -> None:
    """Split a sentence of what was heard in two.

    Args:
        sentence: The sentence's number, 1 for the first.
        at: How many of its characters the first half has.

    Raises:
        InputError: as in `retyped.split`; `text`, which stands in its field, is kept first.
    """
    retype(session, sentence, text)
    _change(session, lambda transcript: retyped.split(transcript, sentence, at))


@press()
@endpoint("join_sentences", answers="facts")
def merge(session: Session, sentence: Number, text: str | None = None) -> None:
    """Join a sentence of what was heard with the next one.

    Args:
        sentence: The number of the first of the two.

    Raises:
        InputError: as in `retyped.merge`; `text`, which stands in its field, is kept first.
    """
    retype(session, sentence, text)
    _change(session, lambda transcript: retyped.merge(transcript, sentence))


@press("as_heard")
def back(session: Session, sentence: Number) -> None:
    """Take a sentence as it was heard; errors as in `retyped.back`."""
    _change(session, lambda transcript: heard_again(session.run, transcript, sentence))


@endpoint(answers="facts")
def set_sentence(session: Session, sentence: Number, text: str, heard: bool) -> None:
    """Correct a sentence of what was heard; its facts and points are read again.

    Args:
        sentence: The sentence's number, 1 for the first.
        text: What is said there; empty: nothing is.
        heard: Whether it is taken as it was heard, and the text left aside.
    """
    if heard:
        back(session, sentence)
    else:
        retype(session, sentence, text)


def _change(session: Session, change: Callable[[Transcript], Transcript]) -> None:
    session.be_free()
    if session.transcript is None or session.brief is None:
        raise InputError(say("nothing was heard yet; film yourself first"))
    session.remember({"act": "sentence"})
    transcript = change_transcript(session.run, change)
    sheet = read_sheet(session.product.source / SHEET_NAME, session.config.source)
    kept_brief(sheet, transcript, session.run, session.config)
    leave_doubted_open(session.run)
