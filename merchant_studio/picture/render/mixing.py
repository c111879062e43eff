"""Speech, the recording under a dub, and music as one sound, block by block.

What lies under the speech is lowered while someone speaks. When that is, is known: the narration
has the time of every line. So the sound is low before a word begins, and it does not pump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain, repeat
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ...errors import RenderError, StorageError
from ...media import Filters, filtered, sound_frames
from ...messages import say
from ...records import Narration

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
        raise RenderError(
            say("the sound of {name} cannot be encoded ({why})", name=name, why=error)
        ) from error


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


if TYPE_CHECKING:
    import numpy as np
    from av import AudioFrame
    from numpy.typing import NDArray

    Block = NDArray[np.float32]
    Gain = Callable[[NDArray[np.floating[Any]]], NDArray[np.floating[Any]]]
    """The factor at each of some times in milliseconds."""

RATE_HZ = 48_000
BLOCK = 4_800
"""Samples that are mixed at once: 100 ms."""
CHANNELS = 2
SPEECH_LUFS = -16.0
"""What everything else is set against; the whole mix is set to its loudness afterwards."""
UNDER_LU, UNDER_DUCKED_LU = -12.0, -24.0
"""The recording under a dub, in its pauses and while it speaks."""
MUSIC_LU, MUSIC_DUCKED_LU = -9.0, -20.0
ATTACK_MS, RELEASE_MS = 200, 500
"""How long it takes to become low before a line, and to come back after it."""
FADE_IN_MS, FADE_OUT_MS = 800, 2_000
"""Of the music, at both ends of the video."""
JOIN_MS = 50
"""Where the music starts again, it fades out and in, too fast to be heard as more than no click."""

Loudness = Callable[[Path], float]
"""Measures a file's integrated loudness in LUFS."""


def is_mixed(narration: Narration) -> bool:
    """Whether there is more to hear than one file."""
    return narration.under is not None or narration.music is not None


def mix(narration: Narration, duration_ms: int, loudness: Loudness) -> Iterator[AudioFrame]:
    """The whole sound, stereo at 48 kHz, `duration_ms` long, in frames of 100 ms.

    Raises:
        RenderError: a file has no sound or cannot be read.
    """
    import numpy as np

    tracks = list(_tracks(narration, duration_ms, loudness))
    total = duration_ms * RATE_HZ // 1000
    for first in range(0, total, BLOCK):
        size = min(BLOCK, total - first)
        at_ms = (first + np.arange(size)) * (1000 / RATE_HZ)
        block = np.zeros((CHANNELS, size), np.float32)
        for blocks, gain in tracks:
            block += next(blocks)[:, :size] * gain(at_ms).astype(np.float32)
        yield _frame(block, first)


def _tracks(
    narration: Narration, duration_ms: int, loudness: Loudness
) -> Iterator[tuple[Iterator[Block], Gain]]:
    """Everything that is heard, each as endless blocks and its gain."""
    import numpy as np

    def level(path: Path) -> float:
        measured = loudness(path)
        return float(10 ** ((SPEECH_LUFS - measured) / 20)) if measured > SILENCE_LUFS else 1.0

    speech = level(narration.audio.path)
    yield _endless(_blocks(narration.audio.path)), lambda at_ms: np.full(len(at_ms), speech)
    if narration.under:
        under = level(narration.under.path)
        ducked = _ducking(narration, UNDER_LU, UNDER_DUCKED_LU)
        yield _endless(_blocks(narration.under.path)), lambda at_ms: under * ducked(at_ms)
    if narration.music:
        path, music = narration.music.path, level(narration.music.path)
        lowered, ends = _ducking(narration, MUSIC_LU, MUSIC_DUCKED_LU), _ends(duration_ms)
        loops = chain.from_iterable(_joined(_blocks(path)) for _ in repeat(None))
        yield _cut(loops), lambda at_ms: music * lowered(at_ms) * ends(at_ms)


def _ducking(narration: Narration, open_lu: float, ducked_lu: float) -> Gain:
    """`ducked_lu` while a line is heard, `open_lu` in longer pauses, in straight lines of dB."""
    import numpy as np

    points: list[tuple[float, float]] = [(-2.0 * ATTACK_MS, open_lu)]
    for line in narration.lines:
        start_ms, end_ms = line.span.start_ms, line.span.end_ms
        if points[-1][0] >= start_ms - ATTACK_MS:  # it is not yet back from the line before
            points.pop()
        else:
            points += [(start_ms - ATTACK_MS, open_lu), (start_ms, ducked_lu)]
        points += [(end_ms, ducked_lu), (end_ms + RELEASE_MS, open_lu)]
    times, levels = zip(*points, strict=True)
    return lambda at_ms: 10 ** (np.interp(at_ms, times, levels) / 20)


def _ends(duration_ms: int) -> Gain:
    """Silence at the start and at the end of the video, full between the fades."""
    import numpy as np

    times = (0, FADE_IN_MS, max(FADE_IN_MS, duration_ms - FADE_OUT_MS), duration_ms)
    return lambda at_ms: np.interp(at_ms, times, (0.0, 1.0, 1.0, 0.0))


def _blocks(path: Path) -> Iterator[Block]:
    """The sound of a file in blocks; the last one is as long as what is left."""
    frames = sound_frames(path, rate_hz=RATE_HZ, layout="stereo")
    return _cut(cast("Block", frame.to_ndarray()) for frame in frames)


def _cut(pieces: Iterator[Block]) -> Iterator[Block]:
    """Pieces of any length as blocks."""
    import numpy as np

    rest = np.zeros((CHANNELS, 0), np.float32)
    for piece in pieces:
        rest = np.concatenate([rest, piece], axis=1)
        while rest.shape[1] >= BLOCK:
            yield rest[:, :BLOCK]
            rest = rest[:, BLOCK:]
    if rest.shape[1]:
        yield rest


def _endless(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks, filled up with silence, and silence after them."""
    import numpy as np

    for block in blocks:
        yield np.pad(block, ((0, 0), (0, BLOCK - block.shape[1])))
    yield from repeat(np.zeros((CHANNELS, BLOCK), np.float32))


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a file, faded in and out, so that it can start again without a click."""
    import numpy as np

    join = JOIN_MS * RATE_HZ // 1000
    last: Block | None = None
    for block in blocks:
        if last is None:
            last = block.copy()
            size = min(join, last.shape[1])
            last[:, :size] *= np.linspace(0, 1, size, dtype=np.float32)
        elif block.shape[1] < join:  # a rest at the end, too short for the fade
            last = np.concatenate([last, block], axis=1)
        else:
            yield last
            last = block.copy()
    if last is not None:
        size = min(join, last.shape[1])
        last[:, last.shape[1] - size :] *= np.linspace(1, 0, size, dtype=np.float32)
        yield last


def _frame(block: Block, first: int) -> AudioFrame:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
    return frame
