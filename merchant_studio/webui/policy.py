"""What a browser may run and load of the page: its own scripts, named by their digests.

A script that somebody smuggles into a text is none of them, so it does not run. Gradio evaluates
the functions of its templates ('unsafe-eval') and sets styles on elements ('unsafe-inline').
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}


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
