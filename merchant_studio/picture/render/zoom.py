"""Zooms slowly into a photo, without trembling."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from .conversion import Filter, new_graph
from .fills import Size
from .planes import planes_of

if TYPE_CHECKING:
    from av import VideoFrame

    from .planes import Plane

RESERVE = 1.04
"""How much larger than the largest zoom a picture is kept: scaling by nearly 1 leaves no choice."""
MARGIN_PX = 64
"""Around the picture, never seen; it gives a choice of sizes to scale from."""


class SlowZoom:
    """Looks into the middle of a picture that is larger than the frame.

    FFmpeg scales whole numbers of pixels to whole numbers of pixels. Rounding them would make the
    picture tremble, so of all sizes that could be scaled the one is taken whose ratio is nearest
    to the zoom; at the edges it errs by less than a tenth of a pixel.
    """

    def __init__(self, picture: VideoFrame, size: Size) -> None:
        """`picture` in 4:2:0; `size` is the frame's."""
        import numpy as np

        self._planes = [np.pad(plane, MARGIN_PX, "edge") for plane in planes_of(picture)]
        self._size = size

    @staticmethod
    def room(size: Size, zoom_end: float) -> Size:
        """How large the picture should be for frames of that size."""
        width, height = (2 * round(side * zoom_end * RESERVE / 2) for side in size)
        return width, height

    def at(self, shown: float) -> VideoFrame:
        """The frame in which this share of the picture's sides is seen, at most all of it."""
        import av

        frame = av.VideoFrame(*self._size, "yuv420p")
        for wide, plane in zip(self._planes, planes_of(frame), strict=True):
            plane[:] = _looked_into(wide, plane.shape, shown)
        return frame


def _looked_into(wide: Plane, shape: tuple[int, ...], shown: float) -> Plane:
    """The middle of a plane that has a margin, scaled to a shape."""
    import av

    (taken_y, made_y), (taken_x, made_x) = (
        _nearest(side / (shown * (whole - 2 * MARGIN_PX)), side, whole)
        for side, whole in zip(shape, wide.shape, strict=True)
    )
    height, width = wide.shape
    filters: list[Filter] = [
        ("crop", f"{taken_x}:{taken_y}"),
        ("scale", f"{made_x}:{made_y}:flags=bicubic"),
        ("crop", f"{shape[1]}:{shape[0]}"),
    ]
    graph = new_graph(width, height, "gray", filters)
    graph.vpush(av.VideoFrame.from_numpy_buffer(wide, "gray"))
    return planes_of(graph.vpull())[0]


def _nearest(scale: float, side: int, whole: int) -> tuple[int, int]:
    """How many samples to take of `whole`, and how many to make of them, at least `side`.

    Both leave the same number over at each end.
    """

    def made(taken: int) -> int:
        return side + 2 * round((taken * scale - side) / 2)

    candidates = range(whole, ceil(side / scale) - 1, -2)
    taken = min(candidates, key=lambda taken: abs(made(taken) / taken - scale))
    return taken, made(taken)
