"""Ways to reach the merchant, and the links that lead there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ..records import Code, Fact
from .codes import international
from .keys import KEYS

CONTACTS = ("whatsapp", "phone", "wechat", "email", "website", "booth", "address", "contact")
"""Ways to reach the merchant, the quickest first; a sheet may give others."""


def is_contact(fact: Fact) -> bool:
    """Whether a fact is a way to reach the merchant; a sheet may name one of its own."""
    if fact.key in CONTACTS:
        return True
    return fact.key not in KEYS and isinstance(fact.value, Code) and len(fact.value.codes) == 1


def contact_link(contacts: Sequence[Fact]) -> str:
    """The link of a QR code: to a chat, a page, a mail or a call; empty if there is none."""
    codes = {c.key: c.value.codes[0] for c in contacts if isinstance(c.value, Code)}
    found = (links(codes[key]) for key, links in _LINKS.items() if key in codes)
    return next(filter(None, found), "")


def _page(address: str) -> str:
    if re.fullmatch(r"https?://[^\s]+", address, re.IGNORECASE):
        return address
    return f"https://{address}" if re.fullmatch(r"[\w.-]+\.\w{2,}(/[^\s]*)?", address) else ""


def _mail(address: str) -> str:
    return f"mailto:{address}" if re.fullmatch(r"[^\s@:?]+@[\w.-]+\.\w+", address) else ""


def _number(number: str, before: str) -> str:
    digits = international(number)
    return before + digits if digits else ""


_LINKS: Mapping[str, Callable[[str], str]] = {
    "whatsapp": partial(_number, before="https://wa.me/"),
    "website": _page,
    "email": _mail,
    "phone": partial(_number, before="tel:+"),
}
