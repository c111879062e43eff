"""Language files: every one is whole, and a wrong one is refused with its key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from babel import Locale
from pydantic import ValidationError

from merchant_studio.check import proofread
from merchant_studio.cli.options import tags
from merchant_studio.errors import UnknownNameError
from merchant_studio.facts import KEYS
from merchant_studio.facts.numbers.units import CURRENCIES, MEASURES, PER_UNITS, TRADE_UNITS
from merchant_studio.languages import (
    LANGUAGES_FOLDER,
    REFERENCE,
    TAG,
    LanguageProfile,
    canonical_tag,
    language_codes,
    profile,
    read_profile,
)
from merchant_studio.languages.tables import Patterns, PluralForms
from merchant_studio.records import Duration, Rest

ALL = (
    *("ar", "de", "en", "es", "fr", "hi", "id", "it"),
    *("ja", "ko", "pt", "ru", "th", "tr", "vi", "zh"),
)
SPACELESS = ("ja", "zh")
ROMANCE = ("es", "fr", "it", "pt")
"""Only their round millions are CLDR's `many`: "1 000 000 de pièces"."""


# --- the files that ship -------------------------------------------------------------------


def test_the_languages() -> None:
    assert language_codes() == ALL


@pytest.mark.parametrize("code", ALL)
def test_a_file_is_valid_and_named_for_its_language(code: str) -> None:
    own = read_profile(LANGUAGES_FOLDER / f"{code}.toml")
    assert own.code == code
    assert own == profile(code)


@pytest.mark.parametrize("code", ALL)
def test_a_file_has_what_the_facts_need(code: str) -> None:
    own = profile(code)
    assert set(own.labels) == set(own.phrases.facts) == set(KEYS)
    assert set(own.units) == set(TRADE_UNITS)
    assert set(own.currencies) == set(CURRENCIES)
    assert set(own.per) == {unit.partition("-")[2] for unit in PER_UNITS}
    assert set(own.cues) <= set(KEYS)


@pytest.mark.parametrize("code", ALL)
def test_a_file_agrees_with_cldr(code: str) -> None:
    own = profile(code)
    locale = Locale.parse(own.locale)
    assert locale.text_direction == own.direction
    used = set(locale.plural_form.tags) | {"other"}
    forms = [*own.units.values(), *own.currencies.values()]
    missing = {tag for each in forms for tag in used if getattr(each, tag) is None}
    assert missing <= ({"many"} if code in ROMANCE else set())


def named(own: LanguageProfile) -> dict[str, PluralForms]:
    """Everything that the file has plural forms for."""
    return {**own.units, **own.currencies, **own.measures, **own.spoken.measures}


@pytest.mark.parametrize("code", ALL)
def test_every_form_of_a_unit_holds_its_number_or_says_it(code: str) -> None:
    own = profile(code)
    for forms in named(own).values():
        alone = [words for _, words in forms.worded()]
        for tag in ("zero", "one", "two", "few", "many", "other"):
            assert forms.form(tag).count("{0}") == 1 or forms.form(tag) in alone


@pytest.mark.parametrize("code", ALL)
def test_every_measure_is_one_that_a_sheet_can_have(code: str) -> None:
    own = profile(code)
    units = get_args(get_type_hints(Duration)["unit"])
    durations = {f"duration-{unit}" for unit in units}
    assert {*own.measures, *own.spoken.measures} <= {*MEASURES, *durations}


@pytest.mark.parametrize("code", ALL)
def test_a_word_that_says_how_many_is_of_one_unit(code: str) -> None:
    own = profile(code)
    units = {**own.units, **own.currencies, **own.measures}
    alone = [words for forms in units.values() for _, words in forms.worded()]
    assert len(alone) == len(set(alone))


def test_a_form_for_many_numbers_must_hold_them() -> None:
    PluralForms(one="سنة واحدة", two="سنتان", other="{0} سنة")
    with pytest.raises(ValueError, match="stands for many numbers"):
        PluralForms(other="سنة")


PLACES: dict[str, set[str]] = {
    "codes": set(),
    "grade": {"term", "grade"},
    "per": {"price", "unit"},
    "range": {"low", "high"},
    "minimum": {"value"},
    "discount": {"percent"},
    "discount_from": {"percent", "quantity"},
    "age_from": {"from"},
    "age_range": {"from", "to"},
    "label": {"label", "value"},
}
PROMOTIONS: dict[str, set[str]] = {
    "free": {"quantity", "gift"},
    "second": {"percent"},
    "off": {"off", "from"},
    "shipping": {"from"},
}
_TABLES = ("prices", "promotions", "payment")
PRICES: dict[str, set[str]] = {
    "step": {"price", "quantity"},
    "within": {"price", "quantity"},
    "up": {"quantity"},
    "least": {"price"},
    "variant": {"name", "price"},
    "joint": set(),
    "between": set(),
}


