"""The end card: name, selling points, key facts, contacts and a code, as large as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ....languages import LanguageProfile, Rect, safe_area
from ....messages import name_of, say
from ....records import EndCard
from .. import fonts
from ..painting import Bitmap, Setting, argb
from ..styles import EndStyle
from .blocks import ROW_GAP, Block, Colors, across, bar, code, down, item, tables, words
from .setting import STEP, Align, Sheet, fitted, module_px, placed, set_rows

GALLERY_SHARE = 0.45
"""What a gallery's photos take of the safe area's height, from its top."""
LARGEST, UNBROKEN, SMALLEST = 1.2, 0.8, 0.6
"""Scales of the style's sizes: labels and values break into two rows rather than go below the
second one, and rows are left out rather than go below the third."""
PAD = 0.8
"""Between the plate's edge and its content, and between its parts, of the font size."""
TITLES = (1, 1.0), (1, 0.82), (2, 1.0), (2, 0.82)
TIGHT_TITLES = (1, 1.0), (1, 0.75), (2, 0.7)
"""Rows and scales of a title, the best first; the latter where rows may break."""
INVITATION, INVITATION_ROWS = (0.9, 0.8, 0.7), 3
"""Its font size, of that of the facts, the largest that fits."""
BAR = (1.8, 0.13)
"""The line under the title, of the font size."""
POINT_INDENT = 0.9
"""From the start of a selling point's dot to its text, of the font size."""
WIDE = 1.5
"""An area is wide from this ratio of its sides on."""


def draw_end_card(
    card: EndCard,
    profile: LanguageProfile,
    style: EndStyle,
    width_px: int,
    height_px: int,
    *,
    below_gallery: bool,
) -> Bitmap:
    """The card in the safe area, or in the part of it below a gallery's photos.

    What does not fit legibly is left out: the last points, contacts and facts.

    Raises:
        RenderError: a character has no glyph.
        ValueError: the card is empty.
    """
    fonts.check_glyphs(texts_on(card), say("on a {language} card", language=name_of(profile.name)))
    area = safe_area(width_px, height_px)
    if below_gallery:
        top = area.top + round(GALLERY_SHARE * area.height)
        area = replace(area, top=top)
    look = _Look(profile, style, area, min(width_px, height_px))
    content, pad_px = look.content(card)
    sheet = Sheet(
        ceil(content.width_px + 2 * pad_px),
        ceil(content.height_px + 2 * pad_px),
        mirrored=profile.direction == "rtl",
        margin_px=0,
    )
    plate = argb(style.plate.color, style.plate.opacity)
    radius_px = style.plate.radius * min(width_px, height_px)
    sheet.plate(0, 0, sheet.width_px, sheet.height_px, radius_px, plate)
    content.paint(sheet, pad_px, pad_px)
    left_px = (area.left + area.right - sheet.width_px) / 2
    top_px = (area.top + area.bottom - sheet.height_px) / 2
    return placed(sheet, left_px, top_px, (width_px, height_px))


def texts_on(card: EndCard) -> tuple[str, ...]:
    """Everything that is written on the card."""
    rows = [text for row in (*card.facts, *card.contacts) for text in row]
    return tuple(text for text in (card.title, *card.points, *rows, card.invitation) if text)


def _fewer(card: EndCard) -> Iterator[EndCard]:
    """The card, then with one row less again and again."""
    yield card
    while card.points or card.facts or card.contacts:
        if card.points:
            card = replace(card, points=card.points[:-1])
        elif len(card.contacts) >= max(2, len(card.facts)) or not card.facts:
            card = replace(card, contacts=card.contacts[:-1])
        else:
            card = replace(card, facts=card.facts[:-1])
        yield card


@dataclass(frozen=True, slots=True)
class _Look:
    """The language, style and area in which end cards are laid out."""

    profile: LanguageProfile
    style: EndStyle
    area: Rect
    shorter_px: int

    def content(self, card: EndCard) -> tuple[Block, float]:
        """What stands on the plate, and the plate's margin around it."""
        for fewer in _fewer(card):
            for may_break, smallest in ((False, UNBROKEN), (True, SMALLEST)):
                scale = LARGEST
                while scale >= smallest:
                    draft = _Draft(self, fewer, scale, may_break)
                    block = draft.fitting()
                    if block:
                        return block, draft.pad_px
                    scale *= STEP
        # Not even a title fits as it should: a picture of a few pixels.
        text, size_px = card.title or texts_on(card)[0], self.area.height / 4
        title = fitted(text, self.profile, size_px, self.area.width)
        return words(title, argb(self.style.color, 1)), 0.0


