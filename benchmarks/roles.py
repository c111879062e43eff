"""Weights of `merchant_studio.facts.likely`, learnt from the pitches of the facts benchmark.

The sayings beside them (`data/sayings`) say things as few merchants do. What the tests say what it
means is learnt from, too (`tests/data`): clauses and short pitches; and what Whisper base heard of
some of the pitches, for what is said beside a number is often misheard.

`python -m benchmarks.roles` tells what they are worth on pitches that they were not learnt from:
the pitches of every fifth kind of product are read with the weights learnt from the others.
`--write` learns from all pitches and writes the file that the reader uses. Needs the extra `train`.
`--hear 20` has twenty pitches more spoken and heard, in a quiet room, and keeps what was heard.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

import merchant_studio
from benchmarks.facts import (
    DATA,
    Bench,
    Case,
    Score,
    cases,
    score_reading,
)
from benchmarks.survival import perfect_transcript, sheet_of, silent
from merchant_studio.facts import agree, guesses, likely, read_speech
from merchant_studio.facts.found import mention
from merchant_studio.facts.likely import NOTHING
from merchant_studio.facts.line import Line
from merchant_studio.facts.parting import as_said, parted
from merchant_studio.facts.roles import DENIED, UNKNOWN, Role, by_rules, is_weighed
from merchant_studio.facts.speech import lines
from merchant_studio.records import Count, FactValue, Money, Segment, Term

FILE = Path(merchant_studio.__file__).parent / "data" / likely.WEIGHTS
FOLDS = 5
WRITER = "qwen2.5-coder-1.5b"
"""Of the bench; it is asked for nothing here."""
LEAST_PITCHES = 3
"""A feature of fewer pitches is one merchant's own."""
LEAST_WEIGHT = 0.05
"""What weighs less is left out: 94.8 % right of the values of 112 other pitches, 94.7 with it."""
CLAUSES = Path(__file__).parent.parent / "tests" / "data"
SAYINGS = DATA.parent / "sayings"
"""Short stretches of talk with their facts marked; see `sayings/README.md`."""
HEARD = DATA.parent / "heard.txt"
"""What three listenings heard of recordings of the pitches, each below the name of its pitch."""
STRENGTH = 1.0
"""Inverse of the regularization; 4 did no better."""

_UNNAMED = {UNKNOWN.least: "named by none", DENIED.least: "said to be another's"}

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A value of a pitch: what the reader knows it by, and what it is."""

    pitch: str
    features: frozenset[str]
    key: str


def examples(pitches: Sequence[Case]) -> Iterator[Example]:
    """Every value of the pitches, as they are said and as they are written."""
    for case in pitches:
        for sentences in dict.fromkeys((case.spoken, case.written)):
            for line, i, role, keys in _values(case, sentences):
                key = role.key if role.key in keys else next(iter(keys), None)
                yield Example(case.name, likely.features(line, i), key or NOTHING)


def clauses() -> Iterator[Example]:
    """Every value of the tests' clauses. A clause stands for many pitches."""
    for file in ("speech-read.txt", "speech-no-facts.txt"):
        for number, row in enumerate((CLAUSES / file).read_text(encoding="utf-8").splitlines()):
            said, _, expected = row.partition(" | ")
            keys = {
                e.partition("<")[2].rstrip(">"): e.split()[0] for e in expected.split("; ") if e
            }
            for line in _parted(perfect_transcript((said,)).segments) if said else ():
                for i, found in enumerate(line.taken):
                    if is_weighed(found):
                        value = line.text[found.start : found.end]
                        key = keys.get(value, "?").replace("?", NOTHING)
                        for copy in range(LEAST_PITCHES):
                            yield Example(f"{file} {number} {copy}", likely.features(line, i), key)


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
                plain = [(each, i, each.taken[i]) for each, i in _bare(line)]
                for each, i, found in [*((line, i, f) for i, f in enumerate(line.taken)), *plain]:
                    if is_weighed(found):
                        where = as_said(mention(segment, found.start, found.end), segment)
                        at = range(start + where.start, start + where.end)
                        keys = (key for span, key in marks if span.start in at or at.start in span)
                        features = likely.features(each, i)
                        yield Example(f"{path.stem} {number}", features, next(keys, NOTHING))
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
                line.taken[i].value for line, i, _, keys in _values(case, case.written) if not keys
            ]
            for line, i, role, keys in _values(case, said):
                value = line.taken[i].value
                if keys or any(value and other and agree(value, other) for other in none):
                    key = role.key if role.key in keys else next(iter(keys), None)
                    yield Example(case.name, likely.features(line, i), key or NOTHING)


