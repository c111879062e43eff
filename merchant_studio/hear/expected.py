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

_EVERYDAY = re.compile(
    "一幅|一架|不料|义军|五斤|交代|交待|佩剑|倾倒|全州|全洲|内核|内河|剥离|参合"
    "|发家|发誓|吴县|圆木|墓志|外乡|外貌|奠基|娇妻|婉拒|守势|守宫|定单|工场"
    "|幽会|待发|怠工|慈溪|成色|手势|把守|担架|拉练|指代|文句|断代|断面|无畏"
    "|无谓|无限|木香|树枝|梓潼|沙县|浠水|清亮|清官|溪水|灯市|现今|电击|皮袋"
    "|真知|私仇|笼头|纸带|线或|羽衣|至宝|辈子|铁制|铅灰色|门店|面筋|鼓词"
    "|最长|外形|磁钉|铁皮|香包|才重|微信"
)
"""Words that sound like one of the lexicon's and are missing in pypinyin's dictionary; each stands
20 times or more in the corpus of jieba's dictionary."""


def splits_a_word(text: str, start: int, end: int, meant: str) -> bool:
    """Whether a correction would break a word of the text: 充电时间 must not become 充电式间.

    It breaks one if a changed character and the one beside it are a word, such as 时间 or 一般.
    """
    first = text[start] != meant[:1] and is_common(text[max(0, start - 1) : start + 1])
    last = text[end - 1] != meant[-1:] and is_common(text[end - 1 : end + 1])
    return (start > 0 and first) or last


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Whether this is a common word, which the merchant may have meant: 手势."""
    from pypinyin.phrases_dict import phrases_dict

    return bool(_EVERYDAY.fullmatch(word)) or word in phrases_dict


_ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that speakers of many regions do not tell apart: zh and z, l and n, ang and an."""


@lru_cache(maxsize=4096)
def sounds(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


@lru_cache(maxsize=4096)
def tones(text: str) -> tuple[str, ...]:
    """The pinyin of each character with its tone."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.TONE3))


def blurred(sound: tuple[str, ...]) -> tuple[str, ...]:
    """A sound without the differences that many accents drop: zhang -> zan."""
    result = list(sound)
    for pattern, other in _ALIKE:
        result = [pattern.sub(other, syllable) for syllable in result]
    return tuple(result)


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
