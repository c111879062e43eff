"""The two photos: the eight colours together, and the open flask from close by."""

from __future__ import annotations

import math

import numpy as np
import skia

from . import flask, paint
from .paint import LINEAR, fade, glow, ink, oval

WIDTH, HEIGHT = 1080, 1440


def _backdrop(table_y: float, *, seed: int) -> skia.Surface:
    """A wall with soft lights, and a table in front of it."""
    surface = skia.Surface(WIDTH, HEIGHT)
    canvas = surface.getCanvas()
    canvas.drawPaint(
        fade((0, 0), (0, table_y), (0, 0xFF173331), (0.55, 0xFF33625C), (1, 0xFF204340))
    )
    glow(canvas, WIDTH / 2, table_y * 0.62, 820, 0xFFC48A, 0.34)
    rng = np.random.default_rng(seed)
    for _ in range(46):
        x, y = rng.uniform(-40, WIDTH + 40), rng.uniform(-60, table_y * 0.62)
        size = rng.uniform(16, 58)
        colour = int(rng.choice([0xFFC27A, 0xFFDFB4, 0xFF9F5A, 0x8FE0D0]))
        level = rng.uniform(0.05, 0.20)
        oval(canvas, x, y, size, size, ink(colour, level, blur=2.5, add=True))
        rim = ink(colour, level * 0.8, blur=1.5, add=True)
        rim.setStyle(skia.Paint.kStroke_Style)
        rim.setStrokeWidth(3)
        oval(canvas, x, y, size, size, rim)
    planks = paint.wood(1500, 900, seed=31, planks=8, light=0xC08A58, dark=0x714626)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(0, table_y, WIDTH, HEIGHT))
    lens = skia.Matrix()
    lens.setPolyToPoly(
        [skia.Point(0, 0), skia.Point(1500, 0), skia.Point(1500, 900), skia.Point(0, 900)],
        [
            skia.Point(-120, table_y),
            skia.Point(WIDTH + 120, table_y),
            skia.Point(WIDTH + 620, HEIGHT + 60),
            skia.Point(-620, HEIGHT + 60),
        ],
    )
    canvas.concat(lens)
    canvas.drawImage(planks, 0, 0, LINEAR)
    canvas.restore()
    canvas.drawRect(
        skia.Rect.MakeLTRB(0, table_y, WIDTH, HEIGHT),
        fade((0, table_y), (0, HEIGHT), (0, 0xA0000000), (0.2, 0x20000000), (1, 0x90100804)),
    )
    return surface


def _softened(surface: skia.Surface, sigma: float) -> skia.Surface:
    """The same picture out of focus."""
    soft = skia.Surface(WIDTH, HEIGHT)
    edge = skia.ImageFilters.Blur(sigma, sigma, skia.TileMode.kMirror)
    soft.getCanvas().drawImage(
        surface.makeImageSnapshot(), 0, 0, skia.SamplingOptions(), skia.Paint(ImageFilter=edge)
    )
    return soft


def _stand(
    canvas: skia.Canvas, finish: flask.Finish, x: float, y: float, unit_px: float, turn: float
) -> None:
    """A closed flask with its base at (x, y), its shadow, and its reflection in the varnish."""
    tilt = 12.0
    body, lid = flask.body(tilt, unit_px), flask.lid(tilt, unit_px)
    parts = [
        (p, flask.picture(p, finish, elevation_deg=tilt, turn=turn, light_turn=0.12))
        for p in (body, lid)
    ]
    oval(canvas, x + 0.5 * unit_px, y, 1.5 * unit_px, 0.3 * unit_px, ink(0, 0.42, blur=16))
    depth = 1.5 * unit_px  # how far down the reflection is seen
    canvas.saveLayer(skia.Rect.MakeLTRB(x - 1.2 * unit_px, y, x + 1.2 * unit_px, y + depth))
    canvas.save()
    canvas.translate(x, y + 0.40 * unit_px)
    canvas.scale(1, -1)
    for part, picture in parts:
        canvas.drawImage(picture, -part.base_px[0], -part.base_px[1], LINEAR)
    canvas.restore()
    mask = fade((0, y), (0, y + depth), (0, 0x66000000), (1, 0x00000000))
    mask.setBlendMode(skia.BlendMode.kDstIn)
    canvas.drawPaint(mask)
    canvas.restore()
    oval(canvas, x, y + 0.06 * unit_px, 1.0 * unit_px, 0.22 * unit_px, ink(0, 0.7, blur=5))
    for part, picture in parts:
        canvas.drawImage(picture, x - part.base_px[0], y - part.base_px[1], LINEAR)


