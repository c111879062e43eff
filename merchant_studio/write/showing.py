"""A script while it is written: what needs no model at once, each line of a model when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..engines import Authors
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


class Preview:
    """What can be shown of one script that is being written."""

    def __init__(self, job: ScriptJob, authors: Authors) -> None:
        self.job = job
        self._chain = FallbackChain(
            *(job.source, job.brief, job.profile, job.tone, authors.skills, job.chars_per_second),
            points=job.points,
        )
        self._came: dict[int, str] = {}
        writes = authors.writer is not None and authors.skills.may_write(job.profile.code)
        translates = authors.translator is not None
        if job.message:
            self._asked = {i for i, line in enumerate(job.source) if line.tells}
        elif writes or translates:
            self._asked = set(self._chain.for_writer)
        else:
            self._asked = set()

    def shown(self, came: Mapping[int, str] | None = None) -> Writing:
        """The script with the lines that came, by their indices, if they pass the checks."""
        self._came |= came or {}
        lines, due = [], []
        own = self._chain.merchants_own() if self._is_own else ()
        for i in range(len(self.job.source)):
            line = own[i] if own else self._line(i)
            lines.append(line or self._chain.line(i, "", "nobody"))
            due += [] if line else [i]
        script = Script(language=self.job.tag, lines=tuple(lines), made_by=_NOBODY_YET)
        return Writing(script=script, due=tuple(due))

    @property
    def _is_own(self) -> bool:
        """Whether the script is what the merchant said."""
        return self.job.profile.code == self.job.brief.source_language and not self.job.message

    def _line(self, i: int) -> ScriptLine | None:
        """Line `i` if it is there; None: it is still to come."""
        if i in self.job.kept:
            return self.job.kept[i]
        if i not in self._asked:
            return self._chain.phrase(i, "")
        text = self.job.profile.said(" ".join(self._came.get(i, "").split()))
        if not text or self._chain.check(i, text):
            return None
        return self._chain.line(i, text, "llm")