def banks() -> Iterator[Case]:
    """The tests' short pitches, and their sentences, with all the facts in them."""
    for path in sorted((CLAUSES / "said").glob("*.yaml")):
        for number, each in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            said = (each["say"],) if isinstance(each["say"], str) else tuple(each["say"])
            gold = sheet_of(yaml.safe_dump(each["facts"], allow_unicode=True))
            name = f"{path.stem} {number}"
            yield Case(name=name, number=number, spoken=said, written=said, sheet="", gold=gold)


def _parted(segments: Sequence[Segment]) -> Iterator[Line]:
    return lines([parted(segment) for segment in segments])


def _values(
    case: Case, sentences: Sequence[str]
) -> Iterator[tuple[Line, int, Role, Sequence[str | None]]]:
    """Each value, its role by the rules, and the keys that it has by the gold."""
    segments = perfect_transcript(sentences).segments
    facts = {k: v for k, v in case.gold.values.items() if not isinstance(v, Term)}
    with rules_alone():
        read = read_speech(segments, "zh")
    for line, segment in zip(_parted(segments), segments, strict=True):
        roles = list(by_rules(line))
        at = {found.start: role for found, role in zip(line.taken, roles, strict=True)}
        for plain, i in _bare(line):
            found = plain.taken[i]
            keys = [key for key, fact in facts.items() if _has_amount(found.value, fact)]
            yield plain, i, at.get(found.start, UNKNOWN), keys
        for i, role in enumerate(roles):
            found = line.taken[i]
            if found.value is None or not is_weighed(found):
                continue
            keys = [key for key, fact in facts.items() if _states(found.value, key, fact)]
            if not keys:  # 三件 may be three cartons, which the whole pitch tells
                text = line.text[found.start : found.end]
                keys = [
                    each.key
                    for each in read
                    if (each.mention.segment, each.mention.text) == (segment.index, text)
                    and each.key in facts
                    and agree(each.value, facts[each.key])
                ]
            yield line, i, role, keys


def _bare(line: Line) -> Iterator[tuple[Line, int]]:
    """The bare numbers of a line, also those that the rules read: 批发四十八."""
    for found in guesses.candidates(line):
        there = [each for each in line.taken if each.start < found.end and found.start < each.end]
        if all(
            (each.start, each.end) == (found.start, found.end) and isinstance(each.value, Money)
            for each in there
        ):
            yield guesses.with_value(line, found)


def _has_amount(value: FactValue | None, fact: FactValue) -> bool:
    """Whether a bare number is that of a fact."""
    if not isinstance(value, Count) or value.unit:
        return value is not None and agree(value, fact)
    return isinstance(fact, Count | Money) and fact.high is None and fact.amount == value.amount


def _states(value: FactValue, key: str, fact: FactValue) -> bool:
    """Whether a value is that of a fact, or its number: 三个肤色 are three colors."""
    features = key in ("colors", "styles", "sizes", "people") and isinstance(fact, Count)
    if features and isinstance(value, Count) and value.unit in (None, "piece", "style", "color"):
        return (value.amount, value.high) == (fact.amount, fact.high)
    return agree(value, fact)


@contextmanager
def rules_alone() -> Iterator[None]:
    """Have the reader read by the rules alone."""
    with (
        patch("merchant_studio.facts.roles._second_opinion", lambda line, i, role: role),
        patch("merchant_studio.facts.speech.guesses", lambda line: ()),
    ):
        yield


