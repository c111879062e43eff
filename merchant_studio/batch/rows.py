"""Products as the rows of a CSV or XLSX table.

| column | what it holds |
|---|---|
| `product` | the product's name or number, also of its folder in OUT; default: the recording's |
| `recording` | the recording, or the folder with recording and photos; relative to the table |
| `photos` | photos beside the recording's own, divided by `;` |
| any other | a key of the sheet: `price`, `price@500`, 起订量, `name.en`, `contact.whatsapp` ... |

A row below with the same product and no recording is another color, size or model of it: what it
has in the columns of price, model and photos is its own, and so are weight, size and packing where
the rows differ in them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ..errors import InputError, StorageError
from ..facts import OWN_KEYS, keys_of
from ..files import is_there
from ..intake import SHEET_NAME
from ..messages import NOTHING, Notice, say
from ..run import RunFolder
from .cells import lines_of

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx"})
MAX_DOTS = 3
"""Dots in a column's name: labels.price.en has two."""
MAX_ROWS = 100_000
PRODUCT, RECORDING, PHOTOS = "product", "recording", "photos"
LISTS = frozenset({"say", "certificates", "points"})
"""Keys whose cell holds several values, divided by commas, also by another name: 认证."""

VARIANTS = frozenset({"colors", "sizes", "styles", "variants"})
"""Keys of which each row of a product may have another value."""
OWN = frozenset({"price", "wholesale_price", "model"})
"""Keys that a color or size has of its own; those of `OWN_KEYS` where the rows differ in them."""

SHOWN_CHARS = 60
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
    problem: Notice = NOTHING
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
    lines = lines_of(table, MAX_ROWS)
    numbered = enumerate(lines, start=1)
    _, headings = next(numbered, (1, []))
    columns = [heading.strip() for heading in headings]
    while columns and not columns[-1]:
        columns.pop()
    if RECORDING not in columns:
        raise InputError(
            say(
                "{table} has no column {recording!r}; its first row names the columns, such as: "
                "product, recording, price, moq, name.en",
                table=table.name,
                recording=RECORDING,
            )
        )
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice or "" in columns:
        raise InputError(
            say(
                "{table} has two columns {name!r}; give each column its own name",
                table=table.name,
                name=twice[0],
            )
            if twice[:1] not in ([], [""])
            else say(
                "{table} has a column without name; give each column its own name",
                table=table.name,
            )
        )
    rows: list[Row] = []
    for number, cells in _products(numbered, columns):
        rows.append(_row(table, number, columns, *cells))
        if len(rows) > MAX_ROWS:
            raise InputError(
                say("{table} has more than {most} rows; divide it", table=table.name, most=MAX_ROWS)
            )
    return rows


def _products(
    lines: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str]
) -> Iterator[tuple[int, list[list[str]]]]:
    """The rows of each product with the number of the first one."""
    first, known = 0, list[list[str]]()
    for number, cells in lines:
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if known and _is_variant(known[0], row, columns):
            known.append(row)
            continue
        if known:
            yield first, known
        first, known = number, [row]
    if known:
        yield first, known


