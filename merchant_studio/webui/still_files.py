"""What the server draws and lends: stills of videos that are not made yet, and the page's fonts."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from ..errors import StudioError
from ..languages import canonical_tag
from ..picture.typeset import FONTS, path_of
from ..publish import Stills, close_up, moment_of, to_jpeg
from .session import Session
from .texts import language_of
from .views.stills import caption_stamp, chosen_style, stamp_of
from .wording import tell

LONGEST_PX = 960
"""What a page shows of a still; it is a quarter as large as the video's frame."""
CLOSE_UP_PX = 320
MAX_WAITING = 8
"""Stills of one product that are asked for at the same time: a still and one in each style."""
KEPT_S = 7 * 24 * 3600


class StillFiles:
    """Stills as answers to a browser, one after the other for each product."""

    def __init__(self) -> None:
        self._stills = Stills()
        self._waiting: Counter[str] = Counter()
        self._lock = threading.Lock()

    def answer(self, session: Session, language: str, line: int, request: Request) -> Response:
        """The still of a line, 1 for the first and 0 for the end card.

        `style` draws it in another style than the chosen one, and `close` only its caption. What
        `v` names is never drawn otherwise, so that a browser keeps it.

        Raises:
            HTTPException: there is no such product, or too much is asked at once.
        """
        if not session.product.exists:
            raise HTTPException(404)
        asked = request.query_params
        try:
            with self._turn(session.product.id):
                config = session.config.changed(style=chosen_style(session, asked.get("style", "")))
                stamp = stamp_of(session, canonical_tag(language))
                if "close" in asked:
                    stamp = caption_stamp(session, language, line)
                source = session.product.source
                timeline = self._stills.timeline(session.run, source, language, config)
                at_ms = moment_of(timeline, line - 1 if line > 0 else None)
                picture = self._stills.draw(timeline, at_ms)
                if "close" in asked:
                    picture = close_up(picture, timeline, at_ms)
        except StudioError as error:
            told = tell(error.message, language_of(request))
            return JSONResponse({"wrong": error.message, "told": told}, 422)
        keep = f"private, max-age={KEPT_S}, immutable" if asked.get("v") == stamp else "no-store"
        return Response(
            to_jpeg(picture, CLOSE_UP_PX if "close" in asked else LONGEST_PX),
            media_type="image/jpeg",
            headers={"cache-control": keep},
        )

    @contextmanager
    def _turn(self, product: str) -> Iterator[None]:
        """While a still is made; what comes when too many wait is turned away.

        Raises:
            HTTPException: too many wait.
        """
        with self._lock:
            if self._waiting[product] >= MAX_WAITING:
                raise HTTPException(429, headers={"retry-after": "1"})
            self._waiting[product] += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting[product] -= 1
                self._waiting += Counter()  # forget those of which nothing waits


def font_file(family: str) -> FileResponse:
    """A font of the captions, for browsers that have none for a script; SIL Open Font License.

    Raises:
        HTTPException: there is no such font.
    """
    if family not in FONTS:
        raise HTTPException(404)
    path = path_of(family)
    return FileResponse(
        path,
        media_type=f"font/{path.rpartition('.')[2]}",
        headers={"cache-control": f"public, max-age={KEPT_S}"},
    )
