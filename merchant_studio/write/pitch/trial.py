"""When enough tasks have been asked: Wald's sequential probability ratio test.

A writer that is good enough is right in `passes_at` of its answers, one that is not good enough in
`fails_at`. Each answer speaks for one of the two, and the test ends when the answers together speak
clearly enough: all of the first 8 right, say, or 3 wrong.

Source: A. Wald, Sequential Tests of Statistical Hypotheses, Annals of Mathematical Statistics 16
(1945), 117-186. What it costs and lets through is in `docs/engines.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

PASSED_BY_MISTAKE = 0.05
"""How many of those at `fails_at` may pass."""
FAILED_BY_MISTAKE = 0.01
"""How many of those at `passes_at` may fail: they cost a merchant lines, not buyers."""
_PASSED = log((1 - FAILED_BY_MISTAKE) / PASSED_BY_MISTAKE)
_FAILED = log(FAILED_BY_MISTAKE / (1 - PASSED_BY_MISTAKE))


@dataclass(frozen=True, slots=True)
class Trial:
    """A test of one ability: `Trial(0.22, 0.95)` is passed by 2 right answers of 2."""

    fails_at: float
    """The share of right answers of a writer that must not pass."""
    passes_at: float
    """The share of one that must pass."""

    def is_passed(self, right: int, wrong: int, left: int) -> bool | None:
        """Whether it is passed; None: it is not sure yet.

        `left` is how many tasks there still are: who is not sure to pass after all of them, or
        could not be any more, has failed.
        """
        for_it = log(self.passes_at / self.fails_at)
        against_it = log((1 - self.passes_at) / (1 - self.fails_at))
        shown = right * for_it + wrong * against_it
        if shown >= _PASSED:
            return True
        return False if shown <= _FAILED or shown + left * for_it < _PASSED else None
