"""All numbers that a sentence may mean to say, whether they are facts or not: four of 四个轮子."""

from __future__ import annotations

import re
from decimal import Decimal

from ...languages import LanguageProfile, numbers_in_words
from .chinese import numerals_in

_TWO = re.compile(r"\b(?:both|pair|double|twice)\b", re.I)
_HALF = re.compile(r"\bhalf\b", re.I)


def numbers_said(text: str, profile: LanguageProfile) -> frozenset[Decimal]:
    """The numbers in digits, in Chinese numerals, and in the words of the language."""
    words = {Decimal(number.value) for number in numbers_in_words(text, profile)}
    if _TWO.search(text):
        words.add(Decimal(2))
    if _HALF.search(text):
        words.add(Decimal("0.5"))
    return numerals_in(text) | words
