"""The merchant's mark in a corner of the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import RenderError
from ....languages import safe_area
from ....messages import say
from ..painting import Bitmap
from .setting import bitmap

if TYPE_CHECKING:
    from PIL.Image import Image

LOGO_HEIGHT, LOGO_WIDTH = 0.075, 0.26
"""The most it takes of the frame's shorter side."""
FORMATS = ("JPEG", "PNG", "WEBP")
DARK_BELOW = 0.45
"""Mean brightness under which a mark without a background gets a light plate."""
PLATE_OPACITY, PLATE_PAD, ROUND = 0.88, 0.16, 0.14
"""The plate, its margin and corners, of the mark's height."""


def draw_logo(
    path: Path, width_px: int, height_px: int, *, mirrored: bool, at_bottom: bool = False
) -> Bitmap:
    """The mark at the top or the bottom of the safe area, on the side where reading starts.

    Raises:
        RenderError: the file cannot be read.
    """
    import numpy as np

    shorter, area = min(width_px, height_px), safe_area(width_px, height_px)
    room = max(2, round(LOGO_WIDTH * shorter)), max(2, round(LOGO_HEIGHT * shorter))
    pixels = np.array(_on_plate(_opened(path, room)).convert("RGBa"))  # premultiplied
    left_px = area.right - pixels.shape[1] if mirrored else area.left
    top_px = area.bottom - pixels.shape[0] if at_bottom else area.top
    return bitmap(pixels, left_px, top_px, (width_px, height_px))


def _opened(path: Path, room: tuple[int, int]) -> Image:
    """The mark upright in RGBA, as large as the room allows."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=FORMATS) as opened:
            mark = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RenderError(
            say(
                "{file} cannot be read ({why}); put another picture in its place",
                file=path.name,
                why=error,
            )
        ) from error
    mark = mark.crop(mark.getchannel("A").getbbox() or (0, 0, *mark.size))
    scale = min(room[0] / mark.width, room[1] / mark.height)
    size = max(1, round(mark.width * scale)), max(1, round(mark.height * scale))
    # Without premultiplied alpha the invisible colors of clear pixels would bleed into edges.
    return mark.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")


def _on_plate(mark: Image) -> Image:
    """A mark with its own background gets round corners; a dark one without, a light plate."""
    from PIL import Image, ImageChops, ImageDraw

    alpha = mark.getchannel("A")
    is_opaque = alpha.getextrema()[0] == 255
    if not is_opaque and _brightness(mark) >= DARK_BELOW:
        return mark
    pad = 0 if is_opaque else round(PLATE_PAD * mark.height)
    size = mark.width + 2 * pad, mark.height + 2 * pad
    corners = Image.new("L", (4 * size[0], 4 * size[1]))  # drawn large, for smooth edges
    box = (0, 0, corners.width - 1, corners.height - 1)
    ImageDraw.Draw(corners).rounded_rectangle(box, 4 * ROUND * size[1], fill=255)
    mask = corners.resize(size, Image.Resampling.BOX)
    if is_opaque:
        mark.putalpha(mask)
        return mark
    plate = Image.new("RGBA", size, "white")
    plate.putalpha(ImageChops.multiply(mask, Image.new("L", size, round(255 * PLATE_OPACITY))))
    plate.alpha_composite(mark, (pad, pad))
    return plate


def _brightness(mark: Image) -> float:
    """The mean of what is visible, from 0 to 1."""
    import numpy as np

    weights = np.asarray(mark.getchannel("A"), np.float64)
    luma = np.asarray(mark.convert("L"), np.float64) / 255
    return float((luma * weights).sum() / max(1.0, weights.sum()))
