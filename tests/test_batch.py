"""A batch on the fake engines, as an export office meets it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merchant_studio import Release, StudioConfig
from merchant_studio.batch.job import Job
from merchant_studio.batch.ledger import Ledger
from merchant_studio.batch.pool import Pool
from merchant_studio.batch.processes import Processes
from merchant_studio.batch.products import Product, find_products, select
from merchant_studio.batch.worker import Finished
from merchant_studio.cli import commands as cli
from merchant_studio.cli.display import duration
from merchant_studio.errors import StorageError
from merchant_studio.pipeline import Prepared, Studio
from merchant_studio.run import changed, mending
from merchant_studio.run.folder import RunFolder
from tests.batches import (
    FAKE,
    SPOKEN,
    add_product,
    kill_again_and_again,
    make_pitch,
    start_batch,
    tree,
    warm_workers,  # noqa: F401
)
from tests.conftest import ffmpeg
from tests.waiting import held

pytestmark = pytest.mark.usefixtures("warm_workers")


@pytest.fixture(scope="module")
def pitch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pitch(tmp_path_factory.mktemp("pitch"))


@pytest.fixture
def catalogue(pitch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three products, in `products` of the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("A1", "A2", "B1"):
        add_product(Path("products"), name, pitch)
    return Path("products")


def batch(*arguments: str, to: str = "en,ar") -> Result:
    return CliRunner().invoke(cli.main, ["batch", "products", "--to", to, *FAKE, *arguments])


def start() -> subprocess.Popen[str]:
    return start_batch(Path(), "--to", "en,ar")


def touched(out: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}


def statuses() -> dict[str, str]:
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    return {each["product"]: each["status"] for each in report["products"]}


def break_sheet(folder: Path) -> None:
    (folder / "product.yaml").write_text("price: 18.5 yuans\n", encoding="utf-8")


def break_recording(folder: Path) -> None:
    (folder / "pitch.mp4").write_bytes(b"")


def silence(folder: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "anullsrc=d=2", folder / "pitch.mp4")


def lose_recording(folder: Path) -> None:
    (folder / "pitch.mp4").unlink()


def say_nothing(folder: Path) -> None:
    (folder / "pitch.txt").write_text("", encoding="utf-8")


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "P03": (break_sheet, "product.yaml: price cannot be read: '18.5 yuans'; write an amount and "
            "a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen"),
    "P09": (break_recording, "pitch.mp4 is empty (0 bytes); copy it from the phone again"),
    "P14": (silence, "pitch.mp4 is silent; record it again with the microphone on"),
    "P21": (lose_recording, "products/P21 has no recording; put one into it "
            "(aac, flac, m4a, m4v, mkv, mov, mp3, mp4, ogg, opus, wav, webm)"),
    "P28": (say_nothing, "pitch.mp4 has no speech in it; record it again, closer"),
}  # fmt: skip


@pytest.mark.thorough
def test_thirty_products_of_which_five_are_broken(
    pitch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(30):
        folder = add_product(Path("products"), f"P{number:02}", pitch)
        if folder.name in BROKEN:
            BROKEN[folder.name][0](folder)
    languages = "en,ar"
    first = batch(to=languages)
    assert first.exit_code == 1, first.output
    assert first.stdout.splitlines() == [
        *(f"{name}: failed: {reason}" for name, (_, reason) in BROKEN.items()),
        "25 made, 5 failed; out/report.html",
        "after the repair, run the same command with --retry-failed",
    ]
    # What can be known before any model starts is said before any product is made.
    told = [line.partition(":")[0] for line in first.stderr.splitlines()[:4]]
    assert told == ["P03", "P09", "P14", "P21"]
    made = {f"P{number:02}" for number in range(30)} - set(BROKEN)
    for name in made:
        for tag in languages.split(","):
            assert Path("out", name.lower(), tag, "video.mp4").stat().st_size > 1000
    assert {name for name, status in statuses().items() if status == "made"} == made
    for name in BROKEN:
        shutil.rmtree(Path("products") / name)
        add_product(Path("products"), name, pitch)
    before = {p: t for name in made for p, t in touched(Path("out", name.lower())).items()}
    second = batch("--retry-failed", to=languages)
    assert (second.exit_code, second.stdout) == (0, "5 made; out/report.html\n"), second.output
    after = {p: t for name in made for p, t in touched(Path("out", name.lower())).items()}
    assert after == before
    assert set(statuses().values()) == {"made"} and len(statuses()) == 30


def test_a_second_batch_makes_nothing_and_an_edited_script_is_rendered(catalogue: Path) -> None:
    assert batch().exit_code == 0
    before = touched(Path("out"))
    again = batch()
    assert (again.exit_code, again.stderr) == (0, "")
    changed = {p for p, t in touched(Path("out")).items() if before.get(p) != t}
    assert changed == {"out/report.json", "out/report.html"}
    script = Path("out/a2/en/script.json")
    text = script.read_text("utf-8").replace("The price is <price>", "Just <price>, the price is")
    assert "Just" in text
    script.write_text(text, encoding="utf-8")
    third = batch()
    assert third.exit_code == 0, third.output
    assert [line[:9] for line in third.stderr.splitlines()] == [
        *("1 of 3 pr", "[3/3] A2:"),
        "writing t",
    ]
    assert "Just CNY\u00a018.50" in Path("out/a2/en/captions.srt").read_text("utf-8").replace(
        "\n", " "
    )


def test_the_same_product_is_rendered_again_by_its_folder(catalogue: Path) -> None:
    """The folder is named after the product's; `render` goes on there, not where the name says."""
    assert batch("--only", "A1").exit_code == 0
    result = CliRunner().invoke(cli.main, ["render", "out/a1"])
    assert (result.exit_code, result.stdout.split()[1]) == (0, "out/a1/en/video.mp4")
    assert sorted(p.name for p in Path("out").iterdir()) == [
        *(".batch", "a1"),
        *(f"catalogue-{tag}.{ending}" for tag in ("ar", "en") for ending in ("pdf", "xlsx")),
        *("report.html", "report.json"),
    ]


