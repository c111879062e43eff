"""Pictures that do not move: photos and galleries on their backgrounds, layered by moviepy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...languages import safe_area
from ...media import unreadable
from .blending import duplicate, paste, planes_of
from .conversion import PIXELS, Filter, from_rgb, new_graph, to_rgb

if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph

Fill = Literal["blur", "plain"]
Size = tuple[int, int]
"""Width and height in pixels."""

FILLS_FROM = Fraction(99, 100)
"""A picture that fits this well is stretched to fill the frame: nobody sees one percent."""
SURROUND_SHRINK = 16
"""The blurred surround is made at this fraction of the frame's size."""
SURROUND_BLUR = 0.06
"""Standard deviation, of the frame's shorter side."""
SURROUND_BRIGHTNESS = 0.45
PLAIN_TOP, PLAIN_BOTTOM = (43, 52, 66), (13, 16, 22)
"""RGB of the plain background's edges."""


def fitted_size(width: Fraction | int, height: Fraction | int, room: Size) -> Size:
    """The size, even, at which a picture fits into an even room; all of it if it nearly does."""
    scale = min(room[0] / Fraction(width), room[1] / Fraction(height))
    inner = width * scale, height * scale
    if inner[0] >= room[0] * FILLS_FROM and inner[1] >= room[1] * FILLS_FROM:
        return room
    return _even(inner[0]), _even(inner[1])


def _even(pixels: Fraction | float) -> int:
    return max(2, 2 * round(pixels / 2))


class Backdrop:
    """The background of pictures of one size, and the pictures in the middle of it."""

    def __init__(self, inner: Size, size: Size, fill: Fill) -> None:
        self._size = size
        self._blur: Graph | None = None
        if fill == "blur":
            self._blur = _blur(inner, size)
        else:
            self._plain = plain(size)

    def behind(self, picture: VideoFrame) -> VideoFrame:
        """The background alone: plain, or a blurred, dark, enlarged copy of the picture."""
        if self._blur is None:
            return duplicate(self._plain)
        self._blur.vpush(picture)
        return self._blur.vpull()

    def around(self, picture: VideoFrame) -> VideoFrame:
        """The picture in front of its background; the picture itself if it fills the frame."""
        width, height = self._size
        if (picture.width, picture.height) == self._size:
            return picture
        frame = self.behind(picture)
        left_px, top_px = (width - picture.width) // 4 * 2, (height - picture.height) // 4 * 2
        paste(picture, frame, left_px, top_px)
        return frame


