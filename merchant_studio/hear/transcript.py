"""What the merchant said, as sentences with word times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..engines import Recognizer
from ..engines.weights import Habits
from ..errors import RecordingError
from ..languages import LanguageProfile, lexicon
from ..records import Correction, Pitch, Segment, Span, Term, Transcript, Word
from .doubts import with_doubts
from .pauses import with_pauses
from .repairs import Repair, repairs, unclear, volts
from .script import in_own_script, with_characters
from .sentences import sentences, span

MAX_HOTWORDS = 30
"""More would crowd the recognizer's prompt (224 tokens in Whisper)."""
_PASSES = 2
"""A corrected word helps to correct the one beside it: 乡毛众 -> 乡毛重 -> 箱毛重."""


def transcribe_pitch(
    pitch: Pitch,
    recognizer: Recognizer,
    profile: LanguageProfile,
    on_progress: Callable[[int], None],
    silent: Sequence[Span] = (),
) -> Transcript:
    """What the merchant says, in sentences of at most about 7 s; `profile` is of that language.

    The recognizer's habits say how often it listens and which misheard words are corrected; one
    without habits listens once, and nothing is corrected. Each correction is recorded. A clause
    also ends where the recording is `silent` (see `pauses`).

    Raises:
        RecordingError: nothing is said in the recording.
        EngineFailedError: the recognizer failed.
    """
    habits, sheet = recognizer.habits(profile.code), sheet_words(pitch, profile.code)
    (segments, corrections), *others = (
        _written(with_pauses(heard, silent), habits, sheet, profile)
        for heard in _listenings(pitch, recognizer, habits, profile, on_progress)
    )
    if not segments:
        raise RecordingError(pitch.speech.path, "has no speech in it; record it again, closer")
    return Transcript(
        language=profile.code,
        segments=segments,
        others=tuple(heard for heard, _ in others),
        corrections=corrections,
        recording=pitch.speech.sha256,
        made_by=recognizer.stamp,
    )


def sheet_words(pitch: Pitch, language: str) -> tuple[str, ...]:
    """The words of the sheet in the language of the recording."""
    words = [
        value.translations[language]
        for value in pitch.sheet.values.values()
        if isinstance(value, Term) and language in value.translations
    ]
    return tuple(dict.fromkeys(words))


def hotwords(pitch: Pitch, profile: LanguageProfile) -> tuple[str, ...]:
    """The words that the recognizer should listen for: the sheet's, then the trade's."""
    words = (*sheet_words(pitch, profile.code)[:MAX_HOTWORDS], *profile.hearing.hotwords)
    return tuple(dict.fromkeys(words))


def _listenings(
    pitch: Pitch,
    recognizer: Recognizer,
    habits: Habits,
    profile: LanguageProfile,
    on_progress: Callable[[int], None],
) -> Iterator[tuple[Segment, ...]]:
    """What the recognizer hears in each listening, with times as in the recording."""
    listened_for, total_ms = hotwords(pitch, profile), pitch.speech.duration_ms
    for number, way in enumerate(habits.listenings):
        before_ms = number * total_ms

        def on_part(done_ms: int, before_ms: int = before_ms, pace: float = way.pace) -> None:
            on_progress((before_ms + round(done_ms * pace)) // len(habits.listenings))

        heard = recognizer.recognize(
            pitch.speech.path,
            language=profile.code,
            hotwords=listened_for if way.hotwords else (),
            prompt="",
            on_progress=on_part,
            pace=way.pace,
        )
        yield tuple(_as_recorded(segment, way.pace) for segment in heard.segments)


def _as_recorded(segment: Segment, pace: float) -> Segment:
    """A segment that was heard at another speed, with times as in the recording."""

    def of_recording(span: Span) -> Span:
        start_ms = round(span.start_ms * pace)
        return Span(start_ms=start_ms, end_ms=max(start_ms + 1, round(span.end_ms * pace)))

    words = tuple(replace(word, span=of_recording(word.span)) for word in segment.words)
    return replace(segment, span=of_recording(segment.span), words=words)


def _written(
    heard: Sequence[Segment], habits: Habits, sheet: Sequence[str], profile: LanguageProfile
) -> tuple[tuple[Segment, ...], tuple[Correction, ...]]:
    """One listening as corrected sentences, and the corrections that were made."""
    segments: list[Segment] = []
    corrections: list[Correction] = []
    expected = (*lexicon.words(profile.code), *habits.cues)
    for words in sentences(heard):
        segment = _segment(len(segments), in_own_script(words, profile))
        for _ in range(_PASSES if habits.homophones else 0):
            found = repairs(segment.text, sheet, expected, habits)
            segment = _put_right(segment, found, corrections)
        words = with_doubts(segment.words, unclear(segment.text, habits))
        segments.append(replace(segment, words=words))
    if habits.homophones:
        for place, repair in volts.repairs(segments):
            segments[place] = _put_right(segments[place], [repair], corrections)
    return tuple(segments), tuple(corrections)


def _put_right(segment: Segment, found: Sequence[Repair], corrections: list[Correction]) -> Segment:
    """The segment with its misheard words replaced; each change is added to `corrections`."""
    characters = list(segment.text)
    for repair in found:
        # What is meant may be shorter (10速: 时速): the words after it keep their places.
        last = repair.end - repair.start - 1
        spread = [*repair.meant[:last], repair.meant[last:]]
        characters[repair.start : repair.end] = spread + [""] * (last + 1 - len(spread))
        corrections.append(
            Correction(
                segment=segment.index,
                heard=repair.heard,
                meant=repair.meant,
                why=f"it sounds like what {repair.expected_by} says",
            )
        )
    return _segment(segment.index, with_characters(segment.words, characters))


def _segment(index: int, words: tuple[Word, ...]) -> Segment:
    text = "".join(word.text for word in words)
    return Segment(index=index, span=span(words), text=text, words=words)
