"""The terms of a sale: what a price is for, the least order, spans of time, certificates; and the
numbers that words state.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.check import check_sale, proofread
from merchant_studio.facts.numbers import numbers_said
from merchant_studio.languages import (
    TAG,
    language_codes,
    numbers_in_words,
    plain_letters,
    profile,
    value_of_word,
)
from merchant_studio.languages.spelled import spelled_numbers
from tests.values import age, codes, count, lasting, money, sheet_fact

VALUES = {
    "price": money("18.5", per="piece"),
    "moq": count(100),
    "lead_time": lasting(7),
    "age": age(3),
    "certificates": codes("CE", "LFGB"),
}
FACTS = {key: sheet_fact(key, value) for key, value in VALUES.items()}
WRONG = [
    ("en", "Just <price> a pair.", "nobody said that the price is for that (pair)"),
    ("en", "Only <price> per kilo.", "nobody said that the price is for that (kilo)"),
    ("es", "A <price> la docena.", "nobody said that the price is for that (docena)"),
    ("de", "<price> das Paar.", "nobody said that the price is for that (paar)"),
    ("ru", "Всего <price> за килограмм.", "nobody said that the price is for that (килограмм)"),
    ("en", "At most <moq>.", "<moq>: it is the least, not the most (At most)"),
    ("es", "Pedido máximo: <moq>.", "<moq>: it is the least, not the most (máximo)"),
    ("de", "Höchstmenge <moq>.", "<moq>: it is the least, not the most (Höchstmenge)"),
    ("ja", "最大注文数は<moq>です。", "<moq>: it is the least, not the most (最大)"),
    ("vi", "Tối đa <moq>.", "<moq>: it is the least, not the most (Tối đa)"),
    ("fr", "Livré sous <lead_time> au minimum.", "<lead_time>: it is the most, not the least"),
    ("en", "For kids under <age>.", "<age>: it is the least, not the most (under)"),
    ("en", "It lasts a decade.", "nobody said: a time such as decade"),
    ("ru", "Привезём за сутки.", "nobody said: a time such as сутки"),
    ("fr", "Garanti un trimestre.", "nobody said: a time such as trimestre"),
    ("en", "With REACH and CE.", "nobody said that there is a certificate REACH"),
]
RIGHT = [
    ("en", "Just <price>, from <moq>."),
    ("en", "At least <moq>, shipped within <lead_time>."),
    ("th", "สั่งขั้นต่ำ <moq> ส่งของภายใน <lead_time>"),
    ("hi", "कम से कम <moq>, सात दिन में।"),
    ("de", "Ab <moq>, mit CE und LFGB."),
    ("fr", "Touchez-moi ce bord, <price>."),
]


def problems(code: str, text: str, *said: str) -> tuple[str, ...]:
    own = profile("zh")
    return check_sale(text, profile(code), FACTS, near=said, anywhere=said, own=own)


@pytest.mark.parametrize(("code", "text", "problem"), WRONG)
def test_a_turned_term_is_found(code: str, text: str, problem: str) -> None:
    assert [each for each in problems(code, text) if each.startswith(problem)]


@pytest.mark.parametrize(("code", "text"), RIGHT)
def test_a_right_term_is_no_finding(code: str, text: str) -> None:
    assert problems(code, text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Just <price> a pair.", "十八块五一双"),
        ("At most <moq>.", "最多一百个"),
        ("Yours by tomorrow: the next day.", "明天就发"),
        ("With REACH and CE.", "有REACH的"),
    ],
)
def test_what_he_says_himself_is_no_finding(text: str, said: str) -> None:
    assert problems("en", text) and problems("en", text, said) == ()


# --- numbers in words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("en", "All eighteen wheels last ten years", [18, 10]),
        ("en", "twentyfive, twenty-five, twenty five", [25, 25, 25]),
        ("en", "three hundred and five kilos", [305]),
        ("de", "hundertzehn Räder, zweihundertfünfzig", [110, 250]),
        ("fr", "vingt-cinq, quatre-vingt-dix", [25, 90]),
        ("hi", "दस हज़ार बार", [10_000]),
        ("th", "สิบสองชั่วโมง", [12]),
        ("ja", "価格は百です", [100]),
        ("tr", "yirmibeş", [25]),
        ("vi", "hai mươi lăm cái", [25]),
        ("ar", "خمسة وعشرون", [25]),
    ],
)
def test_numbers_in_words_are_read(code: str, text: str, values: list[int]) -> None:
    assert [number.value for number in numbers_in_words(text, profile(code))] == values


@given(st.sampled_from(language_codes()), st.integers(1, 999))
def test_each_number_has_its_words_in_each_language(code: str, number: int) -> None:
    words = [text for text, value in spelled_numbers(code).items() if value == number]
    assert words
    for text in words if code != "ko" else ():  # where one syllable is no sure number
        assert [found.value for found in numbers_in_words(text, profile(code))] == [number]


@pytest.mark.parametrize(
    ("code", "word", "value"),
    [
        ("de", "zehnmal", 10),
        ("en", "hundreds", 100),
        ("en", "gratis", None),
        ("ko", "천", None),
        ("ru", "пятью", 5),
    ],
)
def test_the_value_of_a_word(code: str, word: str, value: int | None) -> None:
    assert value_of_word(word, profile(code)) == value


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("四个轮子，一个盖子", {1, 4}),
        ("两三百个", {2, 3, 300, 100, 1000, 10_000, 100_000, 1_000_000}),
        ("用了半天", {Decimal("0.5")}),
        ("一双鞋", {1, 2}),
        ("没有数字", set()),
    ],
)
def test_the_numbers_that_he_may_mean(text: str, numbers: set[Decimal | int]) -> None:
    assert numbers_said(text, profile("zh")) == {Decimal(each) for each in numbers}


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "thirtysix months", [("thirtysix", 36)]),
        ("en", "no two are alike", []),
        ("en", "one hundred ten boxes", [("one hundred ten", 110)]),
        ("ja", "価格は百です", [("百", 100)]),
        ("ja", "万が一の時も十分に", []),
        ("hi", "इसे कर दो", []),
        ("ar", "عـــشر", [("عشر", 10)]),
        ("en", "half a dozen, twice", [("half a dozen", 6), ("twice", 2)]),
        ("de", "ein Achtel", [("ein Achtel", None)]),
        ("tr", "İki yüzü", [("İki", 2)]),
        ("ko", "바퀴가 네 개", [("네 개", 4)]),
        ("ru", "трёхступенчатая", [("трёхступенчатая", 3)]),
    ],
)
def test_number_words_of_a_text(code: str, text: str, found: list[tuple[str, int | None]]) -> None:
    words = proofread.number_words_in(plain_letters(text), profile(code))
    assert [word.text for word in words] == [text for text, _ in found]
    assert [word.values for word in words] == [v if v is None else {v} for _, v in found]


@pytest.mark.parametrize("text", ["l<moq> at once.", "From <moq>OO.", "Nur <price>e."])
def test_no_letter_touches_a_value(text: str) -> None:
    (key,) = TAG.findall(text)
    told = proofread.check_line(
        text, tags=[key], facts=FACTS, values={key: "100"}, profile=profile("en"), freely=True
    )
    assert f"a letter touches <{key}>" in told
