"""What the merchant said, as sentences with word times."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..engines import Recognizer
from ..errors import RecordingError
from ..languages import LanguageProfile
from ..records import Pitch, Segment, Span, Term, Transcript, Word

MAX_HOTWORDS = 40
"""More would crowd the recognizer's prompt (224 tokens in Whisper)."""
MAX_SENTENCE_MS = 7000
"""A longer sentence is split at its commas, so that a line can be read while it is said."""
MIN_CLAUSE_MS = 1200
MAX_CLAUSE_MS = 4000
_PAUSE_MS = 350
_LONG_PAUSE_MS = 700
_SENTENCE_END = "。！？!?…"
_COMMA = "，,；;、"


def transcribe_pitch(
    pitch: Pitch,
    recognizer: Recognizer,
    profile: LanguageProfile,
    on_progress: Callable[[int], None],
) -> Transcript:
    """The pitch's words, in sentences of at most about 7 s; `profile` is the speaker's language.

    Raises:
        RecordingError: nothing is said in the recording.
        EngineFailedError: the recognizer failed.
    """
    heard = recognizer.recognize(
        pitch.speech.path,
        language=profile.code,
        hotwords=hotwords(pitch, profile.code),
        prompt=profile.listening,
        on_progress=on_progress,
    )
    segments = [
        Segment(index=index, span=_span(words), text=_text(words), words=words)
        for index, words in enumerate(_sentences(heard.segments))
    ]
    if not segments:
        raise RecordingError(pitch.speech.path, "has no speech in it; record it again, closer")
    return Transcript(language=profile.code, segments=tuple(segments), made_by=recognizer.stamp)


def hotwords(pitch: Pitch, language: str) -> tuple[str, ...]:
    """The sheet's words in the language of the recording, for the recognizer to listen for."""
    words = [
        value.translations[language]
        for value in pitch.sheet.values.values()
        if isinstance(value, Term) and language in value.translations
    ]
    return tuple(dict.fromkeys(words))[:MAX_HOTWORDS]


def _sentences(segments: tuple[Segment, ...]) -> Iterator[tuple[Word, ...]]:
    """The words of all segments, regrouped: a sentence ends at its mark or at a pause."""
    sentence: list[Word] = []
    for word in (word for segment in segments for word in segment.words):
        if sentence:
            pause_ms = word.span.start_ms - sentence[-1].span.end_ms
            long_enough = _span(sentence).duration_ms >= MIN_CLAUSE_MS
            too_long = _span([*sentence, word]).duration_ms > MAX_SENTENCE_MS
            ended = sentence[-1].text.rstrip()[-1:] in tuple(_SENTENCE_END)
            paused = _is_comma(sentence[-1], word) and pause_ms >= _PAUSE_MS
            if pause_ms >= _LONG_PAUSE_MS or (long_enough and (ended or paused)):
                yield tuple(sentence)
                sentence = []
            elif too_long:
                yield from _clauses(sentence)
                sentence = []
        sentence.append(word)
    if sentence:
        yield from _clauses(sentence)


def _is_comma(word: Word, following: Word) -> bool:
    """Whether a clause ends here; recognizers write a Chinese pause as a space, too."""
    return word.text.rstrip()[-1:] in tuple(_COMMA) or following.text.startswith(" ")


def _clauses(sentence: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The sentence whole, or split at commas when it is too long to be read at once."""
    if _span(sentence).duration_ms <= MAX_CLAUSE_MS:
        yield tuple(sentence)
        return
    clause: list[Word] = []
    for word in sentence:
        if clause and _is_comma(clause[-1], word) and _span(clause).duration_ms >= MIN_CLAUSE_MS:
            yield tuple(clause)
            clause = []
        clause.append(word)
    yield tuple(clause)


def _span(words: list[Word] | tuple[Word, ...]) -> Span:
    return Span(
        start_ms=words[0].span.start_ms,
        end_ms=max(words[0].span.start_ms + 1, words[-1].span.end_ms),
    )


def _text(words: tuple[Word, ...]) -> str:
    """The sentence; `"".join` of the words' texts, so that positions map to words."""
    return "".join(word.text for word in words)
