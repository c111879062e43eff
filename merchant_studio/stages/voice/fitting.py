"""When each line of a dub is heard, and how fast.

A line that takes longer than its budget first borrows the silence after it and before it, then is
spoken faster, up to 1.2x. What still does not fit is not cut: the lines after it wait, and at the
end the last picture is held. Lines after the speech have no picture to keep up with: they take
their time, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ...records import Span

MAX_TEMPO = 1.2
GAP_MS = 120
"""Between two lines, so that they are heard as two."""
PAUSE_MS = 350
"""Between two lines after the speech."""
MAX_LEAD_MS = 800
"""A line may be heard so much before its picture."""
MAX_LATE_MS = 1200
"""Lines are planned to start no later than this after theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """When a line is heard."""

    span: Span
    tempo: float
    """1.0 to 1.2."""
    fits: bool
    """False: it took time from the lines after it, or longer than the picture has."""


def place_lines(
    budgets: Sequence[Span], times_ms: Sequence[int], follow: int | None = None
) -> tuple[Place, ...]:
    """A place for every line, in order, none overlapping; `times_ms` is what each takes at 1.0.

    The lines from the index `follow` on come after the speech; None: there are none.
    """
    spoken = len(budgets) if follow is None else follow
    latest = _latest_ends(budgets[:spoken], times_ms[:spoken])
    if 0 < spoken < len(budgets):
        latest[-1] = max(latest[-1], budgets[spoken].start_ms - GAP_MS)
    places: list[Place] = []
    free_ms = 0
    for n, (budget, time_ms) in enumerate(zip(budgets, times_ms, strict=True)):
        if n >= spoken:
            start_ms = free_ms if n > spoken else max(free_ms, budget.start_ms)
            place = _placed(start_ms, start_ms + time_ms, time_ms)
        else:
            place = _placed(_start(budget, time_ms, free_ms, latest[n]), latest[n], time_ms)
        places.append(place)
        free_ms = place.span.end_ms + (GAP_MS if n < spoken - 1 else PAUSE_MS)
    return tuple(places)


def _start(budget: Span, time_ms: int, free_ms: int, latest_ms: int) -> int:
    """With its picture, or a little before if the time would be too short."""
    start_ms = max(budget.start_ms, free_ms)
    lead_ms = max(budget.start_ms - MAX_LEAD_MS, latest_ms - time_ms)
    return max(free_ms, min(start_ms, lead_ms))


def _placed(start_ms: int, latest_ms: int, time_ms: int) -> Place:
    room_ms = max(1, latest_ms - start_ms)
    # In thousandths, upwards: what is asked of the filter is never too slow.
    tempo = min(MAX_TEMPO, max(1.0, ceil(time_ms * 1000 / room_ms) / 1000))
    end_ms = start_ms + max(1, ceil(time_ms / tempo))
    return Place(span=Span(start_ms=start_ms, end_ms=end_ms), tempo=tempo, fits=end_ms <= latest_ms)


def _latest_ends(budgets: Sequence[Span], times_ms: Sequence[int]) -> list[int]:
    """When each line must have ended so that the ones after it have time at their own pace."""
    latest = [budgets[-1].end_ms] if budgets else []
    for following, time_ms in zip(budgets[:0:-1], times_ms[:0:-1], strict=True):
        slack_ms = latest[0] - time_ms - following.start_ms
        start_ms = following.start_ms + min(MAX_LATE_MS, max(0, slack_ms))
        latest.insert(0, start_ms - GAP_MS)
    return latest
