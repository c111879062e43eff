"""The page's own words, in the languages that it speaks: `data/webui/<code>.toml`.

To add a language, add a file; nothing else names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request

FOLDER = Path(__file__).parents[1] / "data" / "webui"
FALLBACK = "en"


@cache
def page_languages() -> tuple[str, ...]:
    """The codes of the page's languages."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of one language by dotted names, as in `film.title`."""
    tables = _file(language).items()
    return {
        f"{table}.{key}": text
        for table, words in tables
        if table != "core"
        for key, text in words.items()
    }


@cache
def own_templates(language: str) -> Mapping[str, str]:
    """What the program tells, as the page says it: templates as in `telling.py`."""
    table: Mapping[str, str] = _file(language).get("core", {})
    return table


def choose_language(accepted: str) -> str:
    """The page's language for an Accept-Language header (RFC 9110): the wanted one, or English."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    known = page_languages()
    return next((code for _, code in sorted(wanted, key=lambda w: w[0]) if code in known), FALLBACK)


def language_of(request: Request) -> str:
    """The page's language for the browser that asks."""
    return choose_language(request.headers.get("accept-language", ""))


@cache
def _file(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
