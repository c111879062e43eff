"""Correct words of the sheet that were written with other characters of the same sound: 不秀钢.

The sheet says what the product is called and made of, and what is said for it, so its words are
expected. A word that makes sense as it was heard is left alone, and so is every number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..facts.numbers import HAN_DIGITS, UNIT_NAMES
from .everyday import is_common, splits_a_word
from .sounds import blurred, sounds, tones

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点半几双对")
_COUNTED = re.compile(
    r"[\d零一二两三四五六七八九十百千万半][个只件条把双套支台顶块包袋瓶盒本张对副卷片打]$"
)
"""A counter belongs to the number before it, not to the next word: 不到100台|不接单."""
_LONGEST = 10
"""The most characters of a word; longer names are corrected in parts."""
_SURE = 3
"""Three characters of the same sound are no coincidence; two may be, if they are a word."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters `start` to `end` of a text, and the word of the sheet that was meant."""

    start: int
    end: int
    heard: str
    meant: str


def repairs(text: str, sheet: Iterable[str]) -> Iterator[Repair]:
    """The corrections of the sheet's words that are written otherwise, in order."""
    own = tuple(sheet)
    for word in own:
        yield from _spelled(text, word)
    words = _expected(frozenset(part for word in own for part in _HAN.findall(word)))
    for run in _HAN.finditer(text) if words.known else ():
        yield from words.repairs(run[0], run.start(), text[: run.start()])


def _spelled(text: str, word: str) -> Iterator[Repair]:
    """A grade that was written as it is spoken, at its word: 3-04不锈钢 is 304不锈钢."""
    if not (re.search(r"\d{2}", word) and _HAN.search(word)):
        return
    letters = (
        f"[{c}{HAN_DIGITS[int(c)]}]" if c.isdecimal() and c.isascii() else re.escape(c)
        for c in word
    )
    for found in re.finditer(r"[\s-]?".join(letters), text):
        if found[0] != word:
            yield Repair(*found.span(), found[0], word)


@lru_cache(maxsize=4)
def _expected(sheet: frozenset[str]) -> _Words:
    """The expected words by sound, cached so that all sentences of a pitch share them."""
    parts = (
        run[start : start + length]
        for run in sheet
        for length in range(_SURE, len(run))
        for start in range(len(run) - length + 1)
    )
    return _Words(frozenset({*parts, *(run for run in sheet if len(run) > 1)}))


class _Words:
    """The words that are expected, by how they sound."""

    def __init__(self, words: frozenset[str]) -> None:
        self.known, self.by_sound = words, _by_sound(words)
        self.by_blurred_sound = {
            blurred(sound): word for sound, word in self.by_sound.items() if len(word) >= _SURE
        }

    def repairs(self, run: str, offset: int, before: str) -> Iterator[Repair]:
        """The repairs of a run of Han characters, the longest words first."""
        heard_sounds, heard_tones = sounds(run), tones(run)
        taken = [c in _NUMERALS for c in run]
        for length in range(min(_LONGEST, len(run)), 1, -1):
            for start in range(len(run) - length + 1):
                window = slice(start, start + length)
                heard = run[window]
                if (heard in self.known or heard in UNIT_NAMES) and not all(taken[window]):
                    taken[window] = [True] * length
                if any(taken[window]) or _COUNTED.search((before[-1:] + run[: start + 1])[-2:]):
                    continue
                meant = self._meant(heard, heard_sounds[window], heard_tones[window])
                if meant and not splits_a_word(run, start, start + length, meant):
                    taken[window] = [True] * length
                    yield Repair(offset + start, offset + start + length, heard, meant)

    def _meant(self, heard: str, sound: tuple[str, ...], tone: tuple[str, ...]) -> str | None:
        word = self.by_sound.get(sound) or self.by_blurred_sound.get(blurred(sound))
        if word is None or len(heard) >= _SURE:
            return word
        same_tones = tone == tones(word)
        return word if same_tones and not is_common(heard) else None


def _by_sound(words: Iterable[str]) -> Mapping[tuple[str, ...], str]:
    """The words by their sound; words that sound alike are left out."""
    found: dict[tuple[str, ...], str] = {}
    alike = set()
    for word in sorted(words):
        sound = sounds(word)
        if sound in found:
            alike.add(sound)
        found[sound] = word
    return {sound: word for sound, word in found.items() if sound not in alike}
