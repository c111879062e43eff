"""The card of a fact while it is said: a price tag, or a calm plate."""

from __future__ import annotations

from itertools import chain
from math import ceil
from typing import Any

from ....languages import LanguageProfile, safe_area
from ....messages import name_of, say
from ....records import Card
from .. import fonts
from ..painting import Bitmap, Setting, argb
from ..styles import CardStyle
from .blocks import Colors, tables
from .setting import STEP, Sheet, fitted, placed

VALUE_ROWS = 2
TABLE = 0.85
"""Size of a table's rows, of a single value's."""
GAP = 0.012
"""Between a logo and the card below it, of the frame's shorter side."""
SHADOW_BLUR, SHADOW_DROP, SHADOW_OPACITY = 0.010, 0.005, 0.45
"""Of the shorter side."""
NOTCH = 0.34
"""How far a price tag's point stands out, of its height."""
HOLE = 0.075
"""Radius of its hole, of its height."""
BAR = 0.009
"""Width of a fact card's bar, of the shorter side."""


def draw_card(
    card: Card,
    profile: LanguageProfile,
    style: CardStyle,
    width_px: int,
    height_px: int,
    *,
    below_px: int = 0,
    above_px: int = 0,
) -> Bitmap:
    """The card at the top of the safe area, on the side where reading starts.

    `below_px` is where something ends that stands there already, such as a logo. With `above_px`
    the card stands at the bottom instead, above that row.

    Raises:
        RenderError: a character has no glyph.
    """
    texts = (card.label, card.value, *chain(*card.rows))
    fonts.check_glyphs(texts, say("on a {language} card", language=name_of(profile.name)))
    draw = {"price": _price_tag, "fact": _fact_plate, "table": _table_plate}[card.kind]
    area, shorter = safe_area(width_px, height_px), min(width_px, height_px)
    sheet = draw(card, profile, style, area.width, shorter)
    left_px = area.right - sheet.width_px if sheet.mirrored else area.left
    top_px = max(area.top, below_px + GAP * shorter if below_px else 0)
    if above_px:
        top_px = above_px - GAP * shorter - sheet.height_px
    return placed(sheet, left_px, top_px, (width_px, height_px))


def _texts(
    card: Card, profile: LanguageProfile, sizes_px: tuple[float, float], room_px: float
) -> tuple[Setting, Setting]:
    """Label and value, each as large as the room allows."""
    label_px, value_px = sizes_px
    value = fitted(card.value, profile, value_px, room_px)
    if value.size_px < 0.8 * value_px:
        value = fitted(card.value, profile, value_px, room_px, VALUE_ROWS)
    return fitted(card.label, profile, label_px, room_px), value


def _fact_plate(
    card: Card, profile: LanguageProfile, style: CardStyle, room_px: int, shorter: int
) -> Sheet:
    """A dark plate with a bar where reading starts, the label above the value."""
    pad_px = 0.5 * style.size * shorter
    bar_px = BAR * shorter
    sizes = style.label_size * shorter, style.size * shorter
    label, value = _texts(card, profile, sizes, room_px - bar_px - 2 * pad_px)
    text_px = max(label.width_px, value.width_px)
    width_px = bar_px + text_px + 2 * pad_px
    height_px = label.height_px + value.height_px + 1.1 * pad_px
    sheet = _plate(width_px, height_px, profile, style, shorter)
    top_px, start_px = 0.5 * pad_px, bar_px + pad_px
    sheet.text(label, start_px, top_px, text_px, argb(style.label_color, 1), strong=False)
    sheet.text(value, start_px, top_px + label.height_px, text_px, argb(style.color, 1))
    return sheet


def _table_plate(
    card: Card, profile: LanguageProfile, style: CardStyle, room_px: int, shorter: int
) -> Sheet:
    """The same plate with a row for each price: what is bought, and what one of it costs."""
    bar_px, color = BAR * shorter, argb(style.color, 1)
    colors = Colors(argb(style.label_color, 1), color, color)
    scale, block = TABLE, None
    while block is None:
        size_px = scale * style.size * shorter
        pad_px = 0.5 * size_px
        text_room_px = room_px - bar_px - 2 * pad_px
        found = tables([card.rows], profile, size_px, text_room_px, colors, may_break=False)
        block = found[0] if found else None
        scale *= STEP
    label = fitted(card.label, profile, style.label_size * shorter, text_room_px)
    text_px = max(label.width_px, block.width_px)
    height_px = label.height_px + block.height_px + 1.4 * pad_px
    sheet = _plate(bar_px + text_px + 2 * pad_px, height_px, profile, style, shorter)
    top_px, start_px = 0.6 * pad_px, bar_px + pad_px
    sheet.text(label, start_px, top_px, text_px, argb(style.label_color, 1), strong=False)
    block.paint(sheet, start_px, top_px + label.height_px)
    return sheet


