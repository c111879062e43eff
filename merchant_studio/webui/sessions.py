"""Who is logged in, and how often somebody tried."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import defaultdict, deque

COOKIE = "merchant_studio"
LASTS_S = 30 * 24 * 3600
"""A phone at a booth stays logged in for a fair."""
TRIES, WITHIN_S = 8, 300
"""Wrong passwords for a name, or from an address, before it must wait."""
MAX_REMEMBERED = 10_000


class Sessions:
    """Logged-in users by the token in their cookie; a restart logs everybody out."""

    def __init__(self) -> None:
        self._users: dict[str, tuple[str, float]] = {}
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def start(self, user: str) -> str:
        """A new token for the user."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.time()
            self._users = {k: v for k, v in self._users.items() if v[1] > now}
            self._users[_digest(token)] = (user, now + LASTS_S)
        return token

    def user(self, token: str | None) -> str | None:
        """Whose token it is; None: nobody's, or it has expired."""
        found = self._users.get(_digest(token)) if token else None
        return found[0] if found and found[1] > time.time() else None

    def end(self, token: str | None) -> None:
        """Forget a token."""
        if token:
            self._users.pop(_digest(token), None)

    def may_try(self, *who: str) -> bool:
        """Whether none of these (a name, an address) has failed too often of late."""
        with self._lock:
            return all(self._recent(each) < TRIES for each in who)

    def failed(self, *who: str) -> None:
        """Remember a wrong password."""
        with self._lock:
            if len(self._failures) > MAX_REMEMBERED:
                self._failures.clear()
            for each in who:
                self._failures[each].append(time.time())

    def _recent(self, who: str) -> int:
        times = self._failures.get(who)
        if not times:
            return 0
        while times and times[0] < time.time() - WITHIN_S:
            times.popleft()
        return len(times)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
