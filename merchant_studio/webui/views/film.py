"""The values that the first step shows: takes, photos, and the points to say."""

from __future__ import annotations

from typing import Any

from ...intake import AUDIO_SUFFIXES
from ..session import Session
from .sheet import sheet_view

SOURCES = ("zh", "en")
"""Languages that facts are read from."""


def film_view(session: Session, language: str) -> dict[str, Any]:
    """Takes, photos, and the points to say."""
    chosen, product, config = session.product.choices, session.product, session.app.config
    return {
        "owner": session.app.products(session.user).mark,
        "chosen": chosen,
        "is_small": config.chooser("recognizer") == config.chooser("writer") == "default",
        "sources": SOURCES,
        "sheet": sheet_view(session, language),
        "takes": [
            {
                "name": path.name,
                "is_sound": path.suffix in AUDIO_SUFFIXES,
                "is_used": path.name == chosen.take,
                "start_ms": chosen.cuts.get(path.name, (0, 0))[0],
                "end_ms": chosen.cuts.get(path.name, (0, 0))[1],
                "mb": f"{path.stat().st_size / 1_000_000:.1f}",
            }
            for path in product.takes()
        ],
        "photos": [path.name for path in product.photos()],
        "size": _size(config.max_megabytes),
        "minutes": config.max_minutes,
    }


def _size(megabytes: int) -> str:
    """How large a file may be, as one says it: 4096 is `4 GB`."""
    return f"{megabytes // 100 / 10:g} GB" if megabytes >= 1000 else f"{megabytes} MB"
