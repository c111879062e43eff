"""How fast a voice speaks a language: measured once by letting it speak, then kept."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass

from ..engines import weights
from ..languages import TAG, LanguageProfile
from ..records import digest

SAMPLE_FACTS = ("moq", "lead_time", "packing")
"""Facts whose phrasebook sentences are said as samples, without values: "Minimum order:"."""
NUMBERS = ("18.5", "100", "304", "25", "500")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRate:
    """A voice's own pace: a digit is a word, and takes longer than a letter."""

    ms_per_char: float
    ms_per_digit: float

    def time_ms(self, text: str) -> int:
        """About how long the voice needs for a text."""
        digits = sum(character.isdigit() for character in text)
        letters = sum(_is_said(character) for character in text) - digits
        return round(letters * self.ms_per_char + digits * self.ms_per_digit)

    @property
    def chars_per_second(self) -> float:
        """How many letters the voice says in a second."""
        return 1000 / self.ms_per_char


def measured_rate(
    profile: LanguageProfile, inputs: str, say_ms: Callable[[str], int]
) -> SpeechRate:
    """The rate of a voice, from the cache or measured now.

    `inputs` is a digest of what the voice depends on; `say_ms` says a text and tells how long it
    took.
    """
    samples = _samples(profile)
    file = weights.cache_dir() / "voices" / f"{digest(inputs, *samples)}.json"
    with suppress(OSError, ValueError, TypeError):
        return SpeechRate(**json.loads(file.read_text(encoding="utf-8")))
    rate = _measure(*samples, say_ms)
    with suppress(OSError):  # it is measured again next time
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(asdict(rate)), encoding="utf-8")
        os.replace(part, file)
    return rate


def _samples(profile: LanguageProfile) -> tuple[str, str]:
    """What is said to measure a voice: sentences, and numbers."""
    book = profile.phrases
    facts = [TAG.sub("", book.facts[key]) for key in SAMPLE_FACTS if key in book.facts]
    plain = " ".join([*book.greeting[:2], *facts])
    return plain, ", ".join(NUMBERS)


def _measure(plain: str, numbers: str, say_ms: Callable[[str], int]) -> SpeechRate:
    letters = sum(_is_said(character) for character in plain)
    ms_per_char = say_ms(plain) / letters
    digits = sum(character.isdigit() for character in numbers)
    return SpeechRate(ms_per_char=ms_per_char, ms_per_digit=say_ms(numbers) / digits)


def _is_said(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character == " "
