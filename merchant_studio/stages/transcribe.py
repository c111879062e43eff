"""What the merchant said, as sentences with word times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from ..engines import Recognizer
from ..errors import RecordingError
from ..records import Pitch, Segment, Span, Term, Transcript, Word

MAX_HOTWORDS = 40
"""More would crowd the recognizer's prompt (224 tokens in Whisper)."""
MAX_SENTENCE_MS = 7000
"""A longer sentence is split at its commas, so that a line can be read while it is said."""
MIN_CLAUSE_MS = 1200
_PAUSE_MS = 700
_SENTENCE_END = "。！？!?…"
_COMMA = "，,；;、"
_HALF_TO_FULL = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})


def transcribe_pitch(
    pitch: Pitch, recognizer: Recognizer, language: str, on_progress: Callable[[int], None]
) -> Transcript:
    """The pitch's words, in sentences of at most about 7 s.

    Raises:
        RecordingError: nothing is said in the recording.
        EngineFailedError: the recognizer failed.
    """
    heard = recognizer.recognize(
        pitch.speech.path,
        language=language,
        hotwords=hotwords(pitch, language),
        on_progress=on_progress,
    )
    segments = [
        Segment(index=index, span=_span(words), text=_text(words), words=words)
        for index, words in enumerate(_sentences(heard.segments))
    ]
    if not segments:
        raise RecordingError(pitch.speech.path, "has no speech in it; record it again, closer")
    return Transcript(language=language, segments=tuple(segments), made_by=recognizer.stamp)


def hotwords(pitch: Pitch, language: str) -> tuple[str, ...]:
    """The sheet's words in the language of the recording, for the recognizer to listen for."""
    words = [
        value.translations[language]
        for value in pitch.sheet.values.values()
        if isinstance(value, Term) and language in value.translations
    ]
    return tuple(dict.fromkeys(words))[:MAX_HOTWORDS]


def _sentences(segments: tuple[Segment, ...]) -> Iterator[tuple[Word, ...]]:
    """The words of all segments, regrouped into sentences."""
    sentence: list[Word] = []
    for segment in segments:
        for word in segment.words:
            if sentence and word.span.start_ms - sentence[-1].span.end_ms >= _PAUSE_MS:
                yield from _clauses(sentence)
                sentence = []
            sentence.append(word)
            if word.text.rstrip()[-1:] in tuple(_SENTENCE_END):
                yield from _clauses(sentence)
                sentence = []
    if sentence:
        yield from _clauses(sentence)


def _clauses(sentence: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The sentence whole, or split at commas when it is too long to be read at once."""
    if _span(sentence).duration_ms <= MAX_SENTENCE_MS:
        yield tuple(sentence)
        return
    clause: list[Word] = []
    for word in sentence:
        clause.append(word)
        at_comma = word.text.rstrip()[-1:] in tuple(_COMMA)
        if at_comma and _span(clause).duration_ms >= MIN_CLAUSE_MS:
            yield tuple(clause)
            clause = []
    if clause:
        yield tuple(clause)


def _span(words: list[Word] | tuple[Word, ...]) -> Span:
    return Span(
        start_ms=words[0].span.start_ms,
        end_ms=max(words[0].span.start_ms + 1, words[-1].span.end_ms),
    )


def _text(words: tuple[Word, ...]) -> str:
    """The sentence; `"".join` of the words' texts, so that positions map to words."""
    return "".join(word.text for word in words)


def tidy(text: str) -> str:
    """A Chinese sentence with full-width punctuation, as it is shown to the merchant."""
    text = unicodedata.normalize("NFC", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f])[,?!;:]", lambda m: m[0].translate(_HALF_TO_FULL), text)
