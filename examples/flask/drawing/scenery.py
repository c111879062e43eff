"""What does not move in the film: wall, shelf, table, and what stands on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from . import paint
from .paint import LINEAR, fade, glow, ink, oval

WIDTH, HEIGHT = 720, 1280
MARGIN = 260
"""Pixels painted beyond each edge, so that the camera can move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A painted plane of the scene, margins included."""

    picture: skia.Image
    scale: float
    """Pixels of the picture per pixel of the widest view."""


def painted(draw: Callable[[skia.Canvas], None], scale: float = 1.25) -> Layer:
    """What `draw` paints in the coordinates of the widest view."""
    surface = skia.Surface(
        round((WIDTH + 2 * MARGIN) * scale), round((HEIGHT + 2 * MARGIN) * scale)
    )
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(scale, scale)
    canvas.translate(MARGIN, MARGIN)
    draw(canvas)
    return Layer(picture=surface.makeImageSnapshot().withDefaultMipmaps(), scale=scale)


def unfocused(layer: Layer, sigma: float) -> Layer:
    """The layer out of focus."""
    surface = skia.Surface(layer.picture.width(), layer.picture.height())
    canvas = surface.getCanvas()
    canvas.clear(0)
    spread = sigma * layer.scale
    filtered = skia.Paint(ImageFilter=skia.ImageFilters.Blur(spread, spread))
    canvas.drawImage(layer.picture, 0, 0, skia.SamplingOptions(), filtered)
    return Layer(picture=surface.makeImageSnapshot().withDefaultMipmaps(), scale=layer.scale)


def wall(canvas: skia.Canvas) -> None:
    """The boards of the back wall in lamplight, and the awning above."""
    whole = skia.Rect.MakeLTRB(-MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN)
    canvas.drawRect(
        whole,
        fade((0, -200), (0, 860), (0, 0xFF16302F), (0.45, 0xFF2B5450), (1, 0xFF1A3634)),
    )
    for i in range(-4, 15):  # boards of the back wall
        x = i * 62.0
        canvas.drawRect(skia.Rect.MakeXYWH(x, -MARGIN, 2.5, 1200), ink(0x0B1F1F, 0.55))
        canvas.drawRect(skia.Rect.MakeXYWH(x + 2.5, -MARGIN, 1.5, 1200), ink(0x6FA39B, 0.16))
    for x in (120, 360, 600):  # spots on the wall above the shelf
        glow(canvas, x, 215, 300, 0xFFC98A, 0.30)
    glow(canvas, 360, 640, 420, 0xFFB878, 0.22)
    # The striped awning.
    for i in range(-4, 14):
        x = i * 72.0 - 36
        colour = 0xB9362C if i % 2 else 0xF1E3CC
        strip = skia.Path()
        strip.moveTo(x, -MARGIN)
        strip.lineTo(x + 72, -MARGIN)
        strip.lineTo(x + 72, 26)
        strip.arcTo(skia.Rect.MakeXYWH(x, -6, 72, 64), 0, 180, False)
        strip.close()
        canvas.drawPath(strip, ink(0x000000, 0.30, blur=10))
        canvas.drawPath(strip, ink(colour))
        canvas.drawPath(
            strip, fade((0, -MARGIN), (0, 60), (0, 0xB0000000), (0.8, 0x30000000), (1, 0x00000000))
        )


def board(canvas: skia.Canvas) -> None:
    """The shelf itself, without what stands on it."""
    oak = paint.wood(26, 1300, seed=5, planks=1, light=0xC99A63, dark=0x8A5A30)
    shadow = fade((0, 395), (0, 520), (0, 0x99000000), (1, 0x00000000))
    canvas.drawRect(skia.Rect.MakeLTRB(-MARGIN, 396, WIDTH + MARGIN, 520), shadow)
    canvas.save()
    canvas.translate(-MARGIN, 398)
    canvas.rotate(-90)
    canvas.drawImage(oak, 0, 0, LINEAR)
    canvas.restore()
    canvas.drawRect(
        skia.Rect.MakeLTRB(-MARGIN, 372, WIDTH + MARGIN, 398),
        fade((0, 372), (0, 398), (0, 0x30FFF0D8), (0.25, 0x00FFFFFF), (1, 0x80000000)),
    )
    canvas.drawRect(skia.Rect.MakeLTRB(-MARGIN, 398, WIDTH + MARGIN, 401), ink(0xFFE2B0, 0.9))
    for x in range(-180, 960, 90):  # the light strip under the board
        glow(canvas, x, 402, 110, 0xFFC27A, 0.22)


def table(canvas: skia.Canvas) -> None:
    """The wooden table, running away from the viewer."""
    top = 780.0
    planks = paint.wood(1240, 900, seed=8, planks=9, light=0xB98352, dark=0x6C4224)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(-MARGIN, top, WIDTH + MARGIN, HEIGHT + MARGIN))
    lens = skia.Matrix()
    lens.setPolyToPoly(
        [skia.Point(0, 0), skia.Point(1240, 0), skia.Point(1240, 900), skia.Point(0, 900)],
        [
            skia.Point(-150, top),
            skia.Point(WIDTH + 150, top),
            skia.Point(WIDTH + 560, HEIGHT + MARGIN),
            skia.Point(-560, HEIGHT + MARGIN),
        ],
    )
    canvas.concat(lens)
    canvas.drawImage(planks, 0, 0, LINEAR)
    canvas.restore()
    area = skia.Rect.MakeLTRB(-MARGIN, top, WIDTH + MARGIN, HEIGHT + MARGIN)
    canvas.drawRect(
        area,
        fade(
            (0, top),
            (0, HEIGHT + 120),
            (0, 0x8C000000),
            (0.10, 0x30000000),
            (0.24, 0x10000000),
            (1, 0xB8120A06),
        ),
    )
    canvas.save()
    canvas.clipRect(area)
    canvas.scale(1, 0.36)
    glow(canvas, 330, 2440, 430, 0xFFD9A6, 0.36)
    canvas.restore()
    edge = skia.Rect.MakeLTRB(-MARGIN, top - 2, WIDTH + MARGIN, top + 2)
    canvas.drawRect(edge, ink(0xC99A68, blur=1.2))


def plant(canvas: skia.Canvas) -> None:
    """A pot of leaves on the table."""
    rng = np.random.default_rng(21)
    oval(canvas, 96, 862, 74, 14, ink(0x000000, 0.5, blur=8))
    for _ in range(34):
        lean = rng.uniform(-1.15, 1.15)
        length = rng.uniform(90, 190) * (1 - 0.25 * abs(lean))
        x, y = 92 + rng.uniform(-22, 22), 748.0
        tip = (x + length * math.sin(lean), y - length * math.cos(lean) * 0.95)
        leaf = skia.Path()
        leaf.moveTo(x, y)
        side = rng.uniform(13, 22)
        mid = ((x + tip[0]) / 2, (y + tip[1]) / 2 - 12)
        leaf.quadTo(mid[0] - side, mid[1], *tip)
        leaf.quadTo(mid[0] + side, mid[1] + 6, x, y)
        green = rng.choice([0x3F7A4A, 0x2F6540, 0x5C9655, 0x234F35])
        canvas.drawPath(leaf, ink(int(green)))
    pot = skia.Path()
    pot.moveTo(42, 744)
    pot.lineTo(146, 744)
    pot.lineTo(134, 862)
    pot.quadTo(94, 872, 54, 862)
    pot.close()
    canvas.drawPath(
        pot, fade((40, 0), (148, 0), (0, 0xFF8A4B2F), (0.35, 0xFFD98B62), (1, 0xFF6E3A24))
    )
    canvas.drawRoundRect(skia.Rect.MakeXYWH(36, 734, 116, 22), 6, 6, ink(0xC97A52))


def gift_box(canvas: skia.Canvas) -> None:
    """The gift box that the flask is packed in."""
    oval(canvas, 604, 850, 92, 15, ink(0x000000, 0.55, blur=9))
    front = skia.Rect.MakeLTRB(548, 596, 648, 852)
    side = skia.Path()
    side.moveTo(648, 596)
    side.lineTo(690, 584)
    side.lineTo(690, 832)
    side.lineTo(648, 852)
    side.close()
    lid = skia.Path()
    lid.moveTo(548, 596)
    lid.lineTo(592, 583)
    lid.lineTo(690, 584)
    lid.lineTo(648, 596)
    lid.close()
    canvas.drawRect(front, fade((548, 0), (648, 0), (0, 0xFFE0B888), (1, 0xFFC79A68)))
    canvas.drawPath(side, ink(0x8F6A43))
    canvas.drawPath(lid, ink(0xEFD2A8))
    canvas.drawRect(skia.Rect.MakeLTRB(548, 640, 648, 668), ink(0x2B5450))
    canvas.drawPath(_quad((648, 640), (690, 627), (690, 654), (648, 668)), ink(0x1B3A38))
    paint.drop_mark(canvas, 598, 742, 76, ink(0x6C4A2C))


def _quad(*corners: tuple[float, float]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(*c) for c in corners], True)
    return path
