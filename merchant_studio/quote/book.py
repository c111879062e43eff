"""An offer as XLSX, its amounts as numbers that a buyer can reckon with."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .offer import Offer

PHOTO_SHOWN_PX = 240
WIDTHS, DETAILS_WIDTH = (34, 26, 22), 40
"""Of the columns, in characters, and of the one that only variants with details have."""
_DATE = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")
_ACCENT, _INK = "C45818", "1C2028"


def write_book(offer: Offer, target: Path) -> None:
    """The offer as a workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    fill_sheet(book.active, offer)
    save_book(book, target)


def save_book(book: Any, target: Path) -> None:
    """Write a workbook whose bytes tell nothing of when it was written."""
    written = io.BytesIO()
    book.save(written)
    with ZipFile(written) as made, ZipFile(target, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _DATE.sub(b"1980-01-01T00:00:00Z", content)
            kept.writestr(ZipInfo(name), content, ZIP_DEFLATED)


def fill_sheet(sheet: Any, offer: Offer) -> None:
    """Title, prices, groups of facts and contacts, from the first row on."""
    from openpyxl.styles import Alignment, Font, PatternFill

    words = offer.profile.quote
    sheet.title = _name(offer.title or words.title)
    sheet.sheet_view.rightToLeft = offer.profile.direction == "rtl"
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    add_row(sheet, [offer.title])
    sheet["A1"].font = Font(size=18, bold=True)
    add_row(sheet, [words.title, f"{words.date}: {offer.day}"])
    sheet["A2"].font = Font(color=_ACCENT, bold=True)
    if offer.photo:
        _place_photo(sheet, offer.photo)
    for point in offer.points:
        add_row(sheet, [f"• {point}"])
    add_row(sheet)
    for table in offer.tables:
        details = [words.details] if any(price.details for price in table.prices) else []
        if details:
            sheet.column_dimensions["D"].width = DETAILS_WIDTH
        add_row(sheet, [table.heading, words.quantity, words.price, *details])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(color="FFFFFF", bold=True)
            cell.fill = PatternFill("solid", start_color=_INK)
        for price in table.prices:
            own = [price.details] if details else []
            add_row(sheet, [price.option, price.quantity, float(price.amount), *own])
            number = sheet.cell(sheet.max_row, len(WIDTHS))
            number.number_format = f"[${price.currency}] #,##0.00"
            number.font = Font(bold=True)
        add_row(sheet)
    for heading, rows in (
        *((group.heading, group.rows) for group in offer.groups),
        (words.contact, offer.contacts),
    ):
        if rows:
            add_row(sheet, [heading])
            sheet.cell(sheet.max_row, 1).font = Font(color=_ACCENT, bold=True)
            for name, value in rows:
                add_row(sheet, [name, value])
                sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
            add_row(sheet)
    sheet.print_options.horizontalCentered = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _place_photo(sheet: Any, jpeg: bytes) -> None:
    """The photo beside the table."""
    from openpyxl.drawing.image import Image

    image = Image(io.BytesIO(jpeg))
    scale = PHOTO_SHOWN_PX / max(image.width, image.height)
    image.width, image.height = round(image.width * scale), round(image.height * scale)
    sheet.add_image(image, "E1")


def add_row(sheet: Any, values: Sequence[str | float] = ()) -> None:
    """Write a row below the last one; a text that begins like a formula (=, -20 °C) stays one."""
    sheet.append(list(values))
    for cell, value in zip(sheet[sheet.max_row], values, strict=False):
        if isinstance(value, str) and value:
            cell.data_type, cell.quotePrefix = "s", value[0] in "=+-@"


def _name(title: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of those that Excel refuses."""
    return "".join(" " if c in r"[]:*?/\'" else c for c in title)[:31].strip() or "Offer"
