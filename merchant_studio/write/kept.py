"""Make the scripts of a run: reuse those in the folder, write and store the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .. import __version__
from ..engines import Authors, Skills
from ..errors import EngineError
from ..records import Script, digest, to_json
from ..run.folder import RunFolder
from ..run.revisions import with_edits
from . import ScriptJob, write_scripts


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
    at_once = authors.writer.at_once if authors.writer else 1
    for at in range(0, len(due), at_once):
        group = due[at : at + at_once]
        tell([job for job, _ in group], len(scripts))
        written = write_scripts([job for job, _ in group], authors)
        for (job, inputs), script in zip(group, written, strict=True):
            scripts[job.tag] = script
            if isinstance(script, Script):
                scripts[job.tag] = _kept(script, inputs, folder)
    return scripts


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
    if edited != script:
        folder.edit(name, edited)
    return edited
