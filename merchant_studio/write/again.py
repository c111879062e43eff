"""Replace one line of a script, in other words or in the standard ones, and lose nothing by it.

The new line says every selling point and every fact that the old one says. Sentences of the
catalogue and the phrasebook say no more than those, so they never replace a line that may say more:
one that a model or the merchant wrote for a sentence that has something else in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..check import BY_BOOK, beside_points
from ..engines import Authors
from ..errors import InputError
from ..languages import profile
from ..messages import Notice, say
from ..records import Brief, Message, Script, ScriptLine, Transcript
from ..run import MESSAGE, RunFolder
from .fallback import FallbackChain
from .pitch import other_words
from .source import SourceLine, plan_lines, retold
from .writing import ScriptJob

CHOSEN = say("chosen by the merchant")
"""The reason that a line gives when the merchant took the standard words for it."""
NO_OTHER = say("there is no other wording that says the same; write your own")


def job_again(
    script: Script, transcript: Transcript, brief: Brief, message: Message | None, tone: str
) -> ScriptJob:
    """The job of a script that is written, from the records of its run.

    Raises:
        InputError: the facts or points have changed since, so that its lines are others.
    """
    told = message.points if message else ()
    whole = message if script.whole else None
    source: Sequence[SourceLine] = plan_lines(
        *(transcript, brief, 0),
        message=whole,
        points=[point for point in told if whole or point.catalogue],
    )
    if script.free:
        source = retold(source, script)
    elif len(source) != len(script.lines):
        raise InputError(say("the facts have changed; have the scripts written again"))
    return ScriptJob(
        source=[
            replace(planned, budget=line.budget)
            for planned, line in zip(source, script.lines, strict=True)
        ],
        brief=brief,
        profile=profile(script.language).said_by(brief.speaker),
        tag=script.language,
        tone=tone,
        message=whole,
    )


def standard_line(
    job: ScriptJob, script: Script, index: int, message: Message | None, *, other: bool = False
) -> ScriptLine:
    """A line in the sentences of the catalogue and the phrasebook; `other`: in those that it is
    not in yet.

    `message` tells what else its sentence says.

    Raises:
        InputError: there is no such line, or they do not say all that it says.
    """
    line = _line(script, index)
    new = _by_book(job, script, line, CHOSEN, line.text if other else "")
    if not _keeps(new, line, message) or (other and new.text == line.text):
        raise InputError(NO_OTHER)
    return new


def rewrite_line(
    job: ScriptJob, authors: Authors, script: Script, index: int, folder: RunFolder
) -> ScriptLine:
    """A line of a script in other words, by a capable writer or, where none is, the catalogue.

    The line stays the same if no other words say all that it says; the folder's message tells what
    else its sentence says. In the recording's own language, it is what the merchant said.

    Raises:
        InputError: there is no such line.
        EngineError: the writer failed.
    """
    line = _line(script, index)
    if script.free:
        job = replace(job, source=retold(job.source, script))
    if job.message and authors.writer:
        return other_words(job, line, authors.writer, authors.judge)
    if job.profile.code == job.brief.source_language:
        return _chain(job).merchants_own()[line.index]
    new = _by_book(job, script, line, line.why, line.text)
    keeps = new.text != line.text and _keeps(new, line, folder.find(MESSAGE, Message))
    return new if keeps else line


def _line(script: Script, index: int) -> ScriptLine:
    for line in script.lines:
        if line.index == index:
            return line
    raise InputError(say("there is no line {index}; load the page again", index=index + 1))


def _keeps(new: ScriptLine, line: ScriptLine, message: Message | None) -> bool:
    """Whether a new line says all that the line says."""
    if not new.text or set(line.tags) - set(new.tags) or set(line.points) - set(new.points):
        return False
    says_more = line.author not in BY_BOOK and bool(beside_points(message, line.says))
    return not (new.author in BY_BOOK and says_more)


def _by_book(
    job: ScriptJob, script: Script, line: ScriptLine, why: Notice, before: str
) -> ScriptLine:
    """The line in sentences of the catalogue and the phrasebook, if it can be in other ones than
    those of the text `before`.
    """
    own = tuple(replace(point, segments=()) for point in script.points if point.id in line.points)
    source = [
        replace(each, points=line.points if at == line.index else ())
        for at, each in enumerate(job.source)
    ]
    chain = _chain(replace(job, source=source, points=own))
    chain.before = before
    return chain.phrase(line.index, why)


def _chain(job: ScriptJob) -> FallbackChain:
    return FallbackChain(
        job.source, job.brief, job.profile, job.chars_per_second, points=job.points
    )
