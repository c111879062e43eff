"""Recordings that are damaged, made up, or larger than they look."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np

from tests.hostile.making import (
    FORMS,
    RATE_HZ,
    Change,
    after,
    blank,
    cut,
    hum,
    packed,
    png,
    recording,
    swapped,
    wav,
)
from tests.hostile.running import Case, given

CHANGES: dict[str, Change] = {
    "cut after a third": cut(1 / 3),  # its index at the end is missing
    "cut after nine tenths": cut(0.9),
    "its first bytes blank": blank(0, 0.02),  # nothing says what it is
    "its middle blank": blank(0.45, 0.6),  # packets that cannot be decoded
    "its end blank": blank(0.8, 1),
    "twice in a row": lambda raw: raw + raw,
    "junk before it": lambda raw: bytes(range(256)) * 8 + raw,
}
"""Random noise is `fuzz.py`'s."""
BIG = (1 << 31) - 1


def cases() -> Iterator[Case]:
    """Every recording that is tried."""
    for (form, kinds), (what, change) in product(FORMS.items(), CHANGES.items()):

        def changed(kinds=kinds, form=form, change=change) -> bytes:
            return change(recording(form, **kinds))

        whole = what == "its middle blank"
        codes = (0, 1, 2) if whole else (0, 2)
        yield _case(f"{form}, {what}", f"pitch.{form}", changed, codes=codes, is_whole=whole)
    yield from _no_media()
    yield from _headers()
    yield from _pictures()
    yield from _times()


_case = partial(given, "recording")


def _no_media() -> Iterator[Case]:
    not_one = "is not a recording that can be read; give one of"
    for name, raw in {
        "text": b"not a film\n" * 50,
        "zeros": bytes(50_000),
        "a playlist": b"#EXTM3U\n#EXTINF:3,\nfile:///etc/passwd\n",
        "a concat list": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "an SDP": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
        "a DASH manifest": b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/>",
        "a page": b"<html><script>alert(1)</script></html>",
        "a ZIP": b"PK\x03\x04" + bytes(2000),
        "a GIF": b"GIF89a" + bytes(2000),
        "an AVI": b"RIFF\x10\x27\x00\x00AVI LIST" + bytes(2000),
        "a photo": png(64, 64),
        "half an MP4": struct.pack(">I", 24) + b"ftypisom\x00\x00\x02\x00isomiso2",
        "an MP4 that is one endless box": struct.pack(">I", 1) + b"moov" + b"\xff" * 400,
        "boxes within boxes": b"".join(
            struct.pack(">I", 8 * (200 - depth)) + b"moov" for depth in range(200)
        ),
    }.items():
        yield _case(name, "pitch.mp4", raw, not_one)
    yield _case("text, as WebM", "pitch.webm", b"not a film\n" * 50, not_one)
    yield _case("empty", "pitch.mp4", b"", "is empty (0 bytes)")
    yield _case("empty sound", "pitch.wav", b"", "is empty (0 bytes)")
    yield _case("no sound track", "pitch.mp4", lambda: recording(sound=""), "has no sound")


def _headers() -> Iterator[Case]:
    tone = hum(3).tobytes()
    odd = "has a sound that no recorder makes"
    for name, raw, words in (
        ("0 bits", wav(tone, bits=0), ""),
        ("0 bits, block of 2", wav(tone, bits=0, block=2), ""),
        ("1 bit", wav(tone, bits=1, block=1), ""),
        ("64 bits", wav(tone, bits=64), ""),
        ("65535 bits", wav(tone, bits=65535), ""),
        ("0 channels", wav(tone, channels=0, block=2), ""),
        ("200 channels", wav(tone * 20, channels=200), odd),
        ("65535 channels", wav(tone * 20, channels=65535), ""),
        ("rate 0", wav(tone, rate_hz=0), ""),
        ("rate 1", wav(tone, rate_hz=1), ""),
        ("rate 2^31-1", wav(tone, rate_hz=BIG), odd),
        ("rate 2^32-1", wav(tone, rate_hz=2**32 - 1), ""),
        ("block 0", wav(tone, block=0), ""),
        ("block 65535", wav(tone, block=65535), ""),
        ("an unknown kind", wav(tone, kind=0x7777), ""),
        ("no samples", wav(b""), ""),
        ("one sample", wav(b"\x00\x10"), "is shorter than a word"),
        ("silence", wav(bytes(96_000)), "is silent"),
        ("states 4 GB", wav(tone, data_size=2**32 - 1, riff_size=2**32 - 1), ""),
        ("states 1 GB", wav(tone, data_size=2**30), ""),
        ("states nothing", wav(tone, data_size=0), ""),
    ):
        yield _case(f"WAV of {name}", "pitch.wav", raw, words)
    for name, value in (("not a number", np.nan), ("infinite", np.inf), ("huge", 3e38)):
        samples = np.full(RATE_HZ * 3, value, "<f4").tobytes()
        words = "" if name == "huge" else "has a sound that is no sound"
        raw = wav(samples, kind=3, bits=32)
        yield _case(f"WAV of samples that are {name}", "pitch.wav", raw, words)
    for mark in (b"drms", b"enca", b"p608"):
        yield _case(
            f"MP4 with a protected sound ({mark.decode()})",
            "pitch.m4a",
            lambda mark=mark: swapped(b"mp4a", mark)(recording("m4a", video="")),
            "is protected against copying",
        )
    for mark in (b"drmi", b"encv"):
        yield _case(
            f"MP4 with a protected picture ({mark.decode()})",
            "pitch.mp4",
            lambda mark=mark: swapped(b"avc1", mark, 2)(recording()),
            "is protected against copying",
        )
    for box, offset, new in (
        (b"mvhd", 12, b"\x00\x00\x00\x00"),
        (b"mvhd", 16, b"\xff\xff\xff\xff"),
        (b"mdhd", 12, b"\x00\x00\x00\x00"),
        (b"mdhd", 16, b"\x7f\xff\xff\xff"),
        (b"tkhd", 20, b"\xff\xff\xff\xff"),
        (b"stts", 4, b"\xff\xff\xff\xff"),
        (b"stts", 8, b"\xff\xff\xff\xff"),
        (b"stsz", 8, b"\xff\xff\xff\xff"),
        (b"stsz", 4, b"\x7f\xff\xff\xff"),
        (b"stsc", 4, b"\xff\xff\xff\xff"),
        (b"stsc", 12, b"\xff\xff\xff\xff"),
        (b"stco", 4, b"\xff\xff\xff\xff"),
        (b"stco", 8, b"\xff\xff\xff\xff"),
        (b"elst", 4, b"\xff\xff\xff\xff"),
        (b"elst", 12, b"\x80\x00\x00\x00"),
        (b"hdlr", 8, b"soun"),
        (b"stsd", 4, b"\xff\xff\xff\xff"),
    ):
        yield _case(
            f"MP4 whose {box.decode()} says {new.hex()} at {offset}",
            "pitch.mp4",
            lambda box=box, offset=offset, new=new: after(box, offset, new)(recording()),
        )