@pytest.mark.parametrize("code", ALL)
def test_every_pattern_has_its_places(code: str) -> None:
    own = profile(code).patterns
    patterns = {
        **own.model_dump(exclude={"across_zero", "article", "noun_last", *_TABLES}),
        **own.promotions.model_dump(),
        **own.prices.model_dump(exclude={"unit_each", "governs"}),
        "age_from": " ".join(own.age_from.forms()),
    }
    found = {name: set(re.findall(r"\{(\w+)\}", pattern)) for name, pattern in patterns.items()}
    assert found == {**PLACES, **PRICES, **PROMOTIONS}
    payment = own.payment
    assert re.findall(r"\{(\w+)\}", payment.deposit) == ["percent"]
    assert list(payment.rest) == list(payment.all) == list(get_args(Rest))


def _patterns(own: Patterns) -> list[str]:
    return [
        *own.model_dump(
            exclude={"across_zero", "age_from", "article", "noun_last", *_TABLES}
        ).values(),
        *own.prices.model_dump(exclude={"unit_each", "governs"}).values(),
        *own.promotions.model_dump().values(),
        *(own.payment.deposit, *own.payment.rest.values(), *own.payment.all.values()),
        *own.age_from.forms(),
    ]


@pytest.mark.parametrize("code", ALL)
def test_nothing_but_tags_states_a_number(code: str) -> None:
    own = profile(code)
    texts = [*own.sentences(), *own.labels.values(), *_patterns(own.patterns)]
    assert [t for t in texts if any(c.isdecimal() for c in t.replace("{0}", ""))] == []


@pytest.mark.parametrize("code", language_codes())
def test_the_examples_of_a_seller_state_nothing_but_tags(code: str) -> None:
    own = profile(code)
    talk, offer = own.sellers_say
    assert (TAG.findall(talk), sorted(TAG.findall(offer))) == ([], ["moq", "price"])
    bare = TAG.sub(" ", f"{talk} {offer}")
    assert not any(map(str.isdigit, bare)) and not proofread.number_words_in(bare, own)
    assert [*proofread.other_language(bare, own)] == []


@pytest.mark.parametrize("code", ALL)
def test_rows_break_at_spaces_or_by_a_model(code: str) -> None:
    own = profile(code)
    if code in SPACELESS:
        assert " " not in own.text.punctuation
    assert (" " in own.text.punctuation) or own.captions.phrase_breaks


@pytest.mark.parametrize("code", ALL)
def test_hashtags_are_one_word_each(code: str) -> None:
    tags = profile(code).post.hashtags
    assert len(set(tags)) == len(tags) >= 3
    assert all(re.fullmatch(r"[\w\u0300-\u0e7f]+", tag) for tag in tags)


# --- asking for one ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "code", "market"),
    [
        ("es", "es", "ES"), ("es-MX", "es", "MX"), ("ES_mx", "es", "MX"), ("Es-mx", "es", "MX"),
        ("en", "en", "US"), ("en-GB", "en", "GB"), ("pt", "pt", "BR"), ("pt-PT", "pt", "PT"),
        ("ar", "ar", "SA"), ("ar_AE", "ar", "AE"), ("zh", "zh", "CN"), ("AR", "ar", "SA"),
    ],
)  # fmt: skip
def test_a_tag_gives_a_language_and_its_market(tag: str, code: str, market: str) -> None:
    own = profile(tag)
    assert (own.code, own.market, own.locale) == (code, market, f"{code}_{market}")


def test_a_market_changes_nothing_else() -> None:
    usual = {"market": "ES", "market_is_named": False}
    assert profile("es-MX").model_copy(update=usual) == profile("es")


def test_a_profile_is_read_once() -> None:
    assert profile("fr") is profile("fr")


