"""What a merchant meant: what is believed of a model's answer, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import meaning
from benchmarks.survival import perfectly_heard
from merchant_studio.engines import Answer
from merchant_studio.errors import EngineFailedError
from merchant_studio.read import clock, read_message, tagged_lines, understanding
from merchant_studio.read.meaning import sound_alike
from merchant_studio.records import (
    Brief,
    Duration,
    EngineStamp,
    Message,
    Money,
    Sheet,
    Transcript,
)
from merchant_studio.run import MESSAGE, RunFolder, with_doubts
from merchant_studio.run.made_from import MadeFrom
from merchant_studio.webui.views.transcript import transcript_view

STAMP = EngineStamp(kind="writer", name="test", model="test", revision="1", seed=0)
SHEET = Sheet(values={"price": Money(amount=Decimal(58), currency="CNY")})
SAID = (
    "老板来看看这个推车，价格五十八块。",
    "四个角都包了边，三秒钟收起来，库存一千台。",
    "这个题手不会掉色，一折就平了。",
)


def heard(*lines: str) -> tuple[Transcript, Brief]:
    _, transcript, brief = perfectly_heard("cart", SHEET, lines)
    return transcript, brief


def message(*, lines: tuple[str, ...] = SAID, **answer: list[dict[str, Any]]) -> Message:
    said = {"repairs": [], "points": [], **answer}
    return read_message(Answer(text=json.dumps(said, ensure_ascii=False)), *heard(*lines), STAMP)


def repair(line: int, was: str, meant: str, sure: bool = True) -> dict[str, Any]:
    return {"line": line, "heard": was, "meant": meant, "sure": sure}


def point(line: int, quote: str, text: str = "It folds flat.", **other: Any) -> dict[str, Any]:
    fields = {"line": line, "quote": quote, "text": text, "kind": "feature", "negated": False}
    return {**fields, **other}


# --- facts and numbers ------------------------------------------------------------------------


def test_facts_are_tags_and_what_nobody_confirmed_is_left_out() -> None:
    """Four corners and three seconds are no facts and stay; the stock is in no sheet."""
    assert [line.meant for line in tagged_lines(*heard(*SAID))] == [
        "老板来看看这个推车，价格<price>。",
        "四个角都包了边，三秒钟收起来，库存…。",
        "这个题手不会掉色，一折就平了。",
    ]


def test_a_model_is_told_the_sheet_and_the_lines() -> None:
    asked = "".join(understanding(*heard(*SAID)).parts)
    assert "<price> = CNY\u00a058" in asked and "2. 四个角都包了边，三秒钟收起来，库存…。" in asked


# --- repairs ----------------------------------------------------------------------------------


def test_a_misheard_word_is_put_right() -> None:
    line = message(repairs=[repair(3, "题手", "提手")]).lines[2]
    assert (line.heard, line.meant) == (SAID[2], "这个提手不会掉色，一折就平了。")
    assert [(c.heard, c.meant, c.made) for c in line.changes] == [("题手", "提手", True)]
    assert line.sure


def test_a_model_that_is_not_certain_leaves_the_line_unsure() -> None:
    line = message(repairs=[repair(3, "题手", "提手", sure=False)]).lines[2]
    assert line.meant == "这个提手不会掉色，一折就平了。" and not line.sure


@pytest.mark.parametrize(
    ("was", "meant", "why"),
    [
        ("题手", "车轮", "sounds different"),
        ("三秒钟", "五秒钟", "changes a number"),
        ("四个角", "是个角", "changes a number"),
        ("价格<price>", "价格便宜", "touches a fact"),
        ("库存…", "库存一千台", "touches a fact"),
        ("这个题手不会掉色，一折", "这个提手不会掉色，一折", "changes too much"),
    ],
)
def test_a_repair_that_cannot_be_checked_is_shown_and_not_made(
    was: str, meant: str, why: str
) -> None:
    number = next(n for n, line in enumerate(tagged_lines(*heard(*SAID)), 1) if was in line.meant)
    line = message(repairs=[repair(number, was, meant)]).lines[number - 1]
    assert line.meant == tagged_lines(*heard(*SAID))[number - 1].meant
    assert [(change.made, change.why) for change in line.changes] == [(False, why)]
    assert not line.sure


def test_a_number_may_be_misheard_where_the_sheet_has_it() -> None:
    """Only a value of the sheet, by its sound, and once; it is told, for the model may be wrong."""
    ten = Duration(amount=Decimal(10), unit="day")
    _, transcript, brief = perfectly_heard(
        "cart", Sheet(values={"lead_time": ten}), ("时间发货，时间到手。", "三天一换。")
    )
    said = [repair(1, "时间发货", "十天发货"), repair(1, "时间", "十天"), repair(2, "三天", "十天")]
    answer = Answer(text=json.dumps({"repairs": said, "points": []}, ensure_ascii=False))
    one, other = read_message(answer, transcript, brief, STAMP).lines
    assert (one.meant, one.sure) == ("<lead_time>发货，时间到手。", False)
    assert [(c.meant, c.made, c.why) for c in one.changes] == [
        ("十天发货", True, ""),
        ("十天", False, "changes a number"),
    ]
    assert other.meant == "三天一换。" and not other.sure
    more = repair(1, "时间到手", "十天五个")  # the sheet has no five
    answer = Answer(text=json.dumps({"repairs": [more], "points": []}, ensure_ascii=False))
    (line, _) = read_message(answer, transcript, brief, STAMP).lines
    assert line.meant == "时间发货，时间到手。"
    assert [(c.made, c.why) for c in line.changes] == [(False, "changes a number")]


def test_what_is_perhaps_misheard_is_told_at_its_sentence(tmp_path: Path) -> None:
    transcript, brief = heard(*SAID)
    unsure = [
        repair(2, "三秒钟", "五秒钟"),
        repair(2, "库存…", "库存一千台"),
        repair(3, "题手", "提手", sure=False),
    ]
    folder = RunFolder(tmp_path)
    folder.record(MESSAGE, Message, MadeFrom({}), lambda: message(repairs=unsure))
    found = with_doubts(brief, transcript, folder).findings[len(brief.findings) :]
    at_ms = [segment.span.start_ms for segment in transcript.segments]
    assert [(each.check, each.severity, each.at_ms, each.message) for each in found] == [
        (
            "misheard",
            "warn",
            at_ms[1],
            f"at {clock(transcript.segments[1].span)} '三秒钟' is perhaps '五秒钟'; it stays as it "
            "was heard; type the sentence if you said so",
        ),
        (
            "misheard",
            "warn",
            at_ms[2],
            f"at {clock(transcript.segments[2].span)} '题手' is taken for '提手', which is not "
            "certain; type the sentence if you said something else",
        ),
    ]
    look = transcript_view(transcript, brief, found)["sentences"]
    assert [one["misheard"] for one in look] == [[], [found[0].message], [found[1].message]]
    typed = replace(transcript.segments[2], text="这个提手不会掉色，一折就平了。", typed=True)
    shorter = replace(transcript, segments=(transcript.segments[0], typed))
    assert with_doubts(brief, shorter, folder).findings == brief.findings


def test_a_repair_of_what_is_not_there_is_nothing() -> None:
    assert message(repairs=[repair(1, "雨伞", "雨衣"), repair(9, "题手", "提手")]) == message()


def test_a_numeral_that_counts_nothing_may_be_a_misheard_word() -> None:
    line = message(lines=("这个八手能拉长。",), repairs=[repair(1, "八手", "把手")]).lines[0]
    assert line.meant == "这个把手能拉长。"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("题手", "提手", True),
        ("反光调", "反光条", True),
        ("缸管", "钢管", True),
        ("这叠", "折叠", True),
        ("佩剑", "配件", True),
        ("促销板", "醋酸板", True),
        ("题手", "车轮", False),
        ("布料", "木头", False),
        ("hand all", "handle", True),
        ("handle", "wheel", False),
    ],
)
def test_what_sounds_alike(one: str, other: str, alike: bool) -> None:
    assert sound_alike(one, other) == alike


# --- points -----------------------------------------------------------------------------------


def test_a_point_rests_on_the_merchants_words() -> None:
    (found,) = message(points=[point(3, "一折就平了")]).points
    assert (found.id, found.quote, found.segments) == ("folds-flat", "一折就平了", (2,))


def test_a_quote_may_stand_in_another_line_and_in_repaired_words() -> None:
    found = message(
        repairs=[repair(3, "题手", "提手")],
        points=[point(1, "提手不会掉色", "The handle does not fade.", negated=True)],
    )
    assert [(p.segments, p.negated) for p in found.points] == [((2,), True)]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            point(3, "可以机洗", "It is machine washable."),
            "its quote is not in the pitch (可以机洗)",
        ),
        (point(9, "一折就平了"), "its line is not there"),
        (point(1, "<price>", "It is a fair price."), "it is a fact"),
        (point(3, "一折就平了", "It folds in 3 seconds."), "it holds a tag or a number"),
        (point(3, "一折就平了", "It folds flat. " * 20), "it is no short sentence"),
        (point(3, "一折就平了", ""), "it is no short sentence"),
    ],
)
def test_a_point_that_cannot_be_checked_is_left_out_and_told(
    said: dict[str, Any], why: str
) -> None:
    found = message(points=[said])
    assert found.points == ()
    assert len(found.left_out) == 1 and found.left_out[0].endswith(why)


def test_a_point_that_is_said_twice_is_one_and_another_has_a_name_of_its_own() -> None:
    lines = (SAID[2], "收起来一折就平了。", "折平的盖子。")
    found = message(
        lines=lines,
        points=[
            point(1, "一折就平了"),
            point(2, "收起来一折就平了"),
            point(3, "折平的盖子", "It folds flat!", negated=True),
        ],
    )
    assert [(p.id, p.segments) for p in found.points] == [
        ("folds-flat", (0, 1)),
        ("folds-flat-2", (2,)),
    ]


# --- answers that are none --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "I cannot help.", "[]", "{}", '{"points": "many"}'])
def test_an_answer_without_points_fails_the_writer_by_name(text: str) -> None:
    with pytest.raises(EngineFailedError) as caught:
        read_message(Answer(text=text), *heard(*SAID), STAMP)
    assert "its answer about the pitch cannot be read" in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["line", "quote", "text", "kind", "negated", "heard", "meant", "sure"]),
            inner,
            max_size=8,
        )
    ),
    max_leaves=20,
)


@given(repairs=JSON, points=st.lists(JSON, max_size=4))
def test_whatever_is_answered_no_fact_and_no_number_changes(repairs: Any, points: Any) -> None:
    transcript, brief = heard(*SAID)
    text = json.dumps({"repairs": repairs, "points": points})
    found = read_message(Answer(text=text), transcript, brief, STAMP)
    for line, plain in zip(found.lines, tagged_lines(transcript, brief), strict=True):
        assert replace(line, meant="", changes=(), sure=True) == replace(plain, meant="")
        assert line.meant.count("<price>") == plain.meant.count("<price>")
        assert [c for c in line.meant if c in "四三"] == [c for c in plain.meant if c in "四三"]


@pytest.mark.parametrize(
    ("pitch", "language", "line", "text", "why"),
    [
        ("christmas-lights", "ar", 3, "ثمانية أنماط للوميض، وزرّ صغير ينقلك بينها.", ()),
        ("christmas-lights", "en", 3, "Nine ways to flash, one small button.", ("(Nine)",)),
        ("gel-pens", "ru", 4, "Прочертили на станке восемьсот метров, а чернила остались.", ()),
        ("gel-pens", "en", 4, "It drew eighty metres and had ink left.", ("(eighty)",)),
        ("rain-boots", "ar", 2, "قطعة واحدة بلا وصلات فلا يدخله الماء.", ()),
        ("kitchen-knife-set", "ar", 3, "المقبض والنصل قطعتان بلا شقّ.", ("(قطعتان)",)),
    ],
)
def test_a_number_of_a_confirmed_point_may_be_said(
    pitch: str, language: str, line: int, text: str, why: tuple[str, ...]
) -> None:
    """A point says "It has eight flashing modes"; nobody confirmed the 八种 that was heard."""
    row = meaning.Row(pitch=pitch, language=language, line=line, text=text, right=not why, kind="")
    found = meaning.refused(row)
    assert len(found) == len(why) and all(map(str.endswith, found, why)), found
