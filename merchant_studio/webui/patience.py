"""Connections that say nothing, or too little, are closed: nobody holds the page's door open.

A head has 20 seconds. Whoever sends a body, or fetches an answer, has to move 10,000 bytes a
minute: a phone with one bar moves ten times as many, and goes on where it was broken off.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 20.0
"""How long the head of a request may take, from the opening of the connection or the last answer's
end; a phone in a crowded hall needs a few seconds."""
PERIOD_S = 60.0
LEAST_BYTES = 10_000
"""What a body that arrives, or an answer that is fetched, has to move in a period."""


class PatientProtocol(H11Protocol):
    """uvicorn's own, with an end to its patience for heads, bodies and slow readers."""

    _head: asyncio.TimerHandle | None = None
    _watch: asyncio.TimerHandle | None = None
    _received = 0
    _moved: tuple[int | None, int | None] = (None, None)
    """As of the last look; see `_moved_now`."""

    def connection_made(self, transport: Any) -> None:
        """A connection was opened."""
        self._line = _Counted(transport)
        super().connection_made(self._line)  # type: ignore[arg-type]
        self._wait_for_head()
        self._watch = self.loop.call_later(PERIOD_S, self._look)

    def data_received(self, data: bytes) -> None:
        """Something has come: a whole head, or a part of it."""
        self._received += len(data)
        if self._head is None and (self.cycle is None or self.cycle.response_complete):
            self._wait_for_head()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed."""
        self._stop_waiting()
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._head = self.loop.call_later(HEAD_S, self._lose_patience)

    def _stop_waiting(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _lose_patience(self) -> None:
        self._head = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _look(self) -> None:
        """End a connection on which too little was moved since the last look."""
        before, self._moved = self._moved, self._moved_now()
        for then, now in zip(before, self._moved, strict=True):
            if then is not None and now is not None and now - then < LEAST_BYTES:
                self.transport.abort()
                return
        self._watch = self.loop.call_later(PERIOD_S, self._look)

    def _moved_now(self) -> tuple[int | None, int | None]:
        """How many bytes have come, and how many went; None where it is not for the client to act.

        While the page itself is behind with a body, it reads no more of it.
        """
        is_sending = self.conn.their_state is h11.SEND_BODY and not self.flow.read_paused
        left = self._line.get_write_buffer_size()
        gone = self._line.written - left
        return (self._received if is_sending else None, gone if left else None)


class _Counted:
    """A transport that counts what was written to it."""

    def __init__(self, transport: Any) -> None:
        self._transport, self.written = transport, 0

    def write(self, data: bytes) -> None:
        """Write it."""
        self.written += len(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
