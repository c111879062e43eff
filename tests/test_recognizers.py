"""One contract for every recognizer; real ones hear the beginning of the example."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from merchant_studio.engines import RECOGNIZERS, EngineOptions, Recognition, Recognizer, weights
from merchant_studio.engines import faster_whisper as adapter
from merchant_studio.engines.weights import Habits
from merchant_studio.errors import EngineFailedError
from tests.api_server import KEY, hears, serving

from .conftest import ffmpeg

FLASK = Path(__file__).parents[1] / "examples" / "flask"
SPOKEN_MS = 6000
SPOKEN = "大家好，看看这款不锈钢保温杯。"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of a pitch, with the text beside them that the fake recognizer reads."""
    file = tmp_path_factory.mktemp("heard") / "pitch.wav"
    ffmpeg("-i", FLASK / "pitch.mp4", "-t", str(SPOKEN_MS / 1000), file)
    file.with_suffix(".txt").write_text(SPOKEN, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("silent") / "silence.wav"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "2", file)
    file.with_suffix(".txt").write_text("", encoding="utf-8")
    return file


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        pytest.param("faster-whisper", marks=pytest.mark.weights),
        pytest.param("faster-whisper in batches", marks=pytest.mark.weights),
        pytest.param("openai", marks=pytest.mark.weights),
    ],
)
def recognizer(request: pytest.FixtureRequest) -> Iterator[Recognizer]:
    """The adapter; behind `openai` is a server of this machine that transcribes with Whisper."""
    from faster_whisper import WhisperModel

    name, _, batches = request.param.partition(" in ")
    if name != "openai":
        model = "fake" if name == "fake" else "whisper-base"
        with pytest.MonkeyPatch.context() as patch:
            if batches:
                as_on_a_gpu(patch)
            yield RECOGNIZERS.load(name, EngineOptions(model=model, seed=7, threads=2))
        return

    whisper = WhisperModel(str(weights.locate("whisper-base")), compute_type="int8", cpu_threads=2)
    with serving() as served, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", KEY)
        served.answer = hears(whisper)
        options = EngineOptions(model="whisper-1", seed=7, threads=0, url=served.url)
        yield RECOGNIZERS.load(name, options)


def as_on_a_gpu(patch: pytest.MonkeyPatch) -> None:
    """Let the adapter take the way of a GPU, and the model run on the CPU all the same."""
    from faster_whisper import WhisperModel

    class OnCpu(WhisperModel):
        def __init__(self, path: str, *, device: str, **options: Any) -> None:
            super().__init__(path, device="cpu", **options)

    patch.setattr("faster_whisper.WhisperModel", OnCpu)
    patch.setattr(adapter, "place", lambda device, precision: ("cuda", "int8"))


def listen(recognizer: Recognizer, audio: Path, **how: Any) -> tuple[Recognition, list[int]]:
    done: list[int] = []
    asked = {"language": "zh", "hotwords": (), "prompt": ""} | how
    return recognizer.recognize(audio, on_progress=done.append, **asked), done


@pytest.fixture(scope="module")
def heard(recognizer: Recognizer, recording: Path) -> tuple[Recognition, list[int]]:
    return listen(recognizer, recording, hotwords=("展位",), prompt="大家好，欢迎。")


def test_it_hears_what_is_said(heard: tuple[Recognition, list[int]]) -> None:
    found, _ = heard
    assert found.language == "zh"
    assert "大家好" in "".join(segment.text for segment in found.segments)


def test_segments_and_words_are_in_order_and_inside_the_recording(
    heard: tuple[Recognition, list[int]],
) -> None:
    segments = heard[0].segments
    assert [segment.index for segment in segments] == list(range(len(segments)))
    starts = [word.span.start_ms for segment in segments for word in segment.words]
    assert starts == sorted(starts) and starts[0] >= 0
    assert segments[-1].span.end_ms <= SPOKEN_MS + 500
    for segment in segments:
        assert "".join(word.text for word in segment.words) == segment.text
        assert segment.span.start_ms == segment.words[0].span.start_ms
        assert segment.span.end_ms >= segment.words[-1].span.end_ms
        assert all(0 <= word.probability <= 1 for word in segment.words)


def test_progress_goes_forward(heard: tuple[Recognition, list[int]]) -> None:
    done = heard[1]
    assert done and done == sorted(done) and done[-1] <= SPOKEN_MS + 500


