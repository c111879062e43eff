"""When each line's captions are seen.

A line that is read more slowly than it is said borrows time: first the silence after it, then what
the next line can spare, then what the one before it can. No caption is seen for less than 5/6 s as
long as the whole recording has so much time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...languages import LanguageProfile
from ...messages import Notice, say
from ...records import CaptionTrack, Finding, Script, ScriptLine, Span, Transcript
from ..typeset import reading_length

TOLERANCE = 1.02
"""Of the reading speed: times are whole milliseconds."""


def fastest(track: CaptionTrack, profile: LanguageProfile) -> Mapping[int, float]:
    """The lines with a caption too fast to be read, and its characters a second: {3: 25.0}."""
    speeds: dict[int, float] = {}
    for cue in track.cues:
        speed = reading_length(cue.rows, profile) * 1000 / cue.span.duration_ms
        if speed > TOLERANCE * profile.captions.max_chars_per_second:
            speeds[cue.line] = max(speed, speeds.get(cue.line, 0.0))
    return speeds


def check_pace(
    track: CaptionTrack, script: Script, profile: LanguageProfile
) -> tuple[Finding, ...]:
    """A `warn` for every line whose captions are too fast to be read, whoever wrote it."""
    lines: Mapping[int, ScriptLine] = {line.index: line for line in script.lines}
    limit = profile.captions.max_chars_per_second
    return tuple(
        Finding.of_line(
            "pace",
            "warn",
            track.language,
            index + 1,
            say(
                "a caption shows {speed} characters a second, and a viewer reads {limit}; {advice}",
                speed=f"{speed:.0f}",
                limit=limit,
                advice=_advice(lines[index]),
            ),
        )
        for index, speed in fastest(track, profile).items()
    )


def _advice(line: ScriptLine) -> Notice:
    """What the merchant can do; a phrasebook line cannot be made shorter."""
    if line.author == "phrasebook":
        return say("say less in that sentence, or pause after it")
    return say("shorten the line")


MIN_CUE_MS = 5 * 1000 // 6
"""833 ms, the usual 5/6 s minimum."""
MAX_CUE_MS = 7000
LONGEST_REST_MS = 1500
"""A line that is read more slowly than it is said may stay so much longer if nothing follows."""
LONGEST_LEAD_MS = 500
"""A line may start so much before its sound, if the one before it is read by then."""
LONGEST_DELAY_MS = MIN_CUE_MS
"""It may start so much after its sound, if it is read in less time than it is said."""
MIN_PAUSE_MS = 120
"""A shorter silence between two words is none that a listener notices."""
REACH_PERCENT = 25
"""How far from its proportional place a change may look for a pause, of the line's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """When a line is said, and how much time its captions need."""

    span: Span
    """When it is said."""
    needed_ms: int
    """To read all its captions, with the gaps between them."""
    least_ms: int
    """To see each of them for the minimum, with the gaps."""

    @property
    def resting_ms(self) -> int:
        """The latest end of its last caption, even if no line follows."""
        return self.span.end_ms + LONGEST_REST_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """When a line's last word ended, and the pauses in it."""

    end_ms: int
    """The end of its last word."""
    pauses: tuple[Span, ...]


def own_time_ms(span: Span, next_ms: int) -> int:
    """How long a line may be seen until the next one begins, at most 1.5 s after its end."""
    return max(1, min(next_ms, span.end_ms + LONGEST_REST_MS) - span.start_ms)


# --- lines ---------------------------------------------------------------------------------


def line_times(lines: Sequence[Wanted], end_ms: int, gap_ms: int) -> list[Span]:
    """When each line is seen, in order, so much apart; nothing is seen after `end_ms`."""
    starts = [*(line.span.start_ms for line in lines), end_ms]
    for n in range(len(lines)):
        _borrow(n, starts, lines, gap_ms)
    _keep_minimum(starts, lines, gap_ms)
    spans = []
    for line, (start_ms, next_ms) in zip(lines, pairwise(starts), strict=True):
        read_ms = min(start_ms + line.needed_ms, line.resting_ms)
        wanted_ms = max(line.span.end_ms, read_ms, start_ms + line.least_ms)
        last_ms = max(start_ms + 1, min(wanted_ms, next_ms - gap_ms))
        spans.append(Span(start_ms=start_ms, end_ms=last_ms))
    return spans


