"""What each value of Chinese speech is: 十八块五 of 批发十八块五 is the wholesale price.

A logistic regression over the clues beside a value names its role: the characters and the sounds
around it. `python -m benchmarks.roles --write` learns it from pitches and sayings that tell what
each of their values is. Money and orders need a word of trade in reach.
"""

from __future__ import annotations

import hashlib
import math
import re
import threading
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..facts import KEYS
from ..languages import is_spaced, profile
from ..records import Code, Count, FactValue, Measure, Money
from .found import CLAUSE_END, Found

_SYMBOLS = {
    "money": "$",
    "count": "n",
    "measure": "m",
    "duration": "t",
    "percent": "%",
    "size": "x",
    "discount": "d",
    "code": "k",
    "age": "a",
}
"""What stands for another value of the sentence, by its kind."""
_UNKNOWN = "?"
_FAR = 12
"""Characters of a clause before and after a value that are looked at."""
_FAMILY = re.compile("(?:mass|length|volume|speed)(?=-)")
"""Units that measure the same are one: grams and kilograms are `mass`."""
_SPLIT = re.compile(f"[{CLAUSE_END} ]")
_LONGEST = {"characters": (3, 4), "sounds": (2, 3)}
"""The longest run of them that is a clue: anywhere in a clause, and next to the value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One segment of speech, and the values in it in order."""

    text: str
    taken: tuple[Found, ...]
    said_before: str = ""
    """The last clause of the segment before: 起订量呢。"""


def clues(line: Line, i: int) -> frozenset[str]:
    """The clues to value `i` of a line: its kind and unit, and what stands beside it.

    Raises:
        ValueError: the value could not be read.
    """
    value = line.taken[i].value
    if value is None:
        raise ValueError("a number that nobody can read has no role")
    unit = _unit(value)
    kind = f"{value.kind}:{unit}" if isinstance(value, Measure) else value.kind
    beside = (f"{kind}|{each}" for each in _beside(line, i))
    return frozenset((f"kind {value.kind}", f"unit {value.kind}:{unit}", *beside))


def _unit(value: FactValue) -> str:
    unit = value.per if isinstance(value, Money) else getattr(value, "unit", None)
    family = _FAMILY.match(unit or "")
    return family[0] if family else str(unit)


def _beside(line: Line, i: int) -> Iterator[str]:
    found, value = line.taken[i], line.taken[i].value
    before = _SPLIT.split(_flat(line, 0, found.start))
    after = _SPLIT.split(_flat(line, found.end, len(line.text)))
    if len(before) == 1:  # 起订量呢。五百个: the sentence before ends the same way
        earlier = _SPLIT.split(_shown(line.said_before).rstrip(f"{CLAUSE_END} "))
        before = ["", f"<{earlier[-1]}", *before]
    said = _shown(line.text[found.start : found.end])
    yield f"read {found.key}"
    yield f"end {said[-1:]}"
    yield f"ends {said[-2:]}"
    yield from _of_clause("L", before[-1][-_FAR:], ends=True)
    yield from _of_clause("R", after[0][:_FAR], ends=False)
    yield from _of_clause("P", before[-2][-_FAR:], ends=True)
    yield from _of_clause("N", after[1][:_FAR] if len(after) > 1 else "", ends=False)
    yield from (f"Q {c}" for c in (before[-3] if len(before) > 2 else ""))
    yield f"between {before[-1][-1:]} {after[0][:1]}"
    yield f"around {before[-1][-1:]} {said[-1:]} {after[0][:1]}"
    amount = getattr(value, "amount", None)
    if amount:
        yield f"size {math.floor(2 * math.log10(abs(amount)))}"
        if amount % 1:
            yield "fraction"
    yield f"after {_symbol(line, i - 1) if i else ''}"
    yield f"before {_symbol(line, i + 1) if i + 1 < len(line.taken) else ''}"


def _of_clause(name: str, text: str, *, ends: bool) -> Iterator[str]:
    """Runs of characters and of sounds in a clause; those next to the value say so."""
    yield f"{name} {min(len(text), 4)}"
    sounds = [sound(c) for c in text]
    for what, said in (("characters", list(text)), ("sounds", sounds)):
        anywhere, beside = _LONGEST[what]
        for n in range(1, anywhere + 1):
            for at in range(len(said) - n + 1):
                yield f"{name} {what[0]} {' '.join(said[at : at + n])}"
        for n in range(1, beside + 1):
            run = ["^", *said][-n:] if ends else [*said, "$"][:n]
            yield f"{name}! {what[0]} {' '.join(run)}"


