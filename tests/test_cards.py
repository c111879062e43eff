"""Cards, end card and mark as bitmaps: where they stand, what a phone reads, what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from merchant_studio.errors import RenderError
from merchant_studio.languages import language_codes, profile
from merchant_studio.languages.platforms import safe_area
from merchant_studio.picture.render.blending import Overlay
from merchant_studio.picture.typeset import Bitmap
from merchant_studio.picture.typeset.cards import draw_card, draw_end_card, draw_logo
from merchant_studio.picture.typeset.cards.setting import MIN_MODULE, module_px
from merchant_studio.picture.typeset.styles import CardStyle, EndStyle
from merchant_studio.records import Card, EndCard, Span

SHAPES = [(1080, 1920), (1080, 1080), (1920, 1080), (540, 960)]
SPAN = Span(start_ms=0, end_ms=4000)
LINK = "https://wa.me/8613800000000"
LONG = "Mindestbestellmenge ab Werk und Lager"


def end_card(code: str, title: str = "304 vacuum flask", facts: int = 4) -> EndCard:
    own = profile(code)
    keys = ("price", "moq", "lead_time", "carton_weight")[:facts]
    return EndCard(
        span=SPAN,
        title=title,
        facts=tuple((own.labels[key], "100") for key in keys),
        contacts=(
            (own.labels["whatsapp"], "+86 138 0000 0000"),
            (own.labels["booth"], "F3-21056"),
        ),
        invitation=own.cards.scan,
        link=LINK,
    )


def on_gray(bitmap: Bitmap, width: int, height: int) -> NDArray[np.uint8]:
    frame = np.full((height, width, 3), 110, np.float64)
    tall, wide = bitmap.pixels.shape[:2]
    ink = bitmap.pixels.astype(np.float64)
    part = frame[bitmap.top_px : bitmap.top_px + tall, bitmap.left_px : bitmap.left_px + wide]
    part[:] = ink[..., :3] + part * (1 - ink[..., 3:] / 255)
    return np.rint(frame).astype(np.uint8)


def solid_box(bitmap: Bitmap) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all but the shadow."""
    solid = bitmap.pixels[..., 3] > 170
    down, across = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    left, top = bitmap.left_px, bitmap.top_px
    return left + across[0], top + down[0], left + across[-1] + 1, top + down[-1] + 1


def is_inside(bitmap: Bitmap, width: int, height: int) -> bool:
    """Within the safe area; even pixels may cost one."""
    area, box = safe_area(width, height), solid_box(bitmap)
    edges = (area.left, area.top, -area.right, -area.bottom)
    return all(a >= b - 2 for a, b in zip((*box[:2], -box[2], -box[3]), edges, strict=True))


@pytest.mark.parametrize(("width", "height"), SHAPES)
@pytest.mark.parametrize("code", ["ar", "en", "hi", "th", "zh"])
def test_cards_stand_at_the_top_where_reading_starts(code: str, width: int, height: int) -> None:
    own, area = profile(code), safe_area(width, height)
    for kind, value in (("price", "¥18.50"), ("fact", "100"), ("fact", LONG * 2)):
        card = Card(span=SPAN, kind=kind, label=own.labels["moq"], value=value)
        bitmap = draw_card(card, own, CardStyle(), width, height)
        assert is_inside(bitmap, width, height)
        left, top, right, _ = solid_box(bitmap)
        start = area.right - right if own.direction == "rtl" else left - area.left
        assert abs(start) <= 10 and abs(top - area.top) <= 4  # a tag's point is round


def test_a_card_stands_below_the_mark() -> None:
    card = Card(span=SPAN, kind="fact", label="Size", value="30 cm")
    bitmap = draw_card(card, profile("en"), CardStyle(), 1080, 1920, below_px=500)
    assert 500 < solid_box(bitmap)[1] < 530


