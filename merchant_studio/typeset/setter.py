"""Captions and titles as bitmaps, and where they stand in the frame."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any

from ..errors import RenderError
from ..languages import LanguageProfile
from ..sidecars import LEFT_TO_RIGHT
from . import breaking, fonts
from .styles import CaptionStyle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNBOUNDED_COLUMNS = 1000
"""A title's rows are bounded by their width alone."""
TITLE_STEP = 0.92
"""By how much a title that does not fit is set smaller, again and again."""
TITLE_MIN_SCALE = 0.45
TITLE_UNBROKEN_SCALE = 0.55
"""Down to this a title breaks only at spaces, which is always right; BudouX's guess comes after."""
MAX_BLOCK_HEIGHT = 0.5
"""What all rows together may take of the frame's height."""

LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2066", "\u2067", "\u2069"


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
class _Block:
    """Rows and how they are set."""

    rows: Sequence[str]
    widths_px: Sequence[float]
    script: fonts.Script
    locale: str
    size_px: float
    right_to_left: bool

    @property
    def pitch_px(self) -> float:
        """From baseline to baseline."""
        return (self.script.ascent + self.script.descent) * self.size_px

    @property
    def height_px(self) -> float:
        """From the top of the first row to the bottom of the last."""
        return len(self.rows) * self.pitch_px


