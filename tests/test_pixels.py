"""Captions compared with approved pictures in `tests/data/pixels`.

After a wanted change of fonts, styles or layout, draw them anew and look at every one:

    MERCHANT_STUDIO_APPROVE=1 python -m pytest tests/test_pixels.py

The pictures are gray and in sixteen levels; the comparison forgives what another build of skia
does to the edges of letters, but no letter that stands elsewhere or has another shape.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from merchant_studio.languages import profile
from merchant_studio.picture.typeset import Typesetter, style

APPROVED = Path(__file__).parent / "data" / "pixels"
FRAME = (540, 960)
SHOWN = slice(460, 640)
"""The rows of the frame that are kept."""
BACKGROUND = 102
LEVELS = 16
FAR = 48
"""Of 255: a pixel that differs more is a different one; the levels alone make up to 8."""
MAX_FAR = 0.002
"""The share of pixels that may differ."""
BLOCK_PX = 12
MAX_FAR_IN_A_BLOCK = 18
"""Pixels that may differ in a square of that side: edges do so here and there, a mark at once."""
MAX_MEAN = 1.0
"""Of 255: the mean difference."""

Rows = tuple[str, ...]
CAPTIONS: dict[str, tuple[str, str, Rows, str, Rows]] = {
    "ar": ("outline", "ar", ("مرحبًا بكم في جناحنا!", "سعر القطعة ثمانية عشر"), "", ()),
    "hi": ("outline", "hi", ("ज्ञान श्रृंखला ऑर्डर", "हमारे बूथ में स्वागत है।"), "", ()),
    "th": ("outline", "th", ("ที่สุดปั๊มน้ำผู้ใหญ่", "ยินดีต้อนรับสู่บูธ"), "", ()),
    "ja": ("box", "ja", ("こんにちは、直骨の", "「ステンレス水筒」です。"), "", ()),
    "vi": ("shadow", "vi", ("Ế ẫm Ộ Ữ Ẵ ỹ: bình", "giữ nhiệt giá rẻ nhất"), "", ()),
    "ar-brand-price": ("outline", "ar", ("قارورة YETI A203", "بسعر ¥18.50، 30 × 45 cm."), "", ()),
    "th-latin": ("box", "th", ("พาวเวอร์แบงค์ USB-C", "ความจุ 20,000 mAh ค่ะ"), "", ()),
    "zh-code": ("shadow", "zh", ("防水等级IP65，", "每个18.50元。"), "", ()),
    "en-ar": ("outline", "en", ("The price is", "¥18.50 each."), "ar", ("السعر ¥18.50 للقطعة.",)),
}
"""Style, language, rows, second language, second rows."""


def drawn(name: str) -> np.ndarray:
    """The caption on gray, in gray."""
    look, code, rows, second, second_rows = CAPTIONS[name]
    bitmap = Typesetter(style(look), *FRAME).draw_caption(
        rows, profile(code), second_rows, profile(second) if second else None
    )
    picture = np.full((FRAME[1], FRAME[0]), BACKGROUND, np.uint8)
    height, width = bitmap.pixels.shape[:2]
    window = picture[bitmap.top_px :, bitmap.left_px :][:height, :width]
    alpha = bitmap.pixels[..., 3].astype(np.uint16)
    window[:] = bitmap.pixels[..., 1] + (window * (255 - alpha) // 255).astype(np.uint8)
    return picture[SHOWN]


def approved(name: str) -> np.ndarray:
    return np.asarray(Image.open(APPROVED / f"{name}.png").convert("L"))


def approve(name: str, picture: np.ndarray) -> None:
    step = 255 / (LEVELS - 1)
    small = Image.fromarray((np.rint(picture / step) * step).astype(np.uint8))
    APPROVED.mkdir(parents=True, exist_ok=True)
    small.quantize(LEVELS).save(APPROVED / f"{name}.png", optimize=True)


def differs(picture: np.ndarray, reference: np.ndarray) -> str:
    """What is wrong with the picture; empty when it is as approved."""
    distance = np.abs(picture.astype(int) - reference)
    far, mean = distance > FAR, float(distance.mean())
    blocks = np.lib.stride_tricks.sliding_window_view(far, (BLOCK_PX, BLOCK_PX))
    most = int(blocks.sum(axis=(2, 3)).max())
    if far.mean() <= MAX_FAR and most <= MAX_FAR_IN_A_BLOCK and mean <= MAX_MEAN:
        return ""
    return (
        f"{100 * far.mean():.2f} % of the pixels are others, at most {most} in a block, "
        f"the mean difference is {mean:.1f}"
    )


@pytest.mark.parametrize("name", CAPTIONS)
def test_a_caption_looks_as_approved(name: str) -> None:
    picture = drawn(name)
    if os.environ.get("MERCHANT_STUDIO_APPROVE"):
        approve(name, picture)
    assert differs(picture, approved(name)) == "", name


def test_every_approved_picture_is_compared() -> None:
    assert {path.stem for path in APPROVED.glob("*.png")} == set(CAPTIONS)


@pytest.mark.parametrize("name", CAPTIONS)
def test_a_caption_that_stands_elsewhere_is_refused(name: str) -> None:
    for axis in (0, 1):
        assert differs(np.roll(drawn(name), 2, axis=axis), approved(name)), name


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("ar", "جناحنا", "جناحثا"),  # a dot more
        ("ar", "مرحبًا", "م\u200cر\u200cح\u200cب\u200cا"),  # letters that do not join
        ("hi", "श्रृंखला", "श\u094d\u200cरृंखला"),  # a conjunct that is not formed
        ("th", "ที่สุด", "ที\u0e49สุด"),  # another tone mark
        ("ja", "ステンレス", "ステソレス"),
        ("vi", "Ộ", "Ọ"),
        ("ar-brand-price", "30 × 45", "45 × 30"),
        ("zh-code", "IP65", "IP56"),
    ],
)
def test_a_wrong_letter_is_refused(
    name: str, right: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, code, rows, *others = CAPTIONS[name]
    assert any(right in row for row in rows)
    changed = tuple(row.replace(right, wrong) for row in rows)
    monkeypatch.setitem(CAPTIONS, name, (look, code, changed, *others))
    assert differs(drawn(name), approved(name)), f"{wrong} passed for {right}"


def test_another_script_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Han characters in their Chinese shapes are wrong in Japanese."""
    look, _, rows, *others = CAPTIONS["ja"]
    monkeypatch.setitem(CAPTIONS, "ja", (look, "zh", rows, *others))
    assert differs(drawn("ja"), approved("ja"))