def _flat(line: Line, start: int, end: int) -> str:
    """A part of the text with each value as the symbol of its kind."""
    flat, at = "", start
    for i, found in enumerate(line.taken):
        if start <= found.start and found.end <= end:
            flat += line.text[at : found.start] + _symbol(line, i)
            at = found.end
    return _shown(flat + line.text[at:end])


def _shown(text: str) -> str:
    """The text with a visible mark for what was taken out as no number."""
    return text.replace("\x00", "·")


def _symbol(line: Line, i: int) -> str:
    value = line.taken[i].value
    return _SYMBOLS[value.kind] if value else _UNKNOWN


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """A Chinese character in pinyin without its tone; any other as it is."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0] if "一" <= character <= "鿿" else character


NOTHING = "-"
"""The key of a value that is no fact of the goods."""
WEIGHTS = "roles.npz"
"""In `merchant_studio/data`."""
LEAST = 0.65
"""How likely a role must be: the lowest bound at which 98.5 % of the roles are right of pitches
that the weights were not learned from (benchmarks/README.md)."""
CODES = ("model", "booth", "waterproof")
"""Keys of which a code may be of this product, or no fact; the words around it tell."""
_OF_GOODS = frozenset(
    ("moq", "stock", "monthly_output", "carton_quantity", "pieces_per_set", "capacity")
)
_MOST_PERCENT = 100
"""定金三十 may be a share of the price, 定金五百 is money."""
_SAID_BARE = frozenset(
    ("moq", "stock", "monthly_output", "carton_quantity", "colors", "styles", "sizes", "people")
)
"""Keys of which the number alone is often said: 起订五百."""
_FEATURES = frozenset(("color", "style", "size", "layer", "person", "order", "time"))
"""Trade units of what a product has, not of how many products there are."""


UNIT_OF = {
    "voltage": "electric-volt",
    "power": "power-watt",
    "battery": "x-milliampere-hour",
    "fabric_weight": "x-gram-per-square-meter",
    "width": "length-centimeter",
    "speed": "x-revolution-per-minute",
}
"""What a number without a unit is in: 电压两百二, 克重三百."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a value is, and how likely it is that."""

    key: str | None
    likelihood: float = 1.0
    no_fact: bool = False
    """It is most likely no fact of the goods: the three of 三秒收好."""


UNKNOWN = Role(None)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each clue speaks for or against each key."""

    keys: NDArray[np.str_]
    start: NDArray[np.float32]
    """What each key starts from."""
    clues: NDArray[np.uint64]
    """The digest of every clue, in order."""
    ends: NDArray[np.uint32]
    """Where the weights of each clue end; they begin where those of the clue before it end."""
    columns: NDArray[np.uint8]
    """The key of each weight, by its number."""
    amounts: NDArray[np.float16]

    @classmethod
    def of(cls, start: Mapping[str, float], known: Mapping[str, Mapping[str, float]]) -> Weights:
        """The weights of keys by clue: `{"L! c 发": {"wholesale_price": 1.5}}`."""
        keys = sorted(start)
        rows = sorted((_digest(clue), pairs) for clue, pairs in known.items())
        pairs = [(keys.index(key), amount) for _, row in rows for key, amount in row.items()]
        return cls(
            keys=np.array(keys),
            start=np.array([start[key] for key in keys], np.float32),
            clues=np.array([digest for digest, _ in rows], np.uint64),
            ends=np.cumsum([len(row) for _, row in rows], dtype=np.uint32),
            columns=np.array([column for column, _ in pairs], np.uint8),
            amounts=np.array([amount for _, amount in pairs], np.float16),
        )

    @classmethod
    def load(cls, file: BinaryIO) -> Weights:
        """The weights that `save` wrote."""
        with np.load(file) as stored:
            return cls(**stored)

    def save(self, file: BinaryIO) -> None:
        """Write the weights in numpy's format."""
        np.savez(file, **{name: getattr(self, name) for name in self.__slots__})

    def likelihoods(self, said: Collection[str]) -> dict[str, float]:
        """How likely each key is for a value with these clues; they add up to 1."""
        wanted = np.array([_digest(clue) for clue in said], np.uint64)
        rows = np.searchsorted(self.clues, wanted).clip(max=len(self.clues) - 1)
        scores = self.start.astype(np.float64)
        for row in rows[self.clues[rows] == wanted]:
            its = slice(self.ends[row - 1] if row else 0, self.ends[row])
            scores[self.columns[its]] += self.amounts[its]
        odds = np.exp(scores - np.max(scores))
        return dict(zip(self.keys.tolist(), (odds / odds.sum()).tolist(), strict=True))


