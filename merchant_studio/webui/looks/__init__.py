"""The values that the page shows, read from a product's records; `views.py` fills templates.

| part | file |
|---|---|
| the four steps | `film.py`, `facts.py`, `scripts.py`, `videos.py` |
| the progress | `live.py` |
| what can be undone | `history.py` |
| what several show alike | `common.py` |
"""

from __future__ import annotations

from .common import offered_languages
from .facts import facts_look
from .film import film_look
from .history import history_look, told_of
from .live import live_look
from .scripts import found_in_script, scripts_look
from .videos import videos_look

__all__ = [
    "facts_look",
    "film_look",
    "found_in_script",
    "history_look",
    "live_look",
    "offered_languages",
    "scripts_look",
    "told_of",
    "videos_look",
]
