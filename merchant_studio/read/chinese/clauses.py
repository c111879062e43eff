"""Clauses of a text whose recognizer wrote spaces instead of commas: 价格十八块 一百个起订."""

from __future__ import annotations

import re
from itertools import pairwise

from ..found import CLAUSE_END

_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST = 3
"""Characters of a clause; fewer are a word that stands apart: 18 块, IP65 防水."""


def with_commas(text: str) -> str:
    """The text, as long as before, with a comma for every space between two clauses."""
    if re.search(f"[{CLAUSE_END}]", text.rstrip(CLAUSE_END + " ")):
        return text
    parts = text.split(" ")
    joined = parts[0]
    for before, after in pairwise(parts):
        apart = all(len(part) >= _LEAST and _HAN.search(part) for part in (before, after))
        joined += ("，" if apart else " ") + after
    return joined
