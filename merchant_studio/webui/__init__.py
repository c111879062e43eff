"""The merchant's page: film, check the facts, check the scripts, get the videos.

| noun | file |
|---|---|
| what a user can do: one table, which feeds the page, the HTTP API and agents | `actions/` |
| the page, and what a press does; each press once | `page.py`, `presses.py` |
| the HTTP API and the tools for agents | `api.py`, `answers.py` |
| what a field asks while it is filled in | `field_routes.py` |
| what the page shows, and its templates in `data/webui` | `views/`, `templates.py` |
| its words, and the core's in its language | `texts.py`, `wording.py` |
| a product before its user; its records, each read once | `session.py`, `reading.py` |
| a user's products, and what was chosen for each | `products.py`, `choices.py` |
| what the next product begins with | `shop.py` |
| which scripts are of the facts as they are now | `stale_scripts.py` |
| what is found in them, and which languages it keeps from being made | `found.py` |
| the queue and the process that works; how far it is | `jobs.py`, `tasks.py`, `progress.py` |
| the server: routes, uploads, files | `serving.py`, `guard.py` |
| its port, and the browser that is opened there | `address.py` |
| stills and fonts | `still_files.py` |
| logging in, who may, and what is written down of it | `login.py`, `users.py`, `audit.py` |
| how much each user may keep; files that wait for their product | `quota.py`, `api_uploads.py` |
| what arrives, in parts; what is used of a take | `uploads.py`, `recordings.py` |

It has no logic of its own: it shows and edits a run folder, and calls the pipeline.
"""

from __future__ import annotations

from typing import Any

from . import commands


def serve(*arguments: Any, **options: Any) -> None:
    """Answer browsers until Ctrl-C; see `serving.serve`. Gradio is loaded only now."""
    from .serving import serve as answer

    answer(*arguments, **options)


__all__ = ["commands", "serve"]
