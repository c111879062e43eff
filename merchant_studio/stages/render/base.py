"""The picture that all languages share, frame by frame, in YUV.

moviepy clips say what a shot shows; a recording that fills the frame by itself is taken from the
decoder as it is, without the way through RGB.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ...media import unreadable
from ...records import Shot, Timeline
from .conversion import Conversion
from .frametimes import FrameTimes
from .planes import duplicate
from .recording import Recording

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray
    from PIL.Image import Image

    Picture = NDArray[np.uint8]
    """(height, width, 3), RGB."""

FILLS_FROM = Fraction(99, 100)
"""A picture that fits this well is stretched to fill the frame: nobody sees one percent."""
SURROUND_SHRINK = 16
"""The blurred surround is made at this fraction of the frame's size."""
SURROUND_BLUR = 0.06
"""Standard deviation, of the frame's shorter side."""
SURROUND_BRIGHTNESS = 0.45
PLAIN_TOP, PLAIN_BOTTOM = (43, 52, 66), (13, 16, 22)
"""RGB of the plain background's edges."""
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")


def base_frames(timeline: Timeline) -> Generator[VideoFrame, None, None]:
    """Every frame of the base, in order, with its number as time stamp; they may be shared.

    Raises:
        RenderError: a recording or a photo cannot be read.
    """
    import av

    times = FrameTimes(timeline.frame_rate)
    for shot in timeline.shots:
        numbers = times.within(shot.span)
        start_s = Fraction(shot.span.start_ms, 1000)
        moments_s = (times.start_s(number) - start_s for number in numbers)
        frames = _shot(shot, timeline, moments_s) if numbers else ()
        try:
            for number, frame in zip(numbers, frames, strict=True):
                frame.pts, frame.time_base = number, 1 / timeline.frame_rate
                frame.pict_type = 0  # the decoder's I, P or B would bind the encoder
                yield frame
        except av.FFmpegError as error:
            raise unreadable(_path(shot), error) from error


