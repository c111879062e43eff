"""The rounds of questions that a pitch takes, from the product's name to the judged script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...check import Place, in_turns, judgement, read_judgements
from ...engines import Answer, Writer
from ...errors import EngineError
from ...messages import Notice, say
from ...read import sheet_of
from ...records import EngineStamp, Script, ScriptLine
from ..catalogued import home_of
from ..writing import ScriptJob
from .draft import Draft
from .free import draft_of, free_rules
from .request import (
    AskedLine,
    Failed,
    correction_question,
    names_of,
    product_part,
    read_corrections,
)


def write_pitch(
    jobs: Sequence[ScriptJob], writer: Writer, judge: Writer | None
) -> tuple[Script | EngineError, ...]:
    """The script of each job, all of one product and with its message, or why it has none.

    `judge` reads what was written; None: nobody does, and each line says that its meaning is not
    checked. Of a script of which lines are kept only the others are asked for.
    """
    drafts = [draft_of(job) for job in jobs]
    product = told_of(jobs[0])
    going = {draft.tag: draft for draft in drafts if draft.kept}
    due = [draft for draft in drafts if not draft.kept]
    answers = writer.ask([draft.question(product) for draft in due]) if due else ()
    by, failures = dict[str, str](), dict[str, EngineError]()
    for draft, answer in zip(due, answers, strict=True):
        if isinstance(answer, Answer):
            going[draft.tag] = draft.answered(answer)
            by[draft.tag] = answer.by
        else:
            failures[draft.tag] = answer
    _judge(going, product, judge)
    _correct(going, product, writer)
    _judge(going, product, judge)
    return tuple(
        failures.get(draft.tag) or _script(going[draft.tag], writer.stamp, by.get(draft.tag, ""))
        for draft in drafts
    )


def other_words(
    job: ScriptJob, line: ScriptLine, writer: Writer, judge: Writer | None
) -> ScriptLine:
    """The line said in other words, with the same points; the same line if there are none.

    Raises:
        EngineError: the writer failed.
    """
    draft, product = draft_of(job), told_of(job)
    failed = Failed(
        tag=job.tag,
        line=draft.asked(line.index),
        text=line.text,
        why=say("the merchant asks for other words"),
        missing=draft.named(line.points),
    )
    (answer,) = writer.ask([correction_question(product, [failed], {job.tag: job.profile})])
    if isinstance(answer, EngineError):
        raise answer
    found = read_corrections(answer, [failed])
    draft.take({number: copy for (_, number), copy in found.items()}, "llm")
    _judge({job.tag: draft}, product, judge)
    new = draft.line(line.index)
    stands = new.made_by == "llm" and set(new.points) >= set(line.points)
    return new if stands else line


def _judge(drafts: Mapping[str, Draft], product: str, judge: Writer | None) -> None:
    """Have all lines judged that stand; where a judge fails, what is suspect is refused."""
    _ask_judge(drafts, product, judge)
    for draft in drafts.values():
        draft.refuse_suspect()


def _ask_judge(drafts: Mapping[str, Draft], product: str, judge: Writer | None) -> None:
    """Ask for the verdicts on all lines that stand; a judge that fails has judged nothing."""
    lines, doubts = dict[Place, str](), dict[Place, Notice]()
    for draft in drafts.values():
        lines |= draft.unjudged()
        doubts |= draft.doubts()
    texts = {place: said for draft in drafts.values() for place, said in draft.texts().items()}
    if judge is None or not lines:
        return
    turns = in_turns(lines, judge.judged_at_once)
    questions = []
    for turn in turns:
        tags = {tag for tag, _ in turn}
        others = {at: said for at, said in texts.items() if at[0] in tags and at not in turn}
        questions.append(judgement(product, turn, others, doubts))
    answers = judge.ask(questions)
    for turn, answer in zip(turns, answers, strict=True):
        if isinstance(answer, Answer):
            for tag, found in read_judgements(answer, turn).items():
                drafts[tag].judge(found)


def _correct(drafts: Mapping[str, Draft], product: str, writer: Writer) -> None:
    """Ask again for the lines that fail, those of all languages together.

    Those that the checks of form and facts refuse again, and that hold a fact or a point, are asked
    for a second time, with the new text and what is wrong with it. A judge reads only what comes of
    both, so six languages take 12 calls at most: 2 to understand, 6 scripts, 2 corrections, and 2
    judgements.
    """
    before: list[Failed] = []
    profiles = {tag: draft.profile for tag, draft in drafts.items()}
    for is_second in (False, True):
        failed = [each for draft in drafts.values() for each in draft.failed()]
        if is_second:
            failed = [each for each in failed if each.is_due and each not in before]
        if not failed:
            return
        before = failed
        (answer,) = writer.ask([correction_question(product, failed, profiles)])
        if isinstance(answer, EngineError):
            return
        corrected = read_corrections(answer, failed)
        for draft in drafts.values():
            own = {number: line for (tag, number), line in corrected.items() if tag == draft.tag}
            draft.take(own, "llm-retry")


def _script(draft: Draft, stamp: EngineStamp, by: str) -> Script:
    revision = f"{stamp.revision}: {by}" if by else stamp.revision
    return Script(
        language=draft.tag,
        lines=draft.lines(),
        made_by=replace(stamp, revision=revision),
        whole=True,
        free=draft.job.free,
        points=draft.points,
    )


def told_of(job: ScriptJob) -> str:
    """What every language is told of the product."""
    names = names_of(job.message.points if job.message else ())
    lines = [
        AskedLine(
            number=i + 1,
            said=line.text,
            tags=line.tags,
            points={n: p.text for n, p in names.items() if (home_of(p, job.source) or 0) == i},
            max_chars=0,
        )
        for i, line in enumerate(job.source)
        if line.tells
    ]
    told = product_part(sheet_of(job.brief), lines)
    return told + free_rules() if job.free else told
