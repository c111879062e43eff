"""Brushes shared by the film and the photos: glows, soft shadows, wood, steam."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import numpy as np
import skia

from .solid import Floats

LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)


def ink(colour: int, alpha: float = 1.0, *, blur: float = 0.0, add: bool = False) -> skia.Paint:
    """A filled brush; `colour` is 0xRRGGBB, `blur` a standard deviation in pixels."""
    paint = skia.Paint(AntiAlias=True, Color=(round(alpha * 255) << 24) | colour)
    if blur:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    if add:
        paint.setBlendMode(skia.BlendMode.kPlus)
    return paint


def fade(
    start: tuple[float, float], stop: tuple[float, float], *stops: tuple[float, int]
) -> skia.Paint:
    """A brush that runs through `stops` of (position 0 to 1, 0xAARRGGBB)."""
    shader = skia.GradientShader.MakeLinear(
        points=[skia.Point(*start), skia.Point(*stop)],
        colors=[colour for _, colour in stops],
        positions=[at for at, _ in stops],
    )
    return skia.Paint(AntiAlias=True, Shader=shader, Dither=True)


def glow(
    canvas: skia.Canvas, x: float, y: float, radius: float, colour: int, strength: float
) -> None:
    """Light added around a point, falling off smoothly to nothing at `radius`."""
    steps = [(i / 6, (1 - i / 6) ** 2.2) for i in range(7)]
    shader = skia.GradientShader.MakeRadial(
        center=skia.Point(x, y),
        radius=radius,
        colors=[(round(255 * min(strength * level, 1)) << 24) | colour for _, level in steps],
        positions=[at for at, _ in steps],
    )
    paint = skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kPlus, Dither=True)
    canvas.drawCircle(x, y, radius, paint)


def star(canvas: skia.Canvas, x: float, y: float, size: float, strength: float) -> None:
    """A glint of light with four rays."""
    if strength <= 0.01:
        return
    glow(canvas, x, y, size * 0.7, 0xFFF2DA, strength * 0.8)
    for turn, length in ((0, 1.0), (90, 1.0), (45, 0.45), (135, 0.45)):
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(turn)
        ray = skia.Path()
        reach, waist = size * length, size * 0.035
        ray.moveTo(-reach, 0)
        ray.quadTo(0, waist, reach, 0)
        ray.quadTo(0, -waist, -reach, 0)
        canvas.drawPath(ray, ink(0xFFFBF0, strength, add=True))
        canvas.restore()


def oval(canvas: skia.Canvas, x: float, y: float, rx: float, ry: float, paint: skia.Paint) -> None:
    """An ellipse about its centre."""
    canvas.drawOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry), paint)


def wood(width: int, height: int, *, seed: int, planks: int, light: int, dark: int) -> skia.Image:
    """Planks side by side, running up the picture, with grain."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    grain = np.zeros((height, width), np.float32)
    plank = np.minimum((columns * planks / width).astype(int), planks - 1)
    shift = rng.uniform(0, 400, planks).astype(np.float32)[plank]
    tint = rng.uniform(-0.16, 0.16, planks).astype(np.float32)[plank]
    for across, along, weight in ((0.055, 0.0016, 0.5), (0.16, 0.004, 0.3), (0.45, 0.009, 0.2)):
        bend = 5 * noise(rows * along * 0.7 + shift, columns * 0.004 + shift, seed + 1)
        grain += weight * noise(columns * across + bend + shift, rows * along, seed + 2)
    level = np.clip(0.5 + 0.55 * grain + tint, 0, 1)[..., None]
    a, b = (np.array([c >> 16, c >> 8 & 255, c & 255], np.float32) for c in (dark, light))
    rgb = a + (b - a) * level
    seam = np.abs(columns * planks / width % 1 - 0.5) > 0.5 - 1.2 * planks / width
    rgb[seam] *= 0.55
    return image(np.dstack((rgb, np.full((height, width), 255, np.float32))))


