"""Where a text may break. Text only: widths are given by the caller.

A text becomes pieces that never part; `breaking.py` makes rows and captions of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Any, Literal, cast

Pause = Literal["sentence", "clause", "none", "within"]
"""What a reader hears after a piece; `within`: nothing, for a word or a term goes on there."""
Measure = Callable[[str], float]
"""Width of a text in pixels."""

WORD_JOINER = "\u2060"
UNBREAKABLE = "\u00a0\u202f" + WORD_JOINER
"""No row ends beside these: no-break space, narrow no-break space, word joiner."""

SENTENCE_ENDS = frozenset(".!?…。！？．｡।॥؟")
CLAUSE_ENDS = frozenset(",;:،؛，、；：､–—")
# JIS X 4051 and the usual rules of other languages; closing brackets and quotes are added by
# their Unicode category.
NO_ROW_START = frozenset(
    ",.;:!?…‥·%‰°℃′″–—،؛؟٪।॥ๆฯ、。，．・：；？！％ー〜～々〻ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
CLOSING_CATEGORIES = frozenset({"Pe", "Pf"})
OPENING_CATEGORIES = frozenset({"Ps", "Pi"})
BEFORE_A_NUMBER = re.compile(r"[×xXх*~≈±+\-–—№#<>≤≥]|[A-Z]{2,3}|Rp\.?|Rs\.?|N[oº°]\.?")
"""Words that belong to the number after them; so does everything with a currency sign."""

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


# --- characters ----------------------------------------------------------------------------

_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u200d")
_EXTENDERS = frozenset("\u0e33\u0eb3\uff9e\uff9f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def _joins(before: str, character: str) -> bool:
    """Whether a character belongs to the grapheme cluster of the one before it (UAX #29)."""
    if unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf") or character in _EXTENDERS:
        return True
    if before in _LINKERS:  # an Indic conjunct or an emoji sequence
        return unicodedata.category(character) in ("Lo", "So")
    return "\u1100" <= before <= "\u11ff" and "\u1160" <= character <= "\u11ff"


def graphemes(text: str) -> tuple[str, ...]:
    """What a reader takes for the characters of a text; together they are the text."""
    clusters: list[str] = []
    for character in text:
        if clusters and _joins(clusters[-1][-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return tuple(clusters)


def columns(text: str, *, full_width: bool) -> int:
    """The room a text takes in a row: two for a full-width character, else one.

    With `full_width`, characters of ambiguous width (UAX #11) are full-width too.
    """
    wide = "WFA" if full_width else "WF"
    visible = (c[0] for c in graphemes(text) if unicodedata.category(c[0]) != "Cf")
    return sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in visible)


# --- pieces --------------------------------------------------------------------------------

_SPACE = " \u3000\u200b"  # the last one is invisible and marks a break in Thai or Japanese
_SPACES = re.compile(f"[{_SPACE}]+")
_UNSPACED = re.compile(f"[^{_SPACE}]+")
_WHITESPACE = re.compile("[ \t\r\n\v\f\u2028\u2029]+")


def tidy(text: str) -> str:
    """The text in NFC with single spaces; no-break spaces and joiners are kept."""
    return _WHITESPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(_SPACE)


def pieces(
    text: str, phrase_breaks: str, terms: Collection[str], room: Room, measure: Measure
) -> tuple[Piece, ...]:
    """The parts of a text that never part, each fitting into a row; joined they are the text.

    Words without `phrase_breaks`, else BudouX phrases; a number and its unit are one piece.
    A piece too long for a row is cut at its spaces, a word too long for a row at its graphemes.
    A word that is a little too wide stays whole and has a row of its own.
    The `terms`, of several words or of a script without spaces, had better not be parted.
    """
    text = tidy(text)
    within = _places_within(text, terms)
    found: list[Piece] = []
    start = 0
    cuts = [cut for cut in _openings(text, phrase_breaks) if not _tied(text, *cut[:2])]
    for end, following, is_sure in [*cuts, (len(text), len(text), True)]:
        # Thai has no comma: its spaces are pauses, but for those before numbers and codes.
        has_pause = bool(phrase_breaks) and not text[following : following + 1].isascii()
        for part, gap in _fitting(text[start:end], text[end:following], room, measure):
            bare, bare_gap = part.replace(WORD_JOINER, ""), gap.replace(WORD_JOINER, "")
            pause = _pause(bare, has_pause and bool(bare_gap))
            if pause == "none" and (not is_sure or following in within):
                pause = "within"
            if bare:
                found.append(_piece(bare, bare_gap, pause, room, measure))
        start = following
    return tuple(found)


def _places_within(text: str, terms: Collection[str]) -> set[int]:
    """Where a character stands that is not the first one of a term."""
    return {
        place
        for term in map(tidy, terms)
        for start in _occurrences(text, term)
        for place in range(start + 1, start + len(term))
    }


def _occurrences(text: str, term: str) -> Iterator[int]:
    start = text.find(term)
    while term and start >= 0:
        yield start
        start = text.find(term, start + len(term))


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


def _pause(text: str, gap_is_pause: bool) -> Pause:
    bare = text.rstrip("\"'\u200e\u200f\u2069")
    while len(bare) > 1 and unicodedata.category(bare[-1]) in CLOSING_CATEGORIES:
        bare = bare[:-1]
    if bare and bare[-1] in SENTENCE_ENDS:
        return "sentence"
    return "clause" if gap_is_pause or (bare and bare[-1] in CLAUSE_ENDS) else "none"


def _openings(text: str, phrase_breaks: str) -> list[tuple[int, int, bool]]:
    """Where a row might end, where the next one would start, and whether that is surely right.

    Words that nobody knows come as single characters: beside one of these it is not sure.
    """
    found = [(*match.span(), True) for match in _SPACES.finditer(text)]
    if phrase_breaks:
        parted = _parting(phrase_breaks)
        for run in _UNSPACED.finditer(text):
            kept = [i for i in range(*run.span()) if text[i] != WORD_JOINER]
            phrases = parted("".join(text[i] for i in kept))
            done = 0
            for phrase, after in pairwise(phrases):
                done += len(phrase)
                is_sure = len(graphemes(phrase)) > 1 and len(graphemes(after)) > 1
                found.append((kept[done], kept[done], is_sure))
    return sorted(found)


@cache
def _parting(phrase_breaks: str) -> Callable[[str], list[str]]:
    """What parts a text without spaces: BudouX into phrases, for Thai a dictionary into words."""
    if phrase_breaks == "th":  # BudouX cuts Thai within words: ต้อน|รับ
        from pythainlp.tokenize import word_tokenize

        return partial(word_tokenize, engine="newmm")
    import budoux

    parser: Any = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }[phrase_breaks]()
    return cast("Callable[[str], list[str]]", parser.parse)


def _tied(text: str, end: int, following: int) -> bool:
    """Whether no row may end at `end` and go on at `following`."""
    before, after = text[end - 1], text[following]
    if before in UNBREAKABLE or after in UNBREAKABLE:
        return True
    if after in NO_ROW_START or unicodedata.category(after) in CLOSING_CATEGORIES:
        return True
    if unicodedata.category(before) in OPENING_CATEGORIES:
        return True
    if end == following:
        within_a_code = ord(before) < 0x250 and ord(after) < 0x250
        number_and_unit = before.isdigit() and unicodedata.category(after)[0] in "LNS"
        currency = unicodedata.category(before) == "Sc"
        return within_a_code or number_and_unit or currency or _joins(before, after)
    left, right = _word(text[:end], -1), _word(text[following:], 0)
    if left[-1:].isdigit() and not any(c.isalpha() for c in left):
        return unicodedata.category(right[:1] or "x") not in OPENING_CATEGORIES
    if right.lstrip("+-−~≈±")[:1].isdigit():
        has_sign = any(unicodedata.category(c) == "Sc" for c in left)
        return has_sign or BEFORE_A_NUMBER.fullmatch(left) is not None
    return False


def _word(text: str, index: int) -> str:
    """The first (0) or last (-1) word, without bidi marks and other invisible characters."""
    word = _SPACES.split(text)[index]
    return "".join(c for c in word if unicodedata.category(c) != "Cf")


def _fitting(text: str, gap: str, room: Room, measure: Measure) -> Iterator[tuple[str, str]]:
    """The text and its gap, in parts that fit into a row."""
    if _fits(text, room, measure, room.longest_word):
        yield text, gap
        return
    parts = re.split(f"([{_SPACE}\u00a0\u202f]+)", text)
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


def _fits(text: str, room: Room, measure: Measure, slack: float = 1.0) -> bool:
    if columns(text, full_width=room.full_width) > room.columns:
        return False
    return measure(text) <= slack * room.width_px
