"""What a line may speak of, with the words of each language: a lid, soft, for ever.

Read from `data/concepts/<code>.toml`; what kind a concept is of stands in `concepts.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from .tables import Phrase, Table

CONCEPTS_FOLDER = Path(__file__).parents[1] / "data" / "concepts"


class Concepts(Table):
    """Every concept by its name, in its kind."""

    things: tuple[Phrase, ...]
    """Concrete things, of which a line speaks only if the merchant does: rabbit."""
    topics: tuple[Phrase, ...]
    """Things with words too wide for that."""
    actions: tuple[Phrase, ...]
    """What a product does, or does not: folds."""
    absolutes: tuple[Phrase, ...]
    """What is said of all or for ever."""
    opposites: Mapping[Phrase, Phrase]
    """A concept -> what cannot be true at the same time: soft -> hard."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every concept."""
        return (*self.things, *self.topics, *self.actions, *self.absolutes, *self.opposites)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


Words = Annotated[tuple[Phrase, ...], BeforeValidator(_parted)]
"""Words that a file parts by commas: "rabbit, bunny"."""


class ConceptWords(Table):
    """The words of one language; `*` in a word is the rest of it."""

    words: Mapping[str, Words]
    """Concept -> the words for it."""
    speech: Mapping[str, Words] = {}
    """Concept -> looser words, which may speak of it: 洗澡 is about a bathroom."""


@cache
def concepts() -> Concepts:
    """The concepts, by kind."""
    return Concepts.model_validate(_read("concepts"))


@cache
def concept_words(code: str) -> ConceptWords:
    """The words of a language, by its code."""
    return ConceptWords.model_validate(_read(code))


def _read(name: str) -> dict[str, object]:
    with (CONCEPTS_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
