"""Which lines stay when a script is written again: those whose sentence is as it was.

A corrected sentence, or one that was split, makes a new script of each language. A model is asked
only for its lines; the others keep their words, whoever wrote them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ..engines import Authors
from ..facts import around
from ..records import Author, Script, ScriptLine, digest, to_json
from ..run import FIRST
from .catalogued import points_of_line
from .writing import ScriptJob

BY_MODEL: tuple[Author, ...] = ("llm", "llm-retry", "translator")
LEAST_TIME = 0.9
"""A line stays if it has at least this share of the time that it was written for."""


def with_kept(job: ScriptJob, authors: Authors, before: Script | None) -> ScriptJob:
    """The job with the lines of the script before that stay.

    A seller's free script is one piece: nothing of it stays by itself.
    """
    if before is None or before.free or job.free:
        return job
    old = defaultdict[str, list[ScriptLine]](list)
    for line in before.lines:
        if line.of:
            old[line.of].append(line)
    kept = dict[int, ScriptLine]()
    for i, mark in enumerate(_marks(job, authors)):
        if old[mark]:
            line, source = old[mark].pop(0), job.source[i]
            least_ms = LEAST_TIME * line.budget.duration_ms
            if source.budget.duration_ms >= least_ms or not source.says:
                kept[i] = replace(line, index=i, says=source.says, budget=source.budget)
    return replace(job, kept=kept)


def marked(script: Script, job: ScriptJob, authors: Authors, before: Script | None) -> Script:
    """The new script, each line with the mark of what it was written from.

    What the merchant wrote stays, and engines whose lines stay are named.
    """
    if script.free:
        return script
    lines = []
    for line, mark in zip(script.lines, _marks(job, authors), strict=True):
        own = job.kept.get(line.index)
        text = own.text if own and own.author == "merchant" else line.text
        lines.append(replace(line, text=text, of=mark))
    script = replace(script, lines=tuple(lines))
    if before is None or not any(line.made_by in BY_MODEL for line in job.kept.values()):
        return script
    stamps = dict.fromkeys([*before.helped_by, *script.helped_by])
    is_same = before.made_by.name == script.made_by.name
    made_by = before.made_by if is_same else script.made_by
    return replace(script, made_by=made_by, helped_by=tuple(s for s in stamps if s != made_by))


def _marks(job: ScriptJob, authors: Authors) -> list[str]:
    """The digest of all that each line is written from, but for the amounts of its facts.

    A newer version asks no model for it again.
    """
    stamps = [one.stamp for one in (authors.writer, authors.translator) if one]
    role = authors.role(job.profile.code, job.brief.source_language)
    whole = [job.judged, to_json(job.name) if job.name else None] if job.message else []
    facts, how = around(job.brief)["facts"], [job.tag, job.tone, role, whole]
    of_all = digest(FIRST, job.profile.model_dump(mode="json"), how)
    points = job.message.points if job.message else job.points
    marks = list[str]()
    for i, line in enumerate(job.source):
        said = [[p.id, p.quote] for p in points_of_line(i, job.source, points)]
        shapes = [facts.get(tag) for tag in line.tags]
        own = [line.text, line.tags, bool(line.says), line.points, said, shapes]
        marks.append(digest(of_all, own, *stamps)[:16])
    return marks
