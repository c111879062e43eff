"""The second step's transcript: what a merchant corrects in it, and what follows from that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import InputError
from merchant_studio.read import brief_of
from merchant_studio.records import Correction, Sheet, Span
from merchant_studio.run import RunFolder
from merchant_studio.webui import templates
from merchant_studio.webui.actions import ACTIONS, facts, transcript
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.views.facts import facts_view
from merchant_studio.webui.views.transcript import transcript_view
from tests.page import SPOKEN
from tests.test_page_work import works


@pytest.fixture
def session(tmp_path: Path, made: Path) -> Iterator[Session]:
    """A product that was listened to."""
    spoken = tmp_path / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    config = StudioConfig(
        out=tmp_path / "out", recognizer=f"fake:{spoken}", writer="none", translator="fake"
    )
    jobs = JobQueue(config, works)
    app = App(config=config, jobs=jobs, uploads=tmp_path)
    session = app.new_session("")
    with (made / "pitch.mp4").open("rb") as file:
        session.product.receive("pitch.mp4", file, config)
    session.product.write_sheet({"name": {"zh": "不锈钢保温杯", "en": "vacuum flask"}})
    listen(session)
    session.product.choose(heard="listened", step=2)
    yield session
    jobs.close()


def listen(session: Session) -> None:
    Studio(session.config).listen(session.product.source, slug=session.product.id)


def values(session: Session) -> dict[str, tuple[str, bool]]:
    """Each fact as it is shown, and whether it is confirmed."""
    rows = facts_view(session, "zh")["rows"]
    return {row["key"]: (row["value"], row["state"] == "sure") for row in rows}


def press(session: Session, act: str, **values: str) -> None:
    ACTIONS["page", act].run(session, values)


def said(session: Session) -> list[str]:
    transcript = session.transcript
    assert transcript
    return [segment.text for segment in transcript.segments]


def test_a_corrected_sentence_is_read_again_and_the_others_stay_confirmed(session: Session) -> None:
    facts.confirm(session)
    facts.revise(session, "moq", "moq", "120个")
    facts.add_fact(session, "model", "A203")
    press(session, "retype", sentence="2", text="单价19块5，100个起订，10天交货，一年保修。")
    now = values(session)
    assert now["price"] == ("19.50元/件", False) and now["lead_time"] == ("10天", False)
    assert now["warranty"] == ("1年", False)
    assert now["moq"] == ("120件", True) and now["model"] == ("A203", True)
    assert now["capacity"] == ("500毫升", True)


def test_another_listening_keeps_what_was_typed(session: Session) -> None:
    facts.confirm(session)
    transcript.retype(session, 1, "这款不锈钢保温杯，容量550毫升。")
    assert values(session)["capacity"] == ("550毫升", False)
    session.product.write_sheet({"name": {"zh": "真空保温杯", "en": "vacuum flask"}})
    listen(session)
    assert said(session)[1] == "这款不锈钢保温杯，容量550毫升。"
    assert values(session)["price"] == ("18.50元/件", True)
    transcript.back(session, 1)
    assert said(session)[1] == "这款不锈钢保温杯，容量500毫升。"
    assert values(session)["capacity"] == ("500毫升", False)


def test_a_sentence_is_split_and_joined_and_its_facts_stay_where_they_are(session: Session) -> None:
    facts.confirm(session)
    press(session, "split", sentence="2", text="单价18块5，100个起订，7天交货。", at="7")
    assert said(session)[2:] == ["单价18块5，", "100个起订，7天交货。", "欢迎联系我们。"]
    brief = session.brief
    assert brief and not brief.unconfirmed
    where = {f.key: [m.segment for m in f.heard_in] for f in brief.facts}
    assert (where["price"], where["moq"], where["lead_time"]) == ([2], [3], [3])
    press(session, "merge", sentence="2", text="单价18块5，")
    assert said(session) == SPOKEN.splitlines()
    with pytest.raises(InputError, match="no sentence after this one"):
        press(session, "merge", sentence="3")
    with pytest.raises(InputError, match="no sentence 9"):
        press(session, "as_heard", sentence="8")


def test_the_other_take_has_its_own_corrections(
    session: Session, made: Path, tmp_path: Path
) -> None:
    transcript.retype(session, 3, "欢迎扫码。")
    other = tmp_path / "other.mp4"
    shutil.copy(made / "pitch.mp4", other)
    with other.open("ab") as file:
        file.write(b"\0" * 64)
    with other.open("rb") as file:
        session.product.receive("other.mp4", file, session.config)
    listen(session)
    assert said(session)[3] == "欢迎联系我们。"
    session.product.use("take-1.mp4")
    listen(session)
    assert said(session)[3] == "欢迎扫码。"


def test_a_name_that_is_added_stands_where_it_is_said(session: Session) -> None:
    facts.remove_fact(session, "name")
    facts.add_fact(session, "name", "不锈钢保温杯")
    brief = session.brief
    assert brief and [m.segment for f in brief.facts if f.key == "name" for m in f.heard_in] == [1]
    facts.add_fact(session, "model", "A203")
    transcript.retype(session, 0, "大家好，这是我们的A203。")
    brief = session.brief
    assert brief and [m.text for f in brief.facts if f.key == "model" for m in f.heard_in] == [
        "A203"
    ]


def test_what_the_tool_changed_is_shown_as_a_difference(session: Session) -> None:
    heard, brief = session.transcript, session.brief
    assert heard and brief
    run = RunFolder(session.run.path)
    why = "it sounds like what the sheet says"
    fix = Correction(segment=2, heard="十八块酒", meant="18块5", why=why)
    run.edit("transcript.json", replace(heard, corrections=(fix,)))
    look = transcript_view(replace(heard, corrections=(fix,)), brief)
    pieces = look["sentences"][2]["pieces"]
    assert [(p["heard"], p["text"], p["key"]) for p in pieces][:3] == [
        ("", "单价", ""), ("十八块酒", "18块5", "price"), ("", "，", ""),
    ]  # fmt: skip
    html = templates.body(session, "zh")
    assert '<del>十八块酒</del><ins title="和您表里的词读音相近"><mark' in html
    transcript.retype(session, 2, "单价18块5，100个起订，7天交货")
    html = templates.body(session, "zh")
    assert "<del>" not in html and "您改的" in html


def test_a_correction_is_undone_with_all_that_followed_from_it(session: Session) -> None:
    facts.confirm(session)
    transcript.retype(session, 2, "单价19块5，100个起订，7天交货。")
    assert values(session)["price"] == ("19.50元/件", False)
    ACTIONS["page", "undo"].run(session, {})
    assert said(session) == SPOKEN.splitlines() and values(session)["price"] == ("18.50元/件", True)
    transcript.retype(session, 3, "欢迎扫码。")
    assert values(session)["price"] == ("18.50元/件", True)


def test_what_buyers_will_ask_for_has_a_field_and_is_gone_when_it_is_answered(
    session: Session,
) -> None:
    asked = facts_view(session, "en")["missing"]
    assert [one["name"] for one in asked] == ["contact"]
    assert ("WhatsApp", "whatsapp") in asked[0]["kinds"] and not asked[0]["heard"]
    assert 'data-form="missing-contact"' in templates.body(session, "en")
    facts.remove_fact(session, "moq")
    contact = {"kind": "wechat", "value": "lihua_88"}
    press(session, "add", **contact)
    (moq,) = facts_view(session, "zh")["missing"]
    assert moq["kinds"] == [("起订量", "moq")]
    (sentence,) = moq["heard"]
    assert "起订" in sentence["text"] and sentence["at_ms"] > 0


def test_what_was_not_understood_is_told_with_the_sentence_before_it(session: Session) -> None:
    brief, said = session.brief, session.transcript
    assert brief and said
    at_ms = said.segments[1].span.start_ms + 1500
    unclear = replace(said, unclear=(Span(start_ms=at_ms, end_ms=at_ms + 900),))
    told = brief_of(Sheet(values={}), unclear, accept_heard=False, strict=False)
    sentences = transcript_view(unclear, told)["sentences"]
    assert [[gap["at_ms"] for gap in one["unheard"]] for one in sentences] == [[], [at_ms], [], []]
    settled = replace(told, findings=())
    assert not any(one["unheard"] for one in transcript_view(unclear, settled)["sentences"])
