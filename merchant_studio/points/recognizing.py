"""Which points of the catalogue somebody states: 洗了不掉色 states `does-not-fade`.

A learned network judges every point alone, so a clause may state several, or none. What is said of
other people's goods, or only asked, states nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..languages import TAG
from .catalogue import FOLDER, SLOT, Point, Stated, catalogue, slots
from .network import Network, plain, syllables_of, words_of


def values_in(clause: str, slot: str, language: str) -> tuple[str, ...]:
    """The values whose words stand in a clause, in order; of two in one place the longer."""
    text = unicodedata.normalize("NFKC", clause).casefold()
    words = _values(language)[slot]
    return tuple(
        dict.fromkeys(words[found[0]] for found in _pattern(slot, language).finditer(text))
    )


def stated_by(sentence: str, language: str) -> Stated | None:
    """The point whose sentence of the catalogue this is: 适合小孩用; None: it is none's."""
    whole, with_slot = _sentences(language)
    if sentence in whole:
        return Stated(whole[sentence])
    for name, pattern in with_slot:
        if found := pattern.fullmatch(sentence):
            values = values_in(found[1], catalogue()[name].slot, language)
            return Stated(name, values) if values else None
    return None


@cache
def _sentences(
    language: str,
) -> tuple[Mapping[str, str], Sequence[tuple[str, re.Pattern[str]]]]:
    """The points by their sentences, and those with a slot, if the catalogue has the language."""
    if language not in Point.model_fields:
        return {}, ()
    texts = {name: getattr(point, language) for name, point in catalogue().items()}
    return {text: name for name, text in texts.items() if not SLOT.search(text)}, [
        (name, re.compile("(.+)".join(map(re.escape, SLOT.split(text)[::2]))))
        for name, text in texts.items()
        if SLOT.search(text)
    ]


@cache
def _pattern(slot: str, language: str) -> re.Pattern[str]:
    """Any word of a slot, the longest first; where words stand apart, whole ones."""
    words = sorted(_values(language)[slot], key=len, reverse=True)
    edge = r"\b" if any(" " in word for word in words) else ""
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}")


@cache
def _values(language: str) -> Mapping[str, Mapping[str, str]]:
    """Slot -> word -> the id that it stands for."""
    return {
        slot: {
            word.casefold(): value for value, row in rows.items() for word in row.get(language, ())
        }
        for slot, rows in slots().items()
    }


