"""Sentences as they are kept: simplified, with full-width marks, misheard words put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio.engines import Recognition, Timing
from merchant_studio.errors import RecordingError
from merchant_studio.hear import doubtful, sheet_words, transcribe_pitch
from merchant_studio.languages import profile
from merchant_studio.records import (
    Correction,
    EngineStamp,
    Pitch,
    Segment,
    Span,
    Word,
)

from .speech import pitch_of
from .values import term

STAMP = EngineStamp(kind="recognizer", name="test", model="test", revision="1", seed=0)
WORDS_MS = 150


class Hearing:
    """A recognizer that hears given words, and in a stretch others; `|` is a long pause.

    A character in brackets, [酒], was not heard for sure.
    """

    stamp = STAMP

    def __init__(self, text: str, again: str = "", timing: Timing = "none") -> None:
        self.text, self.again, self.timing = text, again, timing
        self.asked: list[tuple[Sequence[str], Span | None]] = []

    def hears(self, language: str) -> bool:
        return True

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None = None,
    ) -> Recognition:
        self.asked.append((hotwords, stretch))
        words, at_ms, probability = [], stretch.start_ms if stretch else 0, 0.9
        for character in self.again if stretch else self.text:
            if character in "[]":
                probability = 0.3 if character == "[" else 0.9
                continue
            if character == "|":
                at_ms += 1000
                continue
            span = Span(start_ms=at_ms, end_ms=at_ms + WORDS_MS)
            words.append(Word(text=character, span=span, probability=probability))
            at_ms += WORDS_MS
        if not words:
            return Recognition(language="zh", segments=())
        on_progress(at_ms)
        whole = Span(start_ms=words[0].span.start_ms, end_ms=at_ms)
        text = "".join(word.text for word in words)
        segment = Segment(index=0, span=whole, text=text, words=tuple(words))
        return Recognition(language="zh", segments=(segment,))


def pitch(*terms: str) -> Pitch:
    return pitch_of({f"term_{n}": term(zh=word) for n, word in enumerate(terms)})


def heard(text: str, *terms: str) -> tuple[list[str], tuple[Correction, ...]]:
    result = transcribe_pitch(pitch(*terms), Hearing(text), profile("zh"), lambda ms: None)
    for segment in result.segments:
        assert segment.text == "".join(word.text for word in segment.words)
    return [segment.text for segment in result.segments], result.corrections


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("各位老闆好,歡迎來到我們的展位。", ["各位老板好，欢迎来到我们的展位。"]),
        ("单价18.5元,1,000个起订?", ["单价18.5元，1,000个起订？"]),
        ("大家好。|质量很好。", ["大家好。", "质量很好。"]),
        ("乾淨的杯子", ["干净的杯子"]),
        ("型号A203,防水IP65", ["型号A203，防水IP65"]),
    ],
)
def test_what_is_heard_is_written_in_one_way(text: str, sentences: list[str]) -> None:
    assert heard(text) == (sentences, ())


def test_a_word_of_the_sheet_is_put_right_and_recorded() -> None:
    assert heard("大家好。|这款不秀钢宝温杯,出场价18块5。", "不锈钢保温杯") == (
        ["大家好。", "这款不锈钢保温杯，出场价18块5。"],
        (
            Correction(
                segment=1,
                heard="不秀钢宝温杯",
                meant="不锈钢保温杯",
                why="it sounds like what the sheet says",
            ),
        ),
    )


def test_another_language_is_taken_as_it_is_heard() -> None:
    result = transcribe_pitch(pitch(), Hearing("Hello, 老闆!"), profile("en"), lambda ms: None)
    assert [segment.text for segment in result.segments] == ["Hello, 老闆!"]


def test_one_plain_listening_is_the_transcript() -> None:
    hearing = Hearing("这款不秀钢宝温杯,出场价18块酒,供率66万。")
    result = transcribe_pitch(pitch("月光杯"), hearing, profile("zh"), lambda ms: None)
    assert hearing.asked == [((), None)]
    assert [s.text for s in result.segments] == ["这款不秀钢宝温杯，出场价18块酒，供率66万。"]
    assert (result.others, result.corrections, result.unclear) == ((), (), ())


def test_a_loop_is_listened_to_once_more() -> None:
    hearing = Hearing("请您您您您您您您您看看。", "请您来看看。")
    result = transcribe_pitch(pitch("月光杯"), hearing, profile("zh"), lambda ms: None)
    lasts_ms = len(hearing.text) * WORDS_MS
    assert hearing.asked == [
        ((), None),
        ((), Span(start_ms=0, end_ms=lasts_ms + 300)),
    ]
    assert [segment.text for segment in result.segments] == ["请您来看看。"]
    assert result.unclear == ()


def test_a_loop_that_stays_is_cut_and_told() -> None:
    looped = "请您您您您您您您您看看。"
    result = transcribe_pitch(pitch(), Hearing(looped, looped), profile("zh"), lambda ms: None)
    assert [segment.text for segment in result.segments] == ["请您", "看看。"]
    assert result.unclear == (Span(start_ms=0, end_ms=len(looped) * WORDS_MS),)


@pytest.mark.parametrize(
    ("again", "texts", "unclear"),
    [
        ("这个东西真的很结实。", ["大家好。", "这个东西真的很结实。", "再见。"], ()),
        ("", ["大家好。", "再见。"], (Span(start_ms=1000, end_ms=3400),)),
    ],
)
def test_speech_without_words_is_listened_to_once_more_or_told(
    again: str, texts: list[str], unclear: tuple[Span, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = Span(start_ms=1000, end_ms=3400)
    monkeypatch.setattr(doubtful, "_spoken", lambda audio, gaps: iter([speech]))
    hearing = Hearing("大家好。|||再见。", f"|{again}" if again else "", "rough")
    result = transcribe_pitch(pitch(), hearing, profile("zh"), lambda ms: None)
    assert hearing.asked[1] == ((), Span(start_ms=700, end_ms=3700))
    assert [segment.text for segment in result.segments] == texts
    assert result.unclear == unclear


def test_a_number_that_was_not_heard_for_sure_is_listened_to_once_more() -> None:
    hearing = Hearing("单价18块[5]一个。|颜色[很]多。", "单价18块9一个。")
    result = transcribe_pitch(pitch("月光杯"), hearing, profile("zh"), lambda ms: None)
    assert [w.text for s in result.segments for w in s.words if w.doubted] == ["5", "很"]
    assert hearing.asked == [
        ((), None),
        (("月光杯",), Span(start_ms=0, end_ms=9 * WORDS_MS + 300)),  # here the sheet has a vote
    ]
    assert [["".join(s.text for s in other)] for other in result.others] == [["单价18块9一个。"]]


def test_the_sheet_has_words_for_its_name_its_material_and_its_points() -> None:
    goods = pitch("月光杯", "304不锈钢")
    sheet = replace(goods.sheet, points=("does-not-leak", "倒过来放也不漏", "颜色随您挑"))
    assert sheet_words(replace(goods, sheet=sheet), profile("zh")) == (
        "月光杯",
        "304不锈钢",
        "不会漏水",
        "倒过来放也不漏",
        "颜色随您挑",
    )


def test_silence_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(
        RecordingError, match=r"pitch\.wav has no speech in it; record it again, closer"
    ):
        heard("")


def test_a_repair_that_is_shorter_moves_no_other_word() -> None:
    hearing = Hearing("用3-04不锈钢做。")
    result = transcribe_pitch(pitch("304不锈钢"), hearing, profile("zh"), lambda ms: None)
    (segment,) = result.segments
    assert segment.text == "用304不锈钢做。"
    assert "".join(word.text for word in segment.words) == segment.text
    assert [word.span.start_ms for word in segment.words if word.text == "做"] == [8 * WORDS_MS]


def test_progress_is_that_of_the_first_listening() -> None:
    told: list[int] = []
    transcribe_pitch(pitch(), Hearing("大家好"), profile("zh"), told.append)
    assert told == [3 * WORDS_MS]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # A short pause at a comma ends no sentence, a long one does.
        ("整箱七十二个,九公斤重。", ["整箱七十二个，九公斤重。"]),
        # Too long to be read at once: parted at the comma in the middle, never in a number.
        (
            "这个箱子的质量真的很好大家都可以放心地买回去试试看好不好用吧,颜色也有好几种可以挑喜欢哪个就告诉我们马上给大家安排发货吧多",
            [
                "这个箱子的质量真的很好大家都可以放心地买回去试试看好不好用吧，",
                "颜色也有好几种可以挑喜欢哪个就告诉我们马上给大家安排发货吧多",
            ],
        ),
        (
            "这个产品的质量真的是非常非常好大家都可以放心地买回去试试看保修一百二十个月没有问题的大家放心好了",
            [
                "这个产品的质量真的是非常非常好大家都可以放心地买",
                "回去试试看保修一百二十个月没有问题的大家放心好了",
            ],
        ),
        ("三一四一五九二六五三五八九七九三二三八四六二六四三三八三二七九五零二八八四一九七一",) * 1
        + (["三一四一五九二六五三五八九七九三二三八四六二六四三三八三二七九五零二八八四一九七一"],),
    ],
)
def test_where_sentences_are_parted(text: str, sentences: list[str]) -> None:
    assert heard(text)[0] == sentences


def test_letters_of_full_width_are_written_as_usual() -> None:
    assert heard("型号Ａ２０３﹑防水。") == (["型号A203、防水。"], ())


@pytest.mark.parametrize("number", ["三万五千", "三萬五千", "八點四八"])
def test_a_pause_within_a_number_ends_no_clause_in_either_script(number: str) -> None:
    pause = Span(start_ms=4 * WORDS_MS, end_ms=4 * WORDS_MS + 160)  # after 万, 點
    hearing = Hearing(f"单价{number}块。")
    result = transcribe_pitch(pitch(), hearing, profile("zh"), lambda ms: None, [pause])
    assert "，" not in "".join(segment.text for segment in result.segments)
