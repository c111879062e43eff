"""What differs on Windows, as far as it can be tried elsewhere: names, consoles, locked files."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from merchant_studio import StudioConfig
from merchant_studio.batch.products import find_products
from merchant_studio.batch.rows import lay_out, read_rows
from merchant_studio.cli import main
from merchant_studio.errors import StorageError
from merchant_studio.intake import slug
from merchant_studio.records import SCHEMA
from merchant_studio.run import MadeFrom, RunFolder, remove
from merchant_studio.webui import users
from merchant_studio.webui.products import Products
from merchant_studio.webui.wording import tell
from tests.conftest import FAKE
from tests.waiting import LIMIT_S

ROOT = Path(__file__).parent.parent
HELD = "cannot be written: another program has it open; close it there and run the same command"

# --- names ------------------------------------------------------------------------------------

PORTS = ["com0", "com1", "com9", "COM¹", "lpt1", "lpt9"]
DEVICES = ["con", "prn", "aux", "nul", "CON", "Aux", "con.txt", *PORTS]
ODD = ["a:b", "what?", "5 * 3", "a|b", "<new>", 'he said "x"', "..", "end. ", " x ", "a\\b", "a/b"]


@pytest.mark.parametrize("name", [*DEVICES, *ODD, "x" * 300, "保温杯", "\n", ""])
def test_a_run_folder_has_a_name_that_windows_takes(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made) and len(made) <= 50
    assert made not in ("con", "prn", "aux", "nul")
    assert not re.fullmatch(r"(com|lpt)\d", made)


def test_a_device_is_told_apart_from_what_is_named_after_it() -> None:
    assert re.fullmatch(r"aux-[0-9a-f]{8}", slug("AUX"))
    assert slug("AUX cable") == "aux-cable" and slug("com10") == "com10"


def test_a_batch_gives_products_folders_that_no_case_tells_apart(tmp_path: Path) -> None:
    table = tmp_path / "products.csv"
    rows = "\n".join(f"{name},pitch.mp4" for name in ("con", "Flask", "flask", "A:1", "A?1"))
    (tmp_path / "pitch.mp4").touch()
    table.write_text(f"product,recording\n{rows}\n", encoding="utf-8")
    products = find_products(table, tmp_path / "out")
    assert len({product.slug.casefold() for product in products}) == len(products) == 5
    assert all(slug(product.slug) == product.slug for product in products)
    assert [p.problem for p in products if p.problem] == [
        "Flask has the same folder name in the results; rename one of them"
    ]


# --- no links ---------------------------------------------------------------------------------


def test_where_no_links_can_be_made_files_are_copied(
    product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(os, "link", refuse)
    table = tmp_path / "products.csv"
    table.write_text("recording,price\nflask/pitch.mp4,18.5 CNY\n", encoding="utf-8")
    (row,) = read_rows(table)
    for _ in range(2):
        folder = lay_out(row, tmp_path / "row")
        assert (folder / "pitch.mp4").read_bytes() == (product / "pitch.mp4").read_bytes()
        assert not (folder / "pitch.mp4").is_symlink()
    products = Products(StudioConfig(out=tmp_path / "out"))
    kept = products.product(products.new_name())
    with (product / "pitch.mp4").open("rb") as file:
        kept.receive("pitch.mp4", file, StudioConfig())
    assert (kept.source / "recording.mp4").stat().st_nlink == 1


# --- files that another program has open ------------------------------------------------------


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a player have the files of a name open: Windows replaces none of them."""

    move = os.replace

    def held(name: str) -> None:
        def refuse(source: Any, target: Any) -> None:
            if Path(target).name == name:
                raise PermissionError(errno.EACCES, "Access is denied", source, 5, target)
            move(source, target)

        monkeypatch.setattr(os, "replace", refuse)

    return held


def write_script(place: Path) -> None:
    RunFolder(place).write_json("script.json", {"line": 2})


