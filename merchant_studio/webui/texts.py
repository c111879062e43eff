"""The page's own words, in the languages that it speaks: `data/webui/<code>.toml`.

To add a language, add a file; nothing else names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "webui"
FALLBACK = "en"


@cache
def page_languages() -> tuple[str, ...]:
    """The codes of the page's languages."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of one language by dotted names, as in `film.title`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return dict(_flat("", {k: v for k, v in tomllib.load(file).items() if k != "core"}))


@cache
def core_sentences(language: str) -> tuple[tuple[str, str], ...]:
    """Sentences of the core in English, with `{}` for what varies, and in the language."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tuple((item["en"], item["say"]) for item in tomllib.load(file).get("core", ()))


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


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += _flat(f"{prefix}{key}.", value)
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
