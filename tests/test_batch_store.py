"""Catalogues and results in an object store, against an S3 server that the tests start."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from merchant_studio.batch import claim
from merchant_studio.batch.bucket import Bucket
from merchant_studio.cli import commands as cli
from merchant_studio.messages import read_back
from tests.batches import FAKE, add_product, make_pitch, start_batch, tree
from tests.s3 import SECRET, download, new_bucket, server  # noqa: F401
from tests.test_batch import break_sheet, lose_recording

pytestmark = pytest.mark.cluster


@pytest.fixture
def bucket(
    server: dict[str, str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Bucket:
    """An empty bucket; its server and credentials stand in the environment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return new_bucket(f"b{abs(hash(tmp_path)):x}", server)


@pytest.fixture(scope="module")
def pitch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pitch(tmp_path_factory.mktemp("pitch"))


@pytest.fixture
def catalogue(pitch: Path, bucket: Bucket) -> str:
    """Three products, in `products` of the current folder and in the bucket; its URL."""
    for name in ("A1", "A2", "B1"):
        add_product(Path("products"), name, pitch)
    bucket.push("products")
    return f"{bucket.url}/products"


def batch(place: str, *arguments: str, to: str = "en,ar") -> Result:
    return CliRunner().invoke(cli.main, ["batch", place, "--to", to, *FAKE, *arguments])


def without_places(found: dict[str, Any], place: str) -> dict[str, Any]:
    """A tree in which nothing says where products and results are, and how files are known."""
    for name, content in found.items():
        if name.startswith(".batch/"):
            content["reason"] = read_back(content["reason"]).removeprefix(f"{place}/")
            found[name] = {k: v for k, v in content.items() if k not in ("inputs", "source")}
        elif name == "report.json":
            for product in content["products"]:
                product["reason"] = read_back(product["reason"]).removeprefix(f"{place}/")
                del product["source"]
        elif name.endswith("/run.json"):
            run = json.loads(content)
            del run["source"], run["config"]["out"]
            found[name] = run
    del found["report.html"]  # has them all once more
    return found


@pytest.mark.thorough
def test_a_bucket_gives_what_a_folder_gives(catalogue: str, bucket: Bucket, pitch: Path) -> None:
    break_sheet(Path("products/A2"))
    lose_recording(Path("products/B1"))
    bucket.remove(["products/B1/pitch.mp4"])
    bucket.push("products")
    local = batch("products")
    to_bucket = ("--out", out := f"{bucket.url}/out")
    remote = batch(catalogue, *to_bucket)
    assert (local.exit_code, remote.exit_code) == (1, 1), remote.output
    assert remote.stdout.splitlines() == [
        line.replace("out/", f"{out}/").replace("products/", f"{catalogue}/")
        for line in local.stdout.splitlines()
    ]
    here = tree(Path("out"))
    # Only a folder gets the catalogue of all products (docs/cluster.md).
    for tag in ("ar", "en"):
        assert here.pop(f"catalogue-{tag}.pdf") and here.pop(f"catalogue-{tag}.xlsx")
    there = tree(download(bucket, "out", Path("fetched")))
    run = json.loads(there["a1/run.json"])
    assert (run["source"], run["config"]["out"]) == (f"{catalogue}/A1", out)
    page = there["report.html"]
    assert f"{catalogue}/A1" in page and "data:image/jpeg;base64," in page
    assert without_places(there, catalogue) == without_places(here, "products")
    assert not any(SECRET.encode() in path.read_bytes() for path in everything(Path()))
    assert not list(Path("scratch").glob("*/")), "nothing is left on this machine"
    # After the repair only what failed is made, by its records where there are some.
    shutil.rmtree("products")
    for name in ("A2", "B1"):
        add_product(Path("products"), name, pitch)
    bucket.push("products")
    before = bucket.files("out/a1")
    again = batch(catalogue, *to_bucket, "--retry-failed")
    assert (again.exit_code, again.stdout) == (0, f"2 made; {out}/report.html\n")
    assert bucket.files("out/a1") == before
    # Then nothing is, until a script is edited and a video is lost.
    before = bucket.files("out")
    assert batch(catalogue, *to_bucket).stderr == ""
    changed = {name for name, fact in bucket.files("out").items() if before.get(name) != fact}
    assert changed <= {"report.json", "report.html"}
    script = (bucket.read("out/a2/en/script.json") or b"").decode()
    edited = script.replace("The price is <price>", "Just <price>, the price is")
    assert edited != script
    bucket.write("out/a2/en/script.json", edited.encode())
    bucket.remove(["out/a1/ar/video.mp4"])
    told = batch(catalogue, *to_bucket).stderr.splitlines()
    assert (told[0][:9], {line[6:9] for line in told[1:]}) == ("2 of 3 pr", {"A1:", "A2:"})
    captions = (bucket.read("out/a2/en/captions.srt") or b"").decode().replace("\n", " ")
    assert "Just CNY\u00a018.50" in captions
    assert bucket.read("out/a1/ar/video.mp4")


