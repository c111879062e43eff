"""Apply the merchant's changes to a transcript: a sentence typed over, split, or joined.

Every function returns a new transcript, whose sentences are numbered from 0 and follow each other
in time. A sentence that he changed is marked (`typed`, `cut`), so that `with_kept` finds it again
when the same recording is listened to once more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..errors import InputError
from ..messages import say
from ..records import Correction, Segment, Span, Transcript, Word, mention

MAX_SENTENCE_CHARS = 500
LEAST_MS_PER_CHARACTER = 60
"""Nobody speaks faster: new characters with less time take some of the word before them."""
_EDGE_MS = 300
"""What is left of a sentence beside one of the merchant's, and is shorter, is an echo of it."""
_UNIT = re.compile(r"\s*(?:[A-Za-z0-9'’.%-]+|\S)|\s+")
"""What has a time of its own: a word in Latin letters, a number, a Chinese character."""


def retype(transcript: Transcript, index: int, text: str) -> Transcript:
    """The transcript with a sentence as the merchant types it; nothing typed: it is not said.

    Words that stay keep their time, and the new ones share what is left of it.

    Raises:
        InputError: there is no such sentence, or the text is too long.
    """
    sentence = _sentence(transcript, index)
    clean = _clean(text)
    if len(clean) > MAX_SENTENCE_CHARS:
        raise InputError(
            say("a sentence has at most {most} characters; split it", most=MAX_SENTENCE_CHARS)
        )
    if clean == sentence.text.strip():
        return transcript
    words = _aligned(sentence, clean)
    new = replace(sentence, text=clean, words=words, typed=True, cut=False)
    return _with(transcript, [*_before(transcript, index), new, *_after(transcript, index)])


def split(transcript: Transcript, index: int, at: int) -> Transcript:
    """The transcript with a sentence parted before its character `at`.

    Raises:
        InputError: there is no such sentence, or nothing would be left on one side.
    """
    sentence = _sentence(transcript, index)
    left, right = sentence.text[: max(at, 0)], sentence.text[max(at, 0) :]
    if not (re.search(r"\w", left) and re.search(r"\w", right)):
        raise InputError(say("a sentence is split inside its words; put the cursor there"))
    first, second = _parted(sentence.words, len(left))
    at_ms = min(max(second[0].span.start_ms, sentence.span.start_ms + 1), sentence.span.end_ms)
    began = Span(start_ms=sentence.span.start_ms, end_ms=at_ms)
    rest = Span(start_ms=min(at_ms, sentence.span.end_ms - 1), end_ms=sentence.span.end_ms)
    marked = replace(sentence, cut=not sentence.typed)
    halves = [
        replace(marked, span=began, text=left, words=first),
        replace(marked, span=rest, text=right, words=second),
    ]
    return _with(transcript, [*_before(transcript, index), *halves, *_after(transcript, index)])


def merge(transcript: Transcript, index: int) -> Transcript:
    """The transcript with a sentence and the next one as one.

    Raises:
        InputError: there is no such sentence, or none after it.
    """
    one = _sentence(transcript, index)
    if index + 1 >= len(transcript.segments):
        raise InputError(say("there is no sentence after this one"))
    other = transcript.segments[index + 1]
    words = other.words
    if words and re.search(r"[!-~]$", one.text) and re.match(r"[!-~]", other.text):
        words = (replace(words[0], text=f" {words[0].text}"), *words[1:])
    both = (*one.words, *words)
    end_ms = max(one.span.end_ms, other.span.end_ms)
    is_typed = one.typed or other.typed
    new = Segment(
        index=index,
        span=Span(start_ms=one.span.start_ms, end_ms=end_ms),
        text=_text(both),
        words=both,
        typed=is_typed,
        cut=not is_typed,
    )
    return _with(transcript, [*_before(transcript, index), new, *_after(transcript, index + 1)])


def kept_of(transcript: Transcript) -> tuple[Segment, ...]:
    """The sentences that the merchant changed."""
    return tuple(each for each in transcript.segments if each.typed or each.cut)


