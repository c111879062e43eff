"""Where a transcript has the words of a sheet, or of a fact that the merchant typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..facts.numbers import HAN_DIGITS
from ..records import Brief, Code, Fact, FactValue, Mention, Segment, Term, Transcript, mention


def placed(brief: Brief, transcript: Transcript) -> Brief:
    """The brief in which words and codes that the merchant typed stand where he says them."""

    def at_its_place(fact: Fact) -> Fact:
        if fact.heard_in or fact.source != "sheet":
            return fact
        return replace(fact, heard_in=tuple(apart(list(said_places(fact.value, transcript)))))

    return replace(brief, facts=tuple(map(at_its_place, brief.facts)))


def said_places(value: FactValue, transcript: Transcript) -> Iterator[Mention]:
    """Where the words of a term or the characters of a code are said."""
    match value:
        case Term(translations=names):
            wanted = [names[transcript.language]] if transcript.language in names else []
        case Code(codes=codes):
            wanted = list(codes)
        case _:
            wanted = []
    for text in wanted:
        yield from verbatim_mentions(text, transcript.segments)


def verbatim_mentions(text: str, segments: Sequence[Segment]) -> Iterator[Mention]:
    """Every place where a text is said, however it was transcribed."""
    pattern = _verbatim(text)
    for segment in segments:
        for found in pattern.finditer(segment.text):
            yield mention(segment, found.start(), found.end())


def _verbatim(text: str) -> re.Pattern[str]:
    """The text as it may be transcribed: any case and spacing, digits in Han too."""
    parts = [
        f"[{c}{HAN_DIGITS[int(c)]}]" if c.isdecimal() and c.isascii() else re.escape(c)
        for c in text
        if not c.isspace() and c != "-"
    ]
    return re.compile(r"[\s-]*".join(parts), re.I)


def apart(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions in order; of two that overlap the longer one."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda m: m.start - m.end):
        if all(
            each.segment != other.segment or each.end <= other.start or other.end <= each.start
            for other in kept
        ):
            kept.append(each)
    yield from sorted(kept, key=lambda m: (m.segment, m.start))
