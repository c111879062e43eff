"""What the endpoints of the HTTP API answer, as JSON-ready values."""

from __future__ import annotations

from typing import Any

from ..facts import written
from ..languages import profile
from ..publish import VIDEO, look_of
from ..read import offers
from ..records import to_json
from .desk import Desk
from .looks import history_look, script_told, told_of
from .looks.stills import still_look
from .steps import history


def facts_answer(desk: Desk) -> dict[str, Any]:
    """What was heard, the facts, the selling points, and what was found."""
    brief, said = desk.brief, desk.transcript
    if brief is None or said is None:
        return {"product": desk.product.id, "heard": [], "facts": [], "points": [], "findings": []}
    english = profile("en")
    unconfirmed = {fact.key for fact in brief.unconfirmed}
    return {
        "product": desk.product.id,
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
    }


def scripts_answer(desk: Desk) -> dict[str, Any]:
    """The script of each language that is wanted; see `looks.script_told`."""
    return {
        "product": desk.product.id,
        "scripts": {tag: script_told(desk, tag) for tag in desk.product.choices.languages},
    }


def moved_answer(desk: Desk, done: history.Done) -> dict[str, str]:
    """What was taken back or done again, and what could be next."""
    told = told_of(done, desk, "en")
    return {"product": desk.product.id, "told": told, **history_look(desk, "en")}


def look_answer(desk: Desk) -> dict[str, Any]:
    """How the videos look, and the addresses of a still of each line."""
    tags = desk.product.choices.languages
    found = {tag: look for tag in tags if (look := still_look(desk, tag))}
    return {
        "product": desk.product.id,
        "look": look_of(desk.config),
        "stills": {
            tag: [f"{look['address']}{line}" for line in (*range(1, look["lines"] + 1), 0)]
            for tag, look in found.items()
        },
    }


def videos_answer(desk: Desk, also: str) -> dict[str, Any]:
    """The files of each language, whether they are old, and what was found; `also`: a shape's."""
    made: dict[str, Any] = {}
    for tag in desk.product.choices.languages:
        folder = f"{also}/{tag}" if also else tag
        report = desk.run.read_json(f"{folder}/report.json") or {}
        files = sorted(report.get("files", {}))
        made[tag] = {
            "made": VIDEO in files,
            "old": desk.old(folder),
            "files": {name: f"media/{desk.product.id}/{folder}/{name}" for name in files},
            "findings": report.get("findings", []),
        }
    return {"product": desk.product.id, "videos": made}
