"""The points of the catalogue that words may mean: 防水 finds `waterproof`, and what is like it."""

from __future__ import annotations

from collections.abc import Mapping

from .catalogue import catalogue
from .recognizing import PERHAPS, candidates


def search(words: str, language: str) -> Mapping[str, str]:
    """Points by id, each as a sheet names it, with values where the words fill its slot.

    Those that hold the words come first, then those that mean something like it; all without words.
    """
    known = catalogue()
    alike = (
        {point.id: str(point) for point in candidates(words, language, least=PERHAPS)}
        if words
        else {}
    )
    holding = [
        name
        for name, point in known.items()
        if words.casefold() in f"{name} {point.zh} {point.en}".casefold()
    ]
    return {name: alike.get(name, name) for name in dict.fromkeys([*holding, *alike])}
