"""What each value of Chinese speech is: 十八块五 of 批发十八块五 is the wholesale price.

A logistic regression over the clues beside a value names its role. `python -m benchmarks.roles
--write` learns it from pitches and sayings that tell what each of their values is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..facts import KEYS
from ..records import Code, Count, FactValue, Measure
from .clues import Line, clues
from .cues import names_role

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
    fits = key != NOTHING and likely[key] >= LEAST and suits(found.value, key)
    return Role(key, likely[key]) if fits and names_role(line, i, key) else UNKNOWN


def is_no_fact(line: Line, i: int) -> bool:
    """Whether value `i` is most likely no fact of the goods: the three of 三秒收好.

    Of a count, such as 四个角, that is what it is likelier than any fact; money and measures must
    be as sure as a role is.
    """
    if not is_weighed(line, i):
        return False
    likely = likelihoods(line, i)
    if isinstance(line.taken[i].value, Count):
        return likely[NOTHING] == max(likely.values())
    return likely[NOTHING] >= LEAST


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
