"""Write the scripts of several languages, together if the writer can."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..engines import Authors, Skills, Writer
from ..errors import EngineError
from ..languages import LanguageProfile
from ..records import (
    Brief,
    EngineStamp,
    Message,
    ProductName,
    Script,
    ScriptLine,
    SellingPoint,
    digest,
)
from .fallback import FallbackChain
from .lines import ask_for_lines
from .request import WritingRequest, WrittenLine
from .source import SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptJob:
    """What is needed to write one language's script."""

    source: Sequence[SourceLine]
    brief: Brief
    profile: LanguageProfile
    tag: str
    """The language as it was asked for (`es-MX`)."""
    tone: str
    chars_per_second: float | None = None
    """How fast a voice will say the lines; None: they are only read."""
    message: Message | None = None
    """What the merchant means, for a writer of whole pitches; None: each line is for itself."""
    name: ProductName | None = None
    """What the product is called in the language."""
    free: bool = False
    """The writer of a whole pitch may merge, split and order its lines as a seller would."""
    judged: bool = True
    """A judge will read the lines of a whole pitch; else code refuses what it only suspects."""
    points: tuple[SellingPoint, ...] = ()
    """What a script of single lines should say; that of a whole pitch has its message's."""
    kept: Mapping[int, ScriptLine] = field(default_factory=dict)
    """Lines of the script before that stay: see `keeping.py`."""


def write_script(
    source: Sequence[SourceLine],
    brief: Brief,
    profile: LanguageProfile,
    *,
    tag: str,
    tone: str,
    writer: Writer,
    skills: Skills,
) -> Script:
    """The script of one language by a writer alone; see `write_scripts`.

    Raises:
        EngineError: the writer gave no lines at all.
    """
    job = ScriptJob(source=source, brief=brief, profile=profile, tag=tag, tone=tone)
    (script,) = write_scripts([job], Authors(writer=writer, skills=skills))
    if isinstance(script, EngineError):
        raise script
    return script


def write_scripts(
    jobs: Sequence[ScriptJob],
    authors: Authors,
    tell: Callable[[ScriptJob, Mapping[int, str]], None] = lambda job, lines: None,
) -> tuple[Script | EngineError, ...]:
    """The script of each job; every line has passed the checks or comes from the phrasebook.

    `tell` is given the lines of a job as they are written, unchecked, by their indices.

    An engine is asked only for the languages that its skills name. If it fails, its error stands
    in the script's place.
    """
    writings = [_writing(job, authors) for job in jobs]
    done: dict[int, Script | EngineError] = {}
    asked: dict[int, WritingRequest] = {}

    def go_on(i: int, answer: tuple[WrittenLine, ...] | None) -> None:
        try:
            asked[i] = writings[i].send(answer)
        except StopIteration as end:
            done[i] = end.value
        except EngineError as error:
            done[i] = error

    for i in range(len(jobs)):
        go_on(i, None)
    while asked and authors.writer is not None:
        pending, requests = tuple(asked), tuple(asked.values())
        asked.clear()

        def told(request: int, lines: Mapping[int, str], pending: Sequence[int] = pending) -> None:
            tell(jobs[pending[request]], {number - 1: line for number, line in lines.items()})

        answers = ask_for_lines(authors.writer, requests, told)
        for i, answer in zip(pending, answers, strict=True):
            if isinstance(answer, EngineError):
                done[i] = answer
            else:
                go_on(i, answer)
    return tuple(done[i] for i in range(len(jobs)))


def _writing(
    job: ScriptJob, authors: Authors
) -> Generator[WritingRequest, tuple[WrittenLine, ...] | None, Script]:
    """A generator that yields requests, is sent lines (at first None), and returns the script."""
    profile, source = job.profile, job.brief.source_language
    chain = FallbackChain(
        *(job.source, job.brief, profile, job.tone, authors.skills, job.chars_per_second),
        points=job.points,
    )
    if profile.code == source:
        own = EngineStamp(kind="writer", name="merchant", model="", revision="", seed=0)
        return Script(language=job.tag, lines=chain.merchants_own(), made_by=own)
    translator, writer = authors.translator, authors.writer
    knows = translator is not None and translator.knows(source, profile.code)
    translates = knows and authors.translator_skills.may_write(profile.code)
    writes = writer is not None and authors.skills.may_write(profile.code)
    if not chain.for_writer or not (writes or translates):
        lines = chain.all_phrases(_why_nobody(authors, profile))
        return Script(
            language=job.tag, lines=lines, made_by=_phrasebook(profile), points=job.points
        )
    chain.keep(job.kept)
    due = [i for i in chain.for_writer if i not in chain.kept]
    literal: dict[int, str] = {}
    if translator is not None and knows and due:
        said = [chain.source[i].text for i in due]
        meant = translator.translate(said, source=source, target=profile.code)
        literal = dict(zip(due, meant, strict=True))
    steps = chain.write_lines(literal, writes=writes, translates=translates)
    by = ""
    try:
        request = next(steps)
        while True:
            answer = yield request
            answer = answer or ()
            by = next((line.by for line in answer if line.by), by)
            request = steps.send(answer)
    except StopIteration as end:
        lines = end.value
    stamps = [translator.stamp] if translator is not None and literal else []
    if writer is not None and writes:
        stamp = writer.stamp
        revision = f"{stamp.revision}: {by}" if by else stamp.revision
        stamps.insert(0, replace(stamp, revision=revision))
    return Script(
        language=job.tag,
        lines=lines,
        made_by=stamps[0],
        helped_by=tuple(stamps[1:]),
        points=job.points,
    )


def _why_nobody(authors: Authors, profile: LanguageProfile) -> str:
    if authors.writer is None:
        return f"no writer is chosen, and no translator is certified for {profile.name}"
    return f"the writer is not certified for {profile.name}"


def _phrasebook(profile: LanguageProfile) -> EngineStamp:
    return EngineStamp(
        kind="writer",
        name="phrasebook",
        model=profile.code,
        revision=digest(profile.model_dump(mode="json"))[:16],
        seed=0,
    )
