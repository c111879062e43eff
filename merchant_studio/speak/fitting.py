"""When each line of a dub is heard and how fast, and shorter words for one that takes too long.

A line that takes longer than its budget first borrows the silence after it and before it, then is
spoken faster, up to 1.2x. What still does not fit is not cut: the lines after it wait, and at the
end the last picture is held. Lines after the speech have no picture of their own to keep up with:
they are said one after the other, all at the same pace, in the time that is planned for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ..check import check_facts, proofread
from ..facts import label, names_itself, sentence, spoken, with_parts, written
from ..languages import LanguageProfile
from ..messages import say
from ..records import Brief, ScriptLine, Span, seal

WHY = say("shortened to be said in its time")
_COMMAS = "،，、,"
"""Commas of all scripts; a language uses the one that stands in its `punctuation`."""


def shorter_lines(
    line: ScriptLine, brief: Brief, profile: LanguageProfile
) -> tuple[ScriptLine, ...]:
    """Ever shorter wordings of a line's facts, from the phrasebook; none for a line that the
    merchant wrote, or that says more than facts.

    Each has passed the same checks as the lines of a script.
    """
    if line.author == "merchant" or line.points or not line.tags:
        return ()
    found: list[ScriptLine] = []
    shortest = len(line.text)
    texts = dict.fromkeys(_texts(line, brief, profile))
    for text in sorted(texts, key=len, reverse=True):
        if len(text) < shortest and _is_right(text, line, brief, profile):
            shortest = len(text)
            found.append(replace(line, text=text, made_by="phrasebook", why=WHY, seal=seal(text)))
    return tuple(found)


def _texts(line: ScriptLine, brief: Brief, profile: LanguageProfile) -> Iterator[str]:
    space = " " if " " in profile.text.punctuation else ""
    full = [_sentences(tag, brief, profile) for tag in line.tags]
    yield space.join(sentences[0] for sentences in full)
    yield space.join(min(sentences, key=len) for sentences in full)
    # One sentence: a voice pauses less at a comma.
    end = profile.text.sentence_end[0]
    comma = next(mark for mark in _COMMAS if mark in profile.text.punctuation) + space
    yield comma.join(min(sentences, key=len).removesuffix(end) for sentences in full) + end


def _sentences(tag: str, brief: Brief, profile: LanguageProfile) -> Sequence[str]:
    """The phrasebook's sentence for a fact, and its label and value: "Price: <price>"."""
    book = profile.phrases
    if tag == "name":
        return [min(book.introduction, key=len), book.short.introduction]
    named = label(tag, brief, profile)
    short = profile.patterns.label.format(label=named, value=f"<{tag}>")
    if any(fact.key == tag and names_itself(fact, profile) for fact in brief.facts):
        short = f"<{tag}>"
    short += profile.text.sentence_end[0]
    whole = sentence(tag, brief, profile)
    return [whole, short] if whole else [short]


def _is_right(text: str, line: ScriptLine, brief: Brief, profile: LanguageProfile) -> bool:
    facts = {fact.key: fact for fact in with_parts(brief.facts)}
    stated = [facts[tag] for tag in line.tags if tag in facts]
    values = {
        fact.key: f"{written(fact.value, profile)} {spoken(fact.value, profile)}" for fact in stated
    }
    problems = proofread.check_line(
        text, tags=line.tags, facts=facts, values=values, profile=profile, own_words=True
    )
    return not (problems or check_facts(text, stated, brief, profile))


MAX_TEMPO = 1.2
GAP_MS = 120
"""The least pause between two lines, so that they are heard as two."""
PAUSE_MS = 350
"""The pause between two lines after the speech."""
MAX_LEAD_MS = 800
"""A line may start at most so long before its picture."""
MAX_LATE_MS = 600
"""A line is planned to start at most so long after its picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """When a line is heard."""

    span: Span
    tempo: float
    """1.0 to 1.2."""
    fits: bool
    """False: the line takes time from the ones after it, or lasts longer than the picture."""


def place_lines(
    budgets: Sequence[Span], times_ms: Sequence[int], follow: int | None = None
) -> tuple[Place, ...]:
    """A place for every line, in order, none overlapping; `times_ms` is what each takes at 1.0.

    The lines from the index `follow` on come after the speech; None: there are none.
    """
    spoken = len(budgets) if follow is None else follow
    latest = _latest_ends(budgets[:spoken], times_ms[:spoken])
    if 0 < spoken < len(budgets):
        latest[-1] = max(latest[-1], budgets[spoken].start_ms - GAP_MS)
    places: list[Place] = []
    free_ms = 0
    for budget, time_ms, end_ms in zip(budgets[:spoken], times_ms[:spoken], latest, strict=True):
        places.append(_placed(_start(budget, time_ms, free_ms, end_ms), end_ms, time_ms))
        free_ms = places[-1].span.end_ms + GAP_MS
    return (*places, *_closing(budgets[spoken:], times_ms[spoken:], free_ms))


def _closing(budgets: Sequence[Span], times_ms: Sequence[int], free_ms: int) -> Iterator[Place]:
    """The lines after the speech: a pause between them, one tempo for all."""
    if not budgets:
        return
    at_ms = max(budgets[0].start_ms, free_ms - GAP_MS + PAUSE_MS if free_ms else 0)
    pauses_ms = PAUSE_MS * (len(budgets) - 1)
    room_ms = budgets[-1].end_ms - at_ms - pauses_ms - len(budgets)  # their ends are rounded
    tempo = _tempo(sum(times_ms), room_ms)
    fits = sum(times_ms) <= room_ms * tempo
    for time_ms in times_ms:
        end_ms = at_ms + max(1, ceil(time_ms / tempo))
        yield Place(span=Span(start_ms=at_ms, end_ms=end_ms), tempo=tempo, fits=fits)
        at_ms = end_ms + PAUSE_MS


def _start(budget: Span, time_ms: int, free_ms: int, latest_ms: int) -> int:
    """When a line starts: with its picture, or a little earlier if its time would be too short."""
    start_ms = max(budget.start_ms, free_ms)
    lead_ms = max(budget.start_ms - MAX_LEAD_MS, latest_ms - time_ms)
    return max(free_ms, min(start_ms, lead_ms))


def _placed(start_ms: int, latest_ms: int, time_ms: int) -> Place:
    tempo = _tempo(time_ms, latest_ms - start_ms)
    end_ms = start_ms + max(1, ceil(time_ms / tempo))
    return Place(span=Span(start_ms=start_ms, end_ms=end_ms), tempo=tempo, fits=end_ms <= latest_ms)


def _tempo(time_ms: int, room_ms: int) -> float:
    """The tempo that fits a line into its time, 1.0 to 1.2, rounded up to thousandths."""
    return min(MAX_TEMPO, max(1.0, ceil(time_ms * 1000 / max(1, room_ms)) / 1000))


def _latest_ends(budgets: Sequence[Span], times_ms: Sequence[int]) -> list[int]:
    """When each line must end so that the lines after it have time at the voice's own pace."""
    latest = [budgets[-1].end_ms] if budgets else []
    for following, time_ms in zip(budgets[:0:-1], times_ms[:0:-1], strict=True):
        slack_ms = latest[0] - time_ms - following.start_ms
        start_ms = following.start_ms + min(MAX_LATE_MS, max(0, slack_ms))
        latest.insert(0, start_ms - GAP_MS)
    return latest
