"""Sentences as they are kept: simplified, with full-width marks, misheard words put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from merchant_studio.engines import Recognition, weights
from merchant_studio.engines.weights import Habits
from merchant_studio.errors import RecordingError
from merchant_studio.hear import hotwords, transcribe_pitch
from merchant_studio.languages import profile
from merchant_studio.records import (
    AudioFile,
    Correction,
    EngineStamp,
    Pitch,
    Segment,
    Sheet,
    Span,
    Term,
    Word,
)

STAMP = EngineStamp(kind="recognizer", name="test", model="test", revision="1", seed=0)
WORDS_MS = 150
WHISPER_BASE = weights.habits(weights.card("whisper-base"), "zh")


class Hearing:
    """A recognizer that hears given words, maybe others without hotwords; `|` is a long pause.

    It is listened to as Whisper base is, unless it is told to have other habits.
    """

    stamp = STAMP

    def __init__(
        self, text: str, without: str | None = None, habits: Habits = WHISPER_BASE
    ) -> None:
        self.text, self.without = text, text if without is None else without
        self.known = habits
        self.asked: list[dict[str, object]] = []

    def habits(self, language: str) -> Habits:
        return self.known if language == "zh" else Habits()

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        prompt: str,
        on_progress: Callable[[int], None],
        pace: float = 1.0,
    ) -> Recognition:
        self.asked.append({"hotwords": hotwords, "prompt": prompt, "pace": pace})
        word_ms = round(WORDS_MS / pace)
        words, at_ms = [], 0
        for character in self.text if hotwords else self.without:
            if character == "|":
                at_ms += 1000
                continue
            span = Span(start_ms=at_ms, end_ms=at_ms + word_ms)
            words.append(Word(text=character, span=span, probability=0.9))
            at_ms += word_ms
        if not words:
            return Recognition(language="zh", segments=())
        on_progress(at_ms)
        whole = Span(start_ms=0, end_ms=at_ms)
        text = "".join(word.text for word in words)
        segment = Segment(index=0, span=whole, text=text, words=tuple(words))
        return Recognition(language="zh", segments=(segment,))


def pitch(*terms: str) -> Pitch:
    audio = AudioFile(
        path=Path("pitch.wav"), duration_ms=60_000, sample_rate_hz=16_000, channels=1, sha256=""
    )
    values = {f"term_{n}": Term(translations={"zh": term}) for n, term in enumerate(terms)}
    return Pitch(slug="p", speech=audio, footage=(), sheet=Sheet(values=values))


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


def test_a_misheard_word_is_put_right_and_recorded() -> None:
    assert heard("大家好。|这款不秀钢宝温杯,出场价18块5。", "不锈钢保温杯") == (
        ["大家好。", "这款不锈钢保温杯，出厂价18块5。"],
        (
            Correction(
                segment=1,
                heard="不秀钢宝温杯",
                meant="不锈钢保温杯",
                why="it sounds like what the sheet says",
            ),
            Correction(
                segment=1,
                heard="出场价",
                meant="出厂价",
                why="it sounds like what the number beside it says",
            ),
        ),
    )


def test_another_language_is_taken_as_it_is_heard() -> None:
    result = transcribe_pitch(pitch(), Hearing("Hello, 老闆!"), profile("en"), lambda ms: None)
    assert [segment.text for segment in result.segments] == ["Hello, 老闆!"]


def test_a_recognizer_of_which_nothing_was_learnt_is_asked_once_and_believed() -> None:
    said = "这款不秀钢宝温杯,出场价18块酒,供率66万,爱姆欧秋200個,220幅。"
    hearing = Hearing(said, habits=Habits())
    heard = transcribe_pitch(pitch("不锈钢保温杯"), hearing, profile("zh"), lambda ms: None)
    words = ("不锈钢保温杯", *profile("zh").hearing.hotwords)
    assert hearing.asked == [{"hotwords": words, "prompt": "", "pace": 1.0}]
    assert [segment.text for segment in heard.segments] == [
        "这款不秀钢宝温杯，出场价18块酒，供率66万，爱姆欧秋200个，220幅。"
    ]
    assert {word.probability for segment in heard.segments for word in segment.words} == {0.9}
    assert (heard.others, heard.corrections) == ((), ())


def test_whisper_base_listens_with_hotwords_without_and_slowly() -> None:
    hearing, told = Hearing("大家好。", "大家號。"), profile("zh").hearing
    sheet = pitch("月光杯", "不锈钢", "月光杯")
    heard = transcribe_pitch(sheet, hearing, profile("zh"), lambda ms: None)
    hints = ("月光杯", "不锈钢", *told.hotwords)
    assert hearing.asked == [
        {"hotwords": hints, "prompt": "", "pace": 1.0},
        {"hotwords": (), "prompt": "", "pace": 1.0},
        {"hotwords": (), "prompt": "", "pace": 0.9},
    ]
    texts = ["".join(segment.text for segment in each) for each in heard.others]
    assert texts == ["大家号。", "大家号。"]
    slow = heard.others[1][0]
    assert [word.span.start_ms for word in slow.words] == pytest.approx([0, 150, 300, 450], abs=1)
    assert slow.span.end_ms == slow.words[-1].span.end_ms == pytest.approx(600, abs=1)
    many = hotwords(pitch(*(f"词{n}" for n in range(60))), profile("zh"))
    assert many[:30] == tuple(f"词{n}" for n in range(30))
    assert many[30:] == profile("zh").hearing.hotwords


def test_silence_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(
        RecordingError, match=r"pitch\.wav has no speech in it; record it again, closer"
    ):
        heard("")


def test_a_repair_that_is_shorter_moves_no_other_word() -> None:
    heard = transcribe_pitch(
        pitch(), Hearing("10速12公里，功率5娃。"), profile("zh"), lambda ms: None
    )
    (segment,) = heard.segments
    assert segment.text == "时速12公里，功率5瓦。"
    assert "".join(word.text for word in segment.words) == segment.text
    assert [word.span.start_ms for word in segment.words if word.text == "瓦"] == [11 * WORDS_MS]


def doubted(text: str) -> list[str]:
    result = transcribe_pitch(pitch(), Hearing(text), profile("zh"), lambda ms: None)
    return [word.text for s in result.segments for word in s.words if word.doubted]


def test_a_number_that_may_go_on_is_doubted() -> None:
    assert doubted("一个18块酒带吸管。") == ["1", "8", "块", "酒"]
    assert doubted("一个18块带吸管。") == []


def test_progress_counts_all_listenings() -> None:
    told: list[int] = []
    transcribe_pitch(pitch(), Hearing("大家好"), profile("zh"), told.append)
    done = 3 * WORDS_MS
    assert told == pytest.approx([(n * 60_000 + done) // 3 for n in range(3)], abs=1)


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
        ("三五" * 30, ["三五" * 30]),
    ],
)
def test_where_sentences_are_parted(text: str, sentences: list[str]) -> None:
    assert heard(text)[0] == sentences


def test_letters_of_full_width_are_written_as_usual() -> None:
    assert heard("型号Ａ２０３﹑防水。") == (["型号A203、防水。"], ())


def test_letters_that_are_written_as_they_sound_are_letters() -> None:
    assert heard("爱姆欧秋200个,FOB宁波。")[0] == ["MOQ200个，FOB宁波。"]
