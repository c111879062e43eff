"""A changed amount writes no sentence again, but for a line that it does not fit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_studio.check import check_script
from merchant_studio.engines import Answer, Authors, Question
from merchant_studio.errors import EngineError
from merchant_studio.facts import fill, plural_of
from merchant_studio.languages import language_codes, profile
from merchant_studio.records import (
    Brief,
    Code,
    Count,
    Duration,
    EngineStamp,
    Fact,
    FactValue,
    Measure,
    Message,
    Money,
    SaidLine,
    Script,
    Span,
    Term,
)
from merchant_studio.run import RunFolder
from merchant_studio.write import ScriptJob, SourceLine, make_scripts

PRICE = Money(amount=Decimal("18.5"), currency="CNY", per="piece")
COLORS = Count(amount=Decimal(8), unit="color")
VALUES: dict[str, FactValue] = {
    "name": Term(translations={code: "Flask" for code in language_codes()}),
    "price": PRICE,
    "moq": Count(amount=Decimal(100), unit="piece"),
    "lead_time": Duration(amount=Decimal(7), unit="day"),
    "capacity": Measure(amount=Decimal(500), unit="volume-milliliter"),
    "colors": COLORS,
    "phone": Code(codes=("13800000000",)),
}
ENGLISH = {
    1: "Hello and welcome to our booth.",
    2: "It holds <capacity>.",
    3: "There are <colors> to choose from.",
}
FRESH = "Pick yours from <colors>."


class CountingWriter:
    """Writes the English lines above, another one for one that is asked again, and counts its
    questions.
    """

    kind = "writer"
    at_once = 1
    judged_at_once = 100
    fingerprint = ""
    stamp = EngineStamp(kind="writer", name="counting", model="", revision="", seed=0)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        self.asked += [question.parts[-1] for question in questions]
        return tuple(Answer(text=json.dumps({"lines": self._lines(q)})) for q in questions)

    def _lines(self, question: Question) -> list[dict[str, Any]]:
        if "Write it in English" in question.parts[-1]:
            return [{"line": n, "text": text, "points": []} for n, text in ENGLISH.items()]
        again = "en (English" in question.parts[-1] and "line 3: " in question.parts[-1]
        return [{"language": "en", "line": 3, "text": FRESH, "points": []}] if again else []


def brief_of(**values: FactValue) -> Brief:
    known = {**VALUES, **values}
    facts = (Fact(key=k, value=v, must_say=k != "name", source="sheet") for k, v in known.items())
    return Brief(source_language="zh", facts=tuple(facts))


def line(text: str, *tags: str, at: int) -> SourceLine:
    budget = Span(start_ms=at * 4000, end_ms=at * 4000 + 4000)
    return SourceLine(text=text, tags=tags, says=(at,) if text else (), budget=budget)


SOURCE = (
    line("大家好，欢迎来到我们的展位。", at=0),
    line("容量<capacity>。", "capacity", at=1),
    line("有<colors>可选。", "colors", at=2),
    line("单价<price>，<moq>起订，<lead_time>交货。", "price", "moq", "lead_time", at=3),
    line("", "phone", at=4),
)


MESSAGE = Message(
    lines=tuple(
        SaidLine(segment=one.says[0], heard=one.text, meant=one.text) for one in SOURCE if one.says
    ),
    points=(),
)


def job_of(code: str, brief: Brief, source: Sequence[SourceLine] = SOURCE) -> ScriptJob:
    """English is a whole pitch that nobody judges, other languages are the phrasebook's."""
    return ScriptJob(
        source=source,
        brief=brief,
        profile=profile(code),
        tag=code,
        tone="plain",
        message=MESSAGE if code == "en" else None,
        judged=False,
    )


def scripts(
    folder: RunFolder, writer: CountingWriter, brief: Brief, *codes: str
) -> dict[str, Script]:
    """The scripts of these languages as a run makes them."""
    jobs = [job_of(code, brief) for code in codes]
    made = make_scripts(jobs, authors_of(writer), folder, lambda *told: None)
    assert all(isinstance(script, Script) for script in made.values())
    return {tag: script for tag, script in made.items() if isinstance(script, Script)}


def authors_of(writer: CountingWriter) -> Authors:
    return Authors(writer=writer, writes=frozenset({"en"}))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


