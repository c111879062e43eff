"""The families of sherpa-onnx, on small models that hear tones; see `sherpa_models`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio.config import StudioConfig
from merchant_studio.engines import ChosenEngines, EngineOptions, Recognition
from merchant_studio.engines.sherpa_onnx import SherpaOnnx
from merchant_studio.errors import EngineFailedError, UsageError
from tests import sherpa_models
from tests.sherpa_models import BEGIN_MS, CHARACTERS, SPACE_MS, say

EVERY_MS = 300
"""From one tone to the next."""
FAMILIES = [
    sherpa_models.sense_voice,
    sherpa_models.paraformer,
    sherpa_models.fire_red_ctc,
    sherpa_models.fire_red_aed,
    sherpa_models.qwen3_asr,
]
EXACT = FAMILIES[:3]


def opened(folder: Path) -> SherpaOnnx:
    return SherpaOnnx(EngineOptions(model=str(folder), seed=7, threads=2))


def hear(recognizer: SherpaOnnx, file: Path, language: str | None = "zh") -> Recognition:
    return recognizer.recognize(
        file, language=language, hotwords=("大家",), on_progress=lambda done_ms: None
    )


def text_of(heard: Recognition) -> str:
    return "".join(segment.text for segment in heard.segments)


def starts_of(heard: Recognition) -> list[int]:
    return [word.span.start_ms for segment in heard.segments for word in segment.words]


@pytest.mark.parametrize("family", EXACT)
def test_a_word_begins_when_it_is_said(family: Callable[[Path], Path], tmp_path: Path) -> None:
    sentences = 12
    file = say(tmp_path / "tones.wav", " ".join([CHARACTERS] * sentences))
    sentence_ms = len(CHARACTERS) * EVERY_MS + SPACE_MS
    said = [
        BEGIN_MS + number * sentence_ms + n * EVERY_MS
        for number in range(sentences)
        for n in range(len(CHARACTERS))
    ]
    assert starts_of(hear(opened(family(tmp_path)), file)) == pytest.approx(said, abs=60)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_long_recording_is_heard_in_pieces_and_nothing_is_lost(
    family: Callable[[Path], Path], tmp_path: Path
) -> None:
    sentences = 22  # of 2.1 s and a pause: more than three pieces
    file = say(tmp_path / "tones.wav", " ".join([CHARACTERS] * sentences))
    recognizer, done = opened(family(tmp_path)), list[int]()
    heard = recognizer.recognize(file, language="zh", hotwords=(), on_progress=done.append)
    assert text_of(heard) == CHARACTERS * sentences
    assert len(heard.segments) == len(done) > 3 and done == sorted(done)
    begins = [0, *done]
    for segment, begin_ms, end_ms in zip(heard.segments, begins, done, strict=False):
        assert begin_ms <= segment.span.start_ms and segment.span.end_ms <= end_ms


def test_who_speaks_fast_is_heard_to_the_end(tmp_path: Path) -> None:
    """sherpa-onnx stops FireRedASR's decoder at eight characters a second."""
    fast = say(tmp_path / "fast.wav", CHARACTERS * 6, tone_ms=70, pause_ms=20)
    assert text_of(hear(opened(sherpa_models.fire_red_aed(tmp_path)), fast)) == CHARACTERS * 6


def test_a_language_that_the_model_does_not_know_is_refused(tmp_path: Path) -> None:
    recognizer = opened(sherpa_models.sense_voice(tmp_path))
    file = say(tmp_path / "tones.wav", CHARACTERS)
    assert recognizer.hears("ja") and not recognizer.hears("es")
    with pytest.raises(EngineFailedError, match="does not hear Spanish; choose another"):
        hear(recognizer, file, "es")
    assert hear(recognizer, file, None).language == "zh"


def test_qwen3_asr_knows_more_languages_than_are_listed_here(tmp_path: Path) -> None:
    assert opened(sherpa_models.qwen3_asr(tmp_path)).hears("es")


@pytest.mark.parametrize("what", ["empty", "other files", "another family's metadata"])
def test_a_folder_of_another_kind_is_refused_before_it_is_loaded(tmp_path: Path, what: str) -> None:
    """sherpa-onnx would end the process: it tells such an error by `exit`."""
    if what == "other files":
        (tmp_path / "model.onnx").write_bytes(b"")
    if what == "another family's metadata":
        sherpa_models.sense_voice(tmp_path)
        model = tmp_path / "model.int8.onnx"
        strange = re.sub(rb"lang_yue|lfr_window_size", b"x_unknown_x", model.read_bytes())
        model.write_bytes(strange)
    with pytest.raises(UsageError, match="is none of the models that sherpa-onnx runs here"):
        hear(opened(tmp_path), say(tmp_path / "tones.wav", CHARACTERS))


def test_a_broken_model_says_so(tmp_path: Path) -> None:
    folder = sherpa_models.paraformer(tmp_path)
    model = folder / "model.int8.onnx"
    model.write_bytes(model.read_bytes()[100:])
    with pytest.raises(EngineFailedError, match=r"cannot be loaded .* fetch its files again"):
        hear(opened(folder), say(tmp_path / "tones.wav", CHARACTERS))


def test_a_run_begins_only_if_the_recognizer_hears_its_language(tmp_path: Path) -> None:
    folder = sherpa_models.paraformer(tmp_path)
    chosen = StudioConfig(recognizer=f"sherpa-onnx:{folder}", writer="none", source="es")
    with pytest.raises(EngineFailedError, match="does not hear Spanish; choose another with --rec"):
        ChosenEngines(chosen).check()
    ChosenEngines(replace(chosen, source="en")).check()


def test_whisper_listens_to_a_dub_in_a_language_that_the_recognizer_does_not_hear(
    tmp_path: Path,
) -> None:
    folder = sherpa_models.paraformer(tmp_path)
    engines = ChosenEngines(StudioConfig(recognizer=f"sherpa-onnx:{folder}", writer="none"))
    assert engines.listener("en") is engines.recognizer
    assert engines.listener("ru").stamp.model == "whisper-base"
