"""The selling points of a pitch that stand in the catalogue: 不掉色 is `does-not-fade`.

They come from the sheet. What is recognized in his speech, clause by clause, is shown to him to be
confirmed, and what no point of the catalogue says is listed in his own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..languages import REFERENCE, TAG, profile
from ..points import COURTESY, Stated, catalogue, read_points, sentences, stated_by
from ..records import Brief, Message, SaidLine, SellingPoint, Transcript
from .tagged import tagged_lines

_DENIES = re.compile(r"\b(?:not?|never|without|cannot|nothing|\w+n't)\b", re.I)
_ENDS = " ，。！？；、,.!?;"


def sheet_points(written: Sequence[str], source_language: str) -> tuple[SellingPoint, ...]:
    """The points of a sheet: ids, or words that the catalogue knows; others stay as written."""
    points: dict[str, SellingPoint] = {}
    for words in written:
        for point in _of_words(words, source_language):
            points[point.id] = replace(point, source="sheet")
    return tuple(points.values())


def recognized_message(transcript: Transcript, brief: Brief) -> Message:
    """What the merchant says as it was heard, with the points of his sheet, and his courtesies.

    Other points that he seems to state are unconfirmed: one in five is wrong.
    """
    lines = tagged_lines(transcript, brief)
    heard = _hear(lines, brief.source_language)
    sheet = {point.id for point in brief.points}
    found = (*heard.points, *heard.likely)
    said = {p.id: p for p in found if p.id in sheet}
    said |= {p.id: p for p in heard.points if p.kind == COURTESY}
    return Message(
        lines=lines,
        points=(
            *(replace(p, source="sheet") if p.id in sheet else p for p in said.values()),
            *(point for point in brief.points if point.id not in said),
        ),
        unconfirmed=tuple(p for p in found if p.id not in said),
        unread=tuple(heard.unread),
    )


def with_catalogue(message: Message, brief: Brief) -> Message:
    """A message that a model has read, with the points of the sheet.

    A point of the model that rests on the same words as one of the sheet is that point.
    """
    sheet_ids = {point.id for point in brief.points}
    found = _hear(message.lines, brief.source_language)
    heard = [point for point in (*found.points, *found.likely) if point.id in sheet_ids]
    points = [
        replace(own, catalogue=next((p.catalogue for p in heard if _same_words(own, p)), ""))
        for own in message.points
    ]
    said = {point.catalogue for point in points}
    sheet = [point for point in brief.points if point.catalogue not in said - {""}]
    return replace(message, points=(*points, *sheet))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was recognized in the lines of a pitch, each point once."""

    points: list[SellingPoint]
    """Those that are sure."""
    likely: list[SellingPoint]
    unread: list[str]


def _hear(lines: Sequence[SaidLine], language: str) -> _Heard:
    sure, likely = dict[Stated, SellingPoint](), dict[Stated, SellingPoint]()
    unread = []
    for line in lines:
        for clause in read_points(line.meant, language):
            quote = line.meant[clause.start : clause.end].strip(_ENDS)
            if not (clause.understood or clause.likely or TAG.search(quote)):  # facts are said
                unread.append(quote)
            for found, stated_ones in ((sure, clause.points), (likely, clause.likely)):
                for stated in stated_ones:
                    point = found.get(stated) or _point(stated, quote)
                    segments = tuple(sorted({*point.segments, line.segment}))
                    found[stated] = replace(point, segments=segments)
    rest = [point for stated, point in likely.items() if stated not in sure]
    return _Heard(list(sure.values()), rest, unread)


def _of_words(words: str, source_language: str) -> Iterator[SellingPoint]:
    """The points of one entry of a sheet."""
    language = REFERENCE if words.isascii() else source_language
    if stated := Stated.of(words) or stated_by(words, language):
        yield _point(stated, words)
        return
    stated_ones = [each for clause in read_points(words, language) for each in clause.points]
    yield from (_point(each, words) for each in stated_ones)
    if not stated_ones:
        yield SellingPoint(
            id=_id(words), text=words, kind="feature", negated=False, quote=words, segments=()
        )


def _point(stated: Stated, quote: str) -> SellingPoint:
    english = sentences(stated, profile(REFERENCE))[0]
    return SellingPoint(
        id=_id(str(stated)),
        text=english,
        kind=catalogue()[stated.id].kind,
        negated=bool(_DENIES.search(english)),
        quote=quote,
        segments=(),
        catalogue=str(stated),
    )


def _id(words: str) -> str:
    return re.sub(r"\W+", "-", words.casefold()).strip("-")


def _same_words(one: SellingPoint, other: SellingPoint) -> bool:
    """Whether two points rest on the same words of the same line."""
    if not set(one.segments) & set(other.segments):
        return False
    return one.quote in other.quote or other.quote in one.quote
