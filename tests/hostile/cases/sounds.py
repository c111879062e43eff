"""Music: `--music FILE` is decoded before it plays for ever under the speech."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from tests.hostile.making import RATE_HZ, cut, hum, recording, wav
from tests.hostile.running import Case, given, linked

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
        yield _case(name, file, raw, LEAD)
    for name, special in (
        ("a pipe", os.mkfifo),
        ("a device", linked("/dev/zero")),
        ("a folder", Path.mkdir),
        ("nothing", Path.exists),
    ):
        yield _case(name, "music.mp3", None, LEAD, special=special)
    yield _case("a long name", "x" * 300, None, LEAD, special=str)
    half = cut(0.6)(recording("ogg", video="", sound="libopus"))
    yield _case("cut in its middle", "music.ogg", half, codes=(0, 2), is_whole=True)
    tone = wav(hum(1).tobytes())
    yield _case("a tone", "music.wav", tone, codes=(0,), is_whole=True)


_case = partial(given, "music")
