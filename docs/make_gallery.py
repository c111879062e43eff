"""Draw `docs/gallery/<language>-<style>.png`: captions of every language on a restless picture.

Run it from the project root after a change to fonts, styles or a phrasebook, and look at the
pictures: `python docs/make_gallery.py`. The texts are the language files' own phrases.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from merchant_studio.facts import fill
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.picture.typeset import Bitmap, Typesetter, style, style_names
from merchant_studio.records import Code, Count, Fact, FactValue, Measure, Money

GALLERY = Path(__file__).parent / "gallery"
FRAME_PX = (720, 1280)
BAND_PX = (665, 845)
"""The rows of the frame that are shown: the bottom of its safe area."""
SHOWN_WIDTH_PX = 540
COLORS = 40
VALUES: dict[str, FactValue] = {
    "price": Money(amount=Decimal("18.5"), currency="CNY"),
    "moq": Count(amount=Decimal(100), unit="piece"),
    "capacity": Measure(amount=Decimal(500), unit="volume-milliliter"),
    "model": Code(codes=("A203",)),
}
FACTS = tuple(Fact(key=key, value=v, must_say=True, source="sheet") for key, v in VALUES.items())
CAPTIONS = 2

Picture = NDArray[np.uint8]


def restless_picture(width_px: int, height_px: int) -> Picture:
    """Bright and dark stripes and discs, (height, width, 3), the same every time."""
    random = np.random.default_rng(7)
    down, across = np.mgrid[0:height_px, 0:width_px]
    stripes = ((across + down // 2) // 45) % 4
    picture = np.array([[235, 225, 200], [70, 110, 150], [250, 250, 250], [40, 60, 50]])[stripes]
    for _ in range(90):
        x, y, radius = random.integers((0, 0, 12), (width_px, height_px, 60))
        picture[(across - x) ** 2 + (down - y) ** 2 < radius**2] = random.integers(0, 256, 3)
    return picture.astype(np.uint8)


def lay_over(picture: Picture, bitmap: Bitmap) -> Picture:
    """A copy of the picture with the bitmap in its place."""
    height_px, width_px = bitmap.pixels.shape[:2]
    result = picture.copy()
    window = result[
        bitmap.top_px : bitmap.top_px + height_px, bitmap.left_px : bitmap.left_px + width_px
    ]
    alpha = bitmap.pixels[..., 3:].astype(np.uint16)
    window[:] = bitmap.pixels[..., :3] + (window * (255 - alpha) // 255).astype(np.uint8)
    return result


def sample(language: LanguageProfile) -> str:
    """Phrases of the language that hold the values."""
    phrases = language.phrases.facts
    space = " " if " " in language.text.punctuation else ""
    text = space.join([language.phrases.greeting[0], *(phrases[key] for key in VALUES)])
    return fill(text, FACTS, language)


def captions(typesetter: Typesetter, language: LanguageProfile) -> tuple[tuple[str, ...], ...]:
    """The captions that the language's picture shows."""
    return typesetter.wrap(sample(language), language)[-CAPTIONS:]


def main() -> None:
    """Write one picture for each language and style."""
    GALLERY.mkdir(exist_ok=True)
    background = restless_picture(*FRAME_PX)
    for name in style_names():
        typesetter = Typesetter(style(name), *FRAME_PX)
        for code in language_codes():
            language = profile(code)
            bands = [
                lay_over(background, typesetter.draw_caption(rows, language))[slice(*BAND_PX)]
                for rows in captions(typesetter, language)
            ]
            picture = Image.fromarray(np.vstack(bands))
            height_px = picture.height * SHOWN_WIDTH_PX // picture.width
            small = picture.resize((SHOWN_WIDTH_PX, height_px), Image.Resampling.LANCZOS)
            small.quantize(COLORS).save(GALLERY / f"{code}-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
