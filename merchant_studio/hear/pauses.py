"""Add a comma where the speaker pauses and the recognizer wrote none: 12支一盒，6块钱一盒.

Recognizers write 12支一盒6块钱一盒 as one clause, and their word times leave no gap; but in the
recording there is silence between the clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..facts.numbers import NUMERAL_PARTS, UNIT_NAMES
from ..media import sound_frames
from ..records import Segment, Span, Word

LEAST_MS = 120
"""Shorter silences stand inside words, before the sounds t, k and p."""
_STEP_MS = 10
_LOUD, _SILENT = 0.9, 0.05
"""A step is silent below 5 % of the level that the loudest tenth of all steps exceeds."""
_RATE_HZ = 16_000
_EARLY_MS = 40
"""By Whisper's times a word ends about this much too early, and the next one begins then."""
_ASTRAY_MS = 150
"""The most by which a word's time may end too early."""
_MARK = re.compile(r"[，。！？；、,.!?;:：]\s*$")
_MARK_FOLLOWS = re.compile(r"\s*[，。！？；、,.!?;:：]")
_NUMBER_ENDS = re.compile(rf"[\d{NUMERAL_PARTS}.×*乘]\s*$")

_AHEAD = 4
"""How many words are read to tell whether a digit begins another number."""
_HALF_SAID = re.compile(rf"[\d{NUMERAL_PARTS}][块米斤]$|^[块米斤]$")
_LAST_DIGIT = re.compile(r"[1-9一二三四五六七八九](?![\da-zA-Z.点十百千万两])")
_UNITS = tuple(name for name in UNIT_NAMES if not name.isascii())
_FOREIGN = re.compile("美金|美元|美刀|欧元|港币")


def silences(audio: Path) -> tuple[Span, ...]:
    """The silences of a recording of at least `LEAST_MS`; none if it is noisy throughout.

    Raises:
        MediaError: the recording cannot be read.
    """
    import numpy as np

    step = _RATE_HZ * _STEP_MS // 1000
    rest, parts = np.zeros(0, np.float32), []
    for frame in sound_frames(audio, rate_hz=_RATE_HZ, layout="mono"):
        samples = np.concatenate([rest, frame.to_ndarray()[0]]).astype(np.float32)
        whole = len(samples) // step * step
        parts.append(np.sqrt((samples[:whole].reshape(-1, step) ** 2).mean(axis=1)))
        rest = samples[whole:]
    levels = np.concatenate([np.zeros(0, np.float32), *parts])
    if not levels.size:
        return ()
    quiet = levels < _SILENT * np.quantile(levels, _LOUD)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
    return tuple(
        Span(start_ms=int(start) * _STEP_MS, end_ms=int(end) * _STEP_MS)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if (end - start) * _STEP_MS >= LEAST_MS
    )


def with_pauses(segments: Sequence[Segment], silent: Sequence[Span]) -> tuple[Segment, ...]:
    """The segments with a comma where the speaker pauses and the recognizer set no mark.

    No comma is set inside a number (三百|五十), nor between a number and its unit (12|支).
    """
    words = [word for segment in segments for word in segment.words]
    paused = {place for span in silent for place in _place(words, span)}
    ended = {at for at in paused if _may_end(words[at - 1], words[at]) and not _goes_on(words, at)}
    result, at = [], 0
    for segment in segments:
        written = []
        for word in segment.words:
            text = word.text.lstrip() if at in ended else word.text
            at += 1
            written.append(replace(word, text=f"{text}，" if at in ended else text))
        text = "".join(word.text for word in written)
        result.append(replace(segment, text=text, words=tuple(written)))
    return tuple(result)


def _place(words: Sequence[Word], silent: Span) -> Iterator[int]:
    """How many words precede the silence; nothing if their times do not tell.

    A silence before the first word or after the last is skipped, even if their times overlap it.
    """
    if (
        not words
        or silent.start_ms <= words[0].span.start_ms
        or silent.end_ms >= words[-1].span.end_ms
    ):
        return
    off_ms = {
        place: abs(word.span.end_ms + _EARLY_MS - silent.start_ms)
        for place, word in enumerate(words[:-1], start=1)
        if silent.start_ms - _ASTRAY_MS <= word.span.end_ms <= silent.end_ms
    }
    if off_ms:
        yield min(off_ms, key=lambda place: off_ms[place])


def _may_end(word: Word, following: Word) -> bool:
    """Whether a clause may end between two words that have no mark between them."""
    if _MARK.search(word.text) or _MARK_FOLLOWS.match(following.text):
        return False
    if word.text[-1:].isascii() and following.text[:1].isascii() and following.text[:1].isalnum():
        return False
    if not _NUMBER_ENDS.search(word.text):
        return True
    after = following.text.lstrip()
    return not (re.match(rf"[\d{NUMERAL_PARTS}.点半%×*乘]", after) or _begins_unit(after))


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether the word after a pause goes on with the number before: 十六块|五。, 三块|二美金."""
    said = "".join(word.text for word in words[at : at + _AHEAD]).lstrip()
    last = _LAST_DIGIT.match(said)
    if not (last and _HALF_SAID.search(words[at - 1].text)):
        return False
    then = said[last.end() :]
    return bool(_FOREIGN.match(then)) or not _begins_unit(then)


def _begins_unit(text: str) -> bool:
    return text.startswith(_UNITS)
