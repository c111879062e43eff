"""A local OpenAI-compatible server that does what a test tells it to, however badly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

KEY = "sk-4f9a-secret-of-the-merchant-77"


class Served:
    """A running server: what it was asked, and how it answers next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.closing = Event()
        self.answer: Callable[[Handler, dict[str, Any]], None] = lambda handler, body: None

    def in_turn(self, *answers: Callable[[Handler, dict[str, Any]], None]) -> None:
        """Answer each request as its turn says, and all later ones as the last."""
        left = list(answers)

        def answer(handler: Handler, body: dict[str, Any]) -> None:
            (left.pop(0) if len(left) > 1 else left[0])(handler, body)

        self.answer = answer


class Handler(BaseHTTPRequestHandler):
    """One request; it goes to the test's answer."""

    served: Served
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        is_json = self.headers["Content-Type"] == "application/json"
        body = json.loads(raw) if is_json else {"raw": raw}
        self.served.asked.append({"path": self.path, **body})
        self.served.keys.append(self.headers.get("Authorization", ""))
        self.served.answer(self, body)

    def do_GET(self) -> None:
        self.send(200, {"object": "list", "data": [{"id": "small", "object": "model"}]})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send(self, status: int, body: Any, **headers: str) -> None:
        """A whole answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", headers.get("content_type", "application/json"))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self) -> None:
        """The head of an answer that comes in parts."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def event(self, text: str, finish: str | None = None) -> None:
        """One part of a streamed chat answer."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "small-v1"}
        self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())


def says(text: str) -> Callable[[Handler, dict[str, Any]], None]:
    """Stream a whole answer."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin_stream()
        for at in range(0, len(text), 7):
            handler.event(text[at : at + 7])
        handler.event("", "stop")
        handler.wfile.write(b"data: [DONE]\n\n")

    return answer


def breaks_off(text: str) -> Callable[[Handler, dict[str, Any]], None]:
    """Stream a part, and close the connection."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin_stream()
        handler.event(text)

    return answer


def fails(status: int, code: str = "") -> Callable[[Handler, dict[str, Any]], None]:
    """An error that repeats the key, as some servers do."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        message = f"wrong: {handler.headers.get('Authorization')}"
        error = {"error": {"message": message, "code": code or None}}
        handler.send(status, error, retry_after_ms="1")

    return answer


def stays_silent(handler: Handler, body: dict[str, Any]) -> None:
    """Take the request and never answer."""
    handler.served.closing.wait(30)
    handler.close_connection = True


def trickles(handler: Handler, body: dict[str, Any]) -> None:
    """Send a comment now and then, as a sign of life, and nothing else."""
    handler.begin_stream()
    while not handler.served.closing.wait(0.05):
        try:
            handler.wfile.write(b": keep-alive\n\n")
        except OSError:
            return


def sends(data: bytes) -> Callable[[Handler, dict[str, Any]], None]:
    """Send bytes that are no answer at all."""
    return lambda handler, body: handler.send(200, data)


@contextmanager
def serving() -> Iterator[Served]:
    """A server on a free port of this machine."""
    own = type("Own", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1")
    own.served = served  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