@pytest.mark.parametrize("below_gallery", [True, False])
@pytest.mark.parametrize(("width", "height"), SHAPES)
@pytest.mark.parametrize("code", language_codes())
def test_an_end_card_is_whole_and_its_code_can_be_read(
    code: str, width: int, height: int, below_gallery: bool
) -> None:
    card, own = end_card(code), profile(code)
    bitmap = draw_end_card(card, own, EndStyle(), width, height, below_gallery=below_gallery)
    assert is_inside(bitmap, width, height)
    if below_gallery:
        area = safe_area(width, height)
        assert solid_box(bitmap)[1] >= area.top + round(0.45 * area.height) - 2
    (read,) = zxingcpp.read_barcodes(on_gray(bitmap, width, height))
    assert read.text == LINK


@pytest.mark.parametrize("code", ["ar", "es"])
def test_a_value_without_a_name_is_drawn_alone(code: str) -> None:
    own = profile(code)
    plates = [
        draw_card(
            Card(span=SPAN, kind="fact", label=label, value="8"), own, CardStyle(), 1080, 1920
        )
        for label in (own.labels["moq"], "")
    ]
    named, bare = (solid_box(plate) for plate in plates)
    assert bare[3] - bare[1] < named[3] - named[1]
    rows = (*end_card(code, facts=2).facts, ("", "8"))
    for facts in (rows, rows[-1:]):
        card = EndCard(span=SPAN, title="", facts=facts, contacts=(), invitation="", link="")
        bitmap = draw_end_card(card, own, EndStyle(), 1080, 1920, below_gallery=True)
        assert is_inside(bitmap, 1080, 1920)


def test_an_end_card_may_be_only_a_title_or_only_contacts() -> None:
    own = profile("en")
    only_title = EndCard(span=SPAN, title=LONG, facts=(), contacts=(), invitation="", link="")
    only_booth = EndCard(
        span=SPAN, title="", facts=(), contacts=(("Booth", "F3"),), invitation="", link=""
    )
    for card in (only_title, only_booth):
        assert is_inside(
            draw_end_card(card, own, EndStyle(), 1080, 1920, below_gallery=True), 1080, 1920
        )


def test_modules_are_large_enough_for_phones() -> None:
    assert module_px(LINK, 1, 1080) == 4
    assert module_px(LINK, 1, 540) == 2
    assert MIN_MODULE * 1080 == 4


def test_what_no_font_has_is_refused() -> None:
    card = Card(span=SPAN, kind="fact", label="Size", value="30 \U00013000")
    with pytest.raises(RenderError, match=r"no font can draw .* on a English card"):
        draw_card(card, profile("en"), CardStyle(), 1080, 1920)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_mark_stands_in_its_corner(tmp_path: Path, mirrored: bool) -> None:
    Image.new("RGB", (400, 100), "red").save(tmp_path / "logo.png")
    bitmap = draw_logo(tmp_path / "logo.png", 1080, 1920, mirrored=mirrored)
    area, (left, top, right, _) = safe_area(1080, 1920), solid_box(bitmap)
    assert abs(area.right - right if mirrored else left - area.left) <= 2
    assert abs(top - area.top) <= 2
    assert right - left == pytest.approx(281, abs=3)


def test_a_dark_mark_without_background_gets_a_light_plate(tmp_path: Path) -> None:
    mark = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    for name, level in (("dark", 20), ("light", 250)):
        for left in (0, 70):
            mark.paste((level, level, level, 255), (left, 0, left + 30, 100))
        mark.save(tmp_path / f"{name}.png")
    dark, light = (
        draw_logo(tmp_path / f"{name}.png", 1080, 1920, mirrored=False).pixels
        for name in ("dark", "light")
    )
    middle = [pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 3] for pixels in (dark, light)]
    assert middle == [224, 0]


def test_a_mark_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("no picture")
    with pytest.raises(RenderError, match=r"logo\.png cannot be read"):
        draw_logo(tmp_path / "logo.png", 1080, 1920, mirrored=False)


@pytest.mark.parametrize(("share", "level"), [(0.0, 100), (0.5, 168), (1.0, 235)])
def test_a_faded_overlay_has_its_share(share: float, level: int) -> None:
    white = np.full((4, 4, 4), 255, np.uint8)
    planes = [np.full((side, side), 100, np.uint8) for side in (4, 2, 2)]
    Overlay(Bitmap(pixels=white, left_px=0, top_px=0)).faded(share).blend(planes)
    assert abs(planes[0].astype(int) - level).max() <= 1
