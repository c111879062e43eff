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

from ..errors import StudioError
from . import views
from .desk import Desk
from .looks import sheet as look
from .pressed import Pressed
from .shop import CONTACT, Shop
from .steps import sheet
from .texts import choose_language
from .wording import say


def add_asked(
    web: FastAPI, desk_of: Callable[[str, Request], Desk], shop_of: Callable[[Request], Shop]
) -> None:
    """Put the routes into the server; `desk_of` refuses a product of somebody else."""

    @web.post("/sheet/{product}")
    def fill(product: str, request: Request, values: dict[str, Any]) -> Response:
        language = _language(request)
        try:
            return JSONResponse(_fill(desk_of(product, request), Pressed(values), language))
        except StudioError as error:
            return JSONResponse({"told": say(str(error), language), "offers": []}, 422)

    @web.get("/points/{product}")
    def points(product: str, request: Request, words: str = "") -> Response:
        source = desk_of(product, request).product.choices.source
        found = look.points_for(words[: look.MAX_WORDS], source, _language(request))
        return JSONResponse(found)

    @web.post("/shop")
    def shop(request: Request, values: dict[str, Any]) -> Response:
        language, pressed, known = _language(request), Pressed(values), shop_of(request)
        if pressed.text("do") == "forget":
            known.forget()
            return JSONResponse({})
        key, text = pressed.text("key"), pressed.text("text").strip()[: sheet.MAX_CHARS]
        if key not in CONTACT:
            raise HTTPException(404)
        known.remember({key: text}, {})
        return JSONResponse(look.doubt_look(sheet.doubt_in(key, text, "zh"), language))

    @web.get("/shop/logo")
    def logo(request: Request) -> Response:
        picture = shop_of(request).logo
        if picture is None or picture.is_symlink():
            raise HTTPException(404)
        return FileResponse(picture, headers={"cache-control": "private, no-cache"})


def _fill(desk: Desk, pressed: Pressed, language: str) -> dict[str, Any]:
    """Do what a field asks, and what it shows then."""
    key, text = pressed.text("key"), pressed.text("text")
    doubt = None
    match pressed.text("do"):
        case "draft" | "fill" if key == "points":
            sheet.note(desk, notes=text)
        case "draft":
            sheet.draft(desk, key, text)
            return {}
        case "fill" if key == "source":
            sheet.note(desk, source=text)
        case "fill":
            doubt = sheet.fill_in(desk, key, text)
        case "take":
            sheet.take_point(desk, text)
        case "strike":
            sheet.strike_point(desk, text)
    return {**look.doubt_look(doubt, language), **views.sheet_parts(desk, language)}


def _language(request: Request) -> str:
    return choose_language(request.headers.get("accept-language", ""))
