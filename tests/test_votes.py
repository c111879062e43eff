"""What becomes of a value by what several listenings to one recording say of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from merchant_studio.facts import summary
from merchant_studio.records import Brief, Money, Segment, Span, Word

from .speech import by_letter, pitch_of, understood
from .values import money

CLAUSE_MS = 2000


def heard(text: str) -> tuple[Segment, ...]:
    """A segment whose clauses, parted by `|`, last 2 s each, so that listenings can be compared."""
    words: list[Word] = []
    for i, clause in enumerate(text.split("|")):
        each_ms = CLAUSE_MS // max(1, len(clause))
        words += by_letter(clause, at_ms=i * CLAUSE_MS, each_ms=each_ms).words
    whole = Span(start_ms=0, end_ms=words[-1].span.end_ms)
    said = "".join(word.text for word in words)
    return (Segment(index=0, span=whole, text=said, words=tuple(words)),)


def brief(*texts: str, price: str = "") -> Brief:
    """What is settled when one recording was heard in several ways; the sheet has this price."""
    first, *others = map(heard, texts)
    pitch = pitch_of({"price": money(price)} if price else {})
    return understood(first, pitch, others=tuple(others))


def shown(settled: Brief) -> tuple[list[str], list[str]]:
    """The facts, with the words of the transcript in which each was heard, and the findings."""
    facts = [
        f"{fact.key} {summary(fact.value)} <{' '.join(m.text for m in fact.heard_in)}>"
        for fact in settled.facts
    ]
    return facts, [finding.message for finding in settled.findings]


UNSURE_56 = ["at 0:00 '56块一个' is heard, but not for certain; it is left out"]
PRICE_56 = ["price 56 CNY <56块一个>"]


@pytest.mark.parametrize(
    ("first", "second", "facts", "findings"),
    [
        # Both state it, each in its own writing; or the second heard nothing of the kind.
        ("三十二块五一个，", "32块5一个，", ["price 32.5 CNY <三十二块五一个>"], []),
        ("价格56块一个，", "夹个，", PRICE_56, []),
        ("价格56块一个，", "夹个56块一个，", PRICE_56, []),
        # Numbers that run together in the first are parted in the second.
        (
            "批发价16块8200条起批，",
            "批发价16.8，200条起批，",
            ["wholesale_price 16.8 CNY per piece <16块8>", "moq 200 piece <200条>"],
            [],
        ),
        # What only the second understood is none.
        (
            "56个，起定，",
            "56个起订，",
            [],
            ["at 0:00 '56个' is heard, but not what it is; it is left out"],
        ),
        # Another number, or another role at the same moment.
        ("价格56块一个，", "价格46块一个，", [], UNSURE_56),
        (
            "批发价，净重二十公斤，",
            "批发价，毛重二十公斤，",
            [],
            ["at 0:01 '二十公斤' is heard, but not for certain; it is left out"],
        ),
        # Another moment is no other number.
        ("起订三百个，|颜色多，", "起订三百个，|起订五百个，", ["moq 300 piece <三百个>"], []),
        # A certificate more is no second value: each counts by itself.
        ("认证CE、FCC，", "认证FCC，RoHS，", ["certificates CE, FCC <CE、FCC>"], []),
    ],
)
def test_a_fact_is_what_no_listening_contradicts(
    first: str, second: str, facts: list[str], findings: list[str]
) -> None:
    assert shown(brief(first, second)) == (facts, findings)


@pytest.mark.parametrize(
    ("others", "facts", "findings"),
    [
        ((), [], UNSURE_56),
        (("夹个，",), [], UNSURE_56),
        (("价格56块一个，",), PRICE_56, []),
        (("价格46块一个，",), [], UNSURE_56),
        (("价格56块一个，", "价格46块一个，"), [], UNSURE_56),
    ],
)
def test_a_doubted_number_needs_another_listening(
    others: tuple[str, ...], facts: list[str], findings: list[str]
) -> None:
    (segment,) = heard("价格56块一个，")
    words = tuple(replace(word, doubted=word.text == "6") for word in segment.words)
    settled = understood([replace(segment, words=words)], others=tuple(map(heard, others)))
    assert shown(settled) == (facts, findings)


def test_the_sheet_speaks_for_how_every_listening_parts_numbers() -> None:
    facts, _ = shown(brief(*("18块5100个起订，",) * 3, price="18"))
    assert facts == ["price 18 CNY <>"]
    assert shown(brief(*("18块5100个起订，",) * 3))[0] == [
        "price 18.5 CNY per piece <18块5>",
        "moq 100 piece <100个>",
    ]


@pytest.mark.parametrize("second", ["批发价18块5一个，", "价格18块6一个，", "出厂价18块5一个，"])
def test_what_the_sheet_says_is_no_second_fact_however_it_was_heard(second: str) -> None:
    assert shown(brief("大家来看看这个吧，", second, price="18.5")) == (["price 18.5 CNY <>"], [])


def test_no_listening_has_a_vote_on_what_the_merchant_typed() -> None:
    mistaken = heard("单价18块酒|100个起订")
    first, second, third = (
        heard(text)
        for text in ("单价19块5|100个起订", "单价18块9|100个起订", "单价18块9|100个起订")
    )
    typed = (replace(first[0], typed=True),)
    for others in ((mistaken,), (second, third)):
        for segments, price in ((first, None), (typed, Decimal("19.5"))):
            settled = understood(segments, others=others)
            prices = [f.value for f in settled.facts if f.key == "price"]
            amounts = [value.amount for value in prices if isinstance(value, Money)]
            assert amounts == ([price] if price else []), others
