"""Captions and titles as bitmaps, and where they stand in the frame."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import inf

from ...languages import LanguageProfile, lexicon, safe_area
from ...messages import name_of, say
from . import breaking, fonts
from .characters import columns
from .painting import Bitmap, Block, paint
from .pieces import Piece, Room, pieces
from .styles import CaptionStyle

UNBOUNDED_COLUMNS = 1000
"""A title's rows are bounded by their width alone."""
TITLE_STEP = 0.92
"""By how much a title that does not fit is set smaller, again and again."""
TITLE_MIN_SCALE = 0.45
TITLE_UNBROKEN_SCALE = 0.55
"""Down to this a title breaks only at spaces, which is always right; BudouX's guess comes after."""
MAX_BLOCK_HEIGHT = 0.5
"""What all rows together may take of the safe area's height."""
SECOND_SCALE = 0.72
"""Font size of the second language's rows, of the first one's."""
SECOND_GAP = 0.12
"""Between the languages' rows, of the first one's font size."""
SECOND_ROWS = 2

Captions = tuple[tuple[str, ...], ...]
"""Captions, each one or more rows."""


class Typesetter:
    """Sets the texts of one style for frames of one size. Fonts are shared by the process."""

    def __init__(self, style: CaptionStyle, width_px: int, height_px: int) -> None:
        """Nothing is loaded before the first text.

        Raises:
            ValueError: the frame is smaller than 64 pixels on a side.
        """
        if min(width_px, height_px) < 64:
            raise ValueError(
                say(
                    "no caption fits into {width_px}x{height_px} pixels",
                    width_px=width_px,
                    height_px=height_px,
                )
            )
        self.style = style
        self.width_px, self.height_px = width_px, height_px
        self.safe = safe_area(width_px, height_px)
        """All text stands in it, with its outline or plate."""
        largest = max(script.scale for script in fonts.SCRIPTS.values())
        self.safe_width_px = self._row_width_px(style.size * largest * min(width_px, height_px))
        """What a row of a caption may be wide."""

    def wrap(
        self,
        text: str,
        profile: LanguageProfile,
        *,
        terms: Collection[str] = (),
        second: bool = False,
        apart: bool = False,
    ) -> Captions:
        """The captions of a text, each one or more rows; nothing for an empty text.

        Rows keep the profile's limits (`captions.max_rows`, `captions.max_chars_per_row`) and
        the frame's safe width; a single word may be wider and is then set smaller. The text comes
        back in NFC, without the spaces at the breaks and without WORD JOINERs; beside those and
        no-break spaces nothing is broken. The `terms` (product and material names, say) and the
        profile's own are broken only if they must be. `second` is for the smaller rows under
        another language's. With `apart`, no caption holds two sentences.

        Raises:
            RenderError: the profile's script has no font.
        """
        room, parts = self._pieces(text, profile, terms, second)
        max_rows = self._max_rows(profile, second)
        texts = breaking.sentences(parts) if apart else [parts]
        return tuple(rows for each in texts for rows in breaking.lay(each, max_rows, room))

    def divide(
        self,
        text: str,
        shares: Sequence[float],
        profile: LanguageProfile,
        *,
        terms: Collection[str] = (),
        second: bool = False,
    ) -> Captions:
        """The text in exactly `len(shares)` captions that get about those shares of it.

        As `wrap`, but for rows that must be longer than the limits because there is too much
        text. Where a text cannot be parted often enough, a caption stays for the next one too.

        Raises:
            RenderError: the profile's script has no font.
        """
        room, parts = self._pieces(text, profile, terms, second)
        return breaking.divide(parts, shares, self._max_rows(profile, second), room)

    def draw_caption(
        self,
        rows: Sequence[str],
        profile: LanguageProfile,
        second_rows: Sequence[str] = (),
        second_profile: LanguageProfile | None = None,
    ) -> Bitmap:
        """The rows of one caption, centered, at the style's end of the safe area.

        The `second_rows` stand below them, smaller. Rows that are wider than the safe width (the
        merchant's own, say) are set smaller.

        Raises:
            RenderError: a character has no glyph.
            ValueError: there is no row, or second rows have no profile.
        """
        self._check(" ".join(rows), profile)
        if second_rows and second_profile:
            self._check(" ".join(second_rows), second_profile)
        blocks = self.lay_out(rows, profile, second_rows, second_profile)
        return paint(blocks, self.style, self.width_px, self.height_px)

    def lay_out(
        self,
        rows: Sequence[str],
        profile: LanguageProfile,
        second_rows: Sequence[str] = (),
        second_profile: LanguageProfile | None = None,
    ) -> tuple[Block, ...]:
        """Where and how large `draw_caption` draws the rows of each language.

        Raises:
            ValueError: second rows have no profile.
        """
        size_px = self.caption_size_px(fonts.script_setting(profile.script))
        blocks = [self._block(rows, profile, size_px, self.safe_width_px)]
        if second_rows:
            if second_profile is None:
                raise ValueError("second rows need their language's profile")
            small_px = SECOND_SCALE * self.caption_size_px(
                fonts.script_setting(second_profile.script)
            )
            blocks.append(self._block(second_rows, second_profile, small_px, self.safe_width_px))
        return self._stacked(blocks)

    def draw_title(self, text: str, profile: LanguageProfile) -> Bitmap:
        """A short text as a large title of balanced rows; a long one is set smaller.

        Raises:
            RenderError: a character has no glyph.
            ValueError: the text is empty.
        """
        self._check(text, profile)
        title, script = self.style.title, fonts.script_setting(profile.script)
        largest_px = title.size * min(self.width_px, self.height_px) * script.scale
        room_px = self._row_width_px(largest_px)
        row = Room(columns=UNBOUNDED_COLUMNS, width_px=room_px, longest_word=1.0)
        endless = replace(row, width_px=inf)
        for at_spaces, scale in _title_attempts():
            size_px = largest_px * scale
            measure = partial(fonts.width_px, setting=script, locale=profile.code, size_px=size_px)
            part = partial(pieces, text, profile.captions, (), measure=measure)
            parts = part(row, at_spaces=at_spaces)
            captions = breaking.lay(parts, title.max_rows, row)
            words_are_whole = len(parts) == len(part(endless, at_spaces=at_spaces))
            if len(captions) == 1 and words_are_whole:
                break
        rows = [row for caption in captions for row in caption]
        block = self._block(rows, profile, size_px, room_px)
        middle_px = self.safe.top + title.center * self.safe.height
        half_px = block.bottom_px / 2
        top_px = max(self.safe.top, min(middle_px - half_px, self.safe.bottom - 2 * half_px))
        return paint([replace(block, top_px=top_px)], self.style, self.width_px, self.height_px)

    def missing_glyphs(self, text: str, profile: LanguageProfile) -> str:
        """The characters of a text that cannot be drawn, each once, in order; usually none.

        Raises:
            RenderError: the profile's script has no font.
        """
        fonts.script_setting(profile.script)
        return fonts.missing_glyphs([text])

    def caption_size_px(self, script: fonts.ScriptSetting) -> float:
        """Font size of a caption's first rows; the second ones have `SECOND_SCALE` of theirs."""
        return self.style.size * min(self.width_px, self.height_px) * script.scale

    # --- how large, how wide, where -----------------------------------------------------------

    def _effects_px(self, size_px: float) -> tuple[float, float]:
        """How far an outline or a plate reaches beyond the rows, to the sides and below."""
        look = self.style
        outline_px = look.outline.width * size_px if look.outline else 0.0
        padding_px = look.box.padding * size_px if look.box else 0.0
        return max(outline_px, padding_px), max(outline_px, padding_px / 2)

    def _row_width_px(self, size_px: float) -> float:
        """What a row of that font size may be wide."""
        side_px = max(self.safe.left, self.style.side_margin * self.width_px)
        return self.width_px - 2 * (side_px + self._effects_px(size_px)[0])

    def _max_rows(self, profile: LanguageProfile, second: bool) -> int:
        return min(SECOND_ROWS, profile.captions.max_rows) if second else profile.captions.max_rows

    def _pieces(
        self, text: str, profile: LanguageProfile, terms: Collection[str], second: bool
    ) -> tuple[Room, tuple[Piece, ...]]:
        """What a row holds, and the parts of the text that never part."""
        script, limit = fonts.script_setting(profile.script), profile.captions.max_chars_per_row
        room = Room(
            columns=2 * limit if script.full_width else limit,
            width_px=self.safe_width_px,
            full_width=script.full_width,
        )
        size_px = self.caption_size_px(script) * (SECOND_SCALE if second else 1.0)
        measure = partial(fonts.width_px, setting=script, locale=profile.code, size_px=size_px)
        currencies = [word for forms in profile.currencies.values() for word in forms.words]
        known = {*terms, *profile.labels.values(), *currencies}
        rules = profile.captions
        # Elsewhere a word has no parts, and a term of several words is too long for a row.
        trade = lexicon.words(profile.code) if rules.words or rules.phrase_breaks else ()
        return room, pieces(text, rules, known, room, measure, trade=trade)

    def _block(
        self, rows: Sequence[str], profile: LanguageProfile, size_px: float, room_px: float
    ) -> Block:
        """The rows at that size, or as large as the safe area allows."""
        block = Block.of(rows, profile, size_px)
        high_px = MAX_BLOCK_HEIGHT * self.safe.height
        shrink = min(1.0, room_px / max(block.width_px, 1.0), high_px / block.height_px)
        widths_px = tuple(width * shrink for width in block.widths_px)
        return replace(block, widths_px=widths_px, size_px=size_px * shrink)

    def _stacked(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks one above the other, at the bottom or the top of the safe area."""
        effects_px = self._effects_px(blocks[0].size_px)[1]
        gap_px = SECOND_GAP * blocks[0].size_px
        top_px = self.safe.top + effects_px
        if self.style.position == "bottom":
            tall_px = sum(block.height_px for block in blocks) + gap_px * (len(blocks) - 1)
            top_px = self.safe.bottom - effects_px - tall_px
        placed: list[Block] = []
        for block in blocks:
            placed.append(replace(block, top_px=top_px))
            top_px = placed[-1].bottom_px + gap_px
        return tuple(placed)

    def _check(self, text: str, profile: LanguageProfile) -> None:
        if not text.strip():
            raise ValueError("there is no text to draw")
        fonts.script_setting(profile.script)
        fonts.check_glyphs([text], say("in the {language} text", language=name_of(profile.name)))


def reading_length(rows: Sequence[str], profile: LanguageProfile) -> float:
    """Characters a viewer reads, as the profile's limits count them.

    A half-width one counts half where the language's own are full-width.
    """
    full_width = fonts.script_setting(profile.script).full_width
    length = sum(columns(row, full_width=full_width) for row in rows)
    return length / 2 if full_width else length


def _title_attempts() -> Iterator[tuple[bool, float]]:
    """Ways to break a title, only at spaces or not, with its scale, the best way first."""
    for at_spaces, smallest in ((True, TITLE_UNBROKEN_SCALE), (False, TITLE_MIN_SCALE)):
        scale = 1.0
        while scale > smallest:
            yield at_spaces, scale
            scale *= TITLE_STEP
