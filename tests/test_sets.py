"""The sets that `merchant-studio setup` proposes: their models, memory and languages."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from merchant_studio.engines import weights
from merchant_studio.engines.weights.catalogue import SETS_FILE, card_folder
from merchant_studio.languages import language_codes

SETS: dict[str, dict[str, Any]] = tomllib.loads(
    (card_folder() / SETS_FILE).read_text(encoding="utf-8")
)
BESIDE_THE_MODELS_MB = 500
"""For pictures and sound while the models are loaded."""
MB_PER_GB = 1000


def writer_card(chosen: dict[str, Any]) -> weights.Card:
    engine, model = chosen["writer"].split(":")
    served = weights.card_of_service(engine, model)
    return served or weights.card(model)


def test_the_sets_are_these_from_the_smallest_to_the_largest() -> None:
    assert list(SETS) == ["embedded", "small", "local", "large", "service"]


@pytest.mark.parametrize("name", SETS)
def test_a_set_says_everything_about_itself(name: str) -> None:
    chosen = SETS[name]
    assert list(chosen) == [
        "says", "recognizer", "writer", "memory_gb", "gpu_gb", "models", "key",
    ]  # fmt: skip
    assert chosen["says"].endswith(".") and "\n" not in chosen["says"]


@pytest.mark.parametrize("name", SETS)
def test_a_set_pulls_the_models_that_it_runs_and_no_others(name: str) -> None:
    chosen = SETS[name]
    writer = writer_card(chosen)
    engine, recognizer = chosen["recognizer"].split(":")
    pulled = [weights.card(model) for model in chosen["models"]]
    assert [card.id for card in pulled] == [recognizer, *([writer.id] if writer.files else [])]
    assert all(card.files and card.commercial for card in pulled)
    assert weights.card(recognizer).engine == engine
    assert bool(chosen["key"]) == (not writer.files)


@pytest.mark.parametrize("name", SETS)
def test_a_set_fits_into_the_memory_that_it_asks_for(name: str) -> None:
    chosen = SETS[name]
    cards = [weights.card(model) for model in chosen["models"]]
    needed_mb = BESIDE_THE_MODELS_MB + sum(card.ram_mb or 0 for card in cards)
    assert needed_mb <= chosen["memory_gb"] * MB_PER_GB
    files_mb = sum(card.download_mb for card in cards)
    assert not chosen["gpu_gb"] or files_mb <= chosen["gpu_gb"] * MB_PER_GB * 3 // 4


def test_a_writer_of_a_set_knows_every_language_but_where_the_file_says_so() -> None:
    lacking = {
        name: sorted(set(language_codes()) - set(writer_card(chosen).languages))
        for name, chosen in SETS.items()
    }
    named_by_deepseek = {"en", "zh"}
    assert lacking == {
        "embedded": ["hi", "id", "tr"],
        "small": [],
        "local": [],
        "large": [],
        "service": sorted(set(language_codes()) - named_by_deepseek),
    }
