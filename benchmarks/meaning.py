"""Do the checks tell right lines from wrong ones?

    python -m benchmarks.meaning                    the lines of `data/meaning`, 15 languages
    python -m benchmarks.meaning --lines FILE       any other lines, one JSON object a row
    python -m benchmarks.meaning --judge recorded   with a strong judge's recorded verdicts, which
                                                    lie in the folder `--verdicts`
    python -m benchmarks.meaning --judge WRITER     with another judge: deepseek, vllm:URL
    python -m benchmarks.meaning --alone            as where no judge will read them
    python -m benchmarks.meaning --show             the lines that are told wrongly

A row has `text`, a line of a script with a tag for each of its facts, `language`, `line` (1 for
the first of the pitch) and `right`; and either `pitch`, a folder of `data/pitches`, or `sheet` (a
mapping as in product.yaml) and `heard` (the pitch's lines). It is refused by the checks that every
line of a capable writer meets before its judge (form, facts, claims, negation), or by the judge.
How long a line may be is not asked here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.answering import Recorded, answering
from benchmarks.frame import options
from benchmarks.pitch import PITCHES, Given, pitch_of
from benchmarks.survival import perfectly_heard, sheet_of
from merchant_studio.check import Place, judgement, read_judgements
from merchant_studio.config import StudioConfig
from merchant_studio.engines import Answer
from merchant_studio.engines.chosen import ChosenEngines
from merchant_studio.languages import TAG, profile
from merchant_studio.read.tagged import tagged_lines
from merchant_studio.records import Message, Span, digest
from merchant_studio.write import ScriptJob, plan_lines
from merchant_studio.write.pitch.draft import Draft
from merchant_studio.write.pitch.request import names_of
from merchant_studio.write.pitch.writing import told_of

LINES = Path(__file__).parent / "data" / "meaning"
VERDICTS = Path(__file__).parent / "data" / "verdicts"
RECORDED = "recorded"
_HOUR_MS = 3_600_000
"""The time of a line whose length is not asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and whether it says what the merchant means."""

    pitch: str
    """Its folder, or the digest of what the row itself tells."""
    language: str
    line: int
    text: str
    right: bool
    kind: str
    """What is wrong with it: `reversed`."""


_TOLD: dict[str, Given] = {}
"""Pitches that came with their rows."""


def rows_of(folder: Path) -> list[Row]:
    """The rows of one file, or of every file in a folder."""
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]
    return [
        _row(json.loads(line))
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _row(values: Mapping[str, Any]) -> Row:
    name = values.get("pitch", "")
    if not name:
        sheet = yaml.safe_dump(values["sheet"], allow_unicode=True)
        name = f"row {digest(sheet, values['heard'])}"
        said = tuple(values["heard"])
        source = values.get("source", "zh")
        _TOLD[name] = Given(
            name=name, sheet=sheet, language=source, said=said, heard=said, points=()
        )
    return Row(
        pitch=name,
        language=values["language"],
        line=values["line"],
        text=values["text"],
        right=values["right"],
        kind=values.get("wrong", ""),
    )


@cache
def told(name: str) -> Given:
    """A pitch by its folder's name, with its points."""
    return _TOLD[name] if name in _TOLD else pitch_of(PITCHES / name)


@cache
def job(name: str, language: str) -> ScriptJob:
    """What a writer of whole pitches is given for one language, with time for any line."""
    given = told(name)
    sheet = sheet_of(given.sheet)
    _, transcript, brief = perfectly_heard(name, sheet, given.said, given.language)
    message = Message(lines=tagged_lines(transcript, brief), points=given.points)
    lines = plan_lines(transcript, brief, _HOUR_MS, message=message)
    return ScriptJob(
        source=[replace(line, budget=_longer(line.budget, i)) for i, line in enumerate(lines)],
        brief=brief,
        profile=profile(language),
        tag=language,
        tone="plain",
        message=message,
    )


def _longer(budget: Span, i: int) -> Span:
    """Line `i` lasts an hour more, and the pauses between lines stay as they are."""
    return Span(start_ms=budget.start_ms + i * _HOUR_MS, end_ms=budget.end_ms + (i + 1) * _HOUR_MS)


def refused(row: Row, alone: bool = False) -> tuple[str, ...]:
    """Why the checks before the judge, or without one, refuse a line; empty if they take it."""
    given, i = job(row.pitch, row.language), row.line - 1
    tags = tuple(dict.fromkeys(TAG.findall(row.text)))  # facts are the facts' benchmark
    source = [replace(line, tags=tags) if at == i else line for at, line in enumerate(given.source)]
    return Draft(replace(given, source=source, judged=not alone)).checks.problems(i, row.text)


