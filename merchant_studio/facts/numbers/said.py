"""All numbers that a sentence may mean to say, whether they are facts or not: four of 四个轮子."""

from __future__ import annotations

from decimal import Decimal

from ...languages import LanguageProfile, numbers_in_words
from .chinese import numerals_in


def numbers_said(text: str, profile: LanguageProfile) -> frozenset[Decimal]:
    """The numbers in digits, in Chinese numerals, and in the words of the language."""
    return numerals_in(text) | {number.value for number in numbers_in_words(text, profile)}
