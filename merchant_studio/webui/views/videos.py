"""The values that the fourth step shows: the videos of every language, and what goes with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ...errors import RecordError
from ...languages import platform_names, profile
from ...publish import VIDEO, Outdated
from ...records import Fact, Finding, digest, from_json
from ...run import revisions
from ..actions.facts import TO_DECIDE
from ..found import blocking
from ..products import ALSO
from ..session import SHAPE_FOLDERS, Session
from ..stale_scripts import old_scripts
from ..tasks import found_last
from ..texts import texts
from ..wording import label_of, tell
from .common import offered_languages, shown_in
from .meaning import missing_view
from .sheet import asked_view
from .stills import still_address

OF_THE_PITCH = ("points", "points")
"""Check and place of what the merchant perhaps says, which is no matter of one language."""


def videos_view(session: Session, language: str) -> dict[str, Any]:
    """The videos of every language, and what goes with them."""
    chosen = session.product.choices
    blocks = blocking(session)
    cards = [
        {
            **_card(session, tag, "", language, blocks.get(tag, ())),
            "still": still_address(session, tag),
        }
        for tag in chosen.languages
    ]
    also: list[dict[str, Any]] = []
    for shape, folder in SHAPE_FOLDERS.items():
        made = [_card(session, tag, f"{ALSO}/{folder}/", language) for tag in chosen.languages]
        made = [card for card in made if card["state"] == "made"]
        if made:
            old = any(card["old"] for card in made)
            also.append({"shape": shape, "folder": f"{ALSO}/{folder}", "cards": made, "old": old})
    unwritten = old_scripts(session)
    made = [card for card in cards if card["state"] == "made"]
    return {
        "chosen": chosen,
        "cards": cards,
        "also": also,
        "made": len(made),
        "ready": sum(not card["old"] for card in made),
        "spent": session.spent,
        "asked": asked_view(session, language),
        "missing": [card["tag"] for card in cards if card["state"] == "missing"],
        "old": [card["tag"] for card in made if card["old"]],
        "again": [card["tag"] for card in made if card["old"] or card["tag"] in unwritten],
        "goes_on": session.goes_on("render"),
        "others": [code for code in offered_languages() if code not in chosen.languages],
        "can_square": chosen.shape != "1:1" and not any(one["shape"] == "1:1" for one in also),
        "busy": bool(session.job and session.job.is_open),
    }


def _card(
    session: Session, tag: str, below: str, language: str, blocks: Sequence[Finding] = ()
) -> dict[str, Any]:
    """One language's video; `below` is where it lies, `blocks` what stands against it now."""
    folder = f"{below}{tag}"
    card: dict[str, Any] = {"tag": tag, "folder": folder, "state": "missing", "findings": ()}
    try:
        report = session.run.read_json(f"{folder}/report.json") or {}
        post = session.run.read_json(f"{folder}/post.json") or {}
    except RecordError:
        return card
    job = session.job
    if blocks and not (session.run.path / folder / VIDEO).exists():
        return {**card, "state": "blocked", "findings": blocks}
    if job and job.is_open and not below and not blocks:
        busy = not job.task.also and job.task.action == "render" and tag in job.task.languages
        if busy and tag not in job.made:
            card["state"] = "working" if tag in job.rendered else "due"
    card["findings"] = [
        found
        for values in report.get("findings", [])
        if not _is_told_above(found := from_json(Finding, values, session.run.path / folder))
    ]
    failed = [] if below else _failed(session, tag)
    if failed:
        card["findings"] = failed
        card["state"] = "blocked" if card["state"] == "missing" else card["state"]
    if report.get("blocked"):
        return {**card, "state": "blocked"} if card["state"] == "missing" else card
    is_there = bool(report) and (session.run.path / folder / VIDEO).exists()
    if not is_there or card["state"] in ("working", "due"):
        return card
    missing = missing_view(session, session.brief, session.script(tag))
    if missing and missing["count"]:  # which tells more than the findings about points
        doubts = ("points", "warn")
        card["findings"] = [f for f in card["findings"] if (f.check, f.severity) != doubts]
    lines, points = report.get("lines", []), report.get("points", {})
    return {
        **card,
        "state": "made",
        "quote": "quote.pdf" in report.get("files", {}),
        "old": old_view(session, folder, language),
        "points": points if points.get("of") else None,
        "missing": missing,
        "meaning": _meaning_of(lines),
        "stamp": digest(report.get("files"))[:12],
        "title": report.get("title", ""),
        "facts": len(report.get("facts", [])),
        "by": Counter(line["written_by"] for line in lines if line["written_by"] != "nobody"),
        "posts": [
            {
                "name": name,
                "text": "\n".join(
                    filter(None, [one.get("title", ""), one["text"], " ".join(one["hashtags"])])
                ),
            }
            for name in platform_names()
            if (one := post.get("platforms", {}).get(name))
        ],
        "direction": profile(tag).direction,
        "is_dubbed": bool(report.get("dubbed")),
    }


def _is_told_above(finding: Finding) -> bool:
    """Whether it is about the facts or the pitch, which the page asks about in the second step."""
    return (
        finding.check in ("sheet", "unconfirmed", *TO_DECIDE)
        or (finding.check, finding.where) == OF_THE_PITCH
    )


def _meaning_of(lines: Sequence[dict[str, Any]]) -> str:
    """`checked` or `unchecked`: whether a model has read what a model wrote; empty: none wrote."""
    by_model = [line for line in lines if line["written_by"] in ("llm", "llm-retry", "translator")]
    checked = all(line.get("meaning") == "checked" for line in by_model)
    return ("checked" if checked else "unchecked") if by_model else ""


def _failed(session: Session, tag: str) -> list[Finding]:
    """Why an engine could not make a language the last time; empty: it could."""
    return [finding for finding in found_last(session.run, tag) if finding.check == "engine"]


def old_view(session: Session, place: str, language: str) -> str:
    """What is old in the video of a folder such as `also/1x1/es`; empty: nothing, or no video."""
    old = session.outdated(place)
    if old is None:
        return ""
    changed = list(_changes(session, place, old, language))
    if not changed:
        return tell(old.told, language)
    words = texts(language)
    return words["videos.old"].format(what=words["page.comma"].join(changed))


def _changes(session: Session, place: str, old: Outdated, language: str) -> Iterator[str]:
    """Each fact that the video states otherwise; none where its report does not keep them."""
    brief, report = session.brief, session.run.read_json(f"{place}/report.json") or {}
    if brief is None or not all("fact" in each for each in report.get("facts", ())):
        return
    shown, words = shown_in(language), texts(language)
    before = [from_json(Fact, each["fact"], session.run.path / place) for each in report["facts"]]
    facts = [{fact.key: fact for fact in several} for several in (before, brief.facts)]
    for key in old.facts:
        was, now = (
            revisions.typed(known[key], shown, brief.source_language) if key in known else ""
            for known in facts
        )
        form = "videos.became" if was and now else "history.remove" if was else "history.add"
        named = label_of(key, language, brief.labels)
        yield words[form].format(key=named, was=was, now=now, value=was or now)