def image(rgba: Floats) -> skia.Image:
    """A picture from (rows, columns, 4) premultiplied values 0 to 255."""
    return skia.Image.fromarray(
        np.clip(np.round(rgba), 0, 255).astype(np.uint8),
        colorType=skia.kRGBA_8888_ColorType,
        alphaType=skia.kPremul_AlphaType,
    )


@cache
def _lattice(seed: int) -> Floats:
    return np.random.default_rng(seed).uniform(-1, 1, (256, 256)).astype(np.float32)


def noise(x: Floats, y: Floats, seed: int) -> Floats:
    """Smooth noise, -1 to 1, one bump per unit."""
    x, y = np.broadcast_arrays(x, y)
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - column, y - row
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    grid = _lattice(seed)
    a, b = grid[row % 256, column % 256], grid[row % 256, (column + 1) % 256]
    c, d = grid[(row + 1) % 256, column % 256], grid[(row + 1) % 256, (column + 1) % 256]
    return a + (b - a) * u + (c + (d - c) * u - a - (b - a) * u) * v


def steam(width: int, height: int, seconds: float, *, strength: float = 1.0) -> skia.Image:
    """Wisps rising from the middle of the lower edge, as they look at a time."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    up = 1 - rows / height  # 0 at the mouth, 1 at the top
    rise = up * 3.2 - seconds * 0.95
    sway = 0.16 * up**1.1 * noise(rise * 0.55, np.float32(3.1), 11)
    sway = sway + 0.05 * up * noise(rise * 1.5, columns / width * 2, 12)
    across = (columns / width - 0.5 - sway) / (0.085 + 0.20 * up**1.1)
    thread = noise(across * 1.5 + seconds * 0.15, rise * 1.1 + across * 0.3, 13)
    fine = noise(across * 3.4 - seconds * 0.1, rise * 2.3, 14)
    wisp = np.clip(0.68 + 0.62 * thread + 0.32 * fine, 0, None) ** 1.5
    shape = np.exp(-(across**2) * 1.3) * np.clip(up / 0.06, 0, 1) * (1 - up) ** 1.1
    alpha = np.clip(wisp * shape * 1.1 * strength, 0, 0.85) * 255
    return image(np.dstack((alpha, alpha, alpha * 0.98, alpha)))


def smooth(start: float, stop: float, value: float) -> float:
    """0 before `start`, 1 after `stop`, easing in and out between."""
    share = min(max((value - start) / (stop - start), 0.0), 1.0)
    return share * share * share * (share * (6 * share - 15) + 10)


def through(value: float, *keys: tuple[float, float]) -> float:
    """The eased value at a time, from (time, value) keys in order of time."""
    if value <= keys[0][0]:
        return keys[0][1]
    for (ta, a), (tb, b) in pairwise(keys):
        if value < tb:
            return a + (b - a) * smooth(ta, tb, value)
    return keys[-1][1]


def drop_mark(canvas: skia.Canvas, x: float, y: float, size: float, paint: skia.Paint) -> None:
    """The maker's mark, a drop with a wave in it; `size` is its height."""
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(size / 300, size / 300)
    drop = skia.Path()
    drop.moveTo(0, -150)
    drop.cubicTo(44, -70, 100, -20, 100, 50)
    drop.cubicTo(100, 112, 54, 150, 0, 150)
    drop.cubicTo(-54, 150, -100, 112, -100, 50)
    drop.cubicTo(-100, -20, -44, -70, 0, -150)
    drop.moveTo(-60, 58)
    drop.cubicTo(-30, 16, 0, 100, 30, 58)
    drop.cubicTo(40, 44, 50, 40, 60, 44)
    stroke = skia.Paint(paint)
    stroke.setStyle(skia.Paint.kStroke_Style)
    stroke.setStrokeWidth(13)
    canvas.drawPath(drop, stroke)
    canvas.restore()


def wobble(seconds: float, seed: float) -> float:
    """The unrest of a hand that holds a phone, about -1 to 1."""
    return (
        0.55 * math.sin(seconds * 0.9 + seed)
        + 0.30 * math.sin(seconds * 1.7 + seed * 2.3)
        + 0.15 * math.sin(seconds * 3.1 + seed * 4.1)
    )