def set_aside(place: Path) -> None:
    run = RunFolder(place)
    run.write_json("script.json", {"schema": SCHEMA, "inputs": "", "made": "", "record": 1})
    run.record("script.json", str, MadeFrom({}, since={"sheet": [1]}), lambda: "new")


def add_user(place: Path) -> None:
    users.add_user(place / "users.txt", "anna", "correct horse")


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_script, "script.json"),
        (set_aside, "script.edited.json"),
        (add_user, "users.txt"),
    ],
)
def test_a_file_that_is_open_elsewhere_is_told_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    hold: Callable[[str], None],
    write: Callable[[Path], None],
    name: str,
) -> None:
    monkeypatch.setattr(users, "COST", 2**4)
    hold(name)
    with pytest.raises(StorageError, match=HELD) as told:
        write(tmp_path)
    assert "\n" not in str(told.value)
    chinese = "文件写不进去（别的程序正打开着它）；请先在那里关闭，再试一次。"
    assert tell(told.value.message, "zh") == chinese


def test_a_video_that_a_player_shows_is_told_and_made_when_it_is_closed(
    product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hold: Callable[[str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["run", str(product), "--to", "en", *FAKE]
    hold("video.mp4")
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].endswith(f"video.mp4 {HELD} again")
    hold("nothing")
    assert CliRunner().invoke(main, command).exit_code == 0


def test_what_windows_does_not_delete_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Any, **_: object) -> None:
        error = PermissionError(errno.EACCES, "it is used by another process", str(path))
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    products = Products(StudioConfig(out=tmp_path))
    product = products.product(products.new_name())
    product.choose()
    monkeypatch.setattr(os, "unlink", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StorageError, match=HELD):
        remove(tmp_path / "video.mp4")
    with pytest.raises(StorageError, match=HELD):
        products.delete(product)
    monkeypatch.undo()
    products.delete(product)
    products.delete(product)
    assert not product.folder.exists()


# --- consoles ---------------------------------------------------------------------------------


def printed(encoding: str, *words: str) -> tuple[int, bytes]:
    """A command's exit code, and what it writes to both its outputs in that encoding."""
    done = subprocess.run(
        [sys.executable, "-c", "from merchant_studio.cli import main; main()", *words],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT_S,
    )
    return done.returncode, done.stdout


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["cp936", "ascii"])
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["languages"], "German"),
        (["points", "fold"], "folds-small"),
        (["doctor", "--recognizer", "fake", "--writer", "none", "--translator", "fake"], "python"),
        (["run", "保温杯.mp4", "--to", "en"], "does not exist; give a product folder"),
        (["run", "x", "--to", "en", "--style", "ตัวอักษร"], "there is no"),
        (["--help"], "Usage"),
    ],
)
def test_no_console_lacks_a_letter_so_much_that_a_command_fails(
    encoding: str, words: list[str], shown: str
) -> None:
    code, told = printed(encoding, *words)
    assert b"UnicodeEncodeError" not in told and b"Traceback" not in told
    assert shown in told.decode("utf-8" if encoding == "ascii" else encoding, errors="replace")
    assert code == (2 if words[0] == "run" else code)


def test_a_letter_that_the_console_has_is_shown_and_another_is_a_question_mark() -> None:
    lines = printed("cp936", "languages")[1].decode("cp936").splitlines()
    rows = {line.split()[0]: line for line in lines}
    assert rows["zh"].endswith("简体中文") and rows["de"].endswith("Deutsch")
    assert rows["ar"].endswith("Arabic       ???????")


@pytest.mark.parametrize("encoding", ["cp936", "ascii"])
def test_json_loses_no_letter(encoding: str) -> None:
    rows = json.loads(printed(encoding, "languages", "--json")[1])
    assert {row["code"]: row["native_name"] for row in rows}["ar"] == "العربية"


def test_the_set_up_says_what_it_can_in_any_console(tmp_path: Path) -> None:
    shutil.copy(ROOT / "install.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "install.py", "--python", "蟒蛇ž"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
        capture_output=True,
    )
    assert done.returncode == 1
    assert "蟒蛇? cannot be run; name a Python" in done.stderr.decode("cp936")
