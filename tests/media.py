"""Media, timelines and measures for the tests of the render."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from merchant_studio.picture.render import RenderJob, render_videos
from merchant_studio.picture.render.base import base_frames
from merchant_studio.records import (
    AudioFile,
    CaptionTrack,
    Cue,
    Narration,
    Shot,
    Span,
    Timeline,
)

WIDTH, HEIGHT = 128, 96
RATE = Fraction(25)
RED, GREEN, BLUE, GRAY, WHITE = (
    (200, 30, 40),
    (30, 160, 50),
    (40, 60, 200),
    (120, 120, 120),
    (255, 255, 255),
)

Picture = NDArray[np.uint8]


# --- making media --------------------------------------------------------------------------


def quarters(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Red, green, blue and gray, from the top left clockwise to the bottom left."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    picture[height // 2 :, width // 2 :] = BLUE
    picture[height // 2 :, : width // 2] = GRAY
    return picture


def flat(level: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    return np.full((height, width, 3), level, np.uint8)


def make_video(
    path: Path,
    pictures: Sequence[Picture],
    *,
    rate: Fraction = RATE,
    at_ms: Sequence[int] = (),
    matrix: Colorspace = Colorspace.ITU709,
    color_range: ColorRange = ColorRange.MPEG,
    is_tagged: bool = True,
    pixels: str = "yuv420p",
    codec: str = "libx264",
    sound: NDArray[np.float32] | None = None,
    movflags: str = "",
    gop: int = 12,
    pixel_aspect: Fraction = Fraction(1),
    x264: str = "",
) -> Path:
    """A video of pictures; `at_ms` gives every picture its own time stamp."""
    flags = {"movflags": movflags} if movflags and path.suffix == ".mp4" else {}
    with av.open(str(path), "w", container_options=flags) as output:
        height, width = pictures[0].shape[:2]
        options = (
            {"crf": "1", "preset": "ultrafast", "x264-params": x264} if codec == "libx264" else {}
        )
        stream = output.add_stream(codec, rate, options=options)
        encoder = stream.codec_context
        encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
        encoder.time_base = Fraction(1, 1000) if at_ms else 1 / rate
        encoder.gop_size = gop
        encoder.sample_aspect_ratio = pixel_aspect
        if is_tagged:
            encoder.colorspace = {Colorspace.ITU709: 1, Colorspace.ITU601: 6}[matrix]
            encoder.color_range = color_range
        if sound is not None:
            track = output.add_stream("aac", 48_000, layout="mono")
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(
                format=pixels, dst_colorspace=matrix, dst_color_range=color_range
            )
            frame.pts, frame.time_base = number, 1 / rate
            if at_ms:
                frame.pts, frame.time_base = at_ms[number], Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        if sound is not None:
            block = av.AudioFrame.from_ndarray(sound[None], "fltp", "mono")
            block.sample_rate, block.pts = 48_000, 0
            output.mux(track.encode(block))
            output.mux(track.encode(None))
    return path


def tone(duration_ms: int, level_db: float = -20.0, hertz: float = 1000.0) -> NDArray[np.float32]:
    """A sine with that peak."""
    times = np.arange(duration_ms * 48) / 48_000
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def make_sound(path: Path, samples: NDArray[np.float32], layout: str = "mono") -> Path:
    """A sound file with the samples in every channel."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream("flac" if path.suffix == ".flac" else "pcm_s16le", 48_000)
        stream.layout = layout
        channels = av.AudioLayout(layout).nb_channels
        packed = np.repeat(np.rint(samples * 32767).astype(np.int16), channels)[None]
        frame = av.AudioFrame.from_ndarray(packed, "s16", layout)
        frame.sample_rate, frame.pts = 48_000, 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


# --- making timelines ----------------------------------------------------------------------


def shot(kind: Any, start_ms: int, end_ms: int, path: Path | None = None, **more: Any) -> Shot:
    return Shot(span=Span(start_ms=start_ms, end_ms=end_ms), kind=kind, path=path, **more)


def cue(start_ms: int, end_ms: int, *rows: str) -> Cue:
    return Cue(span=Span(start_ms=start_ms, end_ms=end_ms), rows=rows, line=0)


def timeline(
    sound: Path,
    *shots: Shot,
    cues: Sequence[Cue] = (),
    language: str = "en",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rate: Fraction = RATE,
    title: str = "Flask",
    dubbed: bool = False,
) -> Timeline:
    duration_ms = shots[-1].span.end_ms
    audio = AudioFile(
        path=sound, duration_ms=duration_ms, sample_rate_hz=48_000, channels=1, sha256=""
    )
    return Timeline(
        width_px=size[0],
        height_px=size[1],
        frame_rate=rate,
        duration_ms=duration_ms,
        shots=shots,
        narration=Narration(language="zh", audio=audio, lines=(), dubbed=dubbed),
        captions=CaptionTrack(language=language, direction="ltr", cues=tuple(cues)),
        title=title,
        style="outline",
    )


def ignore_progress(_done: int, _total: int) -> None:
    pass


def render(
    folder: Path,
    *timelines: Timeline,
    encoder: str = "x264",
    on_progress: Callable[[int, int], None] = ignore_progress,
) -> list[Path]:
    targets = [folder / f"{item.captions.language}.mp4" for item in timelines]
    jobs = [
        RenderJob(timeline=item, target=target)
        for item, target in zip(timelines, targets, strict=True)
    ]
    render_videos(
        jobs,
        encoder=encoder,
        crf=2,
        preset="ultrafast",
        threads=1,
        on_progress=on_progress,
    )
    assert sorted(folder.iterdir()) == sorted(targets), "nothing else is left"
    return targets


def pictures(path: Path) -> list[Picture]:
    """The frames of a video in RGB, read as its tags say."""
    with av.open(str(path)) as container:
        return [rgb(frame) for frame in container.decode(video=0)]


def rgb(frame: av.VideoFrame) -> Picture:
    converted = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
    )
    return converted.to_ndarray()  # type: ignore[return-value]


def samples(path: Path) -> NDArray[np.float32]:
    """The sound, (channels, samples)."""
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


def corners(picture: Picture) -> list[tuple[int, ...]]:
    """The colors in the middle of the quarters, from the top left clockwise."""
    height, width = picture.shape[:2]
    places = [(1, 1), (1, 3), (3, 3), (3, 1)]
    return [tuple(map(int, picture[height * y // 4, width * x // 4])) for y, x in places]


def assert_near(found: Any, expected: Any, within: float = 4) -> None:
    difference = np.abs(np.asarray(found, float) - np.asarray(expected, float)).max()
    assert difference <= within, f"{found} is not within {within} of {expected}"


def levels(base: Timeline) -> list[int]:
    """How bright the frames of the base are, 0 to 255."""
    return [round(float(rgb(frame).mean())) for frame in base_frames(base)]
