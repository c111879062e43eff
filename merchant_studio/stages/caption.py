"""Captions timed to the sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..languages import LanguageProfile
from ..records import CaptionTrack, Cue, Narration, Script, Span

MIN_CUE_MS = 5 * 1000 // 6
"""833 ms, the usual 5/6 s minimum."""
MAX_CUE_MS = 7000
GAP_MS = 80
"""About 2 frames at 25 frames per second."""

Wrap = Callable[[str], tuple[tuple[str, ...], ...]]
"""Breaks a text into captions of rows."""


def lay_captions(
    script: Script,
    narration: Narration,
    profile: LanguageProfile,
    *,
    fill: Callable[[str], str],
    wrap: Wrap,
) -> CaptionTrack:
    """Cues covering every spoken line, in order, none overlapping.

    `fill` puts the facts into a line's tags. A line's captions share its time by their length.
    """
    cues: list[Cue] = []
    for spoken in narration.lines:
        rows = wrap(fill(script.lines[spoken.line].text))
        for span, caption in zip(_share(spoken.span, rows), rows, strict=True):
            cues.append(Cue(span=span, rows=caption, line=spoken.line))
    return CaptionTrack(
        language=script.language, direction=profile.direction, cues=tuple(_with_gaps(cues))
    )


def _share(span: Span, captions: Sequence[tuple[str, ...]]) -> list[Span]:
    """The line's time, shared by length; each caption gets the minimum if there is enough."""
    if not captions:
        return []
    sizes = [sum(map(len, rows)) for rows in captions]
    floor_ms = min(MIN_CUE_MS, span.duration_ms // len(captions))
    free_ms = span.duration_ms - floor_ms * len(captions)
    spans, start_ms, told = [], span.start_ms, 0
    for n, size in enumerate(sizes, start=1):
        told += size
        end_ms = span.start_ms + floor_ms * n + free_ms * told // sum(sizes)
        spans.append(Span(start_ms=start_ms, end_ms=max(end_ms, start_ms + 1)))
        start_ms = spans[-1].end_ms
    return spans


def _with_gaps(cues: Sequence[Cue]) -> list[Cue]:
    """The cues, each ending two frames before the next one begins, none too long."""
    spaced = []
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        end_ms = min(cue.span.end_ms, cue.span.start_ms + MAX_CUE_MS)
        if following and following.span.start_ms - end_ms < GAP_MS:
            end_ms = max(following.span.start_ms - GAP_MS, cue.span.start_ms + 1)
        span = Span(start_ms=cue.span.start_ms, end_ms=end_ms)
        spaced.append(Cue(span=span, rows=cue.rows, line=cue.line))
    return spaced
