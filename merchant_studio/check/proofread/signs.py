"""Currency signs that a buyer may take for another currency: a bare ¥ is the yuan or the yen.

The reader has this list of its own, so that a language file that brings such a sign is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...languages import LanguageProfile

_SIGNS: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CN", "JP"}),
    "￥": frozenset({"CN", "JP"}),
    "$": frozenset(),
    "＄": frozenset(),
}
"""A sign of several currencies -> the markets whose buyers know it as their own money's alone.

The dollar sign has none: a text in English for the US is read in Canada and Australia, too.
"""
_SIGN = r"(?<![^\W\d_])([¥￥$＄])(?![^\W\d_])"
_GAP = "[\\s\u200e\u200f\u061c]*"
_BARE = re.compile(rf"{_SIGN}(?={_GAP}[-−]?\d)|(?<=\d){_GAP}{_SIGN}")
"""Beside a number. Not US$, R$ or JP¥, whose letters tell whose it is."""


def ambiguous_signs(text: str, profile: LanguageProfile) -> Iterator[str]:
    """What is wrong with each sign of a finished text that may mean another currency."""
    for sign in dict.fromkeys(found[1] or found[2] for found in _BARE.finditer(text)):
        if profile.market not in _SIGNS[sign]:
            yield f"{sign} may be taken for another currency"
