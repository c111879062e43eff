"""Files that are sent to the API: they count as their sender's until a product takes them.

    POST /gradio_api/upload     ["/tmp/.../pitch.mp4"], or why there is no room

Gradio keeps them in a folder of all users; this stands before it and remembers whose they are.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from ..errors import StudioError
from .quota import Quota

UPLOAD = re.compile(r"/gradio_api/upload/?")


class Sent:
    """Lets files through for which their sender has room."""

    def __init__(self, app: Any, quota_of: Callable[[Request], Quota], folder: Path) -> None:
        """`folder` is where Gradio keeps what was sent."""
        self._app, self._quota_of, self._folder = app, quota_of, folder

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http" or not UPLOAD.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        size, quota = request.headers.get("content-length", ""), self._quota_of(request)
        mark = self._folder / f".coming-{secrets.token_hex(16)}"
        try:
            if not size.isdecimal():
                refused = JSONResponse({"detail": "say how large it is (content-length)"}, 411)
                await refused(scope, receive, send)
                return
            await asyncio.to_thread(quota.hold, mark, int(size))
            await self._pass_on(scope, receive, send, quota, mark)
        except StudioError as error:
            await JSONResponse({"detail": str(error)}, 422)(scope, receive, send)
        finally:
            mark.unlink(missing_ok=True)

    async def _pass_on(
        self, scope: MutableMapping[str, Any], receive: Any, send: Any, quota: Quota, mark: Path
    ) -> None:
        """Let Gradio answer, and remember the paths that its answer names."""
        # An answer that is compressed could not be read here.
        scope["headers"] = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        answer = b""

        async def arrive() -> Any:
            mark.touch()
            return await receive()

        async def learn(message: MutableMapping[str, Any]) -> None:
            nonlocal answer
            answer += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                quota.wait_for_product(_paths(answer))
            await send(message)

        await self._app(scope, arrive, learn)


def _paths(answer: bytes) -> list[Path]:
    """The files that an answer names; none, where it says what is wrong."""
    with suppress(ValueError):
        named = json.loads(answer)
        if isinstance(named, list):
            return [Path(one).resolve() for one in named if isinstance(one, str)]
    return []
