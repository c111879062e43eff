"""A short text set into a width, and a sheet to paint on, mirrored for right-to-left scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, Literal

from ....languages import LanguageProfile
from .. import breaking, fonts
from ..characters import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, right_to_left
from ..painting import Bitmap, Setting
from ..pieces import Room, pieces

QUIET_MODULES = 4
"""Light margin on each side (ISO/IEC 18004)."""
MIN_MODULE = 4 / 1080
"""Of the frame's shorter side: smaller modules do not survive compression."""


@cache
def modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code, True where it is dark, without its margin."""
    import segno

    code = segno.make(link, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def module_px(link: str, wanted_side_px: float, shorter_px: int) -> int:
    """Whole pixels of a module so that the code with its margin is about that large."""
    count = len(modules(link)) + 2 * QUIET_MODULES
    return max(ceil(MIN_MODULE * shorter_px), round(wanted_side_px / count))


def side_px(link: str, module: int) -> int:
    """The side of the code with its margin."""
    return (len(modules(link)) + 2 * QUIET_MODULES) * module


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def placed(sheet: Sheet, left_px: float, top_px: float, frame: tuple[int, int]) -> Bitmap:
    """A sheet whose content starts there; its shadow may stand outside the safe area."""
    return bitmap(sheet.finish(), left_px - sheet.margin_px, top_px - sheet.margin_px, frame)


def bitmap(
    pixels: NDArray[np.uint8], left_px: float, top_px: float, frame: tuple[int, int]
) -> Bitmap:
    """Premultiplied pixels at that place, on even pixels, cut at the frame's edges."""
    import numpy as np

    left, top = even(left_px), even(top_px)
    pixels = pixels[max(0, -top) :, max(0, -left) :]
    left, top = max(0, left), max(0, top)
    pixels = pixels[: frame[1] - top, : frame[0] - left]
    padding = [(0, pixels.shape[0] % 2), (0, pixels.shape[1] % 2), (0, 0)]
    return Bitmap(pixels=np.ascontiguousarray(np.pad(pixels, padding)), left_px=left, top_px=top)


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNBOUNDED_COLUMNS = 1000
"""The rows of a card are bounded by their width alone."""
STEP = 0.94
"""By how much a text that does not fit is set smaller, again and again."""
LEAST = 0.5
"""Down to this a text is set in whole words; what is longer still shrinks into its width."""
MARKED = ("R", "AL", "AN")
"""Bidirectional classes of what is read from the right (UAX #9)."""

Align = Literal["start", "center"]


def fitted(
    text: str, profile: LanguageProfile, size_px: float, width_px: float, max_rows: int = 1
) -> Setting:
    """The text at that size, or as much smaller as it needs to fit; rows are balanced."""
    for scale in _scales(LEAST):
        setting = set_rows(text, profile, size_px * scale, width_px, max_rows)
        if setting:
            return setting
    setting = set_rows(text, profile, size_px * LEAST, inf, 1)
    if setting is None:
        raise ValueError("there is no text to draw")
    size_px = min(setting.size_px, setting.size_px * width_px / setting.width_px)
    return Setting.of(setting.rows, profile, size_px)


def _scales(least: float) -> Iterator[float]:
    scale = 1.0
    while scale > least:
        yield scale
        scale *= STEP


def set_rows(
    text: str, profile: LanguageProfile, size_px: float, width_px: float, max_rows: int = 1
) -> Setting | None:
    """The text at that size in rows of whole words, no text in none; None if it does not fit."""
    script = fonts.script_setting(profile.script)
    size_px *= script.scale
    if not text:
        return Setting.of((), profile, size_px)
    measure = partial(fonts.width_px, setting=script, locale=profile.code, size_px=size_px)
    room = Room(columns=UNBOUNDED_COLUMNS, width_px=width_px)
    rules, one_row = profile.captions, max_rows == 1
    parts = pieces(text, rules, (), room, measure, at_spaces=one_row)
    captions = breaking.lay(parts, max_rows, room)
    if len(captions) != 1:
        return None
    setting = Setting.of(captions[0], profile, size_px)
    words = sum(len(row.split()) for row in setting.rows)
    has_phrases = bool(rules.phrase_breaks) and not one_row
    is_whole = has_phrases or words == len(text.split())
    return setting if is_whole and setting.width_px <= width_px else None


