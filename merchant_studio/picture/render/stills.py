"""Pictures that do not move: photos and galleries on their backgrounds, layered by moviepy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...media import unreadable
from .conversion import from_rgb, to_rgb
from .fills import Backdrop, Fill, Size, fitted_size, plain
from .gallery import Box, arranged

if TYPE_CHECKING:
    from av import VideoFrame
    from PIL.Image import Image

    from .conversion import Picture

PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
SPARE = 1.5
"""How much larger than needed a photo stays, so that it is scaled well once more."""
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

    photo = _open_photo(path, max(size))
    inner = fitted_size(*photo.size, size)
    shown = photo.resize(inner, Image.Resampling.LANCZOS)
    left, top = ((side - taken) // 2 for side, taken in zip(size, inner, strict=True))
    return _layered(_background(shown, size, fill), [(shown, left, top)])


def gallery_frame(paths: Sequence[Path], size: Size, fill: Fill) -> VideoFrame:
    """Photos side by side, each whole, with round corners, in their part of the frame.

    Raises:
        RenderError: one cannot be read.
    """
    photos = [_open_photo(path, max(size)) for path in paths]
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


def _open_photo(path: Path, needed_px: int) -> Image:
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
    """A photo much larger than is needed, averaged down: each of its copies would take memory."""
    factor = int(max(photo.size) / (SPARE * needed_px))
    is_plain = photo.mode in ("RGB", "RGBA", "L", "LA")
    return photo.reduce(factor) if factor > 1 and is_plain else photo


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
