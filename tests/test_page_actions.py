"""The table of actions: each row can be asked for, by the page, a field, or a program."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import merchant_studio
from merchant_studio import StudioConfig
from merchant_studio.errors import InputError
from merchant_studio.webui.actions import ACTIONS
from merchant_studio.webui.actions.table import READERS, Action, Tongue, press
from merchant_studio.webui.answers import ANSWERS
from merchant_studio.webui.api import _whole, endpoint_of
from tests.page import app_of

FOLDER = Path(merchant_studio.__file__).parent / "data" / "webui"
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in FOLDER.iterdir() if path.suffix in (".html", ".js")
)
PRESSED = {name for source, name in ACTIONS if source == "page"}


def rows(source: str) -> list[Action]:
    return [action for action in ACTIONS.values() if action.source == source]


def test_the_page_presses_every_action_and_no_other() -> None:
    """What nobody can press is no action; a button without one does nothing."""
    named = set(re.findall(r'data-(?:act|changes)="(\w+)"', SOURCES))
    named |= set(re.findall(r'\bact\("(\w+)"', SOURCES)) | {"undo", "redo"}
    assert named - {"hush", "at"} == PRESSED


def test_what_the_browser_sends_can_be_read() -> None:
    for action in (*rows("page"), *rows("field")):
        kinds = [each.annotation for each in action.arguments.values()]
        assert all(kind in READERS or kind is Tongue for kind in kinds), action.name


def test_what_is_missing_or_of_another_type_is_empty() -> None:
    sent = {
        "style": 1,
        "captions": "top",
        "cards": [],
        "end_card": ["on", 2],
        "at": "x",
        "step": "9" * 5000,
    }

    def read(name: str) -> dict[str, object]:
        known = ACTIONS["page", name].arguments
        return {each: READERS[of.annotation](sent, each) for each, of in known.items()}

    assert read("show") == {
        "style": "", "captions": "top", "shape": "", "cards": False, "end_card": True,
    }  # fmt: skip
    assert read("go") == {"step": 0}  # Python reads no number of 5,000 digits
    assert read("split") == {"sentence": 0, "text": None, "at": 0}


def test_two_actions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two actions of the page are called strike"):
        press("strike")(lambda session: None)
    assert ACTIONS["page", "strike"].function.__name__ == "strike_point"


def test_programs_are_told_each_argument(tmp_path: Path) -> None:
    with app_of(StudioConfig(out=tmp_path)) as app:
        for action in rows("program"):
            call = endpoint_of(app, action)
            names = [name for name in inspect.signature(call).parameters if name != "request"]
            told = re.findall(r"^    (\w+): \S", call.__doc__ or "", re.M)
            assert sorted(told) == sorted(names), action.name
            answered = action.shows in ANSWERS or action.shows == "returned"
            assert answered, action.name
        asked = inspect.signature(endpoint_of(app, ACTIONS["program", "add_take"])).parameters
        assert list(asked) == ["recording", "product", "request"]


@pytest.mark.parametrize("number", [1e308, -1e15, float("inf"), float("nan")])
def test_a_number_that_counts_nothing_is_told(number: float) -> None:
    with pytest.raises(InputError, match="a number is too large; give a moment in milliseconds"):
        _whole(number)
    assert _whole(0.0) == 0 and _whole(90_000.0) == 90_000
