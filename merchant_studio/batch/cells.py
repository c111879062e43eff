"""The cells of a table as texts, line by line: of a CSV or a spreadsheet, within bounds.

A spreadsheet is a ZIP of XML: 1 MB may unpack to gigabytes, and a row may have millions of cells.
So its parts are counted before they are read.
"""

from __future__ import annotations

import csv
import io
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ..errors import InputError
from ..files import read_bytes
from ..messages import say

MEGABYTE = 1024 * 1024
MAX_TABLE_BYTES = 64 * MEGABYTE
MAX_SHEET_BYTES, MAX_TEXTS_BYTES, MAX_PART_BYTES = 128 * MEGABYTE, 32 * MEGABYTE, 4 * MEGABYTE
"""Of the cells, of the texts that cells share, and of every other part of a spreadsheet."""
MAX_CELLS, MAX_COLUMNS, MAX_LEVELS = 1_000_000, 26 + 26 * 26, 50
"""Columns of two letters at most: ZZ."""
MAX_CELL_CHARS = 32_767
"""As many as Excel holds."""
ELEMENTS_A_CELL = 4
"""Of XML: the cell, its value, and what is around a text."""
PIECE = 64 * 1024
NOT_A_BOOK = (
    BadZipFile,
    zlib.error,
    expat.ExpatError,
    AttributeError,
    TypeError,
    ArithmeticError,
    LookupError,
    ValueError,
    SyntaxError,
    EOFError,
    NotImplementedError,
)
"""What openpyxl raises where a file is no spreadsheet, or a broken one."""


def lines_of(table: Path, most_rows: int) -> Iterator[list[str]]:
    """The lines of a table, the headings first; some more than `most_rows` where it has more.

    Raises:
        InputError: it is no table, or larger than one may be.
    """
    try:
        facts = table.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise InputError(
                say("{table} is not a file that can be read; give another one", table=table.name)
            )
        if facts.st_size > MAX_TABLE_BYTES:
            raise InputError(say("{table} is larger than 64 MB; divide it", table=table.name))
    except ValueError as error:
        raise InputError(
            say("{table} is not a file that can be read; give another one", table=table.name)
        ) from error
    is_book = table.suffix.lower() == ".xlsx"
    for cells in _xlsx_lines(table, most_rows + 2) if is_book else _csv_lines(table):
        if any(len(cell) > MAX_CELL_CHARS for cell in cells):
            raise InputError(
                say(
                    "{table} has a cell of more than {most} letters; shorten it",
                    table=table.name,
                    most=MAX_CELL_CHARS,
                )
            )
        yield cells


def _csv_lines(table: Path) -> Iterator[list[str]]:
    """The lines of a CSV as spreadsheets save it: UTF-8 or, in China, GB 18030; `,` `;` or tab."""
    raw = read_bytes(table, MAX_TABLE_BYTES)
    encoding = next((name for name in ("utf-8-sig", "gb18030") if _fits(raw, name)), "")
    if not encoding or b"\x00" in raw:
        raise InputError(say("{table} is not text; save it as CSV (UTF-8)", table=table.name))
    text = io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")
    first = text.readline(MEGABYTE)
    text.seek(0)
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(text, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise InputError(
            say("{table} cannot be read ({why}); save it as CSV again", table=table.name, why=error)
        ) from error


def _fits(raw: bytes, encoding: str) -> bool:
    with suppress(UnicodeDecodeError):
        raw.decode(encoding)
        return True
    return False


def _xlsx_lines(table: Path, most_rows: int) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        _check_parts(table)
        with table.open("rb") as file:  # openpyxl leaves it open where it fails
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write wrong ones
            for cells in sheet.iter_rows(values_only=True, max_row=most_rows):
                yield [_text(cell) for cell in cells]
            book.close()
    except NOT_A_BOOK as error:
        raise InputError(
            say("{table} is not a spreadsheet; save it as XLSX again", table=table.name)
        ) from error


def _check_parts(table: Path) -> None:
    """Refuse a spreadsheet that unpacks to more than memory should hold.

    Raises:
        InputError: it does.
        BadZipFile, ExpatError: it is none.
    """
    with ZipFile(table) as archive:
        for part in archive.infolist():
            is_sheet = part.filename.startswith("xl/worksheets/")
            is_texts = part.filename.endswith("sharedStrings.xml")
            most = MAX_TEXTS_BYTES if is_texts else MAX_PART_BYTES
            most = MAX_SHEET_BYTES if is_sheet else most
            if part.file_size > most and part.filename.endswith((".xml", ".rels")):
                raise InputError(
                    say(
                        "{table} unpacks to more than {most} MB ({part}); divide it",
                        table=table.name,
                        most=most // MEGABYTE,
                        part=part.filename,
                    )
                )
            if is_sheet and part.filename.endswith(".xml"):
                with archive.open(part) as file:
                    _count_cells(file, table)


def _count_cells(file: IO[bytes], table: Path) -> None:
    """Refuse more cells than a table may have, and rows or levels that never end.

    Raises:
        InputError: there are.
        ExpatError: it is no XML.
    """
    inside, elements, in_row, level = False, 0, 0, 0

    def start(name: str, told: Mapping[str, str]) -> None:
        nonlocal inside, elements, in_row, level
        if name.endswith("row"):
            inside, in_row = True, 0
        level, elements, in_row = level + 1, elements + 1, in_row + inside
        if (
            level > MAX_LEVELS
            or len(told.get("r", "").rstrip("0123456789")) > len("ZZ")
            or in_row > ELEMENTS_A_CELL * MAX_COLUMNS
            or elements > ELEMENTS_A_CELL * MAX_CELLS
        ):
            raise InputError(
                say(
                    "{table} unpacks to more than {cells} cells, or {columns} in a row; divide it",
                    table=table.name,
                    cells=MAX_CELLS,
                    columns=MAX_COLUMNS,
                )
            )

    def end(name: str) -> None:
        nonlocal inside, level
        inside, level = inside and not name.endswith("row"), level - 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    while piece := file.read(PIECE):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _text(cell: object) -> str:
    """What a cell shows: 100, not 100.0."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
