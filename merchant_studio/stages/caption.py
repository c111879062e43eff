"""Captions timed to the sound.

A line's captions share its time by their length. Where the original speech is heard, they change
with it: at a pause between two words, if there is one near the place that their length gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from ..languages import LanguageProfile
from ..records import (
    CaptionTrack,
    Cue,
    Finding,
    Narration,
    Script,
    ScriptLine,
    Span,
    SpokenLine,
    Transcript,
)
from ..typeset import reading_length

MIN_CUE_MS = 5 * 1000 // 6
"""833 ms, the usual 5/6 s minimum."""
MAX_CUE_MS = 7000
GAP_FRAMES = 2
"""Between two captions, so that the eye sees the change."""
USUAL_FRAME_RATE = Fraction(25)
LONGEST_REST_MS = 1500
"""A line that is read more slowly than it is said may stay so much longer if nothing follows."""
LONGEST_LEAD_MS = 500
"""A line too short to be seen may start so much before its sound."""
LONGEST_DELAY_MS = MIN_CUE_MS
"""It may push back the next one by so much."""
MIN_PAUSE_MS = 120
"""A shorter silence between two words is none that a listener notices."""
REACH = Fraction(1, 4)
"""How far from its proportional place a change may look for a pause, of the line's time."""
HURRY = Fraction(4, 5)
"""A caption of a line with too little time keeps this of its share when changes move to pauses."""
TOLERANCE = 1.02
"""Of the reading speed: times are whole milliseconds."""

Captions = tuple[tuple[str, ...], ...]
Wrap = Callable[[str], Captions]
"""Breaks a text into captions of rows."""
Divide = Callable[[str, Sequence[float]], Captions]
"""Breaks a text into as many captions as there are shares, each with about its share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLanguage:
    """The language under each caption."""

    tag: str
    profile: LanguageProfile
    text: Callable[[int], str]
    """What it says in the script line of that index; empty: nothing."""
    wrap: Wrap
    divide: Divide


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """A caption before it has a time."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    needed_ms: int
    """To read it in the language that takes longer, never less than the minimum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    """How a line was said."""

    end_ms: int
    """The end of its last word."""
    pauses: tuple[Span, ...]


def lay_captions(
    script: Script,
    narration: Narration,
    profile: LanguageProfile,
    *,
    fill: Callable[[str], str],
    wrap: Wrap,
    divide: Divide | None = None,
    transcript: Transcript | None = None,
    frame_rate: Fraction = USUAL_FRAME_RATE,
    second: SecondLanguage | None = None,
) -> CaptionTrack:
    """Cues covering every spoken line, in order, none overlapping.

    `fill` puts the facts into a line's tags. With `divide`, a line may have more captions than
    `wrap` makes of it: so many that none stays longer than 7 s and that the second language has
    room. `transcript` gives the words of a line that is heard as it was spoken.
    """
    gap_ms = ceil(GAP_FRAMES * 1000 / frame_rate)
    speech = {} if narration.dubbed or transcript is None else _speech(script, transcript)
    cues: list[Cue] = []
    free_ms = 0
    for spoken, latest_ms in _with_latest(narration):
        line = script.lines[spoken.line]
        captions = _captions(fill(line.text), spoken, profile, wrap, divide, second)
        if not captions:
            continue
        span = _reading_time(spoken.span, captions, free_ms, latest_ms, gap_ms)
        spans = _share(span, captions, speech.get(line.index), gap_ms)
        cues += [
            Cue(span=at, rows=rows.first, line=spoken.line, second_rows=rows.second)
            for at, rows in zip(spans, captions, strict=True)
        ]
        free_ms = cues[-1].span.end_ms + gap_ms
    return CaptionTrack(
        language=script.language,
        direction=profile.direction,
        cues=tuple(cues),
        second_language=second.tag if second else "",
    )


def check_pace(
    track: CaptionTrack, script: Script, profile: LanguageProfile
) -> tuple[Finding, ...]:
    """A `warn` for every line that goes by too fast to be read and could be shorter.

    Not for one that says a fact, nor for the phrasebook's, which is the shortest there is.
    """
    lines: Mapping[int, ScriptLine] = {line.index: line for line in script.lines}
    limit = profile.captions.max_chars_per_second
    fastest: dict[int, float] = {}
    for cue in track.cues:
        if not lines[cue.line].tags and lines[cue.line].author != "phrasebook":
            speed = reading_length(cue.rows, profile) * 1000 / cue.span.duration_ms
            fastest[cue.line] = max(speed, fastest.get(cue.line, 0.0))
    return tuple(
        Finding(
            check="pace",
            severity="warn",
            where=f"{track.language}, line {index + 1}",
            message=f"{track.language}, line {index + 1}: {speed:.0f} characters a second go by, "
            f"a viewer reads {limit}; shorten the line",
        )
        for index, speed in fastest.items()
        if speed > TOLERANCE * limit
    )


# --- which captions ------------------------------------------------------------------------


def _captions(
    text: str,
    spoken: SpokenLine,
    profile: LanguageProfile,
    wrap: Wrap,
    divide: Divide | None,
    second: SecondLanguage | None,
) -> list[_Rows]:
    """The captions of one line, in both languages."""
    first = wrap(text)
    other = second.text(spoken.line) if second else ""
    most = max(1, spoken.span.duration_ms // MIN_CUE_MS)
    wanted = max(
        ceil(spoken.span.duration_ms / MAX_CUE_MS),
        len(second.wrap(other)) if second else 0,
    )
    if divide and first and len(first) < min(wanted, most):
        first = _distinct(divide(text, [1.0] * min(wanted, most)))
    shares = [reading_length(rows, profile) for rows in first]
    under = second.divide(other, shares) if second and other else ((),) * len(first)
    return [
        _Rows(
            first=rows,
            second=below,
            needed_ms=max(
                MIN_CUE_MS,
                _reading_ms(rows, profile),
                _reading_ms(below, second.profile) if second else 0,
            ),
        )
        for rows, below in zip(first, under, strict=True)
    ]


def _distinct(captions: Captions) -> Captions:
    """The captions without those that only repeat the one before: the text had no more parts."""
    return tuple(rows for n, rows in enumerate(captions) if not n or rows is not captions[n - 1])


def _reading_ms(rows: Sequence[str], profile: LanguageProfile) -> int:
    return ceil(reading_length(rows, profile) * 1000 / profile.captions.max_chars_per_second)


# --- when ----------------------------------------------------------------------------------


def _with_latest(narration: Narration) -> Iterator[tuple[SpokenLine, int]]:
    """Every line, and when it must be gone: the next one starts, or all sound has ended."""
    end_ms = max([narration.audio.duration_ms, *(line.span.end_ms for line in narration.lines)])
    starts = [line.span.start_ms for line in narration.lines[1:]]
    return zip(narration.lines, [*starts, end_ms], strict=True)


def _speech(script: Script, transcript: Transcript) -> dict[int, _Speech]:
    """How each line was said that follows the recording."""
    words = {segment.index: segment.words for segment in transcript.segments}
    said = {
        line.index: [word.span for index in line.says for word in words.get(index, ())]
        for line in script.lines
    }
    return {index: _heard(spans) for index, spans in said.items() if spans}


def _heard(words: Sequence[Span]) -> _Speech:
    pauses = tuple(
        Span(start_ms=before.end_ms, end_ms=after.start_ms)
        for before, after in pairwise(words)
        if after.start_ms - before.end_ms >= MIN_PAUSE_MS
    )
    return _Speech(end_ms=words[-1].end_ms, pauses=pauses)


def _reading_time(
    span: Span, captions: Sequence[_Rows], free_ms: int, latest_ms: int, gap_ms: int
) -> Span:
    """The line's time, from the end of the captions before; longer where silence allows it."""
    gaps_ms = gap_ms * (len(captions) - 1)
    needed_ms = sum(caption.needed_ms for caption in captions) + gaps_ms
    least_ms = len(captions) * MIN_CUE_MS + gaps_ms
    start_ms = max(span.start_ms, free_ms)
    silent_ms = max(latest_ms - gap_ms, start_ms)
    end_ms = min(
        max(span.end_ms, min(start_ms + needed_ms, span.end_ms + LONGEST_REST_MS)), silent_ms
    )
    if end_ms - start_ms < least_ms:
        start_ms = max(free_ms, end_ms - least_ms, span.start_ms - LONGEST_LEAD_MS)
        end_ms = min(start_ms + least_ms, silent_ms + LONGEST_DELAY_MS)
    return Span(start_ms=start_ms, end_ms=max(end_ms, start_ms + len(captions) * (gap_ms + 1)))