def test_rows_of_a_table_are_made_and_their_errors_name_the_row(catalogue: Path) -> None:
    (catalogue / "products.csv").write_text(
        "product,recording,price,moq,name.zh,name.en\n"
        "one,A1/pitch.mp4,18.5 CNY,100 pcs,保温杯,flask\n"
        "two,A2/pitch.mp4,18.5 yuans,,,\n",
        encoding="utf-8",
    )
    arguments = ["batch", "products/products.csv", "--to", "en", *FAKE]
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "two: failed: products.csv, row 3: price cannot be read: '18.5 yuans'; write an amount "
        "and a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen",
        "1 made, 1 failed; out/report.html",
        "after the repair, run the same command with --retry-failed",
    ]
    assert "CNY\u00a018.50" in Path("out/one/en/captions.srt").read_text("utf-8")
    again = CliRunner().invoke(cli.main, ["render", "out/one"])
    assert (again.exit_code, again.stdout.split()[1]) == (0, "out/one/en/video.mp4")


def test_a_dry_run_writes_nothing(catalogue: Path) -> None:
    break_sheet(catalogue / "A2")
    result = batch("--dry-run", "--only", "A*")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "A1: to make")
    assert result.stdout.splitlines()[-1] == "1 to make, 0 made already, 1 bad"
    assert not Path("out").exists()
    document = json.loads(batch("--dry-run", "--json").stdout)
    assert (document["make"], document["bad"][0]["product"]) == (["A1", "B1"], "A2")


