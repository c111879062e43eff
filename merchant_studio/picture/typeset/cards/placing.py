"""Painted sheets as bitmaps inside a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..painting import Bitmap
from .setting import Sheet, even

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
