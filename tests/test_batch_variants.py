"""Products with several prices as the rows of a table: columns of steps, a row for each color."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_studio.batch.rows import Row, lay_out, read_rows
from merchant_studio.facts import summary
from merchant_studio.read import read_sheet


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table beside the files that it names."""
    for name in ("a.mp4", "b.mp4", "red.jpg", "blue.jpg"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path / "table.csv"


def rows_of(table: Path, *lines: str) -> list[Row]:
    table.write_text("\n".join(lines), encoding="utf-8")
    return read_rows(table)


def facts_of(row: Row, tmp_path: Path) -> dict[str, str]:
    assert row.problem == ""
    sheet = lay_out(row, tmp_path / "made" / row.name) / "product.yaml"
    return {key: summary(value) for key, value in read_sheet(sheet, "zh").values.items()}


def test_a_column_may_be_a_step_of_the_price(table: Path, tmp_path: Path) -> None:
    rows = rows_of(
        table,
        "product,recording,price@100,price@500,moq",
        "flask,a.mp4,18.5元,17元,100个",
        "cup,b.mp4,9元,,50个",
    )
    assert [row.problem for row in rows] == ["", ""]
    flask, cup = rows
    assert facts_of(flask, tmp_path) == {
        "price": "100: 18.5 CNY, 500: 17 CNY",
        "moq": "100 piece",
    }
    assert cup.sheet["price"] == {"100": "9元"}


def test_a_row_below_may_be_another_color_of_the_product(table: Path, tmp_path: Path) -> None:
    rows = rows_of(
        table,
        "product,recording,color,price,model,photos,moq",
        "flask,a.mp4,红色,18元,A203-R,red.jpg,100个",
        "flask,,蓝色,19元,A203-B,blue.jpg,",
        "cup,b.mp4,红色,9元,,,50个",
    )
    flask, cup = rows
    assert (flask.number, cup.number) == (2, 4)
    assert [photo.name for photo in flask.photos] == ["red.jpg", "blue.jpg"]
    assert flask.sheet["color"] == {
        "红色": {"price": "18元", "model": "A203-R", "photo": "red.jpg"},
        "蓝色": {"price": "19元", "model": "A203-B", "photo": "blue.jpg"},
    }
    assert facts_of(flask, tmp_path) == {"colors": "红色 18 CNY, 蓝色 19 CNY", "moq": "100 piece"}
    assert facts_of(cup, tmp_path) == {"color": "红色", "price": "9 CNY", "moq": "50 piece"}


def test_rows_may_differ_in_weight_and_packing(table: Path, tmp_path: Path) -> None:
    (flask,) = rows_of(
        table,
        "product,recording,尺码,price,weight,pack,material",
        "flask,a.mp4,大号,25元,1.2 kg,20 pcs/carton,steel",
        "flask,,小号,18元,800 g,20 pcs/carton,",
    )
    assert flask.sheet == {
        "尺码": {
            "大号": {"price": "25元", "weight": "1.2 kg"},
            "小号": {"price": "18元", "weight": "800 g"},
        },
        "pack": "20 pcs/carton",
        "material": "steel",
    }
    assert facts_of(flask, tmp_path) == {
        "sizes": "大号 25 CNY, 小号 18 CNY",
        "carton_quantity": "20 piece",
        "material": "steel",
    }


def test_a_row_of_the_same_name_with_its_own_recording_is_a_product(table: Path) -> None:
    rows = rows_of(
        table,
        "product,recording,color,price",
        "flask,a.mp4,红色,18元",
        "flask,b.mp4,蓝色,19元",
    )
    assert [row.number for row in rows] == [2, 3]
