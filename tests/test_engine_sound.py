"""Words with times: whole texts, in order, where somebody speaks; and pieces that lose nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.engines import samples_of
from merchant_studio.engines.sound import (
    PIECE_MS,
    RATE_HZ,
    pieces,
    speech_in,
    spread_words,
    timed_words,
)
from merchant_studio.records import Span

FLASK = Path(__file__).parents[1] / "examples" / "flask"
HALF_A_SECOND = Span(start_ms=0, end_ms=500)


def parts(*written: str) -> list[tuple[str, Span, float]]:
    return [
        (each, Span(start_ms=n * 100, end_ms=n * 100 + 80), 0.9 - n / 10)
        for n, each in enumerate(written)
    ]


def test_marks_stand_with_the_word_before_them() -> None:
    words = timed_words("“大家，好 hello world!", parts("大", "家", "好", "hello", "world"))
    assert [word.text for word in words] == ["“大", "家，", "好 ", "hello ", "world!"]


def test_parts_of_a_word_or_number_are_one_word_as_sure_as_the_least_sure_part() -> None:
    words = timed_words("A203 water", parts("A", "20", "3", "wa", "ter"))
    assert [word.text for word in words] == ["A203 ", "water"]
    assert [word.probability for word in words] == [0.7, 0.5]
    assert words[0].span == Span(start_ms=0, end_ms=280)


def test_parts_that_do_not_stand_in_the_text_give_no_words() -> None:
    assert timed_words("大家好", parts("大", "价")) == ()
    assert timed_words("大家好", ()) == ()


@given(
    st.text(alphabet="大家好 ,，.。ab1 ", min_size=1).filter(
        lambda text: any(map(str.isalnum, text))
    )
)
def test_spread_words_are_the_text_and_follow_each_other(text: str) -> None:
    words = spread_words(text, np.zeros(RATE_HZ, np.float32), 5000)
    lead = len(text) - len(text.lstrip())
    assert "".join(word.text for word in words) == text[lead:]
    starts = [word.span.start_ms for word in words]
    assert starts == sorted(starts) and starts[0] == 5000 and words[-1].span.end_ms <= 6001


def test_spread_words_are_where_somebody_speaks() -> None:
    samples = samples_of(FLASK / "pitch.mp4")
    words = spread_words("好" * 200, samples, 0)
    spoken = speech_in(samples)
    assert spoken[0].start_ms == words[0].span.start_ms
    assert spoken[-1].end_ms == words[-1].span.end_ms
    for word in words:
        assert any(span.start_ms <= word.span.start_ms <= span.end_ms for span in spoken)


def test_a_piece_ends_where_it_is_quiet_and_no_sample_is_lost() -> None:
    samples = np.random.default_rng(7).normal(0, 0.1, RATE_HZ * 61).astype(np.float32)
    for quiet_s in (17, 31, 45):
        samples[quiet_s * RATE_HZ : quiet_s * RATE_HZ + RATE_HZ // 2] *= 0.01
    found = pieces(samples)
    cuts = [span.end_ms for span in found[:-1]]
    assert cuts == pytest.approx([17_250, 31_250, 45_250], abs=250)
    assert found[0].start_ms == 0 and found[-1].end_ms == 61_000
    assert all(before.end_ms == after.start_ms for before, after in pairwise(found))
    assert all(span.duration_ms <= PIECE_MS for span in found)


@given(st.integers(0, 90_000))
def test_pieces_cover_a_sound_of_any_length(lasts_ms: int) -> None:
    found = pieces(np.zeros(lasts_ms * RATE_HZ // 1000, np.float32))
    assert sum(span.duration_ms for span in found) == lasts_ms
    assert all(span.duration_ms <= PIECE_MS for span in found)
