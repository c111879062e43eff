"""Terms of trade with their place, as contracts write them: FOB宁波 is FOB Ningbo."""

from __future__ import annotations

import re

from ..languages import lexicon
from ..messages import NOTHING, Notice, say

TRADE_TERMS = (
    *("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"),
    *("CNF", "DDU"),
)
"""Incoterms 2020 (ICC), and two older ones that merchants still use."""
_NAMES = {
    **dict.fromkeys(("出厂价", "工厂价", "工厂交货", "ex works", "ex-works", "ex factory"), "EXW"),
    **dict.fromkeys(("离岸价", "free on board"), "FOB"),
    **dict.fromkeys(("到岸价", "cost insurance and freight"), "CIF"),
}
"""How terms of trade are called -> their codes."""
_TERM = re.compile(rf"({'|'.join((*TRADE_TERMS, *_NAMES))})[\s:：,，-]*(.*)", re.I)
_PORT = re.compile("(?<=..)港口?$")


def as_contracts_write(text: str) -> str:
    """A term of trade with its place in Latin letters, where the lexicon knows it."""
    found = _TERM.fullmatch(text.strip())
    if not found:
        return text
    rule = _NAMES.get(found[1].lower(), found[1].upper())
    return f"{rule} {place_in_latin(found[2])}".strip()


def place_in_latin(place: str) -> str:
    """宁波 and 宁波港 are Ningbo; a place that the lexicon does not know stays as it is."""
    return lexicon.translate(_PORT.sub("", place), "zh", "en") or place


def problem_with_term(text: str) -> Notice:
    """What a buyer abroad would not understand, as the end of a sentence; or empty."""
    found = _TERM.fullmatch(text)
    if not found or found[1].upper() not in TRADE_TERMS:
        return say("is no term of trade; write one such as FOB Ningbo or EXW Yiwu")
    if not found[2].isascii():
        return say("has a place that nobody abroad can read; write it in Latin letters: FOB Ningbo")
    return NOTHING
