"""The merchant's mark in a product folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from merchant_studio.config import StudioConfig
from merchant_studio.errors import InputError
from merchant_studio.read import read_pitch


@pytest.mark.parametrize("name", ["logo.png", "Logo.JPG", "logo.jpeg", "LOGO.webp"])
def test_a_logo_is_no_photo(product: Path, name: str) -> None:
    Image.new("RGB", (40, 20), "red").save(product / name)
    pitch = read_pitch(product, StudioConfig())
    assert pitch.logo == product / name
    assert [item.path.name for item in pitch.footage] == ["pitch.mp4", "photo.jpg"]


def test_a_product_needs_no_logo(product: Path) -> None:
    assert read_pitch(product, StudioConfig()).logo is None


def test_a_logo_that_is_no_picture_is_refused(product: Path) -> None:
    (product / "logo.png").write_text("no picture")
    with pytest.raises(InputError, match=r"^logo\.png is not a photo that can be read"):
        read_pitch(product, StudioConfig())


def test_two_logos_are_refused(product: Path) -> None:
    for name in ("logo.png", "logo.jpg"):
        Image.new("RGB", (40, 20), "red").save(product / name)
    with pytest.raises(InputError, match=r"several logos \(logo\.jpg, logo\.png\); keep one"):
        read_pitch(product, StudioConfig())