def _blur(inner: Size, size: Size) -> Graph:
    """A graph that makes the surround from a picture, small and therefore quick.

    Ten bits keep the slow changes of brightness free of bands until they are dithered to eight.
    """
    reduction = min(Fraction(inner[0], size[0]), Fraction(inner[1], size[1]))
    seen = _even(size[0] * reduction), _even(size[1] * reduction)
    small = tuple(max(2, side // SURROUND_SHRINK) for side in size)
    darker = f"(val-minval)*{SURROUND_BRIGHTNESS}+minval"
    paler = f"(val-(minval+maxval)/2)*{SURROUND_BRIGHTNESS}+(minval+maxval)/2"
    filters: list[Filter] = [
        ("crop", f"{seen[0]}:{seen[1]}"),
        ("scale", f"{small[0]}:{small[1]}:flags=area"),
        ("format", "pix_fmts=yuv444p10le"),
        ("gblur", f"sigma={SURROUND_BLUR * min(small):.3f}:steps=2"),
        ("lutyuv", f"y={darker}:u={paler}:v={paler}"),
        ("scale", f"{size[0]}:{size[1]}:flags=bicubic"),
        ("format", f"pix_fmts={PIXELS}"),
    ]
    return new_graph(*inner, PIXELS, filters)


def plain(size: Size) -> VideoFrame:
    """A calm dark gradient, dithered so that it shows no bands."""
    import numpy as np

    width, height = size
    down = np.linspace(0, 1, height)[:, None, None]
    colors = np.array(PLAIN_TOP) * (1 - down) + np.array(PLAIN_BOTTOM) * down
    dither = np.random.default_rng(0).random((height, width, 1))
    return from_rgb((colors + dither).astype(np.uint8))


GALLERY_SHARE = 0.45
"""Of the safe area's height, from its top; below stands the end card's text."""
GAP = 0.022
"""Between photos and below them, of the frame's shorter side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A photo's place in the frame, in pixels."""

    left: int
    top: int
    width: int
    height: int


def arranged(photos: Sequence[Size], size: Size) -> list[Box]:
    """The places of photos of these sizes, in their order, for a frame of this size.

    They stand in the middle of the upper part of the safe area, in the rows that make them largest
    in sum, by the roots of their areas: one large photo does not make up for tiny ones.
    """
    safe = safe_area(*size)
    gap = round(GAP * min(size))
    room = safe.width, round(safe.height * GALLERY_SHARE) - gap
    layouts = (_in_rows(rows, room, gap) for rows in _rows([w / h for w, h in photos]))
    boxes = max(layouts, key=lambda boxes: sum(sqrt(box.width * box.height) for box in boxes))
    down = safe.top + (room[1] - max(box.top + box.height for box in boxes)) // 2
    return [Box(safe.left + box.left, down + box.top, box.width, box.height) for box in boxes]


def _rows(aspects: list[float]) -> Iterator[list[list[float]]]:
    """Every way to break a list into rows."""
    for length in range(1, len(aspects)):
        for rest in _rows(aspects[length:]):
            yield [aspects[:length], *rest]
    yield [aspects]


def _in_rows(rows: list[list[float]], room: Size, gap: int) -> list[Box]:
    """Rows centered across the room, of heights that give photos of all rows a like area."""
    weights = [1 / sqrt(min(row)) for row in rows]
    share = (room[1] - gap * (len(rows) - 1)) / sum(weights)
    boxes, top = [], 0.0
    for row, weight in zip(rows, weights, strict=True):
        gaps = gap * (len(row) - 1)
        height = max(1.0, min(share * weight, (room[0] - gaps) / sum(row)))
        left = (room[0] - sum(row) * height - gaps) / 2
        for aspect in row:
            right, bottom = left + aspect * height, top + height
            x, y = round(left), round(top)
            boxes.append(Box(x, y, max(1, round(right) - x), max(1, round(bottom) - y)))
            left = right + gap
        top += height + gap
    return boxes


if TYPE_CHECKING:
    from av import VideoFrame

    from .blending import Plane

RESERVE = 1.04
"""How much larger than the largest zoom a picture is kept: scaling by nearly 1 leaves no choice."""
MARGIN_PX = 64
"""Around the picture, never seen; it gives a choice of sizes to scale from."""


class SlowZoom:
    """Looks into the middle of a picture that is larger than the frame.

    FFmpeg scales whole numbers of pixels to whole numbers of pixels. Rounding them would make the
    picture tremble, so of all sizes that could be scaled the one is taken whose ratio is nearest
    to the zoom; at the edges it errs by less than a tenth of a pixel.
    """

    def __init__(self, picture: VideoFrame, size: Size) -> None:
        """`picture` in 4:2:0; `size` is the frame's."""
        import numpy as np

        self._planes = [np.pad(plane, MARGIN_PX, "edge") for plane in planes_of(picture)]
        self._size = size

    @staticmethod
    def room(size: Size, zoom_end: float) -> Size:
        """How large the picture should be for frames of that size."""
        width, height = (2 * round(side * zoom_end * RESERVE / 2) for side in size)
        return width, height

    def at(self, shown: float) -> VideoFrame:
        """The frame in which this share of the picture's sides is seen, at most all of it."""
        import av

        frame = av.VideoFrame(*self._size, "yuv420p")
        for wide, plane in zip(self._planes, planes_of(frame), strict=True):
            plane[:] = _looked_into(wide, plane.shape, shown)
        return frame


def _looked_into(wide: Plane, shape: tuple[int, ...], shown: float) -> Plane:
    """The middle of a plane that has a margin, scaled to a shape."""
    import av

    (taken_y, made_y), (taken_x, made_x) = (
        _nearest(side / (shown * (whole - 2 * MARGIN_PX)), side, whole)
        for side, whole in zip(shape, wide.shape, strict=True)
    )
    height, width = wide.shape
    filters: list[Filter] = [
        ("crop", f"{taken_x}:{taken_y}"),
        ("scale", f"{made_x}:{made_y}:flags=bicubic"),
        ("crop", f"{shape[1]}:{shape[0]}"),
    ]
    graph = new_graph(width, height, "gray", filters)
    graph.vpush(av.VideoFrame.from_numpy_buffer(wide, "gray"))
    return planes_of(graph.vpull())[0]


def _nearest(scale: float, side: int, whole: int) -> tuple[int, int]:
    """How many samples to take of `whole`, and how many to make of them, at least `side`.

    Both leave the same number over at each end.
    """

    def made(taken: int) -> int:
        return side + 2 * round((taken * scale - side) / 2)

    candidates = range(whole, ceil(side / scale) - 1, -2)
    taken = min(candidates, key=lambda taken: abs(made(taken) / taken - scale))
    return taken, made(taken)


if TYPE_CHECKING:
    from av import VideoFrame
    from PIL.Image import Image

    from .conversion import Picture

PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
SPARE = 1.5
"""How much larger than needed a photo stays, so that it is scaled well once more."""
BAND_PX = 64
"""Rows of the smaller photo that are averaged at once."""
CORNER = 0.018
"""Radius of a gallery photo's corners, of the frame's shorter side."""
SHADOW_BLUR, SHADOW_OPACITY = 0.014, 0.5
"""Below a gallery photo; standard deviation of the frame's shorter side."""


def photo_frame(path: Path, size: Size, fill: Fill) -> VideoFrame:
    """A photo, whole, in the middle of a frame of that size.

    Raises:
        RenderError: it cannot be read.
    """
    from PIL import Image

    photo = open_photo(path, max(size))
    inner = fitted_size(*photo.size, size)
    shown = photo.resize(inner, Image.Resampling.LANCZOS)
    left, top = ((side - taken) // 2 for side, taken in zip(size, inner, strict=True))
    return _layered(_background(shown, size, fill), [(shown, left, top)])


def gallery_frame(paths: Sequence[Path], size: Size, fill: Fill) -> VideoFrame:
    """Photos side by side, each whole, with round corners, in their part of the frame.

    Raises:
        RenderError: one cannot be read.
    """
    photos = [open_photo(path, max(size)) for path in paths]
    if not photos:
        return plain(size)
    layers = []
    for photo, box in zip(photos, arranged([photo.size for photo in photos], size), strict=True):
        layers += [_shadow(box, size), (_rounded(photo, box, size), box.left, box.top)]
    return _layered(_background(photos[0], size, fill), layers)


Layer = tuple["Image", int, int]
"""A picture, perhaps with an alpha channel, and its left and top in the frame."""


def _layered(background: Picture, layers: Sequence[Layer]) -> VideoFrame:
    import moviepy
    import numpy as np

    clips = [moviepy.ImageClip(background)]
    clips += [
        moviepy.ImageClip(np.asarray(picture), transparent=True).with_position((left, top))
        for picture, left, top in layers
    ]
    composite = moviepy.CompositeVideoClip(clips, size=background.shape[1::-1])
    try:
        return from_rgb(composite.get_frame(0))
    finally:
        composite.close()


def _background(picture: Image, size: Size, fill: Fill) -> Picture:
    import numpy as np
    from PIL import Image

    small = picture.resize(fitted_size(*picture.size, size), Image.Resampling.BILINEAR)
    backdrop = Backdrop(small.size, size, fill)
    return to_rgb(backdrop.behind(from_rgb(np.asarray(small))))


def _rounded(photo: Image, box: Box, size: Size) -> Image:
    """The photo in its box's size; its corners are drawn four times as large, to be smooth."""
    from PIL import Image, ImageDraw

    shown = photo.resize((box.width, box.height), Image.Resampling.LANCZOS)
    mask = Image.new("L", (box.width * 4, box.height * 4))
    edges = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edges, round(4 * CORNER * min(size)), fill=255)
    shown.putalpha(mask.resize(shown.size, Image.Resampling.BOX))
    return shown


def _shadow(box: Box, size: Size) -> Layer:
    """A soft shadow a little below the box."""
    from PIL import Image, ImageDraw, ImageFilter

    blur = SHADOW_BLUR * min(size)
    room = round(3 * blur)
    alpha = Image.new("L", (box.width + 2 * room, box.height + 2 * room))
    edges = (room, room, room + box.width - 1, room + box.height - 1)
    level = round(255 * SHADOW_OPACITY)
    ImageDraw.Draw(alpha).rounded_rectangle(edges, round(CORNER * min(size)), fill=level)
    shadow = Image.new("RGB", alpha.size)
    shadow.putalpha(alpha.filter(ImageFilter.GaussianBlur(blur)))
    return shadow, box.left - room, box.top - room + round(blur / 2)


def open_photo(path: Path, needed_px: int) -> Image:
    """The photo upright, in sRGB; what is transparent becomes white.

    A JPEG much larger than `needed_px` is decoded at a half, a quarter or an eighth of its size.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=PHOTO_FORMATS) as opened:
            opened.draft("RGB", (needed_px, needed_px))
            upright = _in_srgb(ImageOps.exif_transpose(_reduced(opened, needed_px)))
            if upright.mode not in ("RGBA", "LA", "PA") and "transparency" not in upright.info:
                return upright.convert("RGB")
            upright = upright.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable(path, error) from error
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _reduced(photo: Image, needed_px: int) -> Image:
    """A photo much larger than is needed, averaged down band by band: a copy would take memory."""
    from PIL import Image

    factor = int(max(photo.size) / (SPARE * needed_px))
    if factor < 2 or photo.mode not in ("RGB", "RGBA", "L", "LA"):
        return photo
    smaller = Image.new(photo.mode, (-(-photo.width // factor), -(-photo.height // factor)))
    for top in range(0, smaller.height, BAND_PX):
        end = min((top + BAND_PX) * factor, photo.height)
        band = photo.crop((0, top * factor, photo.width, end))
        smaller.paste(band.reduce(factor), (0, top))
    smaller.info = photo.info
    return smaller


def _in_srgb(photo: Image) -> Image:
    """The photo in the colors of the web; phones and print shops tag theirs with other ones."""
    from io import BytesIO

    from PIL import ImageCms

    tag = photo.info.get("icc_profile")
    if not tag or photo.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return photo
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(tag))
        mode = "RGBA" if photo.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(
            photo, profile, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (OSError, ImageCms.PyCMSError):
        return photo  # a damaged tag: the numbers are read as they are, as browsers do
    return converted or photo
