"""A decoded frame becomes upright, of the wanted size, and BT.709 limited range or RGB."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph

# Values of FFmpeg's AVColorSpace, AVColorRange and AVColorTransferCharacteristic.
MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020"}
FULL_RANGE = 2
HDR_TRANSFERS = frozenset({16, 18})
"""PQ and HLG, which phones record when nobody tells them not to."""
HD_WIDTH_PX, HD_HEIGHT_PX = 1280, 576
"""A picture without a color tag is BT.709 from this width or above this height, else BT.601."""
TURNS = {0: (), 1: ("clock",), 2: ("clock", "clock"), 3: ("cclock",)}
"""Arguments of the transpose filter by clockwise quarter turns."""


@dataclass(frozen=True, slots=True)
class FrameKind:
    """What two frames must have in common to be converted alike."""

    width_px: int
    height_px: int
    pixels: str
    """FFmpeg's name of the pixel format."""
    pixel_aspect: Fraction
    """Width of a pixel by its height."""
    quarter_turns: int
    """How far it must be turned clockwise to be upright."""
    matrix: str
    is_full_range: bool
    is_hdr: bool

    @classmethod
    def of(cls, frame: VideoFrame, pixel_aspect: Fraction) -> FrameKind:
        """The kind of a decoded frame."""
        is_hd = frame.width >= HD_WIDTH_PX or frame.height > HD_HEIGHT_PX
        return cls(
            width_px=frame.width,
            height_px=frame.height,
            pixels=frame.format.name,
            pixel_aspect=pixel_aspect,
            quarter_turns=-round(frame.rotation / 90) % 4,
            matrix=MATRICES.get(frame.colorspace, "bt709" if is_hd else "bt601"),
            is_full_range=frame.color_range == FULL_RANGE
            or frame.format.is_rgb
            or frame.format.name.startswith("yuvj"),
            is_hdr=frame.color_trc in HDR_TRANSFERS,
        )

    @property
    def seen_size(self) -> tuple[Fraction, Fraction]:
        """Width and height in square pixels, upright."""
        width, height = self.width_px * self.pixel_aspect, Fraction(self.height_px)
        return (height, width) if self.quarter_turns % 2 else (width, height)


class Conversion:
    """Converts frames to one size and pixel format; what is right already comes back as it is."""

    def __init__(self, width_px: int, height_px: int, pixels: Literal["yuv420p", "rgb24"]) -> None:
        self._target = FrameKind(
            width_px=width_px,
            height_px=height_px,
            pixels=pixels,
            pixel_aspect=Fraction(1),
            quarter_turns=0,
            matrix="bt709",
            is_full_range=pixels == "rgb24",
            is_hdr=False,
        )
        self._graph_for: FrameKind | None = None
        self._graph: Graph

    def convert(self, frame: VideoFrame, pixel_aspect: Fraction) -> VideoFrame:
        """The frame in the wanted form; without a copy where nothing is to be done."""
        kind = FrameKind.of(frame, pixel_aspect)
        if kind == self._target:
            return frame
        if kind != self._graph_for:
            self._graph, self._graph_for = self._new_graph(kind), kind
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _new_graph(self, kind: FrameKind) -> Graph:
        from av import VideoFormat
        from av.filter import Graph

        graph, target = Graph(), self._target
        nodes = [
            graph.add_buffer(
                width=kind.width_px,
                height=kind.height_px,
                format=VideoFormat(kind.pixels),
                time_base=Fraction(1, 1000),
            )
        ]
        nodes += [graph.add("transpose", turn) for turn in TURNS[kind.quarter_turns]]
        scale = [
            f"{target.width_px}:{target.height_px}",
            "flags=bicubic+accurate_rnd+full_chroma_int",
            f"in_color_matrix={kind.matrix}",
            f"in_range={'pc' if kind.is_full_range else 'tv'}",
        ]
        if target.pixels == "yuv420p":
            scale += ["out_color_matrix=bt709", "out_range=tv"]
        if kind.is_hdr:
            scale += ["out_transfer=bt709", "out_primaries=bt709"]
        nodes.append(graph.add("scale", ":".join(scale)))
        nodes.append(graph.add("format", f"pix_fmts={target.pixels}"))
        nodes.append(graph.add("buffersink"))
        graph.link_nodes(*nodes).configure()
        return graph
