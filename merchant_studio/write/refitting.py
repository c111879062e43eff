"""Keep a script when only the amounts of its facts have changed, and mend what does not fit.

A line that is too long with the new value, or that some check refuses, is written again, and so is
a model's line whose number now asks for another ending. A model is asked for these lines only: none
at all when 18.50 yuan become 21. The merchant's own lines stay as they are; `check/` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..engines import Authors
from ..facts import plural_of, shown, spoken, with_parts
from ..messages import Notice, joined
from ..records import Script, ScriptLine
from ..run import RunFolder, differing
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
        for fact in with_parts(brief.facts)
    }


def fits_facts(script: Script, job: ScriptJob, folder: RunFolder) -> bool:
    """Whether a stored script can stay as it is with the facts of `job`."""
    before = (folder.read_json(f"{script.language}/script.json") or {}).get(VALUES)
    if before in (None, values_of(job)):
        return True
    change = _Change(script, job, before)
    return not any(map(change.asks_for, script.lines))


def refit(
    script: Script, job: ScriptJob, authors: Authors, before: Mapping[str, Any], folder: RunFolder
) -> Script:
    """The script for the facts of `job`; `before` are the values with which it was checked.

    Raises:
        EngineError: a line has to be written again, and the writer failed.
    """
    change = _Change(script, job, before)
    lines = _in_time(script, job)
    return replace(
        script,
        lines=tuple(
            change.rewritten(line, authors, folder)
            if change.asks_for(line)
            else change.phrased(line)
            for line in lines
        ),
    )


class _Change:
    """What other values of facts mean for the lines of a script."""

    def __init__(self, script: Script, job: ScriptJob, before: Mapping[str, Any]) -> None:
        now = values_of(job)
        self._script, self._job = script, job
        self._changed = set(differing(before, now))
        self._inflected = {
            key for key in before.keys() & now.keys() if before[key][0] != now[key][0]
        }
        # Who checks the lines, as when they were written.
        self._chain = FallbackChain(
            retold(job.source, script) if script.free else job.source,
            job.brief,
            job.profile,
            job.chars_per_second,
            patience=PITCH_PATIENCE if script.whole else PATIENCE,
            points=job.points,
        )

    def asks_for(self, line: ScriptLine) -> bool:
        """Whether a model's line does not stand any more."""
        tags = set(line.tags) & self._changed
        if not tags or line.author not in BY_MODEL:
            return False
        return bool(tags & self._inflected or self._problems(line))

    def rewritten(self, line: ScriptLine, authors: Authors, folder: RunFolder) -> ScriptLine:
        """The line in words that fit: the writer's or, if he has none, the phrasebook's."""
        new = rewrite_line(self._job, authors, self._script, line.index, folder)
        wrong = self._problems(new)
        new = self._chain.phrase(line.index, joined(wrong)) if wrong else new
        return replace(new, of=line.of)

    def phrased(self, line: ScriptLine) -> ScriptLine:
        """The line, or a shorter one of the catalogue's where its value leaves it no time."""
        tags = set(line.tags) & self._changed
        if not tags or line.author != "points" or self._script.whole:
            return line
        is_short = self._chain.fits(line.index, line.text)
        if is_short:
            return line
        return replace(self._chain.phrase(line.index, line.why), of=line.of)

    def _problems(self, line: ScriptLine) -> tuple[Notice, ...]:
        freely = self._script.whole
        return self._chain.check(line.index, line.text, line.spare, freely=freely)


def _in_time(script: Script, job: ScriptJob) -> tuple[ScriptLine, ...]:
    """The lines, those after the speech in the time that their facts need now."""
    if script.free or len(script.lines) != len(job.source):
        return script.lines
    pairs = zip(script.lines, job.source, strict=True)
    return tuple(replace(line, budget=source.budget) for line, source in pairs)