def _is_variant(first: Sequence[str], row: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row is another color or size of the product above."""
    above, values = (dict(zip(columns, cells, strict=False)) for cells in (first, row))
    same = values.get(PRODUCT) and values.get(PRODUCT) == above.get(PRODUCT)
    named = any(values.get(column) and above.get(column) for column in _naming(columns))
    return bool(same and named) and values.get(RECORDING) in ("", above.get(RECORDING))


def _naming(columns: Iterable[str]) -> list[str]:
    """The columns that name a color, size or model."""
    return [column for column in columns if VARIANTS.intersection(keys_of(column))]


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


def _row(
    table: Path, number: int, columns: Sequence[str], cells: Sequence[str], *others: Sequence[str]
) -> Row:
    """A product of one row, or of several, each with a color or size of it."""
    values = dict(zip(columns, cells, strict=False))
    options = [dict(zip(columns, row, strict=False)) for row in (cells, *others)]
    recording = values.pop(RECORDING, "")
    name = values.pop(PRODUCT, "") or Path(recording).stem or f"row {number}"
    photos = tuple(
        table.parent / photo.strip()
        for option in options
        for photo in option.get(PHOTOS, "").split(";")
        if photo.strip()
    )
    values.pop(PHOTOS, None)
    media = table.parent / recording
    problem = NOTHING
    sheet: Cells = {}
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        problem = say("has more cells than there are columns; write values with commas in quotes")
    elif not recording:
        problem = say("has no recording; write the file's name into its cell")
    else:
        missing = [_called(path) for path in (media, *photos) if not _can_be_had(path)]
        if missing:
            problem = say("names {file}, which is not there", file=missing[0])
        try:
            sheet = _sheet({key: cell for key, cell in values.items() if cell})
            sheet = _with_variants(sheet, options) if others else sheet
        except ValueError as error:
            problem = problem or error.args[0]
    if problem:
        problem = say(
            "{table}, row {number} {problem}", table=table.name, number=number, problem=problem
        )
    row = Row(table=table, number=number, name=name, media=media, photos=photos, sheet=sheet)
    return replace(row, sheet={}, problem=problem) if problem else row


def _with_variants(sheet: Cells, options: Sequence[Mapping[str, str]]) -> Cells:
    """The sheet with a table of the colors or sizes, each with what it has of its own."""
    naming = _naming(options[0])[0]
    own_columns = {column for column in options[0] if _is_own(column, options)}
    table = {}
    for option in options:
        own = _sheet({k: v for k, v in option.items() if v and k in own_columns})
        photos = [Path(photo.strip()).name for photo in option.get(PHOTOS, "").split(";")]
        photo = {"photo": photos[0]} if photos[0] else {}
        table[option[naming]] = {**own, **photo}
    moved = {name for own in table.values() for name in own}
    return {**{key: value for key, value in sheet.items() if key not in moved}, naming: table}


def _is_own(column: str, options: Sequence[Mapping[str, str]]) -> bool:
    """Whether a column tells what each color or size has of its own."""
    keys = set(_keys(column))
    differ = len({told for option in options if (told := option.get(column))}) > 1
    return bool(keys & OWN or (keys & OWN_KEYS and differ))


def _keys(column: str) -> tuple[str, ...]:
    """The keys that a column means, of `price@500` price."""
    return keys_of(re.split("[.@]", column)[0])


def _can_be_had(path: Path) -> bool:
    """Whether a cell names a file or folder: no whole disk (`/`), no name that no file can have."""
    return bool(path.name.strip(".")) and is_there(path)


def _called(path: Path) -> str:
    """A path as it is told: a long one is cut."""
    name = path.name or str(path)
    return name if len(name) <= SHOWN_CHARS else f"{name[:SHOWN_CHARS]}…"


def _sheet(values: Mapping[str, str]) -> Cells:
    """The sheet in which `name.en` is the key `en` of the table `name`.

    Raises:
        ValueError: a key is a value and a table at once, or nested too deeply.
    """
    sheet: dict[str, Any] = {}
    for column, cell in values.items():
        if column.count(".") > MAX_DOTS:
            raise ValueError(
                say(
                    "has a column {column!r}, which no sheet has; remove it",
                    column=column[:SHOWN_CHARS],
                )
            )
        *tables, key = re.split("[.@]", column)
        place = sheet
        for table in tables:
            place = place.setdefault(table, {})
            if not isinstance(place, dict):
                raise ValueError(
                    say(
                        "has a value in {one!r} and in {other!r}; leave one empty",
                        one=table,
                        other=column,
                    )
                )
        if isinstance(place.get(key), dict):
            raise ValueError(
                say(
                    "has a value in {one!r} and in {other!r}; leave one empty",
                    one=column,
                    other=f"{column}.…",
                )
            )
        items = [item.strip() for item in cell.strip("[]").split(",")]
        place[key] = items if LISTS.intersection((column, *keys_of(column))) else cell
    return sheet
