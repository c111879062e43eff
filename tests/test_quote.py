"""Offers as PDF and XLSX: all facts, nothing cut or over another, a text that can be copied."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from PIL import Image

from merchant_studio import Studio, StudioConfig, cli
from merchant_studio.facts import completed, translated
from merchant_studio.languages import language_codes, profile
from merchant_studio.publish import catalogue, write_catalogues
from merchant_studio.publish.checking import check_run
from merchant_studio.quote import (
    Offer,
    offer_of,
    write_book,
    write_catalogue,
    write_catalogue_book,
    write_pdf,
)
from merchant_studio.quote.offer import Group, volume_of
from merchant_studio.read import read_sheet, read_value
from merchant_studio.records import Brief, Fact, Size
from merchant_studio.telling import teller

from .values import size

VALUES = {
    "price": "100-499个 18.5元, 500-999个 17元, 1000个以上 15.8元",
    "colors": "红色 18元, 蓝色 19元, 黑色 20.5元",
    "sizes": "S, M, XL",
    "moq": "100个",
    "lead_time": "7天",
    "valid_until": "2030-12-31",
    "capacity": "500毫升",
    "material": "304不锈钢",
    "model": "A203",
    "certificates": "LFGB, FDA",
    "packing": "彩盒",
    "carton_quantity": "24个",
    "carton_size": "50x40x35厘米",
    "carton_weight": "12.5公斤",
    "trade_terms": "FOB",
    "port": "宁波",
    "whatsapp": "+86 138 0000 0000",
    "email": "sales@example.com",
}
A_MARK_PT = 3.0
"""A box so low holds a mark of a letter: a hamza, a vowel sign."""
LONG_NAMES = {
    "ar": "قارورة حافظة للحرارة من الفولاذ المقاوم للصدأ مزدوجة الجدار للرحلات والمكتب والسيارة",
    "de": "Doppelwandige Edelstahl-Vakuumisolierflasche mit auslaufsicherem Schraubverschluss",
    "hi": "यात्रा और ऑफिस के लिए डबल वॉल स्टेनलेस स्टील वैक्यूम फ्लास्क, रिसाव रहित ढक्कन के साथ",
    "ja": "二重構造ステンレス真空断熱ボトル（旅行・オフィス・車内用、漏れ防止キャップ付き）",
    "th": "กระติกน้ำสแตนเลสสุญญากาศผนังสองชั้นสำหรับเดินทางและสำนักงาน พร้อมฝากันรั่ว",
}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a product."""
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (900, 1600), "steelblue").save(path)
    return path


def brief() -> Brief:
    """A brief with prices by quantity, colors, packing and terms."""
    facts = [
        Fact(key=key, value=translated(read_value(key, text, "zh"), "zh"), must_say=True,
             source="sheet")
        for key, text in VALUES.items()
    ]  # fmt: skip
    return Brief(source_language="zh", facts=completed(facts, facts))


def offer(code: str, photo: Path | None = None, title: str = "Flask") -> Offer:
    """What is offered in a language, with a long name where there is one."""
    return offer_of(
        brief(),
        profile(code),
        title=LONG_NAMES.get(code, title),
        points=("Will not leak",) if code == "en" else (),
        day=datetime.date(2029, 3, 4),
        photo=photo,
        logo=photo,
    )


def pages(path: Path) -> Iterator[tuple[Any, Any]]:
    """Each page of a PDF and what can be copied out of it."""
    document = pypdfium2.PdfDocument(path)
    yield from ((page, page.get_textpage()) for page in document)


def copied(path: Path) -> str:
    """All text of a PDF, a row a line, with common spaces."""
    texts = "\n".join(text.get_text_bounded() for _, text in pages(path))
    return texts.replace("\u00a0", " ").replace("\r\n", "\n")


@pytest.mark.parametrize("code", language_codes())
def test_all_that_an_offer_says_can_be_copied(tmp_path: Path, photo: Path, code: str) -> None:
    own = offer(code, photo)
    write_pdf(own, tmp_path / "quote.pdf")
    text = " ".join(copied(tmp_path / "quote.pdf").split())
    rows = [*own.contacts, *(row for group in own.groups for row in group.rows)]
    said = [
        own.profile.quote.title,
        *(price.text for table in own.tables for price in table.prices),
        *(price.quantity for table in own.tables for price in table.prices),
        *(value for _, value in rows),
    ]
    words = {word for each in said for word in each.replace("\u00a0", " ").split()}
    if own.profile.direction == "rtl":  # a viewer may turn the parts of A203 and ٥٠٠ around
        words = {word for word in words if all("ء" <= letter <= "ي" for letter in word)}
    assert {word for word in words if word not in text} == set()


