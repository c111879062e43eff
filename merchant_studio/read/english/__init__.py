"""Facts read out of English speech, as recognizers write it.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

from .reading import read_english, states_number_english

__all__ = ["read_english", "states_number_english"]
