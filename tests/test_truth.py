"""A fact has one truth: what was edited by hand is checked, told, and never lost."""

from __future__ import annotations

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

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import main
from merchant_studio.errors import RecordError, StudioError
from merchant_studio.files import put_in_place, replace_text
from merchant_studio.publish import check_run
from merchant_studio.records import Brief, Script, Transcript
from merchant_studio.run import RunFolder
from tests.conftest import FAKE, SHEET, SPOKEN, faked

Change = Callable[[Any], object]


@pytest.fixture
def planned(config: StudioConfig, product: Path) -> Path:
    """A run folder with its texts, and no video yet."""
    folder, _, _ = Studio(config).plan(product, ["en"])
    return folder


def edit(file: Path, change: Change) -> None:
    """Change a record as an editor would, by its JSON."""
    values = json.loads(file.read_text(encoding="utf-8"))
    change(values.get("record", values))
    file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def fact(record: Any, key: str) -> Any:
    return next(each for each in record["facts"] if each["key"] == key)


def swap(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def set_in(*path: str | int, to: Any) -> Change:
    def change(record: Any) -> None:
        for step in path[:-1]:
            record = fact(record, step[1:]) if str(step).startswith("@") else record[step]
        record[path[-1]] = to

    return change


# --- facts ----------------------------------------------------------------------------------


def test_facts_in_each_others_place_are_not_rendered(config: StudioConfig, planned: Path) -> None:
    def swapped(record: Any) -> None:
        line = next(each for each in record["lines"] if "<price>" in each["text"])
        line["text"] = swap(line["text"], "<price>", "<moq>")

    edit(planned / "en" / "script.json", swapped)
    result = CliRunner().invoke(main, ["render", str(planned)])
    assert result.exit_code == 1
    assert "<price> and <moq> stand in each other's place" in result.output
    assert not (planned / "en" / "video.mp4").exists()


def test_a_brief_that_says_another_price_than_the_sheet_is_told_in_every_command(
    config: StudioConfig, product: Path, planned: Path
) -> None:
    edit(planned / "brief.json", set_in("@price", "value", "amount", to="17.5"))
    told = "price: brief.json says 17.5 CNY per piece, product.yaml says 18.5 CNY per piece"
    for command in (
        ["plan", str(product), "--to", "en", "--out", str(config.out), *FAKE],
        ["render", str(planned)],
        ["run", str(product), "--to", "en", "--out", str(config.out), *FAKE],
        ["check", str(planned)],
    ):
        result = CliRunner().invoke(main, command)
        assert told in result.output, (command, result.output)
        assert result.exit_code == 0


def test_check_reads_the_sheet_and_the_finished_texts(
    config: StudioConfig, product: Path, planned: Path
) -> None:
    Studio(config).run(product, ["en"])
    assert check_run(planned) == ()
    assert check_run(planned, read_data=True) == ()
    sheet = product / "product.yaml"
    was = sheet.read_text(encoding="utf-8")
    sheet.write_text(was.replace("18.5", "99"), encoding="utf-8")
    (found,) = check_run(planned)
    assert (found.severity, found.key) == ("block", "price")
    assert "product.yaml says 99 CNY per piece" in found.message
    sheet.write_text(was, encoding="utf-8")
    captions = planned / "en" / "captions.srt"
    whole = captions.read_text(encoding="utf-8")
    captions.write_text(whole.replace("18.50", "17.50"), encoding="utf-8")
    assert [each.message for each in check_run(planned)] == [
        f"en: changed or gone: captions.srt; run: merchant-studio render {planned}",
        "en, captions.srt: 17.5 is no fact",
    ]
    captions.write_text(whole, encoding="utf-8")
    post = planned / "en" / "post.json"
    post.write_text(post.read_text("utf-8").replace("100", "10"), encoding="utf-8")
    assert "en, post.json: 10 is no fact" in [each.message for each in check_run(planned)]


def test_check_reads_the_recording_when_it_is_told_to(
    config: StudioConfig, product: Path, planned: Path
) -> None:
    with (product / "pitch.mp4").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x55")
    told = f"pitch.mp4 is not what was read; run: merchant-studio render {planned}"
    assert told in [each.message for each in check_run(planned, read_data=True)]
    assert told not in [each.message for each in check_run(planned)]


# --- hand edits -----------------------------------------------------------------------------


def test_every_hand_edit_that_no_longer_fits_is_kept_under_its_own_number(
    config: StudioConfig, product: Path, planned: Path
) -> None:
    sheet = product / "product.yaml"
    findings: list[str] = []
    for amount in ("19", "20", "21"):
        edit(planned / "brief.json", set_in("@price", "value", "amount", to=f"{amount}.25"))
        sheet.write_text(
            re.sub(r"\n(price|单价): .*", f"\n\\1: {amount} CNY", sheet.read_text("utf-8")),
            encoding="utf-8",
        )
        _, _, found = Studio(config).plan(product, ["en"])
        findings += [each.where for each in found if each.check == "kept"]
    kept = sorted(path.name for path in planned.glob("brief.edited*"))
    assert kept == ["brief.edited-2.json", "brief.edited-3.json", "brief.edited.json"]
    assert findings == ["brief.edited.json", "brief.edited-2.json", "brief.edited-3.json"]
    amounts = [
        fact(json.loads((planned / name).read_text("utf-8"))["record"], "price")["value"]["amount"]
        for name in findings
    ]
    assert amounts == ["19.25", "20.25", "21.25"]


BRIEF, SCRIPT, HEARD = "brief.json", "en/script.json", "transcript.json"
EDITS: list[tuple[str, Change, str]] = [
    (BRIEF, set_in("@price", "value", "amount", to="1e400"), "price.*no amount"),
    (BRIEF, set_in("@price", "value", "amount", to="NaN"), "amount"),
    (BRIEF, set_in("@price", "value", "amount", to="-3"), "no price"),
    (BRIEF, set_in("@price", "value", "amount", to="0." + "1" * 40), "no amount"),
    (BRIEF, set_in("@price", "value", "high", to="1"), "no range"),
    (BRIEF, set_in("@price", "value", "currency", to="XXQ"), "no currency"),
    (BRIEF, set_in("@price", "value", "per", to="blorp"), "blorp"),
    (BRIEF, set_in("@moq", "value", "unit", to="blorp"), "blorp"),
    (BRIEF, set_in("@name", "value", "translations", to={}), "a word is missing"),
    (BRIEF, set_in("@name", "value", "translations", to={"en": " "}), "a word is missing"),
    (BRIEF, set_in("@name", "value", "translations", "en", to="a\u202eb"), r"U\+202E"),
    (BRIEF, set_in("@model", "value", "codes", to=[]), "a code is missing"),
    (BRIEF, set_in("@price", "key", to="../x"), "no key"),
    (BRIEF, set_in("@price", "key", to="moq"), "another fact of that key"),
    (BRIEF, set_in("@price", "heard_in", 0, "segment", to=99), "no sentence 99"),
    (BRIEF, set_in("facts", to="none"), "facts"),
    (SCRIPT, set_in("language", to="../../x"), "no language"),
    (SCRIPT, set_in("lines", to=[]), "no line"),
    (SCRIPT, set_in("lines", 0, "index", to=99), "its index is 99"),
    (SCRIPT, set_in("lines", 0, "says", to=[99]), "no sentence 99"),
    (SCRIPT, set_in("lines", 0, "text", to="a" * 100_000), "at most 500 characters"),
    (SCRIPT, set_in("lines", 0, "text", to="nul\0here"), r"U\+0000"),
    (SCRIPT, set_in("lines", 0, "text", to="turn \u202e round"), r"U\+202E"),
    (SCRIPT, set_in("lines", 0, "budget", "end_ms", to=7_200_000), "no line takes"),
    (HEARD, set_in("segments", to=[]), "no sentence"),
    (HEARD, set_in("segments", 0, "index", to=5), "its index is 5"),
    ("run.json", lambda values: values.clear(), "source"),
    ("run.json", set_in("languages", to=7), "languages"),
    ("run.json", set_in("config", "crf", to=99), "crf"),
    ("en/report.json", set_in("files", to=[]), "files: it is no object"),
    ("en/report.json", set_in("facts", to=[7]), "facts.0"),
    ("en/report.json", set_in("lines", to={}), "lines: it is no list"),
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Path:
    """A run folder with its video, and the product beside it."""
    place = tmp_path_factory.mktemp("truth")
    product = place / "flask"
    product.mkdir()
    shutil.copy(made / "pitch.mp4", product)
    (product / "pitch.txt").write_text(SPOKEN, encoding="utf-8")
    (product / "product.yaml").write_text(SHEET, encoding="utf-8")
    Studio(faked(place / "out")).run(product, ["en"])
    (folder,) = (path for path in (place / "out").iterdir() if path.name != ".batch")
    return folder


@pytest.mark.parametrize(("name", "change", "told"), EDITS)
def test_a_record_that_cannot_be_used_is_named_with_what_is_accepted(
    finished: Path, tmp_path: Path, name: str, change: Change, told: str
) -> None:
    out = tmp_path / "out"
    shutil.copytree(finished.parent, out)
    folder = out / finished.name
    edit(folder / name, change)
    for command in (["check", str(folder)], ["render", str(folder)]):
        result = CliRunner().invoke(main, command)
        if isinstance(result.exception, SystemExit) or result.exception is None:
            text = result.output
            assert "Traceback" not in text
        else:
            raise result.exception
        if name != "en/report.json" or command[0] == "check":
            assert result.exit_code in (1, 2), text
            assert re.search(told, text), text
            assert Path(name).name in text


@pytest.mark.parametrize("kind", [Brief, Script, Transcript])
def test_a_record_is_checked_wherever_it_is_read(tmp_path: Path, kind: type) -> None:
    folder = RunFolder(tmp_path)
    folder.write_json("x.json", {"schema": 1, "inputs": "", "made": "", "record": {}})
    with pytest.raises(RecordError, match=r"x\.json"):
        folder.stored("x.json", kind)


# --- another product ------------------------------------------------------------------------


def test_another_product_of_the_same_name_gets_a_folder_of_its_own(
    config: StudioConfig, made: Path, tmp_path: Path
) -> None:
    releases = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(made / "pitch.mp4", folder / "IMG_0001.mp4")
        (folder / "IMG_0001.txt").write_text("大家好。单价18块5。", encoding="utf-8")
        releases += Studio(config).run(folder / "IMG_0001.mp4", ["en"])
    first, second = (release.folder.parent for release in releases)
    assert first.name == "img-0001" and re.fullmatch(r"img-0001-[0-9a-f]{8}", second.name)
    told = f"{first} holds the videos of {tmp_path / 'a' / 'IMG_0001.mp4'}"
    assert [f.message for f in releases[1].findings if f.check == "folder"] == [
        f"{told}; those of {tmp_path / 'b' / 'IMG_0001.mp4'} are in {second}"
    ]
    again = Studio(config).run(tmp_path / "b" / "IMG_0001.mp4", ["en"])
    assert again[0].folder == releases[1].folder
    shutil.move(tmp_path / "a", tmp_path / "moved")
    moved = Studio(config).run(tmp_path / "moved" / "IMG_0001.mp4", ["en"])
    assert moved[0].folder == releases[0].folder


# --- files ----------------------------------------------------------------------------------


def test_a_file_is_on_the_disk_before_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), real_sync(handle)))
    monkeypatch.setattr(
        os, "replace", lambda one, other: (done.append("rename"), real_replace(one, other))
    )
    (tmp_path / "half").write_text("whole", encoding="utf-8")
    put_in_place(tmp_path / "half", tmp_path / "file")
    assert done == ["sync", "rename", "sync"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "whole"


def test_what_a_killed_process_left_half_written_goes(tmp_path: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    for process in (int(dead.stdout), os.getpid(), os.getppid()):
        (tmp_path / f".keys.{process}.part").write_text("half", encoding="utf-8")
    replace_text(tmp_path / "keys", "whole", 0o600)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    kept = f".keys.{os.getppid()}.part"  # that process may be writing it now
    assert sorted(path.name for path in tmp_path.iterdir()) == [kept, "keys"]


def test_an_arrow_in_a_line_ends_no_caption(config: StudioConfig, planned: Path) -> None:
    edit(planned / "en" / "script.json", set_in("lines", 0, "text", to="From here --> to you."))
    result = CliRunner().invoke(main, ["render", str(planned)])
    assert result.exit_code == 0, result.output
    rows = (planned / "en" / "captions.srt").read_text("utf-8").splitlines()
    times = [row for row in rows if "-->" in row]
    assert times and all(re.match(r"\d\d:\d\d:\d\d,\d{3} --> ", row) for row in times)


def test_errors_are_of_the_core(planned: Path) -> None:
    edit(planned / "brief.json", set_in("@price", "value", "currency", to="XXQ"))
    with pytest.raises(StudioError, match="XXQ"):
        check_run(planned)


def test_nothing_is_written_through_a_link_out_of_the_folder(
    config: StudioConfig, planned: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(planned / "en", elsewhere)
    (planned / "en").symlink_to(elsewhere)
    before = sorted(path.name for path in elsewhere.iterdir())
    result = CliRunner().invoke(main, ["render", str(planned)])
    assert result.exit_code == 1
    told = f"{planned / 'en'} cannot be written: it is a link that leads out of the product's"
    assert told in result.output
    assert sorted(path.name for path in elsewhere.iterdir()) == before


def test_an_address_that_is_no_http_address_goes_to_nobody(
    config: StudioConfig, product: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    command = ["run", str(product), "--to", "en", "--out", str(config.out), "--recognizer", "fake"]
    for address in ("ftp://x/v1", "file:///etc/passwd", "javascript://x"):
        result = CliRunner().invoke(main, [*command, "--writer", f"openai:{address}"])
        assert result.exit_code == 2
        assert "the address of openai is no http address" in result.output