def judged(
    rows: Sequence[Row], writer: str, asked: Path | None, kept: Path = VERDICTS
) -> dict[Row, tuple[str, ...]]:
    """Why a judge refuses each line, empty if it takes it; one that it did not read is missing.

    The lines of a pitch in all languages are one question, and two for one place are in two.
    """
    turns: dict[tuple[str, int], dict[Place, Row]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.language, digest(row.text))):  # in no order
        turn = 0
        while (row.language, row.line) in turns[row.pitch, turn]:
            turn += 1
        turns[row.pitch, turn][row.language, row.line] = row
    found: dict[Row, tuple[str, ...]] = {}
    with ExitStack() as stack:
        recorded = Recorded(kept, asked)
        if writer == RECORDED:
            writer = f"vllm:{stack.enter_context(answering(recorded))}"
        judge = ChosenEngines(StudioConfig(writer=writer)).writer
        if judge is None:
            raise SystemExit("name a writer that can judge: --judge deepseek")
        for (name, turn), lines in turns.items():
            if not turn:
                recorded.begin(name)
            texts = {place: row.text for place, row in lines.items()}
            product = told_of(job(name, next(iter(lines))[0]))
            (answer,) = judge.ask([judgement(product, texts)])
            if isinstance(answer, Answer):
                for each in read_judgements(answer, texts).values():
                    for place, verdict in each.lines.items():
                        row = lines[place]
                        lost = _has_lost(row, each.unsaid)
                        found[row] = verdict.problems or (("it lost its points",) if lost else ())
    return found


def _has_lost(row: Row, unsaid: Set[str]) -> bool:
    """Whether a line says none of the points that are said there alone."""
    names = names_of(told(row.pitch).points)
    own = {name for name, point in names.items() if point.segments == (row.line - 1,)}
    return bool(own) and own <= unsaid


def run(
    rows: Sequence[Row],
    judge: str = "",
    asked: Path | None = None,
    *,
    alone: bool = False,
    verdicts: Path = VERDICTS,
) -> dict[str, Any]:
    """The figures: shares of right and wrong lines that are refused."""
    before = {row: refused(row, alone) for row in rows}
    found = judged(rows, judge, asked, verdicts) if judge else {}
    after = {row: before[row] or found.get(row, ()) for row in rows}
    right, wrong = [r for r in rows if r.right], [r for r in rows if not r.right]
    kinds = sorted({row.kind for row in wrong})
    return {
        "rows": len(rows),
        "right_refused": _share(right, before),
        "wrong_refused": _share(wrong, before),
        **(
            {
                "right_refused_with_judge": _share(right, after),
                "wrong_refused_with_judge": _share(wrong, after),
                "unjudged": sum(not before[row] and row not in found for row in rows),
            }
            if judge
            else {}
        ),
        "wrong_refused_by_kind": {
            k: _share([r for r in wrong if r.kind == k], after) for k in kinds
        },
        "by_language": {
            code: {"right_refused": _share(_in(right, code), after)}
            | {"wrong_refused": _share(_in(wrong, code), after)}
            for code in sorted({row.language for row in rows})
        },
        "losses": [
            {"pitch": r.pitch, "language": r.language, "line": r.line, "text": r.text}
            | {"right": r.right, "kind": r.kind, "why": list(after[r])}
            for r in rows
            if bool(after[r]) == r.right
        ],
    }


def _in(rows: Sequence[Row], code: str) -> list[Row]:
    return [row for row in rows if row.language == code]


def _share(rows: Sequence[Row], found: Mapping[Row, Sequence[str]]) -> float:
    return round(sum(bool(found[row]) for row in rows) / max(1, len(rows)), 4)


OPTIONS = options(
    __doc__,
    lines=LINES,
    judge="",
    verdicts=VERDICTS,
    asked=Path,
    alone=False,
    show=False,
    json=False,
)


def main() -> None:
    """Print the figures, the last line as one JSON document with `--json`."""
    asked = OPTIONS.parse_args()
    rows = rows_of(asked.lines)
    figures = run(rows, asked.judge, asked.asked, alone=asked.alone, verdicts=asked.verdicts)
    if asked.show:
        for loss in figures["losses"]:
            print(json.dumps(loss, ensure_ascii=False))
    shown = {name: value for name, value in figures.items() if name != "losses"}
    print(json.dumps(shown if not asked.json else figures, ensure_ascii=False, indent=None))


if __name__ == "__main__":
    main()
