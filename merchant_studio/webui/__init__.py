"""The merchant's page: film, check the facts, check the scripts, get the videos.

| noun | file |
|---|---|
| the server: routes, uploads, files | `serving.py`, `guard.py`, `patience.py` |
| stills and fonts | `still_files.py` |
| logging in, and what is written down of it | `login.py`, `sessions.py`, `tries.py`, `audit.py` |
| its port, and the browser that is opened there | `address.py` |
| Gradio, imported in half the time | `stubs.py` |
| the file of users | `users.py` |
| the page, and what a press does | `page.py`, `pressed.py`; each press once: `presses.py` |
| whether a tab shows what is there now | `versions.py` |
| what it shows | `views.py`, `looks/`, templates in `data/webui` |
| its words, and the core's in its language | `texts.py`, `wording.py` |
| a product before its user, and what he can do in each step | `desk.py`, `steps/` |
| which scripts are of the facts as they are now | `written.py` |
| what is found in them, and which languages it keeps from being made | `found.py` |
| where products are kept, and what was chosen for them | `shelf.py`, `choices.py` |
| what the next product begins with | `shop.py` |
| how much each user may keep | `quota.py`; what waits for its product: `sent.py` |
| what arrives, in parts; what is used of a take | `incoming.py`, `recordings.py` |
| what a field asks while it is filled in | `asked.py` |
| the queue and the process that works | `workshop.py`, `tasks.py` |
| how far it is, and how long it takes | `progress.py`, `pace.py` |
| the HTTP API and the tools for agents | `api.py`, `answers.py` |

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
