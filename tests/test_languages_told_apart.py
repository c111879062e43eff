"""A line in another language is seen, and no line of its own is taken for one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from merchant_studio.check.proofread.language import other_language
from merchant_studio.languages import TAG, LanguageProfile, language_codes, profile

from .test_lines import lines

EVERYDAY = tomllib.loads(
    (Path(__file__).parent / "data" / "everyday.toml").read_text(encoding="utf-8")
)
LATIN = sorted(EVERYDAY)
MOST_MISSED = 0.08
"""Of everyday lines in a neighbour's language that its letters do not give away."""


def found(text: str, language: LanguageProfile) -> tuple[str, ...]:
    return tuple(other_language(TAG.sub("\x00", text), language))


def fits(text: str, language: LanguageProfile) -> bool:
    """Whether the letters alone would let a line pass."""
    rules = language.text
    marks = re.escape(rules.punctuation + rules.sentence_end)
    return re.fullmatch(f"[{rules.letters}{marks}\x00]*", TAG.sub("\x00", text)) is not None


def test_the_sentences_are_of_every_language_in_latin_letters() -> None:
    assert [code for code in language_codes() if profile(code).script == "Latn"] == LATIN


@pytest.mark.parametrize("code", language_codes())
def test_no_line_of_a_language_is_taken_for_another(code: str) -> None:
    language = profile(code)
    right = [line["text"] for line in lines(code)["right"] if "facts" not in line]
    own = [*language.sentences(), *right, *EVERYDAY.get(code, ())]
    assert {text: told for text in own if (told := found(text, language))} == {}


@pytest.mark.parametrize("code", LATIN)
def test_phrases_of_another_language_are_seen(code: str) -> None:
    language = profile(code)
    others = [text for other in LATIN if other != code for text in profile(other).sentences()]
    # "Material: <material>." is Spanish, Portuguese, German and English.
    sentences = [text for text in others if len(TAG.sub(" ", text).split()) > 3]
    passing = [text for text in sentences if fits(text, language)]
    assert len(passing) > 100
    missed = [text for text in passing if not found(text, language)]
    assert len(missed) <= 0.01 * len(passing), missed  # "Disponible en stock: <stock>."


def test_everyday_lines_of_another_language_are_seen() -> None:
    passing = [
        (code, text)
        for code in LATIN
        for other in LATIN
        for text in EVERYDAY[other]
        if other != code and fits(text, profile(code))
    ]
    missed = [(code, text) for code, text in passing if not found(text, profile(code))]
    assert len(passing) > 500
    assert len(missed) <= MOST_MISSED * len(passing), missed


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("es", "Welcome to our booth.", "it is English"),
        ("es", "Benvenuti al nostro stand.", "it is Italian"),
        ("it", "Bienvenidos a nuestro puesto.", "it is Spanish"),
        ("pt", "Contacte con nosotros por favor.", "it is Spanish"),
        ("id", "Terima kasih, thank you for your visit to our booth.", "it is English"),
        ("de", "Kami siap membantu Anda.", "it is Indonesian"),
        ("en", "Bitte nehmen Sie Kontakt mit uns auf.", "it is German"),
        ("ja", "欢迎来到我们的展位。", "it is Chinese"),
        ("de", "Astia pysyy kuumana koko illan.", "no word of it is German"),
        ("en", "Qzx wvut \x00 ponm lkjih.", "no word of it is English"),
        ("en", "aNV?", "no word of it is English"),
    ],
)
def test_the_other_language_is_named(code: str, text: str, told: str) -> None:
    assert found(text, profile(code)) == (told,)


@pytest.mark.parametrize("text", ["\x00", "\x00: \x00.", "", "."])
def test_nothing_is_said_where_nothing_is_written(text: str) -> None:
    for code in LATIN:
        assert found(text, profile(code)) == ()
