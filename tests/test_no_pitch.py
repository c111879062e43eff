"""Talk that is no product pitch states no facts, whatever numbers are in it."""

from __future__ import annotations

import re
from pathlib import Path

from .speech import heard, understood

TEXTS = [
    line
    for line in (Path(__file__).parent / "data/no-pitch.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
MOST = 0.01
"""Of the texts may state a fact with `--accept-heard`."""


def test_hardly_a_text_states_a_fact() -> None:
    stated = []
    for text in TEXTS:
        parts = re.findall(r"[^。！？；]+[。！？；]*", text)
        brief = understood(heard(part, index=n) for n, part in enumerate(parts))
        stated += [(text, fact.key) for fact in brief.facts]
        assert all(finding.severity == "warn" for finding in brief.findings)
    assert len(TEXTS) == 200
    assert len({text for text, _ in stated}) <= MOST * len(TEXTS), stated