amounts = st.decimals(min_value=Decimal("0.01"), max_value=9999, places=2, allow_nan=False)
wholes = st.integers(min_value=2, max_value=9999).map(Decimal)
digits = st.from_regex(r"1[0-9]{6,12}", fullmatch=True)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(amounts, wholes, wholes, wholes, st.integers(min_value=2, max_value=99), digits)
def test_another_amount_asks_nobody_and_is_filled_in(
    folder: RunFolder,
    price: Decimal,
    moq: Decimal,
    days: Decimal,
    capacity: Decimal,
    colors: int,
    phone: str,
) -> None:
    writer = CountingWriter()
    before = scripts(folder, writer, brief_of(), "en", "es", "ar")
    asked = len(writer.asked)
    brief = brief_of(
        price=replace(PRICE, amount=price),
        moq=Count(amount=moq, unit="piece"),
        lead_time=Duration(amount=days, unit="day"),
        capacity=Measure(amount=capacity, unit="volume-milliliter"),
        colors=Count(amount=Decimal(colors), unit="color"),
        phone=Code(codes=(phone,)),
    )
    after = scripts(folder, writer, brief, "en", "es", "ar")
    assert len(writer.asked) == asked
    for tag, script in after.items():
        known = profile(tag)
        assert [one.text for one in script.lines] == [one.text for one in before[tag].lines]
        assert [one.author for one in script.lines] == [one.author for one in before[tag].lines]
        blocks = [f.message for f in check_script(script, brief, known) if f.severity == "block"]
        assert blocks == []
        assert "<" not in "".join(fill(one.text, brief.facts, known) for one in script.lines)
    folder_again = scripts(folder, writer, brief, "en", "es", "ar")
    assert folder_again == after


def test_a_number_that_asks_for_another_ending_has_its_line_written_again(
    folder: RunFolder,
) -> None:
    writer = CountingWriter()
    before = scripts(folder, writer, brief_of(), "en")["en"]
    assert before.lines[2].text == ENGLISH[3]
    asked = len(writer.asked)
    one = brief_of(colors=Count(amount=Decimal(1), unit="color"))
    after = scripts(folder, writer, one, "en")["en"]
    assert len(writer.asked) == asked + 1
    assert after.lines[2].text == FRESH and after.lines[2].author == "llm"
    assert [*after.lines[:2], *after.lines[3:]] == [*before.lines[:2], *before.lines[3:]]


def test_a_line_that_becomes_too_long_is_written_again(folder: RunFolder) -> None:
    writer = CountingWriter()
    long = tuple(replace(one, budget=Span(start_ms=0, end_ms=1700)) for one in SOURCE)

    def english(brief: Brief) -> Script:
        job = job_of("en", brief, long)
        script = make_scripts([job], authors_of(writer), folder, lambda *told: None)["en"]
        assert isinstance(script, Script)
        return script

    assert english(brief_of()).lines[2].text == ENGLISH[3]
    asked = len(writer.asked)
    many = brief_of(colors=Count(amount=Decimal(1234567890), unit="color"))
    assert english(many).lines[2].text == FRESH and len(writer.asked) == asked + 1


@pytest.mark.parametrize(
    "other",
    [
        {"price": replace(PRICE, currency="USD")},
        {"price": replace(PRICE, per="dozen")},
        {"price": replace(PRICE, high=Decimal(21))},
        {"capacity": Measure(amount=Decimal(500), unit="volume-liter")},
        {"name": Term(translations={"zh": "杯", "en": "cup"})},
        {"phone": Code(codes=("13800000000", "13900000000"))},
    ],
)
def test_another_kind_of_value_is_written_again(folder: RunFolder, other: Any) -> None:
    """Only its lines: the others are as they were, whoever wrote them."""
    writer, (key,) = CountingWriter(), other
    before = scripts(folder, writer, brief_of(), "en")["en"]
    after = scripts(folder, writer, brief_of(**other), "en")["en"]
    pairs = list(zip(before.lines, after.lines, strict=True))
    again = [was for was, now in pairs if was.of != now.of]
    assert again == [was for was in before.lines if key in was.tags]


def test_the_merchants_line_stays_his_and_is_not_taken_for_an_edit_of_ours(
    folder: RunFolder,
) -> None:
    writer = CountingWriter()
    script = scripts(folder, writer, brief_of(), "en")["en"]
    own = replace(script.lines[2], text="Only <colors>!")
    folder.edit(
        "en/script.json", replace(script, lines=(*script.lines[:2], own, *script.lines[3:]))
    )
    one = brief_of(colors=Count(amount=Decimal(1), unit="color"))
    after = scripts(folder, writer, one, "en")["en"]
    assert after.lines[2].text == "Only <colors>!" and after.lines[2].author == "merchant"


def test_only_numbers_of_things_have_a_plural() -> None:
    russian = profile("ru")
    days = [Duration(amount=Decimal(n), unit="day") for n in (1, 2, 5, 21)]
    assert [plural_of(value, russian) for value in days] == ["one", "few", "many", "one"]
    assert plural_of(PRICE, russian) == ""
