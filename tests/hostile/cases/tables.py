"""Tables of products as CSV and XLSX; a bad row is told of, and the others are made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from openpyxl.utils import get_column_letter

from tests.hostile.making import SHEET_END, SHEET_HEAD, cut, row, xlsx
from tests.hostile.running import Case, given, linked

HEAD = "product,recording,price\n"
GOOD = "good,pitch.mp4,18.5 CNY\n"
ANY = (0, 1, 2)
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cases() -> Iterator[Case]:
    """Every table that is tried."""
    for name, line, words in (
        ("a disk as its recording", "x,/,1 CNY", "which is not there"),
        ("the folder above", "x,..,1 CNY", "which is not there"),
        ("a dot", "x,.,1 CNY", ""),
        ("a recording of 300 letters", f"x,{'r' * 300}.mp4,1 CNY", "which is not there"),
        ("a path of 5,000 letters", f"x,{'r/' * 2500}a.mp4,1 CNY", "which is not there"),
        ("no recording", "x,,1 CNY", "has no recording"),
        ("a recording that is not there", "x,none.mp4,1 CNY", "names none.mp4, which is not there"),
        ("a device", "x,/dev/zero,1 CNY", ""),
        ("a URL", "x,https://127.0.0.1:9/x.mp4,1 CNY", "which is not there"),
        ("a file of the system", "x,/etc/passwd,1 CNY", ""),
        ("too many cells", "x,pitch.mp4,1 CNY,more", "has more cells than there are columns"),
        ("a price that is none", "x,pitch.mp4,cheap", "price cannot be read"),
        ("an escape in its name", "x\x1b[31m,none.mp4,1 CNY", "which is not there"),
        ("an escape in its recording", "x,\x1b[2Jnone.mp4,1 CNY", "which is not there"),
        ("a path as its name", "../../../etc/x,none.mp4,1 CNY", "which is not there"),
        ("a formula", "=cmd|' /C calc'!A0,none.mp4,1 CNY", "which is not there"),
    ):
        yield _csv(f"{name}, beside a good row", HEAD + GOOD + line + "\n", words, codes=(1,))
    for name, line in (
        ("a name of 300 letters", f"{'n' * 300},pitch.mp4,1 CNY"),
        ("a name of 300 Chinese letters", f"{'杯' * 300},pitch.mp4,1 CNY"),
        ("a name that nobody sees", "\u200d,pitch.mp4,1 CNY"),
        ("a device as its name", "con,pitch.mp4,1 CNY"),
        ("dots as its name", "...,pitch.mp4,1 CNY"),
    ):
        yield _csv(name, HEAD + GOOD + line + "\n", codes=(0,))
    for name, text, words in (
        ("nothing", "", "has no column 'recording'"),
        ("a line end", "\n", "has no column 'recording'"),
        ("no recordings", "product,price\nx,1\n", "has no column 'recording'"),
        ("only headings", HEAD, "has no products"),
        ("two columns of one name", "recording,price,price\n", "has two columns 'price'"),
        ("a column without a name", "recording,,price\n", "has a column without name"),
        ("zeros", "\x00" * 400, "is not text"),
        ("a quote that does not end", HEAD + '"x,pitch.mp4\n', "cannot be read"),
        ("a cell of 200 KB", HEAD + f"x,pitch.mp4,{'9' * 200_000}\n", ""),
        ("20,000 columns", "recording," + ",".join(f"k{n}" for n in range(20_000)) + "\n", ""),
        ("a NUL in a cell", HEAD + "x,a\x00b.mp4,1\n", "is not text"),
    ):
        yield _csv(name, text, words)
    yield _csv("200,000 rows", HEAD + "x,none.mp4,1\n" * 100_001, "has more than", codes=(2,))
    yield _csv("columns and their tables", "recording,a,a.en\npitch.mp4,1,2\n", "", codes=(1,))
    yield _csv("columns 3,000 deep", f"recording,{'.'.join('a' * 3000)}\npitch.mp4,1\n")
    yield from _spreadsheets()


_case = partial(given, "table")


def _csv(name: str, text: str, words: str = "", *, codes: tuple[int, ...] = ()) -> Case:
    return _case(f"CSV: {name}", "table.csv", text, words, codes=codes or (() if words else ANY))


def _sheet(*rows: str) -> str:
    return SHEET_HEAD + "".join(rows) + SHEET_END


def _spreadsheets() -> Iterator[Case]:
    head, good = row(1, "product", "recording", "price"), row(2, "good", "pitch.mp4", "18.5 CNY")
    plain = _sheet(head, good)
    broken = "is not a spreadsheet; save it as XLSX again"
    large = "unpacks to more than"
    for name, raw, words in (
        ("text", lambda: b"no spreadsheet\n" * 30, broken),
        ("an empty ZIP", lambda: b"PK\x05\x06" + bytes(18), broken),
        ("cut in half", lambda: cut(0.5)(xlsx(plain)), broken),
        ("no XML", lambda: xlsx("<worksheet"), broken),
        ("no workbook", lambda: xlsx(plain, **{"xl/workbook.xml": "<a/>"}), broken),
        ("no sheets", lambda: xlsx(plain, **{"xl/workbook.xml": f"<workbook xmlns='{NS}'/>"}), ""),
        (
            "laughs",
            lambda: xlsx(
                '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
                + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
                + f"]><worksheet xmlns='{NS}'><sheetData>{row(1, '&j;')}</sheetData></worksheet>"
            ),
            broken,
        ),
        (
            "an outer entity",
            lambda: xlsx(
                '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                f"<worksheet xmlns='{NS}'><sheetData>{row(1, '&a;')}</sheetData></worksheet>"
            ),
            "",
        ),
        ("nested 5,000 deep", lambda: xlsx("<a>" * 5000 + "</a>" * 5000), "unpacks to more than"),
        ("cells in column 16384", lambda: xlsx(_sheet(head, _far("XFD", 2))), ""),
        ("a cell in row 2,000,000", lambda: xlsx(_sheet(head, _far("A", 2_000_000))), ""),
        ("a cell at no place", lambda: xlsx(_sheet('<row r="1"><c r="??"><v>1</v></c></row>')), ""),
        (
            "a text that is not shared",
            lambda: xlsx(_sheet('<row r="1"><c r="A1" t="s"><v>999</v></c></row>')),
            "",
        ),
        ("a number of 400 digits", lambda: xlsx(_sheet(head, _number("9" * 400))), ""),
        ("a date of the year 10^9", lambda: xlsx(_sheet(head, _number("1e12"))), ""),
    ):
        yield _case(name, "table.xlsx", raw, words, codes=() if words else ANY)
    wide = "".join(f'<c r="{get_column_letter(n)}2"/>' for n in range(1, 16_385))
    for name, raw in (
        ("16,384 cells in each row", lambda: xlsx(_many(head, f'<row r="2">{wide}</row>', 20))),
        ("5 million rows", lambda: xlsx(_many(head, "<row/>" * 1000, 5_000))),
        ("a row of 5 million cells", lambda: xlsx(_many(head + "<row>", "<c/>" * 1000, 5_000))),
        ("100 MB of texts", lambda: xlsx(plain, **{"xl/sharedStrings.xml": _shared(2_500_000)})),
        ("100 MB of styles", lambda: xlsx(plain, **{"xl/styles.xml": "<a/>" * 25_000_000})),
    ):
        yield _case(name, "table.xlsx", raw, large, is_measured=True)
    yield _case("many rows", "table.xlsx", lambda: xlsx(_rows(3_000)), codes=(1,))
    yield _case(
        "90 MB of one text",
        "table.xlsx",
        lambda: xlsx(_many(head, row(2, "x" * 900_000), 100)),
        "has a cell of more than 32767 letters",
        is_measured=True,
    )
    yield _case("a pipe", "table.csv", None, codes=(2,), special=os.mkfifo)
    zero = linked("/dev/zero")
    yield _case("/dev/zero", "table.csv", None, codes=(2,), special=zero, is_measured=True)


def _far(column: str, number: int) -> str:
    return f'<row r="{number}"><c r="{column}{number}" t="inlineStr"><is><t>x</t></is></c></row>'


def _number(value: str) -> str:
    return f'<row r="2"><c r="A2"><v>{value}</v></c></row>'


def _many(head: str, piece: str, count: int) -> Iterator[str]:
    yield SHEET_HEAD + head
    for _ in range(count):
        yield piece
    yield SHEET_END


def _rows(count: int) -> Iterator[str]:
    yield SHEET_HEAD + row(1, "product", "recording", "price")
    for number in range(2, count + 2):
        yield row(number, f"p{number}", "none.mp4", "18.5 CNY")
    yield SHEET_END


def _shared(count: int) -> str:
    return f'<sst xmlns="{NS}">' + "<si><t>some text here</t></si>" * count + "</sst>"
