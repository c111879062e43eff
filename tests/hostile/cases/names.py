"""Names of files and folders: in GBK, endless, invisible, or such that steer a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.making import make_product, make_recording, recording
from tests.hostile.running import FAKE, OUT, Case

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


def cases() -> Iterator[Case]:
    """Every name that is tried."""
    for what, name in NAMES.items():
        yield Case(name=f"name: a product {what}", make=_product(name), codes=(0,))
        yield Case(name=f"name: a batch with one {what}", make=_batch(name), codes=(0,))
        if len(os.fsencode(name)) < 240:
            codes = (2,) if name.startswith(".") else (0,)  # it is hidden, so there is none
            yield Case(name=f"name: a recording {what}", make=_recording(name), codes=codes)
            yield Case(name=f"name: an empty recording {what}", make=_empty(name), codes=(2,))
            yield Case(name=f"name: a photo {what}", make=_photo(name), codes=(0, 2))
    for what, place in (
        ("300 letters", "n" * 300),
        ("5,000 letters", "n/" * 2500),
        ("a device", "/dev/zero"),
        ("a terminal", "/dev/tty"),
        ("nothing", "none"),
    ):
        for command in ("run", "plan", "batch"):
            yield Case(
                name=f"name: {command} {what}",
                make=lambda folder, place=place, command=command: [
                    *(command, place, "--to", "en", "--out", OUT),
                    *FAKE,
                ],
                codes=(2,),
            )
    yield Case(name="name: a batch below 40 folders", make=_deep, codes=(0, 2))
    yield Case(name="name: a folder that leads back to itself", make=_loop, codes=(0, 2))


def _told(path: str) -> list[str | Path]:
    return ["run", f"./{path}", "--to", "en", "--out", OUT, *FAKE]


def _product(name: str):
    def make(folder: Path) -> list[str | Path]:
        make_product(folder / name)
        return _told(name)

    return make


def _batch(name: str):
    def make(folder: Path) -> list[str | Path]:
        for each in ("good", name):
            make_product(folder / "products" / each)
        return ["batch", "products", "--dry-run", "--to", "en", "--out", OUT, *FAKE]

    return make


def _recording(name: str):
    def make(folder: Path) -> list[str | Path]:
        make_product(folder / "flask", name=f"{name}.mp4")
        return _told("flask")

    return make


def _empty(name: str):
    def make(folder: Path) -> list[str | Path]:
        make_recording(folder / f"{name}.mp4", b"")
        return _told(f"{name}.mp4")

    return make


def _photo(name: str):
    def make(folder: Path) -> list[str | Path]:
        path = make_product(folder / "flask")
        (path / f"{name}.jpg").write_bytes(b"no photo")
        return _told("flask")

    return make


def _deep(folder: Path) -> list[str | Path]:
    make_product(folder.joinpath("products", *"d" * 40, "one"))
    make_product(folder / "products" / "two")
    return ["batch", "products", "--dry-run", "--to", "en", "--out", OUT, *FAKE]


def _loop(folder: Path) -> list[str | Path]:
    make_product(folder / "products" / "one")
    make_product(folder / "products" / "two", raw=recording())
    (folder / "products" / "back").symlink_to(folder / "products")
    return ["batch", "products", "--dry-run", "--to", "en", "--out", OUT, *FAKE]
