"""The contents of `report.json`, for one language and for a whole run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..engines import Spending
from ..errors import RecordError
from ..facts import written
from ..files import sha256
from ..messages import say
from ..records import SCHEMA, BackTranslations, Release, to_json
from ..run import RunFolder
from ..write import backs
from .draft import Draft
from .post import bullets, title_of

PLACE = ("out", "threads")
"""Options that decide where and how fast it is made, and nothing of the result."""


REPORT = "report.json"
_SHAPE = {"facts": list, "lines": list, "files": dict, "findings": list, "points": dict}


def kept_report(folder: RunFolder, place: str) -> dict[str, Any]:
    """The report of a language as it is kept in `place`, such as `es`; empty: there is none.

    Raises:
        RecordError: somebody has edited it into something else.
    """
    report = folder.read_json(f"{place}/{REPORT}") or {}
    file = folder.path / place / REPORT
    for name, kind in _SHAPE.items():
        if not isinstance(report.get(name, kind()), kind):
            raise RecordError(
                file,
                say("{place}: it is no list", place=name)
                if kind is list
                else say("{place}: it is no object", place=name),
            )
    for name, keys in (("facts", ("key", "value")), ("lines", ("template",))):
        for n, each in enumerate(report.get(name, [])):
            if not isinstance(each, dict) or not all(isinstance(each.get(k), str) for k in keys):
                raise RecordError(
                    file,
                    say(
                        "{place}: it has no {keys}",
                        place=f"{name}.{n}",
                        keys=" and ".join(keys),
                    ),
                )
    return report


def language_report(
    draft: Draft,
    inputs: Mapping[str, str],
    files: Mapping[str, Any],
    kept: BackTranslations | None,
) -> dict[str, Any]:
    """The report of one language: facts, findings, files, who wrote each line and what it tells.

    `inputs` are those that the files were made from, `kept` is what a model has said that its lines
    tell.
    """
    told = backs(draft.written, draft.brief, kept)
    return {
        "schema": SCHEMA,
        "inputs": dict(inputs),
        "language": draft.tag,
        "title": title_of(draft.brief, draft.profile),
        "blocked": draft.blocked,
        "dubbed": draft.timeline.narration.dubbed,
        "voice": _voice(draft),
        "duration_ms": draft.timeline.duration_ms,
        "recording": draft.recording,
        "frames": dict(draft.frames),
        "look": dict(draft.look),
        "encoder": draft.encoder,
        "facts": [
            {
                "key": fact.key,
                "value": written(fact.value, draft.profile),
                "fact": to_json(fact),
                "source": fact.source,
                "heard_at_ms": [mention.span.start_ms for mention in fact.heard_in],
            }
            for fact in draft.brief.facts
        ],
        "points": {
            "said": len(draft.script.wanted) - len(draft.script.missing),
            "of": len(draft.script.wanted),
            "missing": [to_json(point) for point in draft.script.missing],
            "shown": list(bullets(draft.script, draft.profile)),
        },
        "lines": [
            {
                "text": text,
                "template": line.text,
                "script": own.text,
                "back": back.text,
                "written_by": line.author,
                "why": line.why if line.author == line.made_by else "",
                "points": list(line.points),
                "meaning": "checked" if line.assured == "checked" else "unchecked",
                "start_ms": line.budget.start_ms,
                "end_ms": line.budget.end_ms,
            }
            for own, line, text, back in zip(
                draft.written.lines, draft.script.lines, draft.texts, told, strict=True
            )
        ],
        "findings": [to_json(finding) for finding in draft.findings],
        "made_by": [to_json(stamp) for stamp in draft.made_by],
        "files": dict(files),
    }


def _voice(draft: Draft) -> dict[str, Any] | None:
    """The declaration of a synthetic voice; None where the merchant's own is heard."""
    voice = draft.timeline.narration.voice
    if voice is None:
        return None
    return {
        "synthetic": True,
        "name": voice.name,
        "draft": voice.is_draft,
        "cloned": bool(voice.cloned_from),
        "consent": voice.cloned_from or None,
        "lines": [
            {"line": line.line, "start_ms": line.span.start_ms, "end_ms": line.span.end_ms}
            | {"tempo": line.tempo}
            for line in draft.timeline.narration.lines
        ],
    }


def summary_report(
    releases: Sequence[Release], spending: Spending | None, config: StudioConfig
) -> dict[str, Any]:
    """The report of a run over all its languages, as JSON-ready values.

    It says where each option comes from that is not the default: `"chosen_by": {"writer":
    "config.toml"}`. What a model was asked stands in it if one was: `"asked": {"calls": 9, ...}`.
    """
    return {
        "schema": SCHEMA,
        "languages": {
            release.language: {
                "status": "blocked" if release.blocked else "made",
                "files": list(release.files),
                "findings": [to_json(finding) for finding in release.findings],
            }
            for release in releases
        },
        "chosen_by": {k: who for k, who in config.choosers.items() if k not in PLACE},
        **({"asked": spending.values} if spending else {}),
    }


def facts_of(path: Path) -> dict[str, Any] | None:
    """Size and sha256 of a file; None when it is not there."""
    try:
        return {"bytes": path.stat().st_size, "sha256": sha256(path)}
    except OSError:
        return None
