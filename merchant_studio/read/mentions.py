"""Where a transcript has the words of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..facts.numbers import HAN_DIGITS
from ..records import Mention, Segment, mention


def verbatim_mentions(text: str, segments: Sequence[Segment]) -> Iterator[Mention]:
    """Every place where a text is said, however it was transcribed."""
    pattern = _verbatim(text)
    for segment in segments:
        for found in pattern.finditer(segment.text):
            yield mention(segment, found.start(), found.end())


def _verbatim(text: str) -> re.Pattern[str]:
    """The text as it may be transcribed: any case and spacing, digits in Han too."""
    parts = [
        f"[{c}{HAN_DIGITS[int(c)]}]" if c.isdecimal() and c.isascii() else re.escape(c)
        for c in text
        if not c.isspace() and c != "-"
    ]
    return re.compile(r"[\s-]*".join(parts), re.I)


def apart(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions in order; of two that overlap the longer one."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda m: m.start - m.end):
        if all(
            each.segment != other.segment or each.end <= other.start or other.end <= each.start
            for other in kept
        ):
            kept.append(each)
    yield from sorted(kept, key=lambda m: (m.segment, m.start))
