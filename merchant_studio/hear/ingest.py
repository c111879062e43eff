"""Read a product folder or a recording as a `Pitch`, and refuse unusable or unsafe files.

Media is opened with a whitelist of containers and the `file` protocol only, so a playlist that
is renamed to .mp4 opens no other file and no network. Limits are checked before decoding.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..errors import InputError, RecordingError, RenderError, StorageError
from ..facts import read_sheet
from ..media import open_media, picture_stream, sound_frames
from ..records import AudioFile, Footage, Pitch, Sheet, Term

SHEET_NAME = "product.yaml"
VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".webm", ".mkv", ".m4v"})
AUDIO_SUFFIXES = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".opus", ".flac", ".aac"})
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
LOGO_STEM = "logo"
"""`logo.png` is the merchant's logo, not a photo of the product."""
MAX_STREAMS = 16
PROBE_RATE_HZ = 16_000
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that no file or folder can have on Windows."""
MIN_SPEECH_MS = 300
MAX_MISSING_MS = 1000
"""A recording breaks off if it is shorter by more than this than the length it states."""
SILENCE_DBFS = -60.0
"""A recording that never gets louder than this has no speech in it."""


def read_pitch(path: Path, config: StudioConfig) -> Pitch:
    """The pitch at `path`: a product folder, or one recording without a sheet.

    Raises:
        InputError: `path` does not exist, or a folder has no recording or several.
        RecordingError: the recording cannot be used; says why.
        SheetError: `product.yaml` cannot be read.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist; give a product folder or a recording")
    try:
        if path.is_dir():
            return _read_folder(path, config)
        speech = probe_speech(path, config)
        return Pitch(
            slug=slug(path.stem),
            speech=speech,
            footage=_probe_video(speech),
            sheet=Sheet(values={}),
        )
    except PermissionError as error:
        raise StorageError(path, "reading is not allowed", "change its permissions") from error


