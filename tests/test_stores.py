"""What a folder and a bucket promise alike, and what only a bucket does."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from merchant_studio.batch.bucket import Bucket, is_url, open_store
from merchant_studio.batch.store import Store, told
from merchant_studio.cli import commands as cli
from merchant_studio.errors import InputError, UsageError
from merchant_studio.messages import plain
from merchant_studio.run import SHARED
from tests.s3 import SECRET, new_bucket, server  # noqa: F401

MANY_BYTES = 1000

pytestmark = pytest.mark.cluster


@pytest.fixture
def bucket(
    server: dict[str, str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Bucket:
    """An empty bucket; its server and credentials stand in the environment."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return new_bucket(f"b{abs(hash(tmp_path)):x}", server).at(tmp_path / "copy")


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store of each kind."""
    if request.param == "folder":
        return Store(tmp_path / "folder")
    made: Bucket = request.getfixturevalue("bucket")
    return made


@pytest.fixture
def elsewhere(store: Store, tmp_path: Path) -> Store:
    """The same store as another process has it, with a working copy of its own."""
    other: Store = pickle.loads(pickle.dumps(store))
    return other.at(tmp_path / "elsewhere")


def write(store: Store, **texts: str) -> None:
    """Write files into the working copy of the product `a1`: `en__video` is `en/video`."""
    for name, text in texts.items():
        path = store.path / "a1" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def test_what_one_pushes_another_one_pulls(store: Store, elsewhere: Store) -> None:
    store.pull("a1")
    assert texts(store.path / "a1") == {}
    write(store, run="1", en__video="old", en__gone="x")
    store.push("a1")
    elsewhere.pull("a1")
    assert texts(elsewhere.path / "a1") == {"run": "1", "en/video": "old", "en/gone": "x"}
    write(elsewhere, en__video="newer")
    (elsewhere.path / "a1/en/gone").unlink()
    elsewhere.push("a1")
    elsewhere.drop("a1")
    store.pull("a1")
    assert texts(store.path / "a1") == {"run": "1", "en/video": "newer"}


def test_a_file_is_pushed_and_pulled_alone(store: Store, elsewhere: Store) -> None:
    elsewhere.pull_file("a1/run")
    assert not (elsewhere.path / "a1/run").exists()
    write(store, run="1", other="x")
    store.push("a1/run")
    elsewhere.pull_file("a1/run")
    assert (elsewhere.path / "a1/run").read_text("utf-8") == "1"
    (store.path / "a1/run").unlink()
    store.push("a1/run")
    elsewhere.pull_file("a1/run")
    assert not (elsewhere.path / "a1/run").exists()


def test_tags_change_with_the_content_and_only_then(store: Store, elsewhere: Store) -> None:
    assert store.tags("a1") == {}
    write(store, run="1", en__video="old")
    (store.path / "a1" / ".part").touch()
    store.push("a1")
    before = elsewhere.tags("a1")
    assert set(before) == {"run", "en/video"}
    write(store, run="1", en__video="new")  # as many bytes
    store.push("a1")
    after = elsewhere.tags("a1")
    assert {name for name in after if after[name] != before[name]} == {"en/video"}


def test_products_are_found_in_an_outline_and_fetched(
    store: Store, elsewhere: Store, tmp_path: Path
) -> None:
    write(store, pitch="spoken", film="x" * MANY_BYTES, photos__old="x")
    (store.path / "out").mkdir()
    (store.path / "out" / "made").touch()
    for name in ("a1", "out"):
        store.push(name)
    elsewhere.outline(without=open_store(f"{store.url}/out"))
    there, here = elsewhere.path / "a1", store.path / "a1"
    sizes = {path.name: path.stat().st_size for path in there.iterdir() if path.is_file()}
    assert sizes == {"pitch": len("spoken"), "film": MANY_BYTES}
    whole = elsewhere.fetch(there, tmp_path / "whole", MANY_BYTES)
    assert [(whole / name).read_text("utf-8") for name in sizes] == [
        (here / name).read_text("utf-8") for name in sizes
    ]
    one = elsewhere.fetch(there / "pitch", tmp_path / "one", MANY_BYTES)
    assert one.read_text("utf-8") == "spoken"
    # What is too large keeps size and time, by which a change is known.
    outline = elsewhere.fetch(there, tmp_path / "outline", MANY_BYTES - 1)
    for place in (outline, there):
        assert (place / "film").stat().st_size == MANY_BYTES
        assert (place / "film").stat().st_mtime_ns == (whole / "film").stat().st_mtime_ns
    assert not elsewhere.fetch(there / "pitch.txt", tmp_path / "none", MANY_BYTES).exists()


def test_a_claim_is_given_back(store: Store) -> None:
    for _ in range(2):
        with store.claim():
            pass


# --- only a bucket -------------------------------------------------------------------------


def test_what_is_not_to_be_fetched_is_not(bucket: Bucket, tmp_path: Path) -> None:
    for name in ("a1/pitch", "a1/.hidden", "a1/photos/old", "out/made"):
        bucket.write(name, b"x")
    for out in (bucket, Store(Path("out"))):  # its own catalogue; a folder of this machine
        bucket.outline(without=out)
        assert "out/made" in texts(bucket.path)
    bucket.outline(without=open_store(f"{bucket.url}/out"))
    assert "out/made" not in texts(bucket.path)
    assert list(texts(bucket.fetch(bucket.path / "a1", tmp_path / "in", MANY_BYTES))) == ["pitch"]
    for outside in (bucket.path / "a1" / ".." / ".." / "x", Path("/etc/passwd")):
        with pytest.raises(ValueError):
            bucket.fetch(outside, tmp_path / "in", MANY_BYTES)


def test_a_working_copy_is_told_by_its_url(bucket: Bucket) -> None:
    path = bucket.path / "a1" / "pitch.mp4"
    assert bucket.address(path) == told(plain(str(path)), bucket) == f"{bucket.url}/a1/pitch.mp4"
    assert Store(Path("products")).address(Path("products/a1")) == ""


def test_no_secret_goes_to_other_machines(bucket: Bucket) -> None:
    assert bucket.files() == {}  # it has a connection now
    assert SECRET.encode() not in pickle.dumps(bucket)


def test_names_that_could_leave_the_folder_are_refused(bucket: Bucket) -> None:
    bucket.write("products/A1/..\\evil.mp4", b"x")
    with pytest.raises(InputError, match="rename it"):
        bucket.files("products")


def test_of_two_who_create_a_file_one_is_told(bucket: Bucket) -> None:
    assert bucket.create("x", b"1")
    assert not bucket.create("x", b"2")
    assert bucket.read("x") == b"1"


def test_only_one_batch_claims_a_bucket(bucket: Bucket) -> None:
    told = "a batch on this machine is working at"
    with bucket.claim():
        assert bucket.tags(SHARED) == {}, "its file is not one of a product called claim"
        with pytest.raises(UsageError, match=told), bucket.claim():
            pass
    assert list(bucket.files()) == []


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("s3://", "s3:// names no bucket; write it as in s3://bucket/products"),
        ("s3://me:secret@bucket/x", "the address of a store in s3:// holds a password; "
         "give it in the environment, never in the address"),
        ("none://bucket/x", "none://bucket/x: there is no store none://"),
        ("oss://bucket/x", "oss:// addresses need more packages; "
         "run: pip install 'merchant-studio[oss]'"),
    ],
)  # fmt: skip
def test_a_url_that_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "ossfs", None)
    arguments = ["batch", place, "--to", "en", "--recognizer", "fake", "--writer", "fake"]
    result = CliRunner().invoke(cli.main, arguments)
    assert result.stderr == f"merchant-studio: {message}\n"


def test_file_urls_are_paths_of_this_machine() -> None:
    places = ["file:///data/out", "file://localhost/data/out", "/data/out", "C:\\out", "s3://b/c"]
    assert [is_url(place) for place in places] == [False, False, False, False, True]
    assert {open_store(place).path for place in places[:3]} == {Path("/data/out")}
