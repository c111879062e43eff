"""Who may ask for what: every request passes here before Gradio or a route of ours sees it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

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
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)
"""Gradio writes scripts into its page and evaluates templates; nothing comes from elsewhere."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}


class Guard:
    """Turns away whoever is not logged in, other sites' requests, and paths that are closed."""

    def __init__(
        self, app: Asgi, user: Callable[[Request], str | None], *, only_local: bool
    ) -> None:
        """`user` says who asks, None: somebody who has to log in first.

        `only_local`: nobody logs in, so only this machine is answered, by its local names.
        """
        self._app, self._user, self._only_local = app, user, only_local

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

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app: Any = refused or self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        path = request.url.path
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if self._only_local and host not in LOCAL_HOSTS:
            # A name of somebody's site that leads here (DNS rebinding).
            return PlainTextResponse("ask for 127.0.0.1", 400)
        origin = request.headers.get("origin")
        if request.method not in ("GET", "HEAD", "OPTIONS") and origin:
            asked = urlsplit(origin).netloc
            if asked != request.headers.get("host"):
                return PlainTextResponse("asked by another site", 403)
        if CLOSED.match(re.sub("/+", "/", path)):
            return PlainTextResponse("there is no such thing here", 404)
        is_open = path in OPEN_PATHS or path.startswith(OPEN_FOLDER)
        if not is_open and self._user(request) is None:
            if "text/html" in request.headers.get("accept", "") and request.method == "GET":
                return RedirectResponse("login", 303)
            return JSONResponse({"detail": "log in first"}, 401)
        return None
