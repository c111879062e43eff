"""What is found in the scripts as they stand, and which languages no video is made of for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..check import check_meaning, check_name, check_points, check_script
from ..languages import profile
from ..records import Brief, Finding, Script
from .session import Session
from .stale_scripts import old_scripts
from .tasks import found_last

LASTING = (
    *("glyphs", "pace", "heard", "dub", "voice", "post", "order", "market", "licence", "engine"),
)
"""Checks whose findings about a script stay until it is written again."""


def found_in_script(
    session: Session, brief: Brief | None, script: Script | None, tag: str
) -> list[Finding]:
    """The findings for a script as it stands, and the last ones about layout and dub."""
    known = found_last(session.run, tag)
    if brief is None or script is None:
        return [finding for finding in known if finding.check == "engine"]
    named = session.named(brief)
    now = [*check_script(script, named, profile(tag)), *check_meaning(script)]
    now += check_name(script, named, profile(tag))
    now += check_points(script, strict=session.config.strict)
    return [*now, *(f for f in known if f.check in LASTING)]


def blocking(session: Session) -> Mapping[str, Sequence[Finding]]:
    """Of each language that no video will be made of, why; a line of it states a wrong fact.

    A script that will be written again may be right then.
    """
    old, brief = old_scripts(session), session.brief
    found = {
        tag: [
            finding
            for finding in found_in_script(session, brief, session.script(tag), tag)
            if is_blocking(finding)
        ]
        for tag in session.product.choices.languages
        if tag not in old
    }
    return {tag: why for tag, why in found.items() if why}


def is_blocking(finding: Finding) -> bool:
    """Whether a finding stands against a video until he mends it; an engine is asked again."""
    return finding.severity == "block" and finding.check != "engine"
