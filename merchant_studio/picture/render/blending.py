"""A bitmap blended into the planes of a frame.

It is turned once into what it adds to each plane and what it leaves of the frame below (BT.709,
limited range, 4:2:0), so that blending is one multiplication and one addition a sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..typeset import Bitmap

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

    Plane: TypeAlias = NDArray[np.uint8]
    """(height, width) samples of one component."""


def planes_of(frame: VideoFrame) -> tuple[Plane, ...]:
    """Views of Y, U and V, without the padding at the ends of their rows."""
    import numpy as np

    def view(plane: Any) -> Plane:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        return rows[: plane.height, : plane.width]

    return tuple(view(plane) for plane in frame.planes)


def copy_planes(source: VideoFrame, target: VideoFrame) -> None:
    """Give a frame the picture of another one of the same size."""
    for old, new in zip(planes_of(source), planes_of(target), strict=True):
        new[:] = old


def duplicate(frame: VideoFrame) -> VideoFrame:
    """The same picture in a frame of its own, which can have its own time stamp."""
    import av

    twin = av.VideoFrame(frame.width, frame.height, frame.format.name)
    copy_planes(frame, twin)
    return twin


def paste(picture: VideoFrame, frame: VideoFrame, left_px: int, top_px: int) -> None:
    """Put a 4:2:0 picture into a larger frame, at even places."""
    for step, new, old in zip((1, 2, 2), planes_of(picture), planes_of(frame), strict=True):
        top, left = top_px // step, left_px // step
        old[top : top + new.shape[0], left : left + new.shape[1]] = new


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .blending import Plane

RED_SHARE, BLUE_SHARE = 0.2126, 0.0722
"""Of luma, ITU-R BT.709."""
BLACK, WHITE = 16, 235
"""Luma in limited range."""
NEUTRAL, CHROMA_RANGE = 128, 224
ONE = 256
"""Full alpha as a fixed-point number; sums stay below 65536."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """An overlay's part in one plane of the frame: what stays of the frame, what is added."""

    top_px: int
    left_px: int
    kept: NDArray[np.uint16]
    """What is left of the frame, 0 to 256."""
    added: NDArray[np.uint16]
    """256 times what is added, rounded up by half."""

    def blend(self, plane: Plane) -> None:
        import numpy as np

        height, width = self.kept.shape
        below = plane[self.top_px : self.top_px + height, self.left_px : self.left_px + width]
        mixed = np.multiply(below, self.kept, dtype=np.uint16)
        mixed += self.added
        mixed >>= 8
        below[:] = mixed

    def faded(self, share: int) -> _Layer:
        """The layer, faded to that share of its effect: 256 is all, 0 nothing."""
        import numpy as np

        gone = (ONE - self.kept.astype(np.uint32)) * share >> 8
        # The half that rounds is added again after the fade.
        added = ((self.added.astype(np.uint32) - ONE // 2) * share >> 8) + ONE // 2
        return _Layer(
            top_px=self.top_px,
            left_px=self.left_px,
            kept=(ONE - gone).astype(np.uint16),
            added=added.astype(np.uint16),
        )


class Overlay:
    """A bitmap ready to be blended into Y, U and V."""

    def __init__(self, bitmap: Bitmap) -> None:
        import numpy as np

        rgba = bitmap.pixels.astype(np.float32) / 255
        red, green, blue, alpha = np.moveaxis(rgba, -1, 0)
        # The colors are premultiplied, so offsets count as far as the bitmap covers.
        luma = RED_SHARE * red + (1 - RED_SHARE - BLUE_SHARE) * green + BLUE_SHARE * blue
        planes = (
            BLACK * alpha + (WHITE - BLACK) * luma,
            NEUTRAL * alpha + CHROMA_RANGE * (blue - luma) / (2 * (1 - BLUE_SHARE)),
            NEUTRAL * alpha + CHROMA_RANGE * (red - luma) / (2 * (1 - RED_SHARE)),
        )
        halved = _halved(alpha)
        self._layers: tuple[_Layer, ...] = (
            _layer(planes[0], alpha, bitmap.top_px, bitmap.left_px),
            *(
                _layer(_halved(plane), halved, bitmap.top_px // 2, bitmap.left_px // 2)
                for plane in planes[1:]
            ),
        )

    def blend(self, planes: Sequence[Plane]) -> None:
        """Change the planes Y, U and V in place."""
        for layer, plane in zip(self._layers, planes, strict=True):
            layer.blend(plane)

    def faded(self, share: float) -> Overlay:
        """The overlay at that share of its opacity."""
        faded = object.__new__(Overlay)
        faded._layers = tuple(layer.faded(round(share * ONE)) for layer in self._layers)
        return faded


def _layer(
    added: NDArray[np.float32], alpha: NDArray[np.float32], top_px: int, left_px: int
) -> _Layer:
    import numpy as np

    return _Layer(
        top_px=top_px,
        left_px=left_px,
        kept=(ONE - np.rint(ONE * alpha)).astype(np.uint16),
        added=np.rint(ONE * added + ONE // 2).astype(np.uint16),
    )


def _halved(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of every two by two samples, which is how FFmpeg makes chroma from RGB too."""
    height, width = samples.shape
    blocks = samples.reshape(height // 2, 2, width // 2, 2)
    means: NDArray[np.float32] = blocks.mean(axis=(1, 3))
    return means
