"""Why a video is old, as the merchant writes it: 价格 18.50元/件 → 21元/件."""

from __future__ import annotations

from collections.abc import Iterator

from ...facts import written
from ...languages import language_codes, profile
from ...records import Fact, from_json
from ...run import revisions
from ..desk import Desk
from ..texts import texts
from ..wording import label_of, say


def old_look(desk: Desk, place: str, language: str) -> str:
    """What is old in the video of a folder such as `also/1x1/es`; empty: nothing, or no video."""
    told = desk.old(place)
    changed = list(_changes(desk, place, language)) if told else []
    if not changed:
        return say(told, language)
    words = texts(language)
    return words["videos.old"].format(what=words["page.comma"].join(changed))


def _changes(desk: Desk, place: str, language: str) -> Iterator[str]:
    """Each fact that the video states otherwise; none where its report does not keep them."""
    brief, report = desk.brief, desk.run.read_json(f"{place}/report.json") or {}
    if brief is None or not all("fact" in each for each in report.get("facts", ())):
        return
    shown = profile(language if language in language_codes() else "en")
    buyers, words = profile(place.rpartition("/")[2]), texts(language)
    before = [from_json(Fact, each["fact"], desk.run.path / place) for each in report["facts"]]
    was, now = ({fact.key: fact for fact in facts} for facts in (before, brief.facts))
    for key in dict.fromkeys((*was, *now)):
        old, new = (
            revisions.typed(facts[key], shown, brief.source_language) if key in facts else ""
            for facts in (was, now)
        )
        act = "revise" if old and new else "remove" if old else "add"
        if not (old and new) or written(was[key].value, buyers) != written(now[key].value, buyers):
            named = label_of(key, language, brief.labels)
            form = words["videos.became" if act == "revise" else f"history.{act}"]
            yield form.format(key=named, was=old, now=new, value=old or new)
