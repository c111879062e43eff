"""A catalogue of 32 products, three of them bad in some way: the others are made, and told of."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from merchant_studio.cli import main
from tests.batches import FAKE, add_product, make_pitch, start_batch
from tests.hostile.making import cut, recording
from tests.waiting import LIMIT_S

GBK = os.fsdecode("保温杯".encode("gbk"))
DEEP = f"{'n' * 150}/{'m' * 150}"
"""A name of 301 characters, as the batch has it; a folder's own has 255 bytes at most."""
COUNT = 32

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="its names are UTF-16"),
]


def test_one_damaged_product_stops_no_other_one(tmp_path: Path) -> None:
    pitch = make_pitch(tmp_path)
    for name in (GBK, DEEP, "damaged", *(f"p{number:02}" for number in range(COUNT - 3))):
        add_product(tmp_path / "products", name, pitch)
    damaged = tmp_path / "products" / "damaged" / "pitch.mp4"
    damaged.write_bytes(cut(0.5)(recording("mov")))
    batch = start_batch(tmp_path, "--to", "en")
    out, err = batch.communicate(timeout=LIMIT_S)
    assert batch.returncode == 1, err
    assert len(list((tmp_path / "out").glob("*/en/video.mp4"))) == COUNT - 1
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["counts"] == {"made": COUNT - 1, "blocked": 0, "failed": 1, "waiting": 0}
    (failed,) = (each for each in report["products"] if each["status"] == "failed")
    assert failed["product"] == "damaged"
    assert failed["reason"].startswith("pitch.mp4 ")
    assert {"保温杯", DEEP} <= {each["product"] for each in report["products"]}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert failed["reason"] in page and "保温杯" in page
    assert "Traceback" not in err
    assert "damaged: failed: pitch.mp4" in out


def test_bad_rows_of_a_table_stop_no_other_one(tmp_path: Path) -> None:
    add_product(tmp_path, "flask", make_pitch(tmp_path))
    (tmp_path / "flask" / "product.yaml").unlink()
    rows = [
        ("good", "flask"),
        ("n" * 300, "flask"),
        ("a disk", "/"),
        ("a long file", "r" * 300),
        ("nothing", "none.mp4"),
    ]
    table = "product,recording,price,moq,name.en\n"
    table += "".join(f"{name},{path},18.5 CNY,100 pcs,flask\n" for name, path in rows)
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    batch = start_batch(tmp_path, "--to", "en", place="table.csv")
    out, err = batch.communicate(timeout=LIMIT_S)
    assert batch.returncode == 1, err
    assert out.splitlines()[:3] == [
        "a disk: failed: table.csv, row 4 names /, which is not there",
        f"a long file: failed: table.csv, row 5 names {'r' * 60}…, which is not there",
        "nothing: failed: table.csv, row 6 names none.mp4, which is not there",
    ]
    assert len(list((tmp_path / "out").glob("*/en/video.mp4"))) == 2


def test_a_folder_that_may_not_be_read_stops_no_other_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's answer is played, for root may read everything."""
    pitch = make_pitch(tmp_path)
    for name in ("good", "closed"):
        add_product(tmp_path / "products", name, pitch)
    listed = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path.name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["batch", "products", "--to", "en", "--dry-run", *FAKE])
    assert result.exit_code == 1
    assert "good: to make" in result.output
    assert "closed: failed:" in result.output
    assert "Traceback" not in result.output
