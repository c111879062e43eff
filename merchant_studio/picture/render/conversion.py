"""A decoded frame becomes upright, of the wanted size, and 4:2:0 in BT.709, limited range."""

from __future__ import annotations

import struct
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from .tones import Colors, Primaries, Transfer, table_file

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from av.filter import Graph
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """(height, width, 3), RGB."""

# Values of FFmpeg's AVColorSpace, AVColorRange, AVColorTransferCharacteristic and
# AVColorPrimaries.
MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020"}
FULL_RANGE = 2
HDR_TRANSFERS: dict[int, Transfer] = {16: "pq", 18: "hlg"}
"""What phones record when nobody tells them not to."""
WIDE_PRIMARIES: dict[int, Primaries] = {9: "bt2020", 12: "p3"}
"""Colors that would look pale if they were shown as BT.709's."""
UNTAGGED = 2
HD_WIDTH_PX, HD_HEIGHT_PX = 1280, 576
"""A picture without a color tag is BT.709 from this width or above this height, else BT.601."""
PIXELS = "yuv420p"
SCALING = "flags=bicubic+accurate_rnd+full_chroma_int"
TURNS = {
    (False, False): "cclock_flip",
    (False, True): "cclock",
    (True, False): "clock",
    (True, True): "clock_flip",
}
"""The transpose filter's argument: do columns end up as rows from the bottom, rows from the
right?"""

ANY_TIME_BASE = Fraction(1, 1000)
"""Of frames whose time stamps are of no interest."""

Filter = tuple[str, str]
"""FFmpeg's name and arguments."""


@dataclass(frozen=True, slots=True)
class FrameKind:
    """What two frames must have in common to be converted alike."""

    width_px: int
    height_px: int
    pixels: str
    """FFmpeg's name of the pixel format."""
    pixel_aspect: Fraction
    """Width of a pixel by its height."""
    uprighting: tuple[Filter, ...]
    """What makes it upright, and not mirrored."""
    matrix: str
    is_full_range: bool
    wide: Colors | None
    """What the picture is in if BT.709 has other numbers for its colors."""

    @classmethod
    def of(
        cls,
        frame: VideoFrame,
        pixel_aspect: Fraction,
        uprighting: tuple[Filter, ...] | None = None,
    ) -> FrameKind:
        """The kind of a decoded frame; its own `uprighting` where none is given."""
        is_hd = frame.width >= HD_WIDTH_PX or frame.height > HD_HEIGHT_PX
        wide = _wide_colors(frame)
        usual = "bt709" if is_hd or wide else "bt601"
        untagged = usual if wide in (None, ("p3", "sdr")) else "bt2020"
        return cls(
            width_px=frame.width,
            height_px=frame.height,
            pixels=frame.format.name,
            pixel_aspect=pixel_aspect,
            uprighting=_uprighting(frame) if uprighting is None else uprighting,
            matrix=MATRICES.get(frame.colorspace, untagged),
            is_full_range=frame.color_range == FULL_RANGE
            or frame.format.is_rgb
            or frame.format.name.startswith("yuvj"),
            wide=wide,
        )

    @property
    def seen_size(self) -> tuple[Fraction, Fraction]:
        """Width and height in square pixels, upright."""
        width, height = self.width_px * self.pixel_aspect, Fraction(self.height_px)
        turned = any(name == "transpose" for name, _ in self.uprighting)
        return (height, width) if turned else (width, height)


def _wide_colors(frame: VideoFrame) -> Colors | None:
    """What the frame's colors are in, by its tags; None: in BT.709 or nearly so."""
    transfer = HDR_TRANSFERS.get(frame.color_trc, "sdr")
    primaries = WIDE_PRIMARIES.get(frame.color_primaries)
    is_untagged = frame.color_primaries == UNTAGGED
    if transfer != "sdr" or (is_untagged and MATRICES.get(frame.colorspace) == "bt2020"):
        primaries = primaries or "bt2020"
    return (primaries, transfer) if primaries else None


