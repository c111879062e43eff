"""Correct misheard words that are in the sheet or the trade lexicon: 出场价 is 出厂价."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ...facts.numbers import UNIT_NAMES
from .everyday import is_common, splits_a_word
from .repair import Repair
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


def repairs(text: str, sheet: Iterable[str], lexicon: Iterable[str]) -> Iterator[Repair]:
    """The corrections of the expected words that are written with other characters."""
    near = frozenset(part for word in sheet for part in _HAN.findall(word) if len(part) > 1)
    words = _expected(near, frozenset(w for w in lexicon if _HAN.fullmatch(w) and len(w) > 1))
    for run in _HAN.finditer(text):
        yield from words.repairs(run[0], run.start(), text[: run.start()])


@lru_cache(maxsize=4)
def _expected(sheet: frozenset[str], lexicon: frozenset[str]) -> _Words:
    """The expected words by sound, cached so that all sentences of a pitch share them."""
    return _Words(sheet, lexicon)


class _Words:
    """The words that are expected, by how they sound."""

    def __init__(self, sheet: frozenset[str], lexicon: frozenset[str]) -> None:
        self.sheet, self.known = sheet, sheet | lexicon
        self.by_sound = {**_by_sound(lexicon), **_by_sound(sheet)}
        self.by_blurred_sound = {
            blurred(sound): word for sound, word in _by_sound(sheet).items() if len(word) >= _SURE
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
                    near = meant in self.sheet
                    yield Repair(
                        offset + start,
                        offset + start + length,
                        heard,
                        meant,
                        "the sheet" if near else "the trade lexicon",
                    )

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
