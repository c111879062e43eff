"""A script while it is written: at first what needs no model, then all of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..engines import Authors
from ..messages import NOTHING
from ..records import EngineStamp, Script, ScriptLine
from .fallback import FallbackChain
from .writing import ScriptJob

_NOBODY_YET = EngineStamp(kind="writer", name="", model="", revision="", seed=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A script as far as it is written; nobody has judged it yet."""

    script: Script
    due: tuple[int, ...] = ()
    """Indices of the lines that are still to come."""

    @property
    def done(self) -> int:
        """How many of its lines are there."""
        return len(self.script.lines) - len(self.due)


def preview(job: ScriptJob, authors: Authors) -> Writing:
    """What can be shown of a script before a model is asked for the rest."""
    chain = FallbackChain(
        job.source, job.brief, job.profile, job.chars_per_second, points=job.points
    )
    role = authors.role(job.profile.code, job.brief.source_language)
    asked = set[int]()
    if job.message:
        asked = {i for i, line in enumerate(job.source) if line.tells}
    elif role == "translator":
        asked = set(chain.for_translator)
    is_own = job.profile.code == job.brief.source_language and not job.message
    own = chain.merchants_own() if is_own else ()
    lines = list[ScriptLine]()
    due = [i for i in asked if i not in job.kept]
    for i in range(len(job.source)):
        if i in job.kept:
            lines.append(job.kept[i])
        elif i in due:
            lines.append(chain.line(i, "", "nobody"))
        else:
            lines.append(own[i] if own else chain.phrase(i, NOTHING))
    script = Script(language=job.tag, lines=tuple(lines), made_by=_NOBODY_YET)
    return Writing(script=script, due=tuple(sorted(due)))
