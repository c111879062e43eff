"""Check a dub: each line is heard in its time, and a recognizer hears the right numbers."""

from __future__ import annotations

import re
import unicodedata
import wave
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.numbers import get_decimal_symbol

from ..engines import Sound
from ..languages import LanguageProfile
from ..messages import Notice, say
from ..records import Finding, Narration, Script, Segment, Span
from . import proofread

MAX_TEMPO = 1.2
MAX_LATE_MS = 1500
"""A line that starts later than this after its picture is reported."""
SILENT_PEAK = 0.01
"""A line that is never louder than this share of full scale counts as silent."""
FULL_SCALE = 32_767
CLIPPED_IN_A_ROW = 4
"""So many samples in a row at full scale are heard as a crack."""
MAX_SAID = 80
"""Characters of what was heard that a finding shows."""
APART_MS = 400
"""Silence on both sides of a line that a recognizer hears alone."""
LEAST_DIGITS = 4
"""A number of at least so many digits may be written in groups: 20 000."""
_SPELT = re.compile(r"(?<![\d.,])\d(?:,? \d)+(?![\d.,]*\d)")
"""Single digits one after the other: how codes and telephone numbers are read aloud."""
LISTENING_PROMPT = "1, 25, 3.5, 480."
"""Makes recognizers write numbers in digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Numbers of a line that a recognizer did not hear."""

    span: Span
    numbers: tuple[str, ...]
    """As digits."""
    said: str
    """What it heard instead."""


def check_dub(narration: Narration, script: Script) -> tuple[Finding, ...]:
    """Findings about a dub's times and its sound, each with its line.

    A line that overlaps another, is silent, or is faster than 1.2x is a `block`; a late line, a
    clipped one, and a robotic voice are a `warn`.
    """
    tag = script.language
    found: list[Finding] = []

    def tell(severity: Literal["block", "warn"], line: int, message: Notice) -> None:
        found.append(Finding.of_line("voice", severity, tag, line + 1, message))

    for first, second in pairwise(narration.lines):
        if first.span.end_ms > second.span.start_ms:
            tell("block", second.line, say("it starts before the line before it has ended"))
    for spoken in narration.lines:
        line = script.lines[spoken.line]
        late_ms = spoken.span.start_ms - line.budget.start_ms
        if spoken.tempo > MAX_TEMPO:
            tell("block", spoken.line, say("it is spoken {tempo}x as fast", tempo=spoken.tempo))
        if line.says and late_ms > MAX_LATE_MS:
            tell(
                "warn",
                spoken.line,
                say(
                    "it is heard {seconds} s after its picture; shorten it or one before",
                    seconds=f"{late_ms / 1000:.1f}",
                ),
            )
    for index, peak, clipped in _sounds(narration):
        if peak < SILENT_PEAK:
            tell("block", index, say("nothing is heard"))
        elif clipped:
            tell("warn", index, say("the voice is clipped"))
    if narration.voice and narration.voice.is_draft:
        problem = say("a robotic draft voice speaks; have a person listen before you publish")
        message = say("{language}: {problem}", language=tag, problem=problem)
        found.append(Finding(check="voice", severity="warn", where=tag, message=message))
    return tuple(found)


def unheard(
    heard: Sequence[Segment],
    narration: Narration,
    script: Script,
    profile: LanguageProfile,
    *,
    spoken: Callable[[str], str],
    sounds: Callable[[str], str],
) -> dict[int, Unheard]:
    """The lines whose numbers a recognizer did not hear in the dub, by their index.

    `spoken` fills a line's tags as they were read aloud. `sounds` gives a text's phonemes, by which
    a number that was written in words is recognized; "" if they are unknown.
    """
    found = {}
    for line in narration.lines:
        said = heard_in(line.span, heard)
        missing = missing_numbers(spoken(script.lines[line.line].text), said, profile, sounds)
        if missing:
            found[line.line] = Unheard(span=line.span, numbers=tuple(missing), said=said)
    return found


