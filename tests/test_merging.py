"""Words that the second listening heard better are taken from it, and numbers never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.languages import profile
from merchant_studio.merging import heard_better
from merchant_studio.stages.transcribe import _trade_words

WORDS = _trade_words(profile("zh"))


def better(first: str, second: str) -> list[tuple[str, str]]:
    return [(repair.heard, repair.meant) for repair in heard_better(first, second, WORDS)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("20小盒一项。", "20小合一箱。", [("一项", "一箱")]),
        ("一个颜色最少难印象 总共4个颜色", "一个颜色最少难一箱 总共四个颜色", [("印象", "一箱")]),
        ("约产800吨", "月产八百吨", [("约产", "月产")]),
        ("最少起订两顿", "最少起定两吨", [("顿", "吨")]),
        ("60套一箱，相毛重16.8公斤", "60套一箱,箱毛重16.8公斤", [("相毛重", "箱毛重")]),
        ("一件中8包", "一件装8包", [("一件中", "一件装")]),
        # A counter is taken for what is no unit at all.
        ("135块1厘， 40厘， 起订", "135块1顶 40顶起定", [("厘", "顶"), ("厘", "顶")]),
        ("起订50霸", "起订50把", [("霸", "把")]),
        ("起订50台", "起订50条", []),
        ("长50米", "长50顶", []),
        # The first listening has a word of the trade there, or the two are far apart.
        ("净重两公斤", "毛重两公斤", []),
        ("质保两年", "我们两年", []),
        ("今天天气很好大家快来看", "质保", []),
        # A number is what the first one heard, or in doubt.
        ("起订十箱", "起订一箱", []),
        ("价格三十块", "价格四十块", []),
        ("", "", []),
        ("一箱", "", []),
    ],
)
def test_what_is_taken_from_the_second(
    first: str, second: str, expected: list[tuple[str, str]]
) -> None:
    assert better(first, second) == expected


CHARACTERS = "零一二两三四五六七八九十百千万点半0123456789箱项象吨顿装中月约产一个块，。 质保"


@given(st.text(alphabet=CHARACTERS, max_size=30), st.text(alphabet=CHARACTERS, max_size=30))
def test_no_number_changes_and_places_hold(first: str, second: str) -> None:
    at = 0
    for repair in heard_better(first, second, WORDS):
        assert at <= repair.start < repair.end
        assert first[repair.start : repair.end] == repair.heard
        assert len(repair.meant) == len(repair.heard)
        assert not set(repair.heard) & set("零二两三四五六七八九十百千万点半0123456789")
        assert not set(repair.meant) & set("零二两三四五六七八九十百千万点半0123456789")
        at = repair.end
