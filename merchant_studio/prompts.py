"""The texts that chat models are asked with: `data/prompts`.

Every question begins with the same words and goes on with what it is about, so that a model that
has read a product once need not read it again for the next question about it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def prompt(name: str) -> str:
    """A text of `data/prompts`, without the line end behind it."""
    file = resources.files("merchant_studio") / "data" / "prompts" / f"{name}.txt"
    return file.read_text(encoding="utf-8").strip()


def system() -> str:
    """What a model is told before every question."""
    return prompt("system")
