"""The selling points of a pitch that stand in the catalogue: 不掉色 is `does-not-fade`.

They come from the sheet. What is recognized in his speech, clause by clause, is shown to him to be
confirmed, and what no point of the catalogue says is listed in his own words. For each clause he is
offered what it may be, and takes what is right: 摸起来很顺滑 may be `smooth-feel` or `soft-touch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..facts import names_of
from ..languages import REFERENCE, TAG, profile
from ..points import (
    COURTESY,
    OFFER,
    OFFERED,
    PERHAPS,
    Stated,
    candidates,
    catalogue,
    read_points,
    sentences,
    slots,
    stated_by,
)
from ..records import Brief, Message, SaidLine, SellingPoint, Span, Term, Transcript
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
    heard = _hear(lines, brief)
    courtesies = [p for p in heard.points if p.kind == COURTESY and p.id not in heard.of_sheet]
    said = {*heard.of_sheet, *(point.id for point in courtesies)}
    return Message(
        lines=lines,
        points=(
            *sorted((*heard.of_sheet.values(), *courtesies), key=lambda point: point.segments),
            *(point for point in brief.points if point.id not in said),
        ),
        unconfirmed=tuple(
            point
            for point in (*heard.points, *heard.likely)
            if point.id not in said and point.kind != COURTESY
        ),
        unread=tuple(heard.unread),
    )


def with_catalogue(message: Message, brief: Brief) -> Message:
    """A message that a model has read, with the points of the sheet.

    A point of the model that rests on the same words as one of the sheet is that point.
    """
    heard = _hear(message.lines, brief).of_sheet.values()
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

    of_sheet: dict[str, SellingPoint]
    """The sheet's, by id, each with the clause that says it the likeliest."""
    points: list[SellingPoint]
    """Other ones that are sure."""
    likely: list[SellingPoint]
    """Other ones that are likely."""
    unread: list[str]
    """Clauses that state something which no point of the catalogue says."""


def _hear(lines: Sequence[SaidLine], brief: Brief) -> _Heard:
    sure, likely = dict[Stated, SellingPoint](), dict[Stated, SellingPoint]()
    sheet = {point.id for point in brief.points}
    of_sheet, best = dict[str, SellingPoint](), dict[str, float]()
    unread = []
    for line in lines:
        for clause in read_points(line.meant, brief.source_language):
            quote = line.meant[clause.start : clause.end].strip(_ENDS)
            chances = {**clause.chances, **_in_words_of_the_sheet(quote, brief)}
            told = {
                stated: point
                for stated in chances
                if (point := point_of(stated, quote, line.segment)).id in sheet
            }
            for stated, point in told.items():
                if chances[stated] > best.get(point.id, 0):
                    best[point.id] = chances[stated]
                    of_sheet[point.id] = replace(point, source="sheet")
            for found, stated_ones in ((sure, clause.points), (likely, clause.likely)):
                for stated in stated_ones:
                    if stated not in told and not is_said_by_sheet(stated, brief):
                        found.setdefault(stated, point_of(stated, quote, line.segment))
            known = told or clause.points or clause.likely or clause.is_chat
            perhaps = any(catalogue()[stated.id].kind != COURTESY for stated in clause.chances)
            fact = TAG.search(quote) or names(quote, brief)  # which is said, and perhaps not alone
            if not (known or (fact and not perhaps)):
                unread.append(quote)
    rest = [point for stated, point in likely.items() if stated not in sure]
    return _Heard(of_sheet, list(sure.values()), rest, unread)


def _in_words_of_the_sheet(quote: str, brief: Brief) -> dict[Stated, float]:
    """The sheet's points whose own words stand in a clause: 很好清洗 in 里面很好清洗."""
    said = dict[Stated, float]()
    for point in brief.points:
        stated = Stated.of(point.catalogue)
        own = sentences(stated, profile(brief.source_language)) if stated else ()
        if stated and any(words in quote for words in (point.quote, *own) if words):
            said[stated] = 1.0
    return said


def is_said_by_sheet(stated: Stated, brief: Brief) -> bool:
    """Whether the sheet says a point already: what the product is made of, by fact or by name."""
    words = slots().get(catalogue()[stated.id].slot, {})
    return any(
        word in text
        for value in stated.values
        for word in words[value].get(brief.source_language, ())
        for text in (*_words_of("material", brief), *_words_of("name", brief))
    )


def names(quote: str, brief: Brief) -> bool:
    """Whether a clause names the product: 看看这款保温杯."""
    return any(name in quote for name in _words_of("name", brief))


def _words_of(key: str, brief: Brief) -> Iterator[str]:
    """A fact's word in the merchant's language."""
    for fact in brief.facts:
        if fact.key == key and isinstance(fact.value, Term):
            yield from filter(None, [fact.value.translations.get(brief.source_language)])


def _of_words(words: str, source_language: str) -> Iterator[SellingPoint]:
    """The points of one entry of a sheet."""
    language = REFERENCE if words.isascii() else source_language
    if stated := Stated.of(words) or stated_by(words, language):
        yield point_of(stated, words)
        return
    stated_ones = [each for clause in read_points(words, language) for each in clause.points]
    yield from (point_of(each, words) for each in stated_ones)
    if not stated_ones:
        yield SellingPoint(
            id=_id(words), text=words, kind="feature", negated=False, quote=words, segments=()
        )


def point_of(stated: Stated, quote: str, *segments: int) -> SellingPoint:
    """A point of the catalogue that these words of the merchant say."""
    english = sentences(stated, profile(REFERENCE))[0]
    return SellingPoint(
        id=_id(str(stated)),
        text=english,
        kind=catalogue()[stated.id].kind,
        negated=bool(_DENIES.search(english)),
        quote=quote,
        segments=segments,
        catalogue=str(stated),
    )


def _id(words: str) -> str:
    return re.sub(r"\W+", "-", words.casefold()).strip("-")


def _same_words(one: SellingPoint, other: SellingPoint) -> bool:
    """Whether two points rest on the same words of the same line."""
    if not set(one.segments) & set(other.segments):
        return False
    return one.quote in other.quote or other.quote in one.quote


LEAST_LETTERS = 2
"""A clause of fewer, beside its facts and what they are called, tells no point: 有, 容量500毫升."""
BESIDE = 0.5
"""What is offered beside a likelier point is at least half as likely: of three in a long tail, one
has nothing to do with the clause."""


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
            tells = len(re.findall(r"\w", _beside_facts(quote))) >= LEAST_LETTERS
            least = max(OFFER, BESIDE * max((chance for _, chance in found), default=0))
            likely = [point for point, chance in found if tells and chance >= least]
            new = tuple(point for point in likely if point.id not in known)[:OFFERED]
            # Else it may be a courtesy, a fact, or the product's name: nothing that is missing.
            other = clause.points or clause.likely or clause.is_chat or names(quote, brief)
            if taken or new or (quote and not other and not TAG.search(quote)):
                yield Offer(
                    quote=TAG.sub("…", quote), span=spans[line.segment], points=new, taken=taken
                )


def _beside_facts(quote: str) -> str:
    """What a clause says beside its facts and what they are called: nothing in 容量<capacity>."""
    names = sorted((name for tag in TAG.finditer(quote) for name in names_of(tag[1])), key=len)
    for name in reversed(names):
        quote = quote.replace(name, "")
    return TAG.sub("", quote)
