"""What a merchant changes on the page: filled in, taken back, and never lost; without a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import InputError, SheetError, UsageError
from merchant_studio.pipeline import Step
from merchant_studio.run import History, RunFolder
from merchant_studio.webui.actions import ACTIONS, facts, history, scripts, transcript
from merchant_studio.webui.jobs import Job
from merchant_studio.webui.page import press_button
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.stale_scripts import is_all_written, old_scripts
from merchant_studio.webui.tasks import Task, keep_found
from merchant_studio.webui.texts import page_languages, texts
from merchant_studio.webui.views.history import history_view, told_of
from merchant_studio.webui.views.live import live_view
from merchant_studio.webui.views.scripts import scripts_view
from merchant_studio.webui.views.videos import videos_view
from merchant_studio.write import Writing
from tests.page import SPOKEN, app_of
from tests.test_page_products import settle


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    spoken = tmp_path / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    config = StudioConfig(
        out=tmp_path / "out", recognizer=f"fake:{spoken}", writer="none", translator="fake"
    )
    with app_of(config) as app:
        yield app


@pytest.fixture
def session(app: App, made: Path) -> Session:
    """A product that was listened to; all facts are confirmed, and its scripts are written."""
    session = app.new_session("")
    with (made / "pitch.mp4").open("rb") as recording:
        session.product.receive("pitch.mp4", recording, app.config)
    session.product.choose(languages=("en", "es"), name="不锈钢保温杯")
    Studio(session.config).listen(session.product.source, slug=session.product.id)
    session.product.choose(heard="yes", step=2)
    facts.confirm(session)
    work(session)
    return session


def work(session: Session) -> None:
    """Write the scripts as the worker would."""
    languages = session.product.choices.languages
    studio = Studio(session.config)
    keep_found(studio.prepare(session.product.source, languages, slug=session.product.id))


def shown(session: Session) -> list[str]:
    """The lines that the third step shows."""
    return [
        "".join(text for _, text in line["pieces"]) for line in scripts_view(session, "en")["lines"]
    ]


def test_a_changed_price_is_in_the_scripts_at_once_and_nothing_is_to_be_written(
    session: Session,
) -> None:
    assert is_all_written(session) and scripts.write(session) is None
    facts.revise(session, "price", "price", "21元")
    assert any("CNY\u00a021 per piece" in line for line in shown(session))
    assert not old_scripts(session)
    assert not scripts_view(session, "en")["stale"] and not videos_view(session, "en")["again"]
    assert not is_all_written(session)  # the checks of the layout are made again
    facts.revise(session, "price", "price", "3美元")
    assert tuple(old_scripts(session)) == ("en", "es")
    work(session)
    assert not old_scripts(session) and is_all_written(session)


def test_a_press_on_an_edited_line_reads_each_record_once(
    app: App, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, *args: Any, **kwargs: Any) -> str:
        reads.append(path)
        return real(path, *args, **kwargs)

    values = {"act": "edit", "product": session.product.id, "language": "en", "line": "0"}
    page = {"on_step": "3", "on_language": "en"}
    press_button(app, {**values, **page, "text": "Hello!"}, "", "en")
    settle(session.product.folder)  # else the list of products looks at it once more
    press_button(app, {"product": session.product.id, **page, "act": "at"}, "", "en")
    reads, real = list[Path](), Path.read_text
    monkeypatch.setattr(Path, "read_text", read)
    shown = press_button(app, {**values, **page, "text": "Hello, friends!"}, "", "en")
    assert "Hello, friends!" in shown["body"]
    of_product = Counter(path for path in reads if path.is_relative_to(session.product.folder))
    assert set(of_product.values()) == {1}


def test_only_the_languages_that_were_written_count_as_written(session: Session) -> None:
    facts.remove_fact(session, "capacity")
    assert tuple(old_scripts(session)) == ("en", "es")
    session.product.choose(languages=("en",))
    work(session)
    session.product.choose(languages=("en", "es"))
    assert tuple(old_scripts(session)) == ("es",)


def test_everything_is_undone_and_redone(session: Session) -> None:
    brief, script = session.brief, session.script("en")
    facts.revise(session, "price", "price", "21元")
    facts.remove_fact(session, "capacity")
    facts.add_point(session, "不掉色")
    scripts.edit_line(session, "en", 0, "Hello!")
    scripts.want(session, ["en", "es", "fr"], tone="lively")
    last, edited = session.brief, session.script("en")
    told = [told_of(history.undo(session), session, "zh") for _ in range(5)]
    assert told == [
        "已撤销：视频选项",
        "已撤销：英语第1句",
        "已撤销：添加卖点“不掉色”",
        "已撤销：删去容量 500毫升",
        "已撤销：价格变回18.50元/件",
    ]
    assert (session.brief, session.script("en")) == (brief, script)
    assert session.product.choices.languages == ("en", "es")
    assert history_view(session, "en")["redo"] == "Price changed to CNY\u00a021 per piece"
    for _ in range(5):
        history.redo(session)
    assert (session.brief, session.script("en")) == (last, edited)
    assert session.product.choices.languages == ("en", "es", "fr")
    with pytest.raises(InputError, match="there is nothing to redo"):
        history.redo(session)


def test_a_press_that_changes_nothing_forgets_nothing(session: Session) -> None:
    facts.revise(session, "price", "price", "21元")
    history.undo(session)
    scripts.want(session, ["en", "es"])
    facts.confirm(session)
    session.product.choose(step=3)
    assert history_view(session, "en")["redo"]
    with pytest.raises(SheetError):
        facts.revise(session, "price", "price", "cheap")
    assert history_view(session, "en")["redo"]


def test_another_take_is_undone_with_its_recording(session: Session, made: Path) -> None:
    with (made / "pitch.mp4").open("rb") as recording:
        session.product.receive("other.mp4", recording, session.app.config)
    assert session.product.choices.take == "take-2.mp4"
    history.undo(session)
    assert session.product.choices.take == "take-1.mp4"
    recording_used = session.product.source / "recording.mp4"
    assert recording_used.samefile(session.product.folder / "takes" / "take-1.mp4")
    assert len(session.product.takes()) == 2
    session.product.drop("take-2.mp4")
    history.redo(session)
    assert session.product.choices.take == "take-1.mp4"  # the other one is gone


def test_nothing_is_undone_while_somebody_works(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.revise(session, "price", "price", "21元")
    task = Task(action="write", config=session.config, source=session.product.source, slug="x")
    busy = Job(task=task, number=1, state="working")
    monkeypatch.setattr(session.app.jobs, "job", lambda owner, slug: busy)
    with pytest.raises(UsageError, match="is being worked at"):
        history.undo(session)


def test_every_change_has_its_words() -> None:
    for code in page_languages():
        words = texts(code)
        acts = {"revise", "add", "remove", "confirm", "take", "strike", "line", "more"}
        acts |= {"choices", "sheet", "listen", "write", "use", "other"}
        assert {f"history.{act}" for act in acts} <= set(words)


def test_the_page_shows_a_script_as_far_as_it_is_written(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = Task(
        action="write",
        config=session.config,
        source=session.product.source,
        slug="x",
        languages=("en",),
    )
    script = session.script("en")
    assert script
    step = Step(stage="script", what="English", total=1, languages=("en",))
    busy = Job(task=task, number=1, state="working", step=step)
    first = busy.version
    busy.show(replace(step, writing=Writing(script=script, due=(0, 3))))
    assert busy.version != first
    monkeypatch.setattr(session.app.jobs, "job", lambda owner, slug: busy)
    look = scripts_view(session, "en")
    assert [line["is_due"] for line in look["lines"]] == [True, False, False, True]
    assert look["locked"] and look["tabs"][0]["blocks"] == 0
    progress = live_view(session, "en")
    assert progress["languages"][0]["lines"] == (2, 4) and progress["share"] == 50
    busy.state = "done"
    assert not scripts_view(session, "en")["locked"]


class KilledError(BaseException):
    """The server ends here."""


def test_a_press_reads_each_record_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choices were read 26 times, the facts 11 times."""
    read, read_json = Counter[str](), RunFolder.read_json

    def counting(self: RunFolder, name: str) -> dict[str, Any] | None:
        values = read_json(self, name)
        read[f"{self.path.name}/{name}"] += values is not None
        return values

    def press(step: str) -> None:
        product = session.product.id
        press_button(session.app, {"product": product, "act": "at", "on_step": step}, "", "en")

    press("3")  # the list of products is read before, and kept
    settle(session.product.folder)
    press("3")
    monkeypatch.setattr(RunFolder, "read_json", counting)
    for step in "234":
        read.clear()
        press(step)
        assert read[f"{session.product.id}/brief.json"] == 1
        assert max(read.values()) == 1, read