def _plate(
    width_px: float, height_px: float, profile: LanguageProfile, style: CardStyle, shorter: int
) -> Sheet:
    """A dark plate with its shadow, and a bar where reading starts."""
    bar_px = BAR * shorter
    sheet = _sheet(width_px, height_px, profile, shorter)
    radius_px = min(style.plate.radius * shorter, height_px / 2)
    skia = fonts.load_skia()
    plate = skia.Path()
    plate.addRoundRect(skia.Rect.MakeWH(width_px, height_px), radius_px, radius_px)
    sheet.shape(plate, _shadow(shorter))
    sheet.shape(plate, skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kClear))
    sheet.shape(
        plate, skia.Paint(AntiAlias=True, Color=argb(style.plate.color, style.plate.opacity))
    )
    sheet.canvas.save()
    edge_px = sheet.left_of(0, bar_px)
    sheet.canvas.clipRect(skia.Rect.MakeXYWH(edge_px, 0, bar_px, height_px), True)
    sheet.shape(plate, skia.Paint(AntiAlias=True, Color=argb(style.accent, 1)))
    sheet.canvas.restore()
    return sheet


def _price_tag(
    card: Card, profile: LanguageProfile, style: CardStyle, room_px: int, shorter: int
) -> Sheet:
    """A tag in the accent's color with a point and a hole, as it hangs on goods."""
    pad_px = 0.3 * style.price_size * shorter
    sizes = style.label_size * shorter, style.price_size * shorter
    text_room_px = room_px - 2.2 * pad_px - NOTCH * 2 * sizes[1]
    while True:
        label, value = _texts(card, profile, sizes, text_room_px)
        text_px = max(label.width_px, value.width_px)
        height_px = label.height_px + value.height_px + 1.1 * pad_px
        notch_px = NOTCH * height_px
        start_px = notch_px + 0.5 * pad_px
        width_px = start_px + text_px + 1.4 * pad_px
        if width_px <= room_px:
            break
        text_room_px -= width_px - room_px  # two rows make a taller tag, and a longer point
    sheet = _sheet(width_px, height_px, profile, shorter)
    tag = _tag(width_px, height_px, notch_px)
    skia = fonts.load_skia()
    rounded = skia.CornerPathEffect.Make(style.plate.radius * shorter)
    shadow, fill = _shadow(shorter), skia.Paint(AntiAlias=True, Color=argb(style.accent, 1))
    for paint in (shadow, fill):
        paint.setPathEffect(rounded)
        sheet.shape(tag, paint)
    hole = skia.Path()
    hole.addCircle(0.72 * notch_px, height_px / 2, HOLE * height_px)
    sheet.shape(hole, skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kClear))
    top_px = 0.5 * pad_px
    ink = argb(style.on_accent, 1)
    sheet.text(label, start_px, top_px, text_px, ink, strong=False)
    sheet.text(value, start_px, top_px + label.height_px, text_px, ink)
    return sheet


def _tag(width_px: float, height_px: float, notch_px: float) -> Any:
    skia = fonts.load_skia()
    path = skia.Path()
    path.moveTo(0, height_px / 2)
    path.lineTo(notch_px, 0)
    path.lineTo(width_px, 0)
    path.lineTo(width_px, height_px)
    path.lineTo(notch_px, height_px)
    path.close()
    return path


def _sheet(width_px: float, height_px: float, profile: LanguageProfile, shorter: int) -> Sheet:
    margin_px = ceil((3 * SHADOW_BLUR + SHADOW_DROP) * shorter)
    mirrored = profile.direction == "rtl"
    return Sheet(ceil(width_px), ceil(height_px), mirrored=mirrored, margin_px=margin_px)


def _shadow(shorter: int) -> Any:
    skia = fonts.load_skia()
    blur = skia.ImageFilters.DropShadowOnly(
        0, SHADOW_DROP * shorter, SHADOW_BLUR * shorter, SHADOW_BLUR * shorter,
        argb("#000000", SHADOW_OPACITY),
    )  # fmt: skip
    return skia.Paint(AntiAlias=True, ImageFilter=blur)
