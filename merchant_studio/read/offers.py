"""The selling points that a merchant is offered for what he said, clause by clause.

He takes those that are right; nothing that he has not taken is said. 摸起来很顺滑 may be
`smooth-feel` or `soft-touch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..languages import TAG
from ..points import COURTESY, OFFER, OFFERED, PERHAPS, candidates, catalogue, read_points
from ..records import Brief, SellingPoint, Span, Transcript
from .points import is_said_by_sheet, names, point_of
from .tagged import tagged_lines

LEAST_LETTERS = 2
"""A clause of fewer, beside its facts, tells no point: 有, 白."""
_ENDS = " ，。！？；、,.!?;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One clause in which he says something for his product."""

    quote: str
    span: Span
    """Of its sentence."""
    points: tuple[SellingPoint, ...]
    """What it may be, the likeliest first; empty: no point of the catalogue is like it."""
    taken: tuple[SellingPoint, ...] = ()
    """The points of the sheet that it says the likeliest."""


def offers(transcript: Transcript, brief: Brief) -> tuple[Offer, ...]:
    """Every clause that may state a selling point, in order."""
    return tuple(_offers(transcript, brief))


def offers_for(words: str, brief: Brief) -> tuple[SellingPoint, ...]:
    """The points that typed words may mean, the likeliest first."""
    found = candidates(words, brief.source_language, least=PERHAPS)
    return tuple(point_of(stated, words) for stated in found)


def _offers(transcript: Transcript, brief: Brief) -> Iterator[Offer]:
    spans = {segment.index: segment.span for segment in transcript.segments}
    known = {point.id: point for point in brief.points}
    for line in tagged_lines(transcript, brief):
        for clause in read_points(line.meant, brief.source_language):
            quote = line.meant[clause.start : clause.end].strip(_ENDS)
            found = [
                (point_of(stated, quote, line.segment), chance)
                for stated, chance in clause.chances.items()
                if catalogue()[stated.id].kind != COURTESY and not is_said_by_sheet(stated, brief)
            ]
            taken = tuple(point for point, _ in found if point.id in known)
            tells = len(re.findall(r"\w", TAG.sub("", quote))) >= LEAST_LETTERS
            likely = [point for point, chance in found if tells and chance >= OFFER]
            new = tuple(point for point in likely if point.id not in known)[:OFFERED]
            # Else it may be a courtesy, a fact, or the product's name: nothing that is missing.
            other = clause.points or clause.likely or clause.is_chat or names(quote, brief)
            if taken or new or (quote and not other and not TAG.search(quote)):
                yield Offer(
                    quote=TAG.sub("…", quote), span=spans[line.segment], points=new, taken=taken
                )
