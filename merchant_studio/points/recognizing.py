"""Which points of the catalogue somebody states: 洗了不掉色 states `does-not-fade`.

A learned network judges every point alone, so a clause may state several, or none. What is said of
other people's goods, or only asked, states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .catalogue import FOLDER, Stated, catalogue
from .network import Network, plain, syllables_of, words_of
from .values import values_in

SURE, LIKELY = 0.95, 0.5
"""How likely a point must be to be sure, and to be shown to the merchant at all
(benchmarks/README.md)."""
NOTHING = "-"
"""The label of a clause that states no point, and of which nothing is lost: a chat, a fact."""
_CLAUSE = re.compile(r"[^，。！？；、,.!?;\n]+[，。！？；、,.!?;\n]*")
_OTHERS = re.compile("别人|别家|人家|隔壁|市面上|市场上|有的厂|有些|那些|那种|便宜货|外面")
"""Whoever is spoken of with these words sells other goods."""
_OWN = re.compile("我们?|咱|俺|这个|这款|这种|自己家")
_QUESTION = re.compile("[？?]|[吗么]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What one clause states."""

    start: int
    end: int
    """Its place in the text."""
    points: tuple[Stated, ...]
    """Those that are sure."""
    likely: tuple[Stated, ...]
    """Those that are likely, and not sure."""
    understood: bool
    """Whether it states points, or surely none; else it says something that nobody has read."""


def reads(language: str) -> bool:
    """Whether points can be recognized in a language."""
    return _file(language).exists()


def read_points(text: str, language: str) -> tuple[Recognized, ...]:
    """What each clause of a sentence states; nothing in a language that nobody reads yet.

    `text` may hold tags in the place of facts: "很轻，只有<weight>".
    """
    return tuple(_read(text, language)) if reads(language) else ()


def passed_over(clauses: Iterable[str]) -> Iterator[bool]:
    """Of each clause of a sentence whether it states nothing of the product, whatever its words.

    It asks (不会掉色吧？), or it speaks of other people's goods (别人家的会掉色).
    """
    of_others = False
    for clause in clauses:
        if _OTHERS.search(clause):
            of_others = True
        elif _OWN.search(clause):
            of_others = False
        yield of_others or bool(_QUESTION.search(clause.strip()))


def _read(text: str, language: str) -> Iterator[Recognized]:
    clauses = list(_CLAUSE.finditer(text))
    over = passed_over(found[0] for found in clauses)
    for found, is_over in zip(clauses, over, strict=True):
        clause = found[0]
        likely = {NOTHING: 1.0} if is_over else likelihoods(clause, language)
        points = [each for name in likely if (each := _stated(name, clause, language))]
        sure = [each for each in points if likely[each.id] >= SURE]
        yield Recognized(
            start=found.start(),
            end=found.end(),
            points=tuple(sure),
            likely=tuple(each for each in points if each not in sure),
            understood=bool(sure) or (NOTHING in likely and not points),
        )


def likelihoods(clause: str, language: str) -> Mapping[str, float]:
    """The labels that are at least likely for a clause, each judged alone."""
    network, words, syllables = _network(language)
    text = plain(clause)
    rows = np.array(words_of(text, words))
    heard = np.array([syllables.get(each, 0) for each in syllables_of(text)])
    likely = network.likelihoods(rows, heard)
    return {str(network.labels[at]): float(likely[at]) for at in np.flatnonzero(likely >= LIKELY)}


def _stated(name: str, clause: str, language: str) -> Stated | None:
    """The point of a label with the values of its slot; None: it is none, or lacks them."""
    point = catalogue().get(name)
    if point is None:
        return None
    if not point.slot:
        return Stated(name)
    values = values_in(clause, point.slot, language)
    return Stated(name, values) if values else None


def _file(language: str) -> Path:
    return FOLDER / f"{language}.npz"


@cache
def _network(language: str) -> tuple[Network, dict[str, int], dict[str, int]]:
    """The network of a language, and the rows of its words and syllables."""
    with _file(language).open("rb") as file:
        network = Network.load(file)
    words = {word: row for row, word in enumerate(network.words.tolist(), 1)}
    syllables = {sound: row for row, sound in enumerate(network.syllables.tolist(), 1)}
    return network, words, syllables
