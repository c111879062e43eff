"""What is found in the scripts as they stand, and which languages no video is made of for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..check import check_meaning, check_name, check_points, check_script
from ..languages import profile
from ..records import Brief, Finding, Script, from_json
from ..run import with_names
from .desk import Desk
from .tasks import FINDINGS_FILE
from .written import old_scripts

LASTING = (
    *("glyphs", "pace", "heard", "dub", "voice", "post", "order", "market", "licence", "engine"),
)
"""Checks whose findings about a script stay until it is written again."""


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


def blocking(desk: Desk) -> Mapping[str, Sequence[Finding]]:
    """Of each language that no video will be made of, why; a line of it states a wrong fact.

    A script that will be written again may be right then.
    """
    old, brief = old_scripts(desk), desk.brief
    found = {
        tag: [
            finding
            for finding in found_in_script(desk, brief, desk.script(tag), tag)
            if is_blocking(finding)
        ]
        for tag in desk.product.choices.languages
        if tag not in old
    }
    return {tag: why for tag, why in found.items() if why}


def is_blocking(finding: Finding) -> bool:
    """Whether a finding stands against a video until he mends it; an engine is asked again."""
    return finding.severity == "block" and finding.check != "engine"
