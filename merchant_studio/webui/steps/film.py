"""The first step: what a user does before and after filming."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...languages import profile
from ...records import Code, FactValue, Term, digest
from ...run import revisions
from ..desk import Desk
from ..pressed import Act, Pressed
from ..texts import page_languages, texts
from ..workshop import Job

MAX_NAME_CHARS, MAX_POINTS_CHARS = 120, 2000


def describe(desk: Desk, *, name: str, english: str, points: str, source: str) -> None:
    """Keep what the merchant typed before filming: name, points to say, language spoken.

    Raises:
        UsageError: nobody hears that language.
    """
    _ = profile(source)
    desk.choose(
        "sheet",
        name=name.strip()[:MAX_NAME_CHARS],
        english=english.strip()[:MAX_NAME_CHARS],
        points=points.strip()[:MAX_POINTS_CHARS],
        source=source,
    )


def listen(desk: Desk) -> Job | None:
    """Have the chosen take transcribed; None: it was, and nothing has changed.

    Facts that were confirmed in an earlier take go into the sheet, so that they stay.

    Raises:
        InputError: there is no take yet, or the name cannot be used.
    """
    chosen, brief = desk.product.choices, desk.brief
    if not chosen.take:
        raise InputError("film yourself or choose a recording first")
    basis = digest(chosen.take, chosen.name, chosen.english, chosen.source)
    if brief and chosen.heard == basis:
        desk.product.choose(step=2)
        return None
    known: dict[str, Any] = {}
    if brief and brief.source_language == chosen.source:
        own = profile(chosen.source)
        known = {
            fact.key: _in_sheet(fact.value) or revisions.typed(fact, own, chosen.source)
            for fact in brief.facts
        }
        if brief.points:
            known["points"] = [point.catalogue or point.text for point in brief.points]
    names = {
        chosen.source: chosen.name,
        "en": chosen.english or known.get("name", {}).get("en"),
    }
    names = {code: word for code, word in names.items() if word}
    if chosen.name:
        revisions.check_name(names)
        known["name"] = names
    desk.be_free()
    desk.history.remember({"act": "listen"})
    desk.product.write_sheet(known)
    desk.product.choose(heard="", step=2)
    return desk.submit("listen", then=lambda: desk.product.choose(heard=basis))


def _in_sheet(value: FactValue) -> Any:
    """Words and codes as a sheet has them; None for what is written as a text."""
    match value:
        case Term(translations=names):
            return dict(names)
        case Code(codes=codes):
            return list(codes)
        case _:
            return None


def _describe(desk: Desk, pressed: Pressed) -> None:
    usual = {texts(code)["film.usual_points"].strip() for code in page_languages()}
    points = pressed.text("points").strip()
    describe(
        desk,
        name=pressed.text("name"),
        english=pressed.text("english"),
        points="" if points in usual else points,
        source=pressed.text("source"),
    )


def _listen(desk: Desk, pressed: Pressed) -> None:
    _describe(desk, pressed)
    listen(desk)


ACTS: Mapping[str, Act] = {
    "describe": _describe,
    "listen": _listen,
    "use": lambda desk, pressed: desk.product.use(pressed.text("file")),
    "drop": lambda desk, pressed: desk.product.drop(pressed.text("file")),
}
