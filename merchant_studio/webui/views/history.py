"""What the page says of the change that can be taken back, and of the one that can be redone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import RecordError
from ...records import Fact, SellingPoint, from_json
from ...run import revisions
from ...telling import language_name
from ..actions.history import Done
from ..session import Session
from ..texts import texts
from ..wording import label_of
from .common import shown_in, words_of

LONGEST_VALUE = 24


def history_view(session: Session, language: str) -> dict[str, str]:
    """The change that each would take back or do again: `Price changed to CNY 21`; empty: none."""
    undone, redone = session.history.undone_next(), session.history.redone_next()
    return {
        "undo": _told(undone, session, language) if undone else "",
        "redo": _told(redone, session, language) if redone else "",
    }


def told_of(done: Done, session: Session, language: str) -> str:
    """What was taken back or done again: `Undone: Price is CNY 18.50 again`."""
    was_revised = done.how == "undone" and done.what.get("act") == "revise"
    what = _told({**done.what, "act": "again"} if was_revised else done.what, session, language)
    return texts(language)[f"history.{done.how}"].format(what=what)


def _told(what: Mapping[str, Any], session: Session, language: str) -> str:
    words, act = texts(language), str(what.get("act", ""))
    if act == "confirm" and what["count"] > 1:
        act = "confirm_all"
    try:
        parts = _parts(what, session, language)
    except RecordError:  # kept by another version of the program
        act, parts = "other", {}
    return words.get(f"history.{act}", words["history.other"]).format(**parts)


def _parts(what: Mapping[str, Any], session: Session, language: str) -> dict[str, object]:
    """The parts of the sentence about a change."""
    shown = shown_in(language)
    brief, parts = session.brief, dict[str, object]()
    source = brief.source_language if brief else session.product.choices.source
    labels = brief.labels if brief else {}
    facts = {
        name: from_json(Fact, what[name], Path()) for name in ("fact", "was", "now") if name in what
    }
    for name, fact in facts.items():
        parts["key"] = label_of(fact.key, language, labels)
        text = revisions.typed(fact, shown, source)
        parts["value" if name == "fact" else name] = _short(text)
    if "point" in what:
        parts["point"] = _short(_said(what["point"], language))
    if "language" in what:
        parts["language"] = language_name(what["language"], language)
    return {"count": what.get("count"), "line": what.get("line"), **parts}


def _said(point: Any, language: str) -> str:
    words = words_of(from_json(SellingPoint, point, Path()), language)
    return words.rstrip(shown_in(language).text.sentence_end)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
