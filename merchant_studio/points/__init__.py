"""Selling points as data: what merchants say of their goods beside facts, in every language.

| noun | file |
|---|---|
| the catalogue: each point's meaning, kind, and what it contradicts | `catalogue.py` |
| which points somebody says: 不掉色 is `does-not-fade` | `recognizing.py`, by `network.py` |
| the points that words may mean | `searching.py` |
| a point's hashtags | `hashtags.py` |
| what fills a slot: 老人 is `seniors` | `values.py` |
| a point's sentence in a language, its slots filled | `sentences.py` |

A point with a slot carries its values: `suits-audience` with `children` and `seniors`.
"""

from .catalogue import COURTESY, Point, Stated, catalogue, slots
from .hashtags import hashtags_of
from .recognizing import OFFER, OFFERED, PERHAPS, Recognized, candidates, read_points
from .searching import search
from .sentences import all_sentences, sentences
from .values import stated_by

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
