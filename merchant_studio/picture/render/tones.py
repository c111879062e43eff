"""Converts HDR and wide colors to BT.709, by a table that FFmpeg's lut3d filter applies.

The light of an HDR scene is kept where an SDR screen can show it; what is brighter than paper in
good light is compressed, never clipped, so that lamps and reflections keep their shapes. Colors
keep their hue, and those that BT.709 does not have are mixed with as little gray as will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeAlias

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