def everything(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_a_table_in_a_bucket_and_results_on_this_machine(catalogue: str, bucket: Bucket) -> None:
    table = (
        "product,recording,price,moq,name.zh,name.en\n"
        "one,A1/pitch.mp4,18.5 CNY,100 pcs,保温杯,flask\n"
        "two,../../etc/passwd,18.5 CNY,,,\n"
        "three,C1/pitch.mp4,18.5 CNY,,,\n"
    )
    bucket.write("products/products.csv", table.encode())
    result = batch(f"{catalogue}/products.csv", to="en")
    assert result.stdout.splitlines() == [
        "three: failed: products.csv, row 4 names pitch.mp4, which is not there",
        "two: failed: products.csv, row 3 names passwd, which is not there",
        "1 made, 2 failed; out/report.html",
        "after the repair, run the same command with --retry-failed",
    ]
    assert "CNY\u00a018.50" in Path("out/one/en/captions.srt").read_text("utf-8")
    again = batch(f"{catalogue}/products.csv", "--only", "one", to="en")
    assert (again.exit_code, again.stderr) == (0, "")


@pytest.mark.thorough
def test_a_killed_batch_leaves_nothing_half_published(catalogue: str, bucket: Bucket) -> None:
    out = f"{bucket.url}/out"
    assert batch(catalogue, "--out", f"{bucket.url}/whole").exit_code == 0
    whole = without_places(tree(download(bucket, "whole", Path("whole"))), catalogue)
    process = start_batch(Path(), "--to", "en,ar", "--out", out, place=catalogue)
    assert process.stderr
    for line in process.stderr:
        if line.startswith("[1/3]"):
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    for name in bucket.files("out"):
        slug, _, inner = name.partition("/")
        if inner.endswith("/report.json"):
            report = json.loads(bucket.read(f"out/{name}") or b"")
            folder = f"out/{slug}/{inner.removesuffix('/report.json')}"
            there = bucket.files(folder)
            sizes = {file: facts["bytes"] for file, facts in report["files"].items()}
            assert {file: there[file].size for file in sizes} == sizes
    resumed = batch(catalogue, "--out", out)
    assert resumed.exit_code == 0, resumed.output
    found = tree(download(bucket, "out", Path("fetched")))
    assert without_places(found, catalogue) == whole


def test_two_batches_do_not_work_at_one_bucket(
    catalogue: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = f"{bucket.url}/out"
    bucket.write("out/.batch/.claim.json", b'{"machine": "booth-1"}')
    result = batch(catalogue, "--only", "A1", "--out", out, to="en")
    assert (result.exit_code, result.stderr) == (
        2,
        f"merchant-studio: a batch on booth-1 is working at {out}; wait until it has ended, or, "
        "if it was switched off, 5 minutes\n",
    )
    monkeypatch.setattr(claim, "EXPIRED_S", 0)
    assert batch(catalogue, "--only", "A1", "--out", out, to="en").exit_code == 0
    assert bucket.read("out/.batch/.claim.json") is None


def test_a_store_that_does_not_answer_is_told_in_a_sentence(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = batch("s3://no-such-bucket-anywhere/products", to="en")
    assert (result.exit_code, result.stderr) == (
        2,
        "merchant-studio: s3://no-such-bucket-anywhere/products has no products; "
        "put a folder into it for each\n",
    )
    add_product(Path("products"), "A1", make_pitch(Path()))
    result = batch("products", "--out", "s3://no-such-bucket-anywhere/out", to="en")
    assert result.exit_code == 1
    assert result.stderr.startswith("merchant-studio: s3://no-such-bucket-anywhere/out cannot be")
    assert len(result.stderr.splitlines()) == 1