def test_a_press_that_was_cut_off_is_done_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of joining two sentences or of undo, it joined or took back twice."""

    def press(act: str, number: int, **values: str) -> None:
        new = session.app.session("", session.product.id, press=f"one {number}")
        new.history.begin()
        ACTIONS["page", act].run(new, values)

    def killed(*arguments: object, **named: object) -> None:
        raise KilledError

    def texts() -> list[str]:
        assert session.transcript
        return [segment.text for segment in session.transcript.segments]

    before, first, second, *rest = texts(), *texts()
    for _ in range(2):
        with monkeypatch.context() as patched, pytest.raises(KilledError):
            patched.setattr(transcript, "kept_brief", killed)
            press("merge", 1, sentence="0")
    press("merge", 1, sentence="0")
    merged = [first + second, *rest]
    assert texts() == merged
    press("merge", 2, sentence="0")
    put_back = History._put_back
    for cut_off in (killed, lambda *a, **k: (put_back(*a, **k), killed())):
        with monkeypatch.context() as patched, pytest.raises(KilledError):
            patched.setattr(History, "_put_back", cut_off)
            press("undo", 3)
    press("undo", 3)
    assert texts() == merged
    press("undo", 4)
    assert texts() == before
    press("redo", 5)
    press("redo", 5)
    assert texts() == merged