def _borrow(n: int, starts: list[int], lines: Sequence[Wanted], gap_ms: int) -> None:
    """Give line `n` time that its neighbours do not need: it begins earlier, the next one later."""
    line = lines[n]
    ends_ms = min(starts[n] + line.needed_ms, line.resting_ms)
    late_ms = ends_ms + gap_ms - starts[n + 1]
    if late_ms > 0 and n + 1 < len(lines):
        spare_ms = starts[n + 2] - starts[n + 1] - lines[n + 1].needed_ms - gap_ms
        starts[n + 1] += max(0, min(late_ms, spare_ms, LONGEST_DELAY_MS))
    lacking_ms = starts[n] + line.needed_ms - min(starts[n + 1] - gap_ms, line.resting_ms)
    if lacking_ms > 0:
        free_ms = starts[n - 1] + lines[n - 1].needed_ms + gap_ms if n else 0
        starts[n] -= max(0, min(lacking_ms, starts[n] - free_ms, LONGEST_LEAD_MS))


def _keep_minimum(starts: list[int], lines: Sequence[Wanted], gap_ms: int) -> None:
    """Move the starts, as little as possible, so that each line is seen for its least time."""
    for n, line in enumerate(lines[:-1]):
        starts[n + 1] = max(starts[n + 1], starts[n] + line.least_ms + gap_ms)
    for n in reversed(range(len(lines))):
        starts[n] = min(starts[n], starts[n + 1] - gap_ms - lines[n].least_ms)
    if lines and starts[0] < 0:  # the whole recording is too short
        starts[:] = [starts[-1] * n // len(lines) for n in range(len(starts))]


# --- the captions of a line ----------------------------------------------------------------


def speech_of(script: Script, transcript: Transcript) -> dict[int, Speech]:
    """End and pauses of every line that is timed by words of the recording."""
    words = {segment.index: segment.words for segment in transcript.segments}
    said = {
        line.index: [word.span for index in line.says for word in words.get(index, ())]
        for line in script.lines
    }
    return {index: _heard(spans) for index, spans in said.items() if spans}


def _heard(words: Sequence[Span]) -> Speech:
    pauses = tuple(
        Span(start_ms=before.end_ms, end_ms=after.start_ms)
        for before, after in pairwise(words)
        if after.start_ms - before.end_ms >= MIN_PAUSE_MS
    )
    return Speech(end_ms=words[-1].end_ms, pauses=pauses)


def share_time(span: Span, needed: Sequence[int], speech: Speech | None, gap_ms: int) -> list[Span]:
    """The line's time, shared by what each caption needs; changes move to pauses near by."""
    # A caption's time here ends where the next one starts; the last one has no gap after it.
    whole_ms = span.duration_ms + gap_ms
    wanted = [each + gap_ms for each in needed]
    shares = _shares(whole_ms, wanted, gap_ms)
    least = [min(want, share) for want, share in zip(wanted, shares, strict=True)]
    # The changes follow the speech; the silence after it is the last caption's.
    said_ms = min(speech.end_ms - span.start_ms, whole_ms) if speech else whole_ms
    starts = [span.start_ms]
    for n in range(1, len(needed)):
        place_ms = span.start_ms + max(said_ms, 0) * sum(shares[:n]) // whole_ms
        earliest_ms = starts[-1] + least[n - 1]
        latest_ms = span.start_ms + whole_ms - sum(least[n:])
        pauses = [
            pause
            for pause in (speech.pauses if speech else ())
            if earliest_ms <= pause.end_ms <= latest_ms
            and abs(pause.end_ms - place_ms) * 100 <= REACH_PERCENT * span.duration_ms
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
    """When the next caption starts: after a pause near that place, a long one if there is one."""
    if not pauses:
        return max(earliest_ms, min(place_ms, latest_ms))
    best = min(
        pauses, key=lambda each: (abs(each.end_ms - place_ms) - each.duration_ms, each.end_ms)
    )
    return best.end_ms
