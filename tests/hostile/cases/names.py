"""Names of files and folders: in GBK, endless, invisible, or such that steer a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.making import make_product, make_recording, recording
from tests.hostile.running import FAKE, OUT, Case, Make

BATCH = ["batch", "products", "--dry-run", "--to", "en", "--out", OUT, *FAKE]

GBK = os.fsdecode("保温杯".encode("gbk"))
LATIN = os.fsdecode("café".encode("latin-1"))
NAMES = {
    "in GBK": GBK,
    "in Latin-1": LATIN,
    "of one stray byte": os.fsdecode(b"\xff"),
    "that steers the terminal": "a\x1b[31mred\x07",
    "that clears the screen": "\x1b[2J\x1b]0;title\x07",
    "with a line end": "a\nmerchant-studio: all is well",
    "that turns the text": "a\u202egpj.exe",
    "that nobody sees": "\u200d",
    "of 85 Chinese letters": "杯" * 85,
    "of 255 letters": "n" * 255,
    "of dots": "...",
    "of a space": " ",
    "with quotes": "a'b\"c`d$(id)",
    "of a device": "con",
    "with a percent sign": "%2e%2e%2f%s%n",
    "of an option": "-rf",
    "with a colon": "http:x",
    "of letters that grow": "ﷺ" * 20,
    "of emoji": "👩‍👩‍👧" * 10,
}


OPENED = ("in GBK", "with a line end", "with a percent sign", "of an option", "with a colon")
"""Names of which a decoder or encoder may make something else than a file."""


def cases() -> Iterator[Case]:
    """Every name that is tried."""
    for what, name in NAMES.items():
        yield _case(f"a product {what}", _product(name), 0)
        if len(os.fsencode(name)) < 240:
            yield _case(f"an empty recording {what}", _empty(name), 2)
    for what in OPENED:
        yield _case(f"a recording {what}", _recording(NAMES[what]), 0)
    yield _case("a hidden recording", _recording("..."), 2)
    yield _case("a batch with all of them", _batch, 0)
    for what, place in (
        ("300 letters", "n" * 300),
        ("5,000 letters", "n/" * 2500),
        ("a device", "/dev/zero"),
        ("a terminal", "/dev/tty"),
        ("nothing", "none"),
    ):
        for command in ("run", "batch"):
            told = [command, place, "--to", "en", "--out", OUT, *FAKE]
            yield _case(f"{command} {what}", lambda folder, told=told: told, 2)
    yield _case("a batch below 40 folders", _deep, 0, 2)
    yield _case("a folder that leads back to itself", _loop, 0, 2)


def _case(name: str, make: Make, *codes: int) -> Case:
    return Case(name=f"name: {name}", make=make, codes=codes, is_whole=True)


def _told(path: str) -> list[str | Path]:
    return ["run", f"./{path}", "--to", "en", "--out", OUT, *FAKE]


def _product(name: str) -> Make:
    def make(folder: Path) -> list[str | Path]:
        make_product(folder / name)
        return _told(name)

    return make


def _batch(folder: Path) -> list[str | Path]:
    for each in ("good", *NAMES.values()):
        make_product(folder / "products" / each)
    return BATCH


def _recording(name: str) -> Make:
    def make(folder: Path) -> list[str | Path]:
        make_product(folder / "flask", name=f"{name}.mp4")
        return _told("flask")

    return make


def _empty(name: str) -> Make:
    def make(folder: Path) -> list[str | Path]:
        make_recording(folder / f"{name}.mp4", b"")
        return _told(f"{name}.mp4")

    return make


def _deep(folder: Path) -> list[str | Path]:
    make_product(folder.joinpath("products", *"d" * 40, "one"))
    make_product(folder / "products" / "two")
    return BATCH


def _loop(folder: Path) -> list[str | Path]:
    make_product(folder / "products" / "one")
    make_product(folder / "products" / "two", raw=recording())
    (folder / "products" / "back").symlink_to(folder / "products")
    return BATCH
