"""Wait for an event, however busy the machine is.

A test waits for what it means: a job that ended, a file that is there, a process that is gone. It
never waits for a time in which that should have happened. An event that is lost ends the test after
`LIMIT_S`, the one limit of all tests, with what was waited for. What must be caught in the middle
is held there: the fake engines wait while a file `.held` lies beside their text (`held`).
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from merchant_studio.webui.jobs import Job

Seen = TypeVar("Seen")
LIMIT_S = 1200.0
"""Only an event that never comes takes so long, beside six busy processes, too."""
_LOOK_S = 0.02


def until(event: str, seen: Callable[[], Seen]) -> Seen:
    """What `seen` sees, as soon as it is true; `event` names it, should it never be."""
    ends = time.monotonic() + LIMIT_S
    while not (what := seen()):
        assert time.monotonic() < ends, f"waited {LIMIT_S:.0f} s for {event}; seen: {what!r}"
        time.sleep(_LOOK_S)
    return what


def done(job: Job | None) -> None:
    """Wait for the end of a job of the page, which must have been done."""
    assert job is not None, "there is no job to wait for"
    assert job.ended.wait(LIMIT_S), f"waited {LIMIT_S:.0f} s for the end of {job.task}"
    assert job.state == "done", job.error


def run(command: Sequence[Any], **options: Any) -> subprocess.CompletedProcess[str]:
    """What a command printed, as text, and how it ended."""
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, **options)


@contextmanager
def held(text: Path) -> Iterator[Path]:
    """The fake engine of that text waits with its answer while this file is there.

    It goes with the block, if not before.
    """
    gate = text.with_suffix(".held")
    gate.touch()
    try:
        yield gate
    finally:
        gate.unlink(missing_ok=True)
