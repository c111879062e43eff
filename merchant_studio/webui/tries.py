"""How long somebody waits who has typed wrong passwords: a slower answer, never a locked door.

Waiting comes before the work: checking a password takes 128 MB and a third of a second, so only a
few are checked at once, whoever asks. Whoever logs in from another address does not wait for what
a guesser did.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

FREE, FIRST_S, LONGEST_S = 3, 0.5, 10.0
"""Wrong passwords that cost nothing, what the next one costs, and the most that any does."""
WITHIN_S = 900
"""Older ones are forgotten."""
AT_ONCE, WAITING = 2, 3
"""Passwords that are checked at once, of all; and tries of one address that may wait."""
MAX_REMEMBERED = 10_000


class TooManyTriesError(Exception):
    """More tries of one address are waiting than a person makes."""


class Tries:
    """Wrong passwords of late, by name and address, and who waits."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` is a clock in seconds."""
        self._now = now
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)
        self._waiting: defaultdict[str, int] = defaultdict(int)
        self._places = asyncio.Semaphore(AT_ONCE)

    def delay_s(self, name: str, address: str) -> float:
        """How long the next try of this name from this address has to wait, in seconds."""
        many = max(self._recent(f"{address} {name}"), self._recent(address))
        return min(LONGEST_S, FIRST_S * 2 ** (many - FREE)) if many >= FREE else 0.0

    def failed(self, name: str, address: str) -> None:
        """Remember a wrong password."""
        if len(self._failures) > MAX_REMEMBERED:
            self._failures.clear()
        for key in (f"{address} {name}", address):
            self._failures[key].append(self._now())

    @asynccontextmanager
    async def turn(self, name: str, address: str) -> AsyncIterator[None]:
        """Wait as long as it takes until a password may be checked.

        Raises:
            TooManyTriesError: others of that address wait already.
        """
        if self._waiting[address] >= WAITING:
            raise TooManyTriesError
        self._waiting[address] += 1
        try:
            await asyncio.sleep(self.delay_s(name, address))
            async with self._places:
                yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]

    def _recent(self, who: str) -> int:
        times = self._failures.get(who)
        if not times:
            return 0
        while times and times[0] < self._now() - WITHIN_S:
            times.popleft()
        return len(times)
