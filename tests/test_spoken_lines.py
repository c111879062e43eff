"""Lines that will be spoken: the time that they get, and the words that they can say in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from merchant_studio.engines import Authors
from merchant_studio.languages import profile
from merchant_studio.records import (
    Brief,
    Code,
    Count,
    Duration,
    EngineStamp,
    Fact,
    FactValue,
    Script,
    Segment,
    SellingPoint,
    Span,
    Transcript,
)
from merchant_studio.write import ScriptJob, SourceLine, plan_lines, write_lines

STAMP = EngineStamp(kind="recognizer", name="fake", model="fake", revision="1", seed=0)
FACTS: dict[str, FactValue] = {
    "colors": Count(amount=Decimal(8), unit="color"),
    "lead_time": Duration(amount=Decimal(7), unit="day"),
    "model": Code(codes=("A203",)),
    "whatsapp": Code(codes=("+86 138 0000 0000",)),
}


BRIEF = Brief(
    source_language="zh",
    facts=tuple(
        Fact(key=key, value=value, must_say=True, source="sheet") for key, value in FACTS.items()
    ),
)


def planned(*texts: str, dubbed: bool) -> tuple[SourceLine, ...]:
    """The lines of a pitch with a sentence every 4 s, 3 s long; the recording has 9 s."""
    segments = tuple(
        Segment(index=n, text=text, words=(), span=Span(start_ms=n * 4000, end_ms=n * 4000 + 3000))
        for n, text in enumerate(texts)
    )
    transcript = Transcript(language="zh", segments=segments, made_by=STAMP)
    return plan_lines(transcript, BRIEF, 9000, dubbed=dubbed)


@pytest.mark.parametrize(
    ("dubbed", "closing"),
    [
        (False, [(9000, 12500), (12500, 16000)]),
        # 2.2 s a fact, 0.32 s for each of 4 and of 13 characters that are spelt.
        (True, [(9000, 13400), (13400, 23240)]),
    ],
)
def test_what_nobody_said_has_the_time_to_be_read_or_said(
    dubbed: bool, closing: list[tuple[int, int]]
) -> None:
    lines = planned("大家好。", "欢迎联系。", dubbed=dubbed)[2:]
    assert [line.tags for line in lines] == [("colors", "lead_time"), ("model", "whatsapp")]
    assert [(line.budget.start_ms, line.budget.end_ms) for line in lines] == closing


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        (None, ["Very smooth to the touch.", ""]),
        (6.0, ["", "Very smooth to the touch."]),
        (4.0, ["", ""]),
    ],
    ids=["read", "in the next line", "too slow"],
)
def test_a_point_is_said_where_there_is_time_for_it(pace: float | None, said: list[str]) -> None:
    point = SellingPoint(
        id="smooth-feel",
        text="Very smooth to the touch.",
        kind="feature",
        negated=False,
        quote="摸起来很顺滑",
        segments=(0,),
        catalogue="smooth-feel",
    )
    job = ScriptJob(
        source=planned("摸起来很顺滑。", "你看一下。", dubbed=True)[:2],
        brief=BRIEF,
        profile=profile("en"),
        tag="en",
        tone="plain",
        chars_per_second=pace,
        points=(point,),
    )
    script = write_lines(job, Authors())
    assert isinstance(script, Script)
    assert [line.text for line in script.lines] == said
    assert [point.id for point in script.missing] == ([] if any(said) else ["smooth-feel"])
