"""What recognizers share: a recording as samples, cut into pieces, and its words with times.

Samples are (n,) float32 in -1 to 1, 16 000 a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..media import sound_frames
from ..records import Segment, Span, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
"""What speech recognizers and the voice detector were made for."""
PIECE_MS = 20_000
"""The longest piece; recognizers without times take in half a minute at most."""
_PER_MS = RATE_HZ // 1000
_LETTER_MS = 30
"""Nobody says a letter in less; where so little speech was found, the detector has failed."""
_UNIT = re.compile(r"[^\W\u2e80-\uffff]+\W*|\S\W*")
"""A word of letters or digits, or one Han character, with the marks that follow."""
_STEP_MS, _QUIET_STEPS = 50, 6
"""A piece ends where six steps together, 300 ms, are the most quiet."""
_SIXTEEN_BIT, _FULL_SCALE = (("aformat", "sample_fmts=s16"),), 32_768
"""Recognizers were taught with 16-bit samples; others may make Whisper write another word."""
_DETECTOR = {"speech_pad_ms": 0, "min_silence_duration_ms": 160}
"""Only what is speech for sure; the usual margins would find the words beside a gap."""


def samples_of(audio: Path, stretch: Span | None = None) -> Samples:
    """The sound of a recording, or of a stretch of it.

    Raises:
        MediaError: the recording cannot be read.
    """
    import numpy as np

    frames = sound_frames(audio, rate_hz=RATE_HZ, layout="mono", filters=_SIXTEEN_BIT)
    heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    if stretch:
        heard = part(heard, stretch)
    return heard.astype(np.float32) / np.float32(_FULL_SCALE)


def part(samples: Any, span: Span) -> Any:
    """The samples of a span."""
    return samples[span.start_ms * _PER_MS : span.end_ms * _PER_MS]


def pieces(samples: Samples) -> tuple[Span, ...]:
    """The whole sound in parts of at most `PIECE_MS`, cut where it is the most quiet."""
    import numpy as np

    step = _STEP_MS * _PER_MS
    total_ms = len(samples) // _PER_MS
    levels = np.square(samples[: len(samples) // step * step].reshape(-1, step)).mean(axis=1)
    cuts = [0]
    while total_ms - cuts[-1] > PIECE_MS:
        first = (cuts[-1] + PIECE_MS // 2) // _STEP_MS
        latest = levels[first : (cuts[-1] + PIECE_MS) // _STEP_MS]
        together = np.convolve(latest, np.ones(_QUIET_STEPS), "valid")
        quiet = first + int(np.argmin(together)) + _QUIET_STEPS // 2
        cuts.append(quiet * _STEP_MS)
    ends = (*cuts[1:], total_ms)
    return tuple(
        Span(start_ms=start, end_ms=end)
        for start, end in zip(cuts, ends, strict=True)
        if end > start
    )


def speech_in(samples: Samples) -> tuple[Span, ...]:
    """Where somebody speaks."""
    from faster_whisper.vad import get_speech_timestamps

    if not len(samples):
        return ()
    found = get_speech_timestamps(samples, sampling_rate=RATE_HZ, **_DETECTOR)
    return tuple(
        Span(start_ms=each["start"] // _PER_MS, end_ms=each["end"] // _PER_MS) for each in found
    )


# --- words ----------------------------------------------------------------------------------


def timed_words(text: str, parts: Iterable[tuple[str, Span, float]]) -> tuple[Word, ...]:
    """The words of a text from its parts, each with its span and probability.

    Every word has the marks and spaces that follow it, the first one those before it. Parts of one
    word (`wa`, `ter`) or number become one. None if a part does not stand in the text.
    """
    starts, words, at = list[int](), list[tuple[Span, float]](), 0
    for written, span, probability in parts:
        found = text.find(written, at)
        if found < 0:
            return ()
        goes_on = found == at > 0 and _joins(text[at - 1]) and _joins(text[found : found + 1])
        at = found + len(written)
        if goes_on:
            before, least = words.pop()
            span = Span(start_ms=before.start_ms, end_ms=span.end_ms)
            probability = min(least, probability)
        else:
            starts.append(found)
        words.append((span, probability))
    if not starts or len(set(starts)) < len(starts):
        return ()
    starts[0] = 0
    return tuple(
        Word(text=text[start:end], span=span, probability=probability)
        for start, end, (span, probability) in zip(
            starts, [*starts[1:], len(text)], words, strict=True
        )
    )


def _joins(letter: str) -> bool:
    """Whether a letter is written together with its neighbours in a word or number."""
    return letter.isascii() and letter.isalnum()


def spread_words(text: str, samples: Samples, at_ms: int) -> tuple[Word, ...]:
    """The words of a text that is said in a sound, which begins at `at_ms`.

    Each word lasts as long as its letters, and where nobody speaks there is none: about right.
    """
    units = list(_UNIT.finditer(text))
    letters = [max(1, sum(map(str.isalnum, unit[0]))) for unit in units]
    speech = speech_in(samples)
    if sum(span.duration_ms for span in speech) < sum(letters) * _LETTER_MS:
        speech = (Span(start_ms=0, end_ms=max(1, len(samples) // _PER_MS)),)
    spoken_ms = sum(span.duration_ms for span in speech)
    words, said = list[Word](), 0
    for unit, size in zip(units, letters, strict=True):
        start_ms = at_ms + _moment(speech, spoken_ms * said / sum(letters))
        said += size
        end_ms = at_ms + _moment(speech, spoken_ms * said / sum(letters), ends=True)
        span = Span(start_ms=start_ms, end_ms=max(start_ms + 1, end_ms))
        words.append(Word(text=unit[0], span=span, probability=1.0))
    return tuple(words)


def _moment(speech: Sequence[Span], spoken_ms: float, *, ends: bool = False) -> int:
    """When so much has been said: where the next word begins, or where the last one `ends`."""
    for span in speech:
        if spoken_ms < span.duration_ms or (ends and spoken_ms <= span.duration_ms):
            return span.start_ms + round(spoken_ms)
        spoken_ms -= span.duration_ms
    return speech[-1].end_ms


def segment_of(index: int, words: Sequence[Word]) -> Segment:
    """The words as a segment, from the beginning of the first to the end of the last."""
    span = Span(start_ms=words[0].span.start_ms, end_ms=words[-1].span.end_ms)
    text = "".join(word.text for word in words)
    return Segment(index=index, span=span, text=text, words=tuple(words))
