"""Words of the sheet are known again by their sound; everything else stays as it was heard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.hear.expected import Repair, repairs

EVERYDAY = [
    line
    for line in (Path(__file__).parent / "data/speech-everyday.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
SHEET = ("不锈钢保温杯", "304不锈钢", "陶瓷", "倒过来放也不漏", "可以印上你的商标", "很好清洗")


def repaired(text: str, sheet: Sequence[str] = SHEET) -> list[tuple[str, str]]:
    return [(repair.heard, repair.meant) for repair in repairs(text, sheet)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这款不秀钢宝温杯", [("不秀钢宝温杯", "不锈钢保温杯")]),
        ("步秀刚的杯子", [("步秀刚", "不锈钢")]),
        ("是淘瓷的", [("淘瓷", "陶瓷")]),
        ("不锈钢保温杯", []),
        # Points of the sheet, of which three characters in a row are enough.
        ("到过来放也不会漏水", [("到过来放也不", "倒过来放也不")]),
        ("还可以印上你的商表", [("可以印上你的商表", "可以印上你的商标")]),
        ("里面很好清晰", [("很好清晰", "很好清洗")]),
        ("看得很清晰", []),
        # A grade that is written as it is spoken.
        ("采用3-04不锈钢", [("3-04不锈钢", "304不锈钢")]),
        ("采用三零四不锈钢", [("三零四不锈钢", "304不锈钢")]),
        ("3-04的楼", []),
        # A word that may be meant as it stands is left alone.
        ("我们义务送货", []),
        ("水平很高，口碑好", []),
        ("红色的被子", []),
        # Words of the trade are none of the sheet.
        ("出场价18块", []),
        # Numbers are never touched, whatever they sound like.
        ("四斤三百二十克", []),
        ("三四十块，五颜六色", []),
        ("", []),
        ("ABC 123", []),
    ],
)
def test_what_is_repaired(text: str, expected: list[tuple[str, str]]) -> None:
    assert repaired(text) == expected


def test_a_repair_says_where() -> None:
    assert list(repairs("这款不秀钢杯", SHEET)) == [
        Repair(start=2, end=5, heard="不秀钢", meant="不锈钢")
    ]


def test_sounds_that_many_speakers_do_not_tell_apart_are_one_in_longer_words() -> None:
    assert repaired("整皮手套", ("真皮手套",)) == [("整皮手套", "真皮手套")]
    assert repaired("郎色", ("蓝色",)) == []


NUMERALS = "零一二两三四五六七八九十百千万亿点半"


@given(st.text(alphabet=NUMERALS + "刚秀不温宝杯钢锈保淘瓷块个到过来放", max_size=24))
def test_no_numeral_is_ever_changed(text: str) -> None:
    for repair in repairs(text, SHEET):
        if repair.meant != "304不锈钢":
            assert len(repair.heard) == len(repair.meant) == repair.end - repair.start
            assert not set(repair.heard) & set(NUMERALS)
        assert text[repair.start : repair.end] == repair.heard


@given(st.text(alphabet="刚秀不温宝杯钢锈保淘瓷的我们到过来放", max_size=24))
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    for repair in repairs(text, SHEET):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert repaired(text) == []


@pytest.mark.parametrize("sentence", EVERYDAY)
def test_everyday_sentences_stay_as_they_are(sentence: str) -> None:
    assert repaired(sentence) == []


def test_there_are_enough_everyday_sentences() -> None:
    assert len(set(EVERYDAY)) >= 200
