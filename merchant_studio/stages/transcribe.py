"""What the merchant said, as sentences with word times."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .. import lexicon
from ..echoes import echo_starts, without_loops, without_told
from ..engines import Recognizer
from ..errors import RecordingError
from ..homophones import Repair, repairs, unclear, volts
from ..languages import LanguageProfile
from ..listenings import with_doubts
from ..merging import heard_better, unsettled
from ..pauses import with_pauses
from ..records import Correction, Pitch, Segment, Span, Term, Transcript, Word

MAX_HOTWORDS = 30
"""More would crowd the recognizer's prompt (224 tokens in Whisper)."""
MAX_SENTENCE_MS = 7000
"""A longer sentence is parted, at a comma if it can be, so that lines can be read in time."""
MIN_CLAUSE_MS = 1200
_PAUSE_MS = 600
_LONG_PAUSE_MS = 700
_COMMA_MS = 1000
"""The pause that a comma is worth where a sentence must be parted."""
_SLOWER = 0.9
"""The pace at which the third listening hears the recording."""
_PASSES = 2
"""What is put right tells what stands beside it: 乡毛众, 乡毛重, 箱毛重."""
_NUMBER_END = re.compile(r"[\d零一二两三四五六七八九十百千万点.]$")
_NUMBER_GOES_ON = re.compile(r"[\d零一二两三四五六七八九十百千万点半.]")
_SENTENCE_END = "。！？!?…"
_COMMA = "，,；;、"
_FULL_WIDTH = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_MARK = re.compile(r"(?<![\da-zA-Z])[,?!;:]|[,?!;:](?![\da-zA-Z])")
"""Marks as recognizers mix them; the comma of 1,000 stays."""
_NARROW = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
    | {"﹑": "、", "﹐": "，"}
)
"""Letters and digits of full width, and small marks, as they are usually written."""
_PAUSE = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])|(?<![\d. ])(?P<number>\d[\d.]*) (?=[一-鿿])")
"""Recognizers write a pause before a Chinese character as a space; 箱 25 个 is no pause."""


def transcribe_pitch(
    pitch: Pitch,
    recognizer: Recognizer,
    profile: LanguageProfile,
    on_progress: Callable[[int], None],
    silent: Sequence[Span] = (),
) -> Transcript:
    """The pitch's words, in sentences of at most about 7 s; `profile` is the speaker's language.

    Words that are expected and were written with other characters of the same sound are put
    right; each such correction is recorded. Where the language's profile says so the recognizer
    listens three times, so that facts can be weighed (see `witnesses`). A clause also ends where
    the recording is `silent` (see `pauses`).

    Raises:
        RecordingError: nothing is said in the recording.
        EngineFailedError: the recognizer failed.
    """
    listened_for = hotwords(pitch, profile)
    first, *others = (
        with_pauses(heard, silent)
        for heard in _listenings(pitch, recognizer, profile, listened_for, on_progress)
    )
    corrections: list[Correction] = []
    near, words = sheet_words(pitch, profile.code), _trade_words(profile)
    text, *texts = (_simplified(_text(_words(each)), profile) for each in (first, *others))
    better = tuple(heard_better(text, texts[0], words)) if texts else ()
    alike = unsettled(text, texts)
    segments = _written(first, better, alike, near, listened_for, profile, corrections)
    if not segments:
        raise RecordingError(pitch.speech.path, "has no speech in it; record it again, closer")
    return Transcript(
        language=profile.code,
        segments=segments,
        others=tuple(
            _written(
                heard,
                tuple(heard_better(said, text, words)),
                unsettled(said, [text, *(each for each in texts if each is not said)]),
                near,
                (),
                profile,
                [],
            )
            for heard, said in zip(others, texts, strict=True)
        ),
        corrections=tuple(corrections),
        made_by=recognizer.stamp,
    )


