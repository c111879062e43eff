"""The sound of a video: one file of AAC, as loud and as long as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RenderError, StorageError
from ...media import Filters, filtered, sound_frames
from ...records import Narration
from .mixing import is_mixed, mix

if TYPE_CHECKING:
    from av import AudioFrame

SAMPLE_RATE_HZ = 48_000
BITS_PER_SECOND = 128_000
LOUDNESS_LUFS = -14.0
"""Integrated (EBU R 128): where the video platforms set their sound."""
CLOSE_LU = 0.1
PEAK_DBTP = -1.0
"""No true peak of the file is higher."""
CODEC_HEADROOM_DB = 0.5
"""AAC gives peaks back a little higher than it got them; where it is more, it is encoded again."""
ENCODINGS = 3
MAX_GAIN_DB = 20.0
"""A quiet recording is raised by no more: its noise would be raised too."""
SILENCE_LUFS = -70.0
"""The gate of the measurement: what it gives for silence and for less than 400 ms."""
OVERSAMPLED_HZ = 96_000
"""Where the limiter sees most peaks between samples; it takes half as long as at four times."""
LIMITER_ATTACK_MS, LIMITER_RELEASE_MS = 5, 80
CORRECTIONS = 4
"""Times that the gain is raised for what the limiter took away."""
LEAST_SLOPE = 0.3
"""Loudness that a decibel more gives at the least, as far as the next correction goes."""
FADE_MS = 10
"""At the end, so that a cut does not click."""


def encode_sound(narration: Narration, duration_ms: int, target: Path) -> Path:
    """The target, with what is heard as AAC in mp4, `duration_ms` long.

    It is measured first and set to its loudness by one gain; a limiter takes only the peaks that
    would then be too high. What is missing at the end is silence.

    Raises:
        RenderError: there is no sound, or it cannot be read or encoded.
        StorageError: the target cannot be written.
    """
    headroom_db = CODEC_HEADROOM_DB
    for _ in range(ENCODINGS):
        _encode(narration, duration_ms, headroom_db, target)
        _, peak = _measured(sound_frames(target, rate_hz=SAMPLE_RATE_HZ))
        over_db = 20 * log10(peak) - PEAK_DBTP if peak else 0.0
        if over_db <= 0:
            break
        headroom_db += over_db + 0.1
    return target


def _encode(narration: Narration, duration_ms: int, headroom_db: float, target: Path) -> None:
    import av

    length = _seconds(duration_ms)
    fade = f"t=out:st={_seconds(max(0, duration_ms - FADE_MS))}:d={_seconds(FADE_MS)}"
    ending = (("afade", fade), ("apad", ""), ("atrim", f"end={length}"))
    leveling = _leveling(narration, duration_ms, PEAK_DBTP - headroom_db)
    frames = _frames(narration, duration_ms, (*leveling, *ending))
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
        name = narration.audio.path.name
        raise RenderError(f"the sound of {name} cannot be encoded ({error})") from error


def _leveling(narration: Narration, duration_ms: int, ceiling_db: float) -> Filters:
    """The filters that give the sound its loudness and keep its peaks below the limit."""
    loudness_lufs, peak = _measured(_frames(narration, duration_ms))
    if loudness_lufs <= SILENCE_LUFS or peak == 0:
        return ()
    gain_db = min(LOUDNESS_LUFS - loudness_lufs, MAX_GAIN_DB)
    if 20 * log10(peak) + gain_db <= ceiling_db:
        return (_gain(gain_db),)
    last: tuple[float, float] | None = None
    for _ in range(CORRECTIONS):
        filters = (_gain(gain_db), *_limiter(ceiling_db))
        loudness_lufs = _loudness(_frames(narration, duration_ms, filters))
        lost_lu = LOUDNESS_LUFS - loudness_lufs
        if gain_db == MAX_GAIN_DB or lost_lu <= CLOSE_LU:
            break
        # The louder, the more the limiter takes: a step of the secant method, its slope bounded.
        slope = (loudness_lufs - last[1]) / (gain_db - last[0]) if last else 1.0
        last = gain_db, loudness_lufs
        gain_db = min(gain_db + lost_lu / min(1.0, max(LEAST_SLOPE, slope)), MAX_GAIN_DB)
    return (_gain(gain_db), *_limiter(ceiling_db))


def _gain(gain_db: float) -> tuple[str, str]:
    return "volume", f"{gain_db:.3f}dB:precision=float"


def _limiter(ceiling_db: float) -> Filters:
    limit = 10 ** (ceiling_db / 20)
    times = f"attack={LIMITER_ATTACK_MS}:release={LIMITER_RELEASE_MS}"
    return (
        ("aresample", str(OVERSAMPLED_HZ)),
        ("alimiter", f"limit={limit:.5f}:{times}:level=0:latency=1"),
        ("aresample", str(SAMPLE_RATE_HZ)),
        ("aformat", "sample_fmts=fltp"),
    )


def _measured(frames: Iterator[AudioFrame], peak: str = "true") -> tuple[float, float]:
    """Integrated loudness in LUFS, and the highest true peak as a factor."""
    loudness_lufs, highest = SILENCE_LUFS, 0.0
    for frame in filtered(frames, (("ebur128", f"metadata=1:peak={peak}"),)):
        measured = frame.metadata  # none at the last frame if it is not 100 ms long
        loudness_lufs = float(measured.get("lavfi.r128.I", loudness_lufs))
        highest = float(measured.get("lavfi.r128.true_peak", highest))
    return loudness_lufs, highest


def _loudness(frames: Iterator[AudioFrame]) -> float:
    """Integrated loudness in LUFS; peaks would take as long again."""
    return _measured(frames, peak="none")[0]


def _frames(narration: Narration, duration_ms: int, filters: Filters = ()) -> Iterator[AudioFrame]:
    """The sound as it is measured and encoded: what the video shows of it, through filters."""
    if is_mixed(narration):

        def loudness(path: Path) -> float:
            return _loudness(sound_frames(path, rate_hz=SAMPLE_RATE_HZ))

        mixed = mix(narration, duration_ms, loudness)
        return filtered(mixed, filters) if filters else mixed
    cut = ("atrim", f"end={_seconds(duration_ms)}")
    return sound_frames(narration.audio.path, rate_hz=SAMPLE_RATE_HZ, filters=(cut, *filters))


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}"
