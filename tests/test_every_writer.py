"""The example through the whole pipeline with every writer and translator there is: real Whisper,

real models, a real server. Whoever writes, every fact is kept, and the report says who it was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.engines import weights
from merchant_studio.publish.checking import check_run
from tests.waiting import LIMIT_S

from . import tiny_models
from .conftest import ffmpeg

pytestmark = [pytest.mark.weights, pytest.mark.thorough]
FLASK = Path(__file__).parents[1] / "examples" / "flask"
STATED = (
    *(
        "stainless steel vacuum flask",
        "CNY\u00a018.50",
        "100 pieces",
        "7 days",
        "500 mL",
        "12 hours",
    ),
    *("A203", "LFGB, FDA", "F3-21056", "8 colors", "304 stainless steel", "138 0000 0000"),
)
SMALL = "qwen2.5-coder-0.5b"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, its picture made small: what is tested here is who writes."""
    folder = tmp_path_factory.mktemp("example") / "flask"
    shutil.copytree(FLASK, folder, ignore=shutil.ignore_patterns("*.mp4", "drawing"))
    ffmpeg(
        *("-i", FLASK / "pitch.mp4", "-vf", "scale=144:256,fps=5", "-c:a", "copy"),
        *("-preset", "ultrafast", folder / "pitch.mp4"),
    )
    return folder


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that the pitch is heard once."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture
def run(example: Path, out: Path) -> Callable[..., dict[str, Any]]:
    """Makes the English video with these engines, and gives its report."""

    def make(*, stated: Sequence[str] = STATED, **engines: str) -> dict[str, Any]:
        config = StudioConfig(
            out=out, writer_languages="en", preset="ultrafast", crf=40, timeout=LIMIT_S, **engines
        )
        (release,) = Studio(config).run(example, ["en"])
        assert not release.blocked, release.findings
        assert check_run(release.folder.parent) == ()
        report: dict[str, Any] = json.loads(
            (release.folder / "report.json").read_text(encoding="utf-8")
        )
        texts = " ".join(line["text"] for line in report["lines"])
        assert [value for value in stated if value not in texts] == []
        assert (release.folder / "video.mp4").stat().st_size > 10_000
        assert report["made_by"][0] == {
            "kind": "recognizer",
            "name": "faster-whisper",
            "model": "whisper-base",
            "revision": "d01c3014881c9c6f",
            "seed": 7,
            "licence": "MIT",
            "commercial": True,
        }
        return report

    return make


def authors(report: dict[str, Any]) -> set[str]:
    return {line["written_by"] for line in report["lines"]}


def maker(report: dict[str, Any]) -> tuple[str, str, str, str]:
    """Role, engine, model and revision of who wrote."""
    made_by = report["made_by"][1]
    return tuple(made_by[name] for name in ("kind", "name", "model", "revision"))


def test_fake(run: Callable[..., dict[str, Any]]) -> None:
    report = run(writer="fake", stated=STATED[1:])  # it writes whole pitches and names nothing
    assert maker(report) == ("writer", "fake", "fake", "1") and "llm" in authors(report)


def test_llama_cpp(run: Callable[..., dict[str, Any]]) -> None:
    report = run(writer=f"llama.cpp:{SMALL}")
    assert maker(report) == ("writer", "llama.cpp", SMALL, "1d9614638d18024d")
    assert authors(report) <= {"llm", "llm-retry", "phrasebook", "points", "nobody"}


def test_an_openai_compatible_server(run: Callable[..., dict[str, Any]], llama_server: str) -> None:
    report = run(writer=f"llama-server:{llama_server}")
    kind, name, model, revision = maker(report)
    assert (kind, name) == ("writer", "llama-server")
    file = next(weights.locate(SMALL).glob("*.gguf")).name
    assert model == file and revision.startswith(f"{llama_server}: {file}")
    assert authors(report) <= {"llm", "llm-retry", "phrasebook", "points", "nobody"}


def test_transformers(run: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    folder = tiny_models.causal(tmp_path / "random")
    report = run(writer=f"transformers:{folder}")
    assert maker(report)[:3] == ("writer", "transformers", "random") and maker(report)[3]
    assert authors(report) <= {"llm", "llm-retry", "phrasebook", "points", "nobody"}


def test_a_ctranslate2_translator(run: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "original").mkdir()
    tiny_models.nllb(tmp_path / "original")
    folder = tiny_models.converted(tmp_path / "original", tmp_path / "nllb")
    report = run(writer="none", translator=f"ctranslate2:{folder}", translator_languages="en")
    assert maker(report)[:3] == ("translator", "ctranslate2", "nllb") and maker(report)[3]
    assert authors(report) <= {"translator", "phrasebook", "points", "nobody"}
    assert [f["message"] for f in report["findings"] if f["check"] == "licence"] == [
        "the licence of nllb, CC-BY-NC-4.0, does not allow commercial use"
    ]
