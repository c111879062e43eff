"""Products as the rows of a CSV or XLSX table.

| column | what it holds |
|---|---|
| `product` | the product's name or number, also of its folder in OUT; default: the recording's |
| `recording` | the recording, or the folder with recording and photos; relative to the table |
| `photos` | photos beside the recording's own, divided by `;` |
| any other | a key of the sheet: `price`, 起订量, `name.en`, `contact.whatsapp` ... |
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import yaml

from ..errors import InputError, StorageError
from ..facts import keys_of
from ..hear import SHEET_NAME
from ..run import RunFolder

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx"})
MAX_TABLE_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
PRODUCT, RECORDING, PHOTOS = "product", "recording", "photos"
LISTS = frozenset({"say", "certificates", "points"})
"""Keys whose cell holds several values, divided by commas, also by another name: 认证."""

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table."""

    table: Path
    number: int
    """As a spreadsheet counts: the headings are row 1."""
    name: str
    media: Path
    photos: tuple[Path, ...]
    sheet: Cells
    """What `product.yaml` would hold."""
    problem: str = ""
    """Why the row cannot be used; then its other values mean nothing."""

    @property
    def where(self) -> str:
        """The row, as a merchant finds it."""
        return f"{self.table.name}, row {self.number}"


def read_rows(table: Path) -> list[Row]:
    """The rows of a table that are not empty.

    Raises:
        InputError: the table cannot be read, or its headings are not what they should be.
    """
    if table.stat().st_size > MAX_TABLE_BYTES:
        raise InputError(f"{table.name} is larger than 64 MB; divide it")
    lines = _xlsx_lines(table) if table.suffix.lower() == ".xlsx" else _csv_lines(table)
    numbered = enumerate(lines, start=1)
    _, headings = next(numbered, (1, []))
    columns = [heading.strip() for heading in headings]
    while columns and not columns[-1]:
        columns.pop()
    if RECORDING not in columns:
        raise InputError(
            f"{table.name} has no column {RECORDING!r}; its first row names the columns, "
            "such as: product, recording, price, moq, name.en"
        )
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice or "" in columns:
        what = (
            f"two columns {twice[0]!r}" if twice[:1] not in ([], [""]) else "a column without name"
        )
        raise InputError(f"{table.name} has {what}; give each column its own name")
    rows = [
        _row(table, number, columns, [cell.strip() for cell in cells])
        for number, cells in numbered
        if any(cell.strip() for cell in cells)
    ]
    if len(rows) > MAX_ROWS:
        raise InputError(f"{table.name} has more than {MAX_ROWS} rows; divide it")
    return rows


def lay_out(row: Row, folder: Path) -> Path:
    """A product folder made from a row: its sheet, and links to its recording and photos.

    Raises:
        StorageError: it cannot be written.
    """
    files = [row.media] if row.media.is_file() else _files(row.media)
    text = row.media.with_suffix(".txt")  # what the fake engine hears
    wanted = {file.name: file for file in (*files, *row.photos, text) if file.exists()}
    wanted.pop(SHEET_NAME, None)
    sheet = yaml.safe_dump(dict(row.sheet), allow_unicode=True, sort_keys=False, width=1000)
    RunFolder(folder).write_text(SHEET_NAME, sheet)
    try:
        for entry in folder.iterdir():
            if entry.name != SHEET_NAME and entry.name not in wanted:
                entry.unlink()
        for name, file in wanted.items():
            _link(folder / name, file.resolve())
    except OSError as error:
        raise StorageError.from_os_error(folder, error) from error
    return folder


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [p for p in sorted(folder.iterdir()) if p.is_file() and p.name[0] != "."]
    return []


def _link(link: Path, file: Path) -> None:
    if link.is_symlink() and Path(os.readlink(link)) == file:
        return
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(file)
    except (OSError, NotImplementedError):  # where none can be made, a copy
        shutil.copy2(file, link)


def _row(table: Path, number: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    values = dict(zip(columns, cells, strict=False))
    recording = values.pop(RECORDING, "")
    name = values.pop(PRODUCT, "") or Path(recording).stem or f"row {number}"
    photos = tuple(
        table.parent / photo.strip() for photo in values.pop(PHOTOS, "").split(";") if photo.strip()
    )
    media = table.parent / recording
    problem = ""
    sheet: Cells = {}
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        problem = "has more cells than there are columns; write values with commas in quotes"
    elif not recording:
        problem = "has no recording; write the file's name into its cell"
    else:
        missing = [path.name for path in (media, *photos) if not path.exists()]
        problem = f"names {missing[0]}, which is not there" if missing else ""
        try:
            sheet = _sheet({key: cell for key, cell in values.items() if cell})
        except ValueError as error:
            problem = problem or str(error)
    row = Row(table=table, number=number, name=name, media=media, photos=photos, sheet=sheet)
    return replace(row, sheet={}, problem=f"{row.where} {problem}") if problem else row


def _sheet(values: Mapping[str, str]) -> Cells:
    """The sheet in which `name.en` is the key `en` of the table `name`.

    Raises:
        ValueError: a key is a value and a table at once.
    """
    sheet: dict[str, Any] = {}
    for column, cell in values.items():
        *tables, key = column.split(".")
        place = sheet
        for table in tables:
            place = place.setdefault(table, {})
            if not isinstance(place, dict):
                raise ValueError(f"has a value in {table!r} and in {column!r}; leave one empty")
        if isinstance(place.get(key), dict):
            raise ValueError(f"has a value in {column!r} and in {column}.…; leave one empty")
        items = [item.strip() for item in cell.strip("[]").split(",")]
        place[key] = items if LISTS.intersection((column, *keys_of(column))) else cell
    return sheet


def _csv_lines(table: Path) -> Iterator[list[str]]:
    """The lines of a CSV as spreadsheets save it: UTF-8 or, in China, GB 18030; `,` `;` or tab."""
    raw, text = table.read_bytes(), "\x00"
    for encoding in ("gb18030", "utf-8-sig"):  # the last one that fits is taken
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
    if "\x00" in text:
        raise InputError(f"{table.name} is not text; save it as CSV (UTF-8)")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise InputError(f"{table.name} cannot be read ({error}); save it as CSV again") from error


def _xlsx_lines(table: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(table, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write wrong ones
            for cells in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 2):
                yield [_text(cell) for cell in cells]
        finally:
            book.close()
    except (
        InvalidFileException,
        BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        SyntaxError,
    ) as error:
        raise InputError(f"{table.name} is not a spreadsheet; save it as XLSX again") from error


def _text(cell: object) -> str:
    """What a cell shows: 100, not 100.0."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
