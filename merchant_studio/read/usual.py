"""Of the ways in which numbers run into each other, the usual one: 18块5100个起 is 18.5 and 100.

Merchants order by round numbers: of 1,800 least orders in the benchmark's pitches and sayings five
have more than three digits of which two are not 0, and all five are 1200.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..records import Count, Segment
from .found import Reading, Run, pause_in

_ROUND = ("12", "15", "25")
"""What a round number may begin with, beside one digit."""
_LEAST = 1000
"""Smaller orders may be any number: 144, 250."""


def usual_way(run: Run, segments: Sequence[Segment], known: Collection[str]) -> tuple[Reading, ...]:
    """The one way in which a price and a least order are usual numbers; empty if none or several.

    So it is where one of the roles is `known` from elsewhere: that tells how the numbers part. A
    pause in between speaks for another way, or it would have told the numbers apart.
    """
    segment = next(s for s in segments if s.index == run.mention.segment)
    if pause_in(segment, run.mention.start, run.mention.end) is not None:
        return ()
    ways = [way for way in run.ways if not any(_is_odd_order(reading) for reading in way)]
    if len(run.ways) < 2 or len(ways) != 1:
        return ()
    keys = {reading.key for reading in ways[0]}
    return ways[0] if "moq" in keys and None not in keys and keys.isdisjoint(known) else ()


def _is_odd_order(reading: Reading) -> bool:
    value = reading.value
    if reading.key != "moq" or not isinstance(value, Count) or value.amount < _LEAST:
        return False
    digits = f"{value.amount:f}".rstrip("0")
    return len(digits) > 1 and digits not in _ROUND