def _listenings(
    pitch: Pitch,
    recognizer: Recognizer,
    profile: LanguageProfile,
    listened_for: Sequence[str],
    on_progress: Callable[[int], None],
) -> Iterator[tuple[Segment, ...]]:
    """What is heard by a recognizer that knows what to expect, by one that does not, and slowly."""
    prompt, total_ms = profile.hearing.prompt, pitch.speech.duration_ms
    ways: list[tuple[Sequence[str], str, float]] = [(listened_for, prompt, 1.0)]
    if profile.hearing.thrice:
        ways += [((), "", 1.0), ((), prompt, _SLOWER)]
    for number, (words, style, pace) in enumerate(ways):
        before_ms = number * total_ms

        def on_part(done_ms: int, before_ms: int = before_ms, pace: float = pace) -> None:
            on_progress((before_ms + round(done_ms * pace)) // len(ways))

        heard = recognizer.recognize(
            pitch.speech.path,
            language=profile.code,
            hotwords=words,
            prompt=style,
            on_progress=on_part,
            pace=pace,
        )
        said = without_told(without_loops(heard.segments), words, style)
        yield tuple(_as_recorded(segment, pace) for segment in said)


def _as_recorded(segment: Segment, pace: float) -> Segment:
    """A segment of what was played at a pace, with the times of the recording."""

    def of_recording(span: Span) -> Span:
        start_ms = round(span.start_ms * pace)
        return Span(start_ms=start_ms, end_ms=max(start_ms + 1, round(span.end_ms * pace)))

    words = tuple(replace(word, span=of_recording(word.span)) for word in segment.words)
    return replace(segment, span=of_recording(segment.span), words=words)


def _written(
    heard: tuple[Segment, ...],
    better: Sequence[Repair],
    alike: Collection[int],
    sheet: Sequence[str],
    listened_for: Sequence[str],
    profile: LanguageProfile,
    corrections: list[Correction],
) -> tuple[Segment, ...]:
    """What a listening heard, in sentences, put right; what was changed goes to `corrections`.

    `better` is what the other listening heard better, by characters of all that was heard, and
    `alike` where others wrote other characters of the same sound.
    """
    segments: list[Segment] = []
    at = 0
    for spoken in _sentences(heard):
        words = _in_own_script(spoken, profile)
        start, at = at, at + len(_text(words))
        here = [_moved(each, -start) for each in better if start <= each.start and each.end <= at]
        words = _without_echo(words, listened_for)
        if not words:
            continue
        segment = _segment(len(segments), words)
        here = [each for each in here if each.end <= len(segment.text)]
        segment = _put_right(segment, here, corrections)
        if profile.hearing.homophones:
            places = {each - start for each in alike}
            segment = _repaired(segment, places, sheet, profile, corrections)
        segments.append(segment)
    if profile.hearing.homophones:
        for place, repair in volts.repairs(segments):
            segments[place] = _put_right(segments[place], [repair], corrections)
    return tuple(segments)


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


def _trade_words(profile: LanguageProfile) -> frozenset[str]:
    """Words of two characters and more that merchants use beside numbers, and the lexicon's."""
    hearing = profile.hearing
    beside = (*hearing.measured.values(), *hearing.followed.values())
    words = (*hearing.cues, *lexicon.words(profile.code), *(w for each in beside for w in each))
    return frozenset(word for word in words if len(word) > 1 and not word.isascii())


def _moved(repair: Repair, by: int) -> Repair:
    return replace(repair, start=repair.start + by, end=repair.end + by)


def _without_echo(words: tuple[Word, ...], listened_for: Sequence[str]) -> tuple[Word, ...]:
    """The words without an echo at their end; none where nothing else stands there: 质保 质保."""
    text = _text(words)
    bare = re.sub(r"[\W_]", "", text)
    names = "|".join(map(re.escape, sorted(listened_for, key=len, reverse=True)))
    if (names and re.fullmatch(f"(?:{names}){{2,}}", bare)) or re.fullmatch(r"(.)\1{2,}", bare):
        return ()
    start = echo_starts(text, listened_for)
    kept = _with_characters(words, [*text[:start], *[""] * (len(text) - start)])
    return tuple(word for word in kept if word.text)


def _in_own_script(words: tuple[Word, ...], profile: LanguageProfile) -> tuple[Word, ...]:
    """The words in simplified characters, with full-width marks, character for character."""
    text = _text(words)
    if profile.hearing.script:
        text = _MARK.sub(
            lambda mark: _FULL_WIDTH[mark[0]], _simplified(text, profile).translate(_NARROW)
        )
        text = _PAUSE.sub(lambda pause: f"{pause['number'] or ''}，", text)
    return _with_characters(words, text)


def _simplified(text: str, profile: LanguageProfile) -> str:
    """The text in the language's own script, character for character."""
    if not profile.hearing.script:
        return text
    converter = _converter(profile.hearing.script)
    converted = str(converter.convert(text))
    if len(converted) != len(text):  # a phrase became longer: by single characters, then
        converted = "".join(converter.convert(c)[:1] or c for c in text)
    return converted


@cache
def _converter(conversion: str) -> Any:
    """OpenCC's converter, which reads its dictionaries when it is made."""
    from opencc import OpenCC

    return OpenCC(conversion)


def _with_characters(words: tuple[Word, ...], characters: Sequence[str]) -> tuple[Word, ...]:
    """The words with other texts, one or none for each of their characters."""
    ends = list(itertools.accumulate(len(word.text) for word in words))
    return tuple(
        replace(word, text="".join(characters[end - len(word.text) : end]))
        for word, end in zip(words, ends, strict=True)
    )


def _segment(index: int, words: tuple[Word, ...]) -> Segment:
    return Segment(index=index, span=_span(words), text=_text(words), words=words)


def _repaired(
    segment: Segment,
    alike: Collection[int],
    sheet: Sequence[str],
    profile: LanguageProfile,
    corrections: list[Correction],
) -> Segment:
    """The segment with the words that were meant; what was changed is added to `corrections`."""
    hearing = profile.hearing
    expected = (*lexicon.words(profile.code), *hearing.cues)
    for _ in range(_PASSES):
        found = repairs(segment.text, sheet, expected, hearing, profile.cues, alike)
        segment = _put_right(segment, found, corrections)
        alike = ()  # the places are those of what was heard
    words = segment.words
    return _segment(segment.index, with_doubts(words, unclear(_text(words), hearing)))


def _put_right(segment: Segment, found: Sequence[Repair], corrections: list[Correction]) -> Segment:
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
    return _segment(segment.index, _with_characters(segment.words, characters))


def _sentences(segments: tuple[Segment, ...]) -> Iterator[tuple[Word, ...]]:
    """The words of all segments, regrouped: a sentence ends at its mark or at a pause."""
    sentence: list[Word] = []
    for word in (word for segment in segments for word in segment.words):
        if sentence:
            pause_ms = word.span.start_ms - sentence[-1].span.end_ms
            long_enough = _span(sentence).duration_ms >= MIN_CLAUSE_MS
            ended = sentence[-1].text.rstrip()[-1:] in tuple(_SENTENCE_END)
            paused = _is_comma(sentence[-1], word) and pause_ms >= _PAUSE_MS
            if pause_ms >= _LONG_PAUSE_MS or (long_enough and (ended or paused)):
                yield from _parts(sentence)
                sentence = []
        sentence.append(word)
    if sentence:
        yield from _parts(sentence)


def _is_comma(word: Word, following: Word) -> bool:
    """Whether a clause ends here; recognizers write a Chinese pause as a space, too."""
    return word.text.rstrip()[-1:] in tuple(_COMMA) or following.text.startswith(" ")


def _parts(sentence: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The sentence whole, or parted where one breathes when it is too long to be read at once."""
    places = range(1, len(sentence)) if _span(sentence).duration_ms > MAX_SENTENCE_MS else ()
    best = max(
        (place for place in places if _may_part(sentence, place)),
        key=lambda place: _breath(sentence, place),
        default=None,
    )
    if best is None:
        yield tuple(sentence)
    else:
        yield from _parts(sentence[:best])
        yield from _parts(sentence[best:])


def _may_part(sentence: list[Word], place: int) -> bool:
    """Whether both parts are long enough, and no number is torn: 保修一年|半."""
    parts = sentence[:place], sentence[place:]
    before, after = sentence[place - 1], sentence[place]
    torn = _NUMBER_END.search(before.text) or _NUMBER_GOES_ON.match(after.text)
    whole = _is_comma(before, after) or not torn
    return whole and all(_span(part).duration_ms >= MIN_CLAUSE_MS for part in parts)


def _breath(sentence: list[Word], place: int) -> int:
    """How well a sentence may be parted at a place: at a comma, at a pause, in the middle."""
    before, after = sentence[place - 1], sentence[place]
    left, right = (_span(part).duration_ms for part in (sentence[:place], sentence[place:]))
    comma = _COMMA_MS if _is_comma(before, after) else 0
    return comma + after.span.start_ms - before.span.end_ms - abs(left - right) // 10


def _span(words: list[Word] | tuple[Word, ...]) -> Span:
    return Span(
        start_ms=words[0].span.start_ms,
        end_ms=max(words[0].span.start_ms + 1, words[-1].span.end_ms),
    )


def _words(segments: tuple[Segment, ...]) -> tuple[Word, ...]:
    return tuple(word for segment in segments for word in segment.words)


def _text(words: tuple[Word, ...]) -> str:
    """The sentence; `"".join` of the words' texts, so that positions map to words."""
    return "".join(word.text for word in words)
