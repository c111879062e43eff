"""What a merchant changes on the page: filled in, taken back, and never lost; without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import InputError, SheetError, UsageError
from merchant_studio.pipeline import Step
from merchant_studio.run import History
from merchant_studio.webui.desk import Desk, Office
from merchant_studio.webui.looks import (
    history_look,
    live_look,
    scripts_look,
    told_of,
    videos_look,
)
from merchant_studio.webui.pressed import Pressed
from merchant_studio.webui.steps import ACTS, facts, history, scripts, transcript
from merchant_studio.webui.tasks import Task
from merchant_studio.webui.texts import page_languages, texts
from merchant_studio.webui.workshop import Job
from merchant_studio.webui.written import is_all_written, old_scripts, remember_written
from merchant_studio.write import Writing
from tests.page import SPOKEN, office_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    spoken = tmp_path / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    config = StudioConfig(out=tmp_path / "out", recognizer=f"fake:{spoken}", writer="fake")
    with office_of(config) as office:
        yield office


@pytest.fixture
def desk(office: Office, made: Path) -> Desk:
    """A product that was listened to; all facts are confirmed, and its scripts are written."""
    desk = office.desk("", office.shelf("").new_name())
    with (made / "pitch.mp4").open("rb") as recording:
        desk.product.receive("pitch.mp4", recording, office.config)
    desk.product.choose(languages=("en", "es"), name="不锈钢保温杯")
    Studio(desk.config).listen(desk.product.source, slug=desk.product.id)
    desk.product.choose(heard="yes", step=2)
    facts.confirm(desk)
    work(desk)
    return desk


def work(desk: Desk) -> None:
    """Write the scripts as the worker would."""
    languages = desk.product.choices.languages
    then = remember_written(desk, languages)
    Studio(desk.config).prepare(desk.product.source, languages, slug=desk.product.id)
    then()


def shown(desk: Desk) -> list[str]:
    """The lines that the third step shows."""
    return [
        "".join(text for _, text in line["pieces"]) for line in scripts_look(desk, "en")["lines"]
    ]


def test_a_changed_price_is_in_the_scripts_at_once_and_nothing_is_to_be_written(desk: Desk) -> None:
    assert is_all_written(desk) and scripts.write(desk) is None
    facts.revise(desk, "price", "price", "21元")
    assert any("CNY\u00a021 per piece" in line for line in shown(desk))
    assert old_scripts(desk) == ()
    assert not scripts_look(desk, "en")["is_stale"] and not videos_look(desk, "en")["again"]
    assert not is_all_written(desk)  # the checks of the layout are made again
    facts.revise(desk, "price", "price", "3美元")
    assert old_scripts(desk) == ("en", "es")
    work(desk)
    assert old_scripts(desk) == () and is_all_written(desk)


def test_only_the_languages_that_were_written_count_as_written(desk: Desk) -> None:
    facts.remove_fact(desk, "capacity")
    assert old_scripts(desk) == ("en", "es")
    desk.product.choose(languages=("en",))
    work(desk)
    desk.product.choose(languages=("en", "es"))
    assert old_scripts(desk) == ("es",)


def test_everything_is_undone_and_redone(desk: Desk) -> None:
    brief, script = desk.brief, desk.script("en")
    facts.revise(desk, "price", "price", "21元")
    facts.remove_fact(desk, "capacity")
    facts.add_point(desk, "不掉色")
    scripts.edit_line(desk, "en", 0, "Hello!")
    scripts.want(desk, ["en", "es", "fr"], tone="lively")
    last, edited = desk.brief, desk.script("en")
    told = [told_of(history.undo(desk), desk, "zh") for _ in range(5)]
    assert told == [
        "已撤销：视频选项",
        "已撤销：英语第1句",
        "已撤销：添加卖点“不掉色”",
        "已撤销：删去容量 500毫升",
        "已撤销：价格变回18.50元/件",
    ]
    assert (desk.brief, desk.script("en")) == (brief, script)
    assert desk.product.choices.languages == ("en", "es")
    assert history_look(desk, "en")["redo"] == "Price changed to CNY\u00a021 per piece"
    for _ in range(5):
        history.redo(desk)
    assert (desk.brief, desk.script("en")) == (last, edited)
    assert desk.product.choices.languages == ("en", "es", "fr")
    with pytest.raises(InputError, match="there is nothing to redo"):
        history.redo(desk)


def test_a_press_that_changes_nothing_forgets_nothing(desk: Desk) -> None:
    facts.revise(desk, "price", "price", "21元")
    history.undo(desk)
    scripts.want(desk, ["en", "es"])
    facts.confirm(desk)
    desk.product.choose(step=3)
    assert history_look(desk, "en")["redo"]
    with pytest.raises(SheetError):
        facts.revise(desk, "price", "price", "cheap")
    assert history_look(desk, "en")["redo"]


def test_another_take_is_undone_with_its_recording(desk: Desk, made: Path) -> None:
    with (made / "pitch.mp4").open("rb") as recording:
        desk.product.receive("other.mp4", recording, desk.office.config)
    assert desk.product.choices.take == "take-2.mp4"
    history.undo(desk)
    assert desk.product.choices.take == "take-1.mp4"
    recording_used = desk.product.source / "recording.mp4"
    assert recording_used.samefile(desk.product.folder / "takes" / "take-1.mp4")
    assert len(desk.product.takes()) == 2
    desk.product.drop("take-2.mp4")
    history.redo(desk)
    assert desk.product.choices.take == "take-1.mp4"  # the other one is gone


def test_nothing_is_undone_while_somebody_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.revise(desk, "price", "price", "21元")
    task = Task(action="write", config=desk.config, source=desk.product.source, slug="x")
    busy = Job(task=task, number=1, state="working")
    monkeypatch.setattr(desk.office.workshop, "job", lambda owner, slug: busy)
    with pytest.raises(UsageError, match="is being worked at"):
        history.undo(desk)


def test_every_change_has_its_words() -> None:
    for code in page_languages():
        words = texts(code)
        acts = {"revise", "add", "remove", "confirm", "take", "strike", "line", "more"}
        acts |= {"choices", "sheet", "listen", "write", "use", "other"}
        assert {f"history.{act}" for act in acts} <= set(words)


def test_the_page_shows_a_script_as_far_as_it_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = Task(
        action="write", config=desk.config, source=desk.product.source, slug="x", languages=("en",)
    )
    script = desk.script("en")
    assert script
    step = Step(stage="script", what="English", total=1, languages=("en",))
    busy = Job(task=task, number=1, state="working", step=step)
    first = busy.version
    busy.show(replace(step, writing=Writing(script=script, due=(0, 3))))
    assert busy.version != first
    monkeypatch.setattr(desk.office.workshop, "job", lambda owner, slug: busy)
    look = scripts_look(desk, "en")
    assert [line["is_due"] for line in look["lines"]] == [True, False, False, True]
    assert look["locked"] and look["tabs"][0]["blocks"] == 0
    progress = live_look(desk, "en")
    assert progress["languages"][0]["lines"] == (2, 4) and progress["share"] == 50
    busy.state = "done"
    assert not scripts_look(desk, "en")["locked"]


class KilledError(BaseException):
    """The server ends here."""


def test_a_press_that_was_cut_off_is_done_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle of joining two sentences or of undo, it joined or took back twice."""

    def press(act: str, number: int, **values: str) -> None:
        sent = Pressed({"tab": "one", "number": str(number), **values})
        new = desk.office.desk("", desk.product.id, press=sent.name)
        new.history.begin()
        ACTS[act](new, sent)

    def killed(*arguments: object, **named: object) -> None:
        raise KilledError

    def texts() -> list[str]:
        assert desk.transcript
        return [segment.text for segment in desk.transcript.segments]

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
