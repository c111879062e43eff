"""Errors and findings in the page's language.

The page says some of them in its own words (`[core]` in `data/webui/<code>.toml`), for it shows
line and language beside them; the others are told as on the command line (`telling.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..languages import language_codes, profile
from ..telling import Teller, names, templates
from .texts import own_templates, texts


def tell(text: str, language: str) -> str:
    """The text in the page's language, with a capital letter and a stop after a whole sentence."""
    told = _teller(language).tell(text)
    if told != text and "; " in text and told[-1].isalnum():
        told += texts(language)["page.stop"]
    first = told.partition(" ")[0]
    return told[:1].upper() + told[1:] if first.isalpha() else told  # no file's name


@cache
def _teller(language: str) -> Teller:
    forms = {**names(language), **templates(language), **own_templates(language)}
    return Teller(forms, texts(language)["page.comma"])


def label_of(key: str, language: str, own: Mapping[str, Mapping[str, str]]) -> str:
    """A fact's key in the page's language."""
    if key in own and language in own[key]:
        return own[key][language]
    text = texts(language).get(f"keys.{key}")
    if text:
        return text
    known = profile(language).labels if language in language_codes() else {}
    return known.get(key, key.replace("_", " "))
