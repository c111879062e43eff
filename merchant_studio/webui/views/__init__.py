"""The values that the page shows, read from a product's records; `templates.py` fills them in.

| part | file |
|---|---|
| the four steps | `film.py`, `facts.py`, `scripts.py`, `videos.py` |
| what a line tells buyers, and what a language leaves out | `meaning.py` |
| the sheet before filming, and the shop | `sheet.py` |
| the progress | `live.py` |
| the list of products | `products.py` |
| what can be undone | `history.py` |
| what several show alike | `common.py` |
"""
