"""Which selling points are recognized in talk?

    python -m benchmarks.points              the pitches of `data/points/unseen`
    python -m benchmarks.points --show       what is recognized wrongly there
    python -m benchmarks.points --write      learn the network, and keep it

The pitches tell of every clause whether it is a selling point, and which of the catalogue
(`data/points/README.md`). It is learned from sayings and from other pitches, with the word vectors
of the embedded writer, which must be pulled. Needs torch to learn, which takes ten minutes of two
cores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.frame import options
from merchant_studio.points import catalogue
from merchant_studio.points.recognizing import (
    LIKELY,
    NOTHING,
    SURE,
    candidates,
    likelihoods,
    passed_over,
)

DATA = Path(__file__).parent / "data" / "points"
_ENDS = "，。！？；、,.!?;"
BOUNDS = (LIKELY, 0.7, 0.8, 0.9, SURE, 0.98)
"""Of likelihood, for the report."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a pitch, and what it says."""

    text: str
    is_point: bool
    """Whether it is a selling point at all."""
    points: tuple[tuple[str, ...], ...]
    """The points of the catalogue that it states, each with others that are as right; ids alone."""

    @property
    def right(self) -> frozenset[str]:
        """Every point that may be recognized."""
        return frozenset(name for ways in self.points for name in ways)


@dataclass(frozen=True, slots=True)
class Saying:
    """How somebody says points, or nearly says them."""

    text: str
    language: str
    points: frozenset[str]


def pitches(folder: Path) -> Iterator[tuple[str, list[list[Clause]]]]:
    """The name of each pitch, and the clauses of each of its sentences."""
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            name, *rows = filter(str.strip, block.splitlines())
            yield name.split(" | ")[0], [list(_clauses(row)) for row in rows]


def _clauses(row: str) -> Iterator[Clause]:
    for text, marks, ends in re.findall(rf"([^{{}}]+)((?:\{{[^{{}}]*\}})+)([{_ENDS}]*)", row):
        kinds, points = "", list[tuple[str, ...]]()
        for mark in re.findall(r"\{([^{}]*)\}", marks):
            kind, _, named = mark.strip().partition(" ")
            kinds += kind
            points += [
                tuple(way.partition(":")[0].strip() for way in each.split("|"))
                for each in named.split(";")
                if each.strip()
            ]
        yield Clause(text.strip(f" {_ENDS}") + ends, "p" in kinds, tuple(points))


def sayings() -> Iterator[Saying]:
    """All that is learned from."""
    for path in sorted((DATA / "sayings").glob("*.txt")):
        point = ""
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.startswith("# "):
                point = row[2:].strip()
            elif row.strip():
                yield _saying(row.strip(), point)
    for row in (DATA / "chats.txt").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            language = "en" if row.startswith("en:") else "zh"
            yield Saying(row.removeprefix("en:").strip(), language, frozenset((NOTHING,)))
    for name, point in catalogue().items():
        yield Saying(point.zh, "zh", frozenset((name,)))
        yield Saying(point.en, "en", frozenset((name,)))
    for _, sentences in pitches(DATA / "pitches"):
        for clause in (each for sentence in sentences for each in sentence):
            nothing = frozenset() if clause.is_point else frozenset((NOTHING,))
            yield Saying(clause.text, "zh", clause.right or nothing)


def _saying(row: str, point: str) -> Saying:
    language = "en" if row.startswith(("en:", "en!")) else "zh"
    near = row.startswith(("!", "en!"))
    text, _, others = re.sub("^(en:|en!|!)", "", row).strip().partition(" + ")
    named = {each.strip() for each in others.split(",") if each.strip()}
    return Saying(text.strip(), language, frozenset(named if near else {point, *named}))


def report(folder: Path) -> dict[str, Any]:
    """How much is recognized, and how much of that is right, by bounds of likelihood."""
    counts = {bound: [0, 0, 0] for bound in BOUNDS}
    total = covered = offered = 0
    wrong: list[dict[str, Any]] = []
    for name, sentences in pitches(folder):
        for sentence in sentences:
            over = passed_over(clause.text for clause in sentence)
            for clause, skipped in zip(sentence, over, strict=True):
                total += clause.is_point
                covered += clause.is_point and bool(clause.points)
                likely = {} if skipped else dict(likelihoods(clause.text, "zh"))
                likely.pop(NOTHING, None)
                three = {point.id for point in candidates(clause.text, "zh")}
                offered += clause.is_point and bool(three & clause.right)
                for bound, count in counts.items():
                    found = {point for point, chance in likely.items() if chance >= bound}
                    count[0] += len(found & clause.right)
                    count[1] += len(found - clause.right)
                    count[2] += clause.is_point and bool(found & clause.right)
                if bad := {p: c for p, c in likely.items() if c >= SURE and p not in clause.right}:
                    wrong.append({"pitch": name, "said": clause.text, "read": bad})
    return {
        "clauses": total,
        "in_the_catalogue": round(covered / total, 3),
        "right_in_three_offered": round(offered / total, 3),
        "by_bound": {
            str(bound): {
                "precision": round(right / max(1, right + bad), 3),
                "recall": round(hit / total, 3),
                "found": right + bad,
            }
            for bound, (right, bad, hit) in counts.items()
        },
        "wrong": wrong,
    }


OPTIONS = options(__doc__, write=False, pitches=DATA / "unseen", show=False)


def main() -> None:
    """Print the report, or learn the network."""
    asked = OPTIONS.parse_args()
    if asked.write:
        from benchmarks.points_learning import learn  # torch is not there without the extra

        learn([each for each in sayings() if each.language == "zh"], "zh")
        return
    figures = report(asked.pitches)
    wrong = figures.pop("wrong")
    if asked.show:
        for each in wrong:
            print(json.dumps(each, ensure_ascii=False))
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
