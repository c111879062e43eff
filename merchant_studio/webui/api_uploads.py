"""Files that are sent to the API: they count as their sender's until a product takes them.

    POST /gradio_api/upload     ["/tmp/.../pitch.mp4"], or why there is no room

Gradio keeps them in a folder of all users; this stands before it and remembers whose they are. A
call that names a file names one that its caller has sent: Gradio would fetch any address, and take
a file of whoever knows its path.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from ..errors import StudioError
from .bodies import Message, Receive, Scope, again
from .quota import COMING_S, Quota

UPLOAD = re.compile(r"/gradio_api/upload/?")
CALL = re.compile(r"/gradio_api/(?!mcp/).*")
"""Whatever else a program asks; agents (MCP) are on this machine, and nobody else is then."""
PARTS = (".coming-*", "tmp*")
"""What lies in Gradio's folder of an upload that is on its way, or broke off."""


class Sent:
    """Lets files through for which their sender has room."""

    def __init__(self, app: Any, quota_of: Callable[[Request], Quota], folder: Path) -> None:
        """`folder` is where Gradio keeps what was sent."""
        self._app, self._quota_of, self._folder = app, quota_of, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Any) -> None:
        """One request."""
        if scope["type"] != "http" or not CALL.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
        elif UPLOAD.fullmatch(scope["path"]):
            await self._upload(scope, receive, send)
        else:
            await self._call(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Any) -> None:
        """Pass on what names no file but the caller's own."""
        request = Request(scope, receive)
        body = await request.body()
        try:
            named = set(_named(json.loads(body))) if body else set()
        except (ValueError, RecursionError):
            await JSONResponse({"detail": "this is no JSON"}, 422)(scope, receive, send)
            return
        if named and not self._quota_of(request).has_sent(named):
            told = "upload the recording first, and give the path that you get"
            await JSONResponse({"detail": told}, 422)(scope, receive, send)
            return
        whole = {"type": "http.request", "body": body, "more_body": False}
        await self._app(scope, again([whole], receive), send)

    async def _upload(self, scope: Scope, receive: Receive, send: Any) -> None:
        """Let Gradio take a file in, if there is room for it."""
        remove_broken(self._folder)
        request = Request(scope)
        size, quota = request.headers.get("content-length", ""), self._quota_of(request)
        mark = self._folder / f".coming-{secrets.token_hex(16)}"
        try:
            if not size.isdecimal():
                refused = JSONResponse({"detail": "say how large it is (content-length)"}, 411)
                await refused(scope, receive, send)
                return
            await asyncio.to_thread(quota.hold, mark, int(size))
            is_whole = await self._pass_on(scope, receive, send, quota, mark)
        except StudioError as error:
            await JSONResponse({"detail": error.message}, 422)(scope, receive, send)
            return
        if is_whole:
            mark.unlink(missing_ok=True)

    async def _pass_on(
        self, scope: Scope, receive: Receive, send: Any, quota: Quota, mark: Path
    ) -> bool:
        """Let Gradio answer, and remember the paths that its answer names.

        False: it broke off. What came of it lies there and counts, until `remove_broken`.
        """
        # An answer that is compressed could not be read here.
        scope["headers"] = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        answer, is_whole = b"", True

        async def arrive() -> Message:
            nonlocal is_whole
            mark.touch()
            message = await receive()
            is_whole = message["type"] == "http.request"
            return message

        async def learn(message: Message) -> None:
            nonlocal answer
            answer += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                quota.wait_for_product(_paths(answer))
            await send(message)

        with suppress(ClientDisconnect):
            await self._app(scope, arrive, learn)
        return is_whole


def remove_broken(folder: Path) -> None:
    """Remove what is left of uploads that broke off, as soon as they count no more."""
    for part in chain.from_iterable(map(folder.glob, PARTS)):
        with suppress(OSError):
            if part.is_file() and part.stat().st_mtime < time.time() - COMING_S:
                part.unlink()


def _named(value: Any) -> Iterator[Path]:
    """The files that a call names, as Gradio knows them: tables with a path."""
    if isinstance(value, dict):
        if isinstance(value.get("path"), str):
            yield Path(value["path"])
        yield from chain.from_iterable(map(_named, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_named, value))


def _paths(answer: bytes) -> list[Path]:
    """The files that an answer names; none, where it says what is wrong."""
    with suppress(ValueError):
        named = json.loads(answer)
        if isinstance(named, list):
            return [Path(one).resolve() for one in named if isinstance(one, str)]
    return []
