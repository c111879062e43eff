"""How far a job is, and how long it will still take.

The page shows one share: two of four videos and half a third are 62 %.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from ..pipeline import Step
from ..write import Writing
from .tasks import Task

MIN_S = 2.0
"""Of less nobody can tell how fast it goes."""


def share_of(
    task: Task, step: Step | None, made: Sequence[str], writings: Mapping[str, Writing]
) -> float | None:
    """The share of a job that is done, from 0 to 1; None: what is being done has no measure."""
    if step is None:
        return None
    done = step.done / step.total if step.total else None
    if task.action == "render":
        if step.stage != "render":
            return None
        wanted = [tag for tag in task.languages if tag not in task.blocked]
        now = [tag for tag in wanted if tag in step.languages and tag not in made]
        ready = sum(tag in made for tag in wanted)
        return (ready + len(now) * (done or 0)) / len(wanted) if wanted else None
    if step.stage == "script" and writings:
        lines = sum(one.done / max(1, len(one.script.lines)) for one in writings.values())
        return max(done or 0, lines / len(task.languages))
    return done


class Pace:
    """Watches the steps of a job: 30 of 100 frames in 6 s leave 14 s."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._began = clock, clock()
        self._first: Step | None = None
        self._share_left: float | None = None

    def see(self, step: Step) -> None:
        """A step was told; another stage, or other languages, begin to be measured anew."""
        first = self._first
        if first is None or (first.stage, first.what) != (step.stage, step.what):
            self._first, self._began = (first := step), self._clock()
        done, left = step.done - first.done, step.total - step.done
        self._share_left = left / done if done > 0 and left >= 0 else None

    @property
    def spent_s(self) -> float:
        """Since when the stage at hand runs."""
        return self._clock() - self._began

    @property
    def left_s(self) -> float | None:
        """What it will still take; None: nobody can tell yet."""
        if self._share_left is None or self.spent_s < MIN_S:
            return None
        return self.spent_s * self._share_left
