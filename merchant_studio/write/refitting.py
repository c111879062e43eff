"""Keep a script when only the amounts of its facts have changed, and mend what does not fit.

A line that is too long with the new value, or that some check refuses, is written again, and so is
a model's line whose number now asks for another ending. A model is asked for these lines only: none
at all when 18.50 yuan become 21. The merchant's own lines stay as they are; `check/` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..engines import Authors, Skills
from ..facts import plural_of, shown, spoken
from ..records import Script, ScriptLine
from .again import rewrite_line
from .fallback import PATIENCE, FallbackChain
from .pitch import PITCH_PATIENCE
from .source import retold
from .writing import ScriptJob

VALUES = "values"
"""Beside a script: the facts' values with which its lines were checked."""
BY_MODEL = ("llm", "llm-retry", "translator")


def values_of(job: ScriptJob) -> dict[str, list[str]]:
    """Of each fact its plural category, and its value as the language reads and says it."""
    brief, profile = job.brief, job.profile
    return {
        fact.key: [
            plural_of(fact.value, profile),
            shown(fact.value, profile, brief.rates),
            spoken(fact.value, profile),
        ]
        for fact in brief.facts
    }


def refit(script: Script, job: ScriptJob, authors: Authors, before: Mapping[str, Any]) -> Script:
    """The script for the facts of `job`; `before` are the values with which it was checked.

    Raises:
        EngineError: a line has to be written again, and the writer failed.
    """
    now = values_of(job)
    changed = {key for key, value in now.items() if before.get(key) != value}
    inflected = {key for key in changed if key in before and before[key][0] != now[key][0]}
    chain = _chain(script, job)
    lines = []
    for line in _in_time(script, job):
        tags = set(line.tags) & changed
        if tags and line.author in BY_MODEL:
            if tags & inflected or _problems(line, script, chain):
                line = _rewritten(line, script, job, authors, chain)
        elif tags and line.author == "points" and not script.whole:
            line = line if chain.fits(line.index, line.text) else chain.phrase(line.index, line.why)
        lines.append(line)
    return replace(script, lines=tuple(lines))


def _in_time(script: Script, job: ScriptJob) -> tuple[ScriptLine, ...]:
    """The lines, those after the speech in the time that their facts need now."""
    if script.free or len(script.lines) != len(job.source):
        return script.lines
    pairs = zip(script.lines, job.source, strict=True)
    return tuple(replace(line, budget=source.budget) for line, source in pairs)


def _chain(script: Script, job: ScriptJob) -> FallbackChain:
    """Who checks the lines, as when they were written."""
    return FallbackChain(
        *(retold(job.source, script) if script.free else job.source, job.brief, job.profile),
        *(job.tone, Skills(), job.chars_per_second),
        patience=PITCH_PATIENCE if script.whole else PATIENCE,
        points=job.points,
    )


def _problems(line: ScriptLine, script: Script, chain: FallbackChain) -> tuple[str, ...]:
    return chain.check(line.index, line.text, line.spare, freely=script.whole)


def _rewritten(
    line: ScriptLine, script: Script, job: ScriptJob, authors: Authors, chain: FallbackChain
) -> ScriptLine:
    """The line in words that fit: the writer's or, if he has none, the phrasebook's."""
    new = rewrite_line(job, authors, script, line.index)
    wrong = _problems(new, script, chain)
    return chain.phrase(line.index, "; ".join(wrong)) if wrong else new
