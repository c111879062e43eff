"""Who may ask for what: every request passes here before Gradio or a route of ours sees it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from .owners import CALL, Owners
from .policy import Answer

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]
OPEN_PATHS = frozenset({"/login", "/page.css", "/fonts.css", "/favicon.ico"})
OPEN_FOLDER = "/fonts/"
"""What whoever logs in must see, too."""
CLOSED = re.compile(
    r"/gradio_api/(?:file|proxy|deep_link|custom_component|vibe|undo-vibe|runs|run-history|stream"
    r"|process_recording|component_server|dev/)|/monitoring|/svelte"
)
"""What Gradio would do besides: serve files by their paths, fetch from other servers, run code. The
page needs none of it; videos have a route of their own that knows whose they are."""
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class Guard:
    """Turns away whoever is not logged in, other sites' requests, and paths that are closed."""

    def __init__(
        self,
        app: Asgi,
        user: Callable[[Request], str | None],
        *,
        only_local: bool,
        scripts: str = "",
    ) -> None:
        """`user` says who asks, None: somebody who has to log in first.

        `only_local`: nobody logs in, so only this machine is answered, by its local names.
        `scripts` are those that the page adds when it runs; see `policy.sources`.
        """
        self._scripts = scripts
        self._app, self._user, self._only_local = app, user, only_local
        self._owners = Owners()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if request.client and request.client.host in LOCAL_HOSTS:
            # On one machine compressing takes longer than sending: a fifth of the page's load.
            scope["headers"] = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        refused = self._refusal(request)
        user = self._user(request) if refused is None else None
        asks = bool(user) and request.method == "POST" and CALL.fullmatch(request.scope["path"])

        answer = Answer(send, self._scripts)

        async def pass_on(message: MutableMapping[str, Any]) -> None:
            if asks and user and message["type"] == "http.response.body":
                self._owners.learn(user, message.get("body", b""))
            await answer.send(message)

        app: Any = refused or self._app
        await app(scope, receive, pass_on)

    def _refusal(self, request: Request) -> Response | None:
        path = str(request.scope["path"])  # not the URL's, which a Host header can change
        host = _host_in(f"//{request.headers.get('host', '')}")
        if self._only_local and host not in LOCAL_HOSTS:
            # A name of somebody's site that leads here (DNS rebinding).
            return PlainTextResponse("ask for 127.0.0.1", 400)
        origin = request.headers.get("origin")
        if origin and origin.partition("//")[2] != request.headers.get("host"):
            return PlainTextResponse("asked by another site", 403)
        if CLOSED.match(re.sub("/+", "/", path)):
            return PlainTextResponse("there is no such thing here", 404)
        user = self._user(request)
        if user and not self._owners.may(user, path, request.query_params):
            return PlainTextResponse("there is no such thing here", 404)
        is_open = path in OPEN_PATHS or path.startswith(OPEN_FOLDER)
        if not is_open and user is None:
            if "text/html" in request.headers.get("accept", "") and request.method == "GET":
                return RedirectResponse(f"{request.scope.get('root_path', '')}/login", 303)
            return JSONResponse({"detail": "log in first"}, 401)
        return None


def _host_in(address: str) -> str:
    """The host of an address; empty for one that is none, such as `//[127.0.0.1]`."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
