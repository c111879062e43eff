"""Logging in and out: `POST /login`, `POST /logout`."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from .audit import Audit
from .sessions import COOKIE, LASTS_S, Sessions
from .texts import choose_language
from .tries import TooManyTriesError, Tries
from .users import Users
from .views import login_page


class Login:
    """Who asks, by the cookie of a request; and the routes that give and take it."""

    def __init__(self, users: Users | None, audit: Audit) -> None:
        """`users` is None where nobody logs in."""
        self._users, self._audit = users, audit
        self._sessions, self._tries = Sessions(), Tries()

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
            return login_page(_language(request))

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
            async with self._tries.turn(name, address):
                is_right = await asyncio.to_thread(self._users.knows, name, password)
        except TooManyTriesError:
            return _refused(request, "login.wait", 429)
        if not is_right:
            self._tries.failed(name, address)
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
        return HTMLResponse(login_page(_language(request), why), status)
    return JSONResponse({"detail": why}, status)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _language(request: Request) -> str:
    return choose_language(request.headers.get("accept-language", ""))
