"""What a user can do in each of the four steps; the page and the HTTP API both call it.

| step | file |
|---|---|
| film | `film.py` |
| check facts and selling points | `facts.py` |
| check scripts | `scripts.py` |
| choose how the videos look | `stills.py` |
| get the videos | `videos.py` |

Each `ACTS` says what a button of the page does: `revise` puts a fact right.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..pressed import Act
from . import facts, film, scripts, stills, videos

ACTS: Mapping[str, Act] = {**film.ACTS, **facts.ACTS, **scripts.ACTS, **stills.ACTS, **videos.ACTS}

__all__ = ["ACTS", "facts", "film", "scripts", "stills", "videos"]
