"""What a recognizer writes again and again into the silence is cut off, and no speech is."""

from __future__ import annotations

import pytest

from merchant_studio.echoes import echo_starts, without_loops, without_told
from merchant_studio.records import Segment, Span, Word

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


def heard(text: str) -> tuple[Segment, ...]:
    """A segment for each part between `|`, a word for each character, or `+` between characters."""
    segments: list[Segment] = []
    for part in text.split("|"):
        words = tuple(
            Word(text=word, span=Span(start_ms=i * 100, end_ms=i * 100 + 90), probability=0.9)
            for i, word in enumerate(part.split("+") if "+" in part else part)
        )
        span = Span(start_ms=0, end_ms=words[-1].span.end_ms)
        said = "".join(word.text for word in words)
        segments.append(Segment(index=len(segments), span=span, text=said, words=words))
    return tuple(segments)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # At the end, with what little leads to it.
        ("拿了两个柜。|请问问问问问问问问", ["拿了两个柜。"]),
        ("都是今年的。请订阅订阅订阅订阅订阅订", ["都是今年的。"]),
        ("质保一年费费费费费费费", ["质保一年"]),
        # In the middle: what was really said there is not known.
        ("规格60×42×35×6×6×6×6×6×6×|我们不做的", ["规格60×42×35", "我们不做的"]),
        ("这款秀价价价价价价价|价价我有证，先付定金", ["这款秀", "我有证，先付定金"]),
        ("规格+60+×42+×6×6+×6×6+×6把+门", ["规格60×42把门"]),
        ("问问问问问问问问", []),
        # What merchants say.
        ("来来来，看看看，便宜便宜便宜", ["来来来，看看看，便宜便宜便宜"]),
        ("电话13900000000，", ["电话13900000000，"]),
        ("电话一三九零零零零零零零零，", ["电话一三九零零零零零零零零，"]),
        ("一共1000000个，66.66.66.66", ["一共1000000个，66.66.66.66"]),
        ("对，对，对，对，对，对", ["对，对，对，对，对，对"]),
        ("10×10×10公分", ["10×10×10公分"]),
        ("一个一个一个查", ["一个一个一个查"]),
    ],
)
def test_loops_are_cut_off(text: str, kept: list[str]) -> None:
    segments = without_loops(heard(text))
    assert [segment.text for segment in segments] == kept
    assert ["".join(word.text for word in segment.words) for segment in segments] == kept
    assert [segment.index for segment in segments] == list(range(len(kept)))


STYLE = "大家好，看这款产品。单价、起批、打样、现货、定金，都说清楚。"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12天交货。这款产品。|单价、起批、质保 现货、定金，都说清楚。", ["12天交货。"]),
        ("一分货 您自己点一点。这款产品费 质保 现货、定金，都说清楚。", ["一分货 您自己点一点。"]),
        ("千里送鹅毛骂4这款产品费 质保 现货，都说清楚", ["千里送鹅毛骂4"]),
        ("35天交货。这款产品,这款产品,这款", ["35天交货。"]),
        ("保五年。看这款产品。", ["保五年。"]),
        # What merchants say: at the beginning, with numbers, or of the trade.
        ("大家好，看这款产品。18块5一个", ["大家好，看这款产品。18块5一个"]),
        ("坏了换新，有现货、质保，认证", ["坏了换新，有现货、质保，认证"]),
        ("欢迎订购这款产品。", ["欢迎订购这款产品。"]),
        ("不论单价、起批、定金3成，都说清楚。", ["不论单价、起批、定金3成，"]),
        ("我不讲价，单价、起批、打样、现货", ["我不讲价，单价、起批、打样、现货"]),
    ],
)
def test_what_was_told_is_cut_off_at_the_end(text: str, kept: list[str]) -> None:
    words = ("起订", "样品费", "质保", "现货", "认证")
    assert [segment.text for segment in without_told(heard(text), words, STYLE)] == kept
    assert without_told(heard(text), (), "") == heard(text)
