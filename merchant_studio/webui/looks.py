"""The values that the templates show, step by step, read from a product's records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from ..check import check_meaning, check_name, check_points, check_script
from ..config import choices_of
from ..facts import KEYS, written
from ..languages import REFERENCE, TAG, LanguageProfile, language_codes, profile
from ..points import Stated, sentences
from ..read import offers, offers_for
from ..records import (
    Brief,
    Fact,
    Finding,
    Script,
    ScriptLine,
    SellingPoint,
    Term,
    Transcript,
    from_json,
)
from ..run import revisions, with_names
from .desk import Desk
from .tasks import FINDINGS_FILE
from .wording import label_of

SOURCES = ("zh", "en")
"""Languages that facts are read from."""
TONES, SHAPES = ("plain", "lively", "formal"), ("source", "9:16", "1:1", "16:9")
LASTING = ("glyphs", "pace", "heard", "dub", "voice", "post", "order")
"""Checks whose findings about a script stay until it is written again."""
FIXED = ("trade term", "not said in the recording", "it states something")
"""How the reason begins for which a line is always the phrasebook's, never a model's."""
_LINE = re.compile(r".+, line (\d+)")


def offered_languages() -> tuple[str, ...]:
    """All languages, the one that most buyers read first."""
    return (REFERENCE, *(code for code in language_codes() if code != REFERENCE))


def film_look(desk: Desk, language: str) -> dict[str, Any]:
    """Takes, photos, and the points to say."""
    chosen, product, config = desk.product.choices, desk.product, desk.office.config
    return {
        "chosen": chosen,
        "is_small": config.chooser("recognizer") == config.chooser("writer") == "default",
        "sources": SOURCES,
        "takes": [
            {
                "name": path.name,
                "is_used": path.name == chosen.take,
                "mb": f"{path.stat().st_size / 1_000_000:.1f}",
            }
            for path in product.takes()
        ],
        "photos": [path.name for path in product.photos()],
        "megabytes": config.max_megabytes,
        "minutes": config.max_minutes,
    }


def facts_look(desk: Desk, language: str) -> dict[str, Any]:
    """What was heard, and the facts; those that the merchant has to check stand first."""
    brief, transcript, chosen = desk.brief, desk.transcript, desk.product.choices
    rows: list[dict[str, Any]] = []
    others: list[Finding] = []
    if brief:
        shown = profile(language if language in language_codes() else "en")
        unconfirmed = {fact.key for fact in brief.unconfirmed}
        for fact in (*brief.facts, *brief.unconfirmed):
            differs = [f for f in brief.findings if f.check == "disagreement" and f.key == fact.key]
            state = "differs" if differs else "heard" if fact.key in unconfirmed else "sure"
            rows.append(_fact_row(fact, state, differs, brief, shown, language))
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
        "media": _media_of(desk),
        "segments": _segments(transcript, brief) if transcript and brief else [],
        "corrections": transcript.corrections if transcript else (),
        "rows": rows,
        "open": sum(row["state"] != "sure" for row in rows),
        "kinds": known,
        "points": _points_look(brief, transcript, language) if brief and transcript else {},
        "others": [{"at": _ms(f.where), "finding": f} for f in others],
        "options": {
            "voices": voices,
            "scripts": choices_of("script") if not desk.office.config.bilingual else (),
            "tones": TONES,
            "shapes": SHAPES,
        },
    }


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
        "media": _media_of(desk),
        "blocked": [tab["tag"] for tab in tabs if tab["blocks"]],
        "spent": desk.spent,
        "busy": bool(desk.job and desk.job.is_open),
    }


def _has_phrase(line: ScriptLine, script: Script) -> bool:
    """Whether the catalogue or the phrasebook has a sentence for a line's points or facts."""
    known = [point for point in script.points if point.catalogue]
    return bool(line.tags) or any(set(point.segments) & set(line.says) for point in known)


def live_look(desk: Desk, language: str) -> dict[str, Any]:
    """What is being done for the product, and how far it is."""
    job = desk.job
    if job is None or job.state == "done":
        return {"state": "idle", "version": job.version if job else "none"}
    step, task = job.step, job.task
    share = round(100 * step.done / step.total) if step and step.total else None
    tags = step.languages if step else ()
    return {
        "state": job.state,
        "version": job.version,
        "action": task.action,
        "ahead": desk.office.workshop.ahead(job),
        "stage": step.stage if step else "start",
        "share": share,
        "tags": tags,
        "languages": [
            {
                "tag": tag,
                "is_made": tag in job.made,
                "is_now": tag in tags and tag not in job.made,
                "share": share if tag in tags and tag not in job.made else None,
            }
            for tag in task.languages
        ],
        "error": str(job.error) if job.error else "",
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
        {"at_ms": m.span.start_ms, "at": _clock(m.span.start_ms), "text": m.text}
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
            "at": _clock(at_ms) if at_ms is not None else "",
            "offers": [look(each) for each in offers_for(point.text, brief)] if not stated else [],
        }

    open_ones = [offer for offer in found if not offer.taken]
    return {
        "taken": [look(point) for point in brief.points],
        "offers": [
            {
                "quote": offer.quote,
                "at_ms": offer.span.start_ms,
                "at": _clock(offer.span.start_ms),
                "points": [look(point) for point in offer.points],
            }
            for offer in open_ones
        ],
        "unread": sum(not offer.points for offer in open_ones),
    }


def _segments(transcript: Transcript, brief: Brief) -> list[dict[str, Any]]:
    """The sentences, cut where facts were heard."""
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for fact in (*brief.facts, *brief.unconfirmed):
        for where in fact.heard_in:
            marks.setdefault(where.segment, []).append((where.start, where.end, fact.key))
    rows = []
    for segment in transcript.segments:
        at, pieces = 0, []
        for start, end, key in sorted(marks.get(segment.index, [])):
            if start >= at:
                pieces += [("", segment.text[at:start]), (key, segment.text[start:end])]
                at = end
        pieces.append(("", segment.text[at:]))
        rows.append(
            {
                "at_ms": segment.span.start_ms,
                "end_ms": segment.span.end_ms,
                "at": _clock(segment.span.start_ms),
                "pieces": [piece for piece in pieces if piece[1]],
            }
        )
    return rows


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
        "at": _clock(line.budget.start_ms),
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


def _media_of(desk: Desk) -> dict[str, Any] | None:
    take = desk.product.choices.take
    if not take:
        return None
    from ..hear import AUDIO_SUFFIXES

    return {"name": take, "is_sound": take.endswith(tuple(AUDIO_SUFFIXES))}


def _clock(at_ms: int) -> str:
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"


def _ms(clock: str) -> int | None:
    found = re.fullmatch(r"(\d+):(\d\d)", clock)
    return (int(found[1]) * 60 + int(found[2])) * 1000 if found else None


@cache
def _can_dub(speaker: str) -> bool:
    """Whether the voice that the page offers is installed, with its weights."""
    from ..engines import weights

    if speaker != "kokoro":
        return True
    here = all(weights.is_present(model) for model in ("kokoro-82m-int8", "kokoro-voices"))
    return here and find_spec("onnxruntime") is not None
