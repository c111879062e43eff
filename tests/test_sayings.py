"""What merchants say (`benchmarks/data/sentences`): nearly every fact is read, no other one.

In `sayings.txt` a row is one or more sentences, with ` / ` between them, and after ` |` the facts
that are read of them. Run with `-s` for what is read otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from merchant_studio.facts import agree, summary
from merchant_studio.read import read_sheet
from merchant_studio.read.chinese import read_chinese

from .speech import heard, shown, understood

DATA = Path(__file__).parents[1] / "benchmarks" / "data" / "sentences"
LEAST_FOUND, MOST_WRONG = 0.985, 0.005
GOODS = "老板看看我们这款，质量好，便宜给您。"
"""Each is a part of a talk about goods, and has words of them elsewhere."""
"""Shares of the facts that are there."""


def rows() -> Iterator[tuple[list[str], set[str], set[str]]]:
    """The sentences of each row, the facts in them, and the facts that are read."""
    for row in (DATA / "sayings.txt").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            said, _, facts = row.rpartition(" |")
            sentences = said.split(" / ")
            segments = [heard(text, index=i) for i, text in enumerate(sentences)]
            read = {shown(each) for each in read_chinese(segments).values if each.key}
            yield sentences, set(facts.strip().split("; ")) - {""}, read


def banks(folder: Path) -> Iterator[tuple[list[str], set[str], set[str]]]:
    """The same of the banks, whose facts are written as in a sheet."""
    sheet = folder / "product.yaml"
    for path in sorted(DATA.glob("*.yaml")):
        for each in yaml.safe_load(path.read_text(encoding="utf-8")):
            sentences = [each["say"]] if isinstance(each["say"], str) else each["say"]
            facts = yaml.safe_dump(each["facts"], allow_unicode=True) if each["facts"] else ""
            sheet.write_text(facts, encoding="utf-8")
            expected = read_sheet(sheet, "zh").values
            said = [*sentences, GOODS]
            brief = understood(heard(text, index=i) for i, text in enumerate(said))
            read = {
                fact.key
                if fact.key in expected and agree(fact.value, expected[fact.key])
                else f"{fact.key} {summary(fact.value)}"
                for fact in (*brief.facts, *brief.unconfirmed)  # his contacts are asked for
            }
            yield sentences, set(expected), read


def score(said: Iterator[tuple[list[str], set[str], set[str]]]) -> tuple[float, float]:
    """The shares of the facts that are found and of wrong ones; each difference is printed."""
    count: Counter[str] = Counter()
    for sentences, expected, read in said:
        count += Counter(
            facts=len(expected), found=len(expected & read), wrong=len(read - expected)
        )
        if read != expected:
            missing = [f"not read: {each}" for each in sorted(expected - read)]
            print(" / ".join(sentences), *missing, *sorted(read - expected), sep="\n    ")
    print(count)
    return count["found"] / count["facts"], count["wrong"] / count["facts"]


def test_what_merchants_say() -> None:
    found, wrong = score(rows())
    assert found >= LEAST_FOUND
    assert wrong <= MOST_WRONG


def test_what_merchants_say_in_short_pitches(tmp_path: Path) -> None:
    found, wrong = score(banks(tmp_path))
    assert found >= LEAST_FOUND
    assert wrong <= MOST_WRONG
