"""Rows of text, set and placed, and their picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Self

from ...languages import LanguageProfile
from . import fonts
from .characters import right_to_left
from .styles import CaptionStyle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bitmap:
    """A picture of text and its place in the frame; it lies inside the frame."""

    pixels: NDArray[np.uint8]
    """(height, width, 4), RGBA with premultiplied alpha: `out = pixels + frame * (1 - alpha)`."""
    left_px: int
    """Column of the frame where the bitmap starts; even, for pictures in 4:2:0."""
    top_px: int
    """Row of the frame where the bitmap starts; even."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Rows of text of one language and size."""

    rows: tuple[str, ...]
    widths_px: tuple[float, ...]
    script: fonts.ScriptSetting
    locale: str
    size_px: float
    right_to_left: bool

    @classmethod
    def of(cls, rows: Sequence[str], profile: LanguageProfile, size_px: float) -> Self:
        """The rows in that language, at that font size."""
        script = fonts.script_setting(profile.script)
        return cls(
            rows=tuple(rows),
            widths_px=tuple(fonts.width_px(row, script, profile.code, size_px) for row in rows),
            script=script,
            locale=profile.code,
            size_px=size_px,
            right_to_left=profile.direction == "rtl",
        )

    @property
    def pitch_px(self) -> float:
        """From baseline to baseline."""
        return (self.script.ascent + self.script.descent) * self.size_px

    @property
    def width_px(self) -> float:
        """Of the widest row; 0 without one."""
        return max(self.widths_px, default=0.0)

    @property
    def height_px(self) -> float:
        """From the top of the first row to the bottom of the last."""
        return len(self.rows) * self.pitch_px


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Setting):
    """Rows, and where they stand in the frame, centered."""

    top_px: float = 0.0
    """The top of the first row."""

    @property
    def bottom_px(self) -> float:
        """The bottom of the last row."""
        return self.top_px + self.height_px

    @property
    def baselines_px(self) -> tuple[float, ...]:
        """Where the rows stand."""
        first_px = self.top_px + self.script.ascent * self.size_px
        return tuple(first_px + n * self.pitch_px for n in range(len(self.rows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """The box behind all rows, in pixels of the frame."""

    left_px: float
    top_px: float
    right_px: float
    bottom_px: float
    radius_px: float


def plate(blocks: Sequence[Block], style: CaptionStyle, width_px: int) -> Plate | None:
    """The box behind the blocks in a frame of that width; None in a style without one."""
    box, size_px = style.box, blocks[0].size_px
    if box is None:
        return None
    side_px = max(max(block.widths_px) for block in blocks) / 2 + box.padding * size_px
    above_px = box.padding * size_px / 2
    return Plate(
        left_px=width_px / 2 - side_px,
        top_px=blocks[0].top_px - above_px,
        right_px=width_px / 2 + side_px,
        bottom_px=blocks[-1].bottom_px + above_px,
        radius_px=box.radius * size_px,
    )


def paint(blocks: Sequence[Block], style: CaptionStyle, width_px: int, height_px: int) -> Bitmap:
    """The blocks with the style's effects, cut to their ink, for a frame of that size."""
    import numpy as np

    skia = fonts.load_skia()

    # Marks may rise above their row, and effects spread around it.
    margin_px = ceil(blocks[0].size_px * 0.75)
    widest_px = max(max(block.widths_px) for block in blocks)
    origin_x = floor((width_px - widest_px) / 2) - margin_px
    origin_y = floor(blocks[0].top_px) - margin_px
    across_px = ceil(widest_px) + 2 * margin_px + 2
    down_px = ceil(blocks[-1].bottom_px - blocks[0].top_px) + 2 * margin_px + 2
    pixels = np.zeros((down_px, across_px, 4), np.uint8)
    surface = skia.Surface(
        pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
    )
    canvas = surface.getCanvas()
    canvas.translate(-origin_x, -origin_y)
    _paint_plate(canvas, plate(blocks, style, width_px), style)
    for layer in zip(*(_layers(style, block.size_px) for block in blocks), strict=True):
        for block, (ink, lower_px) in zip(blocks, layer, strict=True):
            _paint_rows(canvas, block, ink, width_px / 2, lower_px)
    surface.flushAndSubmit()
    return cut(pixels, origin_x, origin_y, width_px, height_px)


def cut(
    pixels: NDArray[np.uint8], left_px: int, top_px: int, width_px: int, height_px: int
) -> Bitmap:
    """The part with ink, moved into the frame if it hangs over an edge, on even pixels."""
    import numpy as np

    across = np.flatnonzero(pixels[..., 3].any(axis=0))
    down = np.flatnonzero(pixels[..., 3].any(axis=1))
    ink = pixels[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    left_px, top_px = left_px + int(across[0]), top_px + int(down[0])
    left_px = max(0, min(left_px, width_px - ink.shape[1]))
    top_px = max(0, min(top_px, height_px - ink.shape[0]))
    ink = np.pad(ink, ((top_px % 2, 0), (left_px % 2, 0), (0, 0)))
    left_px, top_px = left_px - left_px % 2, top_px - top_px % 2
    ink = ink[:height_px, :width_px]
    odd_x = ink.shape[1] % 2 if left_px + ink.shape[1] < width_px else 0
    odd_y = ink.shape[0] % 2 if top_px + ink.shape[0] < height_px else 0
    ink = np.ascontiguousarray(np.pad(ink, ((0, odd_y), (0, odd_x), (0, 0))))
    return Bitmap(pixels=ink, left_px=left_px, top_px=top_px)


def _paint_plate(canvas: Any, found: Plate | None, style: CaptionStyle) -> None:
    skia = fonts.load_skia()

    if found is None or style.box is None:
        return
    rect = skia.Rect.MakeLTRB(found.left_px, found.top_px, found.right_px, found.bottom_px)
    paint = skia.Paint(AntiAlias=True, Color=argb(style.box.color, style.box.opacity))
    canvas.drawRoundRect(rect, found.radius_px, found.radius_px, paint)


def _layers(style: CaptionStyle, size_px: float) -> Iterator[tuple[Any, float]]:
    """The paints of a text, the lowest first, and how much lower than the text each is painted.

    A style has up to three of them: a shadow, an outline, and the letters themselves.
    """
    skia = fonts.load_skia()
    shadow, outline = style.shadow, style.outline
    if shadow:
        blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(shadow.blur * size_px, 0.01))
        color = argb(shadow.color, shadow.opacity)
        soft = skia.Paint(AntiAlias=True, Color=color, MaskFilter=blur)
        yield soft, shadow.offset * size_px

    def line(color: str, style: Any, width_px: float) -> Any:
        return skia.Paint(
            AntiAlias=True,
            Color=argb(color, 1),
            Style=style,
            StrokeWidth=width_px,
            StrokeJoin=skia.Paint.kRound_Join,
        )

    if outline:
        yield line(outline.color, skia.Paint.kStroke_Style, 2 * outline.width * size_px), 0.0
    yield line(style.color, skia.Paint.kStrokeAndFill_Style, fonts.THICKENING * size_px), 0.0


def _paint_rows(canvas: Any, block: Block, paint: Any, center_px: float, lower_px: float) -> None:
    for row, width_px, at_px in zip(block.rows, block.widths_px, block.baselines_px, strict=True):
        text = right_to_left(row) if block.right_to_left else row
        shaped = fonts.shaped(text, block.script, block.locale, block.size_px, paint)
        shaped.paint(canvas, center_px - width_px / 2, at_px + lower_px - shaped.AlphabeticBaseline)


def argb(color: str, opacity: float) -> int:
    """skia's form of `#RRGGBB`."""
    return round(opacity * 255) << 24 | int(color[1:], 16)
