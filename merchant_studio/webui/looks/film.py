"""The values that the first step shows: takes, photos, and the points to say."""

from __future__ import annotations

from typing import Any

from ..desk import Desk
from .sheet import sheet_look

SOURCES = ("zh", "en")
"""Languages that facts are read from."""


def film_look(desk: Desk, language: str) -> dict[str, Any]:
    """Takes, photos, and the points to say."""
    chosen, product, config = desk.product.choices, desk.product, desk.office.config
    return {
        "chosen": chosen,
        "is_small": config.chooser("recognizer") == config.chooser("writer") == "default",
        "sources": SOURCES,
        "sheet": sheet_look(desk, language),
        "takes": [
            {
                "name": path.name,
                "is_used": path.name == chosen.take,
                "mb": f"{path.stat().st_size / 1_000_000:.1f}",
            }
            for path in product.takes()
        ],
        "photos": [path.name for path in product.photos()],
        "megabytes": config.max_megabytes,
        "minutes": config.max_minutes,
    }
