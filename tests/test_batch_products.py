"""Which products a folder or a table holds, and what is said of those that cannot be made."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from merchant_studio.batch.products import Product, find_products, select
from merchant_studio.batch.rows import _sheet, lay_out
from merchant_studio.errors import InputError, UsageError
from merchant_studio.read import read_sheet
from merchant_studio.records import Code, Count, Money, Term


def make(folder: Path, *files: str) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def names(products: Sequence[Product]) -> list[tuple[str, str]]:
    return [(product.name, product.slug) for product in products]


def test_each_folder_with_a_recording_or_a_sheet_is_a_product(tmp_path: Path) -> None:
    catalogue = make(
        tmp_path / "catalogue",
        "flask/pitch.mp4",
        "flask/photos/old.jpg",
        "kitchen/pan/product.yaml",
        "kitchen/Pot 2/pitch.wav",
        "kitchen/empty/notes.txt",
        "保温杯/pitch.mp4",
        "lamp.mov",
        ".hidden/pitch.mp4",
        "out/flask/en/video.mp4",
    )
    assert names(find_products(catalogue, catalogue / "out")) == [
        ("flask", "flask"),
        ("kitchen/Pot 2", "kitchen-pot-2"),
        ("kitchen/empty", "kitchen-empty"),
        ("kitchen/pan", "kitchen-pan"),
        ("lamp", "lamp"),
        ("保温杯", "product-2fa6b65b"),
    ]


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    catalogue = make(tmp_path / "catalogue", "shelf/flask/pitch.mp4")
    (catalogue / "shelf" / "again").symlink_to(catalogue)
    assert names(find_products(catalogue, tmp_path / "out")) == [("shelf/flask", "shelf-flask")]


def test_long_names_do_not_share_a_folder(tmp_path: Path) -> None:
    stem = "stainless-steel-vacuum-flask-with-a-handle"
    catalogue = make(tmp_path / "c", f"{stem}-red/a.mp4", f"{stem}-blue/a.mp4")
    found = find_products(catalogue, tmp_path / "out")
    assert len({product.slug for product in found}) == 2
    assert not any(product.problem for product in found)


def test_products_that_would_share_a_folder_are_told(tmp_path: Path) -> None:
    catalogue = make(tmp_path / "c", "a 1/a.mp4", "a-1/a.mp4")
    first, second = find_products(catalogue, tmp_path / "out")
    assert first.problem == ""
    assert second.slug != first.slug
    assert second.problem == "a 1 has the same folder name in the results; rename one of them"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ((), "catalogue has no products; put a folder into it for each"),
        (
            ("pitch.mp4", "photo.jpg"),
            "catalogue is one product; run: merchant-studio run catalogue",
        ),
        (
            ("product.yaml", "a/b.mp4"),
            "catalogue is one product; run: merchant-studio run catalogue",
        ),
    ],
)
def test_a_folder_without_products(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...], problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    catalogue = Path("catalogue")
    catalogue.mkdir()
    make(catalogue, *files)
    with pytest.raises(InputError) as error:
        find_products(catalogue, Path("out"))
    assert str(error.value) == problem


def test_products_are_selected_by_name_or_pattern(tmp_path: Path) -> None:
    found = find_products(make(tmp_path / "c", "A1/a.mp4", "A2/a.mp4", "B1/a.mp4"), tmp_path / "o")
    assert [product.name for product in select(found, "A*, b1")] == ["A1", "A2", "B1"]
    assert select(found, "") == found
    with pytest.raises(UsageError, match=r"^no product is called 'C\*'; --dry-run lists"):
        select(found, "A1,C*")


ROWS = [
    line.split("|")
    for line in """\
product|recording|photos|price|moq|name.zh|name.en|certificates|contact.whatsapp|size
A203|pitch.mp4|a.jpg;b.jpg|18.5 CNY|100 pcs|保温杯|flask|CE, FCC|+86 138 0000 0000|
|pitch.mp4

