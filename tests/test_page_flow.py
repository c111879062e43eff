"""Where a tab stands, which product an address opens, and presses that come twice."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from merchant_studio import StudioConfig
from merchant_studio.errors import StudioError
from merchant_studio.pipeline import Step
from merchant_studio.run import RunFolder
from merchant_studio.webui import views
from merchant_studio.webui.desk import Desk, Office
from merchant_studio.webui.pace import Pace
from merchant_studio.webui.page import press_button
from merchant_studio.webui.presses import (
    MAX_BYTES,
    MAX_NOTED,
    MAX_TABS,
    NOTED,
    Presses,
    values_of,
)
from merchant_studio.webui.tasks import StoppedError
from merchant_studio.webui.workshop import Workshop
from tests.test_page_work import hangs, wait_for
from tests.waiting import until

Press = Callable[..., dict[str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="fake")
    workshop = Workshop(config, lambda *_: None)
    yield Office(config=config, workshop=workshop, uploads=tmp_path)
    workshop.close()


@pytest.fixture
def press(office: Office) -> Press:
    def press(act: str, desk: Desk | None = None, **values: Any) -> dict[str, str]:
        product = desk.product.id if desk else ""
        return press_button(office, {"product": product, **values, "act": act}, "", "en")

    return press


def desk_with(office: Office, **choices: object) -> Desk:
    """A new product that is as far as the fourth step."""
    name = office.shelf("").new_name()
    desk = office.desk("", name)
    desk.product.choose(heard="h", written="w", languages=["en", "es"], **choices)
    return office.desk("", name)


def test_a_tab_stands_where_it_says_and_not_where_another_went(
    office: Office, press: Press
) -> None:
    desk = desk_with(office, step=2)
    shown = press("at", desk, on_step="3", on_language="es")
    assert 'data-step="3"' in shown["body"] and 'data-tongue="es"' in shown["body"]
    assert desk.product.choices.step == 2
    press("go", desk, step="4", on_step="3")
    assert 'data-step="3"' in press("at", desk, on_step="3")["body"]
    assert 'data-step="4"' in press("at", desk)["body"]


def test_a_step_that_nobody_reached_is_not_shown(office: Office, press: Press) -> None:
    name = office.shelf("").new_name()
    desk = office.desk("", name)
    desk.product.choose(name="杯")
    assert 'data-step="1"' in press("at", desk, on_step="4")["body"]


def test_a_bare_address_opens_the_product_of_the_last_change(office: Office, press: Press) -> None:
    first, second = desk_with(office, name="first"), desk_with(office, name="second")
    for number, desk in enumerate((first, second)):
        os.utime(desk.product.folder / "page.json", (number, number))
    assert f'data-product="{second.product.id}"' in press("at")["body"]
    press("open", second, id=first.product.id)
    assert f'data-product="{first.product.id}"' in press("at")["body"]
    new = press("at", product="new")["body"]
    assert first.product.id not in new and 'data-step="1"' in new
    assert "There is no such product" in press("at", product="../x")["notice"]


def test_a_look_gives_the_page_only_where_it_has_changed(office: Office, press: Press) -> None:
    desk = desk_with(office, step=1)
    seen = desk.version
    assert set(press("look", desk, seen=seen)) == {"live"}
    desk.go(3, "es")
    assert desk.version == seen
    desk.product.choose(name="changed in another tab")
    assert "changed in another tab" in press("look", desk, seen=seen)["head"]
    seen = desk.version
    desk.run.write_json("en/script.json", {})
    assert desk.version != seen


def test_a_press_that_comes_twice_is_done_once() -> None:
    presses, done = Presses(), []
    for number in (1, 1, 2, 1, 3):
        with presses.once("anna", "tab", number) as is_new:
            done += [number] * is_new
    assert done == [1, 2, 3]
    with presses.once("bob", "tab", 1) as is_new:
        assert is_new
    for number in range(MAX_TABS):
        with presses.once("bob", f"tab {number}", 1):
            pass
    with presses.once("", "", 0) as is_new:
        assert is_new


def test_a_press_is_done_once_though_the_server_is_started_again(tmp_path: Path) -> None:
    """Undo was done twice: its answer was lost with the server, and the page sent it again."""
    product = RunFolder(tmp_path / "product")

    def is_new(tab: str, number: int) -> bool:
        with Presses().once("", tab, number, product) as new:
            return new

    assert is_new("one", 1) and is_new("one", 1)  # nothing is kept of the product yet
    product.path.mkdir()
    assert [is_new("one", number) for number in (2, 2, 1, 3)] == [True, False, False, True]
    assert is_new("other", 1) and not is_new("one", 3)
    for number in range(MAX_NOTED):
        is_new(f"tab {number}", 1)
    assert len(product.read_json(NOTED) or {}) == MAX_NOTED
    assert is_new("one", 3)  # it pressed longest ago


def test_how_long_it_takes_is_told_by_how_fast_it_goes() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.see(Step(stage="load", what="weights"))
    assert pace.left_s is None
    now[0] = 100.0
    pace.see(Step(stage="render", what="English", done=0, total=100))
    now[0] = 101.0
    pace.see(Step(stage="render", what="English", done=30, total=100))
    assert pace.left_s is None  # of a second nobody can tell
    now[0] = 106.0
    pace.see(Step(stage="render", what="English", done=30, total=100))
    assert pace.spent_s == 6.0 and pace.left_s == pytest.approx(14.0)
    pace.see(Step(stage="render", what="Spanish", done=0, total=100))
    assert pace.spent_s == 0.0 and pace.left_s is None


def test_a_product_is_deleted_while_it_is_worked_at(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="fake")
    workshop = Workshop(config, hangs)
    office = Office(config=config, workshop=workshop, uploads=tmp_path)
    try:
        desk = desk_with(office, take="take-1.mp4")
        job = desk.submit("render", ("en",))
        wait_for(job, "working")
        values = {"act": "delete", "id": desk.product.id, "product": desk.product.id}
        shown = press_button(office, values, "", "en")
        assert shown["notice"].strip() == "" and 'data-step="1"' in shown["body"]
        assert not desk.product.folder.exists()
    finally:
        workshop.close()


def test_after_a_deliberate_stop_one_goes_on(office: Office, press: Press) -> None:
    desk = desk_with(office, take="take-1.mp4")
    job = desk.submit("render", ("en",))
    office.workshop.stop(job)
    until("the end of stopped work", job.ended.is_set)
    job.state, job.error = "stopped", StoppedError()
    assert "Go on</button>" in press("at", desk)["live"]
    job.state, job.error = "failed", StudioError("no")
    assert "Try again</button>" in press("at", desk)["live"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_changes_while_the_page_is_told_is_told_the_next_time(
    office: Office, press: Press, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Work ended between two looks at it: the page had its version, and waited for ever."""
    desk = desk_with(office, step=2)
    seen, shows = desk.version, views.live

    def changing(desk: Desk, language: str) -> str:
        told = "" if moment == "before" else shows(desk, language)
        (desk.product.folder / "brief.json").write_text("{}", encoding="utf-8")
        return told or shows(desk, language)

    with monkeypatch.context() as patched:
        patched.setattr(views, "live", changing)
        first = press("look", desk, seen=seen)
    (told,) = re.findall(r'data-version="(\w+)"', first["live"])
    assert "body" in {**first, **press("look", desk, seen=told)}


def asked(*blocks: bytes) -> Request:
    """A request with that body."""
    left = list(blocks)

    async def receive() -> dict[str, Any]:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    return Request({"type": "http", "headers": []}, receive)


def test_only_what_a_page_sends_is_a_press() -> None:
    assert asyncio.run(values_of(asked(b'{"act":', b'"look"}'))) == {"act": "look"}
    for wrong in (b"", b"no json", b"[1]", b"\xff"):
        assert asyncio.run(values_of(asked(wrong))) is None
    assert asyncio.run(values_of(asked(b'"', b" " * MAX_BYTES, b'"'))) is None
