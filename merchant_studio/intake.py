"""Take in a product folder or a recording as a `Pitch`, and refuse unusable or unsafe files.

Media is looked at by a helper process (`probe/`): what crashes it, or would take all memory, is one
sentence here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from . import probe
from .config import StudioConfig
from .errors import InputError, RecordingError
from .files import is_regular, is_there, sha256
from .messages import Notice, say
from .records import AudioFile, Footage, Pitch, Sheet, Term

SHEET_NAME = "product.yaml"
LOGO_STEM = "logo"
"""`logo.png` is the merchant's logo, not a photo of the product."""
VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".webm", ".mkv", ".m4v"})
AUDIO_SUFFIXES = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".opus", ".flac", ".aac"})
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
UNREAD_SUFFIXES = frozenset({".heic", ".heif", ".avif"})
"""Photos of phones that are told of and not passed over."""
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that no file or folder can have on Windows."""


def take_in(path: Path, config: StudioConfig, sheet: Sheet) -> Pitch:
    """The pitch at `path`: a product folder with its `sheet`, or one recording.

    Raises:
        InputError: `path` does not exist, or a folder has no recording or several.
        RecordingError: the recording cannot be used; says why.
    """
    if not is_there(path):
        raise InputError(
            say("{path} does not exist; give a product folder or a recording", path=path)
        )
    with permitted(path):
        if path.is_dir():
            return _take_folder(path, config, sheet)
        speech, footage = probe_recording(path, config)
        return Pitch(slug=slug(path.stem), speech=speech, footage=footage, sheet=sheet)


@contextmanager
def permitted(path: Path) -> Iterator[None]:
    """Say it in one sentence where the system does not let somebody read a product.

    Raises:
        InputError: something of it may not be read.
    """
    try:
        yield
    except PermissionError as error:
        where = error.filename or path
        raise InputError(
            say("{path} may not be read; change its permissions", path=where)
        ) from error


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


def _take_folder(folder: Path, config: StudioConfig, sheet: Sheet) -> Pitch:
    files = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    videos = [p for p in files if p.suffix.lower() in VIDEO_SUFFIXES]
    recordings = videos or [p for p in files if p.suffix.lower() in AUDIO_SUFFIXES]
    if not recordings:
        wanted = ", ".join(sorted(s[1:] for s in VIDEO_SUFFIXES | AUDIO_SUFFIXES))
        raise InputError(
            say(
                "{folder} has no recording; put one into it ({wanted})",
                folder=folder,
                wanted=wanted,
            )
        )
    if len(recordings) > 1:
        names = ", ".join(p.name for p in recordings)
        raise InputError(
            say(
                "{folder} has several recordings ({names}); keep one of them",
                folder=folder,
                names=names,
            )
        )
    for photo in (p for p in files if p.suffix.lower() in UNREAD_SUFFIXES):
        raise InputError(
            say(
                "{photo} is a photo of a kind that cannot be read here; save it as JPEG (on an "
                "iPhone: Settings, Camera, Formats, Most Compatible), or remove it",
                photo=photo.name,
            )
        )
    pictures = [p for p in files if p.suffix.lower() in PHOTO_SUFFIXES]
    logos = [p for p in pictures if p.stem.lower() == LOGO_STEM]
    if len(logos) > 1:
        names = ", ".join(p.name for p in logos)
        raise InputError(
            say(
                "{folder} has several logos ({names}); keep one of them", folder=folder, names=names
            )
        )
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
        raise RecordingError(path, say("is empty (0 bytes); copy it from the phone again"))
    if size > config.max_megabytes * 1_000_000:
        raise RecordingError(
            path,
            say(
                "is larger than {most} MB; raise --max-megabytes or cut it",
                most=config.max_megabytes,
            ),
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
        why = say("{path} may not be read; change its permissions", path=path)
        raise InputError(say("the music cannot be used: {why}", why=why)) from error
    except InputError as error:
        raise InputError(say("the music cannot be used: {why}", why=error)) from error


@lru_cache(4)
def _music(path: Path, config: StudioConfig, size: int, modified_ns: int) -> AudioFile:
    """As `probe_music`; a file of the same size and time is not decoded again."""
    try:
        seen = probe.probe_music(path, limits(config))
    except probe.Fault as fault:
        raise RecordingError(path, problem_of(fault, config)) from fault
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
        raise InputError(
            say("{file} is not a file that can be read; give another one", file=path.name)
        )
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
        raise RecordingError(path, problem_of(fault, config)) from fault
    return Footage(
        kind="photo",
        path=path,
        width_px=seen.width_px,
        height_px=seen.height_px,
        duration_ms=0,
        frame_rate=Fraction(0),
        sha256=sha256(path),
    )


def problem_of(fault: probe.Fault, config: StudioConfig) -> Notice:
    """What is wrong with a file and the next step; it follows the file's name in a sentence."""
    told = fault.values.get
    match fault.word:
        case "no-media":
            wanted = ", ".join(sorted(s[1:] for s in VIDEO_SUFFIXES | AUDIO_SUFFIXES))
            return say("is not a recording that can be read; give one of: {wanted}", wanted=wanted)
        case "no-photo":
            return say("is not a photo that can be read; remove it")
        case "no-sound":
            return say("has no sound; record it again with the microphone on")
        case "silent":
            return say("is silent; record it again with the microphone on")
        case "short":
            return say("is shorter than a word; record it again")
        case "long":
            return say(
                "is longer than {minutes} minutes; cut it or raise --max-minutes",
                minutes=config.max_minutes,
            )
        case "large":
            return say("is larger than {most} megapixels; shrink it", most=config.max_megapixels)
        case "breaks-off":
            heard, stated = told("heard_ms", 0) / 1000, told("stated_ms", 0) / 1000
            return say(
                "breaks off after {heard} of {stated} seconds; copy it from the phone again",
                heard=f"{heard:.1f}",
                stated=f"{stated:.1f}",
            )
        case "streams":
            return say("has more than {most} streams; export it again", most=told("most"))
        case "odd-sound":
            return say(
                "has a sound that no recorder makes ({channels} channels, {rate_hz} Hz); export it "
                "again as MP4",
                channels=told("channels"),
                rate_hz=told("rate_hz"),
            )
        case "odd-picture":
            return say("has a picture that is no rectangle to look at; export it again as MP4")
        case "no-number":
            return say("has a sound that is no sound (not a number); export it again as MP4")
        case "protected":
            return say(
                "is protected against copying, or of a kind that cannot be decoded; give another"
            )
        case "no-frame":
            return say("has a picture that cannot be decoded; export it again as MP4")
        case "memory":
            return say("takes more memory than a file of this kind may; export it again")
        case "slow":
            return say("takes much too long to decode; export it again as MP4")
        case "crashed":
            return say("makes its decoder crash; export it again")
        case "gone":
            return say("is not there any more, or may not be read; look for it and run again")
    return say("is damaged; copy it from the phone again")