def test_what_is_played_slower_is_heard_as_well_and_lasts_longer(
    recognizer: Recognizer, recording: Path, heard: tuple[Recognition, list[int]]
) -> None:
    slow, _ = listen(recognizer, recording, prompt="大家好，欢迎。", pace=0.8)
    assert "大家好" in "".join(segment.text for segment in slow.segments)
    lasts_ms = slow.segments[-1].span.end_ms
    assert lasts_ms == pytest.approx(heard[0].segments[-1].span.end_ms / 0.8, abs=400)


def test_in_silence_nothing_is_heard(recognizer: Recognizer, silence: Path) -> None:
    assert listen(recognizer, silence)[0].segments == ()


def test_a_recognizer_says_what_it_is(recognizer: Recognizer) -> None:
    stamp = recognizer.stamp
    assert stamp.kind == "recognizer" and stamp.name and stamp.model and stamp.revision
    assert recognizer.stamp == stamp


def test_only_whisper_base_has_habits_and_only_in_chinese(recognizer: Recognizer) -> None:
    is_base = recognizer.stamp.model == "whisper-base"
    assert recognizer.habits("en") == Habits()
    assert (recognizer.habits("zh") == Habits()) is not is_base
    assert len(recognizer.habits("zh").listenings) == (3 if is_base else 1)


def test_only_whisper_base_is_asked_more_than_once() -> None:
    asked = {
        card.id: len(weights.habits(card, "zh").listenings)
        for card in weights.cards()
        if card.role == "recognizer"
    }
    assert asked == {"whisper-base": 3, "whisper-small": 1, "whisper-large-v3-turbo": 1}


@pytest.mark.parametrize("card", weights.cards(), ids=lambda card: card.id)
def test_a_card_without_habits_has_none(card: weights.Card) -> None:
    learnt = [code for code in card.languages if weights.habits(card, code) != Habits()]
    assert learnt == (["zh"] if card.id == "whisper-base" else [])


def test_words_that_whisper_cannot_place_are_heard_once_more(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pads: list[dict[str, int] | None] = []

    def transcribe(
        _: object, *, vad_parameters: dict[str, int] | None, **how: Any
    ) -> tuple[Any, Any]:
        pads.append(vad_parameters)
        word = SimpleNamespace(word="好", start=0.5, end=0.9, probability=0.8)
        part = SimpleNamespace(words=[word], end=0.9)

        def parts() -> Iterator[Any]:
            yield part
            if len(pads) < fails:
                yield SimpleNamespace(words=[], end=1.5)
                raise IndexError("boolean index did not match indexed array along axis 0")

        return parts(), SimpleNamespace(language=how["language"])

    monkeypatch.setattr(adapter.FasterWhisper, "_load", lambda self: transcribe)
    options = EngineOptions(model="whisper-base", seed=7, threads=0)
    fails = 2
    found, done = listen(adapter.FasterWhisper(options), recording)
    assert [segment.text for segment in found.segments] == ["好"]
    assert pads == [None, {"speech_pad_ms": 700}]
    assert done == [900, 1500, 1500]
    pads.clear()
    fails = 3
    with pytest.raises(EngineFailedError, match=r"pitch\.wav could not be transcribed"):
        listen(adapter.FasterWhisper(options), recording)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([("我们", 0.9, 1.0), ("保", 0.0, 0.1), ("温", 0.0, 0.9), ("杯", 0.0, 0.0)], "我们"),
        ([("我们", 0.9, 1.0), ("保", 0.4, 0.05), *[("，杯", 0.0, 0.9)] * 3], "我们"),
        ([("我们", 0.9, 1.0), *[("吧", 0.0, 0.8)] * 3], "我们吧吧吧"),
        ([("我们", 0.9, 1.0), *[("杯", 0.0, 0.8)] * 2], "我们杯杯"),
        ([("保", 0.3, 1.0), ("温", 0.3, 1.0), ("杯", 0.3, 1.0)], "保温杯"),
    ],
)
def test_words_that_take_no_time_are_an_echo_of_what_was_expected(
    said: list[tuple[str, float, float]],
    words: str,
    recording: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def transcribe(_: object, **how: Any) -> tuple[Any, Any]:
        starts_s = list(accumulate((takes for _, takes, _ in said), initial=0.0))
        heard = [
            SimpleNamespace(word=text, start=start, end=start + takes, probability=probability)
            for (text, takes, probability), start in zip(said, starts_s, strict=False)
        ]
        part = SimpleNamespace(words=heard, end=starts_s[-1])
        return iter([part]), SimpleNamespace(language=how["language"])

    monkeypatch.setattr(adapter.FasterWhisper, "_load", lambda self: transcribe)
    options = EngineOptions(model="whisper-base", seed=7, threads=0)
    found, _ = listen(adapter.FasterWhisper(options), recording, hotwords=("保温杯",))
    assert [segment.text for segment in found.segments] == [words]
