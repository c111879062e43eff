"""The cover: the recording's best picture with the product's name and best points on it.

The picture is the same for every language. It is looked for among a few pictures of the recording:
sharp, well exposed, calm, with something to look at in the middle (spectral residual: Hou and
Zhang, "Saliency Detection: A Spectral Residual Approach", 2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..languages import safe_area
from ..media import decoded, open_media, picture_stream, start_s
from ..picture.typeset import Bitmap, Typesetter, script_setting, style
from ..records import Shot, Span, Timeline
from .draft import Draft

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Gray = NDArray[np.float32 | np.float64]
    """(height, width), 0 is black and 1 white."""

MOMENTS = 24
"""How many pictures of the recording are compared."""
STRIDE = 10
"""Frames from one compared picture to the next after a key frame: at most 240 are decoded."""
EDGE_MS = 1000
"""Time left out at both ends, where the camera is raised and lowered."""
SEEN_PX = 640
"""The longer side of the compared pictures; noise is gone at that size."""
SALIENCY_PX = 64
"""At that size the spectral residual finds whole things instead of their edges."""
GOOD_LUMA = 0.48
CLIPPED_BELOW, CLIPPED_ABOVE = 0.03, 0.97
STILL = 0.02
"""Mean change from frame to frame at which a picture counts half as calm."""
SCRIM = 0.62
"""Opacity of the shade behind the title."""
SCRIM_MARGIN = 0.07
"""How far the shade reaches above and below the title, of the picture's height."""
TITLE_SCALES = (1.0, 0.9, 0.8, 0.7, 0.62, 0.54, 0.46)
"""Sizes relative to the style's title; the first that leaves the product room is taken."""
TITLE_SHARE = 0.115
"""A title takes at most this share of the picture's height, so that the product is seen."""
TITLE_ROWS = 2
POINTS_SCALE = 0.7
"""Font size of the points below it, of a caption's."""
POINTS_GAP = 0.012
"""Between the title and the points, of the picture's height."""
BETWEEN = " · "
"""Between two points of a row."""
JPEG_QUALITY = 90


def cover_shot(timeline: Timeline) -> Shot:
    """What the cover shows, one frame long: the recording's best moment, else a photo, else plain.

    Raises:
        RenderError: the recording cannot be read.
    """
    span = Span(start_ms=0, end_ms=ceil(1000 / timeline.frame_rate))
    recorded = [shot for shot in timeline.shots if shot.kind == "recording" and shot.path]
    if recorded and recorded[0].path:
        path = recorded[0].path
        own = [shot for shot in recorded if shot.path == path]
        ends = [shot.source_start_ms + shot.span.duration_ms for shot in own]
        at_ms = best_moment_ms(path, min(shot.source_start_ms for shot in own), max(ends))
        return Shot(span=span, kind="recording", path=path, source_start_ms=at_ms)
    for shot in timeline.shots:
        photo = shot.path or next(iter(shot.photos), None)
        if photo:
            return Shot(span=span, kind="photo", path=photo)
    return Shot(span=span, kind="plain", path=None)


# --- the best moment -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is seen at a moment."""

    time_ms: int
    sharpness: float
    """Variance of the Laplacian in the middle."""
    exposure: float
    calm: float
    subject: float
    """Share of what attracts the eye that lies in the middle."""


def best_moment_ms(path: Path, start_ms: int, end_ms: int) -> int:
    """The time in a recording whose picture makes the best cover; the same at every call."""
    looks = list(_looks(path, start_ms, end_ms))
    inner = [one for one in looks if start_ms + EDGE_MS <= one.time_ms <= end_ms - EDGE_MS]
    looks = inner or looks
    sharpest = max((one.sharpness for one in looks), default=0) or 1

    def score(one: _Look) -> float:
        sharp = (one.sharpness / sharpest) ** 0.5
        return float(sharp * one.exposure * one.calm * (0.5 + one.subject))

    return max(looks, key=score).time_ms if looks else start_ms


