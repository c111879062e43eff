"""The second step: facts and selling points, put right."""

from __future__ import annotations

from ...facts import lowest
from ...read import key_of, placed
from ...records import Brief, Money
from ...run import revisions
from ..session import Session
from .table import endpoint, press

TO_DECIDE = ("disagreement", "value")
"""Checks whose findings stand beside the fact that the merchant has to decide on."""


@press()
def confirm(
    session: Session, key: str = "", kind: str = "", value: str = "", shown: str = ""
) -> None:
    """Mark a fact as confirmed by the merchant; without a key, all that nothing speaks against.

    Several prices are confirmed one fact at a time, for one of them is soon misheard: their table
    sends its `value`, which puts the fact right where it differs from what was `shown`.
    Errors as in `revisions.revise`.
    """
    if value and (kind, value) != (key, shown):
        revise(session, key, kind, value)
    else:
        session.change_facts(lambda b: revisions.confirm(b, *([key] if key else _all_keys(b))))


@press()
def revise(session: Session, key: str, kind: str, value: str, english: str = "") -> None:
    """Put a fact right, which may be of another kind; errors as in `revisions.revise`."""

    def change(brief: Brief) -> Brief:
        new = revisions.revise(brief, key, kind, value)
        return revisions.name_in(new, kind, "en", english) if english.strip() else new

    session.change_facts(change)


@press("add")
def add_fact(session: Session, kind: str, value: str) -> None:
    """Add a fact, where its words are said if they are; errors as in `revisions.add`."""
    said = session.transcript

    def change(brief: Brief) -> Brief:
        new = revisions.add(brief, kind, value)
        return placed(new, said) if said else new

    session.change_facts(change)


@press("remove")
def remove_fact(session: Session, key: str) -> None:
    """Leave a fact out."""
    session.change_facts(lambda brief: revisions.remove(brief, key))


@press("take")
def add_point(session: Session, point: str, instead: str = "") -> None:
    """Add a selling point that the merchant takes or types, in the place of another one or not.

    Errors as in `revisions.add_point`.
    """
    session.change_facts(lambda brief: revisions.add_point(brief, point))
    if instead:
        strike_point(session, instead)


@press("strike")
def strike_point(session: Session, point: str) -> None:
    """Take a selling point out."""
    session.change_facts(lambda brief: revisions.strike_point(brief, point))


@endpoint(answers="facts")
def facts(session: Session) -> None:
    """Return what was heard and the facts of a product."""


@endpoint(answers="facts")
def set_fact(session: Session, key: str, value: str) -> None:
    """Confirm, correct or add a fact; only confirmed facts are said in a video.

    Args:
        key: The kind of fact, such as price, moq, lead_time, capacity, 起订量.
        value: As in "18.5 CNY", "100 pcs", "7 days"; empty: the value that was heard is right.
    """
    brief = session.brief
    known = [fact.key for fact in (*brief.facts, *brief.unconfirmed)] if brief else []
    if brief and value:
        key = key_of(key, value, brief.source_language)
    if not value:
        confirm(session, key)
    elif key in known:
        revise(session, key, key, value)
    else:
        add_fact(session, key, value)


@endpoint(answers="facts")
def set_point(session: Session, point: str, remove: bool) -> None:
    """Add or remove a selling point; only those that are added are said in a video.

    Args:
        point: An id such as does-not-fade, with its values as in "suits-audience: children",
            or words in the recording's language; `facts` lists what may be added.
        remove: Whether it is taken out.
    """
    if remove:
        strike_point(session, point)
    else:
        add_point(session, point)


def _all_keys(brief: Brief) -> tuple[str, ...]:
    asked = {finding.key for finding in brief.findings if finding.check in TO_DECIDE}
    known = (*brief.facts, *brief.unconfirmed)
    several = {
        fact.key
        for fact in brief.unconfirmed
        if lowest(fact.value) and not isinstance(fact.value, Money)
    }
    return tuple(fact.key for fact in known if fact.key not in asked | several)
