"""Pictures and sound into a file: H.264 and AAC for the pitch, JPEG for the photos."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import skia
from PIL import Image

from .solid import Floats

FRAME_RATE = 25
CRF = 23
JPEG_QUALITY = 88


def write_film(
    path: Path, frames: Iterable[np.ndarray], samples: Floats, rate_hz: int, title: str
) -> None:
    """The frames (rows, columns, 3) at `FRAME_RATE` with mono sound, as an mp4."""
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as film:
        film.metadata.update(
            {"title": title, "comment": "Drawn by a program; the voice is synthetic."}
        )
        video = film.add_stream("libx264", rate=FRAME_RATE)
        video.pix_fmt = "yuv420p"
        video.options = {"preset": "slow", "crf": str(CRF), "threads": "2"}
        context = video.codec_context
        context.gop_size = 2 * FRAME_RATE
        context.color_range = 1  # limited range, BT.709: what phones write
        context.colorspace = context.color_primaries = context.color_trc = 1
        audio = film.add_stream("aac", rate=rate_hz, layout="mono")
        audio.bit_rate = 96_000
        audio.metadata["language"] = "zho"
        for number, pixels in enumerate(frames):
            if not number:
                video.height, video.width = pixels.shape[:2]
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
            frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE)
            film.mux(video.encode(frame))
        film.mux(video.encode(None))
        size = 1024  # samples in a frame of AAC
        for start in range(0, samples.size, size):
            sound = av.AudioFrame.from_ndarray(
                samples[None, start : start + size], format="fltp", layout="mono"
            )
            sound.sample_rate, sound.pts, sound.time_base = rate_hz, start, Fraction(1, rate_hz)
            film.mux(audio.encode(sound))
        film.mux(audio.encode(None))


def write_photo(path: Path, picture: skia.Image) -> None:
    """The picture as a JPEG."""
    pixels = picture.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]
    Image.fromarray(pixels).save(path, quality=JPEG_QUALITY, optimize=True, progressive=True)


def frame_count(samples: Floats, rate_hz: int) -> int:
    """How many frames last as long as the sound."""
    return math.ceil(samples.size * FRAME_RATE / rate_hz)
