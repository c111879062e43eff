"""What the platforms cover of a vertical picture and allow in a post, from `data/platforms`.

To add a platform, add a file; nothing else names it. Every key is checked.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ..errors import UnknownNameError
from .tables import StrictTable

PLATFORMS_FOLDER = Path(__file__).parents[1] / "data" / "platforms"
PLAIN_MARGIN = 0.05
"""Kept free at every edge of a picture that is not vertical: the title-safe area of broadcasting
is 90 % of each side (EBU R 95)."""

Share = Annotated[float, Field(ge=0, lt=0.5)]
Counting = Literal["characters", "utf-16", "utf-8"]


class SafeZone(StrictTable):
    """What a platform's buttons and texts cover of a vertical picture, as shares of its sides."""

    top: Share
    bottom: Share
    left: Share
    right: Share


class PostLimits(StrictTable):
    """How long the texts of a post may be."""

    title_chars: int = Field(ge=0)
    """0: a post has no title there."""
    text_chars: int = Field(ge=1)
    """In the unit of `counted_in`, hashtags included."""
    hashtags: int = Field(ge=0)
    counted_in: Counting = "characters"
    """`utf-16`: an emoji counts two; `utf-8`: a Latin letter counts one, a Chinese one three."""

    def length(self, text: str) -> int:
        """The length of a post's text as the platform counts it."""
        if self.counted_in == "utf-16":
            return len(text.encode("utf-16-le")) // 2
        return len(text) if self.counted_in == "characters" else len(text.encode())


class Platform(StrictTable):
    """One platform."""

    name: str
    safe: SafeZone
    post: PostLimits


@dataclass(frozen=True, slots=True)
class Rect:
    """A part of a frame in pixels; `right` and `bottom` are the first ones beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


@cache
def platform_names() -> tuple[str, ...]:
    """The names of all platforms that have a file, sorted."""
    return tuple(sorted(path.stem for path in PLATFORMS_FOLDER.glob("*.toml")))


@cache
def platform(name: str) -> Platform:
    """The platform of that name.

    Raises:
        UnknownNameError: there is no file for it.
    """
    if name not in platform_names():
        raise UnknownNameError("platform", name, platform_names())
    text = (PLATFORMS_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return Platform.model_validate({"name": name, **tomllib.loads(text)})


def safe_area(width_px: int, height_px: int) -> Rect:
    """The part of a frame that no platform covers; its left and right margins are equal.

    Equal, because texts are centered and because apps in Arabic put their buttons on the left.
    """
    if height_px > width_px:
        zones = [platform(name).safe for name in platform_names()]
        side = max(max(zone.left, zone.right) for zone in zones)
        top, bottom = max(zone.top for zone in zones), max(zone.bottom for zone in zones)
    else:
        side = top = bottom = PLAIN_MARGIN
    left_px = round(side * width_px)
    return Rect(
        left=left_px,
        top=round(top * height_px),
        right=width_px - left_px,
        bottom=height_px - round(bottom * height_px),
    )
