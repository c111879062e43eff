"""What each H.264 encoder of this PyAV costs beside x264: time, size, and quality of the picture.

    python -m benchmarks.encoder [--seconds 35] [--crfs 20,23,26,29] [--clips drawn,noisy] [--json]

The example's pitch is rendered with captions by each encoder, in turn, at several values of `--crf`
and the usual preset; once as it is drawn, once under a camera's noise, which is harder to encode.
Quality is that of the brightness against the picture that the encoder was given: PSNR, and SSIM in
blocks of 8x8, of every fifth frame. `at equal quality` is the size of the file that would have
the PSNR of x264 at the usual crf, as a ratio to x264's; between two measured points it is
interpolated by the logarithm of the size. Time is that of all cores (CPU), as a ratio to x264's in
the same run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.render import PITCH
from benchmarks.render_captions import timeline
from merchant_studio.encoders import encoder_of, encoders_here
from merchant_studio.picture.render import RenderJob, render_videos
from merchant_studio.picture.render.mp4 import Mp4Writer

USUAL_CRF, PRESET = 23, "veryfast"
CLEAN_CRF = 6
NOISE_LEVELS = 3.0
"""Standard deviation of the noise: a phone in the light of a hall."""
EVERY = 5
"""Of so many frames one is compared."""
BLOCK = 8

Luma = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One video: how it was made, what it cost, and how near it is to its picture."""

    clip: str
    encoder: str
    crf: int
    cpu_seconds: float
    seconds: float
    megabytes: float
    kbit_s: float
    psnr_db: float
    worst_psnr_db: float
    ssim: float


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=35)
    parser.add_argument("--crfs", default="20,23,26,29")
    parser.add_argument("--clips", default="drawn,noisy")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    """Measure, and print a table or JSON."""
    given = command_line().parse_args()
    crfs = sorted({USUAL_CRF, *map(int, given.crfs.split(","))})
    with tempfile.TemporaryDirectory() as folder:
        points = [
            point
            for name in given.clips.split(",")
            for point in measured(name, given.seconds, crfs, Path(folder))
        ]
    ratios = [
        {"clip": name, "encoder": encoder} | ratio
        for name in given.clips.split(",")
        for encoder in encoders_here()
        if (ratio := against_x264([p for p in points if p.clip == name], encoder))
    ]
    if given.json:
        found = {"pyav": av.__version__, "points": [asdict(p) for p in points], "ratios": ratios}
        print(json.dumps(found, indent=1))
        return
    if not ratios:
        print(f"nothing to compare: of all encoders this PyAV has {', '.join(encoders_here())}")
    for row in (*map(asdict, points), *ratios):
        print("  ".join(f"{k} {v:.4g}" if isinstance(v, float) else f"{v}" for k, v in row.items()))


def measured(clip: str, seconds: int, crfs: Sequence[int], folder: Path) -> Iterator[Point]:
    """A video by each encoder at each crf; the encoders take turns."""
    source = noisy(seconds, folder / "noisy.mp4") if clip == "noisy" else PITCH
    for crf in crfs:
        for encoder in encoders_here():
            yield rendered(clip, source, encoder, crf, seconds, folder)


def rendered(clip: str, source: Path, encoder: str, crf: int, seconds: int, folder: Path) -> Point:
    """One video of the clip with English captions."""
    with av.open(str(source)) as container:
        picture = container.streams.video[0]
        width_px, height_px, rate = picture.width, picture.height, picture.average_rate
    job: dict[str, Any] = {"clip": str(source), "seconds": seconds, "rate": rate}
    shown = timeline(job | {"width_px": width_px, "height_px": height_px}, "en")
    target = folder / f"{clip}-{encoder}-{crf}.mp4"
    given: list[Luma] = []
    write = Mp4Writer.write

    def seen(writer: Mp4Writer, frame: av.VideoFrame) -> None:
        if (frame.pts or 0) % EVERY == 0:
            given.append(luma(frame))
        write(writer, frame)

    begun_s, begun_cpu_s = time.monotonic(), time.process_time()
    with patch.object(Mp4Writer, "write", seen):
        render_videos(
            [RenderJob(timeline=shown, target=target)],
            encoder=encoder,
            crf=crf,
            preset=PRESET,
            threads=0,
            on_progress=lambda done, total: None,
        )
    cpu_s, took_s = time.process_time() - begun_cpu_s, time.monotonic() - begun_s
    qualities = [(psnr(a, b), ssim(a, b)) for a, b in zip(given, decoded(target), strict=True)]
    size = target.stat().st_size
    return Point(
        clip=clip,
        encoder=encoder,
        crf=crf,
        cpu_seconds=cpu_s,
        seconds=took_s,
        megabytes=size / 1e6,
        kbit_s=size * 8 / 1000 / seconds,
        psnr_db=float(np.mean([each for each, _ in qualities])),
        worst_psnr_db=min(each for each, _ in qualities),
        ssim=float(np.mean([each for _, each in qualities])),
    )


