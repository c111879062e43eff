"""The second step's transcript: what a merchant corrects in it, and what follows from that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import InputError
from merchant_studio.records import Correction
from merchant_studio.run import RunFolder
from merchant_studio.webui import steps, views
from merchant_studio.webui.desk import Desk, Office
from merchant_studio.webui.looks.transcript import transcript_look
from merchant_studio.webui.pressed import Pressed
from merchant_studio.webui.steps import ACTS, facts, transcript
from merchant_studio.webui.workshop import Workshop
from tests.page import SPOKEN
from tests.test_page_work import works


@pytest.fixture
def desk(tmp_path: Path, made: Path) -> Iterator[Desk]:
    """A product that was listened to."""
    spoken = tmp_path / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    config = StudioConfig(out=tmp_path / "out", recognizer=f"fake:{spoken}", writer="fake")
    workshop = Workshop(config, works)
    office = Office(config=config, workshop=workshop, uploads=tmp_path)
    desk = views.empty_desk(office, "")
    with (made / "pitch.mp4").open("rb") as file:
        desk.product.receive("pitch.mp4", file, config)
    desk.product.write_sheet({"name": {"zh": "不锈钢保温杯", "en": "vacuum flask"}})
    listen(desk)
    desk.product.choose(heard="listened", step=2)
    yield desk
    workshop.close()


def listen(desk: Desk) -> None:
    Studio(desk.config).listen(desk.product.source, slug=desk.product.id)


def values(desk: Desk) -> dict[str, tuple[str, bool]]:
    """Each fact as it is shown, and whether it is confirmed."""
    rows = views.facts_look(desk, "zh")["rows"]
    return {row["key"]: (row["value"], row["state"] == "sure") for row in rows}


def press(desk: Desk, act: str, **values: str) -> None:
    ACTS[act](desk, Pressed(values))


def said(desk: Desk) -> list[str]:
    transcript = desk.transcript
    assert transcript
    return [segment.text for segment in transcript.segments]


def test_a_corrected_sentence_is_read_again_and_the_others_stay_confirmed(desk: Desk) -> None:
    facts.confirm(desk)
    facts.revise(desk, "moq", "moq", "120个")
    facts.add_fact(desk, "model", "A203")
    press(desk, "retype", sentence="2", text="单价19块5，100个起订，10天交货，一年保修。")
    now = values(desk)
    assert now["price"] == ("19.50元/件", False) and now["lead_time"] == ("10天", False)
    assert now["warranty"] == ("1年", False)
    assert now["moq"] == ("120件", True) and now["model"] == ("A203", True)
    assert now["capacity"] == ("500毫升", True)


def test_another_listening_keeps_what_was_typed(desk: Desk) -> None:
    facts.confirm(desk)
    transcript.retype(desk, 1, "这款不锈钢保温杯，容量550毫升。")
    assert values(desk)["capacity"] == ("550毫升", False)
    desk.product.write_sheet({"name": {"zh": "真空保温杯", "en": "vacuum flask"}})
    listen(desk)
    assert said(desk)[1] == "这款不锈钢保温杯，容量550毫升。"
    assert values(desk)["price"] == ("18.50元/件", True)
    transcript.back(desk, 1)
    assert said(desk)[1] == "这款不锈钢保温杯，容量500毫升。"
    assert values(desk)["capacity"] == ("500毫升", False)


def test_a_sentence_is_split_and_joined_and_its_facts_stay_where_they_are(desk: Desk) -> None:
    facts.confirm(desk)
    press(desk, "split", sentence="2", text="单价18块5，100个起订，7天交货。", at="7")
    assert said(desk)[2:] == ["单价18块5，", "100个起订，7天交货。", "欢迎联系我们。"]
    brief = desk.brief
    assert brief and not brief.unconfirmed
    where = {f.key: [m.segment for m in f.heard_in] for f in brief.facts}
    assert (where["price"], where["moq"], where["lead_time"]) == ([2], [3], [3])
    press(desk, "merge", sentence="2", text="单价18块5，")
    assert said(desk) == SPOKEN.splitlines()
    with pytest.raises(InputError, match="no sentence after this one"):
        press(desk, "merge", sentence="3")
    with pytest.raises(InputError, match="no sentence 9"):
        press(desk, "as_heard", sentence="8")


def test_the_other_take_has_its_own_corrections(desk: Desk, made: Path, tmp_path: Path) -> None:
    transcript.retype(desk, 3, "欢迎扫码。")
    other = tmp_path / "other.mp4"
    shutil.copy(made / "pitch.mp4", other)
    with other.open("ab") as file:
        file.write(b"\0" * 64)
    with other.open("rb") as file:
        desk.product.receive("other.mp4", file, desk.config)
    listen(desk)
    assert said(desk)[3] == "欢迎联系我们。"
    desk.product.use("take-1.mp4")
    listen(desk)
    assert said(desk)[3] == "欢迎扫码。"


def test_a_name_that_is_added_stands_where_it_is_said(desk: Desk) -> None:
    facts.remove_fact(desk, "name")
    facts.add_fact(desk, "name", "不锈钢保温杯")
    brief = desk.brief
    assert brief and [m.segment for f in brief.facts if f.key == "name" for m in f.heard_in] == [1]
    facts.add_fact(desk, "model", "A203")
    transcript.retype(desk, 0, "大家好，这是我们的A203。")
    brief = desk.brief
    assert brief and [m.text for f in brief.facts if f.key == "model" for m in f.heard_in] == [
        "A203"
    ]


def test_what_the_tool_changed_is_shown_as_a_difference(desk: Desk) -> None:
    heard, brief = desk.transcript, desk.brief
    assert heard and brief
    run = RunFolder(desk.run.path)
    why = "it sounds like what the sheet says"
    fix = Correction(segment=2, heard="十八块酒", meant="18块5", why=why)
    run.edit("transcript.json", replace(heard, corrections=(fix,)))
    look = transcript_look(replace(heard, corrections=(fix,)), brief)
    pieces = look["sentences"][2]["pieces"]
    assert [(p["heard"], p["text"], p["key"]) for p in pieces][:3] == [
        ("", "单价", ""), ("十八块酒", "18块5", "price"), ("", "，", ""),
    ]  # fmt: skip
    html = views.body(desk, "zh")
    assert '<del>十八块酒</del><ins title="和您表里的词读音相近"><mark' in html
    transcript.retype(desk, 2, "单价18块5，100个起订，7天交货")
    html = views.body(desk, "zh")
    assert "<del>" not in html and "您改的" in html


def test_no_two_buttons_of_the_steps_share_a_name() -> None:
    parts = [getattr(steps, name).ACTS for name in steps.__all__ if name != "ACTS"]
    names = [name for acts in parts for name in acts]
    assert sorted(names) == sorted(ACTS)


def test_a_correction_is_undone_with_all_that_followed_from_it(desk: Desk) -> None:
    facts.confirm(desk)
    transcript.retype(desk, 2, "单价19块5，100个起订，7天交货。")
    assert values(desk)["price"] == ("19.50元/件", False)
    ACTS["undo"](desk, Pressed({}))
    assert said(desk) == SPOKEN.splitlines() and values(desk)["price"] == ("18.50元/件", True)
    transcript.retype(desk, 3, "欢迎扫码。")
    assert values(desk)["price"] == ("18.50元/件", True)
