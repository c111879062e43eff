"""One correction of a misheard word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters `start` to `end` of a text, and the word that was meant."""

    start: int
    end: int
    heard: str
    meant: str
    expected_by: str
    """Where the word comes from: the sheet, the trade lexicon, the number beside it."""
