"""What a user can do in each of the four steps; the page and the HTTP API both call it.

| step | file |
|---|---|
| film, and fill in the sheet before it | `film.py`, `sheet.py` |
| put right what was heard | `transcript.py` |
| check facts and selling points | `facts.py` |
| check scripts | `scripts.py` |
| choose how the videos look | `stills.py` |
| get the videos | `videos.py` |
| in every step: undo and redo | `history.py` |

Each `ACTS` says what a button of the page does: `revise` puts a fact right.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..pressed import Act
from . import facts, film, history, scripts, sheet, stills, transcript, videos

ACTS: Mapping[str, Act] = {
    **film.ACTS,
    **sheet.ACTS,
    **transcript.ACTS,
    **facts.ACTS,
    **scripts.ACTS,
    **stills.ACTS,
    **videos.ACTS,
    **history.ACTS,
}

__all__ = ["ACTS", "facts", "film", "history", "scripts", "sheet", "stills", "transcript", "videos"]
