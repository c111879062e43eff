"""Parts of an end card: how large they are and how they are painted, beside or below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

from ....languages import LanguageProfile
from .. import fonts
from ..painting import Setting
from .setting import QUIET_MODULES, Align, Sheet, modules, set_rows, side_px

LABEL_SHARE = 0.5
"""What labels may take of a table's width."""
SMALLER = (1.0, 0.88, 0.76)
"""Scales of the labels, and of a group's values, before rows are left out: all of them are set
alike, however long one of them is (Mindestbestellmenge)."""
CELL_GAP, ROW_GAP = 0.6, 0.22
"""Between label and value, and between two rows, of the font size."""
DOT = 0.32
"""Width of a selling point's dot, of the font size."""
CODE_RADIUS = 0.06
"""Of a code's corners, of its side."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Of a table, as skia has them."""

    label: int
    value: int
    first: int
    """Of the first value."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something with a size that can be painted where it starts."""

    width_px: float
    height_px: float
    paint: Callable[[Sheet, float, float], None]
    """Sheet, distance from the side where reading starts, and from the top."""


def down(blocks: Sequence[Block], gap_px: float, align: Align = "start") -> Block:
    """The blocks one below the other."""
    width_px = max(block.width_px for block in blocks)

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        for block in blocks:
            spare_px = (width_px - block.width_px) / 2 if align == "center" else 0.0
            block.paint(sheet, start_px + spare_px, top_px)
            top_px += block.height_px + gap_px

    height_px = sum(block.height_px for block in blocks) + gap_px * (len(blocks) - 1)
    return Block(width_px, height_px, paint)


def across(blocks: Sequence[Block], gap_px: float, width_px: float = 0.0) -> Block:
    """The blocks side by side, on one middle line; the gaps take what is left of the width."""
    needed_px = sum(block.width_px for block in blocks) + gap_px * (len(blocks) - 1)
    spare_px = max(0.0, width_px - needed_px) / max(1, len(blocks) - 1)
    height_px = max(block.height_px for block in blocks)

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        for block in blocks:
            block.paint(sheet, start_px, top_px + (height_px - block.height_px) / 2)
            start_px += block.width_px + gap_px + spare_px

    return Block(max(needed_px, width_px if len(blocks) > 1 else 0.0), height_px, paint)


def words(setting: Setting, color: int, *, align: Align = "start", strong: bool = True) -> Block:
    """Rows of text."""
    width_px = setting.width_px

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        sheet.text(setting, start_px, top_px, width_px, color, align=align, strong=strong)

    return Block(width_px, setting.height_px, paint)


def bar(width_px: float, height_px: float, color: int) -> Block:
    """A short line."""

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        sheet.plate(start_px, top_px, width_px, height_px, height_px / 2, color)

    return Block(width_px, height_px, paint)


def item(setting: Setting, color: int, dot_color: int, indent_px: float) -> Block:
    """Rows of text behind a dot, which stands beside the first one."""
    text, dot_px = words(setting, color, strong=False), DOT * setting.size_px
    middle_px = setting.height_px / len(setting.rows) / 2

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        dot_top_px = top_px + middle_px - dot_px / 2
        sheet.plate(start_px, dot_top_px, dot_px, dot_px, dot_px / 2, dot_color)
        text.paint(sheet, start_px + indent_px, top_px)

    return Block(indent_px + text.width_px, text.height_px, paint)


def tables(
    groups: Sequence[Sequence[tuple[str, str]]],
    profile: LanguageProfile,
    size_px: float,
    room_px: float,
    colors: Colors,
    *,
    may_break: bool,
) -> list[Block] | None:
    """A block for each group of labels and values; None if one does not fit into the room.

    All labels take the same width, so that the values of all groups stand below each other.
    """
    ways = product((1, 2), repeat=2) if may_break else ((1, 1),)
    found = [_cells(groups, profile, size_px, room_px, colors, *way) for way in ways]
    fitting = [cells for cells in found if cells]
    if not fitting:
        return None
    cells = min(fitting, key=lambda each: sum(cell.height_px for cell in each))
    edges = [0, *accumulate(map(len, groups))]
    return [down(cells[a:b], ROW_GAP * size_px) for a, b in pairwise(edges)]


def _cells(
    groups: Sequence[Sequence[tuple[str, str]]],
    profile: LanguageProfile,
    size_px: float,
    room_px: float,
    colors: Colors,
    label_rows: int,
    value_rows: int,
) -> list[Block] | None:
    """A block for each label and value, broken into so many rows at most; None if too wide."""
    label_room_px = LABEL_SHARE * room_px if label_rows > 1 else room_px
    names = [label for group in groups for label, _ in group]
    labels = _set(profile, size_px, label_room_px, label_rows, names)
    if labels is None:
        return None
    value_at_px = max(label.width_px for label in labels) + CELL_GAP * size_px
    value_room_px = room_px - value_at_px
    values: list[Setting] = []
    for group in groups:
        texts = [value for _, value in group]
        found = _set(profile, size_px, value_room_px, value_rows, texts)
        if found is None:
            return None
        values += found
    return [
        _cell(label, value, colors.label, colors.value if n else colors.first, value_at_px)
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


def _set(
    profile: LanguageProfile, size_px: float, room_px: float, rows: int, texts: Sequence[str]
) -> list[Setting] | None:
    """All of the texts, equally large; None if one does not fit. Broken ones may be smaller."""
    # A phone number is read in one row.
    most = [rows if any(map(str.isalpha, text)) else 1 for text in texts]
    for scale in SMALLER if rows > 1 else (1.0,):
        settings = [
            set_rows(text, profile, size_px * scale, room_px, each)
            for text, each in zip(texts, most, strict=True)
        ]
        found = [setting for setting in settings if setting]
        if len(found) == len(texts):
            return found
    return None


def _cell(
    label: Setting, value: Setting, label_color: int, value_color: int, value_at_px: float
) -> Block:
    """A label and its value, their first rows on one line."""
    name, content = words(label, label_color, strong=False), words(value, value_color)
    lower_px = label.script.ascent * (value.size_px - label.size_px)

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        name.paint(sheet, start_px, top_px + max(0.0, lower_px))
        content.paint(sheet, start_px + value_at_px, top_px + max(0.0, -lower_px))

    height_px = max(name.height_px + max(0.0, lower_px), content.height_px + max(0.0, -lower_px))
    return Block(value_at_px + content.width_px, height_px, paint)


def code(link: str, module_px: int, dark: int, light: int) -> Block:
    """A QR code with its margin, on whole pixels."""
    side = side_px(link, module_px)

    def paint(sheet: Sheet, start_px: float, top_px: float) -> None:
        skia = fonts.load_skia()
        left_px, top_px = round(sheet.left_of(start_px, side)), round(top_px)
        tile = skia.Rect.MakeXYWH(left_px, top_px, side, side)
        radius_px = CODE_RADIUS * side
        sheet.canvas.drawRoundRect(
            tile, radius_px, radius_px, skia.Paint(AntiAlias=True, Color=light)
        )
        ink = skia.Paint(AntiAlias=False, Color=dark)
        for down_, row in enumerate(modules(link), QUIET_MODULES):
            for over, is_dark in enumerate(row, QUIET_MODULES):
                if is_dark:
                    place = left_px + over * module_px, top_px + down_ * module_px
                    sheet.canvas.drawRect(skia.Rect.MakeXYWH(*place, module_px, module_px), ink)

    return Block(side, side, paint)
