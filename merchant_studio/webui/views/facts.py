"""The values that the second step shows: what was heard, facts, and selling points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from ...config import choices_of
from ...facts import KEYS
from ...languages import LanguageProfile
from ...points import Stated
from ...read import HeardValue, heard_otherwise, missing, offers, offers_for
from ...records import (
    Brief,
    Fact,
    Finding,
    Mention,
    SellingPoint,
    Term,
    Transcript,
)
from ...run import misheard, revisions
from ..actions.facts import TO_DECIDE
from ..session import Session
from ..wording import label_of
from .common import clock, media_of, shown_in, words_of
from .prices import SEVERAL, prices_view, rows_view
from .sheet import unread_view
from .transcript import transcript_view

TONES, SHAPES = ("plain", "lively", "formal"), ("source", "9:16", "1:1", "16:9")


def facts_view(session: Session, language: str) -> dict[str, Any]:
    """What was heard, and the facts; those that the merchant has to check stand first."""
    brief, transcript, chosen = session.brief, session.transcript, session.product.choices
    rows: list[dict[str, Any]] = []
    others: list[Finding] = []
    if brief:
        shown = shown_in(language)
        unconfirmed = {fact.key for fact in brief.unconfirmed}
        otherwise = heard_otherwise(transcript, brief) if transcript else {}
        for fact in (*brief.facts, *brief.unconfirmed):
            differs = [f for f in brief.findings if f.check in TO_DECIDE and f.key == fact.key]
            state = "differs" if differs else "heard" if fact.key in unconfirmed else "sure"
            rows.append(_fact_row(fact, state, differs, brief, shown, language))
            heard = otherwise.get(fact.key)
            rows[-1]["otherwise"] = heard and _heard_view(fact, heard, shown, brief)
            rows[-1]["waits"] = bool(rows[-1]["rows"]) and state != "sure" and not heard
        order = ("differs", "heard", "sure")
        rows.sort(key=lambda row: order.index(row["state"]))
        keys = [row["key"] for row in rows]
        others = [f for f in brief.findings if f.key not in keys]
    known = [(label_of(key, language, {}), key) for key in KEYS]
    voices = ["original", *["dub"] * _can_dub(session.app.config.speaker)]
    return {
        "chosen": chosen,
        "has_heard": bool(brief and transcript and chosen.heard),
        "busy": bool(session.job and session.job.is_open),
        "media": media_of(session),
        "transcript": _transcript(session),
        "rows": rows,
        "open": sum(row["state"] != "sure" for row in rows),
        "heard": sum(row["state"] == "heard" and not row["waits"] for row in rows),
        "unsaid": len(brief.unconfirmed) if brief else 0,
        "kinds": known,
        "several": SEVERAL,
        "prices": prices_view(language),
        "there": [row["key"] for row in rows],
        "points": _points_view(brief, transcript, language) if brief and transcript else {},
        "unread": unread_view(session, language),
        "missing": _missing_view(brief, transcript, language) if brief and transcript else (),
        "others": [{"at": f.at_ms, "finding": f} for f in others],
        "options": {
            "voices": voices,
            "scripts": choices_of("script") if not session.app.config.bilingual else (),
            "tones": TONES,
            "shapes": SHAPES,
        },
    }


def _transcript(session: Session) -> dict[str, Any]:
    """The sentences with what was perhaps misheard; empty before anything was heard."""
    brief, said, message = session.brief, session.transcript, session.message
    if brief is None or said is None:
        return {}
    return transcript_view(said, brief, tuple(misheard(message, said)) if message else ())


def _missing_view(brief: Brief, transcript: Transcript, language: str) -> list[dict[str, Any]]:
    """What buyers will ask for, with the facts that answer it, and where it was perhaps said."""
    return [
        {
            "name": one.name,
            "kinds": [(label_of(key, language, {}), key) for key in one.keys],
            "heard": [_moment(one.half_heard)] if one.half_heard else [],
        }
        for one in missing(brief, transcript)
    ]


def _moment(heard: Mention) -> dict[str, Any]:
    start_ms = heard.span.start_ms
    return {"at_ms": start_ms, "at": clock(start_ms), "text": heard.text}


def _heard_view(
    fact: Fact, heard: HeardValue, shown: LanguageProfile, brief: Brief
) -> dict[str, str]:
    """What was heard of a fact that he typed otherwise, as one types it."""
    other = replace(fact, value=heard.value)
    return {
        "at": clock(heard.mention.span.start_ms),
        "value": revisions.typed(other, shown, brief.source_language),
    }


def _fact_row(
    fact: Fact,
    state: str,
    differs: Sequence[Finding],
    brief: Brief,
    shown: LanguageProfile,
    language: str,
) -> dict[str, Any]:
    source, value = brief.source_language, fact.value
    return {
        "key": fact.key,
        "label": label_of(fact.key, language, brief.labels),
        "is_usual": fact.key in KEYS,
        "value": revisions.typed(fact, shown, source),
        "rows": rows_view(fact.key, value, source, language),
        "is_term": isinstance(value, Term) and source != "en",
        "english": value.translations.get("en", "") if isinstance(value, Term) else "",
        "state": state,
        "differs": differs,
        "heard": list(map(_moment, fact.heard_in)),
    }


def _points_view(brief: Brief, transcript: Transcript, language: str) -> dict[str, Any]:
    """The selling points that are taken, each with its moment, and those that are offered."""
    found = offers(transcript, brief)
    moments = {p.id: offer.span.start_ms for offer in reversed(found) for p in offer.taken}

    def look(point: SellingPoint) -> dict[str, Any]:
        at_ms = moments.get(point.id)
        return {
            "id": point.id,
            "point": point.catalogue,
            "text": words_of(point, language).rstrip(shown_in(language).text.sentence_end),
            "is_own": not point.catalogue,
            "at_ms": at_ms,
            "at": clock(at_ms) if at_ms is not None else "",
            "offers": []
            if Stated.of(point.catalogue)
            else [look(each) for each in offers_for(point.text, brief)],
        }

    open_ones = [offer for offer in found if not offer.taken]
    return {
        "taken": [look(point) for point in brief.points],
        "offers": [
            {
                "quote": offer.quote,
                "at_ms": offer.span.start_ms,
                "at": clock(offer.span.start_ms),
                "points": [look(point) for point in offer.points],
            }
            for offer in open_ones
        ],
        "unread": sum(not offer.points for offer in open_ones),
    }


@cache
def _can_dub(speaker: str) -> bool:
    """Whether the voice that the page offers is installed, with its weights."""
    from ...engines import weights

    if speaker != "kokoro":
        return True
    here = all(weights.is_present(model) for model in ("kokoro-82m-int8", "kokoro-voices"))
    return here and find_spec("onnxruntime") is not None
