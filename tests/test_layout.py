"""What is laid over a picture in every language and shape: whole, apart, in the safe area."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from merchant_studio.facts import fill, shown
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.languages.platforms import Rect, safe_area
from merchant_studio.picture.compose import FRAME_SIZES
from merchant_studio.picture.compose.cards import MAX_WORD_CHARS
from merchant_studio.picture.render.stills import arranged
from merchant_studio.picture.typeset import Bitmap, Typesetter, style
from merchant_studio.picture.typeset.cards import draw_card, draw_end_card, draw_logo
from merchant_studio.records import (
    Card,
    Code,
    Count,
    Duration,
    EndCard,
    Fact,
    FactValue,
    Measure,
    Money,
    Size,
    Span,
    Term,
)

SPAN = Span(start_ms=0, end_ms=4000)
SIZES = [*FRAME_SIZES.values(), (480, 848)]
"""The shapes, and a recording of another one as it is."""
LOOK = style("box")
"""The one whose captions are largest."""
VALUES: dict[str, FactValue] = {
    "wholesale_price": Money(
        amount=Decimal("12345.5"), currency="CNY", high=Decimal("98765.5"), per="dozen"
    ),
    "moq": Count(amount=Decimal(1000000), unit="piece"),
    "lead_time": Duration(amount=Decimal(45), unit="day", high=Decimal(60)),
    "carton_size": Size(
        amounts=(Decimal("120.5"), Decimal("100.5"), Decimal("80.5")), unit="length-centimeter"
    ),
    "carton_weight": Measure(amount=Decimal("1234.5"), unit="mass-kilogram"),
    "certificates": Code(codes=("LFGB", "FDA", "CE", "FCC", "ROHS", "REACH")),
    "material": Term(translations=dict.fromkeys(language_codes(), "M" * MAX_WORD_CHARS)),
}
OPAQUE = 150
"""Of 255: what is fainter is shadow."""


def box(bitmap: Bitmap) -> Rect:
    """All of the bitmap but its shadow."""
    solid = bitmap.pixels[..., 3] > OPAQUE
    down, across = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    left, top = bitmap.left_px, bitmap.top_px
    return Rect(
        left=left + int(across[0]),
        top=top + int(down[0]),
        right=left + int(across[-1]) + 1,
        bottom=top + int(down[-1]) + 1,
    )


def is_inside(rect: Rect, area: Rect) -> bool:
    """To even pixels."""
    return (
        rect.left >= area.left - 2
        and rect.top >= area.top - 2
        and rect.right <= area.right + 2
        and rect.bottom <= area.bottom + 2
    )


def are_apart(one: Rect, other: Rect) -> bool:
    return (
        one.right <= other.left
        or other.right <= one.left
        or one.bottom <= other.top
        or other.bottom <= one.top
    )


def cards(language: LanguageProfile) -> Iterator[Card]:
    for key, value in VALUES.items():
        kind = "price" if key.endswith("price") else "fact"
        text = shown(value, language, None)
        yield Card(span=SPAN, kind=kind, label=language.labels[key], value=text)


def captions(setter: Typesetter, language: LanguageProfile) -> Iterator[Bitmap]:
    """The phrasebook's longest captions, alone and above those of a tall script."""
    facts = [
        Fact(key=key, value=value, must_say=True, source="sheet", heard_in=())
        for key, value in VALUES.items()
    ]
    phrases = [language.phrases.facts[key] for key in VALUES if key in language.phrases.facts]
    texts = [fill(phrase, facts, language) for phrase in phrases]
    rows = max((rows for text in texts for rows in setter.wrap(text, language)), key=row_length)
    yield setter.draw_caption(rows, language)
    other = profile("ar")
    below = setter.wrap(other.phrases.greeting[0] * 2, other, second=True)
    yield setter.draw_caption(rows, language, max(below, key=row_length), other)


def row_length(rows: tuple[str, ...]) -> int:
    return len(rows) * 1000 + sum(map(len, rows))


@pytest.fixture(scope="module")
def mark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tallest one: a square."""
    path = tmp_path_factory.mktemp("mark") / "logo.png"
    Image.new("RGB", (300, 300), "navy").save(path)
    return path


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("code", language_codes())
def test_mark_cards_and_captions_do_not_meet(code: str, size: tuple[int, int], mark: Path) -> None:
    language, area = profile(code), safe_area(*size)
    logo = draw_logo(mark, *size, mirrored=language.direction == "rtl")
    below_px = logo.top_px + logo.pixels.shape[0]
    laid = [box(bitmap) for bitmap in captions(Typesetter(LOOK, *size), language)]
    shown_cards = [
        box(draw_card(card, language, LOOK.card, *size, below_px=below_px))
        for card in cards(language)
    ]
    assert all(is_inside(rect, area) for rect in (box(logo), *laid, *shown_cards))
    for card in shown_cards:
        assert are_apart(card, box(logo))
        assert all(are_apart(card, caption) for caption in laid)


@pytest.mark.thorough
@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("code", language_codes())
def test_photos_and_end_card_do_not_meet(code: str, size: tuple[int, int]) -> None:
    language, area = profile(code), safe_area(*size)
    rows = [(card.label, card.value) for card in cards(language)]
    contacts = ("whatsapp", "wechat", "email", "booth")
    card = EndCard(
        span=SPAN,
        title=" ".join([language.labels["material"], language.labels["name"], "A203"]),
        facts=tuple(rows[:4]),
        contacts=tuple((language.labels[key], "sales-office@flask.cn") for key in contacts),
        invitation=language.cards.scan,
        link="https://wa.me/8613800000000",
    )
    ending = box(draw_end_card(card, language, LOOK.end, *size, below_gallery=True))
    assert is_inside(ending, area)
    for photos in ([(3, 4)], [(4, 3)] * 2, [(9, 16)] * 4, [(16, 9), (1, 1), (9, 16)]):
        places = [
            Rect(left=b.left, top=b.top, right=b.left + b.width, bottom=b.top + b.height)
            for b in arranged(photos, size)
        ]
        assert all(is_inside(place, area) for place in places)
        assert all(are_apart(*pair) for pair in combinations([*places, ending], 2))
