"""The values that the third step shows: a script beside what was said, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...engines import exam_command
from ...facts import fill, written
from ...languages import TAG, LanguageProfile, profile
from ...records import (
    Brief,
    Finding,
    ScriptLine,
    Transcript,
    to_json,
)
from ..found import found_in_script, is_blocking
from ..session import Session
from ..stale_scripts import old_scripts
from ..texts import texts
from .common import clock, media_of
from .meaning import Told, lines_view, missing_view, told_by
from .sheet import asked_view
from .stills import still_view

TOLD_ABOVE = ("points", "warn")
"""The finding that names what is missing: the page shows it with reasons, above the lines."""


def scripts_view(session: Session, language: str) -> dict[str, Any]:
    """One language's script beside what was said, with the findings about each line."""
    chosen, brief, transcript = session.product.choices, session.brief, session.transcript
    tongue = session.tongue
    writings = {tag: session.writing(tag) for tag in chosen.languages}
    scripts = {
        tag: writing.script if writing else session.script(tag) for tag, writing in writings.items()
    }
    due = {tag: writing.due if writing else () for tag, writing in writings.items()}
    found = {
        tag: [] if due[tag] else found_in_script(session, brief, script, tag)
        for tag, script in scripts.items()
    }
    tabs = [
        {
            "tag": tag,
            "is_now": tag == tongue,
            "blocks": sum(f.severity == "block" for f in found[tag]),
            "warns": sum(f.severity == "warn" for f in found[tag]),
            "is_written": scripts[tag] is not None,
            "missing": missing_view(session, brief, scripts[tag]),
        }
        for tag in chosen.languages
    ]
    script, old = scripts.get(tongue), old_scripts(session)
    lines: list[dict[str, Any]] = []
    general: list[Finding] = []
    told: Told | None = None
    if brief and script and transcript:
        named = session.named(brief)
        of_line: dict[int, list[Finding]] = {}
        for finding in found[tongue]:
            if finding.line:
                of_line.setdefault(finding.line - 1, []).append(finding)
            elif finding not in brief.findings and (finding.check, finding.severity) != TOLD_ABOVE:
                general.append(finding)
        told = told_by(session, brief, script)
        beside = lines_view(session, told, language)
        lines = [
            _line_view(line, of_line.get(line.index, []), named, transcript, profile(tongue))
            | more
            | {"is_due": line.index in due[tongue]}
            for line, more in zip(script.lines, beside, strict=True)
        ]
    elif found.get(tongue):
        general = list(found[tongue])
    return {
        "chosen": chosen,
        "tongue_now": tongue,
        "direction": profile(tongue).direction if tongue else "ltr",
        "tabs": tabs,
        "lines": lines,
        "general": general,
        "missing": next((tab["missing"] for tab in tabs if tab["tag"] == tongue), None),
        "unread": told.unread if told else 0,
        "exam": exam_command(session.config, [profile(tongue).code])
        if script and script.whole
        else "",
        "can_ask_back": told is not None and told.is_asked and told.untold,
        "stale": texts(language)["page.comma"].join(dict.fromkeys(_stale(old, language))),
        "goes_on": session.goes_on("write"),
        "media": media_of(session),
        "blocked": [tag for tag in found if tag not in old and any(map(is_blocking, found[tag]))],
        "spent": session.spent,
        "asked": asked_view(session, language),
        "busy": bool(session.job and session.job.is_open),
        "locked": bool(
            session.job and session.job.is_open and session.job.task.action != "rewrite"
        ),
        "still": still_view(session, tongue),
    }


def _stale(old: Mapping[str, Sequence[str]], language: str) -> Iterator[str]:
    """What has changed since the scripts were written, in the page's words."""
    for name in (name for names in old.values() for name in names):
        yield texts(language)[f"scripts.stale_{name}"]


def _line_view(
    line: ScriptLine,
    found: Sequence[Finding],
    brief: Brief,
    transcript: Transcript,
    target: LanguageProfile,
) -> dict[str, Any]:
    values = {fact.key: written(fact.value, target) for fact in brief.facts}
    pieces: list[tuple[str, str]] = []
    at = 0
    for tag in TAG.finditer(line.text):
        pieces.append(("", line.text[at : tag.start()]))
        pieces.append((tag[1], values.get(tag[1], tag[1])))
        at = tag.end()
    pieces.append(("", line.text[at:]))
    return {
        "index": line.index,
        "said": _said(line, transcript),
        "at": clock(line.budget.start_ms),
        "at_ms": line.budget.start_ms,
        "text": line.text,
        "pieces": [piece for piece in pieces if piece[1]],
        "author": line.author,
        "found": found,
        "is_blocked": any(f.severity == "block" for f in found),
    }


def script_told(session: Session, tag: str) -> dict[str, Any]:
    """One language's script for the API: its lines, what they tell, and what it leaves out."""
    brief, script, transcript = session.brief, session.script(tag), session.transcript
    findings = [to_json(found) for found in found_in_script(session, brief, script, tag)]
    if brief is None or script is None or transcript is None:
        return {"lines": [], "unsaid": [], "findings": findings}
    told = told_by(session, brief, script)
    return {
        "lines": [
            {
                "line": line.index + 1,
                "said": _said(line, transcript),
                "text": line.text,
                "filled": fill(line.text, brief.facts, profile(tag)),
                "back": back.text,
                "written_by": line.author,
                "points": list(line.points),
                "meaning": line.assured,
            }
            for line, back in zip(script.lines, told.backs, strict=True)
        ],
        "unsaid": [
            {
                "words": one.words,
                "line": None if one.line is None else one.line + 1,
                "why": one.why,
                "helps": list(one.helps),
            }
            for one in told.unsaid
        ],
        "findings": findings,
    }


def _said(line: ScriptLine, transcript: Transcript) -> str:
    segments = transcript.segments
    return "".join(segments[i].text for i in line.says if i < len(segments))
