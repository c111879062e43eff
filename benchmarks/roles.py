"""The weights by which `merchant_studio.read.roles` names the role of a spoken value.

    python -m benchmarks.roles              what they are worth on pitches they have not seen
    python -m benchmarks.roles --pitches 9 --steps 9   the same of nine, with weights hardly learned
    python -m benchmarks.roles --write      learn them from everything, into data/roles.npz
    python -m benchmarks.roles --hear 20    have twenty more pitches spoken and heard, and keep that

They are learned from all values of the pitches (`data/facts`), of short sayings (`data/sayings`)
and of the tests' sentences (`tests/data`), and from what Whisper base heard of some pitches, for
what is said beside a number is often misheard. The first command reads the pitches of every fifth
kind of product with weights learned from the others, by several bounds of likelihood. Needs the
extra `train`; learning takes two minutes of one core.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import yaml

import merchant_studio
from benchmarks.facts import DATA, Bench, Case, Score, cases, score_reading
from benchmarks.frame import options
from benchmarks.survival import perfect_transcript, sheet_of, silent
from merchant_studio.facts import agree
from merchant_studio.read import roles
from merchant_studio.read.chinese.parting import as_said, parted
from merchant_studio.read.chinese.reading import lines
from merchant_studio.read.roles import NOTHING, WEIGHTS, Line, Weights, clues, is_weighed
from merchant_studio.records import Count, FactValue, Money, Segment, Term, mention

FILE = Path(merchant_studio.__file__).parent / "data" / WEIGHTS
FOLDS = 5
WRITER = "qwen2.5-coder-1.5b"
"""Of the bench; it is asked for nothing here."""
LEAST_PITCHES = 3
"""A clue of fewer pitches is one merchant's own."""
LEAST_WEIGHT = 0.1
"""What weighs less is left out: it changes no figure, and doubles the file."""
BOUNDS = (0.5, 0.6, 0.7, 0.8)
"""Of `roles.LEAST`, for the report."""
CORPUS = DATA.parent / "sentences" / "sayings.txt"
"""Sentences and the facts in them; see tests/test_sayings.py."""
BANKS = CORPUS.parent
SAYINGS = DATA.parent / "sayings"
"""Short stretches of talk with their facts marked; see `sayings/README.md`."""
HEARD = DATA.parent / "heard.txt"
"""What was heard of recordings of the pitches, in several listenings, each below the name of its
pitch."""
STRENGTH, TOLERANCE, STEPS = 1.0, 1e-4, 200
"""Inverse of the regularization, how flat the loss must be for learning to end, and after how many
steps it ends at the latest. The bounds `roles.LEAST` and `votes.LIKELY` were chosen for weights
learned so (docs/lab/2026-11-28.md)."""
SHORT_COUNTS = 3
"""How often a short pitch counts: a long one is there as spoken, as written and as heard."""

_IN_OTHER_UNITS = {
    ("mass-gram", "x-gram-per-square-meter"),
    ("mass-ounce", "volume-fluid-ounce"),
    ("piece", "carton"),
    *((unit, one) for unit in ("pair", "bundle", "tray") for one in ("piece", "set")),
}
"""Units of a number, and what they are by all that a pitch tells: 五件 may be five cartons."""


@dataclass(frozen=True, slots=True)
class Example:
    """A value of a pitch: the clues to it, and what it is."""

    pitch: str
    clues: frozenset[str]
    key: str


def examples(pitches: Sequence[Case]) -> Iterator[Example]:
    """Every value of the pitches, said and written, unless two facts have the same value."""
    for case in pitches:
        for sentences in dict.fromkeys((case.spoken, case.written)):
            for line, i, keys in _values(case, sentences):
                if len(keys) < 2:
                    yield Example(case.name, clues(line, i), next(iter(keys), NOTHING))


def corpus() -> Iterator[Example]:
    """Every value of the tests' corpus. A sentence of it stands for many pitches."""
    for number, row in enumerate(CORPUS.read_text(encoding="utf-8").splitlines()):
        if row.startswith("#"):
            continue
        said, _, expected = row.rpartition(" |")
        facts = (each.strip().partition(" ") for each in expected.split("; "))
        keys = {fact.partition("<")[2].rstrip(">"): key for key, _, fact in facts}
        for line in _parted(perfect_transcript(said.split(" / ")).segments):
            for i, found in enumerate(line.taken):
                if is_weighed(line, i):
                    key = keys.get(line.text[found.start : found.end], NOTHING)
                    for copy in range(LEAST_PITCHES):
                        yield Example(f"corpus {number} {copy}", clues(line, i), key)