def check_heard(missed: Mapping[int, Unheard], tag: str) -> tuple[Finding, ...]:
    """A `warn` for every line with a number that was not heard.

    It is no `block`: the text was checked before, so perhaps only the recognizer is wrong.
    """
    found = []
    for line, what in missed.items():
        problem = say(
            "{numbers} was not heard in the dub at {seconds} s ({said}); listen to it",
            numbers=", ".join(what.numbers),
            seconds=f"{what.span.start_ms / 1000:.1f}",
            said=_beginning(what.said) or "nothing",
        )
        found.append(Finding.of_line("heard", "warn", tag, line + 1, problem))
    return tuple(found)


def _beginning(said: str) -> str:
    """The first `MAX_SAID` characters: a confused recognizer repeats itself without end."""
    return said if len(said) <= MAX_SAID else said[:MAX_SAID].rstrip() + "…"


def sound_of_line(narration: Narration, span: Span) -> Sound:
    """The sound of one line of the dub, with `APART_MS` of silence on both sides."""
    import numpy as np

    rate_hz, samples = _samples(narration.audio.path)
    first, last = (edge * rate_hz // 1000 for edge in (span.start_ms, span.end_ms))
    silence = np.zeros(APART_MS * rate_hz // 1000, "<i2")
    cut = np.concatenate([silence, samples[first:last], silence])
    return Sound(samples=cut.tobytes(), sample_rate_hz=rate_hz)


def heard_in(span: Span, heard: Sequence[Segment]) -> str:
    """The words heard in a stretch of time, also those that cross its edges."""
    words = [word for segment in heard for word in segment.words]
    inside = (
        word.text
        for word in words
        if word.span.start_ms < span.end_ms and span.start_ms < word.span.end_ms
    )
    return "".join(inside).strip()


def missing_numbers(
    text: str, heard: str, profile: LanguageProfile, sounds: Callable[[str], str]
) -> list[str]:
    """The numbers of a spoken text that are missing in what was heard, as digits.

    A spelt number, or one in the thousands, may be heard in other groups (20 000); any number may
    be heard in words ("twenty-five"), and is then compared by its sound.
    """
    digits = _digits(heard)
    missing = []
    for run in _SPELT.findall(text):
        text = text.replace(run, " ", 1)
        if _digits(run) not in digits and not _sounds_in(run, heard, sounds):
            missing.append(_digits(run))
    known = Counter(proofread.read_numbers(heard, profile))
    for number in proofread.read_numbers(text, profile):
        plain = f"{number:f}"
        if known[number]:
            known[number] -= 1
        elif len(plain) >= LEAST_DIGITS and plain in digits:
            continue
        elif not any(_sounds_in(each, heard, sounds) for each in _ways(number, profile)):
            missing.append(plain)
    return missing


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())


def _ways(number: Decimal, profile: LanguageProfile) -> Iterator[str]:
    """The ways to write a number that was read aloud: 18,5 and, for a price, 18,50."""
    mark = get_decimal_symbol(Locale.parse(profile.locale))
    yield f"{number:f}".replace(".", mark)
    if number != number.to_integral_value():
        yield f"{number:.2f}".replace(".", mark)


def _sounds_in(number: str, heard: str, sounds: Callable[[str], str]) -> bool:
    """Whether the sounds of what was heard include those of the number."""
    if not heard:
        return False
    wanted, said = (re.sub(r"[^\w]|[ˈˌː]", "", sounds(text)) for text in (number, heard))
    return bool(wanted) and wanted in said


def _sounds(narration: Narration) -> Iterator[tuple[int, float, bool]]:
    """Every line's index, its loudest sample from 0 to 1, and whether it is clipped."""
    import numpy as np

    rate_hz, samples = _samples(narration.audio.path)
    for line in narration.lines:
        edges = (edge * rate_hz // 1000 for edge in (line.span.start_ms, line.span.end_ms))
        part = np.abs(samples[slice(*edges)].astype(np.int32))
        full = (part >= FULL_SCALE).astype(np.int32)
        in_a_row = np.convolve(full, np.ones(CLIPPED_IN_A_ROW, np.int32))
        clipped = bool(in_a_row.max(initial=0) == CLIPPED_IN_A_ROW)
        yield line.line, float(part.max(initial=0)) / FULL_SCALE, clipped


def _samples(path: Path) -> tuple[int, Any]:
    import numpy as np

    with wave.open(str(path), "rb") as file:
        return file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
