"""Replace one line of a script: in other words, or with the phrasebook's."""

from __future__ import annotations

from dataclasses import replace

from ..engines import Authors, Skills
from ..errors import EngineError
from ..records import Script, ScriptLine
from .fallback import FallbackChain
from .lines import ask_for_lines
from .pitch import other_words
from .source import retold
from .writing import ScriptJob

CHOSEN = "chosen by the merchant"
"""The reason that a line gives when the merchant took the phrasebook's words for it."""


def phrase_line(job: ScriptJob, index: int) -> ScriptLine:
    """The phrasebook's line, to replace one that a model or the merchant wrote."""
    return _chain(job, Skills()).phrase(index, CHOSEN)


def rewrite_line(job: ScriptJob, authors: Authors, script: Script, index: int) -> ScriptLine:
    """A line of a script in other words, by the writer or, where he may not write, the catalogue.

    The line stays the same if there are no other words. In the recording's own language, it is
    what the merchant said.

    Raises:
        EngineError: the writer failed.
    """
    line = script.lines[index]
    if script.free:
        job = replace(job, source=retold(job.source, script))
    if job.message and authors.writer:
        judge = authors.writer if authors.skills.judge else None
        return other_words(job, line, authors.writer, judge)
    chain = _chain(job, authors.skills)
    if job.profile.code == job.brief.source_language:
        return chain.merchants_own()[line.index]
    writes = authors.writer is not None and authors.skills.may_write(job.profile.code)
    if authors.writer is None or not writes or line.index not in chain.for_writer:
        return _unless_silent(chain.phrase(index, line.why), line)
    chain.for_writer = [line.index]
    steps = chain.write_lines(
        {}, writes=True, translates=False, wishes={line.index: f"{line.text!r} again"}
    )
    try:
        request = next(steps)
        while True:
            (written,) = ask_for_lines(authors.writer, [request])
            if isinstance(written, EngineError):
                raise written
            request = steps.send(written)
    except StopIteration as end:
        new: ScriptLine = end.value[line.index]
    return _unless_silent(new, line)


def _unless_silent(new: ScriptLine, line: ScriptLine) -> ScriptLine:
    """The new line; the line as it was where nobody has other words for it."""
    return new if new.text else line


def _chain(job: ScriptJob, skills: Skills) -> FallbackChain:
    return FallbackChain(
        *(job.source, job.brief, job.profile, job.tone, skills, job.chars_per_second),
        points=job.points,
    )
