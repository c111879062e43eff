"""What the page says of the change that can be taken back, and of the one that can be redone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import RecordError
from ...languages import LanguageProfile, language_codes, profile
from ...messages import language_name
from ...points import Stated, sentences
from ...records import Fact, SellingPoint, from_json
from ...run import revisions
from ..desk import Desk
from ..steps.history import Done
from ..texts import texts
from ..wording import label_of

LONGEST_VALUE = 24


def history_look(desk: Desk, language: str) -> dict[str, str]:
    """The change that each would take back or do again: `Price changed to CNY 21`; empty: none."""
    undone, redone = desk.history.undone_next(), desk.history.redone_next()
    return {
        "undo": _told(undone, desk, language) if undone else "",
        "redo": _told(redone, desk, language) if redone else "",
    }


def told_of(done: Done, desk: Desk, language: str) -> str:
    """What was taken back or done again: `Undone: Price is CNY 18.50 again`."""
    was_revised = done.how == "undone" and done.what.get("act") == "revise"
    what = _told({**done.what, "act": "again"} if was_revised else done.what, desk, language)
    return texts(language)[f"history.{done.how}"].format(what=what)


def _told(what: Mapping[str, Any], desk: Desk, language: str) -> str:
    words, act = texts(language), str(what.get("act", ""))
    if act == "confirm" and what["count"] > 1:
        act = "confirm_all"
    try:
        parts = _parts(what, desk, language)
    except RecordError:  # kept by another version of the program
        act, parts = "other", {}
    return words.get(f"history.{act}", words["history.other"]).format(**parts)


def _parts(what: Mapping[str, Any], desk: Desk, language: str) -> dict[str, object]:
    """The parts of the sentence about a change."""
    shown = profile(language if language in language_codes() else "en")
    brief, parts = desk.brief, dict[str, object]()
    source = brief.source_language if brief else desk.product.choices.source
    labels = brief.labels if brief else {}
    facts = {
        name: from_json(Fact, what[name], Path()) for name in ("fact", "was", "now") if name in what
    }
    for name, fact in facts.items():
        parts["key"] = label_of(fact.key, language, labels)
        text = revisions.typed(fact, shown, source)
        parts["value" if name == "fact" else name] = _short(text)
    if "point" in what:
        parts["point"] = _short(_said(from_json(SellingPoint, what["point"], Path()), shown))
    if "language" in what:
        parts["language"] = language_name(what["language"], language)
    return {"count": what.get("count"), "line": what.get("line"), **parts}


def _said(point: SellingPoint, shown: LanguageProfile) -> str:
    stated = Stated.of(point.catalogue)
    words = sentences(stated, shown) if stated else (point.text,)
    return words[0].rstrip(shown.text.sentence_end)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
