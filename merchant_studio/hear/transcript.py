"""What the merchant said, as sentences with word times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ..engines import Recognizer, segment_of
from ..errors import RecordingError
from ..facts.numbers import NUMERAL_PARTS
from ..languages import LanguageProfile, is_spaced
from ..messages import say
from ..points import Stated, stated_by
from ..points import sentences as sentences_of
from ..records import Correction, Pitch, Segment, Span, Term, Transcript, Word
from .doubtful import is_garbled, unheard, without_loop
from .expected import Repair, repairs
from .pauses import with_pauses
from .sentences import in_own_characters, in_own_script, sentences, with_characters

MAX_HOTWORDS = 30
"""More would crowd the recognizer's prompt (224 tokens in Whisper)."""
AROUND_MS = 300
"""What is listened to before and after a stretch that is heard once more."""
WINDOW_MS = 28_000
"""What recognizers take in at once, at least: so much costs no more than a sentence."""
DOUBTED = 0.4
"""A word of less probability may have been heard wrong."""
_NUMERAL = re.compile(rf"[\d{NUMERAL_PARTS}]")
_SPELLED = re.compile(rf"[A-Za-z]-?[\d{NUMERAL_PARTS}]")


def transcribe_pitch(
    pitch: Pitch,
    recognizer: Recognizer,
    profile: LanguageProfile,
    on_progress: Callable[[int], None],
    silent: Sequence[Span] = (),
) -> Transcript:
    """What the merchant says, in sentences of at most about 7 s; `profile` is of that language.

    One plain listening is the transcript. A stretch in which it loops, or has no word for speech,
    is heard once more; what is no better then is told as `unclear`. Where a number was not heard
    for sure, the `others` tell what a second listening heard. Words that sound like one of the
    sheet's are that word, and each correction is recorded. A clause also ends where the recording
    is `silent` (see `pauses`).

    Raises:
        RecordingError: nothing is said in the recording.
        EngineFailedError: the recognizer failed.
    """
    listener = _Listener(pitch, recognizer, profile)
    words, unclear = listener.understood(on_progress)
    if not words:
        raise RecordingError(pitch.speech.path, say("has no speech in it; record it again, closer"))
    sheet = sheet_words(pitch, profile)
    own = in_own_characters(tuple(words), profile)  # whose numbers are known: 三萬|五千
    heard = with_pauses([segment_of(0, own)], silent)
    segments, corrections = _written(heard, sheet, profile)
    again = (listener.again(stretch, sheet[:MAX_HOTWORDS]) for stretch in _stretches(segments))
    return Transcript(
        language=profile.code,
        segments=segments,
        others=tuple(_written(heard, sheet, profile)[0] for heard in again if heard),
        unclear=tuple(sorted(unclear, key=lambda stretch: stretch.start_ms)),
        corrections=corrections,
        recording=pitch.speech.sha256,
        made_by=recognizer.stamp,
    )


def sheet_words(pitch: Pitch, profile: LanguageProfile) -> tuple[str, ...]:
    """The words of the sheet, and of the catalogue for its points, in the recording's language."""
    words = [
        value.translations[profile.code]
        for value in pitch.sheet.values.values()
        if isinstance(value, Term) and profile.code in value.translations
    ]
    for point in pitch.sheet.points:
        stated = Stated.of(point) or stated_by(point, profile.code)
        words += sentences_of(stated, profile) if stated else [point]
    return tuple(dict.fromkeys(words))


