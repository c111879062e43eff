"""Cuts a text into pieces that are never broken: "500 ml", "of steel".

`breaking.py` makes rows and captions of them. Widths are measured by the caller's function.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from ...languages import CaptionRules
from .characters import (
    CLOSING_CATEGORIES,
    SPACE,
    WORD_JOINER,
    columns,
    graphemes,
    tidy,
)
from .openings import Opening, Tie, openings

Pause = Literal["sentence", "clause", "name", "none", "within"]
"""The pause after a piece; `within`: none, because a word or term goes on after it.

After a `name`, such as "WhatsApp:", its value follows.
"""
Measure = Callable[[str], float]
"""Width of a text in pixels."""

SENTENCE_ENDS = frozenset(".!?…。！？．｡।॥؟")
CLAUSE_ENDS = frozenset(",;،؛，、；､–—")
NAME_ENDS = frozenset(":：")

SHORT_WORD = 4
"""An abbreviation before a number has at most so many characters, with its period: ca. 5."""
_SPACES = re.compile(f"[{SPACE}]+")

LONG_WORD = 1.35
"""A word at most so much wider than a row is not cut: its caption is set smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a row may hold."""

    columns: int
    """Half-width characters where `full_width`, else characters."""
    width_px: float
    full_width: bool = False
    longest_word: float = LONG_WORD
    """What a word may be wide before it is cut, of `width_px`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text that stays in one row."""

    text: str
    gap: str
    """What stands between it and the next one: a space or nothing."""
    pause: Pause
    columns: int
    width_px: float
    gap_columns: int
    gap_px: float


def pieces(
    text: str,
    rules: CaptionRules,
    terms: Collection[str],
    room: Room,
    measure: Measure,
    *,
    trade: Collection[str] = (),
    at_spaces: bool = False,
) -> tuple[Piece, ...]:
    """The parts of a text that never part, each fitting into a row; joined they are the text.

    What belongs together by the `rules` is one piece: a phrase, a number and its unit, a word and
    its particle. Where that is too long for a row it is parted where the tie is weakest, a word
    too long for a row between its graphemes; one that is a little too wide has a row of its own.
    The terms of the `trade` belong together, too; the other `terms`, of several words or of a
    script without spaces, had better not be parted. With `at_spaces` only spaces part a text.
    """
    text = tidy(text)
    within = _places_within(text, terms)
    breaks = "" if at_spaces else rules.phrase_breaks
    places = openings(text, rules, breaks, trade)
    stays = partial(_stays, room=room, measure=measure)
    found: list[Piece] = []
    start = 0
    for at in [*_needed(text, places, stays), Opening(len(text), len(text), Tie.FREE)]:
        after = text[at.following : at.following + 1]
        for part, gap in _fitting(text[start : at.end], text[at.end : at.following], room, measure):
            bare, bare_gap = part.replace(WORD_JOINER, ""), gap.replace(WORD_JOINER, "")
            pause = _pause(bare, bare_gap, after, rules, bool(breaks))
            if pause == "none" and (at.tie or not at.is_sure or at.following in within):
                pause = "within"
            if bare:
                found.append(_piece(bare, bare_gap, pause, room, measure))
        start = at.following
    return tuple(found)


def _needed(
    text: str, places: Sequence[Opening], stays: Callable[[str, Tie], bool]
) -> Iterator[Opening]:
    """The places at which the text is parted, so that as few ties as possible are cut."""
    start, inner = 0, []
    for at in [*places, Opening(len(text), len(text), Tie.FREE)]:
        if at.tie:
            inner.append(at)
            continue
        yield from _within(text, start, at.end, inner, stays)
        if at.end < len(text):
            yield at
        start, inner = at.following, []


def _within(
    text: str,
    start: int,
    end: int,
    inner: Sequence[Opening],
    stays: Callable[[str, Tie], bool],
) -> Iterator[Opening]:
    """The weakest of the places between the two ends, if what stands there is too long."""
    weakest = min((at.tie for at in inner), default=Tie.FREE)
    if not weakest or stays(text[start:end], weakest):
        return
    cuts = [at for at in inner if at.tie == weakest]
    for cut in cuts:
        before = [at for at in inner if start < at.end < cut.end]
        yield from _within(text, start, cut.end, before, stays)
        yield cut
        start = cut.following
    yield from _within(text, start, end, [at for at in inner if at.end > start], stays)


def _places_within(text: str, terms: Collection[str]) -> set[int]:
    """The positions inside the terms, where a text had better not be broken."""
    return {
        place
        for term in filter(None, map(tidy, terms))
        for found in re.finditer(re.escape(term), text)
        for place in range(found.start() + 1, found.end())
    }


def _piece(text: str, gap: str, pause: Pause, room: Room, measure: Measure) -> Piece:
    return Piece(
        text=text,
        gap=gap,
        pause=pause,
        columns=columns(text, full_width=room.full_width),
        width_px=measure(text),
        gap_columns=columns(gap, full_width=room.full_width),
        gap_px=measure(f"x{gap}x") - measure("xx") if gap else 0.0,
    )


def _pause(text: str, gap: str, after: str, rules: CaptionRules, has_phrases: bool) -> Pause:
    """What a reader hears between a piece and the character after it."""
    bare = text.rstrip("\"'\u200e\u200f\u2069")
    while len(bare) > 1 and unicodedata.category(bare[-1]) in CLOSING_CATEGORIES:
        bare = bare[:-1]
    if bare and bare[-1] in SENTENCE_ENDS and not _is_abbreviation(bare, after):
        return "sentence"
    if gap and bare.endswith(rules.sentence_words):
        return "sentence"
    if bare and bare[-1] in NAME_ENDS:
        return "name"
    # Thai has no comma: its spaces are pauses, but for those before numbers and codes.
    gap_is_pause = has_phrases and gap and not after.isascii()
    return "clause" if gap_is_pause or (bare and bare[-1] in CLAUSE_ENDS) else "none"


def _is_abbreviation(text: str, after: str) -> bool:
    """Whether a period ends no sentence, by the character after it: approx. 5, max. load."""
    word = _SPACES.split(text)[-1]
    is_short = len(word) <= SHORT_WORD and word[:-1].isalpha()
    return word.endswith(".") and (after.islower() or (is_short and after.isdigit()))


def _fitting(text: str, gap: str, room: Room, measure: Measure) -> Iterator[tuple[str, str]]:
    """The text and its gap, in parts that fit into a row."""
    if _fits(text, room, measure, room.longest_word):
        yield text, gap
        return
    parts = re.split(f"([{SPACE}\u00a0\u202f]+)", text)
    words, gaps = parts[::2], [*parts[1::2], gap]
    for word, after in zip(words, gaps, strict=True):
        *heads, tail = _cut(word, room, measure)
        yield from ((head, "") for head in heads)
        yield tail, after


def _cut(word: str, room: Room, measure: Measure) -> list[str]:
    if _fits(word, room, measure, room.longest_word):
        return [word]
    cut = [""]
    for cluster in graphemes(word):
        if cut[-1] and not _fits(cut[-1] + cluster, room, measure):
            cut.append("")
        cut[-1] += cluster
    return cut


def _stays(text: str, weakest: Tie, room: Room, measure: Measure) -> bool:
    """Whether a text stays in one row: only what is one word may be a little too wide."""
    return _fits(text, room, measure, room.longest_word if weakest >= Tie.WORD else 1.0)


def _fits(text: str, room: Room, measure: Measure, slack: float = 1.0) -> bool:
    if columns(text, full_width=room.full_width) > room.columns:
        return False
    return measure(text) <= slack * room.width_px