def with_kept(heard: Transcript, kept: Sequence[Segment]) -> Transcript:
    """A listening with the merchant's sentences in place of what it heard at that time.

    One that he only split or joined has its words as they are heard now.
    """
    spans = [own.span for own in kept]
    sentences = [part for each in heard.segments for part in _outside(each, spans)]
    for own in kept:
        words = own.words
        if own.cut:
            words = tuple(w for s in heard.segments for w in s.words if _is_in(w, own.span))
            words = words or own.words
        sentences.append(replace(own, text=_text(words), words=words))
    return _with(heard, sorted(sentences, key=lambda each: each.span.start_ms))


def back(transcript: Transcript, heard: Transcript, index: int) -> Transcript:
    """The transcript with a sentence as it was heard, and with all others as they are.

    Raises:
        InputError: there is no such sentence.
    """
    gone = _sentence(transcript, index)
    return with_kept(heard, [own for own in kept_of(transcript) if own != gone])


def adopted(transcript: Transcript, heard: Transcript | None) -> Transcript:
    """A transcript that may have been edited by hand, as if each sentence had been typed here.

    Somebody who changes `text` in the file changes no word's time; `heard` is what the recognizer
    heard, if that is known.
    """
    known = {each.text for each in heard.segments} if heard else set()
    sentences = []
    for each in transcript.segments:
        if each.text != _text(each.words):
            clean = _clean(each.text)[:MAX_SENTENCE_CHARS]
            each = replace(each, text=clean, words=_aligned(each, clean), typed=True, cut=False)
        elif heard and not (each.typed or each.cut) and each.text not in known:
            each = replace(each, typed=not _is_rest(each, heard, kept_of(transcript)))
        sentences.append(each)
    numbered = [replace(each, index=i) for i, each in enumerate(sentences)]
    if numbered == list(transcript.segments):
        return transcript
    return _with(transcript, numbered)


def _is_rest(part: Segment, heard: Transcript, kept: Sequence[Segment]) -> bool:
    """Whether a part of what was heard is what the merchant's own sentences have left of it."""
    whole = at_the_time(part.span, heard.segments)
    if whole is None or not set(part.words) <= set(whole.words):
        return False
    return any(
        own.span.start_ms < whole.span.end_ms and whole.span.start_ms < own.span.end_ms
        for own in kept
    )


def _with(transcript: Transcript, sentences: Sequence[Segment]) -> Transcript:
    """The transcript with these sentences, numbered anew; the list of corrections follows them."""
    numbered = tuple(replace(each, index=i) for i, each in enumerate(sentences))
    new = replace(transcript, segments=numbered)
    return replace(new, corrections=tuple(_moved(transcript, new)))


def _moved(before: Transcript, after: Transcript) -> Iterator[Correction]:
    """The corrections that still stand; the merchant's own words have none."""
    for each in before.corrections:
        if each.segment >= len(before.segments):
            continue
        old = before.segments[each.segment]
        at = max(old.text.find(each.meant), 0)
        said = mention(old, at, at + len(each.meant)).span
        now = at_the_time(said, after.segments)
        if now is not None and not now.typed and each.meant in now.text:
            yield replace(each, segment=now.index)


def at_the_time(said: Span, segments: Sequence[Segment]) -> Segment | None:
    """The sentence that was said then; None: nothing was."""

    def shared(segment: Segment) -> int:
        end_ms = min(segment.span.end_ms, said.end_ms)
        return end_ms - max(segment.span.start_ms, said.start_ms)

    best = max(segments, key=shared, default=None)
    return best if best and shared(best) > 0 else None


def _outside(segment: Segment, spans: Sequence[Span]) -> Iterator[Segment]:
    """What a listening heard outside of the merchant's sentences; the sentence itself if all is."""
    runs: list[list[Word]] = [[]]
    for word in segment.words:
        if any(_is_in(word, span) for span in spans):
            runs.append([])
        else:
            runs[-1].append(word)
    if len(runs) == 1:
        yield segment
        return
    for run in runs:
        text = _text(run)
        if not re.search(r"\w", text):
            continue
        start_ms, end_ms = run[0].span.start_ms, run[-1].span.end_ms
        if end_ms - start_ms >= _EDGE_MS:
            span = Span(start_ms=start_ms, end_ms=end_ms)
            yield replace(segment, span=span, text=text, words=tuple(run))