@pytest.mark.parametrize("code", LONG_NAMES)
def test_nothing_is_cut_and_nothing_stands_over_another(
    tmp_path: Path, photo: Path, code: str
) -> None:
    write_pdf(offer(code, photo), tmp_path / "quote.pdf")
    found = list(pages(tmp_path / "quote.pdf"))
    assert 1 <= len(found) <= 2
    for page, text in found:
        width, height = page.get_size()
        found_boxes = (text.get_rect(n) for n in range(text.count_rects()))
        boxes = [box for box in found_boxes if box[3] - box[1] > A_MARK_PT]
        outside = [b for b in boxes if b[0] < 0 or b[1] < 0 or b[2] > width or b[3] > height]
        assert outside == []
        assert [(a, b) for a, b in combinations(boxes, 2) if _overlap(a, b)] == []


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes share more than a touch: marks of one row reach into the next."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    least = min(one[3] - one[1], other[3] - other[1])
    return wide > 1 and tall > 0.5 * least


def test_an_offer_in_english_is_what_its_buyer_reads(tmp_path: Path) -> None:
    write_pdf(offer("en"), tmp_path / "quote.pdf")
    assert copied(tmp_path / "quote.pdf").split("\n") == [
        "Quotation",
        "Date: March 4, 2029",
        "Flask",
        "Will not leak",
        "Quantity Unit price",
        "100–499 pieces CNY 18.50",
        "500–999 pieces CNY 17",
        "≥ 1,000 pieces CNY 15.80",
        "Colors Unit price",
        "Red CNY 18",
        "Blue CNY 19",
        "Black CNY 20.50",
        "Specifications",
        "Sizes S, M, XL Capacity 500 mL",
        "Material 304 stainless steel Model A203",
        "Compliance LFGB, FDA",
        "Packing",
        "Packaging Color box Quantity per carton 24 pieces",
        "Carton size 50 × 40 × 35 cm Carton volume 0.07 m³",
        "Carton weight 12.5 kg",
        "Terms",
        "Minimum order 100 pieces Lead time 7 days",
        "Valid until December 31, 2030 Trade terms FOB",
        "Port of loading Ningbo",
        "Contact",
        "WhatsApp +86 138 0000 0000",
        "Email sales@example.com",
    ]


@pytest.mark.parametrize(
    ("sides", "cubic_meters"),
    [
        (size("50", "40", "35"), "0.070"),
        (Size(amounts=size("20", "16", "14").amounts, unit="length-inch"), "0.073"),
        (size("50", "40"), None),
        (Size(amounts=size("1", "1", "1").amounts, unit="length-foot"), None),
    ],
)
def test_the_volume_of_a_carton(sides: Size, cubic_meters: str | None) -> None:
    volume = volume_of(sides)
    assert (volume and str(volume.amount)) == cubic_meters


@pytest.mark.parametrize("code", ["en", "ar"])
def test_amounts_of_a_workbook_are_numbers(tmp_path: Path, photo: Path, code: str) -> None:
    write_book(offer(code, photo), tmp_path / "quote.xlsx")
    sheet = load_workbook(tmp_path / "quote.xlsx").active
    prices = [row[2] for row in sheet.iter_rows() if isinstance(row[2].value, int | float)]
    assert [float(cell.value) for cell in prices] == [18.5, 17, 15.8, 18, 19, 20.5]
    assert {cell.number_format for cell in prices} == {"[$CNY] #,##0.00"}
    assert sheet.sheet_view.rightToLeft == (code == "ar")


def test_what_a_variant_has_of_its_own_stands_beside_its_price(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").write_text(
        "variants:\n"
        "  大号: {en: large, price: 25 CNY, weight: 1.2 kg, pack: 20 pcs/carton}\n"
        "  小号: {en: small, price: {100: 18 CNY, 500: 17 CNY}, weight: 800 g}\n"
        "sizes: {S: {weight: 500 g}, M: {weight: 600 g}}\n",
        encoding="utf-8",
    )
    values = read_sheet(tmp_path / "product.yaml", "zh").values
    facts = [
        Fact(key=key, value=translated(value, "zh"), must_say=True, source="sheet")
        for key, value in values.items()
    ]
    own = offer_of(
        Brief(source_language="zh", facts=completed(facts, facts)),
        profile("en"),
        title="Cup",
        day=datetime.date(2029, 3, 4),
    )
    details = ["Weight: 1.2 kg; Quantity per carton: 20 pieces", "Weight: 800 g", ""]
    assert [price.details.replace("\u00a0", " ") for price in own.tables[0].prices] == details
    rows = [row for group in own.groups for row in group.rows]
    assert [(name, text.replace("\u00a0", " ")) for name, text in rows] == [
        ("Sizes", "S, M"),
        ("S", "Weight: 500 g"),
        ("M", "Weight: 600 g"),
    ]
    write_pdf(own, tmp_path / "quote.pdf")
    assert "Weight: 1.2 kg" in copied(tmp_path / "quote.pdf")
    write_book(own, tmp_path / "quote.xlsx")
    rows = load_workbook(tmp_path / "quote.xlsx").active.iter_rows(values_only=True)
    column = [str(row[3]).replace("\u00a0", " ") for row in rows if row[3]]
    assert column == ["Specifications", *details[:2]]