def colours_photo() -> skia.Image:
    """All eight finishes on the table."""
    surface = _backdrop(1080, seed=3)
    canvas = surface.getCanvas()
    _shelf(canvas, 648)
    surface = _softened(surface, 1.6)
    canvas = surface.getCanvas()
    unit = 84
    for i, finish in enumerate(flask.FINISHES):
        x, y = 174 + i % 4 * 244, (648, 1292)[i // 4]
        _stand(canvas, finish, x, y, unit, 0.45 * math.sin(1 + i * 2.2))
    paint.star(canvas, 174 - 0.55 * unit, 648 - 4.5 * unit, 120, 0.9)
    _vignette(canvas)
    return surface.makeImageSnapshot()


def _shelf(canvas: skia.Canvas, y: float) -> None:
    """A board across the picture at height `y`, with a strip of light below it."""
    oak = paint.wood(64, WIDTH, seed=5, planks=1, light=0xC99A63, dark=0x8A5A30)
    top, front, under = y - 30, y + 26, y + 56
    canvas.drawRect(
        skia.Rect.MakeLTRB(0, under, WIDTH, under + 210),
        fade((0, under), (0, under + 210), (0, 0x90000000), (1, 0x00000000)),
    )
    canvas.save()
    canvas.translate(0, under)
    canvas.rotate(-90)
    canvas.drawImageRect(oak, skia.Rect.MakeWH(under - top, WIDTH), LINEAR)
    canvas.restore()
    canvas.drawRect(skia.Rect.MakeLTRB(0, top, WIDTH, front), ink(0xFFE6C0, 0.16))
    canvas.drawRect(
        skia.Rect.MakeLTRB(0, front, WIDTH, under),
        fade((0, front), (0, under), (0, 0x50000000), (1, 0xA0000000)),
    )
    canvas.drawRect(skia.Rect.MakeLTRB(0, under, WIDTH, under + 4), ink(0xFFE2B0, 0.95))
    for x in range(0, WIDTH + 1, 120):
        glow(canvas, x, under + 4, 170, 0xFFC27A, 0.26)


def open_photo() -> skia.Image:
    """The mouth of the steel flask, with tea in it and steam above."""
    surface = _backdrop(1150, seed=9)
    canvas = surface.getCanvas()
    for finish, x, unit in ((4, 110, 86), (5, 960, 92)):
        _stand(canvas, flask.FINISHES[finish], x, 1240, unit, 0.3)
    surface = _softened(surface, 13)
    canvas = surface.getCanvas()
    tilt, unit, x, y = 24.0, 300.0, 540.0, 2430.0
    body = flask.body(tilt, unit, 2.4)
    steel = flask.FINISHES[0]
    picture = flask.picture(body, steel, elevation_deg=tilt, turn=-0.12, light_turn=0.22)
    canvas.drawImage(picture, x - body.base_px[0], y - body.base_px[1], LINEAR)
    mouth = y - flask.RIM * unit * math.cos(math.radians(tilt))
    for seconds, wide, alpha in ((2.9, 330, 0.55), (7.3, 470, 0.55)):
        cloud = paint.steam(330, 420, seconds, strength=alpha)
        where = skia.Rect.MakeLTRB(x - wide, mouth - 900, x + wide, mouth + 20)
        canvas.drawImageRect(cloud, where, skia.SamplingOptions(skia.CubicResampler.Mitchell()))
    _vignette(canvas)
    return surface.makeImageSnapshot()


def _vignette(canvas: skia.Canvas) -> None:
    shader = skia.GradientShader.MakeRadial(
        center=skia.Point(WIDTH / 2, HEIGHT * 0.5),
        radius=HEIGHT * 0.72,
        colors=[0x00000000, 0x00000000, 0x90000000],
        positions=[0, 0.6, 1],
    )
    canvas.drawPaint(skia.Paint(Shader=shader, Dither=True))
