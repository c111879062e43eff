"""Two listenings to one recording: a number is heard for sure if both of them heard it.

A recognizer that is told what to listen for hears more of the trade's words, and one that is told
nothing makes other mistakes. Where they differ about a number, neither is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from .facts.chinese import NUMERAL, read_numeral
from .homophones import distance
from .records import Segment, Word

DOUBTED = 0.0
"""The probability of a word of which another listening heard a different number."""
_NEAR = 3
"""Tokens between a number and what may be its last part: 67公分半."""
_ALIKE = 0.3
_DIGIT = "[\\d一二三四五六七八九]"
_TOKEN = re.compile(
    rf"百分之(?P<of_hundred>{NUMERAL})|(?P<percent>{NUMERAL})\s*%"
    rf"|(?P<price>{NUMERAL})块(?P<dimes>{_DIGIT})(?![\d十百千万点块])|(?P<number>{NUMERAL})"
    r"|(?P<other>[半A-Za-z一-鿿]|(?<=[\d一-鿿])[-~～](?=[\d一-鿿]))"
)


_ONES = ("一", "1")
"""Numbers that are as often part of a word, and that recognizers write in any way."""
_ONE_EACH = re.compile(r"(?<=\d\.\d)1(?=[个只件条套把台支双对张盒包瓶卷片块根])")
"""9.61套 is 9.6 一套."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    """What it is compared by: the value of a number."""
    said: str
    start: int
    end: int
    is_number: bool


def agreed(
    first: Sequence[Segment], second: Sequence[Segment], simplified: Callable[[str], str] = str
) -> tuple[Segment, ...]:
    """The first listening; words of numbers that the second one heard otherwise are `DOUBTED`.

    `simplified` writes a text in the characters of one script, one for each.
    """
    spans = tuple(doubts(simplified(_text(first)), simplified(_text(second))))
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
        instead = others[other_start:other_end]
        if how == "equal" or _sound_alike(mine[start:end], instead):
            continue
        doubted.update(range(start, end))
        if any(token.is_number for token in instead):
            doubted.update(range(max(0, start - _NEAR), min(len(mine), end + 1)))
    for i in sorted(doubted):
        if mine[i].is_number:
            yield mine[i].start, mine[i].end


def _sound_alike(mine: Sequence[_Token], others: Sequence[_Token]) -> bool:
    """Whether two listenings only chose other characters: 四毫米, 丝毫米."""
    if len(mine) != len(others):
        return False
    return all(
        one.text == other.text
        or (len(one.said) == len(other.said) == 1 and distance(one.said, other.said) <= _ALIKE)
        for one, other in zip(mine, others, strict=True)
        if one.is_number or other.is_number
    )


def _tokens(text: str) -> Iterator[_Token]:
    """Numbers by their value, everything else by its character; without marks and spaces."""
    text = _ONE_EACH.sub("一", text.replace("亿", "一"))
    for found in _TOKEN.finditer(text):
        kind = "price" if found["dimes"] else str(found.lastgroup)
        value = None if kind == "other" else read_numeral(found[kind])
        if kind == "price" and value is not None:
            value += (read_numeral(found["dimes"]) or 0) / Decimal(10)
        if value is not None and found[0] not in _ONES:
            sign = "%" if kind in ("of_hundred", "percent") else ""
            yield _Token(f"{sign}{value.normalize():f}", found[0], *found.span(), is_number=True)
            continue
        for at, character in enumerate(found[0], found.start()):
            digit = read_numeral(character) if kind != "other" else None
            name = character.upper() if digit is None else f"{digit:f}"
            is_number = character == "半" or (kind != "other" and found[0] not in _ONES)
            yield _Token(name, character, at, at + 1, is_number=is_number)


def _text(segments: Sequence[Segment]) -> str:
    return "".join(word.text for segment in segments for word in segment.words)