@dataclass(frozen=True, slots=True)
class _Draft:
    """An end card at one scale."""

    look: _Look
    card: EndCard
    scale: float
    may_break: bool
    """Whether labels and values may stand in two rows."""

    def _px(self, share: float) -> float:
        return share * self.scale * self.look.shorter_px

    @property
    def size_px(self) -> float:
        """Font size of facts and contacts."""
        return self._px(self.look.style.size)

    @property
    def pad_px(self) -> float:
        """Between the plate's edge and its content, and between its parts."""
        return PAD * self.size_px

    @property
    def room_px(self) -> float:
        """What the content may be wide."""
        return self.look.area.width - 2 * self.pad_px

    @property
    def _is_wide(self) -> bool:
        return self.look.area.width > WIDE * self.look.area.height

    def fitting(self) -> Block | None:
        """The first arrangement that keeps within the area, the most spacious first."""
        narrow = self._stacked, self._beside, self._mixed
        for way in (self._columns, self._beside) if self._is_wide else narrow:
            body = way()
            head = self._head() if body is not None else []
            if body is None or head is None:
                continue
            points = self._points()
            if points is None:
                return None
            block = down([*head, *points, *body], self.pad_px)
            fits = block.height_px + 2 * self.pad_px <= self.look.area.height
            if fits and block.width_px <= self.room_px:
                return block
        return None

    def _head(self) -> list[Block] | None:
        """The title and the line under it; None if it does not fit."""
        if not self.card.title:
            return []
        title = self._title()
        if title is None:
            return None
        line = bar(BAR[0] * self.size_px, BAR[1] * self.size_px, argb(self.look.style.accent, 1))
        return [down([words(title, argb(self.look.style.color, 1)), line], 0.4 * self.pad_px)]

    def _title(self) -> Setting | None:
        """In one row if it can be nearly as large as it should, else in two; smaller in need."""
        size_px = self._px(self.look.style.title_size)
        for rows, scale in TIGHT_TITLES if self.may_break else TITLES:
            title = set_rows(
                self.card.title, self.look.profile, scale * size_px, self.room_px, rows
            )
            if title:
                return title
        return None

    def _points(self) -> list[Block] | None:
        """The selling points, each with a dot before it; None if one does not fit."""
        color, accent = (argb(each, 1) for each in (self.look.style.color, self.look.style.accent))
        indent_px, rows = POINT_INDENT * self.size_px, 2 if self.may_break else 1
        points = []
        for text in self.card.points:
            room_px = self.room_px - indent_px
            setting = set_rows(text, self.look.profile, self.size_px, room_px, rows)
            if setting is None:
                return None
            points.append(item(setting, color, accent, indent_px))
        return [down(points, ROW_GAP * self.size_px)] if points else []

    # --- ways to arrange what stands below the points; None: too wide -------------------------

    def _stacked(self) -> list[Block] | None:
        """Facts, contacts, and the code with its invitation beside it."""
        parts = self._tables([self.card.facts, self.card.contacts], self.room_px)
        if parts is None or not self.card.link:
            return parts
        code = self._code()
        invitation = self._invitation(self.room_px - code.width_px - self.pad_px, "start")
        return [*parts, across([code, invitation], self.pad_px)] if invitation else None

    def _mixed(self) -> list[Block] | None:
        """Facts beside the code, contacts below them."""
        stamp = self._stamp()
        if stamp is None or not (self.card.facts and self.card.contacts):
            return None
        facts = self._tables([self.card.facts], self.room_px - stamp.width_px - self.pad_px)
        contacts = self._tables([self.card.contacts], self.room_px)
        if not facts or not contacts:
            return None
        return [across([*facts, stamp], self.pad_px, self.room_px), *contacts]

    def _beside(self) -> list[Block] | None:
        """Facts over contacts, beside them the code over its invitation."""
        stamp = self._stamp()
        used_px = stamp.width_px + self.pad_px if stamp else 0.0
        parts = self._tables([self.card.facts, self.card.contacts], self.room_px - used_px)
        if parts is None or (self.card.link and stamp is None):
            return None
        left = [down(parts, self.pad_px)] if parts else []
        right = [stamp] if stamp else []
        # In a wide area a plate is as wide as it needs to be, a narrow one is filled.
        width_px = 0.0 if self._is_wide else self.room_px
        gap_px = 2 * self.pad_px if self._is_wide else self.pad_px
        return [across([*left, *right], gap_px, width_px)] if left or right else []

    def _columns(self) -> list[Block] | None:
        """Facts, contacts and the code beside each other."""
        stamp = self._stamp()
        if stamp is None or not (self.card.facts and self.card.contacts):
            return None
        half_px = (self.room_px - stamp.width_px) / 2 - 2 * self.pad_px
        facts = self._tables([self.card.facts], half_px)
        contacts = self._tables([self.card.contacts], half_px)
        if not facts or not contacts:
            return None
        return [across([*facts, *contacts, stamp], 2 * self.pad_px)]

    # --- parts ---------------------------------------------------------------------------------

    def _tables(
        self, groups: Sequence[Sequence[tuple[str, str]]], room_px: float
    ) -> list[Block] | None:
        style, filled = self.look.style, [group for group in groups if group]
        if not filled:
            return []
        value = argb(style.color, 1)
        first = argb(style.accent, 1) if filled[0] is self.card.facts else value
        colors = Colors(argb(style.label_color, 1), value, first)
        profile = self.look.profile
        return tables(filled, profile, self.size_px, room_px, colors, may_break=self.may_break)

    def _code(self) -> Block:
        style, shorter_px = self.look.style, self.look.shorter_px
        module = module_px(self.card.link, self._px(style.code_size), shorter_px)
        return code(self.card.link, module, argb(style.code_dark, 1), argb(style.code_light, 1))

    def _stamp(self) -> Block | None:
        """The code over its invitation; None if there is none or it does not fit."""
        if not self.card.link:
            return None
        tile = self._code()
        invitation = self._invitation(1.15 * tile.width_px, "center")
        return down([tile, invitation], 0.3 * self.size_px, "center") if invitation else None

    def _invitation(self, room_px: float, align: Align) -> Block | None:
        profile, color = self.look.profile, argb(self.look.style.color, 1)
        for share in INVITATION:
            size_px = share * self.size_px
            setting = set_rows(self.card.invitation, profile, size_px, room_px, INVITATION_ROWS)
            if setting:
                return words(setting, color, align=align)
        return None
