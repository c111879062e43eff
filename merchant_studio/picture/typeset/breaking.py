"""Puts the pieces of a text into rows and captions, broken where it disturbs least.

A break after a comma costs less than one after "the"; a dynamic programme finds the breaks that
cost least in sum, by the weights below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil

from ...languages import LanguageProfile
from .pieces import Measure, Pause, Piece, Room, pieces

# Costs. One unit is a caption that is nearly empty.
CAPTION = 1.2  # every caption must be noticed anew
ROW = 0.3
UNEVEN_ROWS = 2.0  # times the squared difference of the rows' fill
TINY_CAPTION = 1.5
TINY_FILL = 1 / 3  # of one row
CAPTION_ENDS_AFTER: Mapping[Pause, float] = {
    "sentence": 0.0,
    "clause": 0.6,
    "name": 1.2,
    "none": 2.0,
    "within": 3.5,
}
ROW_ENDS_AFTER: Mapping[Pause, float] = {
    "sentence": 0.0,
    "clause": 0.1,
    "name": 0.1,
    "none": 0.35,
    "within": 1.5,
}
ROW_ENDS_AFTER_SHORT_WORD = 0.15  # "the", "de", "из": they belong to the next word
SHORT_WORD_COLUMNS = 3
SENTENCE_STARTS_IN_A_ROW_IT_LEAVES = 1.8
SENTENCE_STARTS_IN_A_CAPTION_IT_LEAVES = 3.0
DIVIDED_AMISS = 12.0  # times the share of the text by which a caption ends amiss, squared
OVERFLOW = 20.0  # times what is too much, of what the rows hold

UNBOUNDED = 10_000
"""Columns of a row that only its width bounds."""


def sentences(parts: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces of each sentence."""
    start = 0
    for end, part in enumerate(parts, 1):
        if part.pause == "sentence" or end == len(parts):
            yield parts[start:end]
            start = end


def lay(parts: Sequence[Piece], max_rows: int, room: Room) -> tuple[tuple[str, ...], ...]:
    """The pieces in captions of at most `max_rows` rows, broken where it costs least."""
    count = len(parts)
    rows = [_rows_from(parts, start, room) for start in range(count)]
    cost = [0.0] * (count + 1)
    """The least cost of everything from that piece on."""
    ends: list[tuple[int, ...]] = [()] * count
    """The ends of the rows of the best caption that starts with that piece."""
    for start in reversed(range(count)):
        cost[start], ends[start] = min(
            (_cost(parts, start, row_ends, fills, max_rows) + cost[row_ends[-1]], row_ends)
            for row_ends, fills in _captions_from(start, rows, max_rows)
        )
    captions = []
    start = 0
    while start < count:
        captions.append(_rows(parts, start, ends[start]))
        start = ends[start][-1]
    return tuple(captions)


def rows_within(
    text: str, profile: LanguageProfile, width: float, measure: Measure
) -> tuple[str, ...]:
    """The text in rows no wider than that, in the unit of `measure`; as a document has them."""
    room = Room(columns=UNBOUNDED, width_px=width, longest_word=1.0)
    parts = pieces(text, profile.captions, (), room, measure)
    rows, start, used = list[str](), 0, 0.0
    for end, part in enumerate(parts):
        gap = parts[end - 1].gap_px if end > start else 0.0
        if end > start and used + gap + part.width_px > width:
            rows.append(_row(parts[start:end]))
            start, used, gap = end, 0.0, 0.0
        used += gap + part.width_px
    return (*rows, _row(parts[start:])) if parts else ()