def _looks(path: Path, start_ms: int, end_ms: int) -> Iterator[_Look]:
    """Looks at moments all over the recording, taken after its key frames."""
    with open_media(path) as container:
        stream = picture_stream(container)
        if stream is None:
            return
        stream.thread_type = "AUTO"
        for key, count in _key_frames(container, stream, start_ms, end_ms).items():
            if not _sought(container, key, stream):
                continue
            frames = islice(decoded(container, stream), (count - 1) * STRIDE + 2)
            seen: Gray | None = None
            for number, frame in enumerate(frames):
                if number % STRIDE == 0:
                    seen, shown = _gray(frame), frame
                elif number % STRIDE == 1 and seen is not None and shown.pts is not None:
                    time_s = shown.pts * stream.time_base - start_s(container)
                    yield _look(round(time_s * 1000), seen, _gray(frame, seen.shape))


def _key_frames(
    container: InputContainer, stream: VideoStream, start_ms: int, end_ms: int
) -> Counter[int]:
    """Time stamps of key frames before evenly spread moments, and how many moments follow each."""
    found: Counter[int] = Counter()
    first_ms = start_s(container) * 1000 + start_ms
    for number in range(MOMENTS):
        moment_ms = first_ms + (end_ms - start_ms) * (2 * number + 1) / (2 * MOMENTS)
        if not _sought(container, int(moment_ms * 1000)):
            continue
        packet = next(container.demux(stream), None)
        if packet is not None and packet.pts is not None:
            found[packet.pts] += 1
    return found


def _sought(container: InputContainer, at: int, stream: VideoStream | None = None) -> bool:
    """Whether the container now stands there; odd time stamps are found in no file."""
    import av

    try:
        container.seek(at, stream=stream)
    except av.FFmpegError:
        return False
    return True


def _gray(frame: VideoFrame, shape: tuple[int, ...] = ()) -> Gray:
    """The frame, small; in another one's shape where that is given: sizes change in a call."""
    import numpy as np

    scale = min(1, SEEN_PX / max(frame.width, frame.height))
    sides = (max(16, round(side * scale)) for side in (frame.height, frame.width))
    height, width = shape or sides
    small = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
    return small.to_ndarray().astype(np.float32) / 255


def _look(time_ms: int, gray: Gray, after: Gray) -> _Look:
    import numpy as np

    middle, later = _middle(gray), _middle(after)
    edges = (
        4 * middle[1:-1, 1:-1]
        - middle[:-2, 1:-1]
        - middle[2:, 1:-1]
        - middle[1:-1, :-2]
        - middle[1:-1, 2:]
    )
    clipped = float(((gray < CLIPPED_BELOW) | (gray > CLIPPED_ABOVE)).mean())
    attraction = saliency(gray)
    return _Look(
        time_ms=time_ms,
        sharpness=float(edges.var()),
        exposure=max(0.0, 1 - abs(float(gray.mean()) - GOOD_LUMA) / GOOD_LUMA) * (1 - clipped),
        calm=float(1 / (1 + np.abs(later - middle).mean() / STILL)),
        subject=float(_middle(attraction).sum() / attraction.sum()),
    )