def _is_in(word: Word, span: Span) -> bool:
    return span.start_ms <= (word.span.start_ms + word.span.end_ms) // 2 < span.end_ms


def _aligned(sentence: Segment, text: str) -> tuple[Word, ...]:
    """The words of a new text: those that stay as they were, the others in the time between."""
    old = sentence.words
    kept = _kept_words(old, text)
    pieces = list[Word]()
    loose = ""

    def settle(following: Word | None) -> None:
        nonlocal loose
        if loose:
            pieces.extend(_spread(loose, pieces, following, sentence.span))
        loose = ""

    at = 0
    while at < len(text):
        if at in kept:
            word = old[kept[at]]
            settle(word)
            pieces.append(replace(word, doubted=False))
            at += len(word.text)
        else:
            loose += text[at]
            at += 1
    settle(None)
    return tuple(pieces)


def _kept_words(old: Sequence[Word], text: str) -> dict[int, int]:
    """The words that stay whole: place in the new text -> number of the word."""
    matcher = SequenceMatcher(None, _text(old), text, autojunk=False)
    now = {
        block.a + i: block.b + i
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    }
    kept, at = dict[int, int](), 0
    for number, word in enumerate(old):
        places = [now.get(at + i) for i in range(len(word.text))]
        first = places[0] if places else None
        if first is not None and places == list(range(first, first + len(places))):
            kept[first] = number
        at += len(word.text)
    return kept


def _spread(loose: str, before: list[Word], following: Word | None, whole: Span) -> list[Word]:
    """New characters as words, one after another in the time from what stands before to what
    follows; where that is too short, the word before shares its own.
    """
    end_ms = following.span.start_ms if following else whole.end_ms
    start_ms = before[-1].span.end_ms if before else whole.start_ms
    if before and end_ms - start_ms < LEAST_MS_PER_CHARACTER * len(loose):
        shared = before.pop()
        loose, start_ms = shared.text + loose, shared.span.start_ms
    units = _UNIT.findall(loose)
    end_ms = max(end_ms, start_ms + 1)
    places, made = 0, list[Word]()
    for unit in units:
        from_ms = start_ms + (end_ms - start_ms) * places // len(loose)
        places += len(unit)
        until_ms = start_ms + (end_ms - start_ms) * places // len(loose)
        span = Span(start_ms=from_ms, end_ms=max(until_ms, from_ms + 1))
        made.append(Word(text=unit, span=span, probability=1.0))
    return made


def _parted(words: Sequence[Word], at: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words before and after a character; a word that it cuts is parted with its time."""
    left, right, place = list[Word](), list[Word](), 0
    for word in words:
        inside = at - place
        place += len(word.text)
        if inside >= len(word.text):
            left.append(word)
        elif inside <= 0:
            right.append(word)
        else:
            first, second = word.text[:inside], word.text[inside:]
            span, share = word.span, inside / len(word.text)
            cut_ms = span.start_ms + max(1, round(span.duration_ms * share))
            cut_ms = min(cut_ms, span.end_ms)
            head = Span(start_ms=span.start_ms, end_ms=cut_ms)
            tail = Span(start_ms=min(cut_ms, span.end_ms - 1), end_ms=span.end_ms)
            left.append(replace(word, text=first, span=head))
            right.append(replace(word, text=second, span=tail))
    return tuple(left), tuple(right)


def _clean(text: str) -> str:
    """The text on one row, without characters that cannot be seen."""
    row = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return unicodedata.normalize("NFC", row)


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _sentence(transcript: Transcript, index: int) -> Segment:
    if not 0 <= index < len(transcript.segments):
        raise InputError(say("there is no sentence {index}; load the page again", index=index + 1))
    return transcript.segments[index]


def _before(transcript: Transcript, index: int) -> tuple[Segment, ...]:
    return transcript.segments[:index]


def _after(transcript: Transcript, index: int) -> tuple[Segment, ...]:
    return transcript.segments[index + 1 :]