def test_a_blocked_language_is_told_and_the_page_cannot_be_broken(catalogue: Path) -> None:
    heard = SPOKEN.replace("18块5", "28块5")
    (catalogue / "A1" / "pitch.txt").write_text(heard, encoding="utf-8")
    shutil.move(catalogue / "B1", catalogue / "<script>alert(1)</script>".replace("/", ""))
    result = batch("--strict", "--json", to="en")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["counts"] == {"made": 2, "blocked": 1, "failed": 0, "waiting": 0}
    (blocked,) = [each for each in report["products"] if each["status"] == "blocked"]
    assert blocked["languages"]["en"]["findings"] == [
        ["block", "at 0:00 '28块5' is heard, but the sheet says price: 18.5 CNY; the sheet is used"]
    ]
    page = Path("out/report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert page.count("data:image/jpeg;base64,") == 2
    assert "http" not in page.replace("http-equiv", ""), "the page needs nothing from elsewhere"


def test_results_of_another_folder_are_not_overwritten(catalogue: Path, pitch: Path) -> None:
    assert batch("--only", "A1", to="en").exit_code == 0
    for name in ("A1", "A9"):
        add_product(Path("other"), name, pitch)
    arguments = ["batch", "other", "--to", "en", *FAKE, "--dry-run"]
    assert CliRunner().invoke(cli.main, arguments).stdout.splitlines() == [
        "A9: to make",
        f"A1: failed: out/a1 holds the videos of {(catalogue / 'A1').resolve()}; "
        "rename the product or choose another --out",
        "1 to make, 0 made already, 1 bad",
    ]
    shutil.rmtree(catalogue / "A1")  # it was moved
    told = CliRunner().invoke(cli.main, arguments).stdout
    assert told == "A1: to make\nA9: to make\n2 to make, 0 made already, 0 bad\n"


def test_a_product_whose_files_change_while_it_is_made_is_made_again(catalogue: Path) -> None:
    (product,) = select(find_products(catalogue, Path("out")), "A1")
    assert batch("--only", "A1", to="en").exit_code == 0
    config = StudioConfig(
        recognizer="fake", writer="none", translator="fake", preset="ultrafast", crf=40
    )
    ledger = Ledger(Job.of(config, ["en"]))
    assert ledger.is_done(product)
    before = ledger.sources(product)
    (catalogue / "A1" / "product.yaml").write_text("price: 19 CNY\n", encoding="utf-8")
    outcome = ledger.read("a1")
    assert outcome and not changed(outcome.inputs, ledger.inputs(product, before))
    assert changed(outcome.inputs, ledger.inputs(product, ledger.sources(product))) == ("sources",)
    assert not ledger.is_done(product)
    assert not Ledger(Job.of(config, ["en", "ar"])).is_done(product)


@pytest.mark.parametrize(
    ("arguments", "to", "message"),
    [
        (("--only", "X"), "en", "no product is called 'X'; --dry-run lists their names"),
        (("--retry-failed",), "en", "no batch has been made in out yet; "
         "run it without --retry-failed first"),
        ((), "xx", "there is no language 'xx'; choose one of: "
         "ar, de, en, es, fr, hi, id, it, ja, ko, pt, ru, th, tr, vi, zh"),
        (("--recognizer", "none"), "en", "there is no recognizer 'none'; "
         "choose one of: faster-whisper, sherpa-onnx, openai, vllm, siliconflow, fake"),
    ],
)  # fmt: skip
def test_bad_usage_is_told_before_anything_is_made(
    catalogue: Path, arguments: tuple[str, ...], to: str, message: str
) -> None:
    result = batch(*arguments, to=to)
    assert (result.exit_code, result.stderr) == (2, f"merchant-studio: {message}\n")
    assert not Path("out").exists()


def test_an_out_that_cannot_be_written_is_told_before_any_model_starts(catalogue: Path) -> None:
    Path("out").write_text("a file", encoding="utf-8")
    result = batch()
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr and len(result.stderr.splitlines()) == 1


# --- stops, kills, and two at once ---------------------------------------------------------


@pytest.mark.parametrize(
    "told_by", [signal.SIGINT, pytest.param(signal.SIGHUP, marks=pytest.mark.thorough)]
)
def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(
    catalogue: Path, told_by: signal.Signals
) -> None:
    with held(catalogue / "B1" / "pitch.txt"):
        process = start()
        assert process.stderr
        for line in process.stderr:
            if line.startswith("[1/3]"):
                break
        os.killpg(process.pid, told_by)
        _, told = process.communicate()
    made = list(statuses().values()).count("made")
    assert process.returncode == 130
    assert told.splitlines()[-1] == (
        f"merchant-studio: stopped; {made} of 3 products are made; "
        "run the same command again to go on"
    )
    assert 1 <= made < 3
    hidden = [p for p in Path("out").rglob(".*") if p.name not in (".batch", ".writing")]
    assert hidden == []
    assert batch().exit_code == 0
    assert set(statuses().values()) == {"made"}


@pytest.mark.thorough
def test_two_batches_on_one_out_share_the_work(catalogue: Path) -> None:
    both = [start() for _ in range(2)]
    ended = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    shared = tree(Path("out"))
    shutil.rmtree("out")
    assert batch().exit_code == 0
    assert tree(Path("out")) == shared


def test_watching_makes_what_comes_and_changes(catalogue: Path, pitch: Path) -> None:
    process = start_batch(Path(), "--to", "en", "--watch", "--only", "C*,A1")
    told: list[str] = []

    def until(end: str) -> list[str]:
        """The lines that are told up to one that begins like this."""
        assert process.stderr
        told.clear()
        for line in process.stderr:
            told.append(line.rstrip())
            if line.startswith(end):
                return told
        raise AssertionError(f"ended after {told}")

    add_product(catalogue, "C1", pitch)  # perhaps before, perhaps after it first looks
    seen = [line for _ in range(2) for line in until("[")]
    assert {line[6:13] for line in seen if line[0] == "["} == {"A1: mad", "C1: mad"}
    until("watching")
    (catalogue / "C2").mkdir()
    shutil.copy(pitch, catalogue / "C2" / "pitch.mp4")
    (catalogue / "C2" / "product.yaml").write_text("price: 1\n", encoding="utf-8")
    assert until("watching")[-2].startswith("C2: failed: product.yaml: price cannot be read: '1'")
    shutil.rmtree(catalogue / "C2")
    add_product(catalogue, "C2", pitch)
    assert until("[")[-1].startswith("[1/1] C2: made in 1 languages")
    until("watching")
    os.killpg(process.pid, signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert statuses() == {
        "A1": "made", "A2": "waiting", "B1": "waiting", "C1": "made", "C2": "made",
    }  # fmt: skip


KILLS = int(os.environ.get("KILLS", "12"))
"""50 were tried: benchmarks/README.md."""
CUT = (
    "a1/en/video.mp4", "a1/ar/cover.jpg", "a1/en/captions.srt", "a1/en/post.json",
    "a1/en/script.json", "a1/ar/report.json", "a1/transcript.json", "a1/brief.json",
    "a1/run.json", "a1/report.json", ".batch/a1.json", "report.json", "report.html",
)  # fmt: skip


@pytest.mark.parametrize("typed", ['{"a": tru}', '{"a": 1}x', '{"a": 1,, "b": 2}'])
def test_a_json_file_is_known_to_be_cut_off_wherever_it_ends(tmp_path: Path, typed: str) -> None:
    file = tmp_path / "run.json"
    whole = '{"a": [true, false, null, -1.5e+3], "b": "x"}'
    for length in range(len(whole)):
        file.write_text(whole[:length], encoding="utf-8")
        mending.mend(tmp_path)
        assert not file.exists(), whole[:length]
    file.write_text(typed, encoding="utf-8")  # a merchant's typing error stays
    mending.mend(tmp_path)
    assert file.exists()


def test_a_file_that_a_power_cut_left_cut_off_is_made_again(catalogue: Path) -> None:
    assert batch("--only", "A1").exit_code == 0
    whole = tree(Path("out"))
    for number, name in enumerate(CUT):
        path = Path("out") / name
        content = path.read_bytes()
        # Half of it, nothing of it, or zeros where blocks were never written.
        half = content[: len(content) // 2]
        path.write_bytes((half, b"", half + b"\0" * 100)[number % 3])
    result = batch("--only", "A1")
    assert result.exit_code == 0, result.output
    assert tree(Path("out")) == whole


def test_what_a_kill_left_half_written_is_swept(catalogue: Path) -> None:
    assert batch("--only", "A1").exit_code == 0
    whole = tree(Path("out"))
    ended = 2**22 + 1  # no process has that number
    for name in (
        ".batch/.a1-{}-x7_8abcd.json",
        ".batch/.a1-{}-x7_8abce.jpg",
        ".report-{}-x7_8abcd.html",
    ):
        (Path("out") / name.format(ended)).touch()
    (Path("out") / ".mine-x7_8abcd.txt").touch()
    result = batch("--only", "A1")
    assert result.exit_code == 0, result.output
    assert tree(Path("out")) == whole | {".mine-x7_8abcd.txt": b""}


def test_a_merchants_slip_in_a_record_is_told_and_not_removed(catalogue: Path) -> None:
    assert batch("--only", "A1", to="en").exit_code == 0
    brief = Path("out/a1/brief.json")
    slip = brief.read_text("utf-8").replace('"schema": 1,', '"schema": 1')
    brief.write_text(slip, encoding="utf-8")
    result = batch("--only", "A1", to="en")
    assert result.exit_code == 1
    assert result.stdout.startswith("A1: failed: out/a1/brief.json cannot be read (it is not JSON")
    assert brief.read_text("utf-8") == slip


@pytest.mark.parametrize("kills", [2, pytest.param(KILLS, marks=pytest.mark.thorough)])
def test_kills_at_any_moment_change_nothing(catalogue: Path, kills: int) -> None:
    """Each killed batch is gone on with by the next, until one gets to the end; then anew."""
    assert batch().exit_code == 0
    whole = tree(Path("out"))
    shutil.rmtree("out")
    kill_again_and_again(start, whole, kills)


class Dying(Studio):
    """A library crashes on the product `bad`, and once on the product `unlucky`."""

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        mark = self.config.out / "mark"
        if slug == "bad" or (slug == "unlucky" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        folder = RunFolder(self.config.out / slug)
        return Prepared(folder=folder, languages=tuple(languages), drafts=(), failed=())

    def finish(self, prepared: Prepared) -> tuple[Release, ...]:
        return ()


def products(*names: str) -> list[Product]:
    return [Product(name=name, slug=name, path=Path(__file__)) for name in names]


def test_a_crash_of_a_worker_stops_no_other_product(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path, recognizer="fake", writer="none", translator="fake")
    ledger = Ledger(Job.of(config, ["en"]))
    ledger.open()
    hands = Pool(ledger, Processes(2, Dying))
    try:
        messages = list(hands.make(products("a", "bad", "b", "unlucky", "c", "d")))
    finally:
        hands.close()
    found = {m.outcome.product: m.outcome for m in messages if isinstance(m, Finished)}
    assert {name: outcome.status for name, outcome in found.items()} == {
        "a": "made", "b": "made", "c": "made", "d": "made", "unlucky": "made", "bad": "failed",
    }  # fmt: skip
    assert found["bad"].reason == (
        "the process that made it was killed 2 times, perhaps because memory ran out; "
        "run again with --workers 1, or cut the recording"
    )
    assert ledger.read("bad") == found["bad"]


class Full(Studio):
    """The disk is full."""

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        cause = OSError(28, "No space left on device")
        raise StorageError.from_os_error(self.config.out / slug, cause) from cause


def test_a_full_disk_stops_the_batch_at_once(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path, recognizer="fake", writer="none", translator="fake")
    ledger = Ledger(Job.of(config, ["en"]))
    ledger.open()
    hands = Pool(ledger, Processes(1, Full))
    try:
        with pytest.raises(StorageError) as error:
            list(hands.make(products("a", "b", "c")))
    finally:
        hands.close()
    assert str(error.value) == (
        f"{tmp_path / 'a'} cannot be written: the disk is full; "
        "free some space and run the same command again"
    )
    assert ledger.read("a") is None


def test_times_are_read_at_a_glance() -> None:
    assert [duration(s) for s in (4.4, 59, 61, 3599, 12_000)] == [
        "4 s", "59 s", "1 min", "1 h 0 min", "3 h 20 min",
    ]  # fmt: skip
