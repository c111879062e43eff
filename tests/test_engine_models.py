"""Which model an engine was told to use, its licence, and where it runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import console
from merchant_studio.engines import RECOGNIZERS, WRITERS, EngineOptions, devices, weights
from merchant_studio.engines.fake import FakeTranslator
from merchant_studio.engines.llama_cpp import has_gpu
from merchant_studio.engines.models import ModelEngine, find_model
from merchant_studio.engines.transformers import _loading
from merchant_studio.errors import EngineFailedError, UnknownNameError, UsageError
from merchant_studio.pipeline import Step

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a model into an otherwise empty cache of Hugging Face, as its own tool does."""
    cache = tmp_path / "hub"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))

    def put(name: str) -> Path:
        repo = cache / f"models--{name.replace('/', '--')}"
        snapshot = repo / "snapshots" / COMMIT
        snapshot.mkdir(parents=True)
        (snapshot / "config.json").write_text("{}", encoding="utf-8")
        (repo / "refs").mkdir()
        (repo / "refs" / "main").write_text(COMMIT, encoding="utf-8")
        return snapshot

    return put


# --- which model ----------------------------------------------------------------------------


def test_a_card_tells_revision_and_licence() -> None:
    model = find_model("qwen2.5-coder-1.5b", "writer")
    assert (model.name, model.revision) == ("qwen2.5-coder-1.5b", "cc324af070c2ecbf")
    assert (model.licence, model.commercial) == ("Apache-2.0", True)


def test_a_name_on_the_hub_is_looked_for_in_its_cache(hub: Callable[[str], Path]) -> None:
    with pytest.raises(UsageError) as caught:
        find_model("Qwen/Qwen3-32B", "writer")
    assert str(caught.value) == (
        "the model Qwen/Qwen3-32B is no file or folder here and was not fetched yet; "
        "run: hf download Qwen/Qwen3-32B"
    )
    snapshot = hub("Qwen/Qwen3-32B")
    model = find_model("Qwen/Qwen3-32B", "writer")
    assert (model.path(), model.revision) == (snapshot, COMMIT)
    assert model.licence == "Apache-2.0"


def test_a_licence_is_known_by_the_name_on_the_hub(hub: Callable[[str], Path]) -> None:
    hub("facebook/nllb-200-distilled-600M")
    model = find_model("facebook/nllb-200-distilled-600M", "translator")
    assert (model.licence, model.commercial) == ("CC-BY-NC-4.0", False)


def test_somebodys_own_folder_changes_its_revision_with_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.gguf").write_bytes(b"1")
    before = find_model(str(folder), "writer")
    assert before.path("*.gguf") == folder / "a.gguf" and before.licence == ""
    (folder / "a.gguf").write_bytes(b"22")
    assert find_model(str(folder), "writer").revision != before.revision
    with pytest.raises(UsageError, match=r"mine has no \*\.onnx file; name another model"):
        before.path("*.onnx")


@pytest.mark.parametrize(
    ("option", "kind", "error", "message"),
    [
        ("gpt", "writer", UnknownNameError, "there is no model 'gpt'; choose one of: "),
        ("a/b/c", "writer", UsageError, "the model a/b/c does not exist; give a file, a folder"),
        ("x.gguf", "writer", UsageError, "the model x.gguf does not exist; give a file, a folder"),
        (
            "whisper-base",
            "writer",
            UsageError,
            "the model whisper-base is a recognizer, no writer; name another",
        ),
    ],
)
def test_a_model_that_is_not_there_is_told(
    option: str, kind: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        find_model(option, kind)
    assert str(caught.value).startswith(message)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["transformers"])
def test_an_engine_without_a_default_asks_for_a_model(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        WRITERS.load(name, EngineOptions(model="", seed=7, threads=0))
    assert str(caught.value) == (
        "transformers needs a model: --writer transformers:FOLDER, "
        "or a name on Hugging Face, OWNER/ID"
    )


def test_any_size_of_whisper_goes_by_its_own_name(hub: Callable[[str], Path]) -> None:
    options = EngineOptions(model="large-v3-turbo", seed=7, threads=0)
    with pytest.raises(UsageError) as caught:
        RECOGNIZERS.load("faster-whisper", options)
    assert str(caught.value) == (
        "Whisper large-v3-turbo is not here yet; run: python -c "
        "\"import faster_whisper; faster_whisper.download_model('large-v3-turbo')\""
    )
    hub("mobiuslabsgmbh/faster-whisper-large-v3-turbo")
    stamp = RECOGNIZERS.load("faster-whisper", options).stamp
    assert (stamp.model, stamp.revision, stamp.licence) == ("large-v3-turbo", COMMIT, "MIT")


# --- licences -------------------------------------------------------------------------------


def test_a_licence_that_forbids_business_stands_in_the_report(
    product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = FakeTranslator.stamp.fget  # type: ignore[attr-defined]
    bound = property(lambda s: replace(stamp(s), licence="CC-BY-NC-4.0", commercial=False))
    monkeypatch.setattr(FakeTranslator, "stamp", bound)
    config = StudioConfig(
        out=tmp_path / "out", recognizer="fake", writer="none", translator="fake",
        preset="ultrafast", crf=40,
    )  # fmt: skip
    told: list[Step] = []
    (release,) = Studio(config, told.append).run(product, ["en"])
    message = "the licence of fake, CC-BY-NC-4.0, does not allow commercial use"
    assert [f.message for f in release.findings if f.check == "licence"] == [message]
    assert [f.severity for f in release.findings if f.check == "licence"] == ["warn"]
    report = json.loads((release.folder / "report.json").read_text(encoding="utf-8"))
    assert (report["made_by"][1]["licence"], report["made_by"][1]["commercial"]) == (
        "CC-BY-NC-4.0",
        False,
    )
    assert message in [finding["message"] for finding in report["findings"]]


def test_a_model_that_may_be_sold_is_told_without_a_note() -> None:
    class Own(ModelEngine):
        kind, name = "recognizer", "own"

    told: list[str] = []
    Own(EngineOptions(model="whisper-base", seed=7, threads=0, on_load=told.append))._tell(
        "cpu, int8"
    )
    assert told == ["whisper-base on cpu, int8"]


@pytest.mark.parametrize("silent", [True, False], ids=["log file", "terminal"])
def test_what_is_loaded_stays_to_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], silent: bool
) -> None:
    monkeypatch.setattr(console, "is_silent", lambda where: silent)
    with console.progress() as on_step:
        for _ in range(2):
            on_step(Step(stage="load", what="nllb on cpu; its licence"))
        on_step(Step(stage="script", what="English"))
    assert capsys.readouterr().err.count("loading nllb on cpu; its licence") == 1


