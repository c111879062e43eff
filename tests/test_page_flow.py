"""Where a tab stands, which product an address opens, and presses that come twice."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from merchant_studio import StudioConfig
from merchant_studio.errors import StudioError
from merchant_studio.pipeline import Step
from merchant_studio.run import RunFolder
from merchant_studio.webui import templates
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.page import press_button
from merchant_studio.webui.presses import (
    MAX_NOTED,
    MAX_TABS,
    NOTED,
    Presses,
    values_of,
)
from merchant_studio.webui.progress import Pace
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.tasks import StoppedError
from tests.page import app_of
from tests.test_page_work import hangs, wait_for
from tests.waiting import until

Press = Callable[..., dict[str, str]]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with app_of(
        StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")
    ) as app:
        yield app


@pytest.fixture
def press(app: App) -> Press:
    def press(act: str, session: Session | None = None, **values: Any) -> dict[str, str]:
        product = session.product.id if session else ""
        return press_button(app, {"product": product, **values, "act": act}, "", "en")

    return press


def session_with(app: App, **choices: object) -> Session:
    """A new product that is as far as the fourth step."""
    session = app.new_session("")
    session.product.choose(heard="h", languages=["en", "es"], **choices)
    session.run.write_text("en/script.json", "")
    return app.session("", session.product.id)


def test_a_tab_stands_where_it_says_and_not_where_another_went(app: App, press: Press) -> None:
    session = session_with(app, step=2)
    shown = press("at", session, on_step="3", on_language="es")
    assert 'data-step="3"' in shown["body"] and 'data-tongue="es"' in shown["body"]
    assert session.product.choices.step == 2
    press("go", session, step="4", on_step="3")
    assert 'data-step="3"' in press("at", session, on_step="3")["body"]
    assert 'data-step="4"' in press("at", session)["body"]


def test_a_step_that_nobody_reached_is_not_shown(app: App, press: Press) -> None:
    session = app.new_session("")
    session.product.choose(name="杯")
    assert 'data-step="1"' in press("at", session, on_step="4")["body"]


def test_a_bare_address_opens_the_product_of_the_last_change(app: App, press: Press) -> None:
    first, second = session_with(app, name="first"), session_with(app, name="second")
    for number, session in enumerate((first, second)):
        os.utime(session.product.folder / "page.json", (number, number))
    assert f'data-product="{second.product.id}"' in press("at")["body"]
    press("open", second, id=first.product.id)
    assert f'data-product="{first.product.id}"' in press("at")["body"]
    new = press("at", product="new")["body"]
    assert first.product.id not in new and 'data-step="1"' in new
    assert "There is no such product" in press("at", product="../x")["notice"]


def test_a_look_gives_the_page_only_where_it_has_changed(app: App, press: Press) -> None:
    session = session_with(app, step=1)
    seen = session.version
    assert set(press("look", session, seen=seen)) == {"live"}
    session.go(3, "es")
    assert session.version == seen
    session.product.choose(name="changed in another tab")
    assert "changed in another tab" in press("look", session, seen=seen)["bar"]
    seen = session.version
    session.run.write_json("en/script.json", {})
    assert session.version != seen


def test_what_a_tab_shows_already_is_not_sent_to_it(app: App, press: Press) -> None:
    session = session_with(app, step=1)

    def sent(act: str, has: str, **values: str) -> dict[str, str]:
        return press(act, session, has=has, **values)

    first = sent("at", "")
    assert {"bar", "products", "head", "body", "live", "notice"} < set(first)
    again = sent("at", first["has"])
    assert set(again) == {"live", "notice", "has"} and again["has"] == first["has"]
    session.product.choose(languages=["fr"], points="say how light it is")
    changed = sent("at", first["has"])
    assert "body" in changed and "products" not in changed  # nobody looks into the list
    opened = sent("look", changed["has"], list="1")
    assert "French" in opened["products"] and "body" not in opened
    assert set(sent("at", opened["has"], list="1")) == set(again)
    assert "body" in sent("go", opened["has"], step="2")
    session_with(app, name="one more")  # in another tab; he is told how many there are
    assert "one more" in sent("at", opened["has"])["products"]
    assert set(sent("at", "no mark . products.x body.y")) >= {"bar", "products", "body"}


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
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")
    jobs = JobQueue(config, hangs)
    app = App(config=config, jobs=jobs, uploads=tmp_path)
    try:
        session = session_with(app, take="take-1.mp4")
        job = session.submit("render", ("en",))
        wait_for(job, "working")
        values = {"act": "delete", "id": session.product.id, "product": session.product.id}
        shown = press_button(app, values, "", "en")
        assert shown["notice"].strip() == "" and 'data-step="1"' in shown["body"]
        assert not session.product.folder.exists()
    finally:
        jobs.close()


def test_after_a_deliberate_stop_one_goes_on(app: App, press: Press) -> None:
    session = session_with(app, take="take-1.mp4")
    job = session.submit("render", ("en",))
    app.jobs.stop(job)
    until("the end of stopped work", job.ended.is_set)
    job.state, job.error = "stopped", StoppedError()
    assert "Go on</button>" in press("at", session)["live"]
    job.state, job.error = "failed", StudioError("no")
    assert "Try again</button>" in press("at", session)["live"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_changes_while_the_page_is_told_is_told_the_next_time(
    app: App, press: Press, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Work ended between two looks at it: the page had its version, and waited for ever."""
    session = session_with(app, step=2)
    seen, shows = session.version, templates.live

    def changing(session: Session, language: str) -> str:
        told = "" if moment == "before" else shows(session, language)
        (session.product.folder / "brief.json").write_text("{}", encoding="utf-8")
        return told or shows(session, language)

    with monkeypatch.context() as patched:
        patched.setattr(templates, "live", changing)
        first = press("look", session, seen=seen)
    (told,) = re.findall(r'data-version="(\w+)"', first["live"])
    assert "body" in {**first, **press("look", session, seen=told)}


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
        with pytest.raises(HTTPException, match="422"):
            asyncio.run(values_of(asked(wrong)))
