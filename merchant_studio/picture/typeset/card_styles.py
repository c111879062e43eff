"""How cards and the end card look: the tables `[card]` and `[end]` of a style.

A style without them has the usual look. Lengths are shares of the frame's shorter side.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...languages import StrictTable

Color = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""`#RRGGBB`."""
Share = Annotated[float, Field(ge=0, le=1)]
Size = Annotated[float, Field(gt=0.01, le=0.2)]
"""Font size."""


class Plate(StrictTable):
    """What a text stands on."""

    color: Color = "#10141C"
    opacity: Share = 0.84
    radius: Annotated[float, Field(ge=0, le=0.2)] = 0.022
    """Of the corners."""


class CardStyle(StrictTable):
    """The cards that show a fact while it is said."""

    color: Color = "#FFFFFF"
    """Of a value."""
    label_color: Color = "#B9C2CF"
    accent: Color = "#FFC53D"
    """The price tag, and the bar of a fact card."""
    on_accent: Color = "#201600"
    """Text on the price tag."""
    size: Size = 0.058
    """Of a value."""
    price_size: Size = 0.088
    """Of a price."""
    label_size: Size = 0.034
    plate: Plate = Plate()


class EndStyle(StrictTable):
    """The card that a video ends with."""

    color: Color = "#FFFFFF"
    label_color: Color = "#B9C2CF"
    accent: Color = "#FFC53D"
    """The line under the title."""
    title_size: Size = 0.072
    size: Size = 0.04
    """Of facts and contacts."""
    code_size: Annotated[float, Field(gt=0.1, le=0.4)] = 0.22
    """Side of the QR code with its margin; it is never set below what phones can read."""
    code_dark: Color = "#0B0E14"
    code_light: Color = "#FFFFFF"
    plate: Plate = Plate(opacity=0.74, radius=0.03)
