"""Photos and logos that are none, or that unpack to more than memory holds."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from tests.hostile.making import blank, bomb, cut, photo, png
from tests.hostile.running import Case, given

NONE = "is not a photo that can be read; remove it"
LARGE = "is larger than 40 megapixels; shrink it"


def cases() -> Iterator[Case]:
    """Every photo that is tried."""
    text = b"Comment\x00\x00" + bomb(100)
    for name, kind, chunk in (
        ("zTXt", b"zTXt", text),
        ("iTXt", b"iTXt", b"Comment\x00\x01\x00\x00\x00" + bomb(100)),
        ("iCCP", b"iCCP", b"icc\x00\x00" + bomb(100)),
    ):
        raw = png(64, 64, before=((kind, chunk),))
        yield _case(f"PNG with 100 MB of {name}", "photo.png", raw, is_measured=True)
    yield _case("the same behind its rows", "photo.png", png(64, 64, after=((b"zTXt", text),)))
    for side, words in ((6_400, LARGE), (16_000, LARGE), (100_000, LARGE), (2**31 - 1, LARGE)):
        rows = bytes(100) if side > 20_000 else None
        yield _case(
            f"PNG of {side} x {side}",
            "photo.png",
            lambda side=side, rows=rows: png(side, side, bits=1, color=0, rows=rows),
            words,
            is_measured=side == 16_000,
        )
    yield _case(
        "PNG of 36 megapixels with an alpha channel",
        "photo.png",
        lambda: png(6_000, 6_000, color=6),
        codes=(0, 1, 2),
        is_measured=True,
    )
    for name, raw in {
        "text": b"no picture\n" * 20,
        "zeros": bytes(5000),
        "a page": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
        "a GIF": b"GIF89a\x10\x00\x10\x00\x00\x00\x00" + bytes(200),
        "a TIFF": b"II*\x00\x08\x00\x00\x00" + bytes(200),
        "a BMP": b"BM" + bytes(200),
        "a PNG of no size": png(0, 0),
        "a PNG of no height": png(64, 0),
        "a PNG without rows": png(64, 64, rows=b""),
        "a PNG with too few rows": png(64, 64, rows=bytes(100)),
        "a PNG of 3 bits": png(64, 64, bits=3),
        "a PNG of color 9": png(64, 64, color=9),
        "a PNG with a palette that is missing": png(64, 64, color=3),
        "a PNG with a header that is cut": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR",
        "a PNG whose chunk states 2 GB": b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIHDR" + bytes(40),
    }.items():
        yield _case(name, "photo.png", raw)
        yield _case(f"a logo of {name}", "logo.png", raw)
    for form, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")):
        for what, change in (
            ("cut in half", cut(0.5)),
            ("cut after its head", cut(0.08)),
            ("its middle blank", blank(0.3, 0.7)),
        ):
            yield _case(
                f"{form}, {what}",
                f"photo.{suffix}",
                lambda form=form, change=change: change(photo(form)),
            )
    for name, file, raw in (
        ("mode L", "photo.jpg", photo(mode="L")),
        ("mode CMYK", "photo.jpg", photo(mode="CMYK")),
        ("mode 1", "photo.png", photo("PNG", mode="1")),
        ("1 pixel", "photo.png", png(1, 1)),
        ("1 pixel wide", "photo.png", png(1, 20_000)),
        ("1 pixel high", "photo.png", png(20_000, 1)),
        ("a logo of 1 pixel", "logo.png", png(1, 1)),
        ("a logo without ink", "logo.png", png(64, 64, color=6)),
    ):
        yield _case(name, file, raw, codes=(0,), is_whole=True)
    for suffix in ("heic", "HEIF", "avif"):
        yield _case(
            f"{suffix} of a phone",
            f"photo.{suffix}",
            b"\x00\x00\x00\x18ftypheic" + bytes(400),
            "is a photo of a kind that cannot be read here; save it as JPEG",
        )
    orientation = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"
    for value in (6, 9, 65535):
        tag = orientation + struct.pack("<H", value) + bytes(6)
        whole = photo()
        raw = whole[:2] + b"\xff\xe1" + struct.pack(">H", len(tag) + 2) + tag + whole[2:]
        yield _case(f"JPEG turned by {value}", "photo.jpg", raw, codes=(0,), is_whole=True)
    more_rows = swap_rows(png(16, 16), zlib.compress(bytes(2_000_000)))
    yield _case("PNG with more rows than it states", "photo.png", more_rows)
    yield _case("a pipe", "photo.jpg", None, special=os.mkfifo)


_case = partial(given, "photo")


def swap_rows(whole: bytes, rows: bytes) -> bytes:
    """A PNG with other rows."""
    start = whole.index(b"IDAT") - 4
    end = whole.index(b"IEND") - 4
    chunk = b"IDAT" + rows
    told = struct.pack(">I", len(rows)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return whole[:start] + told + whole[end:]
