"""Which voice speaks, when each line is heard, and what is kept; on the fake speaker."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.check.dub import missing_numbers
from merchant_studio.config import StudioConfig
from merchant_studio.engines import EngineOptions, Voice
from merchant_studio.engines.fake import FakeSpeaker
from merchant_studio.errors import UnknownNameError, UsageError
from merchant_studio.languages import profile
from merchant_studio.records import ScriptLine, Span
from merchant_studio.run.folder import RunFolder
from merchant_studio.speak import LineVoice, SpeechRate, choose_voice, measured_rate
from merchant_studio.speak.dub import _fitting
from merchant_studio.speak.fitting import GAP_MS, MAX_TEMPO, place_lines
from merchant_studio.speak.voices import pitch_of


def spans(*edges: tuple[int, int]) -> list[Span]:
    return [Span(start_ms=start, end_ms=end) for start, end in edges]


def fitted(budgets: list[Span], times: list[int], follow: int | None = None) -> list[object]:
    return [
        (p.span.start_ms, p.span.end_ms, p.tempo, p.fits)
        for p in place_lines(budgets, times, follow)
    ]


# --- when a line is heard ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budgets", "times", "places"),
    [
        (
            spans((500, 3000), (3000, 6000)),
            [2000, 2500],
            [(500, 2500, 1.0, True), (3000, 5500, 1.0, True)],
        ),
        (
            spans((0, 2000), (3000, 6000)),
            [2800, 1000],
            [(0, 2800, 1.0, True), (3000, 4000, 1.0, True)],
        ),
        (
            spans((0, 1000), (3000, 5000)),
            [500, 2400],
            [(0, 500, 1.0, True), (2600, 5000, 1.0, True)],
        ),
        (spans((0, 2000)), [2200], [(0, 2000, 1.1, True)]),
        (
            spans((0, 2000), (2000, 3000)),
            [3600, 1000],
            [(0, 3000, 1.2, False), (3120, 3954, 1.2, False)],
        ),
    ],
    ids=["it fits", "silence after it", "silence before it", "tempo", "never cut or too fast"],
)
def test_when_a_line_is_heard(budgets: list[Span], times: list[int], places: list[object]) -> None:
    assert fitted(budgets, times) == places


def test_a_long_line_borrows_the_time_of_a_short_one_after_it() -> None:
    first, second = place_lines(spans((0, 2000), (2000, 4000)), [2450, 1000])
    assert (first.tempo, first.span.end_ms, second.tempo) == (1.0, 2450, 1.0)
    assert second.span.start_ms == 2450 + GAP_MS


def test_lines_after_the_speech_follow_each_other_at_one_pace() -> None:
    budgets = spans((0, 2000), (2000, 5500), (5500, 9000))
    assert fitted(budgets, [1000, 4000, 2000], 1) == [
        (0, 1000, 1.0, True),
        (2000, 6000, 1.0, True),
        (6350, 8350, 1.0, True),
    ]
    assert fitted(budgets, [1000, 4000, 3200], 1) == [
        (0, 1000, 1.0, True),
        (2000, 5691, 1.084, True),
        (6041, 8994, 1.084, True),
    ]
    assert fitted(budgets, [1000, 5000, 4000], 1) == [
        (0, 1000, 1.0, True),
        (2000, 6167, 1.2, False),
        (6517, 9851, 1.2, False),
    ]


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(300, 6000), st.integers(1, 9000))))
def test_lines_never_overlap_and_are_never_cut(rows: list[tuple[int, int, int]]) -> None:
    budgets, at_ms = [], 0
    for silence, length, _ in rows:
        budgets.append(Span(start_ms=at_ms + silence, end_ms=at_ms + silence + length))
        at_ms = budgets[-1].end_ms
    places = place_lines(budgets, [time_ms for *_, time_ms in rows])
    for before, after in pairwise(places):
        assert after.span.start_ms >= before.span.end_ms + GAP_MS
    for place, (*_, time_ms) in zip(places, rows, strict=True):
        assert 1 <= place.tempo <= MAX_TEMPO
        assert place.span.duration_ms >= time_ms / place.tempo


def a_line(index: int, start_ms: int, end_ms: int, *texts: str) -> list[ScriptLine]:
    """A line of the speech in ever shorter words; a character takes 100 ms."""
    return [
        ScriptLine(
            index=index,
            text=text,
            tags=(),
            says=(index,),
            budget=Span(start_ms=start_ms, end_ms=end_ms),
            made_by="phrasebook",
            why="",
            seal="",
        )
        for text in texts
    ]


def test_words_are_shortened_where_time_is_short_and_beside_it_if_need_be() -> None:
    def chosen(*wordings: list[ScriptLine]) -> list[int]:
        return [len(line.text) for line in _fitting(wordings, lambda line: len(line.text) * 100)]

    long, short = "x" * 30, "x" * 15
    easy = a_line(0, 0, 4000, long, short)
    assert chosen(easy, a_line(1, 4000, 8000, long, short)) == [30, 30]
    assert chosen(easy, a_line(1, 4000, 5500, long, short)) == [30, 15]
    # The second has no shorter words: the first one lets it begin earlier.
    tight = a_line(0, 0, 3100, long, short)
    assert chosen(tight, a_line(1, 3100, 5500, "x" * 38)) == [15, 38]
    assert chosen(tight, a_line(1, 3100, 6500, "x" * 30)) == [30, 30]


# --- who speaks ----------------------------------------------------------------------------

VOICES = tuple(
    Voice(name=name, language="en", gender=gender, pitch_hz=pitch)  # type: ignore[arg-type]
    for name, gender, pitch in [
        ("ann", "female", 200),
        ("bob", "male", 110),
        ("cyd", "female", 240),
        ("dan", "male", 140),
    ]
)


@pytest.mark.parametrize(
    ("wanted", "pitch_hz", "name"),
    [
        ("", 0, "ann"),
        ("", 118, "bob"),
        ("", 150, "dan"),
        ("", 260, "cyd"),
        ("male", 0, "bob"),
        ("female", 0, "ann"),
        ("dan", 200, "dan"),
    ],
)
def test_a_voice_is_chosen(wanted: str, pitch_hz: int, name: str) -> None:
    assert choose_voice(VOICES, wanted, pitch_hz).name == name


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose_voice(VOICES, "eve", 0)
    assert caught.value.message == (
        "there is no voice 'eve'; choose one of: female, male, ann, bob, cyd, dan"
    )


@pytest.mark.parametrize("hz", [90, 120, 180, 260])
def test_pitch_is_measured(hz: int) -> None:
    at_s = np.arange(8000) / 8000
    voice = sum(np.sin(2 * np.pi * hz * k * at_s) / k for k in range(1, 9))
    assert abs(pitch_of(np.asarray(voice, np.float32), 8000) - hz) <= hz * 0.04


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(1).standard_normal(8000).astype(np.float32)
    assert pitch_of(noise, 8000) == 0
    assert pitch_of(np.zeros(8000, np.float32), 8000) == 0


def test_a_clone_needs_a_consent() -> None:
    with pytest.raises(UsageError) as caught:
        StudioConfig(voice="clone")
    assert caught.value.message == (
        "a voice is cloned only with its owner's consent; name whose voice it is and who agreed, "
        "as in --consent 'Li Mei'"
    )


# --- one line as sound ---------------------------------------------------------------------


class CountingSpeaker(FakeSpeaker):
    said: list[str]

    def speak(self, utterance: object) -> object:  # type: ignore[override]
        self.said.append(utterance.text)  # type: ignore[attr-defined]
        return super().speak(utterance)  # type: ignore[arg-type]


def line_voice(folder: Path) -> tuple[CountingSpeaker, LineVoice]:
    speaker = CountingSpeaker(EngineOptions(model="fake", seed=7, threads=1))
    speaker.said = []
    return speaker, LineVoice(speaker, speaker.voices("en")[1], "en", RunFolder(folder))


def test_a_line_is_said_once_and_trimmed(tmp_path: Path) -> None:
    speaker, voice = line_voice(tmp_path)
    hum = voice.say("x" * 20, 1.0)
    assert abs(len(hum) / 48 - (1200 + 60)) < 12  # 60 ms a character, 30 ms left at both ends
    assert abs(hum[0]) < 1e-6 > abs(hum[-1])
    again, other = line_voice(tmp_path)
    assert np.array_equal(other.say("x" * 20, 1.0), hum)
    assert (speaker.said, again.said) == (["x" * 20], [])


def test_tempo_keeps_the_pitch(tmp_path: Path) -> None:
    _, voice = line_voice(tmp_path)
    slow, fast = voice.say("x" * 30, 1.0), voice.say("x" * 30, 1.2)
    assert abs(len(slow) / len(fast) - 1.2) < 0.04
    assert abs(pitch_of(slow, 48_000) - pitch_of(fast, 48_000)) <= 3


def test_a_rate_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path))
    calls: list[str] = []

    def say_ms(text: str) -> int:
        calls.append(text)
        return 60 * len(text)

    rate = measured_rate(profile("en"), "key", say_ms)
    assert measured_rate(profile("en"), "key", say_ms) == rate
    assert len(calls) == 2
    assert rate.ms_per_digit > rate.ms_per_char > 55
    assert SpeechRate(ms_per_char=50, ms_per_digit=200).time_ms("from 100 pieces") == 1200


# --- what was heard ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "heard", "missing"),
    [
        ("en", "18.50 yuan, from 100 pieces", "It's 18.5 yuan from 100 pieces.", []),
        ("en", "18.50 yuan, from 100 pieces", "It's 80.5 yuan from 100 pieces.", ["18.5"]),
        ("en", "from 100 pieces", "from pieces", ["100"]),
        ("en", "100 and 100", "just 100", ["100"]),
        ("es", "18,50 yuanes", "18,50 yuanes", []),
        ("en", "8 6, 1 3 8, 0 0 0 0", "86-138-0000", []),
        ("en", "8 6, 1 3 8, 0 0 0 0", "8 6 1 3 8 0 0 0 0", []),
        ("en", "8 6, 1 3 8, 0 0 0 0", "86 139 0000", ["861380000"]),
        ("en", "8 6, 1 3 8, 0 0 0 0", "86 138 000", ["861380000"]),
        ("en", "model A2 0 3", "model A203", []),
        ("en", "model A2 0 3", "model A-2-0-3", []),
        ("en", "model A2 0 3", "model A2013", ["203"]),
        ("fr", "20000 pièces", "20 000 pièces", []),
        ("en", "3, 5 and 8.5", "3, 5 and 8.5", []),
    ],
)
def test_numbers_that_were_not_heard(code: str, text: str, heard: str, missing: list[str]) -> None:
    assert missing_numbers(text, heard, profile(code), lambda text: "") == missing


def test_a_number_in_words_is_known_by_its_sound() -> None:
    sounds = {"8": "ˈoʧo", "viene en ocho colores": "bjˈene en ˈoʧo kolˈoɾes"}
    text = "viene en 8 colores"
    assert missing_numbers(text, "viene en ocho colores", profile("es"), sounds.__getitem__) == []
    sounds = {"200": "dosθjˈentos", "doscientas": "dosθjˈentas", "doscientos": "dosθjˈentos"}
    assert missing_numbers("200", "doscientos", profile("es"), sounds.__getitem__) == []
    assert missing_numbers("200", "doscientas", profile("es"), sounds.__getitem__) == ["200"]
    sounds = {"18,5": "", "18,50": "djeθjˈoʧo koma θinkwˈenta"}
    sounds |= {"dieciocho coma cincuenta yuanes": "djeθjˈoʧo koma θinkwˈenta ʝwˈanes"}
    heard = "dieciocho coma cincuenta yuanes"
    assert missing_numbers("18,50 yuanes", heard, profile("es"), sounds.__getitem__) == []
