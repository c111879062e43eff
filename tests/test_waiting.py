"""No test races a clock: whoever waits for a time fails beside six busy processes."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from tests import waiting

ROOT = Path(__file__).parents[1]
CLOCKS = {"sleep", "wait_for_timeout", "monotonic", "perf_counter"}
"""Calls that wait for a time, or ask what time it is."""
WAITS = {"wait", "join", "communicate"}
"""Calls that wait for an event, and may give it a time."""
BOUNDS = {"timeout", "timeout_s", "within_s"}
ALLOWED: dict[str, str] = {
    "tests/waiting.py": "where all others wait",
    "tests/hostile/fuzz.py": "tries files for as many minutes as it is told",
}
"""Files that look at the clock, and why no slow machine breaks them."""


def clocks(source: str) -> list[int]:
    """The lines in which a number of seconds decides what is seen."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _is_timed(node)
    ]


def _is_timed(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [each.value for each in call.keywords if each.arg in BOUNDS]
    if name in WAITS:
        given += call.args
    return name in CLOCKS or any(_is_number(value) for value in given)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def test_no_test_waits_for_a_time() -> None:
    found = [
        f"{name}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if (name := path.relative_to(ROOT).as_posix()) not in ALLOWED
        for line in clocks(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["job.ended.wait(60)", "time.sleep(1)", "run(command, timeout=120)", "thread.join(0.5)"],
)
def test_a_time_is_found(line: str) -> None:
    assert clocks(line) == [1]


@pytest.mark.parametrize(
    "line", ["job.ended.wait(LIMIT_S)", "', '.join(names)", "f(timeout=LIMIT_S)"]
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
