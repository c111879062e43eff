"""The exam of a writer: does it understand pitches, name products, write, and judge other lines?

It is asked what a run would ask, in the same words, and its answers are read by the same checks. A
part ends as soon as it cannot be passed any more, so that a small model does not take an hour.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ...check import judgement, proofread, read_verdicts
from ...engines import Answer, Exam, Question, Writer
from ...errors import EngineError, EngineFailedError
from ...languages import language_codes, profile
from ...messages import Notice, say
from ...records import EngineStamp, Script
from .tasks import (
    LANGUAGE,
    FinishedLine,
    Listening,
    Naming,
    Product,
    Reading,
    finished_lines,
    listenings,
    namings,
    products,
)
from .writing import told_of, write_pitch

LEAST_UNDERSTOOD = 0.8
"""Of repairs and points: four slips in twelve pitches. The merchant sees each repair and each point
and can put it right, so one that is missed costs him a look, not a buyer."""
LEAST_NAMED = 0.8
"""Of the nouns, each with its gender and number: whole scripts agree with them."""
LEAST_FOUND = 0.9
"""Of the wrong lines: buyers read what the judge misses."""
MOST_REFUSED = 0.05
"""Of the right lines, so one in thirty: each costs a correction, and is silent if refused again."""
LANGUAGES_AT_ONCE = 4
"""Whose lines the judge gets in one question: few enough for a context of 4096 tokens."""

_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Step:
    """How far an exam is."""

    part: Notice
    """`understanding`, `naming`, `whole pitches`, `judging`."""
    done: int
    total: int


Tell = Callable[[Step], None]


@dataclass(slots=True)
class Understood:
    """Answers about what merchants meant: two for each pitch."""

    of: int
    asked: int = 0
    right: int = 0
    changed_number: bool = False

    @property
    def cannot_pass(self) -> bool:
        """Too many are wrong already, or a number was changed."""
        best = self.of - self.asked + self.right
        return self.changed_number or best < LEAST_UNDERSTOOD * self.of

    def add(self, reading: Reading) -> None:
        """Count one pitch."""
        self.asked += 2
        self.right += reading.repaired + reading.points
        self.changed_number |= reading.changed_number


@dataclass(slots=True)
class Named:
    """Answers about what products are called: one for each language."""

    of: int
    asked: int = 0
    right: int = 0

    @property
    def is_passed(self) -> bool:
        """Whether enough nouns are right."""
        return self.right >= LEAST_NAMED * self.of


@dataclass(slots=True)
class Judged:
    """Verdicts about the lines of one language, or of all."""

    wrong: int = 0
    found: int = 0
    right: int = 0
    refused: int = 0

    def add(self, line: FinishedLine, *, is_refused: bool) -> None:
        """Count one line."""
        self.wrong += line.is_wrong
        self.found += line.is_wrong and is_refused
        self.right += not line.is_wrong
        self.refused += not line.is_wrong and is_refused


@dataclass(slots=True)
class ExamResult:
    """What a writer has shown."""

    of: EngineStamp
    understood: Understood
    named: Named
    scripts: dict[str, int] = field(default_factory=dict)
    """By language, how many of `scripts_of` scripts were right; empty: none was asked for."""
    scripts_of: int = 0
    judged: dict[str, Judged] = field(default_factory=dict)
    """By language; one that is missing was not asked for."""
    lines: tuple[int, int] = (0, 0)
    """The wrong and the right lines of the whole exam."""
    seconds: float = 0.0

    @property
    def judged_in_all(self) -> Judged:
        """The verdicts of all languages."""
        told = list(self.judged.values())
        return Judged(
            wrong=sum(each.wrong for each in told),
            found=sum(each.found for each in told),
            right=sum(each.right for each in told),
            refused=sum(each.refused for each in told),
        )

    @property
    def cannot_judge(self) -> bool:
        """Too many wrong lines were missed already, or too many right ones refused."""
        (wrong, right), told = self.lines, self.judged_in_all
        best = wrong - told.wrong + told.found
        return best < LEAST_FOUND * wrong or told.refused > MOST_REFUSED * right

    def exam(self, day: str) -> Exam:
        """What is kept of it; `day` is 2026-11-28."""
        passed = (code for code, right in self.scripts.items() if right == self.scripts_of)
        return Exam(taken=day, pitch=tuple(sorted(passed)), judge=not self.cannot_judge)


def take_exam(writer: Writer, tell: Tell = lambda step: None) -> ExamResult:
    """What a writer can do, by at most 132 answers.

    Raises:
        EngineError: it cannot be asked, or never answered.
        WeightsError: a model's weights are not here.
    """
    began = time.monotonic()
    tasks, told, lines = listenings(), products(), finished_lines()
    unnamed = namings()
    wrong = sum(line.is_wrong for line in lines)
    result = ExamResult(
        of=writer.stamp,
        understood=Understood(of=2 * len(tasks)),
        named=Named(of=sum(len(each.nouns) for each in unnamed)),
        scripts_of=len(told),
        lines=(wrong, len(lines) - wrong),
    )
    asking = _Asking(writer)
    _understand(tasks, asking, result, tell)
    if not result.understood.cannot_pass:
        _name(unnamed, asking, result, tell)
    if result.named.is_passed:
        _write(told, writer, result, tell)
    _judge(lines, told, asking, result, tell)
    if asking.failure and not asking.answered:
        raise asking.failure
    result.seconds = round(time.monotonic() - began, 1)
    return result


class _Asking:
    """Asks a writer, and remembers whether it ever answered."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.answered = False
        self.failure: EngineFailedError | None = None

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer | EngineFailedError]:
        """The answers; one that is cut or blank is a failure of the model, and so is marked.

        Raises:
            EngineError: the writer cannot be asked.
        """
        for answer in self.writer.ask(questions):
            if isinstance(answer, EngineFailedError):
                self.failure = answer
            elif isinstance(answer, EngineError):
                raise answer
            else:
                self.answered = True
            yield answer


