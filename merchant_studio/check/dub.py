"""A dub as it is heard: every line in its time, and the right numbers in it."""

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
from ..records import Finding, Narration, Script, Segment, Span
from . import proofread

MAX_TEMPO = 1.2
MAX_LATE_MS = 1500
"""A line that starts later than its picture by more is noticed."""
SILENT_PEAK = 0.01
"""Of full scale: a line that is never louder is not heard."""
FULL_SCALE = 32_767
CLIPPED_IN_A_ROW = 4
"""Samples at full scale one after another, which are heard as a crack."""
MAX_SAID = 80
"""Characters of what was heard that a finding shows."""
APART_MS = 400
"""Of silence around a line that is listened to alone."""
LEAST_DIGITS = 4
"""A number that long may be heard in groups: 20 000."""
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
    """What it heard in the line's time."""


def check_dub(narration: Narration, script: Script) -> tuple[Finding, ...]:
    """Findings about a dub's times and its sound, each with its line.

    A line that overlaps another, is silent, or is faster than 1.2x is a `block`; a late line, a
    clipped one, and a robotic voice are a `warn`.
    """
    tag = script.language
    found: list[Finding] = []

    def tell(severity: Literal["block", "warn"], line: int | None, message: str) -> None:
        where = tag if line is None else f"{tag}, line {line + 1}"
        found.append(
            Finding(check="voice", severity=severity, where=where, message=f"{where}: {message}")
        )

    for first, second in pairwise(narration.lines):
        if first.span.end_ms > second.span.start_ms:
            tell("block", second.line, "it starts before the line before it has ended")
    for spoken in narration.lines:
        line = script.lines[spoken.line]
        late_ms = spoken.span.start_ms - line.budget.start_ms
        if spoken.tempo > MAX_TEMPO:
            tell("block", spoken.line, f"it is spoken {spoken.tempo}x as fast")
        if line.says and late_ms > MAX_LATE_MS:
            tell(
                "warn",
                spoken.line,
                f"it is heard {late_ms / 1000:.1f} s after its picture; shorten it or one before",
            )
    for index, peak, clipped in _sounds(narration):
        if peak < SILENT_PEAK:
            tell("block", index, "nothing is heard")
        elif clipped:
            tell("warn", index, "the voice is clipped")
    if narration.voice and narration.voice.is_draft:
        tell("warn", None, "a robotic draft voice speaks; have a person listen before you publish")
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

    `spoken` fills a line's tags as they were read aloud; `sounds` gives a text's sounds, by which a
    number is known that was written in words, or nothing if nobody knows them.
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

    It is no `block`, for it may be the recognizer that is wrong: the text was read before it was
    spoken.
    """
    found = []
    for line, what in missed.items():
        where, numbers = f"{tag}, line {line + 1}", ", ".join(what.numbers)
        message = (
            f"{where}: {numbers} was not heard in the dub at {what.span.start_ms / 1000:.1f} s "
            f"({_beginning(what.said) or 'nothing'}); listen to it"
        )
        found.append(Finding(check="heard", severity="warn", where=where, message=message))
    return tuple(found)


def _beginning(said: str) -> str:
    """What was heard, as far as it helps: a recognizer that lost its way repeats itself."""
    return said if len(said) <= MAX_SAID else said[:MAX_SAID].rstrip() + "…"


def sound_of_line(narration: Narration, span: Span) -> Sound:
    """A stretch of the dub alone, with silence around it for a recognizer: `APART_MS` each."""
    import numpy as np

    rate_hz, samples = _samples(narration.audio.path)
    first, last = (edge * rate_hz // 1000 for edge in (span.start_ms, span.end_ms))
    silence = np.zeros(APART_MS * rate_hz // 1000, "<i2")
    cut = np.concatenate([silence, samples[first:last], silence])
    return Sound(samples=cut.tobytes(), sample_rate_hz=rate_hz)


def heard_in(span: Span, heard: Sequence[Segment]) -> str:
    """What was heard in a stretch of time, words at its edges among it."""
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
    """The numbers of a text as it was read aloud that were not heard, as digits.

    What was spelt, and a number in the thousands, may be heard in other groups; every number may
    be heard in words, and is then known by its sound.
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
    """How a number is read aloud: 18,5 or, of money, 18,50."""
    mark = get_decimal_symbol(Locale.parse(profile.locale))
    yield f"{number:f}".replace(".", mark)
    if number != number.to_integral_value():
        yield f"{number:.2f}".replace(".", mark)


def _sounds_in(number: str, heard: str, sounds: Callable[[str], str]) -> bool:
    """Whether a number is among what was heard, by its sounds."""
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
