"""What a voice is given to read: numbers, codes and signs as they are said."""

from __future__ import annotations

import pytest

from merchant_studio.facts import pronounced
from merchant_studio.languages import language_codes, profile
from merchant_studio.records import Code, Fact


def said(text: str, code: str, *codes: str) -> str:
    facts = [Fact(key="model", value=Code(codes=codes), must_say=True, source="sheet")]
    return pronounced(text, facts if codes else [], profile(code))


@pytest.mark.parametrize(
    ("code", "aloud"),
    [
        ("A203", "A2 0 3"),
        ("F3-21056", "F3, 2 1 0 5 6"),
        ("F3-21056/B", "F3, 2 1 0 5 6, B"),
        ("IP67", "I P6 7"),
        ("CE", "C E"),
        ("ISO 9001", "I S O, 9 0 0 1"),
        ("RoHS", "Ro H S"),
        ("BEAUTIFUL", "BEAUTIFUL"),
        ("Yiwu", "Yiwu"),
        ("90210", "9 0 2 1 0"),
        ("+86 138 0000 0000", "8 6, 1 3 8, 0 0 0 0, 0 0 0 0"),
        ("0579-8512 3456", "0 5 7 9, 8 5 1 2, 3 4 5 6"),
        ("li.mei@example.com", "li.mei@example.com"),
        ("www.example.com", "www.example.com"),
    ],
)
def test_codes_are_spelt(code: str, aloud: str) -> None:
    assert said(f"Our code is {code}.", "en", code) == f"Our code is {aloud}."


def test_only_whole_codes_are_spelt() -> None:
    assert said("CE, FACE and CES, 12 pieces", "en", "CE") == "C E, FACE and CES, 12 pieces"
    assert said("A203, A2031", "en", "A203", "A2031") == "A2 0 3, A2 0 3 1"


@pytest.mark.parametrize(
    ("language", "text", "aloud"),
    [
        ("en", "20,000 mAh, 1,234,567.50 yuan", "20000 mAh, 1234567.50 yuan"),
        ("en", "colors: 3,5 or 1,00", "colors: 3,5 or 1,00"),
        ("es", "20.000 unidades a 18,50 yuanes", "20000 unidades a 18,50 yuanes"),
        ("fr", "20\u202f000 pièces, 5 000", "20000 pièces, 5 000"),
        ("hi", "1,20,000 पीस", "120000 पीस"),
        ("zh", "20,000毫安时", "20000毫安时"),
        ("ja", "20,000個", "20000個"),
        ("de", "20.000 Stück", "20000 Stück"),
        ("en", "-5 to 40 degrees, 12-15 days", "minus 5 to 40 degrees, 12-15 days"),
        ("fr", "-5 degrés", "moins 5 degrés"),
        ("ja", "摂氏-5度", "摂氏マイナス5度"),
    ],
)
def test_numbers_lose_what_a_voice_stumbles_over(language: str, text: str, aloud: str) -> None:
    assert said(text, language) == aloud


@pytest.mark.parametrize("language", language_codes())
def test_every_language_has_a_word_for_minus(language: str) -> None:
    assert said("-5", language).endswith("5")
    assert not said("-5", language).startswith("-")
