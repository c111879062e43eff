"""The values that the third step shows: a script beside what was said, and what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...check import check_meaning, check_name, check_points, check_script
from ...facts import written
from ...languages import TAG, LanguageProfile, profile
from ...records import (
    Brief,
    Finding,
    Script,
    ScriptLine,
    Transcript,
    from_json,
)
from ...run import with_names
from ..desk import Desk
from ..tasks import FINDINGS_FILE
from .common import clock, media_of
from .stills import still_look

LASTING = ("glyphs", "pace", "heard", "dub", "voice", "post", "order")
"""Checks whose findings about a script stay until it is written again."""
FIXED = ("trade term", "not said in the recording", "it states something")
"""How the reason begins for which a line is always the phrasebook's, never a model's."""
_LINE = re.compile(r".+, line (\d+)")


def scripts_look(desk: Desk, language: str) -> dict[str, Any]:
    """One language's script beside what was said, with the findings about each line."""
    chosen, brief, transcript = desk.product.choices, desk.brief, desk.transcript
    tongue = chosen.tongue if chosen.tongue in chosen.languages else ""
    tongue = tongue or (chosen.languages[0] if chosen.languages else "")
    scripts = {tag: desk.script(tag) for tag in chosen.languages}
    found = {tag: found_in_script(desk, brief, script, tag) for tag, script in scripts.items()}
    tabs = [
        {
            "tag": tag,
            "is_now": tag == tongue,
            "blocks": sum(f.severity == "block" for f in found[tag]),
            "warns": sum(f.severity == "warn" for f in found[tag]),
            "is_written": scripts[tag] is not None,
        }
        for tag in chosen.languages
    ]
    script = scripts.get(tongue)
    lines: list[dict[str, Any]] = []
    general: list[Finding] = []
    if brief and script and transcript:
        named = with_names(brief, desk.run)
        of_line: dict[int, list[Finding]] = {}
        for finding in found[tongue]:
            numbered = _LINE.fullmatch(finding.where)
            if numbered:
                of_line.setdefault(int(numbered[1]) - 1, []).append(finding)
            elif finding not in brief.findings:
                general.append(finding)
        lines = [
            {
                **_line_look(line, of_line.get(line.index, []), named, transcript, profile(tongue)),
                "can_phrase": line.author not in ("phrasebook", "points")
                and _has_phrase(line, script),
            }
            for line in script.lines
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
        "is_stale": bool(brief) and desk.written_from() != chosen.written,
        "media": media_of(desk),
        "blocked": [tab["tag"] for tab in tabs if tab["blocks"]],
        "spent": desk.spent,
        "busy": bool(desk.job and desk.job.is_open),
        "still": still_look(desk, tongue),
    }


def _has_phrase(line: ScriptLine, script: Script) -> bool:
    """Whether the catalogue or the phrasebook has a sentence for a line's points or facts."""
    known = [point for point in script.points if point.catalogue]
    return bool(line.tags) or any(set(point.segments) & set(line.says) for point in known)


def _line_look(
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
    own = target.code == brief.source_language
    fixed = line.why.startswith(FIXED) and bool(line.tags)
    said = [transcript.segments[i].text for i in line.says if i < len(transcript.segments)]
    return {
        "index": line.index,
        "said": "".join(said),
        "at": clock(line.budget.start_ms),
        "at_ms": line.budget.start_ms,
        "pieces": [piece for piece in pieces if piece[1]],
        "author": line.author,
        "found": found,
        "is_blocked": any(f.severity == "block" for f in found),
        "can_rewrite": not fixed and not own,
    }


def found_in_script(
    desk: Desk, brief: Brief | None, script: Script | None, tag: str
) -> list[Finding]:
    """The findings for a script as it stands, and the last ones about layout and dub."""
    kept = (desk.run.read_json(FINDINGS_FILE) or {}).get(tag, [])
    known = [from_json(Finding, values, desk.run.path / FINDINGS_FILE) for values in kept]
    if brief is None or script is None:
        return [finding for finding in known if finding.check == "engine"]
    named = with_names(brief, desk.run)
    now = [*check_script(script, named, profile(tag)), *check_meaning(script)]
    now += check_name(script, named, profile(tag))
    now += check_points(script, strict=desk.config.strict)
    return [*now, *(f for f in known if f.check in LASTING)]