class Sheet:
    """Pixels to paint on. Places count from the side where the script starts to read."""

    def __init__(
        self, width_px: float, height_px: float, *, mirrored: bool, margin_px: int
    ) -> None:
        """`margin_px` is kept around for shadows."""
        import numpy as np

        skia = fonts.load_skia()
        self.width_px, self.height_px, self.margin_px = width_px, height_px, margin_px
        self.mirrored = mirrored
        size = ceil(height_px) + 2 * margin_px, ceil(width_px) + 2 * margin_px
        self.pixels: NDArray[np.uint8] = np.zeros((*size, 4), np.uint8)
        self._surface = skia.Surface(
            self.pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
        )
        self.canvas: Any = self._surface.getCanvas()
        self.canvas.translate(margin_px, margin_px)

    def finish(self) -> NDArray[np.uint8]:
        """The pixels, premultiplied RGBA, when all is painted."""
        self._surface.flushAndSubmit()
        return self.pixels

    def left_of(self, start_px: float, width_px: float) -> float:
        """The left edge of what is so wide and starts there."""
        return self.width_px - start_px - width_px if self.mirrored else start_px

    def plate(
        self,
        start_px: float,
        top_px: float,
        width_px: float,
        height_px: float,
        radius_px: float,
        color: int,
    ) -> None:
        """A rectangle with round corners."""
        skia = fonts.load_skia()
        left_px = self.left_of(start_px, width_px)
        place = skia.Rect.MakeXYWH(left_px, top_px, width_px, height_px)
        paint = skia.Paint(AntiAlias=True, Color=color)
        self.canvas.drawRoundRect(place, radius_px, radius_px, paint)

    def shape(self, path: Any, paint: Any) -> None:
        """A path that is drawn for left-to-right scripts."""
        self.canvas.save()
        if self.mirrored:
            self.canvas.translate(self.width_px, 0)
            self.canvas.scale(-1, 1)
        self.canvas.drawPath(path, paint)
        self.canvas.restore()

    def text(
        self,
        setting: Setting,
        start_px: float,
        top_px: float,
        width_px: float,
        color: int,
        *,
        align: Align = "start",
        strong: bool = True,
    ) -> None:
        """Rows inside a column of that width."""
        skia = fonts.load_skia()
        paint = skia.Paint(AntiAlias=True, Color=color)
        if strong:
            paint.setStyle(skia.Paint.kStrokeAndFill_Style)
            paint.setStrokeWidth(fonts.THICKENING * setting.size_px)
            paint.setStrokeJoin(skia.Paint.kRound_Join)
        baseline_px = top_px + setting.script.ascent * setting.size_px
        for row, row_px in zip(setting.rows, setting.widths_px, strict=True):
            spare_px = (width_px - row_px) / 2 if align == "center" else 0.0
            left_px = self.left_of(start_px + spare_px, row_px)
            text = _isolated(row) if setting.right_to_left else row
            shaped = fonts.shaped(text, setting.script, setting.locale, setting.size_px, paint)
            shaped.paint(self.canvas, left_px, baseline_px - shaped.AlphabeticBaseline)
            baseline_px += setting.pitch_px


def _isolated(row: str) -> str:
    """A row of a right-to-left language; codes and numbers of others keep their own direction."""
    if not any(unicodedata.bidirectional(character) in MARKED for character in row):
        return LEFT_TO_RIGHT_ISOLATE + row + POP_ISOLATE
    return right_to_left(row)


def even(pixels: float) -> int:
    """The nearest even number below, for pictures in 4:2:0."""
    return floor(pixels) // 2 * 2
