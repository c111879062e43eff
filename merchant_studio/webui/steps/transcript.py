"""The second step: what was heard, put right sentence by sentence.

The facts and selling points of a changed sentence are read again at once; nobody listens again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...errors import InputError
from ...facts import read_sheet
from ...hear import SHEET_NAME
from ...records import Transcript
from ...run import change_transcript, heard_again, kept_brief, leave_doubted_open, retyped
from ..desk import Desk
from ..pressed import Act, Pressed


def retype(desk: Desk, sentence: int, text: str) -> None:
    """Put the merchant's words into a sentence; errors as in `retyped.retype`."""
    _change(desk, lambda transcript: retyped.retype(transcript, sentence, text))


def split(desk: Desk, sentence: int, at: int) -> None:
    """Part a sentence before its character `at`; errors as in `retyped.split`."""
    _change(desk, lambda transcript: retyped.split(transcript, sentence, at))


def merge(desk: Desk, sentence: int) -> None:
    """Join a sentence with the next one; errors as in `retyped.merge`."""
    _change(desk, lambda transcript: retyped.merge(transcript, sentence))


def back(desk: Desk, sentence: int) -> None:
    """Take a sentence as it was heard; errors as in `retyped.back`."""
    _change(desk, lambda transcript: heard_again(desk.run, transcript, sentence))


def _change(desk: Desk, change: Callable[[Transcript], Transcript]) -> None:
    desk.be_free()
    if desk.transcript is None or desk.brief is None:
        raise InputError("nothing was heard yet; film yourself first")
    desk.remember({"act": "sentence"})
    transcript = change_transcript(desk.run, change)
    sheet = read_sheet(desk.product.source / SHEET_NAME, desk.config.source)
    kept_brief(sheet, transcript, desk.run, desk.config)
    leave_doubted_open(desk.run)


def _retyped_first(then: Callable[[Desk, int, Pressed], None]) -> Act:
    """What a button beside the field does: what stands in the field is kept first."""

    def act(desk: Desk, pressed: Pressed) -> None:
        sentence = pressed.number("sentence")
        if pressed.has("text"):
            retype(desk, sentence, pressed.text("text"))
        then(desk, sentence, pressed)

    return act


ACTS: Mapping[str, Act] = {
    "retype": _retyped_first(lambda desk, sentence, pressed: None),
    "split": _retyped_first(
        lambda desk, sentence, pressed: split(desk, sentence, pressed.number("at"))
    ),
    "merge": _retyped_first(lambda desk, sentence, pressed: merge(desk, sentence)),
    "as_heard": lambda desk, pressed: back(desk, pressed.number("sentence")),
}
