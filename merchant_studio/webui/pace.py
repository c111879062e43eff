"""How long the work at hand will still take, by how fast it was so far."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..pipeline import Step

MIN_S = 2.0
"""Of less nobody can tell how fast it goes."""


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
