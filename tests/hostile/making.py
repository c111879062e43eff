"""Makes media and other files, whole ones and such that no honest program writes."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from openpyxl import Workbook
from PIL import Image

RATE_HZ = 16_000
SPOKEN = "单价18块5，100个起订。"
SHEET = """\
name: {zh: 不锈钢保温杯, en: stainless steel vacuum flask}
price: 18.5 CNY
moq: 100 pcs
"""


# --- sound and pictures that are well ------------------------------------------------------


def hum(seconds: float, level: float = 0.3) -> NDArray[np.int16]:
    """A tone."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (level * 32767 * np.sin(2 * np.pi * 330 * at)).astype(np.int16)


def wav(
    samples: bytes,
    *,
    kind: int = 1,
    channels: int = 1,
    rate_hz: int = RATE_HZ,
    bits: int = 16,
    block: int | None = None,
    data_size: int | None = None,
    riff_size: int | None = None,
) -> bytes:
    """A WAV file whose header says what one likes."""
    block = channels * bits // 8 if block is None else block
    head = struct.pack(
        "<HHIIHH", kind, channels, rate_hz, rate_hz * block & 0xFFFFFFFF, block & 0xFFFF, bits
    )
    size = len(samples) if data_size is None else data_size
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", size)
    total = len(body) + len(samples) if riff_size is None else riff_size
    return b"RIFF" + struct.pack("<I", total & 0xFFFFFFFF) + body + samples


Sizes = tuple[tuple[int, int], ...]
FORMS: dict[str, dict[str, str]] = {
    "mp4": {},
    "mov": {"video": "mpeg4"},
    "mkv": {"video": "libvpx", "sound": "pcm_s16le"},
    "webm": {"video": "libvpx", "sound": "libopus"},
    "m4a": {"video": ""},
    "mp3": {"video": "", "sound": "libmp3lame"},
    "ogg": {"video": "", "sound": "libopus"},
    "flac": {"video": "", "sound": "flac"},
    "wav": {"video": "", "sound": "pcm_s16le"},
}
"""What is in a recording of each kind that a merchant may give."""


@cache
def recording(
    form: str = "mp4",
    *,
    video: str = "libx264",
    sound: str = "aac",
    sizes: Sizes = ((64, 112),),
    pixels: str = "yuv420p",
    seconds: float = 3.0,
    rate: int = 5,
    layout: str = "mono",
    jump_s: float = 0.0,
    metadata: tuple[tuple[str, str], ...] = (),
    tracks: int = 1,
) -> bytes:
    """A recording of a moving picture with a tone; empty `video` or `sound`: it has none.

    With several `sizes` the picture changes its own within the file; after the first second the
    time stamps of the sound jump by `jump_s`.
    """
    file = io.BytesIO()
    with av.open(file, "w", format={"mkv": "matroska", "m4a": "ipod"}.get(form, form)) as output:
        output.metadata.update(dict(metadata))
        shown = output.add_stream(video, rate) if video else None
        heard = [output.add_stream(sound, RATE_HZ, layout=layout) for _ in range(tracks) if sound]
        if shown is not None:
            (shown.width, shown.height), shown.pix_fmt = sizes[0], pixels
            _film(output, shown, sizes, seconds, rate, pixels)
        for track in heard:
            _hum(output, track, seconds * len(sizes), layout, jump_s)
    return file.getvalue()


def _film(
    output: av.container.OutputContainer,
    stream: av.VideoStream,
    sizes: Sizes,
    seconds: float,
    rate: int,
    pixels: str,
) -> None:
    count = int(seconds * rate)
    for part, (width, height) in enumerate(sizes):
        encoder = stream.codec_context
        if part:
            encoder = av.CodecContext.create(stream.codec_context.name, "w")
            encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
            encoder.time_base, encoder.framerate = Fraction(1, rate), Fraction(rate)
        for number in range(count):
            level = 20 + 200 * number // max(1, count)
            picture = np.full((height, width, 3), level, np.uint8)
            picture[: height // 2] //= 2
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = part * count + number, Fraction(1, rate)
            _mux(output, stream, encoder.encode(frame))
        _mux(output, stream, encoder.encode(None))


def _hum(
    output: av.container.OutputContainer,
    stream: av.AudioStream,
    seconds: float,
    layout: str,
    jump_s: float,
) -> None:
    channels = av.AudioLayout(layout).nb_channels
    tone, size = hum(seconds), 1600
    form = stream.codec_context.format.name
    resampler = av.AudioResampler(format=form, layout=layout, rate=RATE_HZ)
    for first in range(0, len(tone), size):
        part = np.repeat(tone[first : first + size], channels)[None]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), "s16", layout)
        frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
        frame.pts = first + (int(jump_s * RATE_HZ) if first >= RATE_HZ else 0)
        for each in resampler.resample(frame):
            each.pts = frame.pts
            output.mux(stream.encode(each))
    output.mux(stream.encode(None))