def role(line: Line, i: int) -> Role:
    """The likeliest role of value `i`, or none: a wrong fact is worse than a missing one.

    A code such as CE, FOB or a telephone number is what its own form says that it is.
    """
    found = line.taken[i]
    if found.value is None:
        return UNKNOWN
    if not is_weighed(line, i):
        return Role(found.key)
    likely = likelihoods(line, i)
    key = max(likely, key=lambda key: likely[key])
    if key == NOTHING:  # 四个角; money and measures must be as sure as a role is
        return Role(None, no_fact=isinstance(found.value, Count) or likely[key] >= LEAST)
    fits = likely[key] >= LEAST and suits(found.value, key)
    return Role(key, likely[key]) if fits and names_role(line, i, key) else UNKNOWN


def is_weighed(line: Line, i: int) -> bool:
    """Whether the words around value `i` tell its role, and not its own form."""
    found = line.taken[i]
    known = isinstance(found.value, Code) and found.key not in (None, *CODES)
    return found.value is not None and not known


def likelihoods(line: Line, i: int) -> Mapping[str, float]:
    """How likely value `i` is of each key, or of `NOTHING`; they add up to 1."""
    return _weights().likelihoods(clues(line, i))


def suits(value: FactValue, key: str) -> bool:
    """Whether a key can have such a value at all: a price can be no number of pieces."""
    known = KEYS[key]
    match value:
        case Measure(unit=unit):
            return "measure" in known.kinds and (not known.units or unit.startswith(known.units))
        case Count(unit=None, amount=amount):
            if key == "deposit":
                return amount > _MOST_PERCENT
            return key in UNIT_OF or key in _SAID_BARE or "money" in known.kinds
        case Count(unit=unit) if key in _OF_GOODS:
            return unit not in _FEATURES
        case Count(unit=unit):
            own = known.unit, known.unit and "style"
            return "count" in known.kinds and unit in (None, "piece", *own)
        case _:
            return value.kind in known.kinds


def _digest(clue: str) -> int:
    return int.from_bytes(hashlib.blake2b(clue.encode(), digest_size=8).digest(), "little")


@cache
def _weights() -> Weights:
    with (resources.files("merchant_studio") / "data" / WEIGHTS).open("rb") as file:
        return Weights.load(file)  # type: ignore[arg-type]


_OWN_LETTERS = 0xF0000
"""From here on letters mean nothing; each sound that is met takes the next one."""
_sounds: dict[str, int] = {}
_numbering = threading.Lock()
ENOUGH = 4
"""So many different words of those who sell are enough for any pitch."""
_CLAUSES = re.compile(f"[{CLAUSE_END} ]")


def is_product_talk(texts: Sequence[str], language: str) -> bool:
    """Whether sentences are those of somebody who sells; yes in a language nobody knows that of.

    They have a word of trade, and, with those that goods are described by, about one a sentence.
    """
    trade, goods = (_words(language).get(name) for name in ("talk", "goods"))
    if trade is None:
        return True
    said = " ".join(texts)
    found = set(trade.findall(said))
    if goods:
        found |= set(goods.findall(said)) if found else set()
        return len(found) >= min(ENOUGH, len(texts))
    return bool(found)


def names_role(line: Line, i: int, key: str) -> bool:
    """Whether a word of the key stands in value `i` of a line, its clause, or one beside it."""
    cue = _words("zh").get(f"keys.{key}")
    return cue is None or bool(cue.search(by_sound(_reach(line, i))))


def _reach(line: Line, i: int) -> str:
    """The clause of a value, with the one before it and the one after it."""
    found = line.taken[i]
    before = _CLAUSES.split(line.text[: found.start])[-2:]
    if len(before) == 1:
        before = [*_CLAUSES.split(line.said_before.rstrip(f"{CLAUSE_END} "))[-1:], *before]
    after = _CLAUSES.split(line.text[found.end :])[:2]
    own = before[-1] + line.text[found.start : found.end] + after[0]
    return "，".join((*before[:-1], own, *after[1:]))


def by_sound(text: str) -> str:
    """The text with one letter for all Chinese characters of a sound."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    said = sound(character)
    if said == character:
        return character
    with _numbering:
        return chr(_OWN_LETTERS + _sounds.setdefault(said, len(_sounds)))


@cache
def _words(language: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a language: `talk`, and one a key, `keys.moq`."""
    path = resources.files("merchant_studio") / "data" / f"speech-{language}.toml"
    if not path.is_file():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    edge = r"\b" if is_spaced(profile(language)) else ""
    named = {f"keys.{key}": by_sound("|".join(words)) for key, words in rows["keys"].items()}
    named |= {name: "|".join(rows[name]) for name in ("talk", "goods") if name in rows}
    return {name: re.compile(f"{edge}(?:{words}){edge}", re.I) for name, words in named.items()}
