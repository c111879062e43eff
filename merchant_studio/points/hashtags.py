"""The hashtags of selling points: `suits-place: kitchen` is #cocina, `good-gift` is #regalos.

Read from `data/points/hashtags.toml`; most points have none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ..languages import LanguageProfile
from .catalogue import FOLDER, Stated, catalogue

POINT = "point"
"""The table of points; the others are named after slots."""


def hashtags_of(stated: Stated, profile: LanguageProfile) -> tuple[str, ...]:
    """The hashtags of a point in a language, without `#`; it must be praise, not denial."""
    slot = catalogue()[stated.id].slot
    names = stated.values if slot else (stated.id,)
    words = _hashtags().get(slot or POINT, {})
    return tuple(words[name][profile.code] for name in names if name in words)


@cache
def _hashtags() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Table -> id of a value or point -> language -> hashtag."""
    return tomllib.loads((FOLDER / "hashtags.toml").read_text(encoding="utf-8"))
