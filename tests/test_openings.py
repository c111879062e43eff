"""Where no row of a caption may end: the table of tests/data/captions.toml, at several widths."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.picture.typeset import Typesetter, characters, fonts, style

TABLE = tomllib.loads((Path(__file__).parent / "data" / "captions.toml").read_text("utf-8"))
CASES = [(code, case) for code, table in TABLE.items() for case in table["cases"]]
WIDTHS = (0.5, 0.7, 1.0)
"""Rows of a phone's width hold so much of what the language allows."""
FRAMES = ((1080, 1920), (1920, 1080))


@cache
def setter(frame: tuple[int, int]) -> Typesetter:
    return Typesetter(style("outline"), *frame)


def narrower(language: LanguageProfile, share: float) -> LanguageProfile:
    """The language with shorter rows."""
    chars = max(8, round(share * language.captions.max_chars_per_row))
    rules = language.captions.model_copy(update={"max_chars_per_row": chars})
    return language.model_copy(update={"captions": rules})


def fits(text: str, language: LanguageProfile, typesetter: Typesetter) -> bool:
    """Whether a row may hold the text."""
    script, limit = fonts.script_setting(language.script), language.captions.max_chars_per_row
    size_px = typesetter.caption_size_px(script)
    if fonts.width_px(text, script, language.code, size_px) > typesetter.safe_width_px:
        return False
    columns = characters.columns(text, full_width=script.full_width)
    return columns <= (2 * limit if script.full_width else limit)


def row_ends(text: str, captions: tuple[tuple[str, ...], ...]) -> list[tuple[int, int]]:
    """Where each row but the last one ends in the text, and where the next one starts."""
    places, at = [], 0
    for row in (row for rows in captions for row in rows):
        start = text.index(row, at)
        places.append((start, start + len(row)))
        at = start + len(row)
    return [(before[1], after[0]) for before, after in pairwise(places)]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{c}-{t['text'][:24]}" for c, t in CASES])
def test_no_row_ends_within(code: str, case: dict[str, Any]) -> None:
    text, *kept = (normalize("NFC", each) for each in (case["text"], *case["keep"]))
    for frame, share in product(FRAMES, WIDTHS):
        language = narrower(profile(code), share)
        ends = row_ends(text, setter(frame).wrap(text, language))
        for words in (each for each in kept if fits(each, language, setter(frame))):
            start = text.index(words)
            for end, following in ends:
                torn = start < end and following < start + len(words)
                assert not torn, f"{text[:end]} | {text[following:]}"


@pytest.mark.parametrize("code", language_codes())
def test_words_are_written_as_texts_are_compared(code: str) -> None:
    rules = profile(code).captions
    words = (*rules.words, *rules.belongs_to_next, *rules.belongs_to_last, *rules.sentence_words)
    assert [word for word in words if normalize("NFC", word).lower() != word] == []
    assert len(set(rules.words)) == len(rules.words)