A204|gone.mp4
A205|||1 CNY
A206|folder||1 CNY||||||30 x 45 cm
""".splitlines()
]
MEDIA = ("pitch.mp4", "a.jpg", "b.jpg", "folder/inner.mp4", "folder/inner.jpg")


def table(folder: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    path = make(folder, *MEDIA) / "catalogue.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(ROWS)
    return path


def spreadsheet(folder: Path) -> Path:
    path = make(folder, *MEDIA) / "catalogue.xlsx"
    book = Workbook()
    for cells in ROWS:
        book.active.append([cell or None for cell in cells])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "save",
    [
        table,
        lambda folder: table(folder, "gb18030"),
        lambda folder: table(folder, delimiter=";"),
        lambda folder: table(folder, delimiter="\t"),
        spreadsheet,
    ],
    ids=["utf-8", "gb18030", "semicolons", "tabs", "xlsx"],
)
def test_a_row_is_a_product(tmp_path: Path, save: object) -> None:
    path = save(tmp_path)  # type: ignore[operator]
    found = {product.name: product for product in find_products(path, tmp_path / "out")}
    assert {name: product.problem for name, product in found.items()} == {
        "A203": "",
        "pitch": "",
        "A204": f"{path.name}, row 5 names gone.mp4, which is not there",
        "A205": f"{path.name}, row 6 has no recording; write the file's name into its cell",
        "A206": "",
    }
    row = found["A203"].row
    assert row
    folder = lay_out(row, tmp_path / "laid")
    assert sorted(p.name for p in folder.iterdir()) == [
        "a.jpg", "b.jpg", "pitch.mp4", "product.yaml",
    ]  # fmt: skip
    sheet = read_sheet(folder / "product.yaml", "zh")
    assert isinstance(sheet.values["price"], Money)
    assert isinstance(sheet.values["moq"], Count)
    assert sheet.values["certificates"] == Code(codes=("CE", "FCC"))
    assert sheet.values["whatsapp"] == Code(codes=("+86 138 0000 0000",))
    other = found["A206"].row
    assert other
    lay_out(other, folder)
    assert sorted(p.name for p in folder.iterdir()) == ["inner.jpg", "inner.mp4", "product.yaml"]


def test_what_lies_outside_of_a_table_is_used_only_if_that_is_wanted(tmp_path: Path) -> None:
    goods = make(tmp_path / "goods", "pitch.mp4", "pitch.jpg")
    make(tmp_path / "private", "other.mp4", "me.jpg")
    (goods / "link.mp4").symlink_to(tmp_path / "private" / "other.mp4")
    rows = [
        ["product", "recording", "photos"],
        ["A1", "pitch.mp4", "pitch.jpg"],
        ["A2", "../private/other.mp4", ""],
        ["A3", "pitch.mp4", str(tmp_path / "private" / "me.jpg")],
        ["A4", "link.mp4", ""],
    ]
    with (goods / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = find_products(goods / "a.csv", tmp_path / "out")
    told = "which lies outside of goods; move it there, or say --outside"
    assert [each.problem for each in found] == [
        "",
        f"a.csv, row 3 names other.mp4, {told}",
        f"a.csv, row 4 names me.jpg, {told}",
        f"a.csv, row 5 names link.mp4, {told}",
    ]
    found = find_products(goods / "a.csv", tmp_path / "out", outside=True)
    assert not any(each.problem for each in found)


def test_a_link_in_a_product_leads_to_nothing_outside(tmp_path: Path) -> None:
    goods = make(tmp_path / "goods", "A1/pitch.mp4", "A1/cup.jpg", "A2/pitch.mp4")
    make(tmp_path, "me.jpg")
    (goods / "A1" / "same.jpg").symlink_to("cup.jpg")
    (goods / "A2" / "cup.jpg").symlink_to(tmp_path / "me.jpg")
    first, second = find_products(goods, tmp_path / "out")
    assert first.problem == ""
    assert second.problem == (
        "A2 names cup.jpg, which lies outside of goods; move it there, or say --outside"
    )


def test_a_spreadsheets_numbers_are_what_it_shows(tmp_path: Path) -> None:
    make(tmp_path, "pitch.mp4")
    book = Workbook()
    book.active.append(["product", "recording", "colors", "price"])
    book.active.append([203, "pitch.mp4", 8.0, 18.5])
    book.save(tmp_path / "a.xlsx")
    (product,) = find_products(tmp_path / "a.xlsx", tmp_path / "out")
    assert product.row
    assert (product.name, dict(product.row.sheet)) == ("203", {"colors": "8", "price": "18.5"})


def test_a_column_may_have_a_merchants_word(tmp_path: Path) -> None:
    make(tmp_path, "pitch.mp4")
    headings = ["recording", "起订量", "Unit price", "认证", "名称.en", "伞骨"]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [headings, ["pitch.mp4", "100个", "18.5元", "CE, FCC", "umbrella", "8"]]
        csv.writer(file).writerows(rows)
    (product,) = find_products(tmp_path / "a.csv", tmp_path / "out")
    assert product.row
    sheet = read_sheet(lay_out(product.row, tmp_path / "laid") / "product.yaml", "zh")
    assert sheet.values == {
        "moq": Count(amount=Decimal(100), unit="piece"),
        "price": Money(amount=Decimal("18.5"), currency="CNY"),
        "certificates": Code(codes=("CE", "FCC")),
        "name": Term(translations={"en": "umbrella"}),
        "伞骨": Count(amount=Decimal(8)),
    }


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"", "a.csv has no column 'recording'; its first row names the columns, "
         "such as: product, recording, price, moq, name.en"),
        ("a.csv", b"recording,price,price\n", "a.csv has two columns 'price'; "
         "give each column its own name"),
        ("a.csv", b"recording,,price\n", "a.csv has a column without name; "
         "give each column its own name"),
        ("a.csv", b"recording\n", "a.csv has no products; put a row into it for each"),
        ("a.csv", b"\xff\xff\x00", "a.csv is not text; save it as CSV (UTF-8)"),
        ("a.xlsx", b"recording", "a.xlsx is not a spreadsheet; save it as XLSX again"),
        ("a.doc", b"", "a.doc is neither a folder nor a CSV or XLSX; give one of these"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)
    with pytest.raises(InputError) as error:
        find_products(Path(name), Path("out"))
    assert str(error.value) == problem


WORDS = st.text(min_size=1, max_size=20).filter(lambda text: text.strip() == text)


@given(st.dictionaries(st.sampled_from(["price", "name.en", "name.zh", "moq", "say"]), WORDS))
def test_no_cell_becomes_a_key(cells: Mapping[str, str]) -> None:
    """Whatever stands in a cell, the sheet has the keys of the columns."""
    sheet = _sheet(cells)
    assert set(sheet) == {column.split(".")[0] for column in cells}


def test_a_key_is_no_value_and_table_at_once() -> None:
    for columns in (("name", "name.en"), ("name.en", "name")):
        with pytest.raises(ValueError, match="leave one empty"):
            _sheet(dict.fromkeys(columns, "flask"))
