"""No test races a clock: whoever waits for a time fails beside six busy processes."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from tests import waiting

ROOT = Path(__file__).parents[1]
SLEEPS = {"sleep", "wait_for_timeout"}
"""Calls that wait for a time; none, if it is 0."""
CLOCKS = {"monotonic", "perf_counter"}
"""Calls that ask how late it is."""
WAITS = {"wait", "join", "communicate"}
"""Calls that wait for an event, and may give it a time."""
BOUNDS = {"timeout", "timeout_s", "within_s"}
ALLOWED = {
    "waiting.py": "where all others wait",
    "hostile/fuzz.py": "tries files for as many minutes as it is told",
    "hostile/running.py": "looks at a process's memory again and again, until it ends",
    "api_server.py closing.wait(0.05)": "says something now and then, for ever",
    "tiny_cards.py monotonic()": "a clock that runs ahead by what was not waited for",
    'test_page_camera_browser.py tab.goto("chrome://crash", timeout=5000)': "it never answers",
}
"""Files, or calls in them, that look at the clock, and why no busy machine breaks them."""


def clocks(source: str) -> list[str]:
    """The calls in which a number of seconds decides what is seen."""
    return [
        str(ast.get_source_segment(source, node))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _is_timed(node)
    ]


def _is_timed(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [each.value for each in call.keywords if each.arg in BOUNDS]
    if name in SLEEPS:
        return not all(isinstance(each, ast.Constant) and each.value == 0 for each in call.args)
    if name in WAITS:
        given += call.args
    return name in CLOCKS or any(_is_number(value) for value in given)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def test_no_test_waits_for_a_time() -> None:
    found = {
        f"{name} {call.rpartition('served.')[2]}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if (name := path.relative_to(ROOT / "tests").as_posix()) not in ALLOWED
        for call in clocks(path.read_text(encoding="utf-8"))
    }
    assert found == {each for each in ALLOWED if " " in each}


@pytest.mark.parametrize(
    "line",
    ["job.ended.wait(60)", "time.sleep(1)", "run(command, timeout=120)", "thread.join(0.5)"],
)
def test_a_time_is_found(line: str) -> None:
    assert clocks(line) == [line]


@pytest.mark.parametrize(
    "line", ["job.ended.wait(LIMIT_S)", "', '.join(names)", "f(timeout=LIMIT_S)", "sleep(0)"]
)
def test_a_limit_is_none(line: str) -> None:
    assert clocks(line) == []


def test_a_lost_event_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LIMIT_S", 0.0)
    with pytest.raises(AssertionError, match="waited 0 s for a train; seen: ''"):
        waiting.until("a train", lambda: "")


def test_what_is_seen_at_last_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter(["", "", "the train"])
    monkeypatch.setattr(time, "sleep", lambda _: None)
    assert waiting.until("a train", lambda: next(seen)) == "the train"
