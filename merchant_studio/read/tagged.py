"""A pitch with tags in the place of its facts: 批发十八块五 is 批发<wholesale_price>."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..records import Brief, Mention, SaidLine, Segment, Transcript
from .mentions import apart
from .readers import read_doubtful

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
        for mention in read_doubtful(transcript.segments, brief.source_language)
        if not any(_overlap(mention, other) for other in known)
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
    here = [
        *((mention, f"<{fact.key}>") for fact in brief.facts for mention in fact.heard_in),
        *((mention, GAP) for mention in apart(gaps)),
    ]
    text, at, tags = "", 0, []
    for mention, sign in sorted(here, key=lambda place: place[0].start):
        if mention.segment != segment.index or mention.start < at or sign[1:-1] in tags:
            continue
        text += _no_tags(segment.text[at : mention.start]) + sign
        at = mention.end
        if sign != GAP:
            tags.append(sign[1:-1])
    return text + _no_tags(segment.text[at:]), tuple(tags)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.segment == other.segment and one.start < other.end and other.start < one.end


def _no_tags(heard: str) -> str:
    """The text without the characters of tags and prompt markers: <, >, |, {, }."""
    return heard.translate({ord(c): None for c in "<>|{}"})
