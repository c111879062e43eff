"""The exam of a writer: does it understand pitches, name products, write, and judge other lines?

It is asked what a run would ask, in the same words, and its answers are read by the same checks.
Each ability is asked for until it is sure whether the writer has it (`trial.py`), and whole pitches
only in the languages that are wanted. Each answer is kept at once, so an exam that is broken off
goes on where it was, and one for more languages asks only for those.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from ...check import judgement, proofread, read_judgements
from ...engines import Answer, Exam, Question, Writer, answers_of, keep_exam
from ...errors import EngineError, EngineFailedError
from ...languages import profile
from ...messages import Notice, say
from ...records import EngineStamp, Script
from .tasks import LANGUAGE, FinishedLine, finished_lines, listenings, namings, products
from .trial import Trial
from .writing import told_of, write_pitch

UNDERSTANDING, NAMING, SCRIPT = "understanding", "naming", "script"
WRONG, RIGHT = "wrong line", "right line"
CHANGED = "changed number"
TRIALS: Mapping[str, Trial] = {
    UNDERSTANDING: Trial(0.65, 0.95),
    NAMING: Trial(0.64, 0.95),
    SCRIPT: Trial(0.22, 0.99),
    WRONG: Trial(0.76, 0.98),
    RIGHT: Trial(0.85, 0.99),
}
"""What is asked of each ability. A merchant sees each repair and each point and can put it right,
and whole scripts agree with nouns; a script is right if all of its lines are. Buyers read what a
judge does not find; a right line that he refuses costs a correction, and is silent if he refuses
it again. At `fails_at` a writer passed the exam of 2026-11, which asked for everything, in one of
twenty cases."""
AT_ONCE = 4
"""So many languages stand in one question at most: few enough for a context of 4096 tokens."""
WRONG_AT_ONCE, RIGHT_AT_ONCE = 3, 5
"""Lines of each kind in one question to the judge, as they are needed until both are sure."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an exam is."""

    part: Notice
    """`understanding`, `naming`, `whole pitches`, `judging`."""
    done: int
    total: int
    """The most that may be asked; mostly it is sure long before."""