@pytest.mark.parametrize(
    "tag", ["xx", "", "e", "english", "es-419", "es-Latn-MX", "zh-Hant", "-MX", "es MX", "../en"]
)
def test_an_unknown_language_is_refused_with_the_known_ones(tag: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        profile(tag)
    assert caught.value.message == (
        f"there is no language {tag!r}; choose one of: ar, de, en, es, fr, hi, id, it, ja, ko, "
        "pt, ru, th, tr, vi, zh"
    )
    assert caught.value.exit_code == 2


# --- what a new file is told ---------------------------------------------------------------


def english() -> dict[str, Any]:
    return tomllib.loads((LANGUAGES_FOLDER / f"{REFERENCE}.toml").read_text(encoding="utf-8"))


def at(table: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The table that holds a dotted path's last key, and that key."""
    *tables, last = path.split(".")
    for name in tables:
        table = table[name]
    return table, last


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("market", "usa", "market"),
        ("script", "latin", "script"),
        ("direction", "up", "direction"),
        ("tone", "nice", "tone"),
        ("captions.max_rows", 4, "captions.max_rows"),
        ("captions.max_chars_per_second", 0, "captions.max_chars_per_second"),
        ("captions.phrase_breaks", "xx", "captions.phrase_breaks"),
        ("text.letters", "", "text.letters"),
        ("patterns.range", "", "patterns.range"),
        ("patterns.extra", "x", "patterns.extra"),
        ("units.piece", {"per": "piece"}, "units.piece.other"),
        ("phrases.greeting", ["Hello!", "Hi!"], "at least 3 items"),
        ("phrases.facts.price", "The price is low.", "must hold <price> once and no other tag"),
        (
            "phrases.facts.price",
            "<price> for <moq>.",
            "phrases.facts.price: '<price> for <moq>.' must hold <price> once and no other tag",
        ),
        (
            "phrases.introduction",
            ["<name>!", "Our <name>.", "Look at this."],
            "phrases.introduction: 'Look at this.' must hold <name> once",
        ),
        (
            "phrases.greeting",
            ["It is <price>.", "Good.", "Fine."],
            "'It is <price>.' must hold no tag",
        ),
        (
            "phrases.facts.price",
            "The price — ça va — is <price>.",
            "holds ['ç'], which text.letters does not allow",
        ),
        ("phrases.facts.price", "The price is <price>", "does not end like a sentence"),
    ],
)
def test_a_defect_of_a_file_is_named(path: str, value: object, problem: str) -> None:
    values = english()
    table, key = at(values, path)
    table[key] = value
    with pytest.raises(ValidationError) as caught:
        LanguageProfile.model_validate(values)
    told = str(caught.value)
    first = caught.value.errors()[0]
    assert problem in told or problem == ".".join(map(str, first["loc"]))


@pytest.mark.parametrize(
    "path", ["name", "captions.max_rows", "text.sentence_end", "units", "cues"]
)
def test_a_missing_key_is_named(path: str) -> None:
    values = english()
    table, key = at(values, path)
    del table[key]
    with pytest.raises(ValidationError) as caught:
        LanguageProfile.model_validate(values)
    assert [".".join(map(str, error["loc"])) for error in caught.value.errors()] == [path]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('\nprice = "Price"', "", "xx: labels differs from en: ['price']"),
        ('\nprice = "Price"', '\ncost = "Cost"', "xx: labels differs from en: ['cost', 'price']"),
        ('\nmeter = "meter"', "", "xx: per differs from en: ['meter']"),
        ('\nage = ["', '\nolder = ["', "xx: cues differs from en: ['age', 'older']"),
        (
            '\nmodel = "Model: <model>."',
            "",
            "xx: phrases.facts differs: ['model']",
        ),
    ],
)
def test_a_file_is_compared_with_the_reference(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    text = (LANGUAGES_FOLDER / "en.toml").read_text(encoding="utf-8")
    assert old in text
    text = text.replace('code = "en"', 'code = "xx"').replace(old, new, 1)
    (tmp_path / "xx.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(problem)):
        read_profile(tmp_path / "xx.toml")


@pytest.mark.parametrize(
    ("tag", "message"),
    [("vi-US", "there is no market of Vietnamese 'US'; choose one of: VN"),
     ("zh-TW", "there is no market of Simplified Chinese 'TW'; choose one of: CN, MY, SG"),
     ("ko-XX", "there is no market of Korean 'XX'; choose one of: CN, KP, KR")],
)  # fmt: skip
def test_a_market_that_cldr_does_not_know(tag: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        profile(tag)
    assert caught.value.message == message


# --- who speaks ----------------------------------------------------------------------------


def test_a_man_says_his_own_particles() -> None:
    thai = profile("th")
    male = thai.said_by("male")
    assert thai.said_by("female") is thai and thai.said_by("") is thai
    assert [s for s in male.sentences() if "ค่ะ" in s or "คะ" in s] == []
    assert male.said("สนใจไหมคะ ติดต่อเราได้เลยค่ะ").endswith("ครับ")
    assert male.said_by("male").sentences() == male.sentences()


def test_elsewhere_a_man_says_the_same() -> None:
    assert profile("en").said_by("male") is profile("en")


def test_a_language_has_one_spelling() -> None:
    """`--to es-MX,es-mx` made two folders of one video."""
    spelled = ("es-MX", "es-mx", "ES_mx", "zh", "ZH")
    assert [canonical_tag(tag) for tag in spelled] == ["es-MX", "es-MX", "es-MX", "zh", "zh"]
    assert tags("es-MX, es-mx,en,EN") == ("es-MX", "en")
    with pytest.raises(UnknownNameError):
        canonical_tag("../es")
