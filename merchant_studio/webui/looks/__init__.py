"""The values that the page shows, read from a product's records; `views.py` fills templates.

| part | file |
|---|---|
| the four steps | `film.py`, `facts.py`, `scripts.py`, `videos.py` |
| what a line tells buyers, and what a language leaves out | `meaning.py` |
| the sheet before filming, and the shop | `sheet.py`, `shop.py` |
| the progress | `live.py` |
| the list of products | `products.py` |
| what can be undone | `history.py` |
| what several show alike | `common.py` |
"""

from __future__ import annotations

from .common import offered_languages
from .facts import facts_look
from .film import film_look
from .history import history_look, told_of
from .live import live_look
from .products import products_look
from .scripts import script_told, scripts_look
from .sheet import sheet_look
from .shop import shop_look
from .videos import videos_look

__all__ = [
    "facts_look",
    "film_look",
    "history_look",
    "live_look",
    "offered_languages",
    "products_look",
    "script_told",
    "scripts_look",
    "sheet_look",
    "shop_look",
    "told_of",
    "videos_look",
]
