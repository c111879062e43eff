"""How likely a value is of each key, by the words around it: learnt from the benchmark's pitches.

Words that somebody thought of name most roles (`cues`), and merchants say the rest in ways that
nobody thinks of. A logistic regression over the characters and the sounds beside a value was
trained on pitches that tell for each of their values what it is (`benchmarks/roles.py`). Both make
mistakes, hardly ever the same ones, so what the rules read and the weights find unlikely is left
out, and what no rule names may have the role that the weights find likely.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from pypinyin import lazy_pinyin

from ..records import FactValue, Measure, Money
from .found import CLAUSE_END
from .line import Line

NOTHING = "-"
"""The key of a value that is no fact of the goods."""
WEIGHTS = "roles.tsv"
"""In `merchant_studio/data`: on each line a feature, and the keys that it speaks for or against,
each with its weight, between tabs. A line without a feature holds what each key starts from."""
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
"""Characters beyond which nothing in a clause tells anything of a value."""
_FAMILY = re.compile("(?:mass|length|volume|speed)(?=-)")
"""Units that measure the same."""
_SPLIT = re.compile(f"[{CLAUSE_END} ]")
_LONGEST = {"characters": (3, 4), "sounds": (2, 3)}
"""Of how many of them a feature is made: anywhere in a clause, and next to the value."""


def likelihoods(line: Line, i: int) -> Mapping[str, float]:
    """How likely value `i` is of each key, or of `NOTHING`; they add up to 1."""
    weights = _weights()
    scores = dict(weights[""])
    for feature in features(line, i):
        for key, weight in weights.get(feature, {}).items():
            scores[key] += weight
    top = max(scores.values())
    odds = {key: math.exp(score - top) for key, score in scores.items()}
    total = sum(odds.values())
    return {key: each / total for key, each in odds.items()}


def features(line: Line, i: int) -> frozenset[str]:
    """What the weights know value `i` by: its kind, with what stands beside it.

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
    sounds = [_sound(c) for c in text]
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
    """With a mark for what only sounds like a number, so that the weights are a text."""
    return text.replace("\x00", "·")


def _symbol(line: Line, i: int) -> str:
    value = line.taken[i].value
    return _SYMBOLS[value.kind] if value else _UNKNOWN


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    """A Chinese character in pinyin without its tone; any other as it is."""
    return lazy_pinyin(character)[0] if "一" <= character <= "鿿" else character


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    weights = {}
    file = resources.files("merchant_studio") / "data" / WEIGHTS
    for row in file.read_text(encoding="utf-8").split("\n"):
        feature, *pairs = row.split("\t")
        weights[feature] = dict(zip(pairs[::2], map(float, pairs[1::2]), strict=True))
    return weights
