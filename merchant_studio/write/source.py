"""Plan the lines of a script: the sentences as they were said, with tags such as `<price>`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..facts import is_said
from ..languages import TAG
from ..read import CLAUSE_END, states_number, with_tags
from ..records import (
    Brief,
    Code,
    Fact,
    Message,
    Script,
    Segment,
    SellingPoint,
    Span,
    Transcript,
)

FACTS_PER_CLOSING_LINE = 2
"""Facts that nobody said are told after the speech, this many in a line; each point has its own."""
LONGEST_REST_MS = 1500
"""A line may stay this long after its speech has ended, if the next one has not begun."""
CLOSING_LINE_MS = 3500
"""Time to read a closing line: the same in every language, so that they share one base picture."""
SPOKEN_FACT_MS = 2200
"""Time to say a fact of a closing line, and its share of the pause after it."""
SPELT_MS = 320
"""Time to say a letter or digit of a code, which is spelt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line as it was said, facts replaced by their tags; the same for every language."""

    text: str
    """Empty if nothing remains that may be translated."""
    tags: tuple[str, ...]
    says: tuple[int, ...]
    """Indices of its sentences; empty for a line after the speech."""
    budget: Span
    points: tuple[str, ...] = ()
    """Ids of selling points of the sheet that nobody said, which a line after the speech tells."""

    @property
    def tells(self) -> bool:
        """Whether there is anything to say in it."""
        return bool(self.text or self.tags or self.points)


def plan_lines(
    transcript: Transcript,
    brief: Brief,
    speech_ms: int,
    *,
    dubbed: bool = False,
    message: Message | None = None,
    points: Sequence[SellingPoint] = (),
) -> tuple[SourceLine, ...]:
    """The lines that every language writes: one per sentence, then what nobody said.

    That are the facts, and those of the `points` that only the sheet has.

    `speech_ms` is the recording's length; `dubbed`: the lines will be spoken. With a `message` the
    lines are what the merchant means, whole; without one they are what was heard, and a clause with
    a number that is no confirmed fact is left out, as the number may be wrong.
    """
    lines = []
    told: set[str] = set()
    meant = {line.segment: line.meant for line in message.lines} if message else {}
    segments = transcript.segments
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        latest = following.span.start_ms if following else max(speech_ms, segment.span.end_ms)
        end_ms = max(segment.span.end_ms, min(latest, segment.span.end_ms + LONGEST_REST_MS))
        text, tags = _tagged(segment, brief)
        if segment.index in meant:
            text = meant[segment.index]
            tags = tuple(dict.fromkeys(TAG.findall(text)))
        told.update(tags)
        lines.append(
            SourceLine(
                text=text,
                tags=tags,
                says=(segment.index,),
                budget=Span(start_ms=segment.span.start_ms, end_ms=end_ms),
            )
        )
    at_ms = max([speech_ms, *(line.budget.end_ms for line in lines)])
    if message:
        told.add("name")  # which its writer says in his own words
    unsaid = [fact for fact in brief.facts if fact.must_say and not is_said(fact, told)]
    for at in range(0, len(unsaid), FACTS_PER_CLOSING_LINE):
        facts = unsaid[at : at + FACTS_PER_CLOSING_LINE]
        tags = tuple(fact.key for fact in facts)
        line_ms = sum(map(_saying_ms, facts)) if dubbed else CLOSING_LINE_MS
        budget = Span(start_ms=at_ms, end_ms=at_ms + line_ms)
        lines.append(SourceLine(text="", tags=tags, says=(), budget=budget))
        at_ms = budget.end_ms
    for point in points:
        if not point.segments:
            budget = Span(start_ms=at_ms, end_ms=at_ms + CLOSING_LINE_MS)
            lines.append(SourceLine(text="", tags=(), says=(), budget=budget, points=(point.id,)))
            at_ms = budget.end_ms
    return tuple(lines)


def joined(lines: Sequence[SourceLine], *, tags: tuple[str, ...], budget: Span) -> SourceLine:
    """One line that tells what several lines say, with those of their facts that `tags` name."""
    return SourceLine(
        text=" ".join(line.text for line in lines if line.text),
        tags=tags,
        says=tuple(said for line in lines for said in line.says),
        budget=budget,
    )


def retold(source: Sequence[SourceLine], script: Script) -> tuple[SourceLine, ...]:
    """What each line of a script is made of, whatever the order of its lines."""
    return tuple(
        joined(
            [said for said in source if set(said.says) & set(line.says)],
            tags=line.tags,
            budget=line.budget,
        )
        for line in script.lines
    )


def _saying_ms(fact: Fact) -> int:
    """About how long a voice needs to say a fact, in any language."""
    codes = fact.value.codes if isinstance(fact.value, Code) else ()
    return SPOKEN_FACT_MS + SPELT_MS * sum(c.isalnum() for code in codes for c in code)


def _tagged(segment: Segment, brief: Brief) -> tuple[str, tuple[str, ...]]:
    """The segment's text with tags for its confirmed facts, without clauses with other numbers."""
    text, tags = with_tags(segment, brief)
    clauses = re.findall(rf"[^{CLAUSE_END}]+[{CLAUSE_END}]?", text)
    kept = [clause for clause in clauses if not states_number(clause, brief.source_language)]
    lost = {tag for clause in clauses if clause not in kept for tag in tags if f"<{tag}>" in clause}
    if lost:
        return "", tags
    return "".join(kept).strip(f"{CLAUSE_END} "), tags
