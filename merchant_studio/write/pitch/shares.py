"""Share the time of a speech among lines that stand in another order than what was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median_low

from ...records import Span


def share_time(
    whole: Span, needs_ms: Sequence[int], moments_ms: Sequence[int | None]
) -> tuple[Span, ...]:
    """A stretch of time for each line, in order and without gaps, from the first to the last.

    Lines that need more time than there is have it in proportion to what they need. If there is
    more, the pauses are laid so that each line begins as near as possible to its moment, when the
    picture shows what it tells; None: it follows the line before it. The first line opens the
    speech. A line that stands far from its moment does not hold up the others: of lines
    that would have to wait for each other's pictures, all wait as long as the one in the middle.
    """
    *befores_ms, needed_ms = 0, *accumulate(needs_ms)
    spare_ms = max(0, whole.duration_ms - needed_ms)
    waits_ms = [0]
    for before_ms, moment_ms in zip(befores_ms[1:], moments_ms[1:], strict=True):
        wait_ms = waits_ms[-1] if moment_ms is None else moment_ms - whole.start_ms - before_ms
        waits_ms.append(min(max(wait_ms, 0), spare_ms))
    taken_ms = whole.duration_ms - spare_ms
    starts_ms = [
        whole.start_ms + before_ms * taken_ms // needed_ms + wait_ms
        for before_ms, wait_ms in zip(befores_ms, _rising(waits_ms), strict=True)
    ]
    return tuple(
        Span(start_ms=start_ms, end_ms=max(end_ms, start_ms + 1))
        for start_ms, end_ms in zip(starts_ms, [*starts_ms[1:], whole.end_ms], strict=True)
    )


def _rising(numbers: Sequence[int]) -> list[int]:
    """The numbers that never fall and are, in sum, nearest to these: 0 9 1 2 is 0 1 1 2.

    Neighbours that fall are put together, and have their median ("pool adjacent violators").
    """
    groups: list[list[int]] = []
    for number in numbers:
        groups.append([number])
        while len(groups) > 1 and median_low(groups[-2]) > median_low(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [median_low(group) for group in groups for _ in group]
