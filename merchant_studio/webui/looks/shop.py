"""The values that the panel of the shop shows: what the next product begins with."""

from __future__ import annotations

from typing import Any

from ..shop import CONTACT, Shop
from ..steps.sheet import doubt_in
from ..wording import label_of
from .sheet import doubt_look, hint_of


def shop_look(shop: Shop, language: str) -> dict[str, Any]:
    """How to reach the merchant, his logo, and the languages of his last product."""
    contact, choices = shop.contact, shop.choices
    return {
        "fields": [
            {
                "key": key,
                "label": label_of(key, language, {}),
                "value": contact.get(key, ""),
                "hint": hint_of(key, language),
                **doubt_look(doubt_in(key, contact.get(key, ""), "zh"), language),
            }
            for key in CONTACT
        ],
        "has_logo": shop.logo is not None,
        "languages": choices.get("languages", []),
        "is_known": bool(contact or choices or shop.logo),
    }
