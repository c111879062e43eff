"""What a model wrote does not depend on what it was asked before: a killed run goes on alike."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from merchant_studio.engines import EngineOptions
from merchant_studio.engines.llama_cpp import LlamaCpp
from merchant_studio.languages import profile
from merchant_studio.write.request import LineRequest, WritingRequest, WrittenLine
from tests.asking import written
from tests.batches import kill_again_and_again, start_batch, tree
from tests.conftest import ffmpeg

pytestmark = [pytest.mark.weights, pytest.mark.thorough]
PITCH = ("大家好，欢迎来到我们的展位。", "这款<name>，容量<capacity>，全部用<material>制作。")


def request(language: str, glossary: str = "展位 = booth", finding: str = "") -> WritingRequest:
    rules = profile(language).text
    tags = ((), ("name", "capacity", "material"))
    pitch = "\n".join(f"{number}. {text}" for number, text in enumerate(PITCH, start=1))
    standing = "Rewrite each numbered line for a video. Keep every <tag>."
    return WritingRequest(
        standing=standing,
        pitch=f"\n{glossary}\n{pitch}",
        language=profile(language).name,
        instruction="",
        lines=tuple(
            LineRequest(
                number=number,
                tags=tags[number - 1],
                max_chars=50,
                finding=finding,
            )
            for number in ((2,) if finding else (1, 2))
        ),
        letters=rules.letters,
        punctuation=rules.punctuation,
        sentence_end=rules.sentence_end,
    )


def fresh() -> LlamaCpp:
    return LlamaCpp(EngineOptions(model="qwen2.5-coder-0.5b", seed=7, threads=2, device="cpu"))


def test_an_answer_depends_on_its_request_alone() -> None:
    """To the last digit of the model's confidence, whatever is in its cache."""
    asked = request("es")
    first = fresh()
    alone = written(first, asked)
    again = written(first, request("es", finding="too long"))
    long_lived = fresh()
    told: list[tuple[WrittenLine, ...]] = []
    for before in ([], ["vi", "en"], ["es", "again"], ["other", "fr"]):
        for language in before:
            if language == "again":
                written(long_lived, request("es", finding="too short"))
            elif language == "other":
                written(long_lived, request("en", glossary="杯盖 = lid"))
            else:
                written(long_lived, request(language))
        told.append(written(long_lived, asked))
        assert written(long_lived, request("es", finding="too long")) == again
    assert told == [alone] * 4


KILLS = int(os.environ.get("KILLS", "1"))
"""10 were tried: benchmarks/README.md."""
FLASK = Path(__file__).parents[1] / "examples" / "flask"
REAL = (
    *("--writer-model", "qwen2.5-coder-0.5b", "--writer-languages", "en,es"),
    *("--threads", "2", "--preset", "ultrafast"),
)


def test_kills_on_the_real_models_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed again and again while it listens, writes and renders, and gone on with each time."""
    monkeypatch.chdir(tmp_path)
    for name, price in (("A1", "18.5 CNY"), ("A2", "21 CNY")):
        folder = Path("products", name)
        folder.mkdir(parents=True)
        ffmpeg("-i", FLASK / "pitch.mp4", "-t", "8", "-vf", "scale=180:-2", folder / "pitch.mp4")
        sheet = (FLASK / "product.yaml").read_text("utf-8")
        (folder / "product.yaml").write_text(sheet.replace("18.5 CNY", price), encoding="utf-8")

    def start() -> subprocess.Popen[str]:
        return start_batch(Path(), "--to", "en,es", engines=REAL)

    process = start()
    told = process.communicate()
    assert process.returncode == 0, told
    whole = tree(Path("out"))
    lines = json.loads(whole["a1/en/script.json"])["record"]["lines"]
    others = ("trade term", "not said", "it states")
    assert any(not line["why"].startswith(others) for line in lines), "the writer was asked"
    shutil.rmtree("out")
    kill_again_and_again(start, whole, KILLS, (os.killpg,))
