"""A pitch in a seller's own order: its writer merges, splits and moves what the merchant says.

The writer is told the sentences, their moments and the whole time, and answers lines, each with
the sentence near whose picture it belongs. From then on those lines are the script's plan: each
has the tags that its writer gave it, and the words of the sentences that it tells, by which it is
checked, judged and corrected like any other. A fact that he forgot has a line before the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from ...engines import Answer, Form, Question
from ...engines.answers import NUMBER, TEXT, a_list, an_object, read_json, rows
from ...languages import TAG
from ...prompts import prompt, system
from ...records import Author, ScriptLine, SellingPoint, Span
from ..fallback import MIN_CHARS
from ..source import FACTS_PER_CLOSING_LINE, SourceLine, joined
from ..writing import ScriptJob
from .draft import PATIENCE, Draft
from .request import (
    LINE_TOKENS,
    AskedLine,
    CopyLine,
    copy_of,
    language_part,
)
from .shares import share_time

LINES_A_SENTENCE = 2
"""A script has at most so many times the lines that the merchant has sentences."""


def draft_of(job: ScriptJob) -> Draft:
    """The draft of a job, with free lines if it may have them."""
    return FreeDraft(job) if job.free and job.source else Draft(job)


def free_rules() -> str:
    """What every language is told of a free pitch, after what the merchant says."""
    return f"\n{prompt('free')}\n"


@dataclass(frozen=True, slots=True)
class _Told:
    """A line of an answer, and what the merchant says of it."""

    copy: CopyLine
    tags: tuple[str, ...]
    sentences: tuple[int, ...]
    """Indices of the sentences that it tells: by its moment, its tags and its points."""


class FreeDraft(Draft):
    """A draft whose lines are the merchant's sentences until it is answered, then its writer's."""

    def __init__(
        self, job: ScriptJob, whole: Span | None = None, moments_ms: Sequence[int | None] = ()
    ) -> None:
        """`moments_ms`: when the picture shows what each line tells; none: they have their times.

        `whole` is the time of all lines together, if it is not that of the job's.
        """
        super().__init__(job)
        lines = [line.budget for line in job.source if line.says or line.tags]
        first_ms, last_ms = job.source[0].budget.start_ms, max(line.end_ms for line in lines)
        self._whole = whole or Span(start_ms=first_ms, end_ms=last_ms)
        """The speech, and after it the time of the facts that nobody said."""
        self._moments_ms = moments_ms

    def question(self, product: str) -> Question:
        """The question that asks for the whole pitch."""
        asked = [self.asked(i) for i in self._sentences()]
        own = language_part(
            asked,
            profile=self.profile,
            name=self.job.name,
            values={key: said for key, said in self._book.values.items() if key != "name"},
            points=self.points,
            tone=self.job.tone,
            spoken=True,
        )
        most = LINES_A_SENTENCE * len(asked)
        row = an_object(near=NUMBER, text=TEXT, points=a_list(TEXT, most=12))
        return Question(
            system=system(),
            parts=(product, f"\n{prompt('copywrite')}\n", f"{own}\n{self._time_part(asked)}"),
            form=Form(
                schema=an_object(lines=a_list(row, most=most)),
                example='{"lines": [{"near": 3, "text": "...", "points": ["p1"]}]}',
            ),
            max_tokens=LINE_TOKENS * most,
        )

    def answered(self, answer: Answer) -> Draft:
        """A draft of the answer's lines; without any, the sentences are asked for one by one."""
        copies = [copy_of(row) for row in rows(read_json(answer.text), "lines")]
        most = LINES_A_SENTENCE * len(self._sentences())
        told = list(self._told([copy for copy in copies if copy.text][:most]))
        if not told:
            return self
        told[-1:-1] = self._forgotten(told)
        source = list(map(self._line_of, told))
        moments_ms = list(map(self._moment_ms, told))
        draft = FreeDraft(replace(self.job, source=source), self._whole, moments_ms)
        draft.take({n: line.copy for n, line in enumerate(told, 1) if line.copy.text}, "llm")
        return draft

    def take(self, written: Mapping[int, CopyLine], author: Author) -> None:
        """Share the time anew, so that a line may be longer if others leave it time; take them."""
        texts = [line.text for line in self._lines]
        for number, copy in written.items():
            texts[number - 1] = copy.text
        spans = self._shared(texts)
        self.job = replace(self.job, source=_placed(self.job.source, spans))
        self._book.source = _placed(self._book.source, spans)
        super().take(written, author)

    def lines(self) -> tuple[ScriptLine, ...]:
        """The lines of the script, each with the time that it needs now."""
        lines = super().lines()
        spans = self._shared([line.text for line in lines])
        return tuple(replace(line, budget=at) for line, at in zip(lines, spans, strict=True))

    # --- time -------------------------------------------------------------------------------

    def _shared(self, texts: Sequence[str]) -> Sequence[Span]:
        """The time of each line, if these are their texts."""
        lines = self.job.source
        if not self._moments_ms:
            return [line.budget for line in lines]
        needs_ms = [
            self._need_ms(_chars(text), line.tags) for text, line in zip(texts, lines, strict=True)
        ]
        return share_time(self._whole, needs_ms, self._moments_ms)

    def _time_part(self, asked: Sequence[AskedLine]) -> str:
        spans = [self.job.source[line.number - 1].budget for line in asked]
        pictures = ", ".join(
            f"{line.number}: from {span.start_ms / 1000:.1f} for {span.duration_ms / 1000:.1f}"
            for line, span in zip(asked, spans, strict=True)
        )
        room_ms = self._whole.duration_ms - self._need_ms(0, tuple(self._tags()))
        chars = max(MIN_CHARS, round(room_ms * self._book.chars_per_second / 1000 / PATIENCE))
        return (
            f"His sentences in the picture, in seconds: {pictures}.\n"
            f"Whole time: {chars} characters."
        )

    def _need_ms(self, chars: int, tags: Sequence[str]) -> int:
        """How long so many characters and the values of these tags take to say."""
        chars += sum(len(self._book.values.get(tag, "")) for tag in tags)
        return round(chars * 1000 / self._book.chars_per_second)

    def _moment_ms(self, line: _Told) -> int | None:
        return self.job.source[line.sentences[0]].budget.start_ms if line.sentences else None

    # --- what a line tells -------------------------------------------------------------------

    def _sentences(self) -> list[int]:
        """The indices of what there is to tell."""
        return [i for i, line in enumerate(self.job.source) if line.tells]

    def _tags(self) -> dict[str, list[int]]:
        """The facts that must be said, each with the indices of the sentences that state it."""
        found: dict[str, list[int]] = {}
        for i, line in enumerate(self._book.source):
            for tag in line.tags:
                found.setdefault(tag, []).append(i)
        return found

    def _told(self, copies: Sequence[CopyLine]) -> Iterator[_Told]:
        """What each line tells; a tag belongs to the first line in which it stands."""
        free = self._tags()
        for copy in copies:
            tags = tuple(tag for tag in dict.fromkeys(TAG.findall(copy.text)) if tag in free)
            near = [i for i in self._sentences() if i == copy.near - 1]
            stated = [i for tag in tags for i in free.pop(tag)]
            points = [point for name, point in self._names.items() if name in copy.points]
            said = [i for point in points for i in self._sentences() if self._tells(i, point)]
            yield _Told(copy, tags, tuple(dict.fromkeys([*near, *stated, *said])))

    def _forgotten(self, told: Sequence[_Told]) -> Iterator[_Told]:
        """Lines without words yet, for the facts that stand in no line."""
        said = {tag for line in told for tag in line.tags}
        unsaid = [tag for tag in self._tags() if tag not in said]
        for at in range(0, len(unsaid), FACTS_PER_CLOSING_LINE):
            tags = tuple(unsaid[at : at + FACTS_PER_CLOSING_LINE])
            yield _Told(
                CopyLine(text=""), tags, tuple(i for tag in tags for i in self._tags()[tag])
            )

    def _line_of(self, line: _Told) -> SourceLine:
        """What a line is made of: the sentences that it tells, or the last one if it names none.

        Its time is not known yet.
        """
        spoken = [i for i, said in enumerate(self.job.source) if said.says]
        told = [i for i in spoken if i in line.sentences] or spoken[-1:]
        return joined([self.job.source[i] for i in told], tags=line.tags, budget=self._whole)

    def _tells(self, i: int, point: SellingPoint) -> bool:
        return bool(set(self.job.source[i].says) & set(point.segments))

    def _near(self, i: int) -> Iterator[int]:
        """Only itself: what a free line may say stands in the sentences that it tells."""
        yield i

    def _home(self, point: SellingPoint) -> int:
        """The line that tells what is said nearest to a point."""

        def distance(i: int) -> float:
            says = self.job.source[i].says
            return min((abs(n - said) for n in says for said in point.segments), default=inf)

        return min(range(len(self.job.source)), key=distance)


def _placed(lines: Sequence[SourceLine], spans: Sequence[Span]) -> list[SourceLine]:
    return [replace(line, budget=at) for line, at in zip(lines, spans, strict=True)]


def _chars(text: str) -> int:
    """The length of a line without its tags; one that has no words yet will have a few."""
    return len(TAG.sub("", text)) or MIN_CHARS