# --- devices --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gpus", "device", "precision", "placed"),
    [
        (0, "auto", "auto", ("cpu", "int8")),
        (1, "auto", "auto", ("cuda", "float16")),
        (2, "auto", "int8", ("cuda", "int8")),
        (1, "cpu", "auto", ("cpu", "int8")),
        (1, "cpu", "float32", ("cpu", "float32")),
        (0, "cuda", "auto", ("cuda", "float16")),
    ],
)
def test_ctranslate2_takes_a_gpu_if_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
    gpus: int,
    device: str,
    precision: str,
    placed: tuple[str, str],
) -> None:
    library = SimpleNamespace(get_cuda_device_count=lambda: gpus)
    monkeypatch.setitem(sys.modules, "ctranslate2", library)
    monkeypatch.setattr(devices, "find_spec", lambda name: library)
    assert devices.place(device, precision) == placed


@pytest.mark.torch
@pytest.mark.parametrize(
    ("gpu", "device", "precision", "where", "what"),
    [
        (False, "auto", "auto", "cpu", "float32"),
        (True, "auto", "auto", "cuda", "bfloat16"),
        (True, "cpu", "auto", "cpu", "float32"),
        (True, "auto", "float16", "cuda", "float16"),
    ],
)
def test_transformers_takes_a_gpu_if_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
    gpu: bool,
    device: Any,
    precision: Any,
    where: str,
    what: str,
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    options = EngineOptions(model="m", seed=7, threads=0, device=device, precision=precision)
    placed, loading = _loading(options)
    assert (placed, loading["what"], loading["placed"]) == (where, what, False)
    assert loading["options"] == {"dtype": getattr(torch, what)}


@pytest.mark.torch
@pytest.mark.parametrize("precision", ["int8", "int4"])
def test_small_numbers_are_placed_while_they_are_loaded(
    monkeypatch: pytest.MonkeyPatch, precision: Any
) -> None:
    import torch
    import transformers

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    asked: dict[str, Any] = {}
    monkeypatch.setattr(transformers, "BitsAndBytesConfig", lambda **values: asked.update(values))
    options = EngineOptions(model="m", seed=7, threads=0, precision=precision)
    where, loading = _loading(options)
    assert (where, loading["what"], loading["placed"]) == ("cuda", precision, True)
    assert loading["options"]["device_map"] == "cuda"
    assert (asked["load_in_8bit"], asked["load_in_4bit"]) == (
        precision == "int8",
        precision == "int4",
    )


@pytest.mark.torch
@pytest.mark.parametrize(
    ("device", "precision", "message"),
    [
        ("cuda", "auto", "transformers: there is no GPU here; choose --device cpu"),
        (
            "auto",
            "int4",
            "transformers: int4 needs a library that is not here; "
            "run: pip install bitsandbytes, or choose another --writer-precision",
        ),
    ],
)
def test_what_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, device: Any, precision: Any, message: str
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    options = EngineOptions(model="m", seed=7, threads=0, device=device, precision=precision)
    with pytest.raises(EngineFailedError) as caught:
        _loading(options)
    assert str(caught.value) == message


@pytest.mark.parametrize(("kinds", "found"), [((), False), (("CPU",), False), (("IGPU",), True)])
def test_llama_cpp_asks_its_build_for_gpus(kinds: tuple[str, ...], found: bool) -> None:
    library = SimpleNamespace(
        ggml_backend_dev_type=SimpleNamespace(
            GGML_BACKEND_DEVICE_TYPE_GPU="GPU", GGML_BACKEND_DEVICE_TYPE_IGPU="IGPU"
        ),
        get_device_info=lambda: [{"type": kind} for kind in kinds],
    )
    assert has_gpu(library) is found


def test_weights_are_looked_for_where_a_card_says() -> None:
    assert weights.card_of_hub("qwen/qwen3-32b") == weights.card("qwen3-32b")
    assert weights.card_of_service("deepseek", "deepseek-flash") == weights.card("deepseek-flash")
    assert weights.card_of_hub("owner/none") is weights.card_of_service("vllm", "x") is None
