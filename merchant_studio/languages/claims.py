"""The words with which a language claims something of a product, and those with which it denies.

Read from `data/claims/<code>.toml`; what the families of claims mean stands in `families.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .tables import Phrase, Table

CLAIMS_FOLDER = Path(__file__).parents[1] / "data" / "claims"


class Family(Table):
    """Claims that mean the same: it is waterproof."""

    says: Phrase
    """What they say, in English."""
    keys: tuple[Phrase, ...] = ()
    """Facts that allow it."""
    includes: tuple[Phrase, ...] = ()
    """Weaker families, which whoever claims it claims, too."""


class Denials(Table):
    """How a language denies; `*` in a word is the rest of it."""

    before: tuple[Phrase, ...]
    """Words that stand before what they deny: not, without."""
    after: tuple[Phrase, ...]
    """Words that stand after what they deny: değil."""
    within: tuple[Phrase, ...] = ()
    """Words that deny themselves, by their endings: *maz."""
    everyday: tuple[Phrase, ...]
    """Phrases that hold such a word and deny nothing: not only, do not hesitate."""
    soft: tuple[Phrase, ...] = ()
    """Words of a merchant's that another language may say with a denial: 难, 免, only."""


class ClaimWords(Table):
    """The words of one language; `*` in a word is the rest of it."""

    claims: Mapping[str, tuple[Phrase, ...]]
    """Family -> what an advertisement says."""
    speech: Mapping[str, tuple[Phrase, ...]] = {}
    """Family -> looser words with which a merchant has said as much: 淋雨 is water-repellent."""
    everyday: tuple[Phrase, ...] = ()
    """Phrases that hold a claim's word and claim nothing: feel free."""
    prefixes: tuple[Phrase, ...] = ()
    """What may be written before any of the words at once: the article ال, و for and."""
    denial: Denials


@cache
def families() -> Mapping[str, Family]:
    """Every family by its name."""
    return {name: Family.model_validate(table) for name, table in _read("families").items()}


@cache
def claim_words(code: str) -> ClaimWords:
    """The words of a language, by its code."""
    return ClaimWords.model_validate(_read(code))


def _read(name: str) -> dict[str, object]:
    with (CLAIMS_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
