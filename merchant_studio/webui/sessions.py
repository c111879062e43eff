"""Who is logged in."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass

COOKIE = "merchant_studio"
LASTS_S = 30 * 24 * 3600
"""A phone at a booth stays logged in for a fair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A user who has logged in."""

    user: str
    stamp: str
    """What the user's password was then: a new password ends the session."""
    until: float


class Sessions:
    """Logged-in users by the token in their cookie; a restart logs everybody out."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def start(self, user: str, stamp: str) -> str:
        """A new token for the user."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.time()
            self._sessions = {k: v for k, v in self._sessions.items() if v.until > now}
            self._sessions[_digest(token)] = Session(user=user, stamp=stamp, until=now + LASTS_S)
        return token

    def find(self, token: str | None) -> Session | None:
        """The session of a token; None: there is none, or it has expired."""
        found = self._sessions.get(_digest(token)) if token else None
        return found if found and found.until > time.time() else None

    def end(self, token: str | None) -> None:
        """Forget a token."""
        if token:
            self._sessions.pop(_digest(token), None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
