"""Where the photos of a gallery stand: in rows, as large as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from ...languages import safe_area
from .fills import Size

GALLERY_SHARE = 0.45
"""Of the safe area's height, from its top; below stands the end card's text."""
GAP = 0.022
"""Between photos and below them, of the frame's shorter side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A photo's place in the frame, in pixels."""

    left: int
    top: int
    width: int
    height: int


def arranged(photos: Sequence[Size], size: Size) -> list[Box]:
    """The places of photos of these sizes, in their order, for a frame of this size.

    They stand in the middle of the upper part of the safe area, in the rows that make them largest
    in sum, by the roots of their areas: one large photo does not make up for tiny ones.
    """
    safe = safe_area(*size)
    gap = round(GAP * min(size))
    room = safe.width, round(safe.height * GALLERY_SHARE) - gap
    layouts = (_in_rows(rows, room, gap) for rows in _rows([w / h for w, h in photos]))
    boxes = max(layouts, key=lambda boxes: sum(sqrt(box.width * box.height) for box in boxes))
    down = safe.top + (room[1] - max(box.top + box.height for box in boxes)) // 2
    return [Box(safe.left + box.left, down + box.top, box.width, box.height) for box in boxes]


def _rows(aspects: list[float]) -> Iterator[list[list[float]]]:
    """Every way to break a list into rows."""
    for length in range(1, len(aspects)):
        for rest in _rows(aspects[length:]):
            yield [aspects[:length], *rest]
    yield [aspects]


def _in_rows(rows: list[list[float]], room: Size, gap: int) -> list[Box]:
    """Rows centered across the room, of heights that give photos of all rows a like area."""
    weights = [1 / sqrt(min(row)) for row in rows]
    share = (room[1] - gap * (len(rows) - 1)) / sum(weights)
    boxes, top = [], 0.0
    for row, weight in zip(rows, weights, strict=True):
        gaps = gap * (len(row) - 1)
        height = max(1.0, min(share * weight, (room[0] - gaps) / sum(row)))
        left = (room[0] - sum(row) * height - gaps) / 2
        for aspect in row:
            right, bottom = left + aspect * height, top + height
            x, y = round(left), round(top)
            boxes.append(Box(x, y, max(1, round(right) - x), max(1, round(bottom) - y)))
            left = right + gap
        top += height + gap
    return boxes
