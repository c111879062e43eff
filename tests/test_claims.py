"""Claims that nobody made and denials where nobody denied: refused; everyday words are not.

A language model wrote the sentences, for these tests.
"""

from __future__ import annotations

import pytest

from merchant_studio.check import check_claims, check_negation, licensed
from merchant_studio.languages import claim_words, families, language_codes, profile
from merchant_studio.records import Code, Fact, Term

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_words_for_every_family_and_no_other(code: str) -> None:
    assert set(claim_words(code).claims) == set(families())
    assert all(claim_words(code).claims.values())


@pytest.mark.parametrize(
    ("code", "text", "finding"),
    [
        (
            "en",
            "This <name> is fully waterproof.",
            "nobody said that it is waterproof (waterproof)",
        ),
        ("de", "Der Griff ist wasserdicht.", "nobody said that it is waterproof (wasserdicht)"),
        ("es", "Es totalmente impermeable.", "nobody said that it is waterproof (impermeable)"),
        ("ru", "Сумка водонепроницаемая.", "nobody said that it is waterproof (водонепроницаемая)"),
        ("ja", "完全防水です。", "nobody said that it is waterproof (防水)"),
    ],
)
def test_a_claim_that_nobody_made_is_named_with_its_words(
    code: str, text: str, finding: str
) -> None:
    assert [*check_claims(text, profile(code), NONE).values()] == [finding]


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("这个包是防水的。", "waterproof"),
        ("下雨淋了也不怕，水珠一滚就掉。", "water_repellent"),
        ("坏了免费给你换。", "free"),
        ("质保一年。", "warranty"),
        ("是实木的，不是板材。", "wood"),
    ],
)
def test_the_merchants_words_allow_a_claim(said: str, family: str) -> None:
    assert family in licensed([said], "zh", ())


def test_what_he_denies_is_not_allowed() -> None:
    assert "waterproof" not in licensed(["先说清楚，这个不防水。"], "zh", ())


def test_the_sheet_allows_a_claim() -> None:
    wood = Fact(
        key="material",
        value=Term(translations={"zh": "榉木", "en": "beech wood"}),
        must_say=True,
        source="sheet",
    )
    ipx = Fact(key="waterproof", value=Code(codes=("IP65",)), must_say=True, source="sheet")
    assert {"wood", "waterproof"} <= licensed([], "zh", (wood, ipx))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "It leaves your hands free."),
        ("en", "Feel free to write to us."),
        ("en", "First, look at the handle."),
        ("en", "It is not waterproof."),
        ("en", "At best, you forget that it is there."),
        ("de", "Da haben Sie die Hände frei."),
        ("fr", "N'hésitez pas à nous écrire."),
        ("es", "No dude en escribirnos."),
    ],
)
def test_everyday_words_and_denials_claim_nothing(code: str, text: str) -> None:
    assert check_claims(text, profile(code), NONE) == {}


def test_a_denial_where_nobody_denies_is_refused() -> None:
    said = ["这个盒子可以折叠。"]
    found = check_negation("This box cannot be folded.", profile("en"), said, "zh")
    assert found == ("the merchant denies nothing here (cannot)",)
    assert check_negation("This box folds flat.", profile("en"), said, "zh") == ()
    assert check_negation("It does not fade.", profile("en"), ["不会褪色。"], "zh") == ()
