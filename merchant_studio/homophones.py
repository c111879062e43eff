"""Words that a recognizer wrote with other characters of the same sound: 不秀钢 for 不锈钢.

What is heard is compared by its pinyin with the words that are expected: those of the sheet, which
are near at hand, and those of the trade lexicon. A word that may well have been meant as it was
written is left alone, and so is everything that could be a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点半几双对")
_COUNTED = "一二两三四五六七八九十百千万半"
_UNIT_SOUNDS = (
    ("幅服福符浮", "伏", "电压|输入"),
    ("圣生声胜", "升", "装|容"),
    ("娃挖袜", "瓦", "功率"),
    ("版板办", "半", r"[\d一二两三四五六七八九十](?:公斤|斤|米|个|块)$"),
)
"""Characters that are heard for a unit, the unit, and what must stand before the number."""
_LONGEST = 10
"""Characters of a word; longer names are repaired in parts."""
_SURE = 3
"""So many characters of the same sound are no coincidence; two are, if they are a word."""
_ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that speakers of many regions do not tell apart: zh and z, l and n, ang and an."""
_EVERYDAY = re.compile(
    "一幅|一架|不料|义军|五斤|交代|交待|佩剑|倾倒|全州|全洲|内核|内河|剥离|参合"
    "|发家|发誓|吴县|圆木|墓志|外乡|外貌|奠基|娇妻|婉拒|守势|守宫|定单|工场"
    "|幽会|待发|怠工|慈溪|成色|手势|把守|担架|拉练|指代|文句|断代|断面|无畏"
    "|无谓|无限|木香|树枝|梓潼|沙县|浠水|清亮|清官|溪水|灯市|现今|电击|皮袋"
    "|真知|私仇|笼头|纸带|线或|羽衣|至宝|辈子|铁制|铅灰色|门店|面筋|鼓词"
)
"""Words of everyday Chinese that sound like one of the lexicon's (those that stand 20 times or
more in the corpus of jieba's dictionary)."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters `start` to `end` of a text, and the word that was meant."""

    start: int
    end: int
    heard: str
    meant: str
    expected_by: str
    """Where the word comes from: the sheet, the trade lexicon."""


def repairs(text: str, sheet: Iterable[str], lexicon: Iterable[str]) -> tuple[Repair, ...]:
    """What to put right in a text, in order; no two overlap.

    `lexicon` holds every other word that is expected.
    """
    near = frozenset(part for word in sheet for part in _HAN.findall(word) if len(part) > 1)
    words = _expected(near, frozenset(w for w in lexicon if _HAN.fullmatch(w) and len(w) > 1))
    found = [found for run in _HAN.finditer(text) for found in words.repairs(run[0], run.start())]
    taken = {at for repair in found for at in range(repair.start, repair.end)}
    found += [unit for unit in _units(text) if unit.start not in taken]
    return tuple(sorted(found, key=lambda repair: repair.start))


@lru_cache(maxsize=4)
def _expected(sheet: frozenset[str], lexicon: frozenset[str]) -> _Words:
    """The words of a pitch, sorted by their sound once and not for each of its sentences."""
    return _Words(sheet, lexicon)


def _units(text: str) -> Iterator[Repair]:
    """Units after a number, where the clause says what is measured: 电压220幅, 能装20圣."""
    for sounds, meant, measured in _UNIT_SOUNDS:
        for found in re.finditer(rf"(?<=[\d{_COUNTED}斤米个块])[{sounds}]", text):
            around = re.split("[，。！？；,!?;]", text[: found.start()])[-1]
            if re.search(measured, around):
                yield Repair(found.start(), found.end(), found[0], meant, "what is measured")


class _Words:
    """The words that are expected, by how they sound."""

    def __init__(self, sheet: frozenset[str], lexicon: frozenset[str]) -> None:
        self.sheet, self.known = sheet, sheet | lexicon
        self.by_sound = {**_by_sound(lexicon), **_by_sound(sheet)}
        self.by_blurred_sound = {
            _blurred(sound): word for sound, word in _by_sound(sheet).items() if len(word) >= _SURE
        }

    def repairs(self, run: str, offset: int) -> Iterator[Repair]:
        """The repairs of a run of Han characters, the longest words first."""
        sounds, tones = _sounds(run), _tones(run)
        taken = [c in _NUMERALS for c in run]
        for length in range(min(_LONGEST, len(run)), 1, -1):
            for start in range(len(run) - length + 1):
                window = slice(start, start + length)
                heard = run[window]
                if heard in self.known and not all(taken[window]):
                    taken[window] = [True] * length
                if any(taken[window]):
                    continue
                meant = self._meant(heard, sounds[window], tones[window])
                if meant:
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
        word = self.by_sound.get(sound) or self.by_blurred_sound.get(_blurred(sound))
        if word is None or len(heard) >= _SURE:
            return word
        same_tones = tone == _tones(word)
        return word if same_tones and not _is_common(heard) else None


def _by_sound(words: Iterable[str]) -> Mapping[tuple[str, ...], str]:
    """The words by their sound; of several that sound alike none."""
    found: dict[tuple[str, ...], str] = {}
    alike = set()
    for word in sorted(words):
        sound = _sounds(word)
        if sound in found:
            alike.add(sound)
        found[sound] = word
    return {sound: word for sound, word in found.items() if sound not in alike}


@lru_cache(maxsize=4096)
def _sounds(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


@lru_cache(maxsize=4096)
def _tones(text: str) -> tuple[str, ...]:
    """The pinyin of each character with its tone."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.TONE3))


def _blurred(sound: tuple[str, ...]) -> tuple[str, ...]:
    blurred = list(sound)
    for pattern, other in _ALIKE:
        blurred = [pattern.sub(other, syllable) for syllable in blurred]
    return tuple(blurred)


@lru_cache(maxsize=4096)
def _is_common(word: str) -> bool:
    """Whether the word is one that a merchant may well mean."""
    from pypinyin.phrases_dict import phrases_dict

    return bool(_EVERYDAY.fullmatch(word)) or word in phrases_dict