SURE, LIKELY = 0.95, 0.5
"""How likely a point must be to be sure, and to be shown to the merchant at all
(benchmarks/README.md)."""
OFFERED, OFFER, PERHAPS = 3, 0.2, 0.02
"""How many points a merchant is offered for what he says, and how likely each must be
(benchmarks/README.md); and how likely one of his sheet, for it to be said there."""
REMEMBERED = 4096
"""Sentences whose points are remembered."""
NOTHING = "-"
"""The label of a clause that states no point, and of which nothing is lost: a chat, a fact."""
_CLAUSE = re.compile(r"[^，。！？；、,.!?;\n]+[，。！？；、,.!?;\n]*")
_ENDS = "，。！？；、,.!?;\n "
_OTHERS = re.compile("别人|别家|人家|隔壁|市面上|市场上|有的厂|有些|那些|那种|便宜货|外面[的卖买]")
"""Whoever is spoken of with these words sells other goods."""
_OWN = re.compile("我们?|咱|俺|这个|这款|这种|自己家")
_NO = "不会?|没有?|无|免"
_WORD = re.compile(f"(?:是|很|非常|比较)?(?P<no>{_NO})?(?P<word>[一-鿿]{{2,4}}?)(?:的|了|过|性)?")
"""A sentence of the catalogue that is one word, or denies it."""
_QUESTION = re.compile("[？?]|[吗么]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What one clause states."""

    start: int
    end: int
    """Its place in the text."""
    chances: Mapping[Stated, float]
    """The points that it may state, each judged alone, the likeliest first; at least `PERHAPS`."""
    is_chat: bool
    """Whether it states nothing of the product: a greeting, other people's goods."""

    @property
    def points(self) -> tuple[Stated, ...]:
        """Those that are sure."""
        return tuple(point for point, chance in self.chances.items() if chance >= SURE)

    @property
    def likely(self) -> tuple[Stated, ...]:
        """Those that are likely, and not sure."""
        return tuple(point for point, chance in self.chances.items() if LIKELY <= chance < SURE)


def reads(language: str) -> bool:
    """Whether points can be recognized in a language."""
    return _file(language).exists()


@lru_cache(REMEMBERED)
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
    for found, passed in zip(clauses, over, strict=True):
        is_over = passed or not any(map(str.isalnum, TAG.sub("", found[0])))  # only facts
        likely = {NOTHING: 1.0} if is_over else likelihoods(found[0], language)
        chances = {} if is_over else _chances(found[0], likely, language)
        chat = likely.get(NOTHING, 0) >= LIKELY and max(chances.values(), default=0) < LIKELY
        yield Recognized(start=found.start(), end=found.end(), chances=chances, is_chat=chat)


def candidates(clause: str, language: str, *, least: float = OFFER) -> tuple[Stated, ...]:
    """The points that a clause may state, the likeliest first: for a merchant to choose from.

    None for words of another language, such as "leak" where Chinese is read.
    """
    if not reads(language):
        return ()
    rows, heard = _known(clause, language)
    likely = likelihoods(clause, language) if rows.any() or heard.any() else {}
    chances = _chances(clause, likely, language)
    return tuple(point for point, chance in chances.items() if chance >= least)[:OFFERED]


def _chances(clause: str, likely: Mapping[str, float], language: str) -> dict[Stated, float]:
    """How likely each point is that the labels name; one in the catalogue's own words is sure."""
    points = {
        point: chance
        for name, chance in likely.items()
        if (point := _stated(name, clause, language))
    }
    if own := stated_by(clause.strip(_ENDS), language):
        points[own] = 1.0
    kept = dict[Stated, float]()
    for point, chance in sorted(points.items(), key=lambda each: -each[1]):
        opposite = contradicts(point, clause, sure=chance >= LIKELY)
        if not (opposite or any(map(partial(_excludes, point), kept))):
            kept[point] = chance
    return kept


def _excludes(one: Stated, other: Stated) -> bool:
    """Whether two points cannot both be true: what is waterproof is not `not-waterproof`."""
    return other.id in catalogue()[one.id].against or one.id in catalogue()[other.id].against


def contradicts(point: Stated, clause: str, *, sure: bool) -> bool:
    """Whether a clause says the opposite in the point's own Chinese word: 透明的 and 不透明的.

    A point that denies another one (不防水) is none of a clause without its word (不进水), unless
    it is `sure`.
    """
    meant = _WORD.fullmatch(catalogue()[point.id].zh)
    if not meant:
        return False
    said = [bool(found["no"]) for found in re.finditer(f"(?P<no>{_NO})?{meant['word']}", clause)]
    denies = bool(meant["no"] and catalogue()[point.id].against) and not sure
    return bool(meant["no"]) not in said if said else denies


def likelihoods(clause: str, language: str) -> Mapping[str, float]:
    """The labels that are not out of the question for a clause, each judged alone."""
    network, _, _ = _network(language)
    likely = network.likelihoods(*_known(clause, language))
    return {str(network.labels[at]): float(likely[at]) for at in np.flatnonzero(likely >= PERHAPS)}


def _known(clause: str, language: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of a clause's words and of its sounds; 0 where the network knows them not."""
    _, words, syllables = _network(language)
    text = plain(clause)
    rows = np.array(words_of(text, words))
    return rows, np.array([syllables.get(each, 0) for each in syllables_of(text)])


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


def search(words: str, language: str) -> Mapping[str, str]:
    """Points by id, each as a sheet names it, with values where the words fill its slot.

    Those that hold the words come first, then those that mean something like it; all without words.
    """
    known = catalogue()
    alike = (
        {point.id: str(point) for point in candidates(words, language, least=PERHAPS)}
        if words
        else {}
    )
    holding = [
        name
        for name, point in known.items()
        if words.casefold() in f"{name} {point.zh} {point.en}".casefold()
    ]
    return {name: alike.get(name, name) for name in dict.fromkeys([*holding, *alike])}
