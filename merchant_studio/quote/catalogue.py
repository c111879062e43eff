"""All products of a batch in one PDF and one XLSX: an index, then each offer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .book import add_row, fill_sheet, save_book
from .offer import Offer
from .pdf import GAP_MM, HEAD_PT, ROOM_MM, SMALL_PT, TITLE_PT, lay_offer
from .sheet import ACCENT, GRAY, HEIGHT_MM, LINE, MARGIN_MM, WIDTH_MM, Sheet

PRICE_MM, PAGE_MM = 46.0, 12.0


def write_catalogue(offers: Sequence[Offer], target: Path) -> None:
    """The offers as one PDF; each entry of the index leads to its page."""
    profile = offers[0].profile
    sheet = Sheet(profile, profile.quote.catalogue)
    entry_mm = HEAD_PT * 0.62
    first_mm = MARGIN_MM + 2 * GAP_MM + TITLE_PT * 0.5
    per_page = int((HEIGHT_MM - MARGIN_MM - first_mm) / entry_mm)
    index_pages = -(-len(offers) // per_page)
    links = [sheet.pdf.add_link() for _ in offers]
    pages = list[int]()
    for _ in range(index_pages):
        sheet.new_page()
    for offer, link in zip(offers, links, strict=True):
        sheet.new_page()
        pages.append(sheet.pdf.page)
        sheet.pdf.set_link(link, page=sheet.pdf.page)
        lay_offer(sheet, offer)
    last = sheet.pdf.page
    for n in range(index_pages):
        sheet.pdf.page = n + 1
        heading = sheet.broken(profile.quote.catalogue, TITLE_PT, ROOM_MM)
        sheet.write(heading, MARGIN_MM, MARGIN_MM, ROOM_MM, color=ACCENT, bold=True)
        own = range(n * per_page, min(len(offers), (n + 1) * per_page))
        for row, at in enumerate(own):
            _entry(sheet, offers[at], pages[at], links[at], first_mm + row * entry_mm)
    sheet.pdf.page = last
    sheet.save(target)


def _entry(sheet: Sheet, offer: Offer, page: int, link: int, top_mm: float) -> None:
    name_mm = ROOM_MM - PRICE_MM - PAGE_MM
    name = sheet.broken(offer.title, HEAD_PT, name_mm)
    sheet.write(name.first, MARGIN_MM, top_mm, name_mm)
    prices = [price for table in offer.tables for price in table.prices]
    least = min(prices, key=lambda price: price.amount, default=None)
    if least:
        told = sheet.broken(least.text, SMALL_PT, PRICE_MM).first
        sheet.write(told, MARGIN_MM + name_mm, top_mm, PRICE_MM, color=GRAY, align="end")
    number = sheet.broken(str(page), SMALL_PT, PAGE_MM)
    sheet.write(number, WIDTH_MM - MARGIN_MM - PAGE_MM, top_mm, PAGE_MM, align="end")
    sheet.box(MARGIN_MM, top_mm + HEAD_PT * 0.52, ROOM_MM, 0.1, LINE)
    sheet.pdf.link(MARGIN_MM, top_mm, ROOM_MM, HEAD_PT * 0.5, link)


def write_catalogue_book(offers: Sequence[Offer], target: Path) -> None:
    """The offers as one workbook: a list of all prices, and a sheet for each product."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    words = offers[0].profile.quote
    book = Workbook()
    index: Any = book.active
    index.title = words.catalogue[:31]
    index.sheet_view.rightToLeft = offers[0].profile.direction == "rtl"
    add_row(index, [words.catalogue, words.option, words.quantity, words.price])
    for cell in index[1]:
        cell.font = Font(bold=True)
    for number, offer in enumerate(offers, 1):
        sheet = book.create_sheet()
        fill_sheet(sheet, offer)
        sheet.title = f"{number} {sheet.title}"[:31]
        for price in (price for table in offer.tables for price in table.prices):
            add_row(index, [offer.title, price.option, price.quantity, float(price.amount)])
            cell = index.cell(index.max_row, 1)
            place = f"'{sheet.title}'!A1"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            index.cell(index.max_row, 4).number_format = f"[${price.currency}] #,##0.00"
    for letter, width in zip("ABCD", (44, 26, 24, 18), strict=True):
        index.column_dimensions[letter].width = width
    save_book(book, target)