def against_x264(points: Sequence[Point], encoder: str) -> dict[str, float]:
    """What an encoder costs in x264's terms; nothing where x264 was not measured."""
    theirs = [p for p in points if p.encoder == "x264"]
    own = [p for p in points if p.encoder == encoder]
    if encoder == "x264" or not theirs:
        return {}
    (usual,) = (p for p in theirs if p.crf == USUAL_CRF)
    (same,) = (p for p in own if p.crf == USUAL_CRF)
    log_sizes = [float(np.log(p.megabytes)) for p in own[::-1]]
    equal = float(np.exp(np.interp(usual.psnr_db, [p.psnr_db for p in own[::-1]], log_sizes)))
    psnr_there = float(
        np.interp(np.log(usual.megabytes), log_sizes, [p.psnr_db for p in own[::-1]])
    )
    pairs = list(zip(own, theirs, strict=True))
    return {
        "cpu at the same crf": sum(a.cpu_seconds / b.cpu_seconds for a, b in pairs) / len(pairs),
        "size at the same crf": same.megabytes / usual.megabytes,
        "psnr at the same crf": same.psnr_db - usual.psnr_db,
        "size at equal quality": equal / usual.megabytes,
        "psnr at equal size": psnr_there - usual.psnr_db,
    }


def noisy(seconds: int, target: Path) -> Path:
    """The example's pitch under a camera's noise, hardly changed by its own encoding."""
    encoder, random = encoder_of(encoders_here()[0]), np.random.default_rng(7)
    options = encoder.options(crf=CLEAN_CRF, preset="ultrafast")
    with av.open(str(PITCH)) as source, av.open(str(target), "w") as output:
        picture, sound = source.streams.video[0], source.streams.audio[0]
        made: Any = output.add_stream(encoder.codec, picture.average_rate, options=options)
        made.width, made.height, made.pix_fmt = picture.width, picture.height, "yuv420p"
        copied = output.add_stream_from_template(sound)
        for packet in source.demux(picture, sound):
            if packet.dts is None or (packet.pts or 0) * packet.time_base > seconds + 1:
                continue
            if packet.stream is sound:
                packet.stream = copied
                output.mux(packet)
                continue
            for frame in packet.decode():
                output.mux(made.encode(with_noise(frame, random)))  # type: ignore[arg-type]
        output.mux(made.encode(None))
    return target


def with_noise(frame: av.VideoFrame, random: np.random.Generator) -> av.VideoFrame:
    """The frame with noise in its brightness."""
    planes = frame.to_ndarray(format="yuv420p")
    bright = planes[: frame.height]
    rough = bright + random.normal(0, NOISE_LEVELS, bright.shape)
    planes[: frame.height] = np.clip(np.rint(rough), 16, 235).astype(np.uint8)
    new = av.VideoFrame.from_ndarray(planes, "yuv420p")
    new.pts, new.time_base = frame.pts, frame.time_base
    return new


def decoded(path: Path) -> Iterator[Luma]:
    """The brightness of the frames that are compared."""
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % EVERY == 0:
                yield luma(frame)


def luma(frame: av.VideoFrame) -> Luma:
    """The brightness of a frame, 16 to 235."""
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width].astype(np.float32)


def psnr(given: Luma, made: Luma) -> float:
    """Peak signal to noise, in dB; 100 for the same picture."""
    error = float(np.mean((given - made) ** 2))
    return 100.0 if error == 0 else min(100.0, 10 * np.log10(255**2 / error))


def ssim(given: Luma, made: Luma) -> float:
    """Structural similarity in blocks of 8x8: 1 for the same picture."""
    height, width = (side // BLOCK * BLOCK for side in given.shape)
    a, b = (
        each[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
        for each in (given, made)
    )
    over = (1, 3)
    mean_a, mean_b = a.mean(over), b.mean(over)
    spread_a, spread_b = a.var(over), b.var(over)
    shared = (a * b).mean(over) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * shared + c2)
    return float((top / ((mean_a**2 + mean_b**2 + c1) * (spread_a + spread_b + c2))).mean())


if __name__ == "__main__":
    main()
