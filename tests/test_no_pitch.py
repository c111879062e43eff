"""Talk that is no product pitch states no facts, whatever numbers are in it."""

from __future__ import annotations

import re
from pathlib import Path

from merchant_studio.read import make_brief
from merchant_studio.records import AudioFile, EngineStamp, Pitch, Sheet, Transcript

from .speech import heard

TEXTS = [
    line
    for line in (Path(__file__).parent / "data/no-pitch.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
MOST = 0.01
"""Of the texts may state a fact with `--accept-heard`."""
PITCH = Pitch(
    slug="talk",
    speech=AudioFile(
        path=Path("talk.wav"), duration_ms=60_000, sample_rate_hz=16_000, channels=1, sha256=""
    ),
    footage=(),
    sheet=Sheet(values={}),
)
STAMP = EngineStamp(kind="recognizer", name="test", model="", revision="", seed=0)


def test_hardly_a_text_states_a_fact() -> None:
    stated = []
    for text in TEXTS:
        parts = re.findall(r"[^。！？；]+[。！？；]*", text)
        segments = tuple(heard(part, index=n) for n, part in enumerate(parts))
        said = Transcript(language="zh", segments=segments, made_by=STAMP)
        brief = make_brief(PITCH, said, accept_heard=True, strict=False)
        stated += [(text, fact.key) for fact in brief.facts]
        assert all(finding.severity == "warn" for finding in brief.findings)
    assert len(TEXTS) == 200
    assert len({text for text, _ in stated}) <= MOST * len(TEXTS), stated
