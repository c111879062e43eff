"""Lines that speak of another thing, say the opposite, or say it too strongly: refused.

A language model wrote the sentences, for these tests.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from merchant_studio.check import check_concepts, check_strength, spoken_of
from merchant_studio.languages import concept_words, concepts, language_codes, profile


def found(code: str, text: str, *said: str, pitch: Sequence[str] = ()) -> tuple[str, ...]:
    """What is found in a line of which the merchant says `said`."""
    own = [(each, "zh") for each in said]
    everywhere = spoken_of([*own, *((each, "zh") for each in pitch)])
    return check_concepts(text, profile(code), own=own, near=own, anywhere=everywhere)


def strength(code: str, text: str, said: str) -> tuple[str, ...]:
    """What is found too strong in a line, where the merchant says so in Chinese."""
    return check_strength(text, profile(code), [(said, "zh")])


@pytest.mark.parametrize("code", language_codes())
def test_a_language_has_words_for_concepts_and_for_no_other_names(code: str) -> None:
    named = {*concept_words(code).words, *concept_words(code).speech}
    assert named == set(concepts().names)
    assert all((*concept_words(code).words.values(), *concept_words(code).speech.values()))


def test_opposites_are_each_others_and_a_concept_is_of_one_kind() -> None:
    opposites = concepts().opposites
    assert all(opposites[other] == name for name, other in opposites.items())
    assert len(set(concepts().names)) == len(concepts().names)


@pytest.mark.parametrize(
    ("code", "text", "finding"),
    [
        ("en", "Your rabbit will love it.", "nobody speaks of rabbit (rabbit)"),
        ("de", "Ihr Kaninchen wird es lieben.", "nobody speaks of rabbit (Kaninchen)"),
        ("ru", "Вашему кролику понравится.", "nobody speaks of rabbit (кролику)"),
        ("ja", "うさぎも大好きです。", "nobody speaks of rabbit (うさぎ)"),
        ("ar", "سيحبه الأرنب.", "nobody speaks of rabbit (الأرنب)"),
    ],
)
def test_a_thing_of_which_nobody_speaks_is_named(code: str, text: str, finding: str) -> None:
    assert found(code, text, "猫窝，软软的。") == (finding,)


def test_a_thing_may_be_named_if_the_merchant_speaks_of_it_anywhere() -> None:
    assert found("en", "Your rabbit will love it.", "它喜欢。", pitch=["兔子也能用。"]) == ()


def test_a_word_for_two_things_is_right_if_one_of_them_is_meant() -> None:
    assert found("ko", "뚜껑을 열면 됩니다.", "盖子一开就行。") == ()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The shell is hard."),
        ("es", "Por fuera es duro."),
        ("ru", "Чехол жёсткий."),
        ("ja", "カバーは硬いです。"),
    ],
)
def test_the_opposite_of_what_is_said_is_refused(code: str, text: str) -> None:
    (why,) = found(code, text, "外面是软的。")
    assert why.startswith("the merchant says the opposite of hard")
    assert found(code, text, "外面是硬的。") == ()


def test_a_lost_denial_is_refused_and_a_kept_one_is_not() -> None:
    assert found("en", "It breaks.", "不会裂。") == (
        "the merchant says the opposite of breaks (breaks)",
    )
    assert found("en", "It does not break.", "不会裂。") == ()
    assert found("tr", "Kırılmaz.", "不会裂。") == ()


def test_who_says_hard_may_say_not_soft_and_both_sides_say_nothing() -> None:
    assert found("en", "It is not soft.", "是硬的。") == ()
    assert found("en", "The strap goes long or short.", "带子很长。") == ()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "It will last forever."),
        ("fr", "Il durera pour toujours."),
        ("pt", "Vai durar para sempre."),
        ("th", "ใช้ได้ตลอดไป"),
    ],
)
def test_for_ever_is_said_only_if_the_merchant_says_so(code: str, text: str) -> None:
    why, *_ = strength(code, text, "很好用。")
    assert why.startswith("nobody says so strongly: forever")
    assert strength(code, text, "永远好用。") == ()


def test_courtesy_in_the_place_of_a_point_is_refused() -> None:
    said = "盖子是透明的，里面放了什么，一眼就看到了，洗起来也容易。"
    assert found("en", "Welcome, friends!", said) == (
        "it says nothing of what the merchant says here",
    )
    assert found("en", "The lid is transparent.", said) == ()
    assert found("en", "Here it is: <price>.", said) == ()
