"""The scripts of a run: one that is in its folder is used again, the others are written and stored.

As `en/script.json`, with the lines that the merchant edited. The amounts of facts are no reason to
write a script again: see `refitting.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .. import __version__
from ..engines import Authors
from ..errors import EngineError
from ..facts import around
from ..records import Script, to_json
from ..run import PROGRAM, MadeFrom, RunFolder, with_edits
from .keeping import marked, with_kept
from .pitch import write_pitch
from .refitting import VALUES, refit, values_of
from .showing import Writing, preview
from .source import SourceLine
from .writing import ScriptJob, write_lines


def make_scripts(
    jobs: Sequence[ScriptJob],
    authors: Authors,
    folder: RunFolder,
    tell: Callable[[Sequence[ScriptJob], int, Writing | None], None],
) -> dict[str, Script | EngineError]:
    """The script of each job by its language tag, or the error that prevented it.

    `tell` is given the jobs that come next, how many are done, and the script of the only one, when
    there is more of it to see: at first what needs no model.
    """
    scripts: dict[str, Script | EngineError] = {}
    due: list[tuple[ScriptJob, MadeFrom]] = []
    for job in jobs:
        inputs = _inputs(job, authors)
        if folder.is_fresh(_name(job.tag), inputs):
            tell([job], len(scripts), None)
            scripts[job.tag] = _refitted(job, authors, folder)
        else:
            before = folder.find(_name(job.tag), Script)
            due.append((with_kept(job, authors, before), inputs))
    for job, _ in due:
        writing = preview(job, authors)
        before = folder.find(_name(job.tag), Script)
        edited = with_edits(writing.script, before) if before else writing.script
        to_come = tuple(i for i in writing.due if edited.lines[i].author != "merchant")
        tell([job], len(scripts), Writing(script=edited, due=to_come))
    for group in _groups(due):
        tell([job for job, _ in group], len(scripts), None)
        written = _written([job for job, _ in group], authors)
        for (job, inputs), script in zip(group, written, strict=True):
            scripts[job.tag] = script
            if isinstance(script, Script):
                before = folder.find(_name(job.tag), Script)
                new = marked(script, job, authors, before)
                kept = _kept(new, inputs, folder, {VALUES: values_of(job)})
                scripts[job.tag] = kept
                tell([job], len(scripts), Writing(script=kept))
    return scripts


def _groups(
    due: Sequence[tuple[ScriptJob, MadeFrom]],
) -> Iterator[Sequence[tuple[ScriptJob, MadeFrom]]]:
    """The jobs that are written together: whole pitches all at once, others one by one."""
    pitched = [each for each in due if each[0].message]
    if pitched:
        yield pitched
    for each in due:
        if not each[0].message:
            yield [each]


def _written(jobs: Sequence[ScriptJob], authors: Authors) -> tuple[Script | EngineError, ...]:
    if authors.writer is None or jobs[0].message is None:
        return tuple(write_lines(job, authors) for job in jobs)
    return write_pitch(jobs, authors.writer, authors.judge)


def _inputs(job: ScriptJob, authors: Authors) -> MadeFrom:
    """All that a language's script is made from; of facts all but their amounts."""
    pace = job.chars_per_second
    made_by = authors.writer and authors.writer.stamp
    helped_by = authors.translator and authors.translator.stamp
    role = authors.role(job.profile.code, job.brief.source_language)
    return MadeFrom(
        {
            PROGRAM: [__version__],
            "lines": [[_plan(line) for line in job.source]],
            "names": [around(job.brief)],
            "language": [job.profile.model_dump(mode="json")],
            "role": [[job.tag, job.tone, role]],
            "pace": [] if pace is None else [round(pace, 3)],
            "message": [] if job.message is None else [job.message, job.name, job.judged],
            "order": ["free"] if job.free else [],
            "points": [[to_json(point) for point in job.points]],
            "engines": [[to_json(stamp) for stamp in (made_by, helped_by) if stamp]],
        },
        since=job.known,
        lasts=role != "none",
    )


def _plan(line: SourceLine) -> Any:
    """A line of the plan; the time of one after the speech follows from the length of its facts."""
    return {**to_json(line), **({} if line.says else {"budget": None})}


def _refitted(job: ScriptJob, authors: Authors, folder: RunFolder) -> Script | EngineError:
    """The stored script, in which what does not fit the facts as they are now is written again."""
    name = _name(job.tag)
    script, now = folder.stored(name, Script), values_of(job)
    before = (folder.read_json(name) or {}).get(VALUES)
    if before in (now, None):
        return script
    try:
        fitted = refit(script, job, authors, before, folder)
    except EngineError as error:
        return error
    folder.renew(name, fitted, {VALUES: now})
    return fitted


def _name(tag: str) -> str:
    return f"{tag}/script.json"


def _kept(script: Script, inputs: MadeFrom, folder: RunFolder, notes: Mapping[str, Any]) -> Script:
    """A new script, stored, with the lines that the merchant had edited in the one before."""
    name = _name(script.language)
    before = folder.find(name, Script)
    folder.record(name, Script, inputs, partial(replace, script), notes)
    if before is None:
        return script
    edited = with_edits(script, before)
    texts = {line.text for line in edited.lines}
    if all(line.text in texts for line in before.lines if line.author != line.made_by):
        folder.told = [each for each in folder.told if not each.where.startswith(name[:-5])]
    if edited != script:
        folder.edit(name, edited)
    return edited
