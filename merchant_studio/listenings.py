"""Two listenings to one recording: a number is heard for sure if both of them heard it.

A recognizer that is told what to listen for hears more of the trade's words, and one that is told
nothing makes other mistakes. Where they differ about a number, neither is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .facts.chinese import NUMERAL, read_numeral
from .records import Segment, Word

DOUBTED = 0.0
"""The probability of a word of which another listening heard a different number."""
_NEAR = 3
"""Tokens between a number and what may be its last part: 67公分半."""
_TOKEN = re.compile(
    rf"百分之(?P<of_hundred>{NUMERAL})|(?P<percent>{NUMERAL})\s*%|(?P<number>{NUMERAL})|半|[A-Za-z]|[一-鿿]|(?<=[\d一-鿿])[-~～](?=[\d一-鿿])"
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    is_number: bool


def agreed(first: Sequence[Segment], second: Sequence[Segment]) -> tuple[Segment, ...]:
    """The first listening; words of numbers that the second one heard otherwise are `DOUBTED`."""
    spans = tuple(doubts(_text(first), _text(second)))
    result, at = [], 0
    for segment in first:
        words = with_doubts(segment.words, ((start - at, end - at) for start, end in spans))
        result.append(replace(segment, words=words))
        at += sum(len(word.text) for word in words)
    return tuple(result)


def with_doubts(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
    """The words, `DOUBTED` where a span of their characters says so."""
    result, at, doubted = [], 0, tuple(spans)
    for word in words:
        end = at + len(word.text)
        here = any(start < end and at < stop for start, stop in doubted)
        result.append(replace(word, probability=DOUBTED) if here else word)
        at = end
    return tuple(result)


def doubts(first: str, second: str) -> Iterator[tuple[int, int]]:
    """Where `first` states a number of which `second` is not sure, as starts and ends."""
    mine, others = list(_tokens(first)), list(_tokens(second))
    matcher = SequenceMatcher(
        None, [token.text for token in mine], [token.text for token in others], autojunk=False
    )
    doubted: set[int] = set()
    for how, start, end, other_start, other_end in matcher.get_opcodes():
        if how == "equal":
            continue
        doubted.update(range(start, end))
        if any(token.is_number for token in others[other_start:other_end]):
            doubted.update(range(max(0, start - _NEAR), min(len(mine), end + 1)))
    for i in sorted(doubted):
        if mine[i].is_number:
            yield mine[i].start, mine[i].end


def _tokens(text: str) -> Iterator[_Token]:
    """Numbers by their value, everything else by its character; without marks and spaces."""
    for found in _TOKEN.finditer(text):
        share = found["of_hundred"] or found["percent"]
        if share:
            value = read_numeral(share)
            yield _Token(f"%{share if value is None else value.normalize()}", *found.span(), True)
            continue
        value = read_numeral(found[0]) if found["number"] else None
        if value is not None:
            yield _Token(f"{value.normalize():f}", *found.span(), is_number=True)
            continue
        for at, character in enumerate(found[0], found.start()):
            number = bool(found["number"]) or character == "半"
            digit = read_numeral(character) if number and character != "半" else None
            text_of = character.upper() if digit is None else f"{digit:f}"
            yield _Token(text_of, at, at + 1, is_number=number)


def _text(segments: Sequence[Segment]) -> str:
    return "".join(word.text for segment in segments for word in segment.words)