def _mux(output: av.container.OutputContainer, stream: av.VideoStream, packets: list) -> None:
    for packet in packets:
        packet.stream = stream
        output.mux(packet)


def photo(form: str = "JPEG", size: tuple[int, int] = (96, 128), mode: str = "RGB") -> bytes:
    """A photo of colors that run into each other."""
    file = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    picture.save(file, format=form)
    return file.getvalue()


# --- pictures that are not ------------------------------------------------------------------


def png(
    width: int,
    height: int,
    *,
    bits: int = 8,
    color: int = 2,
    rows: bytes | None = None,
    before: tuple[tuple[bytes, bytes], ...] = (),
    after: tuple[tuple[bytes, bytes], ...] = (),
    interlaced: int = 0,
) -> bytes:
    """A PNG whose header says what one likes; chunks stand before and after its rows."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(color, 1)
    if rows is None:
        rows = bytes((1 + (width * channels * bits + 7) // 8) * height)
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, interlaced)
    chunks = [(b"IHDR", header), *before, (b"IDAT", zlib.compress(rows, 9)), *after, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated."""
    squeezed = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(squeezed.compress(block) for _ in range(megabytes)) + squeezed.flush()


@cache
def packed(frame: bytes, side: int) -> bytes:
    """A MOV with one PNG as each of its four frames; its header states a picture of that side."""
    file = io.BytesIO()
    with av.open(file, "w", format="mov") as output:
        shown = output.add_stream("png", 2)
        shown.width = shown.height = side
        shown.pix_fmt = "rgb24"
        heard = output.add_stream("pcm_s16le", RATE_HZ, layout="mono")
        output.start_encoding()
        for number in range(4):
            packet = av.Packet(frame)
            packet.stream, packet.time_base = shown, Fraction(1, 2)
            packet.pts = packet.dts = number
            packet.is_keyframe = True
            output.mux(packet)
        _hum(output, heard, 2, "mono", 0)
    return file.getvalue()


# --- changing a file --------------------------------------------------------------------------

Change = Callable[[bytes], bytes]


def cut(share: float) -> Change:
    """Leave the rest away."""
    return lambda raw: raw[: int(len(raw) * share)]


def blank(start: float, end: float, byte: int = 0) -> Change:
    """Overwrite a part."""

    def change(raw: bytes) -> bytes:
        first, last = int(len(raw) * start), int(len(raw) * end)
        return raw[:first] + bytes([byte]) * (last - first) + raw[last:]

    return change


def swapped(old: bytes, new: bytes, count: int = -1) -> Change:
    """Put other bytes in the place of some; the old ones must be there."""

    def change(raw: bytes) -> bytes:
        assert old in raw, f"{old!r} is not in the file"
        return raw.replace(old, new, count)

    return change


def after(mark: bytes, offset: int, new: bytes) -> Change:
    """Overwrite what stands so many bytes behind a mark, such as a field of an MP4 box."""

    def change(raw: bytes) -> bytes:
        place = raw.index(mark) + len(mark) + offset
        return raw[:place] + new + raw[place + len(new) :]

    return change


def noise(seed: int, bytes_changed: int) -> Change:
    """Change bytes at random places, always the same ones of a seed."""

    def change(raw: bytes) -> bytes:
        dice, changed = random.Random(seed), bytearray(raw)
        for _ in range(bytes_changed):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)

    return change


# --- tables -------------------------------------------------------------------------------------

SHEET_HEAD = """<?xml version="1.0"?><worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""
SHEET_END = "</sheetData></worksheet>"


def row(number: int, *cells: str) -> str:
    """A row of a sheet, its cells as texts of their own."""
    told = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{told}</row>'


@cache
def _spreadsheet() -> dict[str, bytes]:
    """The files in an empty spreadsheet."""
    file = io.BytesIO()
    Workbook().save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx(sheet: Iterator[str] | str, **parts: str) -> bytes:
    """A spreadsheet of hand-made XML; `parts` replace its other files."""
    file, inner = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in {**_spreadsheet(), **parts}.items():
            if name != inner:
                archive.writestr(name, text)
        with archive.open(inner, "w", force_zip64=True) as opened:
            for piece in [sheet] if isinstance(sheet, str) else sheet:
                opened.write(piece.encode())
    return file.getvalue()


# --- whole products -----------------------------------------------------------------------------


def make_product(
    folder: Path, *, sheet: str | bytes = SHEET, raw: bytes | None = None, name: str = "pitch.mp4"
) -> Path:
    """A product folder with a recording and its text for the fake recognizer."""
    folder.mkdir(parents=True, exist_ok=True)
    make_recording(folder / name, recording() if raw is None else raw)
    if sheet:
        encoded = sheet.encode() if isinstance(sheet, str) else sheet
        (folder / "product.yaml").write_bytes(encoded)
    return folder


def make_recording(path: Path, raw: bytes) -> Path:
    """A recording and its text for the fake recognizer."""
    path.write_bytes(raw)
    path.with_suffix(".txt").write_text(SPOKEN, encoding="utf-8")
    return path
