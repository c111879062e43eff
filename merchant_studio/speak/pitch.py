"""Measure how high a voice is, in Hz."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..media import sound_frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 8_000
FRAME_S, STEP_S = 0.05, 0.02
LOWEST_HZ, HIGHEST_HZ = 65, 400
"""Between a deep man's voice and a child's."""
VOICED = 0.55
"""Correlation of a frame with itself one period later; less is a consonant or noise."""
ALIKE = 0.9
"""A shorter lag is the period if its correlation is at least this share of the best one."""
LOUD = 0.1
"""Frames below this share of the loudest frame's power are noise of the room."""
LONGEST_MS = 60_000
"""How much of a recording is measured; a voice does not change after that."""


def measure_pitch(source: Path) -> int:
    """The median fundamental frequency of a recording's voice in Hz; 0 where none is found.

    By autocorrelation, of its first minute.

    Raises:
        RenderError: the file has no sound or cannot be read.
    """
    import numpy as np

    cut = ("atrim", f"end={LONGEST_MS / 1000}")
    frames = sound_frames(source, rate_hz=RATE_HZ, layout="mono", filters=(cut,))
    return pitch_of(np.concatenate([frame.to_ndarray()[0] for frame in frames]), RATE_HZ)


def pitch_of(samples: NDArray[np.float32], rate_hz: int) -> int:
    """The median pitch in Hz of samples from -1 to 1; 0 if no voice is found."""
    import numpy as np

    size, step = int(FRAME_S * rate_hz), int(STEP_S * rate_hz)
    if len(samples) < size:
        return 0
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::step]
    power: NDArray[np.float32] = (frames**2).mean(axis=1)
    frames = frames[power > LOUD * np.max(power)]
    if not len(frames):
        return 0
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectra = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    correlation = np.fft.irfft(spectra, axis=1)[:, :size]
    # Fewer samples overlap at a longer lag.
    correlation /= np.maximum(correlation[:, :1], 1e-12) * (1 - np.arange(size) / size)
    shortest, longest = rate_hz // HIGHEST_HZ, rate_hz // LOWEST_HZ
    within = correlation[:, shortest : longest + 1]
    best = within.max(axis=1, keepdims=True)
    # Two periods look alike, too: the shortest lag that is nearly the best one is the period.
    is_peak = (within[:, 1:-1] >= within[:, :-2]) & (within[:, 1:-1] >= within[:, 2:])
    lags = (is_peak & (within[:, 1:-1] >= ALIKE * best)).argmax(axis=1) + shortest + 1
    voiced = (best[:, 0] > VOICED) & is_peak.any(axis=1)
    return round(float(np.median(rate_hz / lags[voiced]))) if voiced.any() else 0
