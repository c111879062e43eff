"""What is seen around a picture that does not fill the frame."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from .conversion import PIXELS, Filter, from_rgb, new_graph
from .planes import duplicate, paste

if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph

Fill = Literal["blur", "plain"]
Size = tuple[int, int]
"""Width and height in pixels."""

FILLS_FROM = Fraction(99, 100)
"""A picture that fits this well is stretched to fill the frame: nobody sees one percent."""
SURROUND_SHRINK = 16
"""The blurred surround is made at this fraction of the frame's size."""
SURROUND_BLUR = 0.06
"""Standard deviation, of the frame's shorter side."""
SURROUND_BRIGHTNESS = 0.45
PLAIN_TOP, PLAIN_BOTTOM = (43, 52, 66), (13, 16, 22)
"""RGB of the plain background's edges."""


def fitted_size(width: Fraction | int, height: Fraction | int, room: Size) -> Size:
    """The size, even, at which a picture fits into an even room; all of it if it nearly does."""
    scale = min(room[0] / Fraction(width), room[1] / Fraction(height))
    inner = width * scale, height * scale
    if inner[0] >= room[0] * FILLS_FROM and inner[1] >= room[1] * FILLS_FROM:
        return room
    return _even(inner[0]), _even(inner[1])


def _even(pixels: Fraction | float) -> int:
    return max(2, 2 * round(pixels / 2))


class Backdrop:
    """The background of pictures of one size, and the pictures in the middle of it."""

    def __init__(self, inner: Size, size: Size, fill: Fill) -> None:
        self._size = size
        self._blur: Graph | None = None
        if fill == "blur":
            self._blur = _blur(inner, size)
        else:
            self._plain = plain(size)

    def behind(self, picture: VideoFrame) -> VideoFrame:
        """The background alone: plain, or a blurred, dark, enlarged copy of the picture."""
        if self._blur is None:
            return duplicate(self._plain)
        self._blur.vpush(picture)
        return self._blur.vpull()

    def around(self, picture: VideoFrame) -> VideoFrame:
        """The picture in front of its background; the picture itself if it fills the frame."""
        width, height = self._size
        if (picture.width, picture.height) == self._size:
            return picture
        frame = self.behind(picture)
        left_px, top_px = (width - picture.width) // 4 * 2, (height - picture.height) // 4 * 2
        paste(picture, frame, left_px, top_px)
        return frame


def _blur(inner: Size, size: Size) -> Graph:
    """A graph that makes the surround from a picture, small and therefore quick.

    Ten bits keep the slow changes of brightness free of bands until they are dithered to eight.
    """
    reduction = min(Fraction(inner[0], size[0]), Fraction(inner[1], size[1]))
    seen = _even(size[0] * reduction), _even(size[1] * reduction)
    small = tuple(max(2, side // SURROUND_SHRINK) for side in size)
    darker = f"(val-minval)*{SURROUND_BRIGHTNESS}+minval"
    paler = f"(val-(minval+maxval)/2)*{SURROUND_BRIGHTNESS}+(minval+maxval)/2"
    filters: list[Filter] = [
        ("crop", f"{seen[0]}:{seen[1]}"),
        ("scale", f"{small[0]}:{small[1]}:flags=area"),
        ("format", "pix_fmts=yuv444p10le"),
        ("gblur", f"sigma={SURROUND_BLUR * min(small):.3f}:steps=2"),
        ("lutyuv", f"y={darker}:u={paler}:v={paler}"),
        ("scale", f"{size[0]}:{size[1]}:flags=bicubic"),
        ("format", f"pix_fmts={PIXELS}"),
    ]
    return new_graph(*inner, PIXELS, filters)


def plain(size: Size) -> VideoFrame:
    """A calm dark gradient, dithered so that it shows no bands."""
    import numpy as np

    width, height = size
    down = np.linspace(0, 1, height)[:, None, None]
    colors = np.array(PLAIN_TOP) * (1 - down) + np.array(PLAIN_BOTTOM) * down
    dither = np.random.default_rng(0).random((height, width, 1))
    return from_rgb((colors + dither).astype(np.uint8))
