"""Where the facts stand in what was said, and a pitch with tags in their place.

批发十八块五 is 批发<wholesale_price>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..facts import in_sentences, parts_of
from ..facts.numbers import HAN_DIGITS
from ..records import (
    Brief,
    Code,
    Fact,
    FactValue,
    Mention,
    SaidLine,
    Segment,
    Term,
    Transcript,
    mention,
)
from .found import overlapping
from .readers import read_speech


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
        if not any(overlapping(each, other) for other in kept):
            kept.append(each)
    yield from sorted(kept, key=lambda m: (m.segment, m.start))


NAME = "name"
"""The key of the product's name."""
GAP = "…"
"""Stands for a number that may be a fact and that nobody has confirmed."""


def tagged_lines(transcript: Transcript, brief: Brief) -> tuple[SaidLine, ...]:
    """Every sentence with its facts' tags, and without the numbers that may be other facts.

    The product's name has no tag: whoever writes the pitch says it in the form that grammar asks
    for ("с тележкой").
    """
    brief = replace(brief, facts=tuple(fact for fact in brief.facts if fact.key != NAME))
    known = [mention for fact in brief.facts for mention in fact.heard_in]
    doubtful = [
        mention
        for mention in read_speech(transcript.segments, brief.source_language).perhaps_facts
        if not any(overlapping(mention, other) for other in known)
    ]
    return tuple(
        SaidLine(
            segment=segment.index,
            heard=segment.text,
            meant=with_tags(segment, brief, doubtful)[0].strip(),
        )
        for segment in transcript.segments
    )


def with_tags(
    segment: Segment, brief: Brief, gaps: Sequence[Mention] = ()
) -> tuple[str, tuple[str, ...]]:
    """A segment's text with a tag for each confirmed fact, and its tags in order.

    A fact that is said twice in it has one tag, at its first place. In the place of `gaps` stands
    a sign that something was said there.
    """
    facts = [each for fact in brief.facts for each in _tagged(fact)]
    here = [
        *((mention, f"<{fact.key}>") for fact in facts for mention in fact.heard_in),
        *((mention, GAP) for mention in apart(gaps)),
    ]
    text, at, tags = "", 0, []
    for where, sign in sorted(here, key=lambda place: place[0].start):
        if where.segment != segment.index or where.start < at or sign[1:-1] in tags:
            continue
        text += _no_tags(segment.text[at : where.start]) + sign
        at = where.end
        if sign != GAP:
            tags.append(sign[1:-1])
    return text + _no_tags(segment.text[at:]), tuple(tags)


def _tagged(fact: Fact) -> tuple[Fact, ...]:
    """A fact, or its parts, where they are said in several sentences and have a tag each."""
    return (
        parts_of(fact)
        if in_sentences(fact) and all(p.heard_in for p in parts_of(fact))
        else (fact,)
    )


def _no_tags(heard: str) -> str:
    """The text without the characters of tags and prompt markers: <, >, |, {, }."""
    return heard.translate({ord(c): None for c in "<>|{}"})