def test_no_name_of_a_product_is_a_formula(tmp_path: Path) -> None:
    write_book(offer("en", title="=HYPERLINK(1)"), tmp_path / "quote.xlsx")
    sheet = load_workbook(tmp_path / "quote.xlsx").active
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet.title == "=HYPERLINK(1)"


def test_no_text_of_a_catalogue_is_a_formula(tmp_path: Path) -> None:
    own = offer("en", title="=HYPERLINK(1)")
    tables = tuple(
        replace(table, prices=tuple(replace(price, option="=1+1") for price in table.prices))
        for table in own.tables
    )
    groups = (Group(heading="=2", rows=(("=3", "-20 °C"),)),)
    own = replace(own, tables=tables, groups=groups, contacts=(("=4", "+86 579"),))
    write_catalogue_book([own], tmp_path / "all.xlsx")
    book = load_workbook(tmp_path / "all.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    texts = {"=HYPERLINK(1)", "=1+1", "=2", "=3", "=4", "-20 °C", "+86 579"}
    assert texts <= {cell.value for cell in cells}
    assert {cell.value for cell in cells if cell.quotePrefix} == texts


def test_a_catalogue_leads_to_each_offer(tmp_path: Path, photo: Path) -> None:
    offers = [offer("en", photo, title=f"Flask {n}") for n in range(1, 51)]
    write_catalogue(offers, tmp_path / "all.pdf")
    write_catalogue_book(offers, tmp_path / "all.xlsx")
    found = [text.get_text_bounded() for _, text in pages(tmp_path / "all.pdf")]
    first = next(n for n, text in enumerate(found) if text.startswith("Quotation"))
    assert found[0].split()[:5] == ["Catalogue", "Flask", "1", "CNY", "15.80"]
    assert str(first + 1) in found[0].split()
    assert [f"Flask {n}\r" in text for n, text in enumerate(found[first:], 1)] == [True] * 50
    book = load_workbook(tmp_path / "all.xlsx")
    assert len(book.sheetnames) == 51
    assert book.active["A2"].hyperlink.location == "'1 Flask 1'!A1"
    assert [cell.value for cell in book.active["D"][1:4]] == [18.5, 17, 15.8]


def test_a_run_writes_an_offer_beside_each_video(config: StudioConfig, product: Path) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli.main, arguments)

    (release,) = Studio(config).run(product, ["en"])
    assert {"quote.pdf", "quote.xlsx"} <= set(release.files)
    assert "CNY 18.50" in copied(release.folder / "quote.pdf")
    out = release.folder.parent
    (release.folder / "quote.pdf").unlink()
    answer = run("quote", str(out), "--to", "en")
    assert answer.output.split() == [
        *("en", str(release.folder / "quote.pdf")),
        *("en", str(release.folder / "quote.xlsx")),
    ]
    assert [found.check for found in check_run(out) if found.severity == "block"] == []
    made = run("catalogue", str(config.out), "--to", "en")
    assert made.output.split() == [
        *("en", str(config.out / "catalogue-en.pdf")),
        *("en", str(config.out / "catalogue-en.xlsx")),
    ]
    missing = run("catalogue", str(config.out), "--to", "de")
    assert missing.exit_code == 2
    assert "has no product in German; run it with --to de" in missing.output


def test_a_catalogue_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="has no product in English"):
        catalogue(tmp_path, "en", print)


def test_a_batch_tells_which_catalogue_it_writes_and_which_product_it_leaves_out(
    config: StudioConfig, product: Path
) -> None:
    (release, _) = Studio(config).run(product, ["en", "es"])
    out = release.folder.parent.parent
    broken = out / "broken"
    shutil.copytree(release.folder.parent, broken)
    (broken / "brief.json").write_text("{", encoding="utf-8")
    told: list[str] = []
    write_catalogues(out, ["en", "es", "de"], told.append)
    first, problem, second = told
    assert (first, second) == (
        "writing the catalogue: en (1 of 2)",
        "writing the catalogue: es (2 of 2)",
    )
    assert problem.startswith(f"broken is left out of the catalogue: {broken / 'brief.json'} ")
    assert problem.endswith("; mend it, or delete it to make it new")
    tell = teller("zh").tell
    assert tell(first) == "正在写产品目录：en（第 1 个，共 2 个）"
    assert tell(problem).startswith("产品目录里没有 broken：")
    assert (out / "catalogue-es.pdf").exists()
    told.clear()
    write_catalogues(out, ["en", "es", "de"], told.append)
    assert told == []  # nothing is newer
