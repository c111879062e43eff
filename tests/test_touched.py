"""What a change asks for of the thorough tests: by a small table of folders."""

from __future__ import annotations

import pytest

from tests.touched import ROOT, TABLE, TESTS, THOROUGH, touched

ALL = sorted(path.relative_to(ROOT).as_posix() for path in THOROUGH)


def test_every_row_names_folders_and_tests_that_are_there() -> None:
    for beginning, patterns in TABLE.items():
        folder, _, name = beginning.rpartition("/")
        assert list((ROOT / folder).glob(f"{name}*")), beginning
        assert [pattern for pattern in patterns if not list(TESTS.glob(pattern))] == [], beginning


def test_every_room_has_its_row_or_asks_for_all() -> None:
    """A file of a room that is named nowhere asks for all tests: nothing is passed over."""
    assert touched(["merchant_studio/run/folder.py"]) == ALL
    assert touched(["pyproject.toml"]) == touched(["tests/conftest.py"]) == ALL


@pytest.mark.parametrize("path", ALL)
def test_a_thorough_test_is_asked_for_by_itself(path: str) -> None:
    assert touched([path]) == [path]


def test_the_longest_beginning_counts() -> None:
    asked = touched(["merchant_studio/data/webui/sheet.js"])
    assert "tests/test_page_browser.py" in asked and "tests/test_page_layout_browser.py" in asked
    assert all("/test_page_" in path for path in asked)
    assert touched(["merchant_studio/batch/pool.py"])[0] == "tests/hostile/test_catalogue.py"
    assert touched(["docs/api.md", "tests/test_gone.py", "tests/test_facts_sheet.py"]) == []
