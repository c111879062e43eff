"""In every step: a change taken back, and done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ..desk import Desk
from ..pressed import Act


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was taken back or done again, for the page to tell."""

    how: str
    """`undone` or `redone`."""
    what: Mapping[str, Any]


def undo(desk: Desk) -> Done:
    """Take the last change back.

    Raises:
        InputError: nothing is left to be taken back.
        UsageError: it is being worked at.
    """
    return Done("undone", _move(desk, desk.history.undo))


def redo(desk: Desk) -> Done:
    """Do a change again that was taken back; errors as in `undo`."""
    return Done("redone", _move(desk, desk.history.redo))


def _move(desk: Desk, move: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    desk.be_free()
    before = desk.product.choices
    what = move()
    now = desk.product.choices
    if (now.take, now.cuts) != (before.take, before.cuts):
        try:
            desk.product.put_in_place(now.take)
        except InputError:  # it was deleted since, so the one of now stays
            desk.product.choose(take=before.take, cuts=before.cuts)
    return what


ACTS: Mapping[str, Act] = {
    "undo": lambda desk, pressed: undo(desk),
    "redo": lambda desk, pressed: redo(desk),
}
