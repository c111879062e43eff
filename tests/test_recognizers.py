"""One contract for every recognizer; real ones hear the beginning of the example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faster_whisper.audio import decode_audio

from merchant_studio.engines import RECOGNIZERS, EngineOptions, Recognition, Recognizer, weights
from merchant_studio.engines import faster_whisper as adapter
from merchant_studio.records import Span
from tests import sherpa_models
from tests.api_server import KEY, hears, serving

from .conftest import engine_of, ffmpeg

FLASK = Path(__file__).parents[1] / "examples" / "flask"
SPOKEN_MS = 6000
SPOKEN = "大家好，看看这款不锈钢保温杯。"


SMALL_MODELS = {
    "SenseVoice": sherpa_models.sense_voice,
    "Paraformer": sherpa_models.paraformer,
    "FireRedASR2 CTC": sherpa_models.fire_red_ctc,
    "FireRedASR AED": sherpa_models.fire_red_aed,
    "Qwen3-ASR": sherpa_models.qwen3_asr,
}
TIMING = {"fake": "none", "faster-whisper": "exact", "faster-whisper in batches": "exact"}
ROUGH = ("openai", "sherpa-onnx FireRedASR AED", "sherpa-onnx Qwen3-ASR")


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of a pitch, with the text beside them that the fake recognizer reads."""
    file = tmp_path_factory.mktemp("heard") / "pitch.wav"
    ffmpeg("-i", FLASK / "pitch.mp4", "-t", str(SPOKEN_MS / 1000), file)
    file.with_suffix(".txt").write_text(SPOKEN, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def recording(engine: str, speech: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pitch; for the small models of sherpa-onnx, which hear tones, those of its beginning."""
    if not engine.startswith("sherpa-onnx"):
        return speech
    text = f"{sherpa_models.CHARACTERS} {sherpa_models.CHARACTERS}"
    return sherpa_models.say(tmp_path_factory.mktemp("tones") / "tones.wav", text)


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
        *(f"sherpa-onnx {family}" for family in SMALL_MODELS),
    ],
)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def recognizer(
    engine: str, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recognizer]:
    """The adapter; behind `openai` is a server of this machine that transcribes with Whisper."""
    from faster_whisper import WhisperModel

    if pytestconfig.getoption("--engine"):
        yield engine_of(RECOGNIZERS, engine)
        return
    name, _, family = engine.partition(" ")
    if name == "sherpa-onnx":
        folder = SMALL_MODELS[family](tmp_path_factory.mktemp("model"))
        yield RECOGNIZERS.load(name, EngineOptions(model=str(folder), seed=7, threads=2))
        return
    name, _, batches = engine.partition(" in ")
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
    asked = {"language": "zh", "hotwords": ()} | how
    return recognizer.recognize(audio, on_progress=done.append, **asked), done


@pytest.fixture(scope="module")
def heard(recognizer: Recognizer, recording: Path) -> tuple[Recognition, list[int]]:
    return listen(recognizer, recording, hotwords=("展位",))


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


def test_a_stretch_is_heard_with_the_times_of_the_whole(
    recognizer: Recognizer, recording: Path, heard: tuple[Recognition, list[int]]
) -> None:
    stretch = Span(start_ms=1000, end_ms=SPOKEN_MS)
    part, _ = listen(recognizer, recording, stretch=stretch)
    words = [word for segment in part.segments for word in segment.words]
    assert words and words[0].span.start_ms >= 1000
    assert words[-1].span.end_ms <= SPOKEN_MS + 500
    whole = "".join(segment.text for segment in heard[0].segments)
    assert len("".join(word.text for word in words)) < len(whole)


def test_in_silence_nothing_is_heard(recognizer: Recognizer, silence: Path) -> None:
    assert listen(recognizer, silence)[0].segments == ()


def test_a_recognizer_says_what_it_is(recognizer: Recognizer) -> None:
    stamp = recognizer.stamp
    assert stamp.kind == "recognizer" and stamp.name and stamp.model and stamp.revision
    assert recognizer.stamp == stamp


def test_a_recognizer_says_how_exact_its_times_are(
    recognizer: Recognizer, engine: str, pytestconfig: pytest.Config
) -> None:
    if pytestconfig.getoption("--engine"):
        assert recognizer.timing in ("none", "rough", "exact")
        return
    assert recognizer.timing == TIMING.get(engine, "rough" if engine in ROUGH else "exact")


@pytest.mark.weights
def test_whisper_hears_what_the_plain_library_hears() -> None:
    from faster_whisper import WhisperModel

    folder = str(weights.locate("whisper-base"))
    plain = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2)
    sound = decode_audio(str(FLASK / "pitch.mp4"), sampling_rate=16_000)
    parts, _ = plain.transcribe(sound, language="zh")
    options = EngineOptions(model="whisper-base", seed=7, threads=2)
    ours, _ = listen(adapter.FasterWhisper(options), FLASK / "pitch.mp4")
    assert [s.text.strip() for s in ours.segments] == [part.text.strip() for part in parts]
