"""Selling points as data: what merchants say of their goods beside facts, in every language.

| noun | file |
|---|---|
| the catalogue: each point's meaning, kind, and what it contradicts | `catalogue.py` |
| which points somebody says: 不掉色 is `does-not-fade` | `recognizing.py`, by `network.py` |
| what fills a slot: 老人 is `seniors` | `values.py` |
| a point's sentence in a language, its slots filled | `sentences.py` |

A point with a slot carries its values: `suits-audience` with `children` and `seniors`.
"""

from .catalogue import COURTESY, Point, Stated, catalogue, slots
from .recognizing import Recognized, read_points
from .sentences import all_sentences, sentences
from .values import stated_by

__all__ = [
    "COURTESY",
    "Point",
    "Recognized",
    "Stated",
    "all_sentences",
    "catalogue",
    "read_points",
    "sentences",
    "slots",
    "stated_by",
]
