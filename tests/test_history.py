"""What was changed is taken back and done again, also by a process that was killed meanwhile."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from merchant_studio.errors import InputError
from merchant_studio.run import History, RunFolder
from merchant_studio.run import history as module


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path)
    run.write_json("page.json", {"step": 2, "tongue": "", "tone": "plain", "written": ""})
    run.write_json("brief.json", {"inputs": "a", "record": 0})
    (tmp_path / "takes").mkdir()
    (tmp_path / "takes" / "take-1.mp4").write_bytes(b"film")
    return run


def change(run: RunFolder, value: Any, name: str = "brief.json") -> None:
    History(run).remember({"act": "change", "to": value})
    run.write_json(name, {"inputs": "a", "record": value})


def value(run: RunFolder, name: str = "brief.json") -> Any:
    return (run.read_json(name) or {}).get("record")


def test_changes_are_taken_back_and_done_again(run: RunFolder) -> None:
    history = History(run)
    assert history.undone_next() is None and history.redone_next() is None
    change(run, 1)
    change(run, "Hola", "es/script.json")
    assert history.undone_next() == {"act": "change", "to": "Hola"}
    assert history.undo() == {"act": "change", "to": "Hola"}
    assert value(run) == 1 and value(run, "es/script.json") is None
    assert history.redone_next() == {"act": "change", "to": "Hola"}
    assert history.undo() == {"act": "change", "to": 1}
    assert value(run) == 0
    with pytest.raises(InputError, match="there is nothing to undo"):
        history.undo()
    history.redo()
    history.redo()
    assert value(run) == 1 and value(run, "es/script.json") == "Hola"
    with pytest.raises(InputError, match="there is nothing to redo"):
        history.redo()
    assert (run.path / "takes" / "take-1.mp4").read_bytes() == b"film"


def test_a_new_change_forgets_what_was_taken_back(run: RunFolder) -> None:
    change(run, 1)
    History(run).undo()
    change(run, 2)
    assert History(run).redone_next() is None
    History(run).undo()
    assert value(run) == 0


def test_what_came_to_nothing_is_no_step(run: RunFolder) -> None:
    change(run, 1)
    History(run).remember({"act": "refused"})
    assert History(run).undone_next() == {"act": "change", "to": 1}
    run.write_json("brief.json", {"inputs": "b", "record": 1})  # made again, and says the same
    run.write_json("findings.json", {"es": []})
    assert History(run).undone_next() == {"act": "change", "to": 1}
    change(run, 2)
    History(run).undo()
    assert value(run) == 1


def test_where_somebody_looks_is_no_change_and_stays(run: RunFolder) -> None:
    History(run).remember({"act": "want"})
    run.write_json("page.json", {"step": 2, "tongue": "", "tone": "lively", "written": ""})
    run.write_json("page.json", {"step": 3, "tongue": "es", "tone": "lively", "written": "es:1"})
    History(run).undo()
    page = run.read_json("page.json")
    assert page == {"step": 3, "tongue": "es", "tone": "plain", "written": ""}


def test_no_more_is_kept_than_is_allowed(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHANGES", 5)
    for number in range(1, 13):
        change(run, number)
    for number in range(11, 6, -1):
        History(run).undo()
        assert value(run) == number
    assert History(run).undone_next() is None
    monkeypatch.setattr(module, "MOST_BYTES", 4000)
    for number in range(30):
        change(run, f"{number}" * 500)
    kept = sum(path.stat().st_size for path in (run.path / "history" / "texts").iterdir())
    assert kept <= 4000 + 1500
    History(run).undo()
    assert value(run) == "28" * 500


class _KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("writes", range(8))
def test_a_process_that_is_killed_leaves_a_state_or_the_other(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    change(run, 1)
    change(run, "Hola", "es/script.json")
    run.write_json("transcript.json", {"record": "before"})
    History(run).remember({"act": "all"})
    for name in ("brief.json", "es/script.json", "transcript.json"):
        run.write_json(name, {"record": "after"})
    left = writes
    whole = RunFolder.write_text

    def dies(self: RunFolder, name: str, text: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _KilledError
        whole(self, name, text)

    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "write_text", dies)
        with suppress(_KilledError):
            History(run).undo()
    History(run).settle()
    states = [value(run, name) for name in ("brief.json", "es/script.json", "transcript.json")]
    assert states in ([1, "Hola", "before"], ["after"] * 3)
    if states == ["after"] * 3:
        History(run).undo()
    History(run).redo()
    assert value(run, "es/script.json") == "after"


class Undoing(RuleBasedStateMachine):
    """Beside a list of states, as everybody knows undo and redo."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.run_folder = RunFolder(Path(self.folder.name))
        self.run_folder.write_json("brief.json", {"record": 0})
        self.states, self.at = [0], 0

    @rule(to=st.integers(0, 5))
    def edit(self, to: int) -> None:
        change(self.run_folder, to)
        if to != self.states[self.at]:
            self.states[self.at + 1 :] = [to]
            self.at += 1
        else:
            self.states[self.at + 1 :] = []

    @rule()
    def undo(self) -> None:
        if self.at:
            History(self.run_folder).undo()
            self.at -= 1

    @rule()
    def redo(self) -> None:
        if self.at + 1 < len(self.states):
            History(self.run_folder).redo()
            self.at += 1

    @invariant()
    def is_where_it_should_be(self) -> None:
        if hasattr(self, "run_folder"):
            assert json.loads((self.run_folder.path / "brief.json").read_text()) is not None
            assert value(self.run_folder) == self.states[self.at]
            history = History(self.run_folder)
            assert (history.undone_next() is None) == (self.at == 0)
            assert (history.redone_next() is None) == (self.at + 1 == len(self.states))

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
