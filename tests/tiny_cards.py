"""A model `tiny` for the tests of downloads: its card, a hub that has it, an empty cache."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from merchant_studio.engines import weights
from merchant_studio.engines.weights import catalogue, transfer

from .hub_server import Hub, serving

BODY = bytes(range(256)) * 2400
"""614 400 bytes, so that half of it is more than any buffer on the way."""
HALF = len(BODY) // 2
HF = 'kind = "hf"\nrepo = "maker/tiny"\nrevision = "main"'
MODELSCOPE = 'kind = "modelscope"\nrepo = "maker/tiny"\nrevision = "master"'
HF_PATH = "/maker/tiny/resolve/main/model.bin"
MODELSCOPE_PATH = "/models/maker/tiny/resolve/master/model.bin"


@dataclass(frozen=True)
class Home:
    """Folders of a test: the cache, the model cards, and the wheels that pip can find."""

    cache: Path
    cards: Path
    links: Path
    waits: list[float] = field(default_factory=list)
    """How long the code wanted to wait, each time; it did not."""

    def here(self) -> bytes:
        """The bytes of `model.bin`, pulled if it is not there."""
        return (weights.pull("tiny") / "model.bin").read_bytes()

    def arrived(self, kind: str = "hf") -> int:
        """Bytes of `model.bin` that have come from a source, and wait for the rest."""
        return transfer.size_of(self.cache / f"partial/tiny/{kind}/files/model.bin")

    def is_empty(self) -> bool:
        """Whether neither the model nor a byte of it is in the cache."""
        left = [path for path in self.cache.rglob("*") if path.is_file()]
        return not (self.cache / "models" / "tiny").exists() and {path.name for path in left} <= {
            "tiny.lock"
        }


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub that has the model."""
    with serving(Hub({"maker/tiny": {"model.bin": BODY}})) as each:
        yield each


@pytest.fixture
def home(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty cache, and the card of `tiny`; all hubs and registries are `hub`."""
    folders = Home(tmp_path / "cache", tmp_path / "cards", tmp_path / "links")
    for folder in (folders.cards, folders.links, tmp_path / "home", tmp_path / "desk"):
        folder.mkdir()
    monkeypatch.setattr(catalogue, "card_folder", lambda: folders.cards)
    monkeypatch.setattr(transfer, "sleep", folders.waits.append)
    monkeypatch.setattr(transfer, "monotonic", lambda: monotonic() + sum(folders.waits))
    monkeypatch.chdir(tmp_path / "desk")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in {
        "MERCHANT_STUDIO_CACHE": str(folders.cache),
        "HOME": str(tmp_path / "home"),
        "HF_ENDPOINT": hub.address,
        "MODELSCOPE_ENDPOINT": f"{hub.address}/",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{hub.address}/simple",
        "PIP_FIND_LINKS": str(folders.links),
        "NPM_CONFIG_REGISTRY": f"{hub.address}/",
    }.items():
        monkeypatch.setenv(name, value)
    write_card(folders, HF)
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
    """Of a file, as a card has it."""
    return hashlib.sha256(body).hexdigest()