class Typesetter:
    """Sets the texts of one style for frames of one size. Fonts are shared by the process."""

    def __init__(self, style: CaptionStyle, width_px: int, height_px: int) -> None:
        """Nothing is loaded before the first text.

        Raises:
            ValueError: the frame is smaller than 64 pixels on a side.
        """
        if min(width_px, height_px) < 64:
            raise ValueError(f"no caption fits into {width_px}x{height_px} pixels")
        self.style = style
        self.width_px, self.height_px = width_px, height_px
        self.safe_width_px = width_px * (1 - 2 * style.side_margin)
        """What a row may be wide."""

    def wrap(
        self, text: str, profile: LanguageProfile, *, terms: Collection[str] = ()
    ) -> tuple[tuple[str, ...], ...]:
        """The captions of a text, each one or more rows; nothing for an empty text.

        Rows keep the profile's limits (`captions.max_rows`, `captions.max_chars_per_row`) and
        the frame's safe width. The text comes back in NFC, without the spaces at the breaks and
        without WORD JOINERs; beside those and no-break spaces nothing is broken. The `terms`
        (product and material names, say) and the profile's own are broken only if they must be.

        Raises:
            RenderError: the profile's script has no font.
        """
        script = fonts.script(profile.script)
        room = self._room(profile, script)
        measure = partial(
            fonts.width_px,
            setting=script,
            locale=profile.code,
            size_px=self._caption_size_px(script),
        )
        currencies = [word for forms in profile.currencies.values() for word in forms.words]
        known = {*terms, *profile.labels.values(), *currencies}
        parts = breaking.pieces(text, profile.captions.phrase_breaks, known, room, measure)
        return breaking.lay(parts, profile.captions.max_rows, room)

    def draw_caption(self, rows: Sequence[str], profile: LanguageProfile) -> Bitmap:
        """The rows of one caption, centered, the last one on the style's band.

        Rows that are wider than the safe width (the merchant's own, say) are set smaller.

        Raises:
            RenderError: a character has no glyph.
            ValueError: there is no row.
        """
        self._check(" ".join(rows), profile)
        band = self.style.band
        share = band.vertical if self.height_px > self.width_px else band.horizontal
        script = fonts.script(profile.script)
        block = self._block(rows, profile, self._caption_size_px(script))
        bottom_px = share * self.height_px + block.script.descent * block.size_px
        return self._draw(block, bottom_px - block.height_px)

    def draw_title(self, text: str, profile: LanguageProfile) -> Bitmap:
        """A short text as a large title of balanced rows; a long one is set smaller.

        Raises:
            RenderError: a character has no glyph.
            ValueError: the text is empty.
        """
        self._check(text, profile)
        title, script = self.style.title, fonts.script(profile.script)
        largest_px = title.size * min(self.width_px, self.height_px) * script.scale
        row = breaking.Room(columns=UNBOUNDED_COLUMNS, width_px=self.safe_width_px)
        endless = breaking.Room(columns=UNBOUNDED_COLUMNS, width_px=inf)
        for breaks, scale in _title_attempts(profile.captions.phrase_breaks):
            size_px = largest_px * scale
            measure = partial(fonts.width_px, setting=script, locale=profile.code, size_px=size_px)
            parts = breaking.pieces(text, breaks, (), row, measure)
            captions = breaking.lay(parts, title.max_rows, row)
            words_are_whole = len(parts) == len(breaking.pieces(text, breaks, (), endless, measure))
            if len(captions) == 1 and words_are_whole:
                break
        block = self._block([row for caption in captions for row in caption], profile, size_px)
        return self._draw(block, title.center * self.height_px - block.height_px / 2)

    def missing_glyphs(self, text: str, profile: LanguageProfile) -> str:
        """The characters of a text that cannot be drawn, each once, in order; usually none.

        Raises:
            RenderError: the profile's script has no font.
        """
        fonts.script(profile.script)
        return "".join(dict.fromkeys(c for c in text if not fonts.drawable(c)))

    # --- how large, how wide -----------------------------------------------------------------

    def _caption_size_px(self, script: fonts.Script) -> float:
        return self.style.size * min(self.width_px, self.height_px) * script.scale

    def _room(self, profile: LanguageProfile, script: fonts.Script) -> breaking.Room:
        limit = profile.captions.max_chars_per_row
        return breaking.Room(
            columns=2 * limit if script.full_width else limit,
            width_px=self.safe_width_px,
            full_width=script.full_width,
        )

    def _block(self, rows: Sequence[str], profile: LanguageProfile, size_px: float) -> _Block:
        """The rows at that size, or as large as the frame allows."""
        script = fonts.script(profile.script)
        widths_px = [fonts.width_px(row, script, profile.code, size_px) for row in rows]
        pitch_px = (script.ascent + script.descent) * size_px
        shrink = min(
            1.0,
            self.safe_width_px / max(*widths_px, 1.0),
            MAX_BLOCK_HEIGHT * self.height_px / (len(rows) * pitch_px),
        )
        return _Block(
            rows=rows,
            widths_px=[width * shrink for width in widths_px],
            script=script,
            locale=profile.code,
            size_px=size_px * shrink,
            right_to_left=profile.direction == "rtl",
        )

    def _check(self, text: str, profile: LanguageProfile) -> None:
        if not text.strip():
            raise ValueError("there is no text to draw")
        missing = self.missing_glyphs(text, profile)
        if missing:
            named = ", ".join(
                f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in missing
            )
            raise RenderError(f"no font can draw {named} in the {profile.name} text; replace it")

    # --- drawing -------------------------------------------------------------------------------

    def _draw(self, block: _Block, top_px: float) -> Bitmap:
        """The block with its effects, cut to its ink; `top_px` is the top of the first row."""
        import numpy as np

        skia = fonts.load_skia()

        # Marks may rise above their row, and effects spread around it.
        margin_px = ceil(block.size_px * 0.75)
        origin_x = floor((self.width_px - max(block.widths_px)) / 2) - margin_px
        origin_y = floor(top_px) - margin_px
        width_px = ceil(max(block.widths_px)) + 2 * margin_px + 2
        height_px = ceil(block.height_px) + 2 * margin_px + 2
        pixels = np.zeros((height_px, width_px, 4), np.uint8)
        surface = skia.Surface(
            pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
        )
        canvas = surface.getCanvas()
        canvas.translate(self.width_px / 2 - origin_x, top_px - origin_y)
        self._paint_box(canvas, block)
        self._paint_text(canvas, block)
        surface.flushAndSubmit()
        return self._cut(pixels, origin_x, origin_y)

    def _paint_box(self, canvas: Any, block: _Block) -> None:
        skia = fonts.load_skia()

        box = self.style.box
        if box is None:
            return
        side_px = max(block.widths_px) / 2 + box.padding * block.size_px
        above_px = box.padding * block.size_px / 2
        plate = skia.Rect.MakeLTRB(-side_px, -above_px, side_px, block.height_px + above_px)
        radius_px = box.radius * block.size_px
        paint = skia.Paint(AntiAlias=True, Color=_argb(box.color, box.opacity))
        canvas.drawRoundRect(plate, radius_px, radius_px, paint)

    def _paint_text(self, canvas: Any, block: _Block) -> None:
        """Shadow, outline and fill of all rows; (0, 0) is the middle of the first row's top."""
        skia = fonts.load_skia()

        outline, shadow, size_px = self.style.outline, self.style.shadow, block.size_px
        fill = skia.Paint(
            AntiAlias=True,
            Color=_argb(self.style.color, 1),
            Style=skia.Paint.kStrokeAndFill_Style,
            StrokeWidth=fonts.THICKENING * size_px,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        if shadow is not None:
            soft = skia.Paint(
                AntiAlias=True,
                Color=_argb(shadow.color, shadow.opacity),
                MaskFilter=skia.MaskFilter.MakeBlur(
                    skia.kNormal_BlurStyle, max(shadow.blur * size_px, 0.01)
                ),
            )
            self._paint_rows(canvas, block, soft, shadow.offset * size_px)
        if outline is not None:
            line = skia.Paint(
                AntiAlias=True,
                Color=_argb(outline.color, 1),
                Style=skia.Paint.kStroke_Style,
                StrokeWidth=2 * outline.width * size_px,
                StrokeJoin=skia.Paint.kRound_Join,
            )
            self._paint_rows(canvas, block, line, 0)
        self._paint_rows(canvas, block, fill, 0)

    def _paint_rows(self, canvas: Any, block: _Block, paint: Any, down_px: float) -> None:
        baseline_px = block.script.ascent * block.size_px + down_px
        for row, width_px in zip(block.rows, block.widths_px, strict=True):
            text = _right_to_left(row) if block.right_to_left else row
            shaped = fonts.shaped(text, block.script, block.locale, block.size_px, paint)
            shaped.paint(canvas, -width_px / 2, baseline_px - shaped.AlphabeticBaseline)
            baseline_px += block.pitch_px

    def _cut(self, pixels: NDArray[np.uint8], left_px: int, top_px: int) -> Bitmap:
        """The part with ink, moved into the frame if it hangs over an edge, on even pixels."""
        import numpy as np

        across = np.flatnonzero(pixels[..., 3].any(axis=0))
        down = np.flatnonzero(pixels[..., 3].any(axis=1))
        ink = pixels[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
        left_px, top_px = left_px + int(across[0]), top_px + int(down[0])
        left_px = max(0, min(left_px, self.width_px - ink.shape[1]))
        top_px = max(0, min(top_px, self.height_px - ink.shape[0]))
        ink = np.pad(ink, ((top_px % 2, 0), (left_px % 2, 0), (0, 0)))
        left_px, top_px = left_px - left_px % 2, top_px - top_px % 2
        ink = ink[: self.height_px, : self.width_px]
        odd_x = ink.shape[1] % 2 if left_px + ink.shape[1] < self.width_px else 0
        odd_y = ink.shape[0] % 2 if top_px + ink.shape[0] < self.height_px else 0
        ink = np.ascontiguousarray(np.pad(ink, ((0, odd_y), (0, odd_x), (0, 0))))
        return Bitmap(pixels=ink, left_px=left_px, top_px=top_px)


def _title_attempts(phrase_breaks: str) -> Iterator[tuple[str, float]]:
    """Ways to break a title with the scale of its size, the best way first."""
    for breaks, smallest in (("", TITLE_UNBROKEN_SCALE), (phrase_breaks, TITLE_MIN_SCALE)):
        scale = 1.0
        while scale > smallest:
            yield breaks, scale
            scale *= TITLE_STEP


def _argb(color: str, opacity: float) -> int:
    """skia's form of `#RRGGBB`."""
    return round(opacity * 255) << 24 | int(color[1:], 16)


def _right_to_left(row: str) -> str:
    """The row as a right-to-left paragraph, its measures, prices and phone numbers not."""
    isolated = LEFT_TO_RIGHT.sub(lambda found: LEFT_TO_RIGHT_ISOLATE + found[0] + POP_ISOLATE, row)
    return RIGHT_TO_LEFT_ISOLATE + isolated + POP_ISOLATE