# --- listening ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listener:
    """A recognizer at one recording."""

    pitch: Pitch
    recognizer: Recognizer
    profile: LanguageProfile

    def understood(self, on_progress: Callable[[int], None]) -> tuple[list[Word], list[Span]]:
        """The words of the recording, and the stretches that nobody understood."""
        words, unclear = list[Word](), list[Span]()
        for segment in self._listen((), on_progress, None):
            heard = [segment]
            if self._is_garbled(heard):
                heard = list(self.again(segment.span))
                if not heard or self._is_garbled(heard):
                    heard = [replace(segment, words=without_loop(segment.words))]
                    unclear.append(segment.span)
            words += (word for each in heard for word in each.words)
        for gap in self._unheard(words):
            again = self.again(gap)
            inside = [
                word
                for each in again
                for word in each.words
                if gap.start_ms <= word.span.start_ms < gap.end_ms
            ]
            if not inside or self._is_garbled(again):
                unclear.append(gap)
                continue
            at = sum(word.span.start_ms < gap.start_ms for word in words)
            words[at:at] = inside
        return words, unclear

    def _unheard(self, words: Sequence[Word]) -> list[Span]:
        """Where somebody speaks and no word was heard, if the times of the words tell."""
        speech, spans = self.pitch.speech, [word.span for word in words]
        if self.recognizer.timing == "none":
            return []
        return list(unheard(speech.path, spans, speech.duration_ms))

    def again(self, stretch: Span, hotwords: Sequence[str] = ()) -> tuple[Segment, ...]:
        """What is heard in a stretch alone.

        With `hotwords` it may only vote: recognizers write what they were told to listen for.
        """
        wider = Span(
            start_ms=max(0, stretch.start_ms - AROUND_MS),
            end_ms=min(self.pitch.speech.duration_ms, stretch.end_ms + AROUND_MS),
        )
        return self._listen(hotwords, lambda done_ms: None, wider)

    def _listen(
        self,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None,
    ) -> tuple[Segment, ...]:
        return self.recognizer.recognize(
            self.pitch.speech.path,
            language=self.profile.code,
            hotwords=hotwords,
            on_progress=on_progress,
            stretch=stretch,
        ).segments

    def _is_garbled(self, heard: Iterable[Segment]) -> bool:
        return any(is_garbled(each, spaced=is_spaced(self.profile)) for each in heard)


def _stretches(segments: Sequence[Segment]) -> list[Span]:
    """Where a number was not heard for sure; sentences that are near each other are one stretch."""
    result: list[Span] = []
    for segment in filter(_doubts_number, segments):
        here = segment.span
        if result and here.end_ms - result[-1].start_ms <= WINDOW_MS:
            result[-1] = Span(start_ms=result[-1].start_ms, end_ms=here.end_ms)
        else:
            result.append(here)
    return result


def _doubts_number(segment: Segment) -> bool:
    """Whether a number of a sentence is doubted, or one is spelled, letter by letter: A203."""
    shaky = any(word.doubted and _NUMERAL.search(word.text) for word in segment.words)
    return shaky or bool(_SPELLED.search(segment.text))


# --- writing --------------------------------------------------------------------------------


def _written(
    heard: Sequence[Segment], sheet: Sequence[str], profile: LanguageProfile
) -> tuple[tuple[Segment, ...], tuple[Correction, ...]]:
    """One listening as corrected sentences, and the corrections that were made."""
    segments: list[Segment] = []
    corrections: list[Correction] = []
    for words in sentences(heard):
        segment = segment_of(len(segments), in_own_script(words, profile))
        if profile.hearing.homophones:
            segment = _put_right(segment, repairs(segment.text, sheet), corrections)
        segments.append(_with_doubts(segment))
    return tuple(segments), tuple(corrections)


def _with_doubts(segment: Segment) -> Segment:
    """The segment in which what was not heard for sure is doubted."""
    words = (
        replace(word, doubted=True) if word.probability < DOUBTED else word
        for word in segment.words
    )
    return replace(segment, words=tuple(words))


def _put_right(segment: Segment, found: Iterable[Repair], corrections: list[Correction]) -> Segment:
    """The segment with its misheard words replaced; each change is added to `corrections`."""
    characters, done = list(segment.text), 0
    for repair in sorted(found, key=lambda repair: repair.start):
        if repair.start < done:
            continue
        done = repair.end
        # What is meant may be shorter (3-04: 304): the words after it keep their places.
        last = repair.end - repair.start - 1
        spread = [*repair.meant[:last], repair.meant[last:]]
        characters[repair.start : repair.end] = spread + [""] * (last + 1 - len(spread))
        corrections.append(
            Correction(
                segment=segment.index,
                heard=repair.heard,
                meant=repair.meant,
                why=say("it sounds like what the sheet says"),
            )
        )
    return segment_of(segment.index, with_characters(segment.words, characters))
