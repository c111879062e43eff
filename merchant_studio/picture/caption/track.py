"""The captions of a whole narration.

A line's captions share its time by their length. Where the original speech is heard, a caption
changes at a pause between two words, if there is one near by. A line that would be too fast to
read is shown in shorter words, if there are any: "Price: CNY 18.50".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from ...languages import LanguageProfile
from ...records import (
    CaptionTrack,
    Cue,
    Narration,
    Script,
    ScriptLine,
    Span,
    SpokenLine,
    Transcript,
)
from .lines import (
    Breaking,
    Divide,
    Rows,
    SecondLanguage,
    Wrap,
    captions_of_line,
)
from .timing import (
    MIN_CUE_MS,
    Speech,
    Wanted,
    fastest,
    line_times,
    own_time_ms,
    share_time,
    speech_of,
)

GAP_FRAMES = 2
"""Between two captions, so that the eye sees the change."""
USUAL_FRAME_RATE = Fraction(25)

Shorter = Callable[[ScriptLine], Sequence[str]]
"""Ever shorter texts that may stand for a line's, tags in place."""


def lay_captions(
    script: Script,
    narration: Narration,
    profile: LanguageProfile,
    *,
    fill: Callable[[str], str],
    wrap: Wrap,
    apart: Wrap,
    divide: Divide,
    shorter: Shorter = lambda line: (),
    transcript: Transcript | None = None,
    frame_rate: Fraction = USUAL_FRAME_RATE,
    second: SecondLanguage | None = None,
) -> CaptionTrack:
    """Cues covering every spoken line, in order, none overlapping.

    `fill` puts the facts into a line's tags. `apart` wraps a text so that no caption holds two
    sentences. By `divide`, a line may have more captions than `wrap` makes of it, so many that
    none stays longer than 7 s and that the second language has room, or fewer, so that each can be
    seen. `transcript` gives the words of a line that is heard as it was spoken.
    """
    layout = _Layout(
        script=script,
        narration=narration,
        profile=profile,
        fill=fill,
        breaking=Breaking(wrap=wrap, apart=apart, divide=divide),
        second=second,
        speech={} if narration.dubbed or transcript is None else speech_of(script, transcript),
        gap_ms=ceil(GAP_FRAMES * 1000 / frame_rate),
    )
    lines = {line.index: line for line in script.lines}
    texts = {index: line.text for index, line in lines.items()}
    waiting: dict[int, list[str]] = {}
    while True:
        track = layout.track(texts)
        hurried = fastest(track, profile)
        for index in hurried.keys() - waiting.keys():
            waiting[index] = list(shorter(lines[index]))
        able = [index for index in hurried if waiting[index]]
        if not able:
            return track
        # One at a time: a shorter line also gives time to its neighbours.
        worst = max(able, key=lambda index: hurried[index])
        texts[worst] = waiting[worst].pop(0)


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Everything that determines the captions, except the wording of the lines."""

    script: Script
    narration: Narration
    profile: LanguageProfile
    fill: Callable[[str], str]
    breaking: Breaking
    second: SecondLanguage | None
    speech: Mapping[int, Speech]
    gap_ms: int
    known: dict[tuple[int, str, int], tuple[Rows, ...]] = field(default_factory=dict)
    """The captions of a line in one wording and time: they do not depend on the other lines."""

    def track(self, texts: Mapping[int, str]) -> CaptionTrack:
        """The track in which the lines say these texts."""
        said = self._said(texts, crowded=False)
        wanted = [self._wanted(spoken, rows) for spoken, rows in said]
        if sum(line.least_ms + self.gap_ms for line in wanted) > self._end_ms:
            said = self._said(texts, crowded=True)
            wanted = [self._wanted(spoken, rows) for spoken, rows in said]
        spans = line_times(wanted, self._end_ms, self.gap_ms)
        return CaptionTrack(
            language=self.script.language,
            direction=self.profile.direction,
            cues=tuple(
                cue
                for (spoken, rows), span in zip(said, spans, strict=True)
                for cue in self._cues(spoken, rows, span)
            ),
            second_language=self.second.tag if self.second else "",
        )

    @property
    def _end_ms(self) -> int:
        """When all sound has ended."""
        lines = self.narration.lines
        return max([self.narration.audio.duration_ms, *(line.span.end_ms for line in lines)])

    def _said(
        self, texts: Mapping[int, str], *, crowded: bool
    ) -> list[tuple[SpokenLine, tuple[Rows, ...]]]:
        """Every line that says something, with its captions; if `crowded`, one caption a line."""
        lines = self.narration.lines
        ends_ms = [*(line.span.start_ms - self.gap_ms for line in lines[1:]), self._end_ms]
        said = []
        for spoken, end_ms in zip(lines, ends_ms if lines else (), strict=True):
            text = texts[self.script.lines[spoken.line].index]
            time_ms = 0 if crowded else own_time_ms(spoken.span, end_ms)
            if rows := self._rows(spoken, text, time_ms):
                said.append((spoken, rows))
        return said

    def _rows(self, spoken: SpokenLine, text: str, time_ms: int) -> tuple[Rows, ...]:
        key = (spoken.line, text, time_ms)
        if key not in self.known:
            self.known[key] = captions_of_line(
                self.fill(text),
                self.second.text(spoken.line) if self.second else "",
                time_ms,
                self.gap_ms,
                self.profile,
                self.breaking,
                self.second,
            )
        return self.known[key]

    def _wanted(self, spoken: SpokenLine, rows: Sequence[Rows]) -> Wanted:
        gaps_ms = self.gap_ms * (len(rows) - 1)
        return Wanted(
            span=spoken.span,
            needed_ms=sum(each.needed_ms for each in rows) + gaps_ms,
            least_ms=len(rows) * MIN_CUE_MS + gaps_ms,
        )

    def _cues(self, spoken: SpokenLine, rows: Sequence[Rows], span: Span) -> Iterator[Cue]:
        speech = self.speech.get(self.script.lines[spoken.line].index)
        spans = share_time(span, [each.needed_ms for each in rows], speech, self.gap_ms)
        for at, each in zip(spans, rows, strict=True):
            yield Cue(span=at, rows=each.first, line=spoken.line, second_rows=each.second)
