"""What a field of the page asks the server while it is filled in, without the step shown anew.

POST /sheet/<product>   {"do": "fill", "key": "price", "text": "18.5"}
GET  /points/<product>?words=防水
POST /shop              {"do": "fill", "key": "whatsapp", "text": "+86 138 0013 8000"}
GET  /shop/logo
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from ..errors import StudioError
from . import templates
from .actions import ACTIONS, sheet, text_of
from .presses import values_of
from .session import Session
from .shop import CONTACT, Shop
from .texts import language_of
from .views import sheet as view
from .wording import tell


def add_asked(
    web: FastAPI, session_of: Callable[[str, Request], Session], shop_of: Callable[[Request], Shop]
) -> None:
    """Put the routes into the server; `session_of` refuses a product of somebody else."""

    @web.post("/sheet/{product}")
    async def fill(product: str, request: Request) -> Response:
        values = await values_of(request)
        return await run_in_threadpool(answer, product, request, values)

    def answer(product: str, request: Request, values: dict[str, Any]) -> Response:
        language = language_of(request)
        try:
            return JSONResponse(_fill(session_of(product, request), values, language))
        except StudioError as error:
            return JSONResponse({"told": tell(error.message, language), "offers": []}, 422)

    @web.get("/points/{product}")
    def points(product: str, request: Request, words: str = "") -> Response:
        source = session_of(product, request).product.choices.source
        found = view.points_for(words[: view.MAX_WORDS], source, language_of(request))
        return JSONResponse(found)

    @web.post("/shop")
    async def shop(request: Request) -> Response:
        values = await values_of(request)
        return await run_in_threadpool(contact, request, values)

    def contact(request: Request, values: dict[str, Any]) -> Response:
        language, known = language_of(request), shop_of(request)
        if text_of(values, "do") == "forget":
            known.forget()
            return JSONResponse({})
        key, text = (text_of(values, name) for name in ("key", "text"))
        text = text.strip()[: sheet.MAX_CHARS]
        if key not in CONTACT:
            raise HTTPException(404)
        known.remember({key: text}, {})
        return JSONResponse(view.doubt_view(sheet.doubt_in(key, text, "zh"), language))

    @web.get("/shop/logo")
    def logo(request: Request) -> Response:
        picture = shop_of(request).logo
        if picture is None or picture.is_symlink():
            raise HTTPException(404)
        return FileResponse(picture, headers={"cache-control": "private, no-cache"})


def _fill(session: Session, values: dict[str, Any], language: str) -> dict[str, Any]:
    """Do what a field asks, and what it shows then."""
    action = ACTIONS.get(("field", text_of(values, "do")))
    doubt = action.run(session, values) if action else None
    # The prompter follows his notes while he types them.
    if action and not action.shows and text_of(values, "key") != "points":
        return {}
    return {**view.doubt_view(doubt, language), **templates.sheet_parts(session, language)}
