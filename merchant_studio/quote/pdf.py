"""An offer on one or two pages of A4: photo, prices, what it is, packing, terms, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .offer import Group, Offer, PriceTable
from .sheet import ACCENT, GRAY, INK, LINE, LOWEST_MM, MARGIN_MM, PALE, WIDTH_MM, Align, Sheet, Text

ROOM_MM = WIDTH_MM - 2 * MARGIN_MM
TITLE_PT, HEAD_PT, TEXT_PT, SMALL_PT = 19.0, 10.5, 9.5, 8.5
GAP_MM, CELL_MM = 5.0, 1.4
PHOTO_MM = (62.0, 62.0)
LOGO_MM = (42.0, 16.0)
CODE_MM = 25.0
LABEL_SHARE = 0.42
"""What labels take of a table of facts."""


def write_pdf(offer: Offer, target: Path) -> None:
    """The offer as a PDF whose text can be copied.

    Raises:
        StorageError: it cannot be written.
    """
    sheet = Sheet(offer.profile, f"{offer.profile.quote.title}: {offer.title}")
    sheet.new_page()
    lay_offer(sheet, offer)
    sheet.save(target)


def lay_offer(sheet: Sheet, offer: Offer) -> None:
    """The offer from the top of the sheet's page on; what has no room there goes on behind."""
    page = _Page(sheet)
    page.header(offer)
    page.product(offer)
    for table in offer.tables:
        page.prices(table, offer)
    for group in offer.groups:
        page.group(group)
    page.contacts(offer)


