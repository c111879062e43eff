"""What a model wrote does not depend on what it was asked before: a killed run goes on alike."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from merchant_studio.engines import Answer, EngineOptions, Form, Question
from merchant_studio.engines.answers import NUMBER, TEXT, a_list, an_object
from merchant_studio.engines.llama_cpp import LlamaCpp
from merchant_studio.languages import profile
from tests.asking import answered
from tests.batches import kill_again_and_again, start_batch, tree
from tests.conftest import ffmpeg

pytestmark = [pytest.mark.weights, pytest.mark.thorough]
PITCH = "\n1. 大家好，欢迎来到我们的展位。\n2. 这款<name>，容量<capacity>，全部用<material>制作。\n"


def asked_of(language: str, pitch: str = PITCH, more: str = "") -> Question:
    """What is asked of a pitch in a language; `more` is asked beside it."""
    row = an_object(line=NUMBER, text=TEXT)
    return Question(
        system="You are a translator.",
        parts=(
            "Rewrite each numbered line for a video. Keep every <tag>.",
            pitch,
            f"In {profile(language).name}. {more}",
        ),
        form=Form(
            schema=an_object(lines=a_list(row, most=2)),
            example='{"lines": [{"line": 1, "text": "..."}]}',
        ),
        max_tokens=120,
    )


def fresh() -> LlamaCpp:
    return LlamaCpp(EngineOptions(model="qwen2.5-coder-0.5b", seed=7, threads=2, device="cpu"))


def test_an_answer_depends_on_its_question_alone() -> None:
    """Whatever is in the model's cache."""
    asked, again = asked_of("es"), asked_of("es", more="Line 2 is too long.")
    first = fresh()
    alone, longer = answered(first, asked), answered(first, again)
    long_lived = fresh()
    told: list[Answer] = []
    others = {
        "too short": asked_of("es", more="Line 2 is too short."),
        "other": asked_of("en", pitch="\n1. 杯盖。\n"),
        **{code: asked_of(code) for code in ("vi", "en", "es", "fr")},
    }
    for before in ([], ["vi", "en"], ["es", "too short"], ["other", "fr"]):
        for name in before:
            answered(long_lived, others[name])
        told.append(answered(long_lived, asked))
        assert answered(long_lived, again) == longer
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
    assert json.loads(whole["a1/en/script.json"])["record"]["whole"], "the writer was asked"
    shutil.rmtree("out")
    kill_again_and_again(start, whole, KILLS, (os.killpg,))