def divide(
    parts: Sequence[Piece], shares: Sequence[float], max_rows: int, room: Room
) -> tuple[tuple[str, ...], ...]:
    """The pieces in exactly `len(shares)` captions that get about those shares of the text.

    They end at phrases near by. A caption too long for its rows gets wider ones, which are then
    set smaller; where there are fewer pieces than captions, one stays for the next caption too.
    """
    count = min(len(shares), len(parts))
    if not count:
        return ((),) * len(shares)
    aims = list(accumulate(shares))
    told = [0.0, *accumulate(part.width_px + part.gap_px for part in parts)]
    most_px = max_rows * room.width_px
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    """By the pieces that are told: the cost, and where the captions end."""
    for caption in range(1, count + 1):
        is_last = caption == count
        ends = range(caption, len(parts) - count + caption + 1) if not is_last else (len(parts),)
        aim_px = told[-1] * aims[caption - 1] / aims[-1]
        best = {
            end: min(
                (cost + OVERFLOW * max(0.0, (told[end] - told[start]) / most_px - 1), (*at, end))
                for start, (cost, at) in best.items()
                if start < end
            )
            for end in ends
        }
        if not is_last:
            best = {
                end: (cost + _ends_amiss(parts[end - 1], (told[end] - aim_px) / told[-1]), at)
                for end, (cost, at) in best.items()
            }
    starts_and_ends = list(pairwise((0, *best[len(parts)][1])))
    captions = [_one_caption(parts[a:b], max_rows, room) for a, b in starts_and_ends]
    return tuple(captions[n * count // len(shares)] for n in range(len(shares)))


def _ends_amiss(last: Piece, missed: float) -> float:
    """What it costs that a caption ends after that piece, by a share too early or late."""
    return (DIVIDED_AMISS * missed) ** 2 + CAPTION_ENDS_AFTER[last.pause] + _short_word(last)


def _one_caption(parts: Sequence[Piece], max_rows: int, room: Room) -> tuple[str, ...]:
    """All the pieces in the best rows of one caption, as wide as they must be."""
    rows = [_rows_from(parts, start, room) for start in range(len(parts))]
    whole = [
        (_cost(parts, 0, ends, fills, max_rows), ends)
        for ends, fills in _captions_from(0, rows, max_rows)
        if ends[-1] == len(parts)
    ]
    if whole:
        return _rows(parts, 0, min(whole)[1])
    wider = replace(room, columns=ceil(1.1 * room.columns), width_px=1.1 * room.width_px)
    return _one_caption(parts, max_rows, wider)


def _rows(parts: Sequence[Piece], start: int, ends: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(_row(parts[a:b]) for a, b in pairwise((start, *ends)))


def _row(parts: Sequence[Piece]) -> str:
    return "".join(part.text + part.gap for part in parts[:-1]) + parts[-1].text


def _rows_from(parts: Sequence[Piece], start: int, room: Room) -> list[tuple[int, float]]:
    """Every row that starts with that piece: its end (exclusive) and its fill from 0 to 1."""
    found: list[tuple[int, float]] = []
    used, width_px = 0, 0.0
    for end, part in enumerate(parts[start:], start + 1):
        used, width_px = used + part.columns, width_px + part.width_px
        fill = max(used / room.columns, width_px / room.width_px)
        if fill > 1 and found:
            break
        found.append((end, fill))
        used, width_px = used + part.gap_columns, width_px + part.gap_px
    return found


def _captions_from(
    start: int, rows: Sequence[Sequence[tuple[int, float]]], max_rows: int
) -> Iterator[tuple[tuple[int, ...], tuple[float, ...]]]:
    """Every caption that starts with that piece: the ends and the fills of its rows."""
    for end, fill in rows[start]:
        yield (end,), (fill,)
        if max_rows > 1 and end < len(rows):
            for ends, fills in _captions_from(end, rows, max_rows - 1):
                yield (end, *ends), (fill, *fills)


def _cost(
    parts: Sequence[Piece],
    first: int,
    ends: tuple[int, ...],
    fills: tuple[float, ...],
    max_rows: int,
) -> float:
    cost = CAPTION + ROW * (len(ends) - 1) + (1 - sum(fills) / max_rows) ** 2
    cost += UNEVEN_ROWS * (max(fills) - min(fills)) ** 2
    if sum(fills) < TINY_FILL:
        cost += TINY_CAPTION
    for start, end in zip((first, *ends), ends, strict=False):
        if _is_left(parts[start:end]):
            cost += SENTENCE_STARTS_IN_A_ROW_IT_LEAVES
    if ends[-1] < len(parts) and _is_left(parts[first : ends[-1]]):
        cost += SENTENCE_STARTS_IN_A_CAPTION_IT_LEAVES
    for end in ends[:-1]:
        cost += ROW_ENDS_AFTER[parts[end - 1].pause] + _short_word(parts[end - 1])
    if ends[-1] < len(parts):
        cost += CAPTION_ENDS_AFTER[parts[ends[-1] - 1].pause] + _short_word(parts[ends[-1] - 1])
    return cost


def _is_left(parts: Sequence[Piece]) -> bool:
    """Whether a sentence starts within these pieces and goes on after them."""
    starts = any(part.pause == "sentence" for part in parts[:-1])
    return starts and parts[-1].pause != "sentence"


def _short_word(part: Piece) -> float:
    if part.gap and part.pause == "none" and part.columns <= SHORT_WORD_COLUMNS:
        return ROW_ENDS_AFTER_SHORT_WORD
    return 0.0
