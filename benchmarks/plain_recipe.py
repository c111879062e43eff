"""The plain recipe: the same model, asked to translate a pitch and to keep every number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from merchant_studio.check import proofread
from merchant_studio.languages import LanguageProfile, profile
from merchant_studio.records import Fact, FactValue, Transcript


def plain_recipe(writer: Any, transcript: Transcript, language: LanguageProfile) -> str:
    """What the same model answers to "translate this, keep every number"."""
    speech_text = "\n".join(segment.text for segment in transcript.segments)
    answer: Any = writer._load().handle_chat_completions(
        {
            "messages": [
                {"role": "system", "content": "You are a professional translator."},
                {
                    "role": "user",
                    "content": f"Translate this product pitch into {language.name}. Keep every "
                    f"number and unit.\n\n{speech_text}",
                },
            ],
            "temperature": 0,
            "seed": 7,
            "max_tokens": 700,
        }
    )
    return str(answer["choices"][0]["message"]["content"])


def numbers_survive(text: str, fact: Fact, language: LanguageProfile) -> bool:
    """Whether a text holds the numbers of a fact, in any unit, by either number format."""
    verbatim_or_unit = proofread.states(text, fact, language)
    digits = {
        n for tag in (language.code, "en") for n in proofread.read_numbers(text, profile(tag))
    }
    own = set(amounts(fact.value))
    return verbatim_or_unit or (bool(own) and own <= digits)


def amounts(value: FactValue) -> list[Decimal]:
    """The numbers of a value."""
    if hasattr(value, "amounts"):
        return [amount.normalize() for amount in value.amounts]
    ends = (getattr(value, name, None) for name in ("amount", "high", "percent"))
    return [end.normalize() for end in ends if end is not None]
