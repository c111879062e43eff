"""QR codes that phones can read off a screen."""

from __future__ import annotations

from functools import cache
from math import ceil

QUIET_MODULES = 4
"""Light margin on each side (ISO/IEC 18004)."""
MIN_MODULE = 4 / 1080
"""Of the frame's shorter side: smaller modules do not survive compression."""


@cache
def modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code, True where it is dark, without its margin."""
    import segno

    code = segno.make(link, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def module_px(link: str, wanted_side_px: float, shorter_px: int) -> int:
    """Whole pixels of a module so that the code with its margin is about that large."""
    count = len(modules(link)) + 2 * QUIET_MODULES
    return max(ceil(MIN_MODULE * shorter_px), round(wanted_side_px / count))


def side_px(link: str, module: int) -> int:
    """The side of the code with its margin."""
    return (len(modules(link)) + 2 * QUIET_MODULES) * module
