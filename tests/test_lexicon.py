"""The trade lexicon: the same terms in every language, in its own letters."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.facts import label, written
from merchant_studio.languages import language_codes, profile
from merchant_studio.languages.lexicon import (
    LEXICON_FOLDER,
    entries,
    found_in,
    translate,
    words,
)
from merchant_studio.records import Brief, Count, Fact

LANGUAGES = language_codes()
REFERENCE = entries("zh")


def tables(code: str) -> dict[str, list[str]]:
    with (LEXICON_FOLDER / f"{code}.toml").open("rb") as file:
        return {name: list(table) for name, table in tomllib.load(file).items()}


def test_every_language_has_a_lexicon() -> None:
    assert tuple(sorted(path.stem for path in LEXICON_FOLDER.glob("*.toml"))) == LANGUAGES
    assert len(REFERENCE) >= 300


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_terms_are_the_same_in_every_language(code: str) -> None:
    assert tables(code) == tables("zh")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_term_is_written_in_the_language_s_own_letters(code: str) -> None:
    own = profile(code)
    allowed = re.compile(f"[{own.text.letters}{re.escape(own.text.punctuation)}]*")
    latin_in_chinese = "T恤|logo" if code == "zh" else "(?!)"
    abbreviation = re.compile("[A-Z]{2,}")  # ABS and OPP stand like that everywhere
    odd = {
        term: word
        for term, forms in entries(code).items()
        for word in forms
        if not allowed.fullmatch(abbreviation.sub("", word))
        and not re.search(latin_in_chinese, word)
    }
    assert odd == {}
    assert not any(
        any(map(str.isdigit, w)) for forms in entries(code).values() for w in forms if code != "zh"
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_word_for_a_key_may_stand_before_a_value(code: str) -> None:
    own, eight = profile(code), Count(amount=Decimal(8), unit="piece")
    problems = {}
    for term in tables("en")["keys"]:
        key = entries("en")[term][0].replace(" ", "_")
        name = label(key, Brief(source_language="zh", facts=()), own)
        line = own.patterns.label.format(label=name, value=written(eight, own))
        fact = Fact(key=key, value=eight, must_say=True, source="sheet")
        found = check_filled(line + own.text.sentence_end[0], [fact], own, rates=None)
        problems |= {key: found} if found or not name else {}
    assert problems == {}


def test_no_chinese_word_means_two_things() -> None:
    forms = [word for each in REFERENCE.values() for word in each]
    assert sorted(forms) == sorted(set(forms))
    assert len(words("zh")) == len(forms)


@pytest.mark.parametrize(
    ("term", "target", "expected"),
    [
        ("不锈钢", "en", "stainless steel"),
        ("不锈钢材质", "en", "stainless steel"),
        ("304不锈钢", "en", "304 stainless steel"),
        ("304 不锈钢", "de", "Edelstahl 304"),
        ("不锈钢SUS304", "en", "SUS304 stainless steel"),
        (" 不锈钢 ", "en", "stainless steel"),
        ("月光杯", "en", None),
        ("304月光", "en", None),
        ("304", "en", None),
        ("", "en", None),
        ("不锈钢", "xx", None),
        ("304不锈钢316", "en", None),
    ],
)
def test_a_term_is_translated_whole_or_not_at_all(
    term: str, target: str, expected: str | None
) -> None:
    assert translate(term, "zh", target) == expected


def test_a_term_is_known_from_english_too() -> None:
    assert translate("Stainless Steel", "en", "de") == "Edelstahl"


def test_the_longest_words_of_a_text_are_found() -> None:
    text = "这款不锈钢保温杯，杯盖是不锈钢的，工厂直销。"
    assert found_in(text, "zh")[:2] == ("不锈钢保温杯", "杯盖")
    assert "不锈钢" not in found_in("不锈钢保温杯", "zh")
    assert found_in("没有什么", "zh") == ()
