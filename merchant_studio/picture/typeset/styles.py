"""How captions and titles look: read from `data/styles/<name>.toml`.

Lengths are fractions, so that one style fits every picture: of the frame's shorter side, its
width or height, or of the font size, as each field says.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from ...errors import InputError, UnknownNameError
from ...files import read_text
from ...languages import StrictTable
from ...messages import say

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


STYLES_FOLDER = Path(__file__).parents[2] / "data" / "styles"


class Outline(StrictTable):
    """A line around every letter."""

    color: Color
    width: float = Field(gt=0, le=0.3)
    """Of the font size."""


class Shadow(StrictTable):
    """A soft copy under the text."""

    color: Color
    opacity: Share
    offset: float = Field(ge=0, le=0.3)
    """How far down, of the font size."""
    blur: float = Field(ge=0, le=0.5)
    """Standard deviation, of the font size."""


class Box(StrictTable):
    """A plate behind all rows of a caption."""

    color: Color
    opacity: Share
    padding: float = Field(ge=0, le=1)
    """Between text and edge, of the font size; half of it above and below."""
    radius: float = Field(ge=0, le=1)
    """Of the corners, of the font size."""


class Title(StrictTable):
    """The product's name on a plain background."""

    size: float = Field(gt=0.02, le=0.3)
    """Font size, of the frame's shorter side; a long name is set smaller."""
    center: float = Field(gt=0.1, lt=0.9)
    """The middle of the title, of the safe area's height from its top."""
    max_rows: int = Field(ge=1, le=5)


class CaptionStyle(StrictTable):
    """Everything about the look of captions that does not depend on the language."""

    size: float = Field(gt=0.02, le=0.15)
    """Font size, of the frame's shorter side."""
    side_margin: float = Field(ge=0.02, le=0.3)
    """Kept free on each side, of the frame's width; more where a platform covers more."""
    color: Color
    outline: Outline | None = None
    shadow: Shadow | None = None
    box: Box | None = None
    title: Title
    card: CardStyle = CardStyle()
    end: EndStyle = EndStyle()
    position: Literal["bottom", "top"] = "bottom"
    """The end of the safe area at which captions stand."""


@cache
def style_names() -> tuple[str, ...]:
    """The names of all styles that come with the program, sorted."""
    return tuple(sorted(path.stem for path in STYLES_FOLDER.glob("*.toml")))


def style(name: str, position: Literal["bottom", "top"] = "bottom") -> CaptionStyle:
    """The style of that name, or the one in the file if `name` ends in `.toml`.

    `position` is where its captions stand, whatever the file says.

    Raises:
        UnknownNameError: no style has that name.
        InputError: the file is not there or is no style; says which key is wrong.
    """
    if not name.endswith(".toml") and name not in style_names():
        raise UnknownNameError("style", name, style_names())
    look = _read(Path(name) if name.endswith(".toml") else STYLES_FOLDER / f"{name}.toml")
    return look.model_copy(update={"position": position})


def _read(path: Path) -> CaptionStyle:
    try:
        return CaptionStyle.model_validate(tomllib.loads(read_text(path)))
    except OSError as error:
        raise InputError(
            say(
                "the style file {file} cannot be read ({why}); give one of {styles} or "
                "the path of a TOML file",
                file=path.name,
                why=error.strerror,
                styles=", ".join(style_names()),
            )
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(
            say(
                "the style file {file} is not valid: {key}: {why}; compare it with "
                "data/styles/outline.toml",
                file=path.name,
                key=key,
                why=first["msg"],
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            say("the style file {file} is not TOML: {why}; mend it", file=path.name, why=error)
        ) from error