def sayings() -> Iterator[Example]:
    """Every value of the sayings: what merchants may say, with each fact and its key marked."""
    for path in sorted(SAYINGS.glob("*.txt")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines()):
            said, marks = _unmarked(row)
            ends = [found.end() for found in re.finditer("[。！？]|$", said)]
            sentences = [said[a:b] for a, b in zip([0, *ends], ends, strict=False) if said[a:b]]
            start = 0
            segments = perfect_transcript(tuple(sentences)).segments
            for line, segment in zip(_parted(segments), segments, strict=True):
                for i, found in enumerate(line.taken):
                    if is_weighed(line, i):
                        where = as_said(mention(segment, found.start, found.end), segment)
                        at = range(start + where.start, start + where.end)
                        keys = (key for span, key in marks if span.start in at or at.start in span)
                        yield Example(f"{path.stem} {number}", clues(line, i), next(keys, NOTHING))
                start += len(segment.text)


def _unmarked(row: str) -> tuple[str, list[tuple[range, str]]]:
    """A saying as it is said, and where its facts stand: 批发[十二块五|wholesale_price]一把."""
    said, marks = "", []
    for plain, value, key in re.findall(r"([^\[]*)(?:\[([^|]*)\|(\w+)\])?", row):
        said += plain
        if key:
            marks.append((range(len(said), len(said) + len(value)), key))
            said += value
    return said, marks


def listenings(pitches: Sequence[Case]) -> Iterator[Example]:
    """What was heard of the pitches. A value that was never said there tells nothing."""
    named = {case.name: case for case in pitches}
    for listening in HEARD.read_text(encoding="utf-8").split("# ")[1:]:
        name, *said = listening.strip().split("\n")
        if case := named.get(name):
            none = [
                line.taken[i].value for line, i, keys in _values(case, case.written) if not keys
            ]
            for line, i, keys in _values(case, said):
                value = line.taken[i].value
                known = keys or any(value and other and agree(value, other) for other in none)
                if known and len(keys) < 2:
                    yield Example(case.name, clues(line, i), next(iter(keys), NOTHING))


def banks() -> Iterator[Case]:
    """The tests' short pitches, and their sentences, with all the facts in them."""
    for path in sorted(BANKS.glob("*.yaml")):
        for number, each in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            said = (each["say"],) if isinstance(each["say"], str) else tuple(each["say"])
            gold = sheet_of(yaml.safe_dump(each["facts"], allow_unicode=True))
            name = f"{path.stem} {number}"
            yield Case(name=name, number=number, spoken=said, written=said, sheet="", gold=gold)


def _parted(segments: Sequence[Segment]) -> Iterator[Line]:
    return lines([parted(segment) for segment in segments])


def _values(case: Case, sentences: Sequence[str]) -> Iterator[tuple[Line, int, list[str]]]:
    """Each value, and the keys that it has by the gold."""
    facts = {k: v for k, v in case.gold.values.items() if not isinstance(v, Term)}
    for line in _parted(perfect_transcript(sentences).segments):
        for i, found in enumerate(line.taken):
            value = found.value
            if value is not None and is_weighed(line, i):
                yield (
                    line,
                    i,
                    [k for k, fact in facts.items() if _states(value, k, fact)]
                    or [k for k, fact in facts.items() if _is_number_of(value, fact)],
                )


def _states(value: FactValue, key: str, fact: FactValue) -> bool:
    """Whether a value is that of a fact, or its number: 三个肤色 are three colors."""
    features = key in ("colors", "styles", "sizes", "people") and isinstance(fact, Count)
    if features and isinstance(value, Count) and value.unit in (None, "piece", "style", "color"):
        return (value.amount, value.high) == (fact.amount, fact.high)
    return agree(value, fact)


