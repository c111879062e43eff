"""All that a user can do, in one table: the page, the HTTP API and the tools for agents are made
from it.

| what | file |
|---|---|
| how a row is written, and who may ask for it | `table.py` |
| film, and fill in the sheet before it | `film.py`, `sheet.py` |
| put right what was heard | `transcript.py` |
| check facts and selling points | `facts.py` |
| check scripts | `scripts.py` |
| choose how the videos look | `stills.py` |
| get the videos | `videos.py` |
| in every step: undo and redo | `history.py` |
| in every step: other products and steps, the work that is being done | `products.py` |
"""

from __future__ import annotations

from . import facts, film, history, products, scripts, sheet, stills, transcript, videos
from .table import ACTIONS, number_of, text_of

__all__ = [
    "ACTIONS",
    "facts",
    "film",
    "history",
    "number_of",
    "products",
    "scripts",
    "sheet",
    "stills",
    "text_of",
    "transcript",
    "videos",
]