def _understand(
    tasks: Sequence[Listening], asking: _Asking, result: ExamResult, tell: Tell
) -> None:
    understood = result.understood
    for some in _batches(tasks, asking.writer.at_once):
        tell(Step(say("understanding"), understood.asked, understood.of))
        for task, answer in zip(some, asking.ask([task.question for task in some]), strict=True):
            understood.add(task.mark(answer, result.of))
        if understood.cannot_pass:
            return


def _name(tasks: Sequence[Naming], asking: _Asking, result: ExamResult, tell: Tell) -> None:
    named = result.named
    for some in _batches(tasks, asking.writer.at_once):
        tell(Step(say("naming"), named.asked, named.of))
        for task, answer in zip(some, asking.ask([task.question for task in some]), strict=True):
            named.asked += len(task.nouns)
            named.right += task.right(answer)


def _write(told: Mapping[str, Product], writer: Writer, result: ExamResult, tell: Tell) -> None:
    """Scripts of every product in every language, corrected as in a run."""
    codes = [code for code in language_codes() if code != LANGUAGE]
    result.scripts = dict.fromkeys(codes, 0)
    done = 0
    for product in told.values():
        for some in _batches(codes, writer.at_once):
            tell(Step(say("whole pitches"), done, len(told) * len(codes)))
            scripts = write_pitch([product.job(code) for code in some], writer, None)
            for code, script in zip(some, scripts, strict=True):
                if isinstance(script, EngineError) and not isinstance(script, EngineFailedError):
                    raise script
                result.scripts[code] += isinstance(script, Script) and _is_right(script)
            done += len(some)


def _is_right(script: Script) -> bool:
    """Whether every line passed the checks, every point is claimed, and the language is right."""
    said = {point for line in script.lines if line.text for point in line.points}
    text = " ".join(line.text for line in script.lines)
    return (
        all(line.made_by in ("llm", "llm-retry") for line in script.lines)
        and said >= {point.id for point in script.points}
        and not any(proofread.other_language(text, profile(script.language)))
    )


def _judge(
    lines: Sequence[FinishedLine],
    told: Mapping[str, Product],
    asking: _Asking,
    result: ExamResult,
    tell: Tell,
) -> None:
    codes = tuple(dict.fromkeys(line.place[0] for line in lines))
    turns = [
        (name, [line for line in lines if line.product == name and line.place[0] in some])
        for some in _batches(codes, LANGUAGES_AT_ONCE)
        for name in told
    ]
    about = {name: told_of(product.job(codes[0])) for name, product in told.items()}
    done = 0
    for together in _batches(turns, asking.writer.at_once):
        tell(Step(say("judging"), done, len(lines)))
        asked = [{line.place: line.text for line in some} for _, some in together]
        questions = [
            judgement(about[name], turn) for (name, _), turn in zip(together, asked, strict=True)
        ]
        for (_, some), turn, answer in zip(together, asked, asking.ask(questions), strict=True):
            verdicts = read_verdicts(answer, turn) if isinstance(answer, Answer) else {}
            for line in some:
                judged = result.judged.setdefault(line.place[0], Judged())
                judged.add(line, is_refused=line.is_refused(verdicts))
            done += len(some)
        if result.cannot_judge:
            return


def _batches(items: Sequence[_Each], size: int) -> Iterator[Sequence[_Each]]:
    """The items in groups of at most `size`."""
    return (items[at : at + size] for at in range(0, len(items), size))
