"""A pause of the speaker ends a clause, never a number."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from merchant_studio.hear.pauses import silences, with_pauses
from merchant_studio.records import Span

from .speech import spoken

RATE_HZ = 16_000
WORD_MS = 200


def span(start_ms: int, end_ms: int) -> Span:
    return Span(start_ms=start_ms, end_ms=end_ms)


def paused(*texts: str, before: int, late_ms: int = 0) -> str:
    """The text with a pause of 150 ms that is a little after the first `before` words' times."""
    at_ms = before * WORD_MS + 40 + late_ms
    (written,) = with_pauses([spoken(*texts)], [span(at_ms, at_ms + 150)])
    assert written.text == "".join(word.text for word in written.words)
    return written.text


@pytest.mark.parametrize(
    ("words", "before", "expected"),
    [
        (("12", "支", "一", "盒", "6", "块", "钱"), 4, "12支一盒，6块钱"),
        (("一", "盒", " 6", "块"), 2, "一盒，6块"),
        (("宽", "60", "高", "90"), 2, "宽60，高90"),
        # Marks that stand there, numbers, codes, and numbers with their units.
        (("一", "盒,", "6", "块"), 2, "一盒,6块"),
        (("一", "百", "二", "十", "个"), 2, "一百二十个"),
        (("14.", "8", "厘", "米"), 1, "14.8厘米"),
        (("100", "个", "起", "订"), 1, "100个起订"),
        (("60", "×", "45", "厘", "米"), 2, "60×45厘米"),
        (("八", "点", "四", "八"), 2, "八点四八"),
        (("I", "P", "65"), 2, "IP65"),
        # A digit that belongs to the amount, and one that begins another.
        (("十六", "块", "五", "。", "装"), 2, "十六块五。装"),
        (("3", "块", "2", "美金", "一", "顶"), 2, "3块2美金一顶"),
        (("16", "块", "5", "个", "一", "箱"), 2, "16块，5个一箱"),
        (("16", "块", "五", "十", "个"), 2, "16块，五十个"),
        (("18", "块", "3", "C", "认证"), 2, "18块，3C认证"),
    ],
)
def test_a_clause_ends_where_the_speaker_pauses(
    words: tuple[str, ...], before: int, expected: str
) -> None:
    assert paused(*words, before=before) == expected


def test_word_times_may_be_a_little_earlier_or_later() -> None:
    assert paused("一", "盒", "6", "块", before=2, late_ms=90) == "一盒，6块"
    assert paused("一", "盒", "6", "块", before=2, late_ms=-90) == "一盒，6块"


def test_a_pause_before_or_after_everything_is_none() -> None:
    segment = spoken("一", "盒")
    assert with_pauses([segment], [span(0, 100), span(900, 2000)]) == (segment,)
    assert with_pauses([], [span(0, 100)]) == ()


def sound(path: Path, *parts: tuple[int, float]) -> Path:
    """A WAV of tones: how many milliseconds, how loud."""
    samples = np.concatenate(
        [
            level * np.sin(2 * np.pi * 220 * np.arange(RATE_HZ * ms // 1000) / RATE_HZ)
            for ms, level in parts
        ]
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def test_silences_are_where_nobody_speaks(tmp_path: Path) -> None:
    clear = sound(tmp_path / "a.wav", (500, 0.5), (200, 0.0), (400, 0.4), (90, 0.0), (500, 0.5))
    assert silences(clear) == (span(500, 700),)


def test_in_noise_there_is_no_silence(tmp_path: Path) -> None:
    noisy = sound(tmp_path / "a.wav", (500, 0.5), (300, 0.05), (500, 0.5))
    assert silences(noisy) == ()
