"""Where a recognizer wrote what nobody said: the same again and again, or what it was told.

In the silence after a pitch it writes what it was told to listen for, in one breath with the last
words: 质保，现货，质保，质保, or pieces of the text that it was told for its style. Where it hears
nothing more, also in the middle, it loops: 6×6×6×6×6.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from .records import Segment

_TOKEN = re.compile(r"[^，,、。！？!?\s]+")
_LONGEST = 4
"""Characters of what is said again and again, if it is not a word that was listened for."""
_LEAST = 3
"""So many words of that kind in a row are an echo."""
_BREAK = "，,、。！？!?\\s"
_LOOP = re.compile(
    rf"(?:(?:(?<=[{_BREAK}])|^)[^{_BREAK}\d]{{1,2}})?"
    rf"(?:(?P<one>[^{_BREAK}])(?P=one){{5,}}|(?P<more>[^{_BREAK}]{{2,8}}?)(?P=more){{3,}})"
)
"""One sound six times, or several four times, with what little stands between it and a pause."""
_NUMBER = re.compile(r"[\d.零一二两三四五六七八九十百千万]+")
"""A number may repeat its digits: 00000000."""


def without_loops(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """What a recognizer heard, without what it wrote again and again."""
    text = "".join(word.text for each in segments for word in each.words)
    return _without(segments, {i for start, end in _loops(text) for i in range(start, end)})


def without_told(
    segments: Sequence[Segment], words: Sequence[str], style: str
) -> tuple[Segment, ...]:
    """What a recognizer heard, without what it was told before, where all of that ends so.

    `words` were listened for, `style` is the text in the style of what is said.
    """
    text = "".join(word.text for each in segments for word in each.words)
    return _without(segments, set(range(_told_from(text, words, style), len(text))))


def _told_from(text: str, words: Sequence[str], style: str) -> int:
    """Where the pieces of what was told begin that end a text; its length where there are none.

    At least one is a piece of a sentence of `style`: who says 现货，质保 at the end may mean it.
    """
    told = "".join([*words, *_TOKEN.findall(style)])
    pairs = _pairs(told)
    start, pieces = len(text), list[str]()
    for token in reversed(list(_TOKEN.finditer(text))):
        said = token[0]
        if said[0] in told and _pairs(said) <= pairs:
            start = token.start()
            pieces.append(said)
            continue
        glued = (n for n in range(len(said) - 1, _LEAST - 1, -1) if _pairs(said[-n:]) <= pairs)
        if pieces and (length := next(glued, 0)):  # 千里送鹅毛这款产品费 质保
            start = token.end() - length
            pieces.append(said[-length:])
        break
    fours = {piece[i : i + _LONGEST] for piece in pieces for i in range(len(piece) - _LONGEST + 1)}
    return start if any(four in style for four in fours) else len(text)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _without(segments: Sequence[Segment], cut: Container[int]) -> tuple[Segment, ...]:
    """The segments without some of their characters, by places in the whole text."""
    kept: list[Segment] = []
    at = 0
    for segment in segments:
        words = []
        for word in segment.words:
            said = "".join(c for i, c in enumerate(word.text, start=at) if i not in cut)
            at += len(word.text)
            if said.strip() or said == word.text:
                words.append(replace(word, text=said))
        if words:
            text = "".join(word.text for word in words)
            kept.append(replace(segment, index=len(kept), text=text, words=tuple(words)))
    return tuple(kept)


def _loops(text: str) -> Iterator[tuple[int, int]]:
    """Where each loop starts and ends, with its last, broken round."""
    for found in _LOOP.finditer(text):
        unit, end = found["one"] or found["more"], found.end()
        broken = next(n for n in range(len(unit), -1, -1) if text.startswith(unit[:n], end))
        if not _NUMBER.fullmatch(unit):
            yield found.start(), end + broken


def echo_starts(text: str, listened_for: Sequence[str]) -> int:
    """Where the echo begins that ends a text; the text's length where there is none."""
    tokens = list(_TOKEN.finditer(text))
    said = [token[0] for token in tokens]
    first = len(tokens)
    while first and _is_echo(said[first - 1], said, listened_for):
        first -= 1
    echoed = set(said[first:])
    if not echoed:
        return len(text)
    start, count = tokens[first].start(), len(tokens) - first
    glued = max((w for w in echoed if first and said[first - 1].endswith(w)), key=len, default="")
    if glued:  # 配件终身免费认证，质保，认证
        start, count = tokens[first - 1].end() - len(glued), count + 1
    return start if count >= _LEAST else len(text)


def _is_echo(word: str, said: Sequence[str], listened_for: Sequence[str]) -> bool:
    return word in listened_for or (len(word) <= _LONGEST and said.count(word) > 1)
