"""Sentences that a merchant types over, splits and joins: order, times, and what stays of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from merchant_studio.errors import InputError
from merchant_studio.records import Correction, EngineStamp, Segment, Span, Transcript, Word
from merchant_studio.run import retyped

STAMP = EngineStamp(kind="recognizer", name="test", model="", revision="", seed=0)
EACH_MS = 200


def heard(*sentences: str, each_ms: int = EACH_MS) -> Transcript:
    """Sentences whose characters are said one after another."""
    segments, at_ms = list[Segment](), 0
    for text in sentences:
        words = []
        for character in text:
            span = Span(start_ms=at_ms, end_ms=at_ms + each_ms)
            words.append(Word(text=character, span=span, probability=0.9, doubted=True))
            at_ms += each_ms
        whole = Span(start_ms=words[0].span.start_ms, end_ms=at_ms)
        segments.append(Segment(index=len(segments), span=whole, text=text, words=tuple(words)))
    return Transcript(language="zh", segments=tuple(segments), made_by=STAMP)


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def times(segment: Segment) -> list[tuple[str, int, int]]:
    return [(word.text, word.span.start_ms, word.span.end_ms) for word in segment.words]


HEARD = heard("大家好。", "这个题手不会掉色。", "单价18块5。")


def test_a_typed_sentence_keeps_the_time_of_what_stays() -> None:
    typed = retyped.retype(HEARD, 1, " 这个提手\x00永远不会掉色。")
    assert texts(typed) == ["大家好。", "这个提手 永远不会掉色。", "单价18块5。"]
    sentence = typed.segments[1]
    assert sentence.typed and not sentence.cut and sentence.span == HEARD.segments[1].span
    assert times(sentence)[:2] == [("这", 800, 1000), ("个", 1000, 1200)]
    assert times(sentence)[-1] == ("。", 2400, 2600)
    assert not any(word.doubted for word in sentence.words)
    assert typed.segments[::2] == HEARD.segments[::2]


def test_new_words_share_the_time_of_those_that_go() -> None:
    typed = retyped.retype(HEARD, 2, "单价19块5。")
    assert times(typed.segments[2])[1:4] == [
        ("价", 2800, 3000),
        ("1", 3000, 3200),
        ("9", 3200, 3400),
    ]
    longer = retyped.retype(HEARD, 2, "单价125块5。").segments[2]
    said = [("1", 3000, 3200), ("25", 3200, 3400), ("块", 3400, 3600)]
    assert times(longer)[2:5] == said
    pressed = retyped.retype(HEARD, 2, "单价已经是18块5。").segments[2]
    said = [("价", 2800, 2850), ("已", 2850, 2900), ("经", 2900, 2950), ("是", 2950, 3000)]
    assert times(pressed)[1:5] == said


def test_nothing_is_changed_by_the_same_text() -> None:
    assert retyped.retype(HEARD, 1, " 这个题手不会掉色。 ") is HEARD


def test_a_sentence_that_nobody_said_is_emptied_and_stays_so() -> None:
    typed = retyped.retype(HEARD, 0, "")
    assert texts(typed)[0] == "" and typed.segments[0].words == ()
    again = retyped.with_kept(heard("大家好！", "这个提手", "单价18块5。"), retyped.kept_of(typed))
    assert texts(again)[0] == "" and "大家" not in "".join(texts(again))


def test_a_sentence_is_split_and_joined_again() -> None:
    parted = retyped.split(HEARD, 1, 4)
    assert texts(parted) == ["大家好。", "这个题手", "不会掉色。", "单价18块5。"]
    assert [s.index for s in parted.segments] == [0, 1, 2, 3]
    assert [s.span.start_ms for s in parted.segments] == [0, 800, 1600, 2600]
    assert [s.cut for s in parted.segments] == [False, True, True, False]
    joined = retyped.merge(parted, 1)
    assert texts(joined) == texts(HEARD) and joined.segments[1].words == HEARD.segments[1].words
    assert texts(retyped.merge(HEARD, 1)) == ["大家好。", "这个题手不会掉色。单价18块5。"]
    english = retyped.merge(heard("It is 5", "yuan a piece."), 0)
    assert texts(english) == ["It is 5 yuan a piece."]


@pytest.mark.parametrize(("index", "at"), [(1, 0), (1, -3), (1, 99), (1, 8), (9, 1), (-1, 1)])
def test_no_half_is_empty(index: int, at: int) -> None:
    with pytest.raises(InputError):
        retyped.split(HEARD, index, at)
    with pytest.raises(InputError, match="no sentence after"):
        retyped.merge(HEARD, 2)
    with pytest.raises(InputError, match="at most 500 characters"):
        retyped.retype(HEARD, 1, "长" * 501)


def test_the_list_of_corrections_follows_its_sentences() -> None:
    meant = retyped.retype(HEARD, 0, "大家好。")
    fixes = tuple(
        Correction(segment=i, heard="x", meant=text, why="it sounds like what the sheet says")
        for i, text in ((1, "题手"), (1, "掉色"), (2, "单价"))
    )
    before = replace(meant, corrections=fixes)
    parted = retyped.split(before, 1, 4)
    left = [(c.segment, c.meant) for c in parted.corrections]
    assert left == [(1, "题手"), (2, "掉色"), (3, "单价")]
    typed = retyped.retype(parted, 1, "这个提手")
    assert [(c.segment, c.meant) for c in typed.corrections] == [(2, "掉色"), (3, "单价")]
    assert [c.segment for c in retyped.merge(before, 0).corrections] == [0, 0, 1]


def test_another_listening_keeps_what_the_merchant_typed() -> None:
    mine = retyped.retype(retyped.split(HEARD, 2, 2), 1, "这个提手不会掉色。")
    other = heard("大家好，这个", "题首不会掉色。蛋价", "18块酒。")
    again = retyped.with_kept(other, retyped.kept_of(mine))
    assert texts(again) == ["大家好，", "这个提手不会掉色。", "蛋价", "18块酒。"]
    assert [s.typed for s in again.segments] == [False, True, False, False]
    back = retyped.back(again, other, 1)
    assert texts(back) == ["大家好，这个", "题首不会掉色。", "蛋价", "18块酒。"]


def test_a_sentence_goes_back_to_what_was_heard() -> None:
    mine = retyped.retype(retyped.retype(HEARD, 1, "提手不掉色"), 0, "你好")
    back = retyped.back(mine, HEARD, 1)
    assert texts(back) == ["你好", "这个题手不会掉色。", "单价18块5。"]
    assert retyped.back(back, HEARD, 0) == HEARD


def test_a_text_that_was_changed_in_the_file_counts_as_typed() -> None:
    one = replace(HEARD.segments[1], text="这个提手不会掉色。")
    by_hand = replace(HEARD, segments=(HEARD.segments[0], one))
    own = retyped.adopted(by_hand, HEARD)
    assert own == retyped.retype(replace(HEARD, segments=HEARD.segments[:2]), 1, one.text)
    assert retyped.adopted(HEARD, HEARD) is HEARD
    whole = retyped.retype(HEARD, 1, "这个提手不会掉色。").segments[1]
    by_hand = replace(HEARD, segments=(HEARD.segments[0], replace(whole, typed=False)))
    assert retyped.adopted(by_hand, HEARD).segments[1].typed
    assert not retyped.adopted(by_hand, None).segments[1].typed
    gap = replace(HEARD, segments=HEARD.segments[::2])
    assert [s.index for s in retyped.adopted(gap, HEARD).segments] == [0, 1]


SENTENCE = st.text("这个提手不会 掉色ab 19。，", min_size=1, max_size=12).filter(str.strip)
CHANGE = st.one_of(
    st.tuples(st.just("retype"), st.integers(0, 6), st.one_of(SENTENCE, st.just(""))),
    st.tuples(st.just("split"), st.integers(0, 6), st.integers(0, 12)),
    st.tuples(st.just("merge"), st.integers(0, 6), st.none()),
    st.tuples(st.just("back"), st.integers(0, 6), st.none()),
)


@example(
    said=["1", "1", "1", "111"],
    again=["1"],
    changes=[("split", 3, 1), ("back", 4, None)],
    each_ms=200,
)
@given(
    said=st.lists(SENTENCE, min_size=1, max_size=4),
    again=st.lists(SENTENCE, min_size=1, max_size=4),
    changes=st.lists(CHANGE, max_size=6),
    each_ms=st.sampled_from([1, 3, 200]),
)
def test_whatever_is_changed_follows_in_time(
    said: list[str],
    again: list[str],
    changes: list[tuple[str, int, object]],
    each_ms: int,
) -> None:
    first = heard(*said, each_ms=each_ms)
    transcript = first
    for name, index, value in changes:
        try:
            match name:
                case "retype":
                    transcript = retyped.retype(transcript, index, str(value))
                case "split":
                    transcript = retyped.split(transcript, index, int(str(value)))
                case "merge":
                    transcript = retyped.merge(transcript, index)
                case _:
                    transcript = retyped.back(transcript, first, index)
        except InputError:
            continue
        check(transcript)
    kept = retyped.kept_of(transcript)
    other = retyped.with_kept(heard(*again, each_ms=each_ms), kept)
    check(other)
    assert [s.text for s in other.segments if s.typed] == [s.text for s in kept if s.typed]
    assert retyped.adopted(transcript, first) is transcript


def check(transcript: Transcript) -> None:
    segments = transcript.segments
    assert [each.index for each in segments] == list(range(len(segments)))
    for each in segments:
        assert each.text == "".join(word.text for word in each.words)
        spans = [word.span for word in each.words]
        for span, following in pairwise(spans):
            assert span.start_ms <= following.start_ms and span.end_ms <= following.end_ms
        if spans:
            assert each.span.start_ms <= spans[0].start_ms + 1
            assert spans[-1].end_ms <= each.span.end_ms + 1
    for one, following in pairwise(segments):
        assert one.span.start_ms <= following.span.start_ms
