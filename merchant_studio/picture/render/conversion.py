"""A decoded frame becomes upright, of the wanted size, and 4:2:0 in BT.709, limited range."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from ...media import pushed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Light: TypeAlias = NDArray[np.float64]
    """(..., 3): red, green, blue."""

Transfer = Literal["pq", "hlg", "sdr"]
Primaries = Literal["bt2020", "p3"]
Colors = tuple[Primaries, Transfer]
"""What a picture is in that BT.709 has no numbers for."""

TABLE_SIDE = 33
"""Steps of each color; between them FFmpeg interpolates. 33 is what colorists use."""
WHITE_NITS = 203
"""Paper in an HDR picture, which becomes SDR's white (ITU-R BT.2408)."""
KNEE = 0.6
"""Of white: what is darker is shown as it is."""
SDR_GAMMA = 2.4
"""Of an SDR screen (ITU-R BT.1886)."""
PQ_PEAK_NITS = 10_000
PQ_M1, PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
PQ_C1, PQ_C2, PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
"""SMPTE ST 2084."""
HLG_PEAK_NITS, HLG_GAMMA = 1000, 1.2
HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073
"""ITU-R BT.2100, on a screen of 1000 nits."""
LUMA_2020 = (0.2627, 0.6780, 0.0593)
LUMA_709 = (0.2126, 0.7152, 0.0722)
TO_BT709: dict[Primaries, tuple[tuple[float, float, float], ...]] = {
    "bt2020": (  # ITU-R BT.2087
        (1.6605, -0.5876, -0.0728),
        (-0.1246, 1.1329, -0.0083),
        (-0.0182, -0.1006, 1.1187),
    ),
    "p3": (  # from the primaries of SMPTE EG 432-1, with the white of BT.709
        (1.2249, -0.2247, 0.0),
        (-0.0420, 1.0419, 0.0),
        (-0.0197, -0.0786, 1.0979),
    ),
}
"""Of linear light."""


@contextmanager
def table_file(colors: Colors) -> Iterator[Path]:
    """A `.cube` file for the lut3d filter; it is needed only while a graph is built."""
    with TemporaryDirectory(prefix="tones-") as folder:
        path = Path(folder, f"{'-'.join(colors)}.cube")
        path.write_text(_table(colors), encoding="ascii")
        yield path


@cache
def _table(colors: Colors) -> str:
    import numpy as np

    steps = np.linspace(0, 1, TABLE_SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red changes fastest
    made = to_bt709(np.stack([red, green, blue], -1), colors).reshape(-1, 3)
    rows = (f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in made)
    return "\n".join([f"LUT_3D_SIZE {TABLE_SIDE}", *rows, ""])


def to_bt709(signal: Light, colors: Colors) -> Light:
    """R'G'B' as R'G'B' of BT.709, both 0 to 1."""
    import numpy as np

    primaries, transfer = colors
    light = _LIGHT[transfer](signal) @ np.array(TO_BT709[primaries]).T
    gray = (light @ np.array(LUMA_709))[..., None]
    lowest = light.min(-1, keepdims=True)
    room = np.where(lowest < 0, gray / np.maximum(gray - lowest, 1e-9), 1)
    light = gray + (light - gray) * room  # nothing is below zero any more
    if transfer != "sdr":
        brightest = light.max(-1, keepdims=True)
        light = light * _compressed(brightest) / np.maximum(brightest, 1e-9)
    sdr: Light = np.clip(light, 0, 1) ** (1 / SDR_GAMMA)
    return sdr


def _compressed(light: Light) -> Light:
    """Light of any strength as 0 to 1: straight up to the knee, then a hyperbola without a bend."""
    import numpy as np

    beyond = np.maximum(light - KNEE, 0) / (1 - KNEE)
    squeezed: Light = np.minimum(light, KNEE) + (1 - KNEE) * beyond / (1 + beyond)
    return squeezed


def _pq_light(signal: Light) -> Light:
    import numpy as np

    root = signal ** (1 / PQ_M2)
    light: Light = (np.maximum(root - PQ_C1, 0) / (PQ_C2 - PQ_C3 * root)) ** (1 / PQ_M1)
    return PQ_PEAK_NITS / WHITE_NITS * light


def _hlg_light(signal: Light) -> Light:
    import numpy as np

    dark, bright = signal**2 / 3, (np.exp((signal - HLG_C) / HLG_A) + HLG_B) / 12
    scene = np.where(signal <= 0.5, dark, bright)
    luma = (scene @ np.array(LUMA_2020))[..., None]
    light: Light = scene * luma ** (HLG_GAMMA - 1)
    return HLG_PEAK_NITS / WHITE_NITS * light


_LIGHT: dict[Transfer, Callable[[Light], Light]] = {
    "pq": _pq_light,
    "hlg": _hlg_light,
    "sdr": lambda signal: signal**SDR_GAMMA,
}
"""What a screen shows, of white."""


if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph

FILTER = "bwdif"
"""FFmpeg's: keeps what stands still sharp, and fills moving edges in from the field around."""
ARGUMENTS = "mode=send_frame:parity=auto:deint=interlaced"
"""As many frames as are recorded; those that are whole come through as they are."""


def deinterlaced(frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    """The frames of a recording, in their order; from the first interlaced one on, filtered."""
    graph: Graph | None = None
    form: tuple[int, int, str] | None = None
    for frame in frames:
        if graph is not None and form != _form(frame):
            yield from pushed(graph, None)
            graph = None
        if graph is None and frame.interlaced_frame:
            form = _form(frame)
            graph = new_graph(*form, [(FILTER, ARGUMENTS)], frame.time_base or ANY_TIME_BASE)
        if graph is None:
            yield frame
        else:
            yield from pushed(graph, frame)
    if graph is not None:
        yield from pushed(graph, None)


def _form(frame: VideoFrame) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name


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
