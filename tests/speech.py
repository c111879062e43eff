"""Speech for the tests of the readers, and what they read in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from merchant_studio.read.brief import make_brief
from merchant_studio.read.found import HeardValue
from merchant_studio.records import (
    AudioFile,
    Brief,
    EngineStamp,
    FactValue,
    Pitch,
    Segment,
    Sheet,
    Span,
    Transcript,
    Word,
)

from .values import plain

STAMP = EngineStamp(kind="recognizer", name="fake", model="", revision="", seed=0)
"""Of whoever heard what is said in a test."""


def heard(text: str, *, index: int = 0) -> Segment:
    """A segment without word times, as from a recognizer that gives none."""
    return Segment(index=index, span=Span(start_ms=1000, end_ms=4000), text=text, words=())


def spoken(*words: str, pause_ms: int = 300) -> Segment:
    """A segment of words of 200 ms each; a word that is `|` is a pause."""
    at_ms, made = 0, []
    for word in words:
        if word == "|":
            at_ms += pause_ms
            continue
        span = Span(start_ms=at_ms, end_ms=at_ms + 200)
        made.append(Word(text=word, span=span, probability=0.9))
        at_ms += 200
    text = "".join(word.text for word in made)
    return Segment(index=0, span=Span(start_ms=0, end_ms=at_ms), text=text, words=tuple(made))


def by_letter(text: str, *, index: int = 0, at_ms: int = 0, each_ms: int = 200) -> Segment:
    """A segment whose words are its characters, each as long."""
    spans = (Span(start_ms=at_ms + n * each_ms, end_ms=at_ms + (n + 1) * each_ms) for n in count())
    words = tuple(
        Word(text=letter, span=span, probability=1.0)
        for letter, span in zip(text, spans, strict=False)
    )
    whole = Span(start_ms=at_ms, end_ms=at_ms + len(text) * each_ms)
    return Segment(index=index, span=whole, text=text, words=words)


def pitch_of(values: Mapping[str, FactValue] | None = None, **sheet: Any) -> Pitch:
    """A pitch of 99 s with these facts in its sheet."""
    speech = AudioFile(
        path=Path("pitch.wav"), duration_ms=99_000, sample_rate_hz=16_000, channels=1, sha256=""
    )
    sheet_of = Sheet(values=dict(values or {}), **sheet)
    return Pitch(slug="goods", speech=speech, footage=(), sheet=sheet_of)


def understood(
    segments: Iterable[Segment],
    pitch: Pitch | None = None,
    *,
    accept_heard: bool = True,
    strict: bool = False,
    **heard: Any,
) -> Brief:
    """The facts of a pitch of these segments; `heard` is what else its transcript tells."""
    told = {"language": "zh", "segments": tuple(segments), "made_by": STAMP, **heard}
    said = Transcript(**told)
    return make_brief(pitch or pitch_of(), said, accept_heard=accept_heard, strict=strict)


def shown(reading: HeardValue) -> str:
    """A reading in one line: `price 18.5 CNY <18块5>`; `?` for a value whose role is unknown."""
    return f"{reading.key or '?'} {plain(reading.value)} <{reading.mention.text}>"
