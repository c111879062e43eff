"""Recordings and photos that arrive in parts, so that a broken connection loses nothing.

    GET  /files/<product>/<token>                               how much of it is here
    PUT  /files/<product>/<token>?name=take.webm&size=9&at=3    the bytes from 3 on
    POST /files/<product>?name=pitch.mp4                        all of it at once

The browser makes the token and sends until all is here. What has arrived lies in the takes folder
as `.incoming-<token>.webm`, also after the server was killed; `.kept-<token>` remembers which
take it became, lest one whose answer was lost is sent again. It is written before the take has its
name, with the file that is about to get it: `{"kept": "take-2.webm", "size": 9, "from": ...}`. Is
the server killed there, that file is gone if it is the take already.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from ..config import StudioConfig
from ..errors import InputError, StorageError, StudioError
from ..messages import say
from .products import MAX_TAKES, SEEKABLE, Product
from .quota import PRODUCT
from .recordings import TAKES, TooLargeError, suffix_of
from .session import Session
from .texts import language_of
from .wording import tell

TOKEN = re.compile(r"[0-9a-f]{32}")
LEFT = (".incoming-*", ".kept-*", f"{SEEKABLE}*")
"""What may be left of files in the takes folder."""
KEPT_S = 7 * 24 * 3600
"""How long a part waits for the rest of it."""
SENT_S = 24 * 3600
"""How long a file that was sent to the API waits for a product to take it."""
_ADMITTING = tuple(threading.Lock() for _ in range(64))
"""By the token: what a file becomes is decided once, however often the browser asks."""


class Incoming:
    """One file on its way to a product."""

    def __init__(self, product: Product, token: str) -> None:
        """`token` is the browser's name for it.

        Raises:
            InputError: it is no token.
        """
        if not TOKEN.fullmatch(token):
            raise InputError(say("there is no such file on its way; choose it again"))
        self._product, self._token = product, token
        self._folder = product.folder / TAKES
        self._memo = f"{TAKES}/.kept-{token}"

    def state(self) -> dict[str, Any]:
        """`{"has": 3}`, the bytes that are here, or `{"kept": "take-1.webm", "size": 9}`."""
        if noted := self._product.run.read_json(self._memo):
            return {"has": noted["size"]} if "from" in noted else noted
        part = next(self._parts(), None)
        return {"has": part.stat().st_size if part else 0}

    async def write(
        self, name: str, size: int, at: int, body: AsyncIterator[bytes], config: StudioConfig
    ) -> dict[str, Any]:
        """The state after the bytes from `at` on; when all `size` are here, the file is taken in.

        Raises:
            InputError: it cannot be used; nothing of it is kept then.
            StorageError: the folder cannot be written.
        """
        suffix = suffix_of(name)
        if size > config.max_megabytes * 1_000_000:
            raise TooLargeError(name, config)
        state = self.state()
        if "kept" in state or at > state["has"]:
            return state
        part = self._product.run.target(f"{TAKES}/.incoming-{self._token}{suffix}")
        try:
            if state["has"] < size:
                await self._take(part, size, at, body)
            if self.state().get("has") == size:
                await asyncio.to_thread(self._admit, part, name, config)
        except OSError as error:
            raise StorageError.from_os_error(part, error) from error
        return self.state()

    async def _take(self, part: Path, size: int, at: int, body: AsyncIterator[bytes]) -> None:
        """Write the bytes from `at` on; errors as in `write`."""
        await asyncio.to_thread(self._begin, part, size)
        with part.open("r+b") as file:
            file.seek(at)
            async for block in body:
                if file.tell() + len(block) > size:
                    raise InputError(say("more arrived than the browser had said; send it again"))
                await asyncio.to_thread(file.write, block)
            file.flush()
            await asyncio.to_thread(os.fsync, file.fileno())

    def _begin(self, part: Path, size: int) -> None:
        """Make the file of the parts, if there is room; old ones of others are removed.

        Raises:
            InputError: too many are on their way, or there is no room.
            StorageError: the folder cannot be written.
        """
        if not part.exists():
            _remove_old(self._folder)
            if len(list(self._folder.glob(".incoming-*"))) >= MAX_TAKES:
                raise InputError(
                    say("too many files are on their way; wait until some have arrived")
                )
        self._product.quota.take_in(part, size)

    def _admit(self, part: Path, name: str, config: StudioConfig) -> None:
        """Make it a take or a photo, once, however often the browser asks."""
        with _ADMITTING[int(self._token[:8], 16) % len(_ADMITTING)]:
            run, kept = self._product.run, self._placed()
            if kept is None:
                if not part.exists():
                    return
                size = part.stat().st_size

                def note(made: Path, target: Path) -> None:
                    run.write_json(
                        self._memo, {"kept": target.name, "size": size, "from": made.name}
                    )

                try:
                    kept = self._product.admit(part, name, config, note).name
                except InputError:
                    part.unlink(missing_ok=True)
                    raise
            noted = run.read_json(self._memo) or {}
            run.write_json(self._memo, {"kept": kept, "size": noted["size"]})
            part.unlink(missing_ok=True)

    def _placed(self) -> str | None:
        """The name of what it had become when the server was killed; it is used now."""
        noted = self._product.run.read_json(self._memo) or {}
        if "from" not in noted or (self._folder / noted["from"]).exists():
            return None
        for path in (*self._product.takes(), *self._product.photos()):
            if path.name == noted["kept"]:
                self._product.begin_with(path)
        return str(noted["kept"])

    def _parts(self) -> Iterator[Path]:
        return self._folder.glob(f".incoming-{self._token}*")


def remove_abandoned(out: Path, uploads: Path) -> None:
    """Remove what nobody goes on with: old parts, products of nothing else, files sent to the API.

        out/user-1f2e/20261125-1f2e3d4c5b6a/takes/.incoming-0123.webm    a week old

    What cannot be removed stays.
    """
    for product in [*out.glob("*"), *out.glob("user-*/*")]:
        if PRODUCT.fullmatch(product.name):
            takes = product / TAKES
            is_old = _is_old(product, KEPT_S) and (not takes.exists() or _is_old(takes, KEPT_S))
            _remove_old(takes)
            for folder in (takes, product) if is_old else ():
                with suppress(OSError):  # it holds something, or is not there
                    folder.rmdir()
    for folder in uploads.glob("*"):
        if _is_old(folder, SENT_S):
            shutil.rmtree(folder, ignore_errors=True)


def _remove_old(takes: Path) -> None:
    """Remove parts, and notes of what became of parts, that are a week old."""
    for path in chain.from_iterable(map(takes.glob, LEFT)):
        if _is_old(path, KEPT_S):
            with suppress(OSError):
                path.unlink()


def _is_old(path: Path, most_s: float) -> bool:
    """Whether nothing has changed there for so long."""
    with suppress(OSError):
        return path.stat().st_mtime < time.time() - most_s
    return False


def add_incoming(web: FastAPI, session_of: Callable[[str, Request], Session]) -> None:
    """Put the routes into the server; `session_of` gives the session of whoever asks."""

    @web.get("/files/{product}/{token}")
    async def ask(product: str, token: str, request: Request) -> Response:
        return await _answer(request, _asked(session_of(product, request), token))

    @web.put("/files/{product}/{token}")
    async def go_on(
        product: str, token: str, request: Request, name: str, size: int, at: int, owner: str = ""
    ) -> Response:
        session = session_of(product, request)
        if owner and owner != session.app.products(session.user).mark:
            return JSONResponse({"other": True}, 403)  # it was filmed by whoever was logged in then
        incoming = Incoming(session.product, token)
        return await _answer(
            request, incoming.write(name, size, at, request.stream(), session.app.config)
        )

    @web.post("/files/{product}")
    async def receive(product: str, request: Request, name: str = "") -> Response:
        if not session_of(product, request).product.exists:  # only the page begins one by a name
            raise HTTPException(404)
        size = request.headers.get("content-length", "")
        if not size.isdecimal():
            return JSONResponse({"detail": "say how large it is (content-length)"}, 411)
        return await go_on(product, secrets.token_hex(16), request, name, int(size), 0)


async def _asked(session: Session, token: str) -> dict[str, Any]:
    return Incoming(session.product, token).state()


async def _answer(request: Request, state: Awaitable[dict[str, Any]]) -> Response:
    """The state, or why the file cannot be used, in the browser's language."""
    try:
        return JSONResponse(await state)
    except ClientDisconnect:  # nobody reads the answer; the browser asks again
        return Response(status_code=400)
    except StudioError as error:
        told = tell(error.message, language_of(request))
        status = 413 if isinstance(error, TooLargeError) else 422
        return JSONResponse({"wrong": error.message, "told": told}, status)
