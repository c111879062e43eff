"""Heard words as sentences, in the language's own characters and marks: 老闆 -> 老板.

They are split at marks and pauses, and none is too long to be read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ..languages import LanguageProfile
from ..records import Segment, Span, Word

_FULL_WIDTH = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_MARK = re.compile(r"(?<![\da-zA-Z])[,?!;:]|[,?!;:](?![\da-zA-Z])")
"""Half-width marks, which become full-width; not the comma of 1,000."""
_NARROW = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
    | {"﹑": "、", "﹐": "，"}
)
"""Full-width letters and digits, and small marks, in their usual form: ５ -> 5."""
_PAUSE = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])|(?<![\d. ])(?P<number>\d[\d.]*) (?=[一-鿿])")
"""Recognizers write a pause before a Chinese character as a space; 箱 25 个 is no pause."""


def in_own_script(words: tuple[Word, ...], profile: LanguageProfile) -> tuple[Word, ...]:
    """The words in simplified characters, with full-width marks, character for character."""
    text = "".join(word.text for word in words)
    if profile.hearing.script:
        text = _MARK.sub(
            lambda mark: _FULL_WIDTH[mark[0]], _simplified(text, profile).translate(_NARROW)
        )
        text = _PAUSE.sub(lambda pause: f"{pause['number'] or ''}，", text)
    return with_characters(words, text)


def in_own_characters(words: tuple[Word, ...], profile: LanguageProfile) -> tuple[Word, ...]:
    """The words in simplified characters, their marks and spaces as they were heard."""
    if not profile.hearing.script:
        return words
    return with_characters(words, _simplified("".join(word.text for word in words), profile))


def _simplified(text: str, profile: LanguageProfile) -> str:
    """The text in the language's characters, one for each: 老闆 -> 老板."""
    converter = _converter(profile.hearing.script)
    converted = str(converter.convert(text))
    if len(converted) != len(text):  # a phrase became longer: convert each character alone
        converted = "".join(converter.convert(c)[:1] or c for c in text)
    return converted


@cache
def _converter(conversion: str) -> Any:
    """OpenCC's converter, which reads its dictionaries when it is made."""
    from opencc import OpenCC

    return OpenCC(conversion)


def with_characters(words: tuple[Word, ...], characters: Sequence[str]) -> tuple[Word, ...]:
    """The words with each character replaced by the text at its place; "" deletes it."""
    ends = list(itertools.accumulate(len(word.text) for word in words))
    return tuple(
        replace(word, text="".join(characters[end - len(word.text) : end]))
        for word, end in zip(words, ends, strict=True)
    )


MAX_SENTENCE_MS = 7000
"""A longer sentence is split, at a comma if possible, so that each line can be read in time."""
MIN_CLAUSE_MS = 1200
_PAUSE_MS = 600
_LONG_PAUSE_MS = 700
_COMMA_MS = 1000
"""A comma is as good a place to split a sentence as a pause of this length."""
_NUMBER_END = re.compile(r"[\d零一二两三四五六七八九十百千万点.]$")
_NUMBER_GOES_ON = re.compile(r"[\d零一二两三四五六七八九十百千万点半.]")
_SENTENCE_END = "。！？!?…"
_COMMA = "，,；;、"


def sentences(segments: Sequence[Segment]) -> Iterator[tuple[Word, ...]]:
    """The words of all segments, regrouped: a sentence ends at its mark or at a pause."""
    sentence: list[Word] = []
    for word in (word for segment in segments for word in segment.words):
        if sentence:
            pause_ms = word.span.start_ms - sentence[-1].span.end_ms
            long_enough = span(sentence).duration_ms >= MIN_CLAUSE_MS
            ended = sentence[-1].text.rstrip()[-1:] in tuple(_SENTENCE_END)
            paused = _is_comma(sentence[-1], word) and pause_ms >= _PAUSE_MS
            if pause_ms >= _LONG_PAUSE_MS or (long_enough and (ended or paused)):
                yield from _parts(sentence)
                sentence = []
        sentence.append(word)
    if sentence:
        yield from _parts(sentence)


def _is_comma(word: Word, following: Word) -> bool:
    """Whether a clause ends between two words: at a comma, or at a space, which means a pause."""
    return word.text.rstrip()[-1:] in tuple(_COMMA) or following.text.startswith(" ")


def _parts(sentence: list[Word]) -> Iterator[tuple[Word, ...]]:
    """The sentence whole or, if it is too long to be read at once, in parts."""
    places = range(1, len(sentence)) if span(sentence).duration_ms > MAX_SENTENCE_MS else ()
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
    """Whether both parts are long enough and no number is split: not 保修一年|半."""
    parts = sentence[:place], sentence[place:]
    before, after = sentence[place - 1], sentence[place]
    torn = _NUMBER_END.search(before.text) or _NUMBER_GOES_ON.match(after.text)
    whole = _is_comma(before, after) or not torn
    return whole and all(span(part).duration_ms >= MIN_CLAUSE_MS for part in parts)


def _breath(sentence: list[Word], place: int) -> int:
    """A score for splitting the sentence at a place: commas, pauses and the middle score high."""
    before, after = sentence[place - 1], sentence[place]
    left, right = (span(part).duration_ms for part in (sentence[:place], sentence[place:]))
    comma = _COMMA_MS if _is_comma(before, after) else 0
    return comma + after.span.start_ms - before.span.end_ms - abs(left - right) // 10


def span(words: Sequence[Word]) -> Span:
    """From the beginning of the first word to the end of the last, at least 1 ms."""
    return Span(
        start_ms=words[0].span.start_ms,
        end_ms=max(words[0].span.start_ms + 1, words[-1].span.end_ms),
    )
