"""Captions and titles of one language, blended into the planes of a frame.

A bitmap is turned once into what it adds to each plane and what it leaves of the frame below
(BT.709, limited range, 4:2:0), so that blending is one multiplication and one addition a sample.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Generic, TypeVar

from ...languages import profile
from ...records import Timeline
from ...typeset import Bitmap, Typesetter, style
from .frametimes import FrameTimes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .planes import Plane

Text = TypeVar("Text", str, tuple[str, ...])

RED_SHARE, BLUE_SHARE = 0.2126, 0.0722
"""Of luma, ITU-R BT.709."""
BLACK, WHITE = 16, 235
"""Luma in limited range."""
NEUTRAL, CHROMA_RANGE = 128, 224
ONE = 256
"""Full alpha as a fixed-point number; sums stay below 65536."""
KEPT_OVERLAYS = 4
"""Drawing is quick, and all captions of a long video would fill the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """What an overlay does to one plane."""

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
        self._layers = (
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


class _Succession(Generic[Text]):
    """Overlays that follow one another, drawn when they are needed."""

    def __init__(self, texts: Sequence[tuple[range, Text]], draw: Callable[[Text], Bitmap]) -> None:
        self._texts: list[tuple[range, Text]] = [(frames, text) for frames, text in texts if frames]
        self._starts = [frames.start for frames, _ in self._texts]
        self._drawn = lru_cache(maxsize=KEPT_OVERLAYS)(lambda text: Overlay(draw(text)))
        for text in dict.fromkeys(text for _, text in texts):
            draw(text)

    def at(self, frame: int) -> Overlay | None:
        index = bisect_right(self._starts, frame) - 1
        if index < 0 or frame not in self._texts[index][0]:
            return None
        return self._drawn(self._texts[index][1])


class OverlayTrack:
    """All overlays of one language by frame, drawn when they are needed."""

    def __init__(self, timeline: Timeline, times: FrameTimes) -> None:
        """Every distinct text is drawn once, so that none can fail later.

        Raises:
            RenderError: a character has no glyph.
        """
        setter = Typesetter(style(timeline.style), timeline.width_px, timeline.height_px)
        language = profile(timeline.captions.language)
        captions = [(times.within(cue.span), cue.rows) for cue in timeline.captions.cues]
        titles = [
            (times.within(shot.span), timeline.title)
            for shot in timeline.shots
            if shot.kind == "plain" and timeline.title
        ]
        draw_title = partial(setter.draw_title, profile=language)
        draw_caption = partial(setter.draw_caption, profile=language)
        self._titles = _Succession(titles, draw_title)
        self._captions = _Succession(captions, draw_caption)

    def at(self, frame: int) -> tuple[Overlay, ...]:
        """The overlays of a frame, the lowest first; usually one or none."""
        found = (self._titles.at(frame), self._captions.at(frame))
        return tuple(overlay for overlay in found if overlay is not None)
