"""Music: `--music FILE` is decoded before it plays for ever under the speech."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tests.hostile.making import RATE_HZ, cut, hum, make_product, recording, wav
from tests.hostile.running import FAKE, OUT, Case

LEAD = "the music cannot be used"


def cases() -> Iterator[Case]:
    """Every piece of music that is tried."""
    nan = wav(np.full(RATE_HZ * 3, np.nan, "<f4").tobytes(), kind=3, bits=32)
    for name, file, raw in (
        ("not a number", "music.wav", nan),
        ("empty", "music.mp3", b""),
        ("text", "music.mp3", b"la la la\n" * 99),
        ("a film without sound", "music.mp4", lambda: recording(sound="")),
        ("no samples", "music.wav", wav(b"")),
        ("200 channels", "music.wav", wav(hum(3).tobytes() * 20, channels=200)),
        ("a playlist", "music.mp3", b"#EXTM3U\nfile:///etc/passwd\n"),
    ):
        yield _case(name, _file(file, raw), codes=(2,), words=LEAD)
    yield _case("a pipe", _pipe, codes=(2,), words=LEAD)
    yield _case("a device", lambda folder: Path("/dev/zero"), codes=(2,), words=LEAD)
    yield _case("a folder", lambda folder: folder, codes=(2,), words=LEAD)
    yield _case("nothing", lambda folder: folder / "none.mp3", codes=(2,), words=LEAD)
    yield _case("a long name", lambda folder: folder / ("x" * 300), codes=(2,), words=LEAD)
    yield _case(
        "cut in its middle",
        _file("music.ogg", lambda: cut(0.6)(recording("ogg", video="", sound="libopus"))),
        codes=(0, 2),
    )
    yield _case("a tone", _file("music.wav", wav(hum(1).tobytes())), codes=(0,))


def _case(
    name: str, music: Callable[[Path], Path], *, codes: tuple[int, ...], words: str = ""
) -> Case:
    def make(folder: Path) -> list[str | Path]:
        path = make_product(folder / "flask")
        told = ["--to", "en", "--out", OUT, *FAKE]
        return ["run", path.name, "--music", music(folder), *told]

    return Case(name=f"music: {name}", make=make, codes=codes, words=words)


def _file(name: str, raw: object) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        made = raw() if callable(raw) else raw
        (folder / name).write_bytes(made)
        return folder / name

    return make


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "music.mp3")
    return folder / "music.mp3"