def _pictures() -> Iterator[Case]:
    kinds = {"video": "mjpeg", "pixels": "yuvj420p", "sound": "pcm_s16le"}
    for sizes in (((64, 112), (112, 64)), ((64, 48), (64, 48), (32, 32))):
        yield _case(
            f"a picture that changes its size {sizes}",
            "pitch.mkv",
            lambda sizes=sizes: recording("mkv", sizes=sizes, **kinds),
            codes=(0,),
            is_whole=True,
        )
    yield _case(
        "a picture that becomes larger, VP8",
        "pitch.webm",
        lambda: recording("webm", video="libvpx", sound="libopus", sizes=((64, 48), (320, 240))),
        codes=(0,),
        is_whole=True,
    )
    for side in (4, 8, 16):
        yield _case(
            f"a picture of {side} pixels",
            "pitch.mov",
            lambda side=side: recording("mov", video="png", pixels="rgb24", sizes=((side, side),)),
            is_whole=True,
        )
    for name, raw, codes in (
        ("frames of 256 megapixels", lambda: _huge_frames(16_000), (2,)),
        ("the same that say they are small", lambda: _huge_frames(16_000, stated=64), (2,)),
        ("frames of 36 megapixels", lambda: _huge_frames(6_000), (0, 2)),
        ("frames of 4 that state 36", lambda: _huge_frames(16, stated=6_000), (0, 1, 2)),
    ):
        yield _case(name, "pitch.mov", raw, codes=codes, is_measured=True)
    for tracks, words in ((8, ""), (17, "has more than 16 streams")):
        yield _case(
            f"{tracks} sound tracks",
            "pitch.mkv",
            lambda tracks=tracks: recording(
                "mkv", video="libvpx", sound="pcm_s16le", tracks=tracks
            ),
            words,
            is_whole=not words,
        )


def _huge_frames(side: int, stated: int = 0) -> bytes:
    """A MOV whose frames are PNGs of that side; its header may state another one."""
    return packed(png(side, side, bits=1, color=0), stated or side)


def _times() -> Iterator[Case]:
    for form, name, seconds, codes in (
        ("mkv", "a minute", 60, (0, 1)),
        ("mp4", "a minute", 60, (0, 1)),
        ("mkv", "26 hours", 26 * 3600, (2,)),
        ("mp4", "26 hours", 26 * 3600, (2,)),
        ("mkv", "half a year", 180 * 86_400, (2,)),
    ):
        yield _case(
            f"{form}, time stamps that jump by {name}",
            f"pitch.{form}",
            lambda form=form, seconds=seconds: recording(form, jump_s=seconds, **FORMS[form]),
            codes=codes,
            is_whole=True,
            is_measured=seconds == 26 * 3600,
        )
    for shift in (b"\x80\x00", b"\xff\x9c", b"\x7f\xff"):
        yield _case(
            f"MKV whose first picture is at {shift.hex()}",
            "pitch.mkv",
            lambda shift=shift: _shifted(shift),
            codes=(0, 1, 2),
            is_whole=True,
        )
    title = "\x1b[31mred\x07\u202e" + "x" * 3000
    yield _case(
        "a title that steers terminals",
        "pitch.mkv",
        lambda: recording("mkv", video="libvpx", sound="pcm_s16le", metadata=(("title", title),)),
        codes=(0,),
        is_whole=True,
    )


def _shifted(shift: bytes) -> bytes:
    """A Matroska whose first block of the first track has another relative time."""
    raw = recording("mkv", video="libvpx", sound="pcm_s16le")
    cluster = raw.index(b"\x1f\x43\xb6\x75")
    block = raw.index(b"\x81\x00\x00\x80", cluster)
    return raw[: block + 1] + shift + raw[block + 3 :]
