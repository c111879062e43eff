"""One language's script on its way: which lines stand, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...check import (
    Judgement,
    Place,
    is_named,
)
from ...engines import Answer, Question
from ...messages import NOTHING, Notice, joined, say
from ...records import Author, ProductName, ScriptLine, SellingPoint, Term
from ..catalogued import NEAR_MS, home_of
from ..fallback import FallbackChain
from ..writing import ScriptJob
from .line_checks import LineChecks
from .request import AskedLine, CopyLine, Failed, names_of, read_script, script_question

_LATIN = re.compile("[A-Za-z]{2,}")
PATIENCE = 1.2
"""A line may take so many times the characters that it is asked to take."""


@dataclass(slots=True)
class _Line:
    """What is known of one line."""

    text: str = ""
    points: tuple[str, ...] = ()
    """What it says: by its writer, once it is judged by the judge."""
    author: Author = "llm"
    why: tuple[Notice, ...] = (say("it did not come"),)
    """What is wrong with it; empty: it stands."""
    judged: bool = False
    breaks: Notice = NOTHING
    """What a judge stumbles over there, who has read the whole script; the line says no wrong."""
    before: _Line | None = None
    """The line that stood before it was asked for again."""


class Draft:
    """The lines of one language, by their indices, and why some of them do not stand."""

    def __init__(self, job: ScriptJob) -> None:
        self.job = job
        self.tag, self.profile = job.tag, job.profile
        self.points = job.message.points if job.message else ()
        self._names = names_of(self.points)
        self._book = FallbackChain(
            job.source, job.brief, job.profile, job.chars_per_second, patience=PATIENCE
        )
        self.checks = LineChecks(job, self._book, near=self._near, tells=self._tells)
        self._lines = [
            _Line() if line.tells else _Line(author="nobody", why=()) for line in job.source
        ]
        self.kept: Set[int] = set(self._keep(job.kept))
        """Lines of the script before, which nobody is asked for and nobody judges again."""

    def _keep(self, lines: Mapping[int, ScriptLine]) -> Iterator[int]:
        """Take over the lines of the script before that pass the checks as they are now."""
        for i, line in lines.items():
            if not self.job.source[i].tells:
                continue
            if line.author in ("phrasebook", "points", "nobody"):
                self._lines[i] = _Line(why=(line.why,))
            elif line.author != "merchant" and self._is_refused(i, line):
                continue
            else:
                judged = line.meaning == "checked"
                self._lines[i] = _Line(
                    *(line.text, self._still(line.points), line.made_by, ()),
                    judged=judged,
                    breaks=line.why,
                )
            yield i

    def _is_refused(self, i: int, line: ScriptLine) -> bool:
        """Whether a line of before does not pass now, or is suspect and no judge has read it."""
        if self.checks.problems(i, line.text):
            return True
        return line.meaning != "checked" and bool(self.checks.doubts(i, line.text))

    # --- what is asked ----------------------------------------------------------------------

    def question(self, product: str) -> Question:
        """The question that asks for the whole script."""
        return script_question(
            product,
            [self.asked(i) for i, line in enumerate(self.job.source) if line.tells],
            profile=self.profile,
            name=self.job.name,
            values={key: said for key, said in self._book.values.items() if key != "name"},
            points=self.points,
            tone=self.job.tone,
            spoken=self.job.chars_per_second is not None,
        )

    def failed(self) -> list[Failed]:
        """The lines that do not stand or lack a point, as they are asked for again.

        Of a script that never names the product the first line is asked for, too.
        """
        why = {i: list(line.why) for i, line in enumerate(self._lines)}
        lacking: dict[int, list[SellingPoint]] = {}
        for point in self.missing():
            lacking.setdefault(self._home(point), []).append(point)
            why[self._home(point)].append(say("it does not say: {text}", text=point.text))
        for i, line in enumerate(self._lines):
            if line.breaks and not line.why:
                why[i].append(line.breaks)
            if line.author == "llm":  # it is asked for again once
                why[i] += self._hints(i)
        if self.job.name and not self._is_named(self.job.name):
            first = next((i for i, line in enumerate(self._lines) if line.text), 0)
            why[first].append(say("no line names the product: {noun}", noun=self.job.name.noun))
        texts = ["", *(line.text for line in self._lines), ""]
        return [
            Failed(
                tag=self.tag,
                line=self.asked(i),
                text=line.text,
                why=joined(why[i]),
                missing=self.named([point.id for point in lacking.get(i, ())]),
                before=texts[i],
                behind=texts[i + 2],
            )
            for i, line in enumerate(self._lines)
            if why[i] and i not in self.kept
        ]

    def doubts(self) -> dict[Place, Notice]:
        """What code suspects of lines and a judge can tell."""
        found = {
            place: self.checks.doubts(place[1] - 1, said) for place, said in self.unjudged().items()
        }
        return {place: joined(why) for place, why in found.items() if why}

    def _hints(self, i: int) -> tuple[Notice, ...]:
        """What may be wrong with a line that stands and that no judge reads."""
        line = self._lines[i]
        return self.checks.hints(i, line.text) if line.text and not line.why else ()

    def unjudged(self) -> dict[Place, str]:
        """The lines that stand so far and that no judge has seen."""
        return {
            (self.tag, i + 1): line.text
            for i, line in enumerate(self._lines)
            if line.text and not line.why and not line.judged and i not in self.kept
        }

    def texts(self) -> dict[Place, str]:
        """The lines as they are now, also those that do not stand."""
        return {(self.tag, i + 1): line.text for i, line in enumerate(self._lines) if line.text}

    # --- what is answered -------------------------------------------------------------------

    def answered(self, answer: Answer) -> Draft:
        """The draft with the lines of an answer to `question`."""
        self.take(read_script(answer, range(1, len(self.job.source) + 1)), "llm")
        return self

    def take(self, written: Mapping[int, CopyLine], author: Author) -> None:
        """Take lines, by their numbers, that pass the checks of form and facts.

        A line that stood and was asked for again, for a point that it lacks, stays unless the new
        one is right and says all that it said.
        """
        for number, copy in written.items():
            i = number - 1
            text = self.profile.said(copy.text)
            new = _Line(text, self._known(copy.points), author, self.checks.problems(i, text))
            old = self._lines[i]
            if not old.why:
                if new.why or not text or set(old.points) - set(new.points):
                    continue
                new.before = old
            self._lines[i] = new

    def judge(self, found: Judgement) -> None:
        """Refuse the lines in which a judge found something wrong, and believe him which points no
        line says.

        What stood before such a line stands again. A line that is right and breaks the script is
        refused only if it holds no fact and no point: it may as well not be said.
        """
        unsaid = {point.id for name, point in self._names.items() if name in found.unsaid}
        for line in self._lines:
            line.points = tuple(point for point in line.points if point not in unsaid)
        for (_, number), verdict in found.lines.items():
            line = self._lines[number - 1]
            line.judged, line.why = True, verdict.problems
            breaks = NOTHING
            if verdict.breaks:
                breaks = say("read in its script: {breaks}", breaks=verdict.breaks)
            if breaks and not (line.points or self.job.source[number - 1].tags):
                line.why = (*line.why, breaks)
            else:
                line.breaks = breaks
            if line.why and line.before:
                self._lines[number - 1] = line.before
        claimed = {point for line in self._lines for point in line.points}
        for point in self.points:  # said, in a line that does not name it
            home = self._lines[self._home(point)]
            if point.id not in unsaid | claimed and home.judged and home.text and not home.why:
                home.points = (*home.points, point.id)

    def refuse_suspect(self) -> None:
        """Refuse the lines that code suspects and no judge has read, for he failed."""
        for (_, number), why in self.doubts().items():
            line = self._lines[number - 1]
            if line.before:
                self._lines[number - 1] = line.before
            else:
                line.why = (why,)

    # --- what comes of it -------------------------------------------------------------------

    def missing(self) -> list[SellingPoint]:
        """The points that no line says."""
        said = {point for line in self._lines if not line.why for point in line.points}
        return [point for point in self.points if point.id not in said]

    def lines(self) -> tuple[ScriptLine, ...]:
        """The lines of the script: what does not stand is its facts' sentences, those of the
        catalogue for the points that no line says, or nothing.
        """
        self._say_name()
        self._book.points = [point for point in self.missing() if point.catalogue]
        self._book.taken = {i for i, line in enumerate(self._lines) if line.text and not line.why}
        return tuple(self.line(i) for i in range(len(self._lines)))

    def _say_name(self) -> None:
        """Let a line that does not stand introduce the product, if no other line names it.

        It is the first in which the merchant names it, else the first with facts.
        """
        due = [i for i, line in enumerate(self._lines) if line.why]
        name = self._book.facts.get("name")
        if not due or name is None or not name.must_say or not isinstance(name.value, Term):
            return
        standing = " ".join(line.text for line in self._lines if not line.why)
        called = f"{self.job.name.name} {self.job.name.noun}" if self.job.name else ""
        if is_named(f"{self._book.values['name']} {called}", standing):
            return
        own = name.value.translations.get(self.job.brief.source_language, "")
        at = min(due, key=lambda i: (own not in self.job.source[i].text, not self._tags_of(i)))
        tags = dict.fromkeys(["name", *self._tags_of(at)])
        self._book.source[at] = replace(self._book.source[at], tags=tuple(tags))

    def _tags_of(self, i: int) -> tuple[str, ...]:
        return self._book.source[i].tags

    def line(self, i: int) -> ScriptLine:
        """Line `i` of the script as it stands."""
        line = self._lines[i]
        if line.text and not line.why:
            return self._book.line(
                i,
                line.text,
                line.author,
                line.breaks or joined(self._hints(i)),
                points=line.points,
                spare=self.checks.spare(i, line.text),
                judged=line.judged,
            )
        why = joined(line.why)
        return self._book.phrase(i, why)

    def _is_named(self, name: ProductName) -> bool:
        said = " ".join(line.text for line in self._lines)
        return is_named(f"{name.name} {name.noun}", said)

    def asked(self, i: int) -> AskedLine:
        """Line `i` as a writer is told of it."""
        source = self._book.source[i]
        return AskedLine(
            number=i + 1,
            said=self.job.source[i].text or " ".join(f"<{t}>" for t in self.job.source[i].tags),
            tags=source.tags,
            points={n: p.text for n, p in self._names.items() if self._home(p) == i},
            max_chars=round(self._book.max_chars(i) / PATIENCE),
        )

    def _home(self, point: SellingPoint) -> int:
        """The line in which the merchant says a point first, or that tells one of the sheet."""
        return home_of(point, self.job.source) or 0

    def _near(self, i: int) -> Iterator[int]:
        """The lines whose words may stand in line `i`: itself, and those within NEAR_MS."""
        own = self.job.source[i].budget
        for at, other in enumerate(self.job.source):
            gap = max(other.budget.start_ms - own.end_ms, own.start_ms - other.budget.end_ms)
            if gap <= NEAR_MS:
                yield at

    def _tells(self, i: int, point: SellingPoint) -> bool:
        return self._home(point) == i

    def _still(self, points: Iterable[str]) -> tuple[str, ...]:
        """The ids of those of these points that he still makes."""
        return tuple(id for id in points if any(id == point.id for point in self.points))

    def named(self, points: Iterable[str]) -> tuple[str, ...]:
        """What points are called in questions, by their ids: p2."""
        return tuple(name for name, point in self._names.items() if point.id in points)

    def _known(self, names: Sequence[str]) -> tuple[str, ...]:
        """The ids of the points that an answer names."""
        return tuple(dict.fromkeys(self._names[name].id for name in names if name in self._names))
