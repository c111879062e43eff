"""Find what can hardly have been said as it was heard: loops, and speech without words.

A recognizer that loses the thread writes a few words again and again (-251-251-251-251), or more
in a second than anybody says; and it may leave out a sentence without a word. Such a stretch is
listened to once more; see `transcript`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..engines import part, samples_of, speech_in
from ..records import Segment, Span, Word

_LOOP = re.compile(r"(.{1,12}?)(?:[\s，、,]*\1){3,}", re.S)
_SAID_OFTEN = 6
"""Characters in a row that are no loop, whatever they are: 对对对对, 哈哈哈哈."""
FASTEST = {"spaced": 30, "unspaced": 12}
"""Letters a second that nobody exceeds, where spaces part words and where they do not."""
_LEAST_MS = 1000
"""A shorter segment tells nothing about how fast it is said."""
_GAP_MS, _SPEECH_MS = 1500, 700
"""So long a gap between words is looked at; so much speech in it is a lost sentence."""


def loop(text: str) -> re.Match[str] | None:
    """The first run of words that stands four times or more in a row; group 1 is the run."""
    return next((f for f in _LOOP.finditer(text) if len(f[0]) > _SAID_OFTEN and _tells(f[1])), None)


def _tells(run: str) -> bool:
    return bool(re.search(r"\w", run)) and not re.fullmatch(r"0+", run)


def is_garbled(segment: Segment, *, spaced: bool) -> bool:
    """Whether a segment loops, or holds more than can be said in its time."""
    if loop(segment.text):
        return True
    letters = sum(character.isalnum() for character in segment.text)
    most = FASTEST["spaced" if spaced else "unspaced"]
    lasts_ms = max(segment.span.duration_ms, _LEAST_MS)
    return letters * 1000 > most * lasts_ms


def without_loop(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with the first run of a loop only; the words after the loop stay."""
    text = "".join(word.text for word in words)
    found = loop(text)
    if not found:
        return tuple(words)
    kept, at = [], 0
    for word in words:
        if not found.end(1) <= at < found.end():
            kept.append(word)
        at += len(word.text)
    return without_loop(kept) if len(kept) < len(words) else tuple(words)


def unheard(audio: Path, words: Sequence[Span], total_ms: int) -> Iterator[Span]:
    """Where somebody speaks and no word was heard, by the times of the words.

    Raises:
        MediaError: the recording cannot be read.
    """
    starts = [*(word.start_ms for word in words), total_ms]
    ends = [0, *(word.end_ms for word in words)]
    gaps = [
        Span(start_ms=end, end_ms=start)
        for end, start in zip(ends, starts, strict=True)
        if start - end >= _GAP_MS
    ]
    if gaps:
        yield from _spoken(audio, gaps)


def _spoken(audio: Path, gaps: Sequence[Span]) -> Iterator[Span]:
    """Those of the gaps in which somebody speaks, cut to the speech."""
    samples = samples_of(audio)
    for gap in gaps:
        speech = speech_in(part(samples, gap))
        if sum(span.duration_ms for span in speech) >= _SPEECH_MS:
            start_ms, end_ms = speech[0].start_ms, speech[-1].end_ms
            yield Span(start_ms=gap.start_ms + start_ms, end_ms=gap.start_ms + end_ms)
