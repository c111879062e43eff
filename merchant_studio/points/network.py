"""How likely a clause states each point of the catalogue: a small network, by words and by sound.

A word is a row of numbers that stand near those of words like it (耐用 near 结实), taken from the
embeddings of Qwen2.5-Coder 1.5B (Apache-2.0) and made smaller; a syllable is one that was learned.
Windows of one to four of them are looked at (不掉色), and what is strongest anywhere in the clause
counts. Learned by `python -m benchmarks.points --write`, and kept in `data/points/<language>.npz`.
Source: Kim, "Convolutional Neural Networks for Sentence Classification" (2014).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..languages import TAG

TAG_SIGN = "¤"
"""Stands for a fact of the clause."""
LONGEST_WORD = 6
"""Letters of a word of the table."""
WORD_WINDOWS, SOUND_WINDOWS = (1, 2, 3), (2, 3, 4)
UNKNOWN = 0
"""The row of a word or syllable that the table has not."""
_ACCENTS = ((re.compile("([zcs])h"), r"\1"), (re.compile("^[ln]"), "l"), (re.compile("ng$"), "n"))
"""Sounds that speakers of many regions, and recognizers, do not tell apart."""
_HAN = re.compile("[一-鿿]")
_NOISE = re.compile(r"[\s，。！？；、,.!?;:：…~—\"'“”‘’()（）]+")


@dataclass(frozen=True, slots=True)
class Network:
    """What was learned; every field is an array of the file."""

    labels: NDArray[np.str_]
    words: NDArray[np.str_]
    """The words of the table, from its second row on."""
    vectors: NDArray[np.int8]
    """A row for each word, the first for unknown ones."""
    scale: NDArray[np.float32]
    """What one step of each number of a row is."""
    syllables: NDArray[np.str_]
    sounds: NDArray[np.float16]
    """A row for each syllable, the first for what is no Chinese letter."""
    filters: dict[str, NDArray[np.float16]]
    """`word1` ... `sound4`: windows x what they look for; `mean`: of the whole clause; `out`: what
    each finding says for each label; and each with `_bias`."""

    @classmethod
    def load(cls, file: BinaryIO) -> Network:
        """The network that `save` wrote."""
        with np.load(file) as stored:
            fields: dict[str, Any] = {
                name: stored[name] for name in cls.__slots__ if name != "filters"
            }
            filters = {
                name.removeprefix("filter_"): stored[name].astype(np.float32)
                for name in stored.files
                if name.startswith("filter_")
            }
            return cls(**fields, filters=filters)

    def save(self, file: BinaryIO) -> None:
        """Write it in numpy's format."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "filters"}
        filters = {f"filter_{name}": each for name, each in self.filters.items()}
        np.savez_compressed(file, allow_pickle=False, **fields, **filters)

    def likelihoods(
        self, words: NDArray[np.intp], syllables: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """How likely each label is, judged alone, for a clause as rows of the two tables."""
        rows = self.vectors[words] * self.scale
        found = [self._strongest(rows, f"word{size}", size) for size in WORD_WINDOWS]
        found.append(_positive(rows.mean(0) @ self.filters["mean"] + self.filters["mean_bias"]))
        heard = self.sounds[syllables].astype(np.float32)
        found += [self._strongest(heard, f"sound{size}", size) for size in SOUND_WINDOWS]
        scores = np.concatenate(found) @ self.filters["out"] + self.filters["out_bias"]
        likely: NDArray[np.float32] = (1 / (1 + np.exp(-scores))).astype(np.float32)
        return likely

    def _strongest(self, rows: NDArray[Any], name: str, size: int) -> NDArray[Any]:
        """What a set of filters finds most strongly in any window of so many rows, or in an empty
        one.
        """
        before, count = size // 2, len(rows) + size // 2 + size + 1
        padded = np.zeros((count + size - 1, rows.shape[1]), rows.dtype)
        padded[before : before + len(rows)] = rows
        flat = np.concatenate([padded[at : at + count] for at in range(size)], axis=1)
        strongest: NDArray[Any] = (flat @ self.filters[name]).max(0)
        return _positive(strongest + self.filters[f"{name}_bias"])


def _positive(numbers: NDArray[Any]) -> NDArray[Any]:
    positive: NDArray[Any] = np.maximum(numbers, 0)
    return positive


def plain(clause: str) -> str:
    """A clause without marks, tags as one sign, in small letters."""
    bare = TAG.sub(TAG_SIGN, clause)
    return _NOISE.sub("", unicodedata.normalize("NFKC", bare).casefold())


def words_of(text: str, known: dict[str, int]) -> list[int]:
    """The rows of a plain clause's words, the longest first; at least one."""
    rows, at = [], 0
    while at < len(text):
        for size in range(min(LONGEST_WORD, len(text) - at), 0, -1):
            if row := known.get(text[at : at + size]):
                rows.append(row)
                at += size
                break
        else:
            rows.append(UNKNOWN)
            at += 1
    return rows or [UNKNOWN]


def syllables_of(text: str) -> list[str]:
    """How each letter of a plain clause sounds, without tones and accents; empty for signs."""
    return [_sound(letter) if _HAN.match(letter) else "" for letter in text] or [""]


def _sound(letter: str) -> str:
    from pypinyin import lazy_pinyin

    sound = lazy_pinyin(letter)[0]
    for pattern, plain_sound in _ACCENTS:
        sound = pattern.sub(plain_sound, sound)
    return str(sound)
