"""Banks of what merchants say (data/said): every fact in it is read, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from merchant_studio.facts import agree, read_sheet
from merchant_studio.records import AudioFile, EngineStamp, Pitch, Sheet, Transcript
from merchant_studio.stages.brief import settle_brief, summary

from .speech import heard

DATA = Path(__file__).parent / "data" / "said"
STAMP = EngineStamp(kind="recognizer", name="fake", model="", revision="", seed=0)
SILENCE = AudioFile(
    path=Path("pitch.wav"), duration_ms=1, sample_rate_hz=16_000, channels=1, sha256=""
)
PITCH = Pitch(slug="goods", speech=SILENCE, footage=(), sheet=Sheet(values={}))


def bank(name: str) -> list[Any]:
    phrases = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        pytest.param(each["say"], each["facts"], id="".join(each["say"])[:40]) for each in phrases
    ]


@pytest.mark.parametrize(("said", "facts"), [*bank("trade"), *bank("product"), *bank("pitches")])
def test_every_fact_that_is_said(
    said: str | list[str], facts: dict[str, object], tmp_path: Path
) -> None:
    sheet = tmp_path / "product.yaml"
    sheet.write_text(yaml.safe_dump(facts, allow_unicode=True) if facts else "", encoding="utf-8")
    expected = read_sheet(sheet, "zh").values
    sentences = [said] if isinstance(said, str) else said
    segments = tuple(heard(text, index=i) for i, text in enumerate(sentences))
    transcript = Transcript(language="zh", segments=segments, made_by=STAMP)
    brief = settle_brief(PITCH, transcript, accept_heard=True, strict=False)
    read = {fact.key: fact.value for fact in brief.facts}
    same = {key for key, value in read.items() if key in expected and agree(value, expected[key])}
    assert {key: summary(read[key]) for key in read if key not in same} == {}
    assert same == set(expected)
