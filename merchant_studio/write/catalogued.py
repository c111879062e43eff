"""Which line says which selling point, in the catalogue's sentences, within the time of each line.

A point stands in the line where the merchant says it. Where that line has no time for it, the next
or the last line may say it, if it begins or ends within two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..languages import LanguageProfile
from ..points import Stated, sentences
from ..records import SellingPoint
from .source import SourceLine

NEAR_MS = 2000
"""Over the merchant's own voice a point may move to a line that begins or ends so near."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogue in its line."""

    text: str
    point: SellingPoint
    at: int
    """Where the merchant says it in the line, by letters; of a point that moved, the end."""


def sentences_by_line(
    source: Sequence[SourceLine],
    points: Sequence[SellingPoint],
    profile: LanguageProfile,
    room: Mapping[int, int],
    before: str = "",
) -> Mapping[int, Sequence[Sentence]]:
    """The sentences of each line, in the order in which the merchant says them.

    `room` is how many characters each line can take. A point that finds no room, or for which the
    language has no sentence, is in none. Sentences that stand in the text `before` come last.
    """
    free = dict(room)
    placed: dict[int, list[Sentence]] = {}
    used: set[str] = set()
    said: set[str] = set()
    # Each in its own line first, so that none that moves takes the time of one that need not.
    for point, lines in (
        *((point, list(_lines(point, source))[:1]) for point in points),
        *((point, list(_lines(point, source))[1:]) for point in points),
    ):
        texts = [text for text in _texts(point, profile) if text not in used]
        texts.sort(key=lambda text: text in before)
        for line in lines if point.id not in said else ():
            fits = [text for text in texts if len(text) <= free.get(line, 0)]
            if fits:
                found = source[line].text.find(point.quote)
                here = found >= 0 and line == home_of(point, source)
                at = found if here else len(source[line].text)
                placed.setdefault(line, []).append(Sentence(fits[0], point, at))
                free[line] -= len(fits[0])
                used.add(fits[0])
                said.add(point.id)
                break
    return {line: sorted(told, key=lambda each: each.at) for line, told in placed.items()}


def points_of_line(
    i: int, source: Sequence[SourceLine], points: Sequence[SellingPoint]
) -> list[SellingPoint]:
    """The points that the merchant says first in line `i`."""
    return [point for point in points if home_of(point, source) == i]


def _texts(point: SellingPoint, profile: LanguageProfile) -> Sequence[str]:
    stated = Stated.of(point.catalogue) if point.catalogue else None
    return sentences(stated, profile) if stated else ()


def _lines(point: SellingPoint, source: Sequence[SourceLine]) -> Iterator[int]:
    """The lines that may say a point: its own, those behind it, those before it."""
    home = home_of(point, source)
    if home is None:
        return
    yield home
    own = source[home].budget
    yield from (
        i
        for i in range(home + 1, len(source))
        if source[i].says and source[i].budget.start_ms - own.end_ms <= NEAR_MS
    )
    yield from (
        i
        for i in range(home - 1, -1, -1)
        if source[i].says and own.start_ms - source[i].budget.end_ms <= NEAR_MS
    )


def home_of(point: SellingPoint, source: Sequence[SourceLine]) -> int | None:
    """The line in which the merchant says a point first, or that tells one of the sheet."""
    says = (
        i
        for i, line in enumerate(source)
        if point.id in line.points or set(line.says) & set(point.segments)
    )
    return next(says, None)
