"""What the list of products shows of each: its name, a picture, and how far it is."""

from __future__ import annotations

import os
import time
from operator import attrgetter
from pathlib import Path
from typing import Any

from ...errors import StudioError
from ...intake import LOGO_STEM
from ...publish import COVER, VIDEO
from ..products import PAGE_FILE, Product
from ..recordings import SOURCE, TAKES
from ..session import Listing, Row, Session

SETTLED_NS = 50_000_000
"""A folder that has changed so lately may change again without another time, and is read again."""


def listing_of(session: Session) -> Listing:
    """All products of the user, the newest first.

    Of a product whose folder, choices and work are as they were, nothing is read: a thousand
    products are looked at with every press.
    """
    products, jobs = session.app.products(session.user), session.app.jobs
    known, now_ns = session.app.listings.get(products.folder, Listing()), time.time_ns()
    found: dict[str, Row] = {}
    for name in products.names():
        folder, job = f"{products.folder}/{name}", jobs.job(session.user, name)
        try:
            chosen_ns = os.stat(f"{folder}/{PAGE_FILE}").st_mtime_ns
            stamp = chosen_ns, os.stat(folder).st_mtime_ns, job.version if job else ""
            row = known.by_id.get(name)
            if row is None or row.stamp != stamp:
                row = _row(products.product(name), bool(job and job.is_open), row)
                row.stamp = stamp if now_ns - max(stamp[:2]) > SETTLED_NS else ()
        except (OSError, StudioError):  # it was deleted, or is none
            continue
        found[name] = row
    if found != known.by_id:
        rows = sorted(found.values(), key=attrgetter("created"), reverse=True)
        known = session.app.listings[products.folder] = Listing(found, tuple(rows))
    return known


def products_view(session: Session) -> list[dict[str, Any]]:
    """What is shown of each product."""
    return [row.shown for row in listing_of(session).rows]


def _row(product: Product, is_busy: bool, known: Row | None) -> Row:
    """What a product shows now: what is `known` of it, where that says the same."""
    chosen = product.choices
    made = [tag for tag in chosen.languages if (product.folder / tag / VIDEO).is_file()]
    shown = {
        "id": product.id,
        "name": chosen.name or chosen.unread.get("name", "") or chosen.english,
        "created": chosen.created,
        "languages": chosen.languages,
        "made": len(made),
        "state": "working" if is_busy else _state(product, bool(made)),
        "picture": _picture(product, made),
        "film": f"{TAKES}/{chosen.take}" if chosen.take else "",
    }
    return known if known and known.shown == shown else Row(chosen.created, shown)


def _state(product: Product, has_videos: bool) -> str:
    """How far a product is, as the key of a text."""
    chosen = product.choices
    reached = {
        "made": has_videos,
        "written": product.is_written,
        "heard": bool(chosen.heard),
        "filmed": bool(chosen.take),
    }
    return next((name for name, is_there in reached.items() if is_there), "new")


def _picture(product: Product, made: list[str]) -> str:
    """The cover of its first video, else its first photo, else nothing."""
    for tag in made:
        cover: Path = product.folder / tag / COVER
        if cover.is_file():
            return f"{tag}/{COVER}?{cover.stat().st_mtime_ns}"
    photos = [path.name for path in product.photos() if not path.name.startswith(LOGO_STEM)]
    return f"{SOURCE}/{photos[0]}" if photos else ""
