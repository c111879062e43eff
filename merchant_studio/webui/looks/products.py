"""What the list of products shows of each: its name, a picture, and how far it is."""

from __future__ import annotations

from typing import Any

from ...hear import LOGO_STEM
from ...publish import COVER, VIDEO
from ..choices import Choices
from ..desk import Desk
from ..recordings import SOURCE, TAKES
from ..shelf import Product


def products_look(desk: Desk) -> list[dict[str, Any]]:
    """All products of the user, the newest first."""
    return [
        _look(desk, product, chosen) for product, chosen in desk.office.shelf(desk.user).products()
    ]


def _look(desk: Desk, product: Product, chosen: Choices) -> dict[str, Any]:
    """One product; only names and times of files are asked, for this is made at every press."""
    made = [tag for tag in chosen.languages if (product.folder / tag / VIDEO).is_file()]
    job = desk.office.workshop.job(desk.user, product.id)
    return {
        "id": product.id,
        "name": chosen.name or chosen.unread.get("name", "") or chosen.english,
        "created": chosen.created,
        "languages": chosen.languages,
        "is_open": product.id == desk.product.id,
        "made": len(made),
        "state": "working" if job and job.is_open else _state(chosen, bool(made)),
        "picture": _picture(product, made),
        "film": f"{TAKES}/{chosen.take}" if chosen.take else "",
    }


def _state(chosen: Choices, has_videos: bool) -> str:
    """How far a product is, as the key of a text."""
    reached = {
        "made": has_videos,
        "written": bool(chosen.written),
        "heard": bool(chosen.heard),
        "filmed": bool(chosen.take),
    }
    return next((name for name, is_there in reached.items() if is_there), "new")


def _picture(product: Product, made: list[str]) -> str:
    """The cover of its first video, else its first photo, else nothing."""
    for tag in made:
        cover = product.folder / tag / COVER
        if cover.is_file():
            return f"{tag}/{COVER}?{cover.stat().st_mtime_ns}"
    photos = [path.name for path in product.photos() if not path.name.startswith(LOGO_STEM)]
    return f"{SOURCE}/{photos[0]}" if photos else ""
