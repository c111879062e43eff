"""The values that the second step shows: what was heard, facts, and selling points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from ...config import choices_of
from ...facts import KEYS
from ...languages import REFERENCE, LanguageProfile, language_codes, profile
from ...points import Stated, sentences
from ...read import Otherwise, heard_otherwise, offers, offers_for
from ...records import (
    Brief,
    Fact,
    Finding,
    SellingPoint,
    Term,
    Transcript,
)
from ...run import revisions
from ..desk import Desk
from ..steps.facts import TO_DECIDE
from ..wording import label_of
from .common import clock, media_of
from .sheet import unread_look
from .transcript import transcript_look

TONES, SHAPES = ("plain", "lively", "formal"), ("source", "9:16", "1:1", "16:9")


def facts_look(desk: Desk, language: str) -> dict[str, Any]:
    """What was heard, and the facts; those that the merchant has to check stand first."""
    brief, transcript, chosen = desk.brief, desk.transcript, desk.product.choices
    rows: list[dict[str, Any]] = []
    others: list[Finding] = []
    if brief:
        shown = profile(language if language in language_codes() else "en")
        unconfirmed = {fact.key for fact in brief.unconfirmed}
        otherwise = heard_otherwise(transcript, brief) if transcript else {}
        for fact in (*brief.facts, *brief.unconfirmed):
            differs = [f for f in brief.findings if f.check in TO_DECIDE and f.key == fact.key]
            state = "differs" if differs else "heard" if fact.key in unconfirmed else "sure"
            rows.append(_fact_row(fact, state, differs, brief, shown, language))
            heard = otherwise.get(fact.key)
            rows[-1]["otherwise"] = heard and _heard_look(fact, heard, shown, brief)
        order = ("differs", "heard", "sure")
        rows.sort(key=lambda row: order.index(row["state"]))
        keys = [row["key"] for row in rows]
        others = [f for f in brief.findings if f.key not in keys]
    known = [(label_of(key, language, {}), key) for key in KEYS]
    voices = ["original", *["dub"] * _can_dub(desk.office.config.speaker)]
    return {
        "chosen": chosen,
        "has_heard": bool(brief and transcript and chosen.heard),
        "busy": bool(desk.job and desk.job.is_open),
        "media": media_of(desk),
        "transcript": transcript_look(transcript, brief) if transcript and brief else {},
        "rows": rows,
        "open": sum(row["state"] != "sure" for row in rows),
        "heard": sum(row["state"] == "heard" for row in rows),
        "unsaid": len(brief.unconfirmed) if brief else 0,
        "kinds": known,
        "there": [row["key"] for row in rows],
        "points": _points_look(brief, transcript, language) if brief and transcript else {},
        "unread": unread_look(desk, language),
        "others": [{"at": _ms(f.where), "finding": f} for f in others],
        "options": {
            "voices": voices,
            "scripts": choices_of("script") if not desk.office.config.bilingual else (),
            "tones": TONES,
            "shapes": SHAPES,
        },
    }


def _heard_look(
    fact: Fact, heard: Otherwise, shown: LanguageProfile, brief: Brief
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
    heard = [
        {"at_ms": m.span.start_ms, "at": clock(m.span.start_ms), "text": m.text}
        for m in fact.heard_in
    ]
    return {
        "key": fact.key,
        "label": label_of(fact.key, language, brief.labels),
        "is_usual": fact.key in KEYS,
        "value": revisions.typed(fact, shown, source),
        "is_term": isinstance(value, Term) and source != "en",
        "english": value.translations.get("en", "") if isinstance(value, Term) else "",
        "state": state,
        "differs": differs,
        "heard": heard,
    }


def _points_look(brief: Brief, transcript: Transcript, language: str) -> dict[str, Any]:
    """The selling points that are taken, each with its moment, and those that are offered."""
    shown = profile(language if language in language_codes() else REFERENCE)
    found = offers(transcript, brief)
    moments = {p.id: offer.span.start_ms for offer in reversed(found) for p in offer.taken}

    def look(point: SellingPoint) -> dict[str, Any]:
        stated = Stated.of(point.catalogue)
        words = sentences(stated, shown) if stated else (point.text,)
        at_ms = moments.get(point.id)
        return {
            "id": point.id,
            "point": point.catalogue,
            "text": words[0].rstrip(shown.text.sentence_end),
            "is_own": not point.catalogue,
            "at_ms": at_ms,
            "at": clock(at_ms) if at_ms is not None else "",
            "offers": [look(each) for each in offers_for(point.text, brief)] if not stated else [],
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


def _ms(clock: str) -> int | None:
    found = re.fullmatch(r"(\d+):(\d\d)", clock)
    return (int(found[1]) * 60 + int(found[2])) * 1000 if found else None


@cache
def _can_dub(speaker: str) -> bool:
    """Whether the voice that the page offers is installed, with its weights."""
    from ...engines import weights

    if speaker != "kokoro":
        return True
    here = all(weights.is_present(model) for model in ("kokoro-82m-int8", "kokoro-voices"))
    return here and find_spec("onnxruntime") is not None
