"""What each value of Chinese speech is: 十八块五 of 批发十八块五 is the wholesale price.

A logistic regression over the clues beside a value names its role. `python -m benchmarks.roles
--write` learns it from pitches and sayings that tell what each of their values is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..facts import KEYS
from ..learned import Weights
from ..records import Code, Count, FactValue, Measure
from .clues import Line, clues

NOTHING = "-"
"""The key of a value that is no fact of the goods."""
WEIGHTS = "roles.npz"
"""In `merchant_studio/data`."""
LEAST = 0.6
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
    return Role(key, likely[key]) if fits else UNKNOWN


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


@cache
def _weights() -> Weights:
    with (resources.files("merchant_studio") / "data" / WEIGHTS).open("rb") as file:
        return Weights.load(file)  # type: ignore[arg-type]