def _shot(shot: Shot, timeline: Timeline, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """The shot's frames at these times since its start."""
    if shot.kind == "recording":
        return _recording(shot, timeline, moments_s)
    if shot.kind == "photo":
        return _photo(shot, timeline, moments_s)
    return _still(_plain(timeline.width_px, timeline.height_px), moments_s)


# --- recordings ----------------------------------------------------------------------------


def _recording(
    shot: Shot, timeline: Timeline, moments_s: Iterable[Fraction]
) -> Iterator[VideoFrame]:
    width, height = timeline.width_px, timeline.height_px
    from_s = Fraction(shot.source_start_ms, 1000)
    with Recording(_path(shot), from_s, 1 / timeline.frame_rate) as recording:
        inner = _fitted_size(*recording.seen_size, width, height)
        if inner == (width, height):
            yield from _filling(recording, (from_s + moment_s for moment_s in moments_s), inner)
        else:
            clip = _surrounded_clip(recording, from_s, inner, (width, height))
            yield from _clip_frames(clip, moments_s, (width, height))


def _filling(
    recording: Recording, moments_s: Iterable[Fraction], size: tuple[int, int]
) -> Iterator[VideoFrame]:
    """A recording that fills the frame: converted only where it must be."""
    conversion = Conversion(*size, "yuv420p")
    shown = picture = None
    for moment_s in moments_s:
        frame = recording.frame_at(moment_s)
        if frame is not shown or picture is None:
            shown, picture = frame, conversion.convert(frame, recording.pixel_aspect)
        else:
            picture = duplicate(picture)
        yield picture


def _surrounded_clip(
    recording: Recording, from_s: Fraction, inner: tuple[int, int], size: tuple[int, int]
) -> Any:
    """A moviepy clip of a recording in front of a blurred, dark, enlarged copy of itself."""
    import moviepy
    from PIL import Image

    conversion = Conversion(*inner, "rgb24")

    def picture_at(time_s: float) -> Picture:
        frame = recording.frame_at(from_s + Fraction(time_s).limit_denominator(1_000_000))
        picture = conversion.convert(frame, recording.pixel_aspect).to_ndarray()
        return cast("Picture", picture)

    clip = moviepy.VideoClip(frame_function=picture_at)
    return clip.image_transform(lambda picture: _array(_framed(Image.fromarray(picture), size)))


# --- photos and plain backgrounds ----------------------------------------------------------


def _photo(shot: Shot, timeline: Timeline, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """A photo with a slow zoom; sampled between the pixels, so it does not jitter."""
    import moviepy
    from PIL import Image

    width, height = timeline.width_px, timeline.height_px
    room = round(width * shot.zoom_end), round(height * shot.zoom_end)
    photo = _open_photo(_path(shot), max(room))
    inner = photo.resize(_fitted_size(*photo.size, *room), Image.Resampling.LANCZOS)
    canvas = _framed(inner, room)
    if shot.zoom_end == 1:
        yield from _still(canvas, moments_s)
        return

    def picture_at(time_s: float) -> Picture:
        zoom = 1 + (shot.zoom_end - 1) * time_s * 1000 / shot.span.duration_ms
        left, top = (side * (1 - 1 / zoom) / 2 for side in room)
        box = (left, top, room[0] - left, room[1] - top)
        return _array(canvas.resize((width, height), Image.Resampling.BICUBIC, box))

    clip = moviepy.VideoClip(frame_function=picture_at)
    yield from _clip_frames(clip, moments_s, (width, height))


def _open_photo(path: Path, needed_px: int) -> Image:
    """The photo upright, in RGB; what is transparent becomes white.

    A JPEG much larger than `needed_px` is decoded at a half, a quarter or an eighth of its size.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=PHOTO_FORMATS) as opened:
            opened.draft("RGB", (needed_px, needed_px))
            upright = ImageOps.exif_transpose(opened)
            if upright.mode not in ("RGBA", "LA", "PA") and "transparency" not in upright.info:
                return upright.convert("RGB")
            upright = upright.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise unreadable(path, error) from error
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _plain(width: int, height: int) -> Image:
    """A calm dark gradient, dithered so that it shows no bands."""
    import numpy as np
    from PIL import Image

    down = np.linspace(0, 1, height)[:, None, None]
    colors = np.array(PLAIN_TOP) * (1 - down) + np.array(PLAIN_BOTTOM) * down
    dither = np.random.default_rng(0).random((height, width, 1))
    return Image.fromarray((colors + dither).astype(np.uint8))


# --- fitting -------------------------------------------------------------------------------


def _fitted_size(
    width: Fraction | int, height: Fraction | int, room_width: int, room_height: int
) -> tuple[int, int]:
    """The size at which a picture fits into a room; all of it where the shapes nearly agree."""
    scale = min(room_width / Fraction(width), room_height / Fraction(height))
    inner = width * scale, height * scale
    if inner[0] >= room_width * FILLS_FROM and inner[1] >= room_height * FILLS_FROM:
        return room_width, room_height
    return max(2, round(inner[0])), max(2, round(inner[1]))


def _framed(picture: Image, size: tuple[int, int]) -> Image:
    """A picture that fits into the frame, in front of a blurred, dark, enlarged copy of itself."""
    if picture.size == size:
        return picture
    from PIL import Image, ImageFilter

    width, height = size
    shrunk = max(2, width // SURROUND_SHRINK), max(2, height // SURROUND_SHRINK)
    enlargement = max(width / picture.width, height / picture.height)
    left = (picture.width - width / enlargement) / 2
    top = (picture.height - height / enlargement) / 2
    box = (left, top, picture.width - left, picture.height - top)
    surround = picture.resize(shrunk, Image.Resampling.BOX, box)
    surround = surround.filter(ImageFilter.GaussianBlur(SURROUND_BLUR * min(shrunk)))
    surround = surround.point([round(SURROUND_BRIGHTNESS * level) for level in range(256)] * 3)
    surround = surround.resize(size, Image.Resampling.BILINEAR)
    surround.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return surround


# --- frames --------------------------------------------------------------------------------


def _clip_frames(
    clip: Any, moments_s: Iterable[Fraction], size: tuple[int, int]
) -> Iterator[VideoFrame]:
    """A moviepy clip's frames in YUV."""
    conversion = Conversion(*size, "yuv420p")
    try:
        for moment_s in moments_s:
            yield _yuv(clip.get_frame(float(moment_s)), conversion)
    finally:
        clip.close()


def _still(picture: Image, moments_s: Iterable[Fraction]) -> Iterator[VideoFrame]:
    """A picture that does not move: converted once."""
    import moviepy

    clip = moviepy.ImageClip(_array(picture))
    (frame,) = _clip_frames(clip, [Fraction(0)], picture.size)
    for _ in moments_s:
        yield duplicate(frame)


def _yuv(picture: Picture, conversion: Conversion) -> VideoFrame:
    import av

    return conversion.convert(av.VideoFrame.from_numpy_buffer(picture, "rgb24"), Fraction(1))


def _array(picture: Image) -> Picture:
    import numpy as np

    return np.asarray(picture)


def _path(shot: Shot) -> Path:
    if shot.path is None:
        raise ValueError(f"a shot of kind {shot.kind!r} needs a path")
    return shot.path
