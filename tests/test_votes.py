"""What becomes of a value by what several listenings to one recording say of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio.facts import summary
from merchant_studio.read.brief import make_brief
from merchant_studio.read.clues import Line
from merchant_studio.read.roles import NOTHING
from merchant_studio.records import (
    AudioFile,
    Brief,
    EngineStamp,
    Money,
    Pitch,
    Segment,
    Sheet,
    Span,
    Transcript,
    Word,
)

STAMP = EngineStamp(kind="recognizer", name="test", model="", revision="", seed=0)
SPEECH = AudioFile(
    path=Path("pitch.wav"), duration_ms=60_000, sample_rate_hz=16_000, channels=1, sha256=""
)
PITCH = Pitch(slug="goods", speech=SPEECH, footage=(), sheet=Sheet(values={}))
CLAUSE_MS = 2000


def heard(text: str) -> tuple[Segment, ...]:
    """A segment whose clauses, parted by `|`, last 2 s each, so that listenings can be compared."""
    words: list[Word] = []
    for i, clause in enumerate(text.split("|")):
        each_ms = CLAUSE_MS // max(1, len(clause))
        for n, character in enumerate(clause):
            start_ms = i * CLAUSE_MS + n * each_ms
            span = Span(start_ms=start_ms, end_ms=start_ms + each_ms)
            words.append(Word(text=character, span=span, probability=0.9))
    whole = Span(start_ms=0, end_ms=words[-1].span.end_ms)
    said = "".join(word.text for word in words)
    return (Segment(index=0, span=whole, text=said, words=tuple(words)),)


def brief(*texts: str, sheet: Sheet = PITCH.sheet) -> Brief:
    """What is settled when one recording was heard in several ways."""
    first, *others = map(heard, texts)
    transcript = Transcript(language="zh", segments=first, others=tuple(others), made_by=STAMP)
    return make_brief(replace(PITCH, sheet=sheet), transcript, accept_heard=True, strict=False)


def shown(settled: Brief) -> tuple[list[str], list[str]]:
    """The facts, with the words of the transcript in which each was heard, and the findings."""
    facts = [
        f"{fact.key} {summary(fact.value)} <{' '.join(m.text for m in fact.heard_in)}>"
        for fact in settled.facts
    ]
    return facts, [finding.message for finding in settled.findings]


@pytest.mark.parametrize(
    ("first", "second", "facts", "findings"),
    [
        # Both state it, each in its own writing.
        ("三十二块五一个，", "32块5一个，", ["price 32.5 CNY <三十二块五一个>"], []),
        # Only the second states it; the first has its numbers, and its words stand for it.
        (
            "一百二十个，起定|五个颜色。",
            "120个起订，|5个颜色。",
            ["colors 5 color <五个颜色>", "moq 120 piece <一百二十个>"],
            ["at 0:00 '一百二十个' is heard, but not what it is; it is left out"],
        ),
        # Numbers that run together in the first are parted in the second.
        (
            "批发价16块8200条起批，",
            "批发价16.8，200条起批，",
            ["wholesale_price 16.8 CNY per piece <16块8>", "moq 200 piece <200条>"],
            [],
        ),
        # What one of them tore is a part of what the other heard.
        (
            "尺寸三十，城四十五乘十五厘米，",
            "尺寸三十乘四十五乘十五厘米，",
            ["size 30 x 45 x 15 centimeter <三十，城四十五乘十五厘米>"],
            [],
        ),
        # Another number.
        (
            "价格56块一个，",
            "价格46块一个，",
            [],
            ["at 0:00 '56块一个' is heard, but not for certain; it is left out"],
        ),
        # Another role at the same moment.
        (
            "净重二十公斤，",
            "毛重二十公斤，",
            [],
            [
                "at 0:00 '二十公斤' is heard, but not for certain; it is left out",
                "at 0:00 '二十公斤' is heard, but not for certain; it is left out",
            ],
        ),
        # Two values of one role, at two moments.
        (
            "起订三百个，|颜色多，",
            "一百个，|起订五百个，",
            [],
            ["at 0:00 '三百个' is heard, but not for certain; it is left out"],
        ),
    ],
)
def test_a_fact_is_what_both_listenings_bear_out(
    first: str, second: str, facts: list[str], findings: list[str]
) -> None:
    assert shown(brief(first, second)) == (facts, findings)


PRICE_56 = ["price 56 CNY <56块一个>"]
UNSURE_20 = "at 0:00 '20公斤' is heard, but not for certain; it is left out"
UNSURE_56 = ["at 0:00 '56块一个' is heard, but not for certain; it is left out"]


@pytest.mark.parametrize(
    ("texts", "facts", "findings"),
    [
        # Two of three state it; the third heard nothing of the kind, or only its number.
        (("价格56块一个，", "价格56块一个，", "夹个，"), PRICE_56, []),
        (("价格56块一个，", "夹个56块一个，", "价格五十六块一个，"), PRICE_56, []),
        # The third says another price with another number.
        (("价格56块一个，", "价格56块一个，", "价格46块一个，"), [], UNSURE_56),
        # One alone states it, all heard its number; one of them another number.
        (
            ("56个，起定，", "56个起订，", "56歌七顶，"),
            ["moq 56 piece <56个>"],
            ["at 0:00 '56个' is heard, but not what it is; it is left out"],
        ),
        (
            ("50个孔，这样，", "56个起订，", "56歌七顶，"),
            [],
            [
                "at 0:00 '50个' is heard, but not what it is; it is left out",
                "at 0:00 '50个孔' is heard, but not for certain; it is left out",
            ],
        ),
        # Most heard the number; the third lost the stretch, or heard nothing like it.
        (("看，|", "看，|1200个起订，", "看，|1200个，期定，"), ["moq 1200 piece <1200个>"], []),
        (
            ("一箱40盏，", "以相40斩，", "以相十斩，"),
            ["carton_quantity 40 piece <40盏>"],
            [],
        ),
        # One alone heard it.
        (
            ("看，|", "看，|1200个起订，", "看，|"),
            [],
            ["at 0:02 '1200个' is heard, but not for certain; it is left out"],
        ),
        # What may be run together is another number.
        (
            ("长度，一卷25米，", "长度1.25米，", "长度，一卷25米，"),
            [],
            ["at 0:01 '25米' is heard, but not for certain; it is left out"],
        ),
        # A certificate more is no second value: each counts by itself.
        (
            ("认证CE、FCC，", "吸一FCC，", "认证FCC，RoHS，"),
            ["certificates CE, FCC, RoHS <CE、FCC>"],
            [],
        ),
        # Most state one role of the number, one another.
        (("净重20公斤，", "净重20公斤，", "毛重20公斤，"), [], [UNSURE_20, UNSURE_20]),
        # One understood the word that names the role, the others heard none.
        (
            ("相则60×40×35公分，", "相则60×40×35公分，", "箱子60×40×35公分，"),
            ["carton_size 60 x 40 x 35 centimeter <60×40×35公分>"],
            ["at 0:00 '60×40×35公分' is heard, but not for certain; it is left out"],
        ),
        # Of two values all state one, which a word names, and only one listening the other.
        (
            ("十五天交货，|大货40天，", "九百十五，|大货40天，", "一九一五，|大货40天，"),
            ["lead_time 40 day <40天>"],
            [],
        ),
        # Another moment is no other number, but what all state is not outvoted by most.
        (
            ("一台起订，|", "一台起订，|30个起订，", "一台起订，|30个起订，"),
            [],
            ["at 0:00 '一台' is heard, but moq has two values (一台 and 30个); it is left out"],
        ),
        # No word names either: what was said first, if all state it.
        (
            ("36块一个，|五千把的话28块，",) * 2 + ("36块一个，|五斤，28块，",),
            ["price 36 CNY <36块一个>"],
            [
                "at 0:02 '五千把' is heard, but not what it is; it is left out",
                "at 0:03 '28块' is heard, but not what it is; it is left out",
                "at 0:02 '五千把' is heard, but not for certain; it is left out",
            ],
        ),
        # So they do here, but few state what was said first.
        (
            ("4块8一只，|出厂价5块2，", "4.8一只，|出厂价5块2，", "4.8，|出厂价5块2，"),
            [],
            [
                "at 0:00 '4块8一只' is heard, but price has two values (4块8一只 and 5块2); "
                "it is left out",
            ],
        ),
    ],
)
def test_of_three_listenings_most_are_believed(
    texts: tuple[str, ...], facts: list[str], findings: list[str]
) -> None:
    assert shown(brief(*texts)) == (facts, findings)


def test_the_sheet_speaks_for_how_every_listening_parts_numbers() -> None:
    sheet = Sheet(values={"price": Money(amount=Decimal("18"), currency="CNY")})
    facts, _ = shown(brief(*("18块5100个起订，",) * 3, sheet=sheet))
    assert facts == ["price 18 CNY <>"]
    assert shown(brief(*("18块5100个起订，",) * 3))[0] == [
        "price 18.5 CNY per piece <18块5>",
        "moq 100 piece <100个>",
    ]


@pytest.mark.parametrize("second", ["批发价18块5一个，", "价格18块6一个，", "出厂价18块5一个，"])
def test_what_the_sheet_says_is_no_second_fact_however_it_was_heard(second: str) -> None:
    sheet = Sheet(values={"price": Money(amount=Decimal("18.5"), currency="CNY")})
    assert shown(brief("大家来看看这个吧，", second, sheet=sheet)) == (["price 18.5 CNY <>"], [])


@pytest.mark.parametrize(
    ("texts", "likelihood", "facts"),
    [
        # It must be likely, but where only one listening was made.
        (("杯子120克，",) * 3, 0.62, []),
        (("杯子120克，",) * 3, 0.64, ["weight 120 gram <120克>"]),
        (("杯子120克，",), 0.69, ["weight 120 gram <120克>"]),
        # What one alone states must be sure.
        (("杯子120克，", "杯子120可，", "杯子120可，"), 0.94, []),
        (("杯子120克，", "杯子120可，", "杯子120可，"), 0.96, ["weight 120 gram <120克>"]),
    ],
)
def test_how_likely_a_role_must_be(
    texts: tuple[str, ...], likelihood: float, facts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def weighed(line: Line, i: int) -> dict[str, float]:
        return {"weight": likelihood, NOTHING: 1 - likelihood}

    monkeypatch.setattr("merchant_studio.read.roles.likelihoods", weighed)
    assert shown(brief(*texts))[0] == facts


def test_no_listening_has_a_vote_on_what_the_merchant_typed() -> None:
    mistaken = heard("单价18块酒|100个起订")
    first, second, third = (
        heard(text)
        for text in ("单价19块5|100个起订", "单价18块9|100个起订", "单价18块9|100个起订")
    )
    typed = (replace(first[0], typed=True),)
    for others in ((mistaken,), (second, third)):
        for segments, price in ((first, None), (typed, Decimal("19.5"))):
            said = Transcript(language="zh", segments=segments, others=others, made_by=STAMP)
            settled = make_brief(PITCH, said, accept_heard=True, strict=False)
            prices = [f.value for f in settled.facts if f.key == "price"]
            amounts = [value.amount for value in prices if isinstance(value, Money)]
            assert amounts == ([price] if price else []), others
