"""Logging in and out: `POST /login`, `POST /logout`; and how long a guesser waits.

Waiting comes before the work: checking a password takes 128 MB and a third of a second, so only a
few are checked at once, whoever asks. A guesser gets slower answers, never a locked door, and
whoever logs in from another address does not wait for what he did.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from .audit import Audit
from .templates import login_page
from .texts import language_of
from .users import Users

COOKIE = "merchant_studio"
LASTS_S = 30 * 24 * 3600
"""A phone at a booth stays logged in for a fair."""
FREE, FIRST_S, LONGEST_S = 3, 0.5, 10.0
"""Wrong passwords that cost nothing, what the next one costs, and the most that any does."""
WITHIN_S = 900
"""Older ones are forgotten."""
AT_ONCE, WAITING = 2, 3
"""Passwords that are checked at once, of all; and tries of one address that may wait."""
COUNTED, MAX_REMEMBERED = 20, 10_000
"""Wrong passwords that are remembered of an address, and addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A user who has logged in."""

    user: str
    stamp: str
    """What the user's password was then: a new password ends the session."""
    until: float


class Tokens:
    """Logged-in users by the token in their cookie; a restart logs everybody out."""

    def __init__(self) -> None:
        self._sessions: dict[str, LoggedIn] = {}
        self._lock = threading.Lock()

    def start(self, user: str, stamp: str) -> str:
        """A new token for the user."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.time()
            self._sessions = {k: v for k, v in self._sessions.items() if v.until > now}
            self._sessions[_digest(token)] = LoggedIn(user=user, stamp=stamp, until=now + LASTS_S)
        return token

    def find(self, token: str | None) -> LoggedIn | None:
        """The session of a token; None: there is none, or it has expired."""
        found = self._sessions.get(_digest(token)) if token else None
        return found if found and found.until > time.time() else None

    def end(self, token: str | None) -> None:
        """Forget a token."""
        if token:
            self._sessions.pop(_digest(token), None)


class TooManyTriesError(Exception):
    """More tries of one address are waiting than a person makes."""


class LoginThrottle:
    """The wrong passwords of each address, and how many of its tries wait."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` is a clock in seconds."""
        self._now = now
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._waiting: dict[str, int] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    def delay_s(self, address: str) -> float:
        """How long the next try from this address has to wait, in seconds."""
        since = self._now() - WITHIN_S
        many = sum(at >= since for at in self._failures.get(address, ()))
        return min(LONGEST_S, FIRST_S * 2 ** (many - FREE)) if many >= FREE else 0.0

    def failed(self, address: str) -> None:
        """Remember a wrong password."""
        self._failures[address] = [*self._failures.pop(address, ())[-COUNTED:], self._now()]
        if len(self._failures) > MAX_REMEMBERED:
            self._failures.popitem(last=False)

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """Wait as long as it takes until a password may be checked.

        Raises:
            TooManyTriesError: others of that address wait already.
        """
        if self._waiting.get(address, 0) >= WAITING:
            raise TooManyTriesError
        self._waiting[address] = self._waiting.get(address, 0) + 1
        try:
            await asyncio.sleep(self.delay_s(address))
            async with self._places:
                yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]


class Login:
    """Who asks, by the cookie of a request; and the routes that give and take it."""

    def __init__(self, users: Users | None, audit: Audit) -> None:
        """`users` is None where nobody logs in."""
        self._users, self._audit = users, audit
        self._sessions, self._throttle = Tokens(), LoginThrottle()

    def user(self, request: Request) -> str | None:
        """Who asks; empty where nobody logs in, None where somebody should and did not.

        A user who was removed or has a new password has to log in again.
        """
        if self._users is None:
            return ""
        session = self._sessions.find(request.cookies.get(COOKIE))
        if session is None or self._users.stamp(session.user) != session.stamp:
            return None
        return session.user

    def add_routes(self, web: FastAPI) -> None:
        """Put the routes into the server."""

        @web.get("/login", response_class=HTMLResponse)
        async def ask(request: Request) -> str:
            return login_page(language_of(request))

        @web.post("/login")
        async def log_in(
            request: Request, username: str = Form(""), password: str = Form("")
        ) -> Response:
            return await self._log_in(request, username.strip(), password)

        @web.post("/logout")
        async def log_out(request: Request) -> Response:
            self._audit.note("log out", user=self.user(request) or "", address=address_of(request))
            self._sessions.end(request.cookies.get(COOKIE))
            response = RedirectResponse("login", 303)
            response.delete_cookie(COOKIE)
            return response

    async def _log_in(self, request: Request, name: str, password: str) -> Response:
        if self._users is None:
            return RedirectResponse("./", 303)
        address = address_of(request)
        try:
            async with self._throttle.turn(address):
                is_right = await asyncio.to_thread(self._users.knows, name, password)
        except TooManyTriesError:
            return _refused(request, "login.wait", 429)
        if not is_right:
            self._throttle.failed(address)
            self._audit.note("wrong password", user=name[:64], address=address)
            return _refused(request, "login.wrong", 401)
        self._audit.note("log in", user=name, address=address)
        response: Response = (
            RedirectResponse("./", 303) if _wants_page(request) else JSONResponse({"success": True})
        )
        response.set_cookie(
            COOKIE,
            self._sessions.start(name, self._users.stamp(name) or ""),
            max_age=LASTS_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response


def address_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


def _refused(request: Request, why: str, status: int) -> Response:
    if _wants_page(request):
        return HTMLResponse(login_page(language_of(request), why), status)
    return JSONResponse({"detail": why}, status)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