def _middle(samples: Gray) -> Gray:
    """The middle three fifths of both sides."""
    height, width = samples.shape
    return samples[height // 5 : height - height // 5, width // 5 : width - width // 5]


def saliency(gray: Gray) -> Gray:
    """What attracts the eye: 64 by 64 values above 0."""
    import numpy as np

    down = np.linspace(0, gray.shape[0] - 1, SALIENCY_PX).round().astype(int)
    across = np.linspace(0, gray.shape[1] - 1, SALIENCY_PX).round().astype(int)
    spectrum = np.fft.fft2(_blurred(gray, max(1, max(gray.shape) // 128))[np.ix_(down, across)])
    amplitude = np.log(np.abs(spectrum) + 1e-6)
    residual = amplitude - _blurred(amplitude, 1)
    found = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    for _ in range(3):  # three boxes are nearly a bell
        found = _blurred(found, 2)
    return (found + 1e-12).astype(np.float32)


def _blurred(samples: Any, radius: int) -> Any:
    """The mean over a square of `2 * radius + 1`."""
    import numpy as np

    size = 2 * radius + 1
    for axis in (0, 1):
        pad = [(radius + 1, radius) if each == axis else (0, 0) for each in (0, 1)]
        sums = np.pad(samples, pad, mode="edge").cumsum(axis=axis, dtype=np.float64)
        length = samples.shape[axis]
        upper = np.take(sums, range(size, size + length), axis=axis)
        samples = (upper - np.take(sums, range(length), axis=axis)) / size
    return samples


# --- the title on it -----------------------------------------------------------------------


def save_cover(
    picture: NDArray[np.uint8], title: str, points: Sequence[str], draft: Draft, target: Path
) -> None:
    """Save the picture as JPEG with the title on it, and below it as many points as have room.

    With an empty title nothing is written on it.
    """
    from PIL import Image

    if title:
        picture = _titled(picture, title, points, draft)
    Image.fromarray(picture).save(target, format="JPEG", quality=JPEG_QUALITY)


def _titled(
    picture: NDArray[np.uint8], title: str, points: Sequence[str], draft: Draft
) -> NDArray[np.uint8]:
    """The picture with its texts where they hide the least, over a soft shade."""
    import numpy as np

    height, width = picture.shape[:2]
    for scale in TITLE_SCALES:
        bitmap = _title(title, draft, width, height, scale)
        if bitmap.pixels.shape[0] <= TITLE_SHARE * height:
            break
    bitmaps = [bitmap, *_points(points, draft, width, height)]
    gap = round(POINTS_GAP * height)
    tall = sum(each.pixels.shape[0] for each in bitmaps) + gap * (len(bitmaps) - 1)
    top = _title_top(picture, tall)
    made = picture.astype(np.float32) * (1 - _scrim(height, top, tall))[:, None, None]
    for bitmap in bitmaps:
        ink = bitmap.pixels.astype(np.float32)
        tall, wide = ink.shape[:2]
        place = np.s_[top : top + tall, bitmap.left_px : bitmap.left_px + wide]
        made[place] = ink[..., :3] + made[place] * (1 - ink[..., 3:] / 255)
        top += tall + gap
    return made.round().clip(0, 255).astype(np.uint8)


def _title(title: str, draft: Draft, width: int, height: int, scale: float) -> Bitmap:
    look = style(draft.timeline.style)
    update = {"size": scale * look.title.size, "max_rows": min(TITLE_ROWS, look.title.max_rows)}
    sized = look.title.model_copy(update=update)
    setter = Typesetter(look.model_copy(update={"title": sized}), width, height)
    return setter.draw_title(title, draft.profile)


def _points(points: Sequence[str], draft: Draft, width: int, height: int) -> Iterator[Bitmap]:
    """One row with as many of the points as it holds, the best first; none if it holds none."""
    look = style(draft.timeline.style)
    smaller = look.model_copy(update={"size": POINTS_SCALE * look.size})
    setter = Typesetter(smaller, width, height)
    for count in range(len(points), 0, -1):
        row = [BETWEEN.join(points[:count])]
        (block,) = setter.lay_out(row, draft.profile)
        wanted_px = setter.caption_size_px(script_setting(draft.profile.script))
        if block.size_px >= wanted_px:  # a row that is too wide would be shrunk
            yield setter.draw_caption(row, draft.profile)
            return


def _title_top(picture: NDArray[np.uint8], tall: int) -> int:
    """The first row of the title: at the upper or the lower end of the safe area."""
    import numpy as np

    height, width = picture.shape[:2]
    safe = safe_area(width, height)
    rows = saliency(picture.mean(axis=2, dtype=np.float32) / 255).mean(axis=1)
    rows *= np.hanning(SALIENCY_PX + 2)[1:-1]  # merchants hold the product into the middle
    places: Sequence[int] = (safe.top, max(safe.top, safe.bottom - tall))

    def hidden(top: int) -> float:
        first, last = (row * SALIENCY_PX // height for row in (top, min(height - 1, top + tall)))
        return float(rows[first : last + 1].mean())

    return min(places, key=hidden)


def _scrim(height: int, top: int, tall: int) -> NDArray[np.float32]:
    """How much darker the shade makes each row: most behind the title, fading out around it."""
    import numpy as np

    rows = np.arange(height)
    beyond = np.maximum(np.maximum(top - rows, rows - (top + tall)), 0) / (height * SCRIM_MARGIN)
    near = np.clip(1 - beyond, 0, 1)
    return (SCRIM * near * near * (3 - 2 * near)).astype(np.float32)
