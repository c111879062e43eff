"""How much of a request is read: each body is bounded before anything is made of it.

A log-in of 300 MB, or JSON of 57 MB that becomes 1.5 GB of objects, would fill the memory of a page
that several use; a file that says it has 5 bytes could bring 20 MB past its sender's quota.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
MAX_BYTES, MAX_LOGIN_BYTES = 256 * 1024, 8 * 1024
"""More than all that is typed on the page, or than a name and a password."""
FILES = re.compile(r"/files/.+|/gradio_api/upload/?")
"""Where files arrive, which have a size of their own that is held to their sender's quota."""
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class TooMuchError(Exception):
    """More arrived than a request may have."""


class Bodies:
    """Lets a request through whose body is within its bound, and reads no more of another one."""

    def __init__(self, app: Asgi) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] in WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        request, path = Request(scope), str(scope["path"])
        told = request.headers.get("content-length", "")
        size = int(told) if told.isdecimal() and len(told) < 16 else None
        try:
            if FILES.fullmatch(path):
                await self._app(scope, _counted(receive, size), send)
                return
            most = MAX_LOGIN_BYTES if path == "/login" else MAX_BYTES
            if size is not None and size > most:
                raise TooMuchError
            body = await _whole(receive, most)
        except TooMuchError:
            refused = JSONResponse({"detail": "this is more than is taken; make it smaller"}, 413)
            await refused(scope, receive, send)
            return
        await self._app(scope, again(body, receive), send)


async def _whole(receive: Any, most: int) -> list[Message]:
    """The messages of a whole body.

    Raises:
        TooMuchError: it has more bytes than that.
    """
    messages: list[Message] = []
    size = 0
    while not messages or messages[-1].get("more_body"):
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        if size > most:
            raise TooMuchError
    return messages


def again(messages: Sequence[Message], receive: Receive) -> Receive:
    """Gives messages that have been read once more, and then what comes."""
    arrived = deque(messages)

    async def next_one() -> Message:
        return arrived.popleft() if arrived else await receive()

    return next_one


def _counted(receive: Receive, size: int | None) -> Receive:
    """A file as it arrives: one that brings more than it said ends there, as if broken off."""
    arrived = 0

    async def count() -> Message:
        nonlocal arrived
        message = await receive()
        arrived += len(message.get("body", b""))
        if size is not None and arrived > size:
            return {"type": "http.disconnect"}
        return message

    return count
