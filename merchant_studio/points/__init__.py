"""Selling points as data: what merchants say of their goods beside facts, in every language.

| noun | file |
|---|---|
| the catalogue: each point's meaning, kind, and its sentences, its hashtags | `catalogue.py` |
| which points somebody says: 不掉色 is `does-not-fade` | `recognizing.py`, by `network.py` |

A point with a slot carries its values: `suits-audience` with `children` and `seniors`.
"""

from .catalogue import (
    COURTESY,
    Point,
    Stated,
    all_sentences,
    catalogue,
    hashtags_of,
    sentences,
    slots,
)
from .recognizing import (
    OFFER,
    OFFERED,
    PERHAPS,
    Recognized,
    candidates,
    read_points,
    search,
    stated_by,
)

__all__ = [
    "COURTESY",
    "OFFER",
    "OFFERED",
    "PERHAPS",
    "Point",
    "Recognized",
    "Stated",
    "all_sentences",
    "candidates",
    "catalogue",
    "hashtags_of",
    "read_points",
    "search",
    "sentences",
    "slots",
    "stated_by",
]
