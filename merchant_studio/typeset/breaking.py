"""Where a text may break, and where it breaks best. Text only: widths are given by the caller.

A text becomes pieces that never part; a dynamic programme then lays the pieces into captions
of rows, at the least cost by the weights below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Literal

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
BEFORE_A_NUMBER = re.compile(r"[×xXх*~≈±+\-–№#<>≤≥]|[A-Z]{2,3}|Rp\.?|Rs\.?|N[oº°]\.?")
"""Words that belong to the number after them; so does everything with a currency sign."""

# Costs. One unit is a caption that is nearly empty.
CAPTION = 1.2  # every caption must be noticed anew
ROW = 0.3
UNEVEN_ROWS = 2.0  # times the squared difference of the rows' fill
TINY_CAPTION = 1.5
TINY_FILL = 1 / 3  # of one row
CAPTION_ENDS_AFTER: Mapping[Pause, float] = {
    "sentence": 0.0,
    "clause": 0.6,
    "none": 2.0,
    "within": 3.5,
}
ROW_ENDS_AFTER: Mapping[Pause, float] = {
    "sentence": 0.0,
    "clause": 0.1,
    "none": 0.35,
    "within": 1.5,
}
ROW_ENDS_AFTER_SHORT_WORD = 0.15  # "the", "de", "из": they belong to the next word
SHORT_WORD_COLUMNS = 3
SENTENCE_STARTS_IN_A_ROW_IT_LEAVES = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a row may hold."""

    columns: int
    """Half-width characters where `full_width`, else characters."""
    width_px: float
    full_width: bool = False


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

    BudouX parts unknown words into single characters: beside such a phrase it is not sure.
    """
    found = [(*match.span(), True) for match in _SPACES.finditer(text)]
    if phrase_breaks:
        parser = _parser(phrase_breaks)
        for run in _UNSPACED.finditer(text):
            kept = [i for i in range(*run.span()) if text[i] != WORD_JOINER]
            phrases = parser.parse("".join(text[i] for i in kept))
            done = 0
            for phrase, after in pairwise(phrases):
                done += len(phrase)
                is_sure = len(graphemes(phrase)) > 1 and len(graphemes(after)) > 1
                found.append((kept[done], kept[done], is_sure))
    return sorted(found)


@cache
def _parser(phrase_breaks: str) -> Any:
    import budoux

    return {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }[phrase_breaks]()


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
    if _fits(text, room, measure):
        yield text, gap
        return
    parts = re.split(f"([{_SPACE}\u00a0\u202f]+)", text)
    words, gaps = parts[::2], [*parts[1::2], gap]
    for word, after in zip(words, gaps, strict=True):
        *heads, tail = _cut(word, room, measure)
        yield from ((head, "") for head in heads)
        yield tail, after


def _cut(word: str, room: Room, measure: Measure) -> list[str]:
    cut = [""]
    for cluster in graphemes(word):
        if cut[-1] and not _fits(cut[-1] + cluster, room, measure):
            cut.append("")
        cut[-1] += cluster
    return cut


def _fits(text: str, room: Room, measure: Measure) -> bool:
    if columns(text, full_width=room.full_width) > room.columns:
        return False
    return measure(text) <= room.width_px


# --- captions ------------------------------------------------------------------------------


def lay(parts: Sequence[Piece], max_rows: int, room: Room) -> tuple[tuple[str, ...], ...]:
    """The pieces in captions of at most `max_rows` rows, broken where it costs least."""
    count = len(parts)
    rows = [_rows_from(parts, start, room) for start in range(count)]
    cost = [0.0] * (count + 1)
    """The least cost of everything from that piece on."""
    ends: list[tuple[int, ...]] = [()] * count
    """The ends of the rows of the best caption that starts with that piece."""
    for start in reversed(range(count)):
        cost[start], ends[start] = min(
            (_cost(parts, start, row_ends, fills, max_rows) + cost[row_ends[-1]], row_ends)
            for row_ends, fills in _captions_from(start, rows, max_rows)
        )
    captions = []
    start = 0
    while start < count:
        starts = (start, *ends[start][:-1])
        captions.append(tuple(_row(parts[a:b]) for a, b in zip(starts, ends[start], strict=True)))
        start = ends[start][-1]
    return tuple(captions)


def _row(parts: Sequence[Piece]) -> str:
    return "".join(part.text + part.gap for part in parts[:-1]) + parts[-1].text


def _rows_from(parts: Sequence[Piece], start: int, room: Room) -> list[tuple[int, float]]:
    """Every row that starts with that piece: its end (exclusive) and its fill from 0 to 1."""
    found: list[tuple[int, float]] = []
    used, width_px = 0, 0.0
    for end, part in enumerate(parts[start:], start + 1):
        used, width_px = used + part.columns, width_px + part.width_px
        fill = max(used / room.columns, width_px / room.width_px)
        if fill > 1 and found:
            break
        found.append((end, fill))
        used, width_px = used + part.gap_columns, width_px + part.gap_px
    return found


def _captions_from(
    start: int, rows: Sequence[Sequence[tuple[int, float]]], max_rows: int
) -> Iterator[tuple[tuple[int, ...], tuple[float, ...]]]:
    """Every caption that starts with that piece: the ends and the fills of its rows."""
    for end, fill in rows[start]:
        yield (end,), (fill,)
        if max_rows > 1 and end < len(rows):
            for ends, fills in _captions_from(end, rows, max_rows - 1):
                yield (end, *ends), (fill, *fills)


def _cost(
    parts: Sequence[Piece],
    first: int,
    ends: tuple[int, ...],
    fills: tuple[float, ...],
    max_rows: int,
) -> float:
    cost = CAPTION + ROW * (len(ends) - 1) + (1 - sum(fills) / max_rows) ** 2
    cost += UNEVEN_ROWS * (max(fills) - min(fills)) ** 2
    if sum(fills) < TINY_FILL:
        cost += TINY_CAPTION
    for start, end in zip((first, *ends), ends, strict=False):
        if parts[end - 1].pause != "sentence" and any(
            part.pause == "sentence" for part in parts[start : end - 1]
        ):
            cost += SENTENCE_STARTS_IN_A_ROW_IT_LEAVES
    for end in ends[:-1]:
        cost += ROW_ENDS_AFTER[parts[end - 1].pause] + _short_word(parts[end - 1])
    if ends[-1] < len(parts):
        cost += CAPTION_ENDS_AFTER[parts[ends[-1] - 1].pause] + _short_word(parts[ends[-1] - 1])
    return cost


def _short_word(part: Piece) -> float:
    if part.gap and part.pause == "none" and part.columns <= SHORT_WORD_COLUMNS:
        return ROW_ENDS_AFTER_SHORT_WORD
    return 0.0
