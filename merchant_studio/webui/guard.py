"""Who may ask for what: every request passes here before Gradio or a route of ours sees it.

Gradio's events and sessions have no owner; here whoever learns another's gets nothing by it. A
browser runs the page's own scripts alone, named by their digests: one that somebody smuggles into a
text is none of them. Gradio evaluates the functions of its templates ('unsafe-eval') and sets
styles on elements ('unsafe-inline').
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
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

MAX_REMEMBERED = 10_000
CALL = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/?")
"""Asking for an event; the answer names it: {"event_id": "..."}."""
EVENT = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/([^/]+)")
"""Its result."""
HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]+)")

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}


class Owners:
    """The user of each event and session, the first who used it."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def may(self, user: str, path: str, query: Mapping[str, str]) -> bool:
        """Whether the user may ask for this: nobody else has asked for it before."""
        found = EVENT.fullmatch(path) or HEARTBEAT.fullmatch(path)
        name = found[1] if found else query.get("session_hash", "")
        return not name or self.owner(name, user) == user

    def owner(self, name: str, user: str) -> str:
        """Whose it is; `user` becomes the owner of what is nobody's."""
        with self._lock:
            while len(self._owners) >= MAX_REMEMBERED:
                self._owners.popitem(last=False)
            return self._owners.setdefault(name, user)

    def learn(self, user: str, answer: bytes) -> None:
        """Remember whose event an answer to `CALL` names."""
        try:
            event = json.loads(answer).get("event_id")
        except (ValueError, AttributeError):
            return
        if isinstance(event, str):
            self.owner(event, user)


def policy(scripts: str) -> str:
    """The Content-Security-Policy of a page whose own inline scripts are `scripts`."""
    return (
        f"default-src 'self'; script-src 'self' 'unsafe-eval'{scripts}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; "
        "form-action 'self'; object-src 'none'"
    )


def sources(*texts: bytes) -> str:
    """Scripts as a policy names them: ` 'sha256-...'` each."""
    digests = (base64.b64encode(hashlib.sha256(text).digest()).decode() for text in texts)
    return "".join(f" 'sha256-{each}'" for each in dict.fromkeys(digests))


class Answer:
    """An answer on its way to the browser, which gets its headers; of a page, when it is whole."""

    def __init__(self, send: Any, scripts: str) -> None:
        """`scripts` are those that the page adds when it runs; see `sources`."""
        self._send, self._scripts = send, scripts
        self._start: MutableMapping[str, Any] | None = None
        self._body = b""

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Pass a part of it on."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers.setdefault("content-security-policy", policy(""))
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=self._start)
            own = sources(*_INLINE.findall(self._body)) + self._scripts
            headers.setdefault("content-security-policy", policy(own))
            await self._send(self._start)
            message = {**message, "body": self._body, "more_body": False}
            self._start = None
        await self._send(message)


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
        `scripts` are those that the page adds when it runs; see `sources`.
        """
        self._scripts = scripts
        self._app, self._user, self._only_local = app, user, only_local
        self._owners = Owners()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["headers"] = [one for one in scope["headers"] if not _is_hearsay(one[0])]
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


def _is_hearsay(header: bytes) -> bool:
    """Whether a header says by which way a request came: the server has read it of a known proxy.

    Gradio would believe it of anybody.
    """
    return header.lower().startswith(b"x-forwarded-")


def _host_in(address: str) -> str:
    """The host of an address; empty for one that is none, such as `//[127.0.0.1]`."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