class _Page:
    """A page that is filled from its top."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.top_mm = sheet, MARGIN_MM

    def _need(self, height_mm: float) -> None:
        """Go on at the next page, if so much has no room left here."""
        if self.top_mm + height_mm > LOWEST_MM and self.top_mm > MARGIN_MM:
            self.sheet.new_page()
            self.top_mm = MARGIN_MM

    def header(self, offer: Offer) -> None:
        """What it is, of which day, and the merchant's mark."""
        sheet, words = self.sheet, offer.profile.quote
        below_mm = self.top_mm
        if offer.logo:
            _, tall_mm = sheet.photo(offer.logo, MARGIN_MM, self.top_mm, LOGO_MM)
            below_mm += tall_mm
        half_mm = ROOM_MM / 2
        heading = sheet.broken(words.title, TITLE_PT * 0.8, half_mm)
        at_mm = sheet.write(
            heading, MARGIN_MM + half_mm, self.top_mm, half_mm, color=ACCENT, align="end", bold=True
        )
        day = sheet.broken(f"{words.date}: {offer.day}", SMALL_PT, half_mm)
        at_mm = sheet.write(day, MARGIN_MM + half_mm, at_mm, half_mm, color=GRAY, align="end")
        self.top_mm = max(below_mm, at_mm) + 0.5 * GAP_MM
        sheet.box(MARGIN_MM, self.top_mm, ROOM_MM, 0.5, ACCENT)
        self.top_mm += GAP_MM

    def product(self, offer: Offer) -> None:
        """Its name and best points, its photo beside them."""
        sheet, top_mm, start_mm, room_mm = self.sheet, self.top_mm, MARGIN_MM, ROOM_MM
        tall_mm = 0.0
        if offer.photo:
            wide_mm, tall_mm = sheet.photo(offer.photo, MARGIN_MM, top_mm, PHOTO_MM)
            start_mm += wide_mm + GAP_MM
            room_mm -= wide_mm + GAP_MM
        title = sheet.broken(offer.title, TITLE_PT, room_mm)
        top_mm = sheet.write(title, start_mm, top_mm, room_mm, bold=True) + 0.4 * GAP_MM
        for point in offer.points:
            dot_mm = 1.5
            text = sheet.broken(point, HEAD_PT, room_mm - 3 * dot_mm)
            sheet.box(start_mm, top_mm + (text.row_mm - dot_mm) / 2, dot_mm, dot_mm, ACCENT)
            top_mm = sheet.write(text, start_mm + 3 * dot_mm, top_mm, room_mm - 3 * dot_mm) + 1.2
        if offer.video:
            words = sheet.broken(offer.profile.quote.video, HEAD_PT, room_mm)
            top_mm = sheet.write(
                words, start_mm, top_mm + 1.2, room_mm, color=ACCENT, link=offer.video
            )
        self.top_mm = max(top_mm, self.top_mm + tall_mm) + GAP_MM

    def prices(self, table: PriceTable, offer: Offer) -> None:
        """A table of prices; columns that hold nothing are left out."""
        words, prices = offer.profile.quote, table.prices
        columns = [
            (table.heading, [price.option for price in prices]),
            (words.quantity, [price.quantity for price in prices]),
            (words.details, [price.details for price in prices]),
            (words.price, [price.text for price in prices]),
        ]
        used = [(heading, cells) for heading, cells in columns if any(cells)]
        width_mm = ROOM_MM / len(used)
        rows = [[heading for heading, _ in used], *zip(*(cells for _, cells in used), strict=True)]
        for n, row in enumerate(rows):
            texts = [
                self.sheet.broken(text, HEAD_PT if n else SMALL_PT, width_mm - 2 * CELL_MM)
                for text in row
            ]
            self._row(texts, [width_mm] * len(used), n, is_head=n == 0)
        self.top_mm += GAP_MM

    def _row(
        self, texts: Sequence[Text], widths_mm: Sequence[float], number: int, *, is_head: bool
    ) -> None:
        """A row of cells; the last one is the price."""
        tall_mm = max(text.height_mm for text in texts) + 2 * CELL_MM
        self._need(tall_mm)
        sheet, start_mm = self.sheet, MARGIN_MM
        if is_head:
            sheet.box(start_mm, self.top_mm, sum(widths_mm), tall_mm, INK)
        elif number % 2 == 0:
            sheet.box(start_mm, self.top_mm, sum(widths_mm), tall_mm, PALE)
        for n, (text, width_mm) in enumerate(zip(texts, widths_mm, strict=True)):
            is_last = n == len(texts) - 1
            align: Align = "end" if is_last and n else "start"
            color = (255, 255, 255) if is_head else ACCENT if is_last else INK
            sheet.write(
                text,
                start_mm + CELL_MM,
                self.top_mm + CELL_MM,
                width_mm - 2 * CELL_MM,
                color=color,
                align=align,
                bold=is_last and not is_head,
            )
            start_mm += width_mm
        self.top_mm += tall_mm

    def group(self, group: Group) -> None:
        """Facts under their heading, in two columns where they are many."""
        sheet = self.sheet
        heading = sheet.broken(group.heading, HEAD_PT, ROOM_MM)
        self._need(heading.height_mm + 14)
        self.top_mm = sheet.write(heading, MARGIN_MM, self.top_mm, ROOM_MM, color=ACCENT, bold=True)
        sheet.box(MARGIN_MM, self.top_mm + 0.6, ROOM_MM, 0.2, LINE)
        self.top_mm += 1.6
        columns = 2 if len(group.rows) > 1 else 1
        width_mm = (ROOM_MM - (columns - 1) * GAP_MM) / columns
        for at in range(0, len(group.rows), columns):
            self._facts(group.rows[at : at + columns], width_mm)
        self.top_mm += 0.7 * GAP_MM

    def _facts(self, rows: Sequence[tuple[str, str]], width_mm: float) -> None:
        """Labels and values beside each other."""
        sheet, name_mm = self.sheet, LABEL_SHARE * width_mm
        cells = [
            (
                sheet.broken(name, TEXT_PT, name_mm - CELL_MM),
                sheet.broken(value, TEXT_PT, width_mm - name_mm),
            )
            for name, value in rows
        ]
        tall_mm = max(text.height_mm for pair in cells for text in pair) + 1.2
        self._need(tall_mm)
        for n, (name, value) in enumerate(cells):
            start_mm = MARGIN_MM + n * (width_mm + GAP_MM)
            sheet.write(name, start_mm, self.top_mm, name_mm - CELL_MM, color=GRAY)
            sheet.write(value, start_mm + name_mm, self.top_mm, width_mm - name_mm)
        self.top_mm += tall_mm

    def contacts(self, offer: Offer) -> None:
        """Whom to ask, with the code that leads there."""
        if not offer.contacts:
            return
        self._need(CODE_MM)
        top_mm, code_mm = self.top_mm, CODE_MM + GAP_MM if offer.link else 0.0
        sheet, room_mm = self.sheet, ROOM_MM - code_mm
        heading = sheet.broken(offer.profile.quote.contact, HEAD_PT, room_mm)
        self.top_mm = sheet.write(heading, MARGIN_MM, top_mm, room_mm, color=ACCENT, bold=True)
        sheet.box(MARGIN_MM, self.top_mm + 0.6, room_mm, 0.2, LINE)
        self.top_mm += 1.6
        for row in offer.contacts:
            self._facts([row], room_mm)
        if offer.link:
            sheet.code(offer.link, WIDTH_MM - MARGIN_MM - CODE_MM, top_mm, CODE_MM)
            self.top_mm = max(self.top_mm, top_mm + CODE_MM)
