"""What the endpoints of the HTTP API answer, as JSON-ready values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..facts import written
from ..languages import profile
from ..publish import VIDEO, look_of
from ..read import missing, offers
from ..records import to_json
from .actions import history
from .jobs import Job
from .session import Session
from .views.history import history_view, told_of
from .views.scripts import script_told
from .views.stills import still_view


def facts_answer(session: Session, _: Any = None) -> dict[str, Any]:
    """What was heard, the facts, the selling points, and what was found."""
    brief, said = session.brief, session.transcript
    if brief is None or said is None:
        return {
            "product": session.product.id,
            "heard": [],
            "facts": [],
            "points": [],
            "findings": [],
        }
    english = profile("en")
    unconfirmed = {fact.key for fact in brief.unconfirmed}
    return {
        "product": session.product.id,
        "heard": [segment.text for segment in said.segments],
        "typed": [segment.index + 1 for segment in said.segments if segment.typed],
        "corrections": [
            {"sentence": each.segment + 1, "heard": each.heard, "meant": each.meant}
            for each in said.corrections
        ],
        "facts": [
            {
                "key": fact.key,
                "value": written(fact.value, english),
                "confirmed": fact.key not in unconfirmed,
                "heard_at_ms": [mention.span.start_ms for mention in fact.heard_in],
            }
            for fact in (*brief.facts, *brief.unconfirmed)
        ],
        "points": [
            {"id": point.id, "point": point.catalogue or point.text} for point in brief.points
        ],
        "offered": [
            {
                "quote": offer.quote,
                "heard_at_ms": offer.span.start_ms,
                "points": [point.catalogue for point in offer.points],
            }
            for offer in offers(said, brief)
            if not offer.taken
        ],
        "findings": [to_json(finding) for finding in brief.findings],
        "missing": [
            {
                "keys": one.keys,
                "said": one.half_heard and one.half_heard.text,
                "heard_at_ms": one.half_heard and one.half_heard.span.start_ms,
            }
            for one in missing(brief, said)
        ],
    }


def scripts_answer(session: Session, _: Any = None) -> dict[str, Any]:
    """The script of each language that is wanted; see `views.script_told`."""
    return {
        "product": session.product.id,
        "scripts": {tag: script_told(session, tag) for tag in session.product.choices.languages},
    }


def moved_answer(session: Session, done: history.Done) -> dict[str, str]:
    """What was taken back or done again, and what could be next."""
    told = told_of(done, session, "en")
    return {"product": session.product.id, "told": told, **history_view(session, "en")}


def look_answer(session: Session, _: Any = None) -> dict[str, Any]:
    """How the videos look, and the addresses of a still of each line."""
    tags = session.product.choices.languages
    found = {tag: look for tag in tags if (look := still_view(session, tag))}
    return {
        "product": session.product.id,
        "look": look_of(session.config),
        "stills": {
            tag: [f"{look['address']}{line}" for line in (*range(1, look["lines"] + 1), 0)]
            for tag, look in found.items()
        },
    }


def videos_answer(session: Session, job: Job) -> dict[str, Any]:
    """The files that a job has made of each language, whether they are old, what was found."""
    also = job.task.also
    made: dict[str, Any] = {}
    for tag in session.product.choices.languages:
        folder = f"{also}/{tag}" if also else tag
        report = session.run.read_json(f"{folder}/report.json") or {}
        files = sorted(report.get("files", {}))
        made[tag] = {
            "made": VIDEO in files,
            "old": session.old(folder),
            "files": {name: f"media/{session.product.id}/{folder}/{name}" for name in files},
            "findings": report.get("findings", []),
        }
    return {"product": session.product.id, "videos": made}


ANSWERS: Mapping[str, Callable[[Session, Any], dict[str, Any]]] = {
    "facts": facts_answer,
    "scripts": scripts_answer,
    "moved": moved_answer,
    "look": look_answer,
    "videos": videos_answer,
}
"""What an action of a program answers, made from what its function returned."""
