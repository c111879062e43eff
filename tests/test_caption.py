"""Captions timed to the sound: whole tracks, and what holds of every track."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.languages import profile
from merchant_studio.picture.caption import (
    MAX_CUE_MS,
    MIN_CUE_MS,
    SecondLanguage,
    check_pace,
    lay_captions,
)
from merchant_studio.picture.typeset import Typesetter, style
from merchant_studio.records import (
    AudioFile,
    Author,
    CaptionTrack,
    Cue,
    EngineStamp,
    Narration,
    Script,
    ScriptLine,
    Segment,
    Span,
    SpokenLine,
    Transcript,
    Word,
)
from merchant_studio.records.forms import seal

EN = profile("en")
SETTER = Typesetter(style("outline"), 720, 1280)
STAMP = EngineStamp(kind="writer", name="fake", model="", revision="", seed=0)


def script(*texts: str, tags: dict[int, tuple[str, ...]] | None = None) -> Script:
    return Script(
        language="en",
        made_by=STAMP,
        lines=tuple(
            ScriptLine(
                index=n,
                text=text,
                tags=(tags or {}).get(n, ()),
                says=(n,),
                budget=Span(start_ms=0, end_ms=1),
                made_by="llm",
                seal=seal(text),
            )
            for n, text in enumerate(texts)
        ),
    )


def narration(*spans: tuple[int, int], total_ms: int = 60_000, dubbed: bool = False) -> Narration:
    audio = AudioFile(
        path=Path("a.wav"), duration_ms=total_ms, sample_rate_hz=48_000, channels=1, sha256=""
    )
    lines = tuple(
        SpokenLine(line=n, span=Span(start_ms=start, end_ms=end), tempo=1.0)
        for n, (start, end) in enumerate(spans)
    )
    return Narration(language="en", audio=audio, lines=lines, dubbed=dubbed)


def heard(*words: tuple[int, int]) -> Transcript:
    spoken = tuple(
        Word(text="字", span=Span(start_ms=start, end_ms=end), probability=1.0)
        for start, end in words
    )
    span = Span(start_ms=words[0][0], end_ms=words[-1][1])
    segment = Segment(index=0, span=span, text="", words=spoken)
    return Transcript(language="zh", segments=(segment,), made_by=STAMP)


def laid(texts: Script, sound: Narration, **options: object) -> CaptionTrack:
    return lay_captions(
        texts,
        sound,
        EN,
        fill=lambda text: text,
        wrap=lambda text: SETTER.wrap(text, EN),
        apart=lambda text: SETTER.wrap(text, EN, apart=True),
        divide=lambda text, shares: SETTER.divide(text, shares, EN),
        **options,  # type: ignore[arg-type]
    )


def times(track: CaptionTrack) -> list[tuple[int, int, str]]:
    return [(cue.span.start_ms, cue.span.end_ms, " / ".join(cue.rows)) for cue in track.cues]


TWO = script("This is our stainless steel vacuum flask A203. The lid has a cup and a strainer.")
"""Two captions of 45 and 32 characters: 2250 and 1600 ms at 20 a second."""


def test_captions_share_their_line_by_length() -> None:
    assert times(laid(TWO, narration((1000, 7000)))) == [
        (1000, 4452, "This is our stainless / steel vacuum flask A203."),
        (4532, 7000, "The lid has a cup / and a strainer."),
    ]


def test_captions_change_with_the_speakers_words() -> None:
    pausing = heard((1000, 3000), (3050, 3600), (3900, 5900))
    assert times(laid(TWO, narration((1000, 7000)), transcript=pausing)) == [
        (1000, 3820, "This is our stainless / steel vacuum flask A203."),
        (3900, 7000, "The lid has a cup / and a strainer."),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (((1000, 3850), (3900, 5900)), "50 ms are no pause"),
        (((1000, 6300), (6700, 7000)), "too far"),
        (((1000, 1300), (1700, 7000)), "too far"),
    ],
)
def test_a_change_does_not_go_to(words: tuple[tuple[int, int], ...], why: str) -> None:
    spoken = heard(*words)
    said_ms = words[-1][1] - 1000
    start_ms = laid(TWO, narration((1000, 7000)), transcript=spoken).cues[1].span.start_ms
    assert start_ms == pytest.approx(1000 + said_ms * 0.581, abs=40), why


def test_a_dub_has_no_words_of_the_speaker() -> None:
    pausing = heard((1000, 3600), (3900, 5900))
    dubbed = narration((1000, 7000), dubbed=True)
    assert laid(TWO, dubbed, transcript=pausing) == laid(TWO, narration((1000, 7000)))


def test_a_caption_stays_readable_when_the_speaker_pauses_early() -> None:
    # The pause would leave the first one 1.4 s.
    early = heard((1000, 2300), (2500, 5600))
    first, second = laid(TWO, narration((1000, 5900)), transcript=early).cues
    assert first.span.duration_ms >= 2250 and second.span.duration_ms >= 1600


def test_a_line_too_fast_takes_the_silence_after_it() -> None:
    text = script("It keeps drinks hot.", "Come and see us.")
    fast = laid(text, narration((0, 500), (4000, 6000)))
    assert times(fast)[0] == (0, 1000, "It keeps drinks hot.")
    # Not longer than 1.5 s.
    slow = script("This is our stainless steel vacuum flask A203.", "Come and see us.")
    assert times(laid(slow, narration((0, 500), (4000, 6000))))[0][1] == 2000


def test_a_line_too_fast_borrows_what_the_next_one_can_spare() -> None:
    text = script("This is our stainless steel vacuum flask A203.", "Come and see us.")
    assert times(laid(text, narration((0, 1500), (1600, 3000)))) == [
        (0, 2250, "This is our stainless / steel vacuum flask A203."),
        (2330, 3163, "Come and see us."),
    ]
    # No more than it can spare, nor than 833 ms.
    hurried = narration((0, 1500), (1600, 2700), total_ms=2700)
    assert times(laid(text, hurried))[1] == (1787, 2620, "Come and see us.")
    late = narration((0, 1000), (1050, 4000), total_ms=4000)
    assert times(laid(text, late))[1][0] == 1050 + 833


def test_a_line_too_fast_borrows_what_the_one_before_can_spare() -> None:
    text = script("Come and see us.", "This is our stainless steel vacuum flask A203.")
    assert times(laid(text, narration((0, 3000), (3000, 5000), total_ms=5000))) == [
        (0, 2590, "Come and see us."),
        (2670, 4920, "This is our stainless / steel vacuum flask A203."),
    ]


def test_a_line_too_fast_is_told_in_shorter_words() -> None:
    text = script("The price of this flask is ¥18.50.", "The minimum order is 100 pieces.")
    shorter = {0: ["The price is ¥18.50.", "Price: ¥18.50."], 1: ["Minimum: 100 pieces."]}
    track = laid(
        text,
        narration((0, 900), (1000, 3000), total_ms=3000),
        shorter=lambda line: shorter[line.index],
    )
    assert times(track) == [
        (0, 1000, "The price is ¥18.50."),
        (1080, 2920, "The minimum / order is 100 pieces."),
    ]
    assert check_pace(track, text, EN) == ()


def test_captions_change_where_a_sentence_ends_if_there_is_time() -> None:
    text = script("Hello! The price is ¥18.50 each.")
    assert times(laid(text, narration((0, 4000), total_ms=4000))) == [
        (0, 1548, "Hello!"),
        (1628, 3920, "The price is ¥18.50 each."),
    ]
    assert [cue.rows for cue in laid(text, narration((0, 1700), total_ms=1700)).cues] == [
        ("Hello!", "The price is ¥18.50 each.")
    ]


def test_a_line_too_short_to_be_seen_gets_the_minimum() -> None:
    text = script("Hi!", "And so on.", "Come and see us.")
    assert times(laid(text, narration((500, 2000), (2100, 2300), (2400, 4000)))) == [
        (500, 2000, "Hi!"),
        (2100, 2933, "And so on."),
        (3013, 4000, "Come and see us."),
    ]


def test_no_caption_stays_longer_than_seven_seconds() -> None:
    text = script("Hello and welcome to our booth!", "Yes!")
    spans = [
        (cue.span.start_ms, cue.span.end_ms) for cue in laid(text, narration((0, 12_000))).cues
    ]
    assert len(spans) == 2 and max(end - start for start, end in spans) <= MAX_CUE_MS
    assert times(laid(script("Yes!"), narration((0, 12_000)))) == [(0, MAX_CUE_MS, "Yes!")]


def test_two_frames_lie_between_captions() -> None:
    for rate, gap_ms in ((Fraction(25), 80), (Fraction(30_000, 1001), 67), (Fraction(60), 34)):
        first, second = laid(TWO, narration((0, 6000)), frame_rate=rate).cues
        assert second.span.start_ms - first.span.end_ms == gap_ms


def test_an_empty_line_has_no_caption() -> None:
    assert times(laid(script("", "Hi!"), narration((0, 1000), (1000, 3000)))) == [
        (1000, 3000, "Hi!")
    ]


# --- two languages -------------------------------------------------------------------------


def second(*texts: str, code: str = "zh") -> SecondLanguage:
    language = profile(code)
    return SecondLanguage(
        tag=code,
        profile=language,
        text=lambda line: texts[line],
        wrap=lambda text: SETTER.wrap(text, language, second=True),
        divide=lambda text, shares: SETTER.divide(text, shares, language, second=True),
    )


def test_the_second_language_changes_with_the_first() -> None:
    other = second("这是我们的不锈钢真空保温杯A203。盖子带杯子和茶漏。")
    track = laid(TWO, narration((0, 6000)), second=other)
    assert track.second_language == "zh"
    assert [(cue.rows, cue.second_rows) for cue in track.cues] == [
        (
            ("This is our stainless", "steel vacuum flask A203."),
            ("这是我们的不锈钢真空保温杯A203。",),
        ),
        (("The lid has a cup", "and a strainer."), ("盖子带杯子和茶漏。",)),
    ]


def test_a_longer_second_language_gets_more_captions() -> None:
    other = second(
        "هذه قارورتنا الحافظة للحرارة من الفولاذ المقاوم للصدأ، "
        "ولها غطاء محكم مع كوب ومصفاة للشاي، وتحفظ الحرارة طوال اليوم.",
        code="ar",
    )
    track = laid(
        script("This flask has a tight lid with a cup."), narration((0, 9000)), second=other
    )
    assert len(track.cues) > 1
    for cue in track.cues:
        assert 1 <= len(cue.second_rows) <= 2
        assert all(len(row) <= 42 for row in cue.second_rows)


def test_a_second_language_that_says_nothing() -> None:
    track = laid(script("Hi!"), narration((0, 2000)), second=second(""))
    assert track.cues == (
        Cue(span=Span(start_ms=0, end_ms=2000), rows=("Hi!",), line=0, second_rows=()),
    )


# --- pace ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "advice"),
    [
        ("llm", "shorten the line"),
        ("phrasebook", "say less in that sentence, or pause after it"),
    ],
)
def test_whoever_wrote_it_a_line_too_fast_is_told(author: Author, advice: str) -> None:
    text = "The price is eighteen yuan and fifty cents."
    said = script(text, tags={0: ("price",)})
    said = replace(said, lines=(replace(said.lines[0], made_by=author),))
    (found,) = check_pace(laid(said, narration((0, 1000), total_ms=1000)), said, EN)
    assert (found.check, found.severity, found.where) == ("pace", "warn", "en, line 1")
    assert found.message == (
        f"en, line 1: a caption shows 46 characters a second, and a viewer reads 20; {advice}"
    )
    assert check_pace(laid(said, narration((0, 4000))), said, EN) == ()


# --- what holds of every track -------------------------------------------------------------

SENTENCES = st.lists(
    st.sampled_from(["Hello!", "This is our flask.", "It keeps drinks hot for a day, or longer."]),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(
    lines=st.lists(
        st.tuples(SENTENCES, st.integers(0, 1500), st.integers(300, 12_000)), min_size=1, max_size=6
    ),
    pause=st.integers(0, 900),
    rate=st.sampled_from([Fraction(24), Fraction(25), Fraction(60)]),
)
def test_every_track(lines: list[tuple[str, int, int]], pause: int, rate: Fraction) -> None:
    spans, at = [], 0
    for _, before, length in lines:
        spans.append((at + before, at + before + length))
        at = spans[-1][1]
    first = spans[0]
    half = (first[0] + first[1]) // 2
    words = heard((first[0], half), (min(half + pause, first[1] - 1), first[1]))
    track = laid(
        script(*(text for text, *_ in lines)),
        narration(*spans, total_ms=at),
        transcript=words,
        frame_rate=rate,
    )
    assert {cue.line for cue in track.cues} == set(range(len(lines)))
    for before, after in pairwise(track.cues):
        assert after.line >= before.line
        assert after.span.start_ms - before.span.end_ms >= 2000 / rate
    for n, (text, *_) in enumerate(lines):
        own = [cue for cue in track.cues if cue.line == n]
        assert " ".join(row for cue in own for row in cue.rows) == text
        if at >= len(lines) * (MIN_CUE_MS + 100):
            assert all(cue.span.duration_ms >= MIN_CUE_MS for cue in own)
        assert all(cue.span.duration_ms <= MAX_CUE_MS for cue in own)
