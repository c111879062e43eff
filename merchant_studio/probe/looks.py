"""What a helper does with a file: open it, decode it, measure it. Nothing of it is kept.

FFmpeg's decoders and Pillow's run here, and an error of theirs, of whatever kind, is the file's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..errors import RenderError
from ..media import is_protected, open_media, picture_stream, sound_frames
from .answers import Fault, Limits

Seen = Mapping[str, Any]
MAX_STREAMS = 16
RATE_HZ = 16_000
MAX_CHANNELS = 32
MIN_RATE_HZ, MAX_RATE_HZ = 1_000, 768_000
"""What recorders make; an ambisonic one has 16 channels, a studio's 32."""
MAX_STRETCH = 8
"""The most by which a pixel may be wider than high, or higher than wide."""
MIN_SIDE_PX = 16
MIN_SPEECH_MS = 300
MAX_MISSING_MS = 1000
"""A recording breaks off if it is shorter by more than this than the length it states."""
SILENCE_DBFS = -60.0
"""A recording that never gets louder than this has no speech in it."""
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
TURNED = (5, 6, 7, 8)
"""Exif orientations of a photo that lies on its side."""


def look_at(kind: str, path: Path, limits: Limits) -> Seen:
    """What is seen of a file.

    Raises:
        Fault: why it cannot be used.
    """
    look = {"recording": _recording, "photo": _photo, "music": _music}[kind]
    try:
        return look(path, limits)
    except MemoryError as error:
        raise Fault("memory") from error
    except RenderError as error:
        is_full = isinstance(error.__cause__, MemoryError)
        raise Fault("memory" if is_full else "damaged") from error


def _recording(path: Path, limits: Limits) -> Seen:
    with _opened(path, limits) as container:
        stream = _sound_of(container)
        stated_ms = _duration_ms(container, stream)
        rate_hz, channels = stream.rate, stream.channels
        if stated_ms > limits.max_ms:
            raise Fault("long")
        video = _video(container, limits)
    loudest, heard_ms = _heard(path, limits)
    if stated_ms > heard_ms + MAX_MISSING_MS:
        raise Fault("breaks-off", heard_ms=heard_ms, stated_ms=stated_ms)
    if heard_ms < MIN_SPEECH_MS:
        raise Fault("short")
    if loudest < 10 ** (SILENCE_DBFS / 20):
        raise Fault("silent")
    return {"rate_hz": rate_hz, "channels": channels, "heard_ms": heard_ms, "video": video}


def _music(path: Path, limits: Limits) -> Seen:
    with _opened(path, limits) as container:
        stream = _sound_of(container)
        rate_hz, channels = stream.rate, stream.channels
    _, heard_ms = _heard(path, limits, is_cut=True)
    if not heard_ms:
        raise Fault("short")
    return {"rate_hz": rate_hz, "channels": channels, "duration_ms": heard_ms}


def _opened(path: Path, limits: Limits) -> Any:
    try:
        container = open_media(path, max_pixels=limits.max_pixels)
    except RenderError as error:
        raise Fault("no-media") from error
    if len(container.streams) > MAX_STREAMS:
        container.close()
        raise Fault("streams", most=MAX_STREAMS)
    return container


def _sound_of(container: Any) -> Any:
    """The first sound track, if it is one that a recorder makes."""
    if not container.streams.audio:
        raise Fault("no-sound")
    stream = container.streams.audio[0]
    if is_protected(stream):
        raise Fault("protected")
    rate_hz, channels = stream.rate, stream.channels
    if not (MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ and 0 < channels <= MAX_CHANNELS):
        raise Fault("odd-sound", channels=max(0, channels), rate_hz=max(0, rate_hz))
    return stream


def _heard(path: Path, limits: Limits, *, is_cut: bool = False) -> tuple[float, int]:
    """The loudest sample and the length; longer than allowed is a fault, or is cut off."""
    import numpy as np

    loudest, samples = 0.0, 0
    for frame in sound_frames(path, rate_hz=RATE_HZ, layout="mono"):
        samples += frame.samples
        loud = float(np.abs(frame.to_ndarray()).max(initial=0.0))
        if not np.isfinite(loud):
            raise Fault("no-number")
        loudest = max(loudest, loud)
        if samples * 1000 > limits.max_ms * RATE_HZ:
            if is_cut:
                break
            raise Fault("long")
    return loudest, samples * 1000 // RATE_HZ


def _duration_ms(container: Any, stream: Any) -> int:
    """The length that the file states; 0 if it states none."""
    if stream.duration:
        return max(0, int(stream.duration * stream.time_base * 1000))
    return max(0, int(container.duration // 1000)) if container.duration else 0


def _video(container: Any, limits: Limits) -> Seen | None:
    """The moving picture; None for a sound file, also one with album art."""
    stream = picture_stream(container)
    if stream is None:
        return None
    if is_protected(stream):
        raise Fault("protected")
    rate = stream.average_rate or stream.guessed_rate
    _check_size(stream.width, stream.height, limits)
    stream.thread_count = 1  # a frame that others wait for takes memory
    frame = _first_frame(container, stream) if rate else None
    if not rate or frame is None:
        return None
    aspect = Fraction(stream.sample_aspect_ratio or 1)
    if not Fraction(1, MAX_STRETCH) <= aspect <= MAX_STRETCH:
        raise Fault("odd-picture")
    width_px, height_px = round(frame.width * aspect), frame.height
    _check_size(width_px, height_px, limits)
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise Fault("odd-picture")
    if abs(frame.rotation) % 180 == 90:
        width_px, height_px = height_px, width_px
    duration_ms = _duration_ms(container, stream)
    if duration_ms > limits.max_ms:
        raise Fault("long")
    rate = Fraction(rate).limit_denominator(1_000_000)
    return {
        "width_px": width_px,
        "height_px": height_px,
        "duration_ms": duration_ms,
        "frames": rate.numerator,
        "in_s": rate.denominator,
    }


def _first_frame(container: Any, stream: Any) -> Any:
    """The first frame that can be decoded; None where there is no packet at all."""
    import av

    is_empty = True
    for packet in container.demux(stream):
        is_empty &= not packet.size
        try:
            for frame in packet.decode():
                return frame
        except av.FFmpegError:
            continue
    if is_empty:
        return None
    raise Fault("no-frame")


def _check_size(width_px: int, height_px: int, limits: Limits) -> None:
    if width_px * height_px > limits.max_pixels:
        raise Fault("large", megapixels=max(1, width_px * height_px // 1_000_000))


def _photo(path: Path, limits: Limits) -> Seen:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # it is we who say how many there may be
    try:
        with Image.open(path, formats=PHOTO_FORMATS) as image:
            width_px, height_px = image.size
            _check_size(width_px, height_px, limits)
            image.load()
            turned = image.getexif().get(0x0112, 1) in TURNED
    except (Fault, MemoryError):
        raise
    except Exception as error:  # Pillow's readers raise whatever damaged bytes lead them to
        raise Fault("no-photo") from error
    if turned:
        width_px, height_px = height_px, width_px
    return {"width_px": width_px, "height_px": height_px}
