"""Folders that an older version made open with nothing lost, on the page and on the command line.

`data/older/2026-12-01.zip` is a product's folder as the version of that day left it, on the fake
engines: scripts in two languages, a price, a point, a line and a sentence that the merchant
changed, and their history. Its recording is a hum, made by `tests/hostile/making.py`.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from merchant_studio import StudioConfig
from merchant_studio.cli import main
from merchant_studio.facts import written
from merchant_studio.languages import profile
from merchant_studio.webui import templates
from merchant_studio.webui.actions import facts
from merchant_studio.webui.session import App
from tests.page import SPOKEN, app_of

OLDER = Path(__file__).parent / "data" / "older"
SLUG = "20261202-9f9bebf151ed"
HIS_LINE, HIS_SENTENCE = "Hello, friends!", "大家好呀"


@pytest.fixture(params=sorted(path.name for path in OLDER.glob("*.zip")))
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """OUT with the old folder in it."""
    folder = tmp_path / "out" / SLUG
    with zipfile.ZipFile(OLDER / request.param) as archive:
        archive.extractall(folder)
    (folder / "takes").mkdir()
    shutil.copyfile(folder / "product" / "recording.mp4", folder / "takes" / "take-1.mp4")
    (tmp_path / "spoken.txt").write_text(SPOKEN, encoding="utf-8")
    run = folder / "run.json"
    told = json.dumps(str(tmp_path))[1:-1]
    run.write_text(run.read_text("utf-8").replace("PLACE", told), encoding="utf-8")
    return tmp_path / "out"


@pytest.fixture
def app(out: Path) -> Iterator[App]:
    heard = f"fake:{out.parent / 'spoken.txt'}"
    with app_of(StudioConfig(out=out, recognizer=heard, writer="none", translator="fake")) as app:
        yield app


def test_an_old_folder_opens_on_the_page(app: App) -> None:
    session = app.session("", SLUG)
    brief, script, said = session.brief, session.script("en"), session.transcript
    assert brief and script and said
    values = {fact.key: written(fact.value, profile("zh")) for fact in brief.facts}
    assert "21元" in values["price"] and "capacity" not in values
    assert [point.text for point in brief.points] == ["Will not fade."]
    assert script.lines[0].text == HIS_LINE and script.lines[0].author == "merchant"
    assert said.segments[0].text == HIS_SENTENCE and said.segments[0].typed
    for step in (1, 2, 3, 4):
        session.go(step)
        assert f'data-step="{step}"' in templates.body(session, "zh")


def test_what_was_changed_there_is_taken_back_and_done_again(app: App) -> None:
    session = app.session("", SLUG)
    last = (session.brief, session.script("en"), session.transcript)
    acts = [session.history.undo()["act"] for _ in range(5)]
    assert acts == ["sentence", "line", "remove", "take", "revise"]
    brief = session.brief
    assert brief and {fact.key for fact in brief.facts} >= {"price", "capacity"}
    for _ in acts:
        session.history.redo()
    assert (session.brief, session.script("en"), session.transcript) == last
    facts.revise(session, "price", "price", "22元")
    assert session.history.undo()["act"] == "revise"


def test_an_old_folder_is_rendered_on_the_command_line(out: Path) -> None:
    result = CliRunner().invoke(main, ["render", str(out / SLUG)])
    assert result.exit_code == 0, result.output
    captions = (out / SLUG / "en" / "captions.srt").read_text(encoding="utf-8")
    assert HIS_LINE in captions and "CNY\u00a021" in captions
