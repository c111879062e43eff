"""Connections that say nothing or too little are closed; whoever is only slow is waited for."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.server import ServerState

from merchant_studio.webui import patience
from merchant_studio.webui.patience import LEAST_BYTES, PatientProtocol
from tests.waiting import LIMIT_S, until

LARGE = 32 * 1024 * 1024
"""More than the system keeps for a client that reads nothing."""


class Line:
    """A connection of which the test says how much of what was written is still to be fetched."""

    left = 0
    is_ended = False
    is_paused = False

    def get_extra_info(self, name: str) -> Any:
        return None

    def get_write_buffer_size(self) -> int:
        return self.left

    def is_closing(self) -> bool:
        return self.is_ended

    def write(self, data: bytes) -> None:
        self.left += len(data)

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False

    def abort(self) -> None:
        self.is_ended = True

    close = abort


async def waits(scope: Any, receive: Any, send: Any) -> None:
    """An app that takes its time: it reads no body and answers nothing."""
    await asyncio.Event().wait()


def with_line(test: Callable[[PatientProtocol, Line], Any], app: Any = waits) -> None:
    """Run a test with a connection on which time passes when it says so."""

    async def run() -> None:
        config = uvicorn.Config(app, lifespan="off", log_level="error")
        config.load()
        protocol, line = PatientProtocol(config, ServerState(), {}), Line()
        protocol.connection_made(line)
        await test(protocol, line)
        protocol.connection_lost(None)
        for task in protocol.tasks:
            task.cancel()

    asyncio.run(run())


POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"


def test_a_body_is_waited_for_as_long_as_it_moves() -> None:
    async def test(protocol: PatientProtocol, line: Line) -> None:
        protocol.data_received(POST)
        protocol._look()
        for _ in range(5):
            protocol.data_received(b"x" * LEAST_BYTES)
            protocol._look()
            assert not line.is_ended
        protocol.data_received(b"x" * (LEAST_BYTES - 1))
        protocol._look()
        assert line.is_ended

    with_line(test)


def test_nobody_is_hurried_while_the_page_is_behind() -> None:
    async def test(protocol: PatientProtocol, line: Line) -> None:
        protocol.data_received(POST)
        protocol.data_received(b"x" * 100_000)  # the app has read none of it
        for _ in range(3):
            protocol._look()
            assert line.is_paused and not line.is_ended

    with_line(test)


def test_nobody_is_hurried_while_the_page_works() -> None:
    async def test(protocol: PatientProtocol, line: Line) -> None:
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(3):
            protocol._look()
            assert not line.is_ended

    with_line(test)


def test_an_answer_is_held_as_long_as_it_is_fetched() -> None:
    async def answers(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        await asyncio.Event().wait()

    async def test(protocol: PatientProtocol, line: Line) -> None:
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while not line.left:
            await asyncio.sleep(0)
        protocol._look()
        for _ in range(5):
            line.left -= LEAST_BYTES
            protocol._look()
            assert not line.is_ended
        line.left -= LEAST_BYTES - 1
        protocol._look()
        assert line.is_ended

    with_line(test, answers)


# --- by a server --------------------------------------------------------------------------------


class Told:
    """An app that tells how many of its clients it has done with."""

    def __init__(self) -> None:
        self.begun, self.ended = 0, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/":
            await asyncio.sleep(1)  # twice what a head may take: a long answer is no slow head
            return await self.answer(send, b"here")
        self.begun += 1
        if scope["method"] == "POST":
            while (await receive()).get("more_body"):
                pass
        await self.answer(send, b"x" * LARGE)
        self.ended += 1

    async def answer(self, send: Any, body: bytes) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def served(app: Any) -> Iterator[int]:
    """The port of a server with that app."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=PatientProtocol, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


def test_a_connection_that_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.5)
    with served(Told()) as port:
        for said in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            with socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S) as slow:
                slow.sendall(said)
                assert slow.recv(100) == b""
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=LIMIT_S).text == "here"


def test_forty_slow_ones_keep_nobody_from_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PERIOD_S", 3.0)
    app = Told()
    with served(app) as port, ExitStack() as slow:
        for number in range(40):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S))
            head = POST + b"x" if number % 2 else b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
            one.sendall(head.replace(b"POST /", b"POST /slow"))
        until("forty slow ones", lambda: app.begun == 40)
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=LIMIT_S).text == "here"
        until("the end of forty slow ones", lambda: app.ended == 40)
