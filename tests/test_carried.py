"""What a merchant settled stays when his brief is made anew."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.records import (
    Brief,
    Count,
    Fact,
    FactValue,
    Finding,
    Money,
    SellingPoint,
    Term,
    Transcript,
    mention,
)
from merchant_studio.run import RunFolder, retyped, revisions
from merchant_studio.run.carried import carried
from tests.test_retyped import heard

SAID = heard("单价18块5。", "100个起订。")
RETYPED = retyped.retype(SAID, 0, "单价19块5。")


def yuan(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="CNY", per="piece")


def fact(key: str, value: FactValue, text: str = "", said: Transcript = SAID) -> Fact:
    where = ()
    for segment in said.segments:
        if text and text in segment.text:
            at = segment.text.index(text)
            where = (mention(segment, at, at + len(text)),)
    return Fact(key=key, value=value, must_say=True, source="speech", heard_in=where)


PRICE = fact("price", yuan("18.5"), "18块5")
DEARER = fact("price", yuan("19.5"), "19块5", RETYPED)
MOQ = fact("moq", Count(amount=Decimal(100), unit="piece"), "100个")
NAME = replace(fact("name", Term(translations={"zh": "杯子", "en": "cup"})), source="sheet")
ASKS = Finding(check="unconfirmed", severity="warn", where="0:00", message="?", key="price")
MADE = Brief(source_language="zh", facts=(NAME,), unconfirmed=(PRICE, MOQ), findings=(ASKS,))
AGAIN = replace(MADE, unconfirmed=(DEARER, MOQ))


def shown(brief: Brief) -> tuple[dict[str, FactValue], dict[str, FactValue]]:
    """Confirmed and unconfirmed values."""
    sure = {each.key: each.value for each in brief.facts if each.key != "name"}
    return sure, {each.key: each.value for each in brief.unconfirmed}


def test_nothing_is_carried_where_nothing_was_settled() -> None:
    assert carried(AGAIN, MADE, MADE, RETYPED) is AGAIN


def test_a_confirmed_fact_stays_confirmed_where_it_is_heard_now() -> None:
    later = retyped.split(SAID, 0, 2)
    moved = replace(PRICE, heard_in=(mention(later.segments[1], 0, 4),))
    edited = revisions.confirm(MADE, "price")
    again = carried(replace(MADE, unconfirmed=(moved, MOQ)), MADE, edited, later)
    assert shown(again) == ({"price": yuan("18.5")}, {"moq": MOQ.value})
    assert again.facts[1].heard_in == moved.heard_in and again.findings == ()


def test_another_listening_changes_no_confirmed_fact_and_is_told() -> None:
    edited = revisions.confirm(MADE, "price")
    other = replace(MADE, unconfirmed=(replace(DEARER, heard_in=PRICE.heard_in), MOQ))
    again = carried(other, MADE, edited, SAID)
    assert shown(again) == ({"price": yuan("18.5")}, {"moq": MOQ.value})
    assert [f.message for f in again.findings] == [
        "at 0:00 '18块5' is heard, but you settled price: 18.5 CNY per piece; that is used"
    ]
    once_more = carried(other, other, again, SAID)
    assert once_more.findings == again.findings
    accepted = revisions.confirm(once_more, "price")
    assert carried(other, other, accepted, SAID).findings == ()


def test_what_he_types_into_the_sentence_is_later_than_what_he_confirmed() -> None:
    edited = revisions.confirm(MADE, "price", "moq")
    again = carried(AGAIN, MADE, edited, RETYPED)
    assert shown(again) == ({"moq": MOQ.value}, {"price": yuan("19.5")})
    assert again.findings == (ASKS,)


def test_what_he_typed_for_the_fact_stays_beside_what_he_types_into_the_sentence() -> None:
    edited = revisions.revise(MADE, "price", "price", "19元")
    again = carried(AGAIN, MADE, edited, RETYPED)
    assert shown(again)[0] == {"price": Money(amount=Decimal(19), currency="CNY")}
    assert [f.check for f in again.findings] == ["disagreement"]
    assert carried(MADE, MADE, edited, SAID).findings == ()


def test_a_confirmed_fact_that_is_no_more_heard_stays_and_is_told() -> None:
    edited = revisions.confirm(MADE, "price")
    gone = replace(MADE, unconfirmed=(MOQ,), findings=())
    again = carried(gone, MADE, edited, retyped.retype(SAID, 0, "价格好商量。"))
    assert shown(again)[0] == {"price": yuan("18.5")} and again.facts[1].heard_in == ()
    assert [f.message for f in again.findings] == [
        "price: 18.5 CNY per piece is not heard any more; it stays, for you confirmed it"
    ]


def test_what_was_left_out_stays_out_until_he_types_it_again() -> None:
    edited = revisions.remove(MADE, "price")
    assert shown(carried(MADE, MADE, edited, SAID)) == ({}, {"moq": MOQ.value})
    assert carried(MADE, MADE, edited, SAID).findings == ()
    other = replace(MADE, unconfirmed=(replace(DEARER, heard_in=PRICE.heard_in), MOQ))
    assert "price" not in shown(carried(other, MADE, edited, SAID))[1]
    assert shown(carried(AGAIN, MADE, edited, RETYPED))[1]["price"] == yuan("19.5")


def test_what_was_added_stays_and_the_sheet_has_the_last_word() -> None:
    edited = revisions.add(MADE, "model", "A203")
    again = carried(AGAIN, MADE, edited, RETYPED)
    assert [each.key for each in again.facts] == ["name", "model"]
    priced = revisions.revise(MADE, "price", "price", "19元")
    of_sheet = replace(PRICE, value=yuan("21"), source="sheet", heard_in=())
    sheet = replace(MADE, facts=(NAME, of_sheet), unconfirmed=(MOQ,))
    assert shown(carried(sheet, MADE, priced, SAID))[0] == {"price": yuan("21")}


def test_his_word_for_the_name_stays() -> None:
    edited = revisions.name_in(MADE, "name", "es", "vaso")
    named = carried(AGAIN, MADE, edited, RETYPED).facts[0].value
    assert named == Term(translations={"zh": "杯子", "en": "cup", "es": "vaso"})


def test_points_are_struck_and_added_once() -> None:
    def point(name: str) -> SellingPoint:
        return SellingPoint(
            id=name, text=name, kind="feature", negated=False, quote=name, segments=()
        )

    made = replace(MADE, points=(point("a"), point("b")))
    edited = replace(made, points=(point("b"), point("c")))
    new = replace(AGAIN, points=(point("a"), point("b"), point("d")))
    assert [p.id for p in carried(new, made, edited, RETYPED).points] == ["b", "d", "c"]


# --- in the folder of a run -----------------------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")


def listen(config: StudioConfig, product: Path) -> tuple[RunFolder, Transcript, Brief]:
    _, transcript, brief = Studio(config).listen(product, slug="flask")
    return RunFolder(config.out / "flask"), transcript, brief


def edit_by_hand(folder: RunFolder, name: str, old: str, new: str) -> None:
    file = folder.path / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sentence_edited_in_the_file_is_read_and_outlives_a_new_listening(
    config: StudioConfig, product: Path
) -> None:
    (product / "product.yaml").write_text("name: 保温杯\n", encoding="utf-8")
    folder, transcript, brief = listen(config, product)
    assert str(next(f.value for f in brief.unconfirmed if f.key == "price").amount) == "18.5"
    folder.edit("brief.json", revisions.confirm(brief, "moq", "lead_time"))
    edit_by_hand(folder, "transcript.json", '"text": "单价18块5，', '"text": "单价19块5，')
    _, transcript, brief = listen(config, product)
    assert [segment.typed for segment in transcript.segments] == [False, False, True, False]
    assert "".join(word.text for word in transcript.segments[2].words).startswith("单价19块5")
    assert {fact.key for fact in brief.facts} == {"name", "moq", "lead_time"}
    assert next(f for f in brief.unconfirmed if f.key == "price").value == yuan("19.5")

    # Another name makes him listened to again; another take, anew.
    (product / "product.yaml").write_text("name: 不锈钢保温杯\n", encoding="utf-8")
    _, transcript, brief = listen(config, product)
    assert [segment.typed for segment in transcript.segments] == [False, False, True, False]
    assert {fact.key for fact in brief.facts} == {"name", "moq", "lead_time"}
    first, take = product / "pitch.mp4", (product / "pitch.mp4").read_bytes()
    first.write_bytes(take + b"\0" * 64)
    _, transcript, brief = listen(config, product)
    assert not any(segment.typed for segment in transcript.segments)
    assert next(f for f in brief.unconfirmed if f.key == "price").value == yuan("18.5")
    first.write_bytes(take)
    _, transcript, brief = listen(config, product)
    assert transcript.segments[2].text.startswith("单价19块5")
    assert {fact.key for fact in brief.facts} == {"name", "moq", "lead_time"}


def test_a_brief_edited_by_hand_outlives_another_sheet(config: StudioConfig, product: Path) -> None:
    folder, _, _ = listen(config, product)
    edit_by_hand(folder, "brief.json", '"stainless steel vacuum flask"', '"thermos"')
    with (product / "product.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write("\ncolour: red\n")
    _, _, brief = listen(config, product)
    name = next(fact.value for fact in brief.facts if fact.key == "name")
    assert isinstance(name, Term) and name.translations["en"] == "thermos"
    assert "colour" in {fact.key for fact in brief.facts}
    assert not (folder.path / "brief.edited.json").exists()


def test_a_brief_of_which_nobody_knows_how_it_was_made_is_set_aside(
    config: StudioConfig, product: Path
) -> None:
    folder, _, brief = listen(config, product)
    folder.edit("brief.json", revisions.remove(brief, "price"))
    (folder.path / "made" / "brief.json").unlink()
    with (product / "product.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write("\ncolour: red\n")
    listen(config, product)
    assert (folder.path / "brief.edited.json").exists()
