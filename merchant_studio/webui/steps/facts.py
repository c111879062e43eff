"""The second step: facts and selling points, put right."""

from __future__ import annotations

from collections.abc import Mapping

from ...read import placed
from ...records import Brief
from ...run import revisions
from ..desk import Desk
from ..pressed import Act, Pressed

TO_DECIDE = ("disagreement", "value")
"""Checks whose findings stand beside the fact that the merchant has to decide on."""


def confirm(desk: Desk, *keys: str) -> None:
    """Mark facts as confirmed by the merchant; without keys, all that nothing speaks against."""
    desk.change_facts(lambda b: revisions.confirm(b, *(keys or _all_keys(b))))


def revise(desk: Desk, key: str, new_key: str, text: str, english: str = "") -> None:
    """Put a fact right; errors as in `revisions.revise`."""

    def change(brief: Brief) -> Brief:
        new = revisions.revise(brief, key, new_key, text)
        return revisions.name_in(new, new_key, "en", english) if english.strip() else new

    desk.change_facts(change)


def add_fact(desk: Desk, key: str, text: str) -> None:
    """Add a fact, where its words are said if they are; errors as in `revisions.add`."""
    said = desk.transcript

    def change(brief: Brief) -> Brief:
        new = revisions.add(brief, key, text)
        return placed(new, said) if said else new

    desk.change_facts(change)


def remove_fact(desk: Desk, key: str) -> None:
    """Leave a fact out."""
    desk.change_facts(lambda brief: revisions.remove(brief, key))


def add_point(desk: Desk, words: str) -> None:
    """Add a selling point that the merchant takes or types; see `revisions.add_point`."""
    desk.change_facts(lambda brief: revisions.add_point(brief, words))


def strike_point(desk: Desk, name: str) -> None:
    """Take a selling point out."""
    desk.change_facts(lambda brief: revisions.strike_point(brief, name))


def _all_keys(brief: Brief) -> tuple[str, ...]:
    asked = {finding.key for finding in brief.findings if finding.check in TO_DECIDE}
    known = (fact.key for fact in (*brief.facts, *brief.unconfirmed))
    return tuple(key for key in known if key not in asked)


def _confirm(desk: Desk, pressed: Pressed) -> None:
    confirm(desk, *filter(None, [pressed.text("key")]))


def _revise(desk: Desk, pressed: Pressed) -> None:
    names = ("key", "kind", "value", "english")
    revise(desk, *map(pressed.text, names))


def _take(desk: Desk, pressed: Pressed) -> None:
    add_point(desk, pressed.text("point"))
    if pressed.text("instead"):
        strike_point(desk, pressed.text("instead"))


ACTS: Mapping[str, Act] = {
    "confirm": _confirm,
    "revise": _revise,
    "add": lambda desk, pressed: add_fact(desk, pressed.text("kind"), pressed.text("value")),
    "remove": lambda desk, pressed: remove_fact(desk, pressed.text("key")),
    "take": _take,
    "strike": lambda desk, pressed: strike_point(desk, pressed.text("point")),
}