def slug(name: str) -> str:
    """A folder name made from any name: ASCII, short, never a path.

    Other letters are replaced by a short digest, so that two Chinese names get two folders. So is
    the name of a device, which Windows takes for no folder: an AUX cable's is `aux-1898ed91`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    if name.isascii() and words and words not in DEVICES:
        return words
    tail = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{words}-{tail}" if words else f"product-{tail}"


def _read_folder(folder: Path, config: StudioConfig) -> Pitch:
    sheet = read_sheet(folder / SHEET_NAME, config.source)
    files = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    videos = [p for p in files if p.suffix.lower() in VIDEO_SUFFIXES]
    recordings = videos or [p for p in files if p.suffix.lower() in AUDIO_SUFFIXES]
    if not recordings:
        wanted = ", ".join(sorted(s[1:] for s in VIDEO_SUFFIXES | AUDIO_SUFFIXES))
        raise InputError(f"{folder} has no recording; put one into it ({wanted})")
    if len(recordings) > 1:
        names = ", ".join(p.name for p in recordings)
        raise InputError(f"{folder} has several recordings ({names}); keep one of them")
    pictures = [p for p in files if p.suffix.lower() in PHOTO_SUFFIXES]
    logos = [p for p in pictures if p.stem.lower() == LOGO_STEM]
    if len(logos) > 1:
        names = ", ".join(p.name for p in logos)
        raise InputError(f"{folder} has several logos ({names}); keep one of them")
    photos = [p for p in pictures if p not in logos]
    for logo in logos:
        probe_photo(logo, config)
    speech = probe_speech(recordings[0], config)
    return Pitch(
        slug=slug(_product_name(sheet) or folder.resolve().name),
        speech=speech,
        footage=(*_probe_video(speech), *(probe_photo(p, config) for p in photos)),
        sheet=sheet,
        logo=logos[0] if logos else None,
    )


def _product_name(sheet: Sheet) -> str:
    """The product's English name, of which the folder's name is made; empty if it has none."""
    name = sheet.values.get("name")
    return name.translations.get("en", "") if isinstance(name, Term) else ""


def probe_speech(path: Path, config: StudioConfig) -> AudioFile:
    """The sound of a recording, decoded once from end to end.

    Raises:
        RecordingError: it cannot be used; says why.
    """
    size = path.stat().st_size
    if size == 0:
        raise RecordingError(path, "is empty (0 bytes); copy it from the phone again")
    if size > config.max_megabytes * 1_000_000:
        raise RecordingError(
            path, f"is larger than {config.max_megabytes} MB; raise --max-megabytes or cut it"
        )
    import numpy as np

    with _open(path) as container:
        if len(container.streams) > MAX_STREAMS:
            raise RecordingError(path, f"has more than {MAX_STREAMS} streams; export it again")
        if not container.streams.audio:
            raise RecordingError(path, "has no sound; record it again with the microphone on")
        stream = container.streams.audio[0]
        limit_ms = config.max_minutes * 60_000
        stated_ms = _duration_ms(container, stream)
        rate_hz, channels = stream.rate or 48_000, stream.channels or 1
        if stated_ms > limit_ms:
            raise _too_long(path, config)
    loudest, samples = 0.0, 0
    try:
        for frame in sound_frames(path, rate_hz=PROBE_RATE_HZ, layout="mono"):
            samples += frame.samples
            loudest = max(loudest, float(np.abs(frame.to_ndarray()).max(initial=0.0)))
            if samples * 1000 > limit_ms * PROBE_RATE_HZ:
                raise _too_long(path, config)
    except RenderError as error:
        raise RecordingError(path, "is damaged; copy it from the phone again") from error
    heard_ms = samples * 1000 // PROBE_RATE_HZ
    if stated_ms > heard_ms + MAX_MISSING_MS:
        raise RecordingError(
            path,
            f"breaks off after {heard_ms / 1000:.1f} of {stated_ms / 1000:.1f} seconds; "
            "copy it from the phone again",
        )
    if heard_ms < MIN_SPEECH_MS:
        raise RecordingError(path, "is shorter than a word; record it again")
    if loudest < 10 ** (SILENCE_DBFS / 20):
        raise RecordingError(path, "is silent; record it again with the microphone on")
    return AudioFile(
        path=path,
        duration_ms=heard_ms,
        sample_rate_hz=rate_hz,
        channels=channels,
        sha256=sha256(path),
    )


def _too_long(path: Path, config: StudioConfig) -> RecordingError:
    return RecordingError(
        path, f"is longer than {config.max_minutes} minutes; cut it or raise --max-minutes"
    )


def _open(path: Path) -> Any:
    """The file as an open container.

    Raises:
        RecordingError: it is not media of a kind that is accepted.
    """
    try:
        return open_media(path)
    except RenderError as error:
        wanted = ", ".join(sorted(s[1:] for s in VIDEO_SUFFIXES | AUDIO_SUFFIXES))
        raise RecordingError(
            path, f"is not a recording that can be read; give one of: {wanted}"
        ) from error


def _duration_ms(container: Any, stream: Any) -> int:
    """The length that the file states; 0 if it states none."""
    if stream.duration:
        return int(stream.duration * stream.time_base * 1000)
    return int(container.duration // 1000) if container.duration else 0


def _probe_video(speech: AudioFile) -> tuple[Footage, ...]:
    """The moving picture of a recording; empty for a sound file, also one with album art."""
    with _open(speech.path) as container:
        stream = picture_stream(container)
        rate = stream and (stream.average_rate or stream.guessed_rate)
        frame = next(container.decode(stream), None) if stream and rate else None
        if stream is None or frame is None:
            return ()
        width = round(frame.width * (stream.sample_aspect_ratio or 1))
        turned = abs(frame.rotation) % 180 == 90
        return (
            Footage(
                kind="video",
                path=speech.path,
                width_px=frame.height if turned else width,
                height_px=width if turned else frame.height,
                duration_ms=_duration_ms(container, stream),
                frame_rate=Fraction(rate or 0),
                sha256=speech.sha256,
            ),
        )


def probe_photo(path: Path, config: StudioConfig) -> Footage:
    """A photo, decoded once.

    Raises:
        InputError: it is no photo that can be read, or too large.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
            width, height = image.size
            if width * height > config.max_megapixels * 1_000_000:
                raise InputError(
                    f"{path.name} is larger than {config.max_megapixels} megapixels; shrink it"
                )
            image.load()
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # Exif orientation
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise InputError(f"{path.name} is not a photo that can be read; remove it") from error
    return Footage(
        kind="photo",
        path=path,
        width_px=height if turned else width,
        height_px=width if turned else height,
        duration_ms=0,
        frame_rate=Fraction(0),
        sha256=sha256(path),
    )


def sha256(path: Path) -> str:
    """The file's sha256, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
