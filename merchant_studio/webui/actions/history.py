"""In every step: a change taken back, and done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ..session import Session
from .table import endpoint, press


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was taken back or done again, for the page to tell."""

    how: str
    """`undone` or `redone`."""
    what: Mapping[str, Any]


@press()
@endpoint(answers="moved")
def undo(session: Session) -> Done:
    """Take the last change of a product back: of a fact, a point, a line or a choice.

    Raises:
        InputError: nothing is left to be taken back.
        UsageError: it is being worked at.
    """
    return Done("undone", _move(session, session.history.undo))


@press()
@endpoint(answers="moved")
def redo(session: Session) -> Done:
    """Do a change of a product again that undo has taken back."""
    return Done("redone", _move(session, session.history.redo))


def _move(session: Session, move: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    session.be_free()
    before = session.product.choices
    what = move()
    now = session.product.choices
    if (now.take, now.cuts) != (before.take, before.cuts):
        try:
            session.product.put_in_place(now.take)
        except InputError:  # it was deleted since, so the one of now stays
            session.product.choose(take=before.take, cuts=before.cuts)
    return what