Tell = Callable[[Step], None]
_Said = TypeVar("_Said", Answer, Script)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to tasks of one kind: 8 of 8 right."""

    right: int
    asked: int


@dataclass(slots=True)
class ExamResult:
    """What a writer has shown so far, in this sitting and in those before."""

    of: EngineStamp
    answers: dict[str, bool]
    """By task, whether its answer was right: `script mat es`."""
    there_are: Mapping[str, int]
    """How many answers can be asked for, by kind; of scripts in each language."""
    asked: int = 0
    """Answers of this sitting."""
    seconds: float = 0.0

    def tally(self, kind: str, code: str = "") -> Tally:
        """The answers of a kind, in one language or in all."""
        told = [
            right
            for task, right in self.answers.items()
            if task.startswith(f"{kind} ") and (not code or code in task.split())
        ]
        return Tally(right=sum(told), asked=len(told))

    def is_passed(self, kind: str, code: str = "") -> bool | None:
        """Whether an ability was shown, of scripts in a language; None: it is not sure yet."""
        told = self.tally(kind, code)
        left = self.there_are[kind] - told.asked
        return TRIALS[kind].is_passed(told.right, told.asked - told.right, left)

    @property
    def changed_number(self) -> bool:
        """Whether a repair would have changed a number, which nobody may who understands."""
        return any(task.startswith(CHANGED) for task in self.answers)

    @property
    def understands(self) -> bool | None:
        """Whether it understands pitches and names products; None: it is not sure yet."""
        shown = (
            not self.changed_number and self.is_passed(UNDERSTANDING),
            self.is_passed(NAMING),
        )
        return False if False in shown else None if None in shown else True

    @property
    def judges(self) -> bool | None:
        """Whether it finds wrong lines and spares right ones; None: it is not sure yet."""
        shown = (self.is_passed(WRONG), self.is_passed(RIGHT))
        return False if False in shown else None if None in shown else True

    @property
    def scripts(self) -> Sequence[str]:
        """The codes of the languages in which scripts were asked for."""
        return sorted({task.split()[-1] for task in self.answers if task.startswith(SCRIPT)})

    def exam(self) -> Exam:
        """What it may do by this."""
        shown = {code: self.is_passed(SCRIPT, code) for code in self.scripts}
        return Exam(
            taken=date.today().isoformat(),
            understands=self.understands,
            pitch=tuple(code for code, is_passed in shown.items() if is_passed),
            failed=tuple(code for code, is_passed in shown.items() if is_passed is False),
            judge=self.judges,
        )


def take_exam(
    writer: Writer, languages: Sequence[str], tell: Tell = lambda step: None
) -> ExamResult:
    """What a writer can do, in these languages (codes); goes on where an exam was broken off.

    Raises:
        EngineError: it cannot be asked, or never answered.
        WeightsError: a model's weights are not here.
        StorageError: the cache cannot be written.
    """
    began = time.monotonic()
    sitting = _Sitting(writer, [code for code in languages if code != LANGUAGE], tell)
    sitting.understand()
    if sitting.result.is_passed(UNDERSTANDING) and not sitting.result.changed_number:
        sitting.name()
    if sitting.result.understands:
        sitting.write()
    sitting.judge()
    if sitting.failure and not sitting.answered:
        raise sitting.failure
    sitting.result.seconds = round(time.monotonic() - began, 1)
    return sitting.result


@dataclass(slots=True)
class _Sitting:
    """Asks a writer what it has not been asked yet, and keeps each answer."""

    writer: Writer
    languages: Sequence[str]
    tell: Tell
    answered: bool = False
    failure: EngineFailedError | None = None
    result: ExamResult = field(init=False)
    _lines: tuple[FinishedLine, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = finished_lines()
        wanted = [line for line in lines if line.place[0] in self.languages]
        self._lines = (*wanted, *(line for line in lines if line not in wanted))
        wrong = sum(line.is_wrong for line in lines)
        self.result = ExamResult(
            of=self.writer.stamp,
            answers=answers_of(self.writer),
            there_are={
                UNDERSTANDING: 2 * len(listenings()),
                NAMING: sum(len(each.nouns) for each in namings()),
                SCRIPT: len(products()),
                WRONG: wrong,
                RIGHT: len(lines) - wrong,
            },
        )

    def understand(self) -> None:
        """Pitches, until it is sure whether it understands them."""
        result, pitches = self.result, list(enumerate(listenings()))
        while result.is_passed(UNDERSTANDING) is None and not result.changed_number:
            self._step(say("understanding"), UNDERSTANDING)
            due = [(i, each) for i, each in pitches if f"{UNDERSTANDING} {i} points" not in self]
            due = due[: self._at_once]
            answers = self._ask([pitch.question for _, pitch in due])
            for (i, pitch), answer in zip(due, answers, strict=True):
                reading = pitch.mark(answer, result.of)
                task = f"{UNDERSTANDING} {i}"
                marks = {f"{task} repair": reading.repaired, f"{task} points": reading.points}
                self._keep(marks | ({f"{CHANGED} {i}": False} if reading.changed_number else {}))

    def name(self) -> None:
        """Nouns, those of the wanted languages first, until it is sure whether it knows them."""
        result, tasks = self.result, namings()
        while result.is_passed(NAMING) is None:
            self._step(say("naming"), NAMING)
            i, codes = next(self._unnamed())
            (answer,) = self._ask([tasks[i].question(codes)])
            marks = tasks[i].mark(answer, codes)
            self._keep({f"{NAMING} {i} {code}": right for code, right in marks.items()})

    def _unnamed(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Products and languages in which they have not been named yet."""
        tasks = namings()
        codes = sorted(tasks[0].nouns, key=lambda code: code not in self.languages)
        for at in range(0, len(codes), AT_ONCE):
            for i in range(len(tasks)):
                due = [c for c in codes[at : at + AT_ONCE] if f"{NAMING} {i} {c}" not in self]
                if due:
                    yield i, due

    def write(self) -> None:
        """Scripts of every product in every wanted language, corrected as in a run."""
        told, result = products(), self.result
        while due := [
            (name, code)
            for name in told
            for code in self.languages
            if result.is_passed(SCRIPT, code) is None and f"{SCRIPT} {name} {code}" not in self
        ]:
            self._step(say("whole pitches"), SCRIPT, len(self.languages))
            name = due[0][0]
            codes = [code for product, code in due if product == name][: self._at_once]
            scripts = write_pitch([told[name].job(code) for code in codes], self.writer, None)
            for code, script in zip(codes, self._heard(scripts), strict=True):
                right = isinstance(script, Script) and _is_right(script)
                self._keep({f"{SCRIPT} {name} {code}": right})

    def judge(self) -> None:
        """Finished lines, those of the wanted languages first, until it is sure of both kinds."""
        result, told = self.result, products()
        while result.judges is None:
            self._step(say("judging"), WRONG)
            lines = self._next_lines()
            asked = {line.place: line.text for line in lines}
            about = told_of(told[lines[0].product].job(lines[0].place[0]))
            (answer,) = self._ask([judgement(about, asked)])
            found = read_judgements(answer, asked) if isinstance(answer, Answer) else {}
            verdicts = {at: one for each in found.values() for at, one in each.lines.items()}
            self._keep({_task(line): line.is_refused(verdicts) == line.is_wrong for line in lines})

    def _next_lines(self) -> Sequence[FinishedLine]:
        """Lines of one product for the next question to the judge."""
        room = {
            kind: most if self.result.is_passed(kind) is None else 0
            for kind, most in ((WRONG, WRONG_AT_ONCE), (RIGHT, RIGHT_AT_ONCE))
        }
        taken = list[FinishedLine]()
        for line in self._lines:
            if _task(line) in self or not room[_kind(line)]:
                continue
            codes = {each.place[0] for each in taken} | {line.place[0]}
            if taken and (line.product != taken[0].product or len(codes) > AT_ONCE):
                continue
            room[_kind(line)] -= 1
            taken.append(line)
        return taken

    @property
    def _at_once(self) -> int:
        return min(self.writer.at_once, AT_ONCE)

    def __contains__(self, task: str) -> bool:
        return task in self.result.answers

    def _step(self, part: Notice, kind: str, times: int = 1) -> None:
        total = times * self.result.there_are[kind]
        self.tell(Step(part, min(self.result.tally(kind).asked, total), total))

    def _ask(self, questions: Sequence[Question]) -> Iterator[Answer | EngineFailedError]:
        return self._heard(self.writer.ask(questions))

    def _heard(self, answers: Sequence[_Said | EngineError]) -> Iterator[_Said | EngineFailedError]:
        """The answers; one that is cut or blank is a failure of the model, and so is marked.

        Raises:
            EngineError: the writer cannot be asked.
        """
        for answer in answers:
            if isinstance(answer, EngineFailedError):
                self.failure = answer
            elif isinstance(answer, EngineError):
                raise answer
            else:
                self.answered = True
            yield answer

    def _keep(self, marks: Mapping[str, bool]) -> None:
        """Keep what was answered; what nobody has answered yet is no answer of a model."""
        self.result.answers.update(marks)
        self.result.asked += len(marks)
        if self.answered:
            keep_exam(self.writer, self.result.exam(), self.result.answers)


def _kind(line: FinishedLine) -> str:
    return WRONG if line.is_wrong else RIGHT


def _task(line: FinishedLine) -> str:
    code, number = line.place
    return f"{_kind(line)} {line.product} {number} {code}"


def _is_right(script: Script) -> bool:
    """Whether every line passed the checks, every point is claimed, and the language is right."""
    said = {point for line in script.lines if line.text for point in line.points}
    text = " ".join(line.text for line in script.lines)
    return (
        all(line.made_by in ("llm", "llm-retry") for line in script.lines)
        and said >= {point.id for point in script.points}
        and not any(proofread.other_language(text, profile(script.language)))
    )
