"""Read a product folder or a recording as a `Pitch`, and refuse unusable or unsafe files.

Media is looked at by a helper process (`probe/`): what crashes it, or would take all memory, is one
sentence here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from .. import probe
from ..config import StudioConfig
from ..errors import InputError, RecordingError
from ..facts import read_sheet
from ..files import is_regular, is_there, sha256
from ..records import AudioFile, Footage, Pitch, Sheet, Term
from .faults import AUDIO_SUFFIXES, PHOTO_SUFFIXES, UNREAD_SUFFIXES, VIDEO_SUFFIXES, problem_of

SHEET_NAME = "product.yaml"
LOGO_STEM = "logo"
"""`logo.png` is the merchant's logo, not a photo of the product."""
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that no file or folder can have on Windows."""


def read_pitch(path: Path, config: StudioConfig) -> Pitch:
    """The pitch at `path`: a product folder, or one recording without a sheet.

    Raises:
        InputError: `path` does not exist, or a folder has no recording or several.
        RecordingError: the recording cannot be used; says why.
        SheetError: `product.yaml` cannot be read.
    """
    if not is_there(path):
        raise InputError(f"{path} does not exist; give a product folder or a recording")
    try:
        if path.is_dir():
            return _read_folder(path, config)
        speech, footage = probe_recording(path, config)
        return Pitch(
            slug=slug(path.stem),
            speech=speech,
            footage=footage,
            sheet=Sheet(values={}),
        )
    except PermissionError as error:
        where = error.filename or path
        raise InputError(f"{where} may not be read; change its permissions") from error


def slug(name: str) -> str:
    """A folder name made from any name: ASCII, short, never a path.

    Other letters are replaced by a short digest, so that two Chinese names get two folders. So is
    the name of a device, which Windows takes for no folder: an AUX cable's is `aux-1898ed91`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    if name.isascii() and words and words not in DEVICES:
        return words
    tail = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
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
    for photo in (p for p in files if p.suffix.lower() in UNREAD_SUFFIXES):
        raise InputError(
            f"{photo.name} is a photo of a kind that cannot be read here; save it as JPEG (on an "
            "iPhone: Settings, Camera, Formats, Most Compatible), or remove it"
        )
    pictures = [p for p in files if p.suffix.lower() in PHOTO_SUFFIXES]
    logos = [p for p in pictures if p.stem.lower() == LOGO_STEM]
    if len(logos) > 1:
        names = ", ".join(p.name for p in logos)
        raise InputError(f"{folder} has several logos ({names}); keep one of them")
    photos = [p for p in pictures if p not in logos]
    for logo in logos:
        probe_photo(logo, config)
    speech, footage = probe_recording(recordings[0], config)
    return Pitch(
        slug=slug(_product_name(sheet) or folder.resolve().name),
        speech=speech,
        footage=(*footage, *(probe_photo(p, config) for p in photos)),
        sheet=sheet,
        logo=logos[0] if logos else None,
    )


def _product_name(sheet: Sheet) -> str:
    """The product's English name, of which the folder's name is made; empty if it has none."""
    name = sheet.values.get("name")
    return name.translations.get("en", "") if isinstance(name, Term) else ""


def probe_recording(path: Path, config: StudioConfig) -> tuple[AudioFile, tuple[Footage, ...]]:
    """The sound of a recording, and its moving picture; none for a sound file.

    Raises:
        RecordingError: it cannot be used; says why.
    """
    size = _readable(path).stat().st_size
    if size == 0:
        raise RecordingError(path, "is empty (0 bytes); copy it from the phone again")
    if size > config.max_megabytes * 1_000_000:
        raise RecordingError(
            path, f"is larger than {config.max_megabytes} MB; raise --max-megabytes or cut it"
        )
    try:
        seen = probe.probe_recording(path, limits(config))
    except probe.Fault as fault:
        raise RecordingError(path, problem_of(fault, config)) from fault
    hashed = sha256(path)
    speech = AudioFile(
        path=path,
        duration_ms=seen.heard_ms,
        sample_rate_hz=seen.rate_hz,
        channels=seen.channels,
        sha256=hashed,
    )
    if seen.video is None:
        return speech, ()
    return speech, (
        Footage(
            kind="video",
            path=path,
            width_px=seen.video.width_px,
            height_px=seen.video.height_px,
            duration_ms=seen.video.duration_ms,
            frame_rate=seen.video.frame_rate,
            sha256=hashed,
        ),
    )


def probe_music(path: Path, config: StudioConfig) -> AudioFile:
    """The music that plays under the speech, decoded once.

    Raises:
        InputError: it is no sound that can be used.
    """
    try:
        stat = _readable(path).stat()
        return _music(path.resolve(), config, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        why = f"{path} may not be read; change its permissions"
        raise InputError(f"the music cannot be used: {why}") from error
    except InputError as error:
        raise InputError(f"the music cannot be used: {error}") from error


@lru_cache(4)
def _music(path: Path, config: StudioConfig, size: int, modified_ns: int) -> AudioFile:
    """As `probe_music`; a file of the same size and time is not decoded again."""
    try:
        seen = probe.probe_music(path, limits(config))
    except probe.Fault as fault:
        raise InputError(f"{path.name} {problem_of(fault, config)}") from fault
    return AudioFile(
        path=path,
        duration_ms=seen.duration_ms,
        sample_rate_hz=seen.rate_hz,
        channels=seen.channels,
        sha256=sha256(path),
    )


def _readable(path: Path) -> Path:
    """The path, if it is a file that may be read.

    Raises:
        InputError: it is a pipe, a device, or may not be read.
    """
    if not is_regular(path):
        raise InputError(f"{path.name} is not a file that can be read; give another one")
    with path.open("rb"):
        return path


def limits(config: StudioConfig) -> probe.Limits:
    """What a file may be, by the options of a run."""
    return probe.Limits(max_minutes=config.max_minutes, max_megapixels=config.max_megapixels)


def probe_photo(path: Path, config: StudioConfig) -> Footage:
    """A photo, decoded once.

    Raises:
        InputError: it is no photo that can be read, or too large.
    """
    try:
        seen = probe.probe_photo(_readable(path), limits(config))
    except probe.Fault as fault:
        raise InputError(f"{path.name} {problem_of(fault, config)}") from fault
    return Footage(
        kind="photo",
        path=path,
        width_px=seen.width_px,
        height_px=seen.height_px,
        duration_ms=0,
        frame_rate=Fraction(0),
        sha256=sha256(path),
    )