def _is_number_of(value: FactValue, fact: FactValue) -> bool:
    """Whether a value is the number of a fact, in a unit that only the whole pitch tells."""
    units = [
        each.per or "piece" if isinstance(each, Money) else getattr(each, "unit", "")
        for each in (value, fact)
    ]
    told = units[0] is None or tuple(units) in _IN_OTHER_UNITS
    amounts = [getattr(each, "amount", None) for each in (value, fact)]
    kinds = (fact.kind, "measure") if units[0] else ("count",)
    return told and value.kind in kinds and amounts[0] == amounts[1]


def learned(known: Sequence[Example], steps: int = STEPS) -> Weights:
    """The weights of a logistic regression over the examples, learned on one core."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    pitches: dict[str, set[str]] = defaultdict(set)
    for each in known:
        for clue in each.clues:
            pitches[clue].add(each.pitch)
    common = {clue for clue, where in pitches.items() if len(where) >= LEAST_PITCHES}
    alike = Counter((each.clues & common, each.key) for each in known)
    table = DictVectorizer(dtype=np.float32)
    rows = table.fit_transform([dict.fromkeys(sorted(said), 1) for said, _ in alike])
    model = LogisticRegression(C=STRENGTH, tol=TOLERANCE, max_iter=steps)
    with threadpool_limits(1):
        model.fit(rows, [key for _, key in alike], sample_weight=list(alike.values()))
    return Weights.of(
        dict(zip(model.classes_, model.intercept_, strict=True)),
        {
            clue: {k: w for k, w in pairs if abs(w) >= LEAST_WEIGHT}
            for clue, column in zip(table.get_feature_names_out(), model.coef_.T, strict=True)
            if max(abs(column)) >= LEAST_WEIGHT
            for pairs in [zip(model.classes_, column, strict=True)]
        },
    )


def everything(pitches: Sequence[Case]) -> list[Example]:
    """All that the weights are learned from."""
    return [*short(), *examples(pitches), *listenings(pitches)]


def short() -> list[Example]:
    """What is learned from talk of a few sentences."""
    return [*corpus(), *sayings(), *SHORT_COUNTS * list(examples(list(banks())))]


def report(pitches: Sequence[Case], steps: int) -> dict[str, Any]:
    """What the reader states of each fold with weights learned from the others, by bound."""
    kinds = sorted({_kind(case) for case in pitches})
    fold = {kind: n % FOLDS for n, kind in enumerate(kinds)}
    known = [*examples(pitches), *listenings(pitches)]
    of = {case.name: fold[_kind(case)] for case in pitches}
    scores = {bound: Score() for bound in BOUNDS}
    sentences = short()
    for n in sorted({*of.values()}):
        others = (each for each in known if of[each.pitch] != n)
        weights = learned([*sentences, *others], steps)
        for bound, score in scores.items():
            with (
                patch.object(roles, "_weights", lambda weights=weights: weights),
                patch.object(roles, "LEAST", bound),
            ):
                for case in pitches:
                    if of[case.name] == n:
                        heard = perfect_transcript(case.written)
                        score_reading(case, silent(case.name), heard, score)
    return {"pitches": len(pitches), **{str(k): v.table() for k, v in scores.items()}}


def _kind(case: Case) -> str:
    return case.name.rpartition("-")[0]


def hear(pitches: Sequence[Case], count: int) -> None:
    """Hear so many pitches that were not heard yet, as `listenings` reads them."""
    known = HEARD.read_text(encoding="utf-8")
    bench = Bench(WRITER)
    new = (case for case in pitches if f"# {case.name}\n" not in known)
    for case in islice(new, count):
        quiet = replace(case, number=2 * case.number)
        transcript = bench.transcript(bench.pitch(quiet, with_sheet=False))
        with HEARD.open("a", encoding="utf-8") as file:
            for heard in (transcript.segments, *transcript.others):
                print(f"# {case.name}", *(each.text for each in heard), sep="\n", file=file)


OPTIONS = options(__doc__, pitches=len(list(DATA.glob("*.yaml"))), steps=STEPS, write=False, hear=0)


def main() -> None:
    """Print the report, write the weights, or hear more pitches."""
    asked = OPTIONS.parse_args()
    pitches = cases(asked.pitches, DATA)
    if asked.hear:
        hear(pitches, asked.hear)
    elif asked.write:
        weights = learned(everything(pitches), asked.steps)
        with FILE.open("wb") as file:
            weights.save(file)
    else:
        print(json.dumps(report(pitches, asked.steps), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