def _uprighting(frame: VideoFrame) -> tuple[Filter, ...]:
    """The filters that do what the frame's display matrix says, in quarter turns."""
    matrix = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return ()
    # A point (x, y) is seen at (ax + cy, bx + dy).
    a, b, _, c, d = struct.unpack_from("=5i", cast("bytes", matrix))
    if abs(b) + abs(c) > abs(a) + abs(d):
        return (("transpose", TURNS[c < 0, b < 0]),)
    return (*[("hflip", "")] * (a < 0), *[("vflip", "")] * (d < 0))


class Conversion:
    """Converts frames to one size; what is right already comes back as it is."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._target = FrameKind(
            width_px=width_px,
            height_px=height_px,
            pixels=PIXELS,
            pixel_aspect=Fraction(1),
            uprighting=(),
            matrix="bt709",
            is_full_range=False,
            wide=None,
        )
        self._uprighting: tuple[Filter, ...] | None = None
        """Read once: a frame that was asked for its side data is freed by the collector only."""
        self._graph_for: FrameKind | None = None
        self._graph: Graph

    def convert(self, frame: VideoFrame, pixel_aspect: Fraction) -> VideoFrame:
        """The frame in the wanted form; without a copy where nothing is to be done."""
        if self._uprighting is None:
            self._uprighting = _uprighting(frame)
        kind = FrameKind.of(frame, pixel_aspect, self._uprighting)
        if kind == self._target:
            return frame
        if kind != self._graph_for:
            self._graph, self._graph_for = self._new_graph(kind), kind
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _new_graph(self, kind: FrameKind) -> Graph:
        size = f"{self._target.width_px}:{self._target.height_px}"
        range_ = "pc" if kind.is_full_range else "tv"
        read = f"in_color_matrix={kind.matrix}:in_range={range_}"
        written = "out_color_matrix=bt709:out_range=tv"
        with ExitStack() as stack:
            filters: list[Filter] = [*kind.uprighting]
            if kind.wide is None:
                filters.append(("scale", f"{size}:{SCALING}:{read}:{written}"))
            else:  # at 16 bits, at which FFmpeg's filter is fastest too
                table = stack.enter_context(table_file(kind.wide))
                filters += [
                    ("scale", f"{size}:{SCALING}:{read}"),
                    ("format", "pix_fmts=gbrp16le"),
                    ("lut3d", f"file='{_escaped(table.as_posix())}'"),
                    ("scale", f"{size}:{SCALING}:{written}"),
                ]
            filters.append(("format", f"pix_fmts={PIXELS}"))
            return new_graph(kind.width_px, kind.height_px, kind.pixels, filters)


def from_rgb(picture: Picture) -> VideoFrame:
    """A picture as a frame of its own size."""
    import av

    height, width = picture.shape[:2]
    frame = av.VideoFrame.from_ndarray(picture, "rgb24")
    return Conversion(width, height).convert(frame, Fraction(1))


def to_rgb(frame: VideoFrame) -> Picture:
    """A converted frame as a picture."""
    filters = [("scale", f"{SCALING}:in_color_matrix=bt709:in_range=tv"), ("format", "rgb24")]
    graph = new_graph(frame.width, frame.height, PIXELS, filters)
    graph.vpush(frame)
    return cast("Picture", graph.vpull().to_ndarray())


def new_graph(
    width_px: int,
    height_px: int,
    pixels: str,
    filters: list[Filter],
    time_base: Fraction = ANY_TIME_BASE,
) -> Graph:
    """A chain of filters that takes frames of one size, pixel format and time base."""
    from av import VideoFormat
    from av.filter import Graph

    graph = Graph()
    source = graph.add_buffer(
        width=width_px,
        height=height_px,
        format=VideoFormat(pixels),
        time_base=time_base,
    )
    nodes = [graph.add(name, arguments) for name, arguments in filters]
    graph.link_nodes(source, *nodes, graph.add("buffersink")).configure()
    return graph


def _escaped(path: str) -> str:
    """A path as a filter's argument in quotes."""
    return path.replace("\\", "\\\\").replace(":", "\\:").replace("'", "'\\''")