def learnt(known: Sequence[Example]) -> Weights:
    """The weights, by feature and key, of a logistic regression over the examples."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    pitches: dict[str, set[str]] = defaultdict(set)
    for each in known:
        for feature in each.features:
            pitches[feature].add(each.pitch)
    common = {feature for feature, where in pitches.items() if len(where) >= LEAST_PITCHES}
    table = DictVectorizer()
    rows = table.fit_transform([dict.fromkeys(sorted(e.features & common), 1) for e in known])
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    model.fit(rows, [each.key for each in known])
    weights = {"": _kept(model.classes_, model.intercept_, least=0)}
    for feature, column in zip(table.get_feature_names_out(), model.coef_.T, strict=True):
        if kept := _kept(model.classes_, column, least=LEAST_WEIGHT):
            weights[str(feature)] = kept
    return weights


def _kept(keys: Sequence[str], column: Any, least: float) -> dict[str, float]:
    pairs = zip(keys, column, strict=True)
    return {str(key): round(float(w), 2) for key, w in pairs if abs(w) >= least}


def as_text(weights: Weights) -> str:
    """The file that `likely` reads."""
    rows = (
        "\t".join([feature, *(part for k, w in pairs.items() for part in (k, f"{w:g}"))])
        for feature, pairs in sorted(weights.items())
    )
    return "\n".join(rows)


def everything(pitches: Sequence[Case]) -> list[Example]:
    """All that the weights are learnt from."""
    return [*clauses(), *sayings(), *examples([*banks(), *pitches]), *listenings(pitches)]


def report(pitches: Sequence[Case]) -> dict[str, Any]:
    """What the reader states of each fold with weights learnt from the others, and without any."""
    kinds = sorted({_kind(case) for case in pitches})
    fold = {kind: n % FOLDS for n, kind in enumerate(kinds)}
    known = [*examples(pitches), *listenings(pitches)]
    of = {case.name: fold[_kind(case)] for case in pitches}
    scores = {"with the weights": Score(), "by rules alone": Score()}
    by_likelihood: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    tests = [*clauses(), *sayings(), *examples(list(banks()))]
    for n in range(FOLDS):
        weights = learnt([*tests, *(each for each in known if of[each.pitch] != n)])
        with patch.object(likely, "_weights", lambda weights=weights: weights):
            for case in pitches:
                if of[case.name] == n:
                    _read(case, scores["with the weights"])
                    _tell(case, by_likelihood)
    with rules_alone():
        for case in pitches:
            _read(case, scores["by rules alone"])
    bands = {
        who: {
            band: {"right": counted[band, True], "wrong": counted[band, False]}
            for band in sorted({band for band, _ in counted})
        }
        for who, counted in by_likelihood.items()
    }
    return {"pitches": len(pitches), **{k: v.table() for k, v in scores.items()}, **bands}


def _kind(case: Case) -> str:
    return case.name.rpartition("-")[0]


def _read(case: Case, score: Score) -> None:
    score_reading(case, silent(case.name), perfect_transcript(case.written), score)


def _tell(case: Case, counted: dict[str, Counter[tuple[str, bool]]]) -> None:
    """Count what is right by its likelihood, where the rules name a key and where they do not."""
    for line, i, role, keys in _values(case, case.written):
        odds = likely.likelihoods(line, i)
        key = role.key or max(odds, key=lambda key: odds[key])
        if key != NOTHING:
            who = "named by a rule" if role.key else _UNNAMED.get(role.least, "")
            counted[who or "never to be named"][_band(odds.get(key, 0)), key in keys] += 1


def _band(share: float) -> str:
    edges = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
    return f"from {max((edge for edge in edges if edge <= share), default=0)}"


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


def main() -> None:
    """Print the report, write the weights, or hear more pitches."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="learn from all, and keep it")
    parser.add_argument("--hear", type=int, default=0, metavar="COUNT")
    asked, pitches = parser.parse_args(), cases(10_000, DATA)
    if asked.hear:
        hear(pitches, asked.hear)
    elif asked.write:
        FILE.write_text(as_text(learnt(everything(pitches))), encoding="utf-8")
    else:
        print(json.dumps(report(pitches), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
