"""The sound of a video: one file of AAC, as loud and as long as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RenderError, StorageError
from ...media import Filters, sound_frames

if TYPE_CHECKING:
    from av import AudioFrame

SAMPLE_RATE_HZ = 48_000
BITS_PER_SECOND = 128_000
LOUDNESS_LUFS = -14.0
"""Integrated (EBU R 128): where the video platforms set their sound."""
PEAK_DBTP = -1.0
"""No true peak of the file is higher."""
CODEC_HEADROOM_DB = 0.5
"""AAC gives peaks back a little higher than it got them."""
MAX_GAIN_DB = 20.0
"""A quiet recording is raised by no more: its noise would be raised too."""
SILENCE_LUFS = -70.0
"""The gate of the measurement: what it gives for silence and for less than 400 ms."""
FADE_MS = 10
"""At the end, so that a cut does not click."""


def encode_sound(source: Path, duration_ms: int, target: Path) -> None:
    """Write the first sound track of `source` as AAC in mp4, `duration_ms` long.

    Its loudness is measured first and set by one gain, without compression; what is missing at
    the end is silence.

    Raises:
        RenderError: there is no sound, or it cannot be read or encoded.
        StorageError: the target cannot be written.
    """
    import av

    gain_db = _gain_db(source, duration_ms)
    length = _seconds(duration_ms)
    fade = f"t=out:st={_seconds(max(0, duration_ms - FADE_MS))}:d={_seconds(FADE_MS)}"
    filters = (
        ("volume", f"{gain_db:.3f}dB:precision=float"),
        ("afade", fade),
        ("apad", ""),
        ("atrim", f"end={length}"),
    )
    frames = _frames(source, duration_ms, filters)
    try:
        with av.open(str(target), "w", format="mp4") as output:
            first = next(frames)
            stream = output.add_stream("aac", rate=SAMPLE_RATE_HZ, layout=first.layout.name)
            stream.bit_rate = BITS_PER_SECOND
            output.mux(stream.encode(first))
            for frame in frames:
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    except OSError as error:
        raise StorageError.from_os_error(target, error) from error
    except av.FFmpegError as error:
        raise RenderError(f"the sound of {source.name} cannot be encoded ({error})") from error


def _gain_db(source: Path, duration_ms: int) -> float:
    """The gain that gives the sound its loudness, as far as its peaks allow."""
    loudness_lufs, peak = SILENCE_LUFS, 0.0
    for frame in _frames(source, duration_ms, (("ebur128", "metadata=1:peak=true"),)):
        measured = frame.metadata  # none at the last frame if it is not 100 ms long
        loudness_lufs = float(measured.get("lavfi.r128.I", loudness_lufs))
        peak = float(measured.get("lavfi.r128.true_peak", peak))
    if loudness_lufs <= SILENCE_LUFS or peak == 0:
        return 0.0
    headroom_db = PEAK_DBTP - CODEC_HEADROOM_DB - 20 * log10(peak)
    return min(LOUDNESS_LUFS - loudness_lufs, headroom_db, MAX_GAIN_DB)


def _frames(source: Path, duration_ms: int, filters: Filters) -> Iterator[AudioFrame]:
    """The sound as it is measured and encoded: what the video shows of it, through filters."""
    cut = ("atrim", f"end={_seconds(duration_ms)}")
    return sound_frames(source, rate_hz=SAMPLE_RATE_HZ, filters=(cut, *filters))


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}"
