"""What is read out of English speech, and what is not: a wrong fact is worse than a missing one.

In `data/sayings-english.txt` a row is one or more sentences, with ` / ` between them, and after
` |` the facts that are read of them. Run with `-s` for what is read otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merchant_studio.facts.keys import KEYS
from merchant_studio.read.english import read_english, states_number_english
from merchant_studio.read.english.said import NUMBER, number
from merchant_studio.records import (
    Count,
    Mention,
    Money,
    Segment,
    Span,
)

from .speech import heard, shown
from .speech import spoken as segment_of

SAYINGS = Path(__file__).parent / "data" / "sayings-english.txt"
LEAST_FOUND, MOST_WRONG = 0.95, 0.01
"""Shares of the facts that are there."""


def spoken(text: str, *, pause_ms: int = 300) -> Segment:
    """A segment of the words of a text, spaces before them; a word that is `|` is a pause."""
    words = (word if word == "|" else f" {word}" for word in text.split())
    return segment_of(*words, pause_ms=pause_ms)


def corpus() -> Iterator[tuple[str, set[str], set[str]]]:
    """The sentences of each row of the corpus, the facts in them, and the facts that are read."""
    for row in SAYINGS.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            said, _, facts = row.rpartition(" |")
            segments = [heard(text, index=i) for i, text in enumerate(said.split(" / "))]
            read = {shown(each) for each in read_english(segments).values if each.key}
            yield said, set(facts.strip().split("; ")) - {""}, read


def test_what_merchants_say() -> None:
    count: Counter[str] = Counter()
    for said, expected, read in corpus():
        count += Counter(
            facts=len(expected), found=len(expected & read), wrong=len(read - expected)
        )
        if read != expected:
            missing = [f"not read: {each}" for each in sorted(expected - read)]
            print(said, *missing, *sorted(read - expected), sep="\n    ")
    print(count)
    assert count["found"] >= LEAST_FOUND * count["facts"]
    assert count["wrong"] <= MOST_WRONG * count["facts"]


# --- where and when it was said ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "18 yuan | 50 pieces minimum",
            ["price 18 CNY <18 yuan>", "moq 50 piece <50 pieces>"],
        ),
        ("18 yuan 50 pieces minimum", []),
        ("18 yuan 50 | pieces minimum", []),
        ("18 yuan | 50", []),
        (
            "eighteen yuan fifty | MOQ 100 sets",
            ["price 18.5 CNY <eighteen yuan fifty>", "moq 100 set <100 sets>"],
        ),
        ("18 yuan 50", ["price 18.5 CNY <18 yuan 50>"]),
        ("3 pieces 10 dollars", ["? 3 piece <3 pieces>", "? 10 USD <10 dollars>"]),
    ],
)
def test_a_pause_tells_numbers_apart(said: str, expected: list[str]) -> None:
    assert [shown(reading) for reading in read_english([spoken(said)]).values] == expected


@pytest.mark.parametrize(("pause_ms", "read"), [(99, 0), (100, 2)])
def test_a_pause_is_a_tenth_of_a_second(pause_ms: int, read: int) -> None:
    segment = spoken("18 yuan | 50 pieces minimum", pause_ms=pause_ms)
    assert len(read_english([segment]).values) == read


def test_a_mention_has_the_time_of_its_words() -> None:
    segment = spoken("The price is eighteen yuan fifty | MOQ is 100 pieces")
    assert [reading.mention for reading in read_english([segment]).values] == [
        Mention(
            segment=0,
            start=14,
            end=33,
            text="eighteen yuan fifty",
            span=Span(start_ms=600, end_ms=1200),
        ),
        Mention(
            segment=0, start=41, end=51, text="100 pieces", span=Span(start_ms=1900, end_ms=2300)
        ),
    ]


# --- clauses that nobody vouches for -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("the price is $5", True),
        ("eighteen yuan", True),
        ("eighteen fifty", True),
        ("fifteen if you take a thousand", True),
        ("a hundred pieces", True),
        ("hundreds of pieces", True),
        ("several colors", True),
        ("a few dollars", True),
        ("a couple of days", True),
        ("half a liter", True),
        ("half price", True),
        ("a year and a half", True),
        ("one-year warranty", True),
        ("ten percent off", True),
        ("a dozen", True),
        ("three and up", True),
        ("A203", True),
        ("A two oh three", True),
        ("this one is good", False),
        ("one piece", False),
        ("one of our best products", False),
        ("let me show you our new flask", False),
        ("both of them are good", False),
        ("first of all, welcome", False),
        ("oh my friend", False),
        ("half of them", False),
        ("", False),
    ],
)
def test_a_clause_that_states_a_number(text: str, stated: bool) -> None:
    assert states_number_english(text) == stated


# --- numerals ------------------------------------------------------------------------------


def numeral(text: str) -> Decimal | None:
    """The value of a text that is one numeral, all of it."""
    return number(text.lower()) if re.fullmatch(NUMBER, text.lower()) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero", 0), ("seven", 7), ("twelve", 12), ("twenty-one", 21), ("twenty one", 21),
        ("hundred", 100), ("a hundred", 100), ("hundred and twenty", 120),
        ("one hundred twenty", 120), ("a hundred and five", 105), ("twelve hundred", 1200),
        ("twenty-five hundred and fifty", 2550), ("a thousand", 1000), ("two thousand five", 2005),
        ("two thousand and five", 2005), ("one thousand two hundred", 1200),
        ("ten thousand five hundred", 10500), ("a hundred and two thousand", 102000),
        ("one million two hundred thousand", 1_200_000), ("two hundreds", 200),
        ("five thousands", 5000), ("one point five", "1.5"), ("two point oh five", "2.05"),
        ("zero point five", "0.5"), ("oh point five", "0.5"), ("2 point 5", "2.5"),
        ("one point five million", 1_500_000), ("twenty-two point five", "22.5"),
        ("two and a half", "2.5"), ("two and half", "2.5"), ("one and a quarter", "1.25"),
        ("two and a half million", 2_500_000), ("2½", "2.5"), ("½", "0.5"), ("1/2", "0.5"),
        ("2 1/2", "2.5"), ("3/4", "0.75"), ("1,000", 1000), ("1,000.5", "1000.5"), (".5", "0.5"),
        ("10k", 10000), ("1.5K", 1500), ("10 thousand", 10000), ("1.5 million", 1_500_000),
        ("2 hundred", 200), ("2 hundred and 50", 250), ("10 thousand 500", 10500), ("2.50", "2.5"),
    ],
)  # fmt: skip
def test_numerals(text: str, value: int | str) -> None:
    assert numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "two fifty", "nineteen ninety-nine", "twenty twenty", "one two three", "two three",
        "100 200", "1 000", "18,5", "1,00", "2.5.1", "2024-05-01", "10:30", "24/7", "1/3", "5/4",
        "hundreds", "thousands", "twenty hundred", "one hundred hundred", "thousand thousand",
        "one hundred and two hundred", "one thousand two thousand", "twelve hundred thousand",
        "two point twenty five", "two point five five hundred", "point five", "1.5 hundred",
        "one thousand and two hundred", "a hundred a", "one zero", "1,000k", "5 k 5",
        "one " * 16, "1" * 16,
    ],
)  # fmt: skip
def test_what_is_no_numeral(text: str) -> None:
    assert numeral(text) is None


_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def below_hundred(number: int, hyphen: str) -> str:
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"{hyphen}{_SMALL[ones]}" if ones else "")


def written_out(number: int, *, joined: str, hyphen: str) -> str:
    """A number below a billion in words; `joined` stands after a hundred or a thousand: " and "."""
    for power, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= power:
            high, low = divmod(number, power)
            text = f"{written_out(high, joined=joined, hyphen=hyphen)} {name}"
            if not low:
                return text
            gap = joined if low < 100 else " "
            return text + gap + written_out(low, joined=joined, hyphen=hyphen)
    return below_hundred(number, hyphen)


@settings(max_examples=400, deadline=None)
@given(
    number=st.one_of(st.integers(0, 2000), st.integers(0, 999_999_999)),
    data=st.data(),
)
def test_every_number_is_read_in_each_of_its_forms(number: int, data: st.DataObject) -> None:
    joined = data.draw(st.sampled_from([" ", " and "]))
    hyphen = data.draw(st.sampled_from(["-", " "]))
    full = written_out(number, joined=joined, hyphen=hyphen)
    forms = [full, full.upper(), f"{number}", f"{number:,}"]
    if full.startswith(("one hundred", "one thousand", "one million")):
        forms += [full.replace("one", "a", 1), full.removeprefix("one ")]
    high, low = divmod(number, 100)
    if 10 < high < 100 and high % 10:
        rest = joined + below_hundred(low, hyphen) if low else ""
        forms.append(f"{below_hundred(high, hyphen)} hundred{rest}")
    if number and number % 1000 == 0 and number < 1_000_000:
        forms += [f"{number // 1000}k", f"{number // 1000} thousand"]
    form = data.draw(st.sampled_from(forms))
    if len(form.split()) + form.count("-") <= 15:
        assert numeral(form) == number, form


@settings(max_examples=200, deadline=None)
@given(whole=st.integers(0, 99_999), decimals=st.text("0123456789", min_size=1, max_size=4),
       oh=st.sampled_from(["zero", "oh"]))  # fmt: skip
def test_every_decimal_is_read_as_it_is_said(whole: int, decimals: str, oh: str) -> None:
    digits = " ".join(oh if digit == "0" else _SMALL[int(digit)] for digit in decimals)
    said = f"{written_out(whole, joined=' and ', hyphen='-')} point {digits}"
    assert numeral(said) == Decimal(f"{whole}.{decimals}")
    assert numeral(f"{whole}.{decimals}") == Decimal(f"{whole}.{decimals}")


@settings(max_examples=200, deadline=None)
@given(yuan=st.integers(1, 9999), cents=st.integers(10, 99), low=st.integers(1, 500))
def test_every_price_is_read_in_each_of_its_forms(yuan: int, cents: int, low: int) -> None:
    words = written_out(yuan, joined=" and ", hyphen="-")
    amount = Decimal(yuan) + Decimal(cents) / 100
    for said in (
        f"{words} yuan {below_hundred(cents, '-')}",
        f"{yuan:,}.{cents} yuan",
        f"{yuan} yuan and {cents} cents",
    ):
        [reading] = read_english([heard(said)]).values
        assert reading.value == Money(amount=amount, currency="CNY"), said
    [reading] = read_english([heard(f"{low} to {low + yuan} yuan per pair")]).values
    assert reading.value == Money(
        amount=Decimal(low), high=Decimal(low + yuan), currency="CNY", per="pair"
    )


@settings(max_examples=100, deadline=None)
@given(pieces=st.integers(2, 999_999_999), word=st.sampled_from(["about", "over", "up to"]))
def test_every_quantity_is_read_only_when_it_is_exact(pieces: int, word: str) -> None:
    words = written_out(pieces, joined=" and ", hyphen="-")
    if len(words.split()) + words.count("-") > 15:
        return
    [reading] = read_english([heard(f"The minimum order is {words} pieces.")]).values
    assert (reading.key, reading.value) == ("moq", Count(amount=Decimal(pieces), unit="piece"))
    assert reading.mention.text == f"{words} pieces"
    assert read_english([heard(f"The minimum order is {word} {words} pieces.")]).values == ()


# --- whatever is said ----------------------------------------------------------------------

_VOCABULARY = (
    "one two five ten fifteen twenty thirty hundred thousand million and a an half point oh 5 18"
    " 100 1,000 2.5 .5 3 1/2 yuan dollars $ US$ RMB cents each per piece pieces set dozen carton to"
    " - x by times % percent off discount from for MOQ minimum price wholesale sample lead time"
    " days years old up and older hours milliliters mAh watts cm kg A203 A IP IP65 CE FCC model"
    " number booth is , . ? ! about at least within hot cold not no between or + k ' / : ½ ° 。 é"
)
_SAID = st.lists(
    st.tuples(st.sampled_from(["", " ", " ", " ", "\n"]), st.sampled_from(_VOCABULARY.split())),
    max_size=14,
).map(lambda parts: "".join(space + word for space, word in parts))


@settings(max_examples=600, deadline=None)
@given(said=st.one_of(_SAID, st.text(max_size=20)))
@example(said="5 US$ a pieces US$ .5")
@example(said="İ $5 each")
def test_any_text_is_read_without_an_error(said: str) -> None:
    states_number_english(said)
    end = 0
    for reading in read_english([heard(said)]).values:
        place = reading.mention
        assert end <= place.start < place.end <= len(said)
        assert said[place.start : place.end] == place.text
        assert reading.key is None or reading.value.kind in KEYS[reading.key].kinds
        end = place.end


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("1" * 3000 + " pieces", 0),
        ("hundred " * 1500, 0),
        ("1,1" * 1000, 0),
        ("18 yuan 50 " * 400, 0),
        ("price is $5, " * 500, 500),
        ("A-1-" * 800, 0),
        ("if you order 5 pieces $5 " * 300, 600),
        ("1 x " * 900 + "5 cm", 0),
    ],
)
def test_a_text_without_end_is_read(said: str, values: int) -> None:
    assert len(read_english([heard(said)]).values) == values
    assert states_number_english(said)