def _share(
    span: Span, captions: Sequence[_Rows], speech: _Speech | None, gap_ms: int
) -> list[Span]:
    """The line's time, shared by what each caption needs; changes move to pauses near by."""
    # A caption's time here ends where the next one starts; the last one has no gap after it.
    whole_ms = span.duration_ms + gap_ms
    shares = _shares(whole_ms, [caption.needed_ms + gap_ms for caption in captions], gap_ms)
    least = [
        min(caption.needed_ms + gap_ms, max(int(HURRY * share), min(MIN_CUE_MS + gap_ms, share)))
        for caption, share in zip(captions, shares, strict=True)
    ]
    # The changes follow the speech; the silence after it is the last caption's.
    said_ms = min(speech.end_ms - span.start_ms, whole_ms) if speech else whole_ms
    starts = [span.start_ms]
    for n in range(1, len(captions)):
        place_ms = span.start_ms + max(said_ms, 0) * sum(shares[:n]) // whole_ms
        earliest_ms = starts[-1] + least[n - 1]
        latest_ms = span.start_ms + whole_ms - sum(least[n:])
        pauses = [
            pause
            for pause in (speech.pauses if speech else ())
            if earliest_ms <= pause.end_ms <= latest_ms
            and abs(pause.end_ms - place_ms) <= REACH * span.duration_ms
        ]
        starts.append(_change(place_ms, pauses, earliest_ms, latest_ms))
    ends = [*(start_ms - gap_ms for start_ms in starts[1:]), span.end_ms]
    return [
        Span(start_ms=start_ms, end_ms=min(end_ms, start_ms + MAX_CUE_MS))
        for start_ms, end_ms in zip(starts, ends, strict=True)
    ]


def _shares(whole_ms: int, needed: Sequence[int], gap_ms: int) -> list[int]:
    """The time, in proportion to what is needed; where it is too short, the minimum first."""
    total_ms = sum(needed)
    if total_ms <= whole_ms:
        return [each * whole_ms // total_ms for each in needed]
    floor_ms = min(MIN_CUE_MS + gap_ms, whole_ms // len(needed))
    over_ms = max(1, total_ms - len(needed) * (MIN_CUE_MS + gap_ms))
    free_ms = whole_ms - floor_ms * len(needed)
    return [floor_ms + free_ms * (each - MIN_CUE_MS - gap_ms) // over_ms for each in needed]


def _change(place_ms: int, pauses: Sequence[Span], earliest_ms: int, latest_ms: int) -> int:
    """When the next caption starts: with the word after a pause, a long one rather than a near."""
    if not pauses:
        return max(earliest_ms, min(place_ms, latest_ms))
    best = min(
        pauses, key=lambda each: (abs(each.end_ms - place_ms) - each.duration_ms, each.end_ms)
    )
    return best.end_ms
