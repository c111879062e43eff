"""The scripts of a run: one that is in its folder is used again, the others are written and stored.

As `en/script.json`, with the lines that the merchant edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .. import __version__
from ..engines import Authors, Skills
from ..errors import EngineError
from ..records import Script, digest, to_json
from ..run import RunFolder, with_edits
from .pitch import write_pitch
from .writing import ScriptJob, write_scripts


def make_scripts(
    jobs: Sequence[ScriptJob],
    authors: Authors,
    folder: RunFolder,
    tell: Callable[[Sequence[ScriptJob], int], None],
) -> dict[str, Script | EngineError]:
    """The script of each job by its language tag, or the error that prevented it.

    Jobs go to the writer in groups, because some writers can write several scripts at once.
    `tell` is given the jobs that come next, and how many are done.
    """
    scripts: dict[str, Script | EngineError] = {}
    due: list[tuple[ScriptJob, str]] = []
    for job in jobs:
        inputs = _inputs(job, authors)
        if folder.is_fresh(_name(job.tag), inputs):
            tell([job], len(scripts))
            scripts[job.tag] = folder.stored(_name(job.tag), Script)
        else:
            due.append((job, inputs))
    for group in _groups(due, authors):
        tell([job for job, _ in group], len(scripts))
        written = _written([job for job, _ in group], authors)
        for (job, inputs), script in zip(group, written, strict=True):
            scripts[job.tag] = script
            if isinstance(script, Script):
                scripts[job.tag] = _kept(script, inputs, folder)
    return scripts


def _groups(
    due: Sequence[tuple[ScriptJob, str]], authors: Authors
) -> Iterator[Sequence[tuple[ScriptJob, str]]]:
    """The jobs that are written together: whole pitches all at once, lines as the writer likes."""
    pitched = [each for each in due if each[0].message]
    if pitched:
        yield pitched
    others = [each for each in due if not each[0].message]
    at_once = authors.writer.at_once if authors.writer else 1
    for at in range(0, len(others), at_once):
        yield others[at : at + at_once]


def _written(jobs: Sequence[ScriptJob], authors: Authors) -> tuple[Script | EngineError, ...]:
    writer = authors.writer
    if writer is None or jobs[0].message is None:
        return write_scripts(jobs, authors)
    return write_pitch(jobs, writer, writer if authors.skills.judge else None)


def _inputs(job: ScriptJob, authors: Authors) -> str:
    """The digest of all that a language's script is made from."""
    pace = job.chars_per_second
    made_by = authors.writer and authors.writer.stamp
    helped_by = authors.translator and authors.translator.stamp
    return digest(
        __version__,
        [to_json(line) for line in job.source],
        job.brief,
        job.profile.model_dump(mode="json"),
        [job.tag, job.tone, _may(authors.skills), _may(authors.translator_skills)],
        *([] if pace is None else [round(pace, 3)]),
        *([] if job.message is None else [job.message, job.name, authors.skills.judge]),
        *(["free"] if job.free else []),
        [to_json(point) for point in job.points],
        [to_json(stamp) for stamp in (made_by, helped_by) if stamp],
    )


def _may(skills: Skills) -> list[Any]:
    writes, terms = sorted(skills.writes), sorted(skills.trade_terms)
    return [writes, terms, skills.least_confidence, skills.measured]


def _name(tag: str) -> str:
    return f"{tag}/script.json"


def _kept(script: Script, inputs: str, folder: RunFolder) -> Script:
    """A new script, stored, with the lines that the merchant had edited in the one before."""
    name = _name(script.language)
    before = folder.find(name, Script)
    folder.record(name, Script, inputs, partial(replace, script))
    if before is None:
        return script
    edited = with_edits(script, before)
    texts = {line.text for line in edited.lines}
    if all(line.text in texts for line in before.lines if line.author != line.made_by):
        folder.told = [each for each in folder.told if not each.where.startswith(name[:-5])]
    if edited != script:
        folder.edit(name, edited)
    return edited
