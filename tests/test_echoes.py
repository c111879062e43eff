"""What a recognizer writes again and again into the silence is cut off, and no speech is."""

from __future__ import annotations

import pytest

from merchant_studio.echoes import echo_starts

WORDS = ("起订", "质保", "现货", "毫安时", "厘米", "公斤", "认证")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("三色质保，质保，质保，质保", "三色"),
        ("大单二十五天质保，现费，质保，现费，质保", "大单二十五天"),
        ("终身免费认证，质保，现货，毫安时，厘米，公斤，认证，质保", "终身免费"),
        ("展位二楼费，费，费，费，质保", "展位二楼"),
        ("认证，认证，认证", ""),
        # What merchants say.
        ("质保，认证，现货都有", "质保，认证，现货都有"),
        ("颜色黑，银，玫瑰金", "颜色黑，银，玫瑰金"),
        ("三年质保，现货", "三年质保，现货"),
        ("好的，好的", "好的，好的"),
        ("", ""),
    ],
)
def test_where_an_echo_begins(text: str, kept: str) -> None:
    assert text[: echo_starts(text, WORDS)] == kept
