"""The film's scene: layers at several depths, and a camera held by hand before them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import skia

from . import flask, paint, scenery
from .paint import LINEAR, fade, glow, ink, oval, smooth, through, wobble
from .scenery import HEIGHT, MARGIN, WIDTH, Layer, painted, unfocused
from .solid import Surface

ELEVATION_DEG = 10.0
BASE = (360.0, 872.0)
"""Where the flask stands, in the widest view."""

UNIT_PX = 66.0
DETAIL_PX = 96.0
"""Pixels per body radius: in the widest view, and as computed (for the closest view)."""

SHELF_Y = 372.0
SHELF_UNIT_PX = 25.5
SHELF_X = tuple(360 + (i - 3.5) * 79 for i in range(8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """Seconds at which the pitch turns to the next subject."""

    flask: float
    warmth: float
    colours: float
    upside_down: float
    opening: float
    carried: float
    gift: float
    price: float
    farewell: float
    end: float


class Booth:
    """The scene of one film; `frame` gives the picture at a time."""

    def __init__(self, beats: Beats) -> None:
        """Paint the layers that do not change."""
        self._beats = beats
        self._wall = unfocused(painted(scenery.wall, 1.0), 5.0)
        self._board = painted(scenery.board)
        self._board_soft = unfocused(self._board, 4.0)
        self._table = painted(scenery.table)
        self._plant = unfocused(painted(scenery.plant), 2.4)
        self._gift_box = unfocused(painted(scenery.gift_box), 2.4)
        self._colours = [
            self._flask_picture(finish, 34.0, turn=0.25 * math.sin(i * 2.1))
            for i, finish in enumerate(flask.FINISHES)
        ]
        self._row_soft = unfocused(painted(lambda canvas: self._row(canvas, -1.0, 1.0)), 4.0)
        self._surface = skia.Surface(WIDTH, HEIGHT)
        self._dust = np.random.default_rng(4).uniform(0, 1, (26, 5))

    @staticmethod
    def _flask_picture(
        finish: flask.Finish, scale_px: float, *, turn: float
    ) -> tuple[skia.Image, tuple[float, float]]:
        """(picture, base) of a closed flask."""
        body, lid = flask.body(ELEVATION_DEG, scale_px), flask.lid(ELEVATION_DEG, scale_px)
        width, height = body.cover.shape[1], round(lid.base_px[1] + 2.2 * scale_px * 0.2) + 4
        base = (width / 2, lid.base_px[1])
        surface = skia.Surface(width, height)
        canvas = surface.getCanvas()
        canvas.clear(0)
        for part in (body, lid):
            shaded = flask.picture(part, finish, elevation_deg=ELEVATION_DEG, turn=turn)
            canvas.drawImage(shaded, base[0] - part.base_px[0], base[1] - part.base_px[1], LINEAR)
        return surface.makeImageSnapshot().withDefaultMipmaps(), base

    # The camera.

    def _view(self, at: float) -> tuple[float, float, float]:
        """(x, y, zoom) of the camera."""
        b = self._beats
        zoom = through(
            at,
            (0, 1.0),
            (b.flask - 0.3, 1.05),
            (b.flask + 2.4, 1.26),
            (b.warmth - 0.4, 1.30),
            (b.warmth + 1.0, 1.42),
            (b.colours - 0.5, 1.44),
            (b.colours + 0.7, 1.10),
            (b.upside_down - 0.4, 1.12),
            (b.upside_down + 0.9, 1.26),
            (b.opening - 0.2, 1.30),
            (b.opening + 1.2, 1.46),
            (b.carried - 0.4, 1.42),
            (b.carried + 1.2, 1.20),
            (b.gift - 0.2, 1.16),
            (b.gift + 1.2, 1.34),
            (b.price - 0.4, 1.30),
            (b.price + 0.9, 1.24),
            (b.farewell - 0.3, 1.28),
            (b.end - 0.3, 1.02),
        )
        y = through(
            at,
            (0, 640),
            (b.flask - 0.3, 640),
            (b.flask + 2.4, 668),
            (b.warmth - 0.4, 660),
            (b.warmth + 1.0, 560),
            (b.colours - 0.5, 550),
            (b.colours + 0.7, 330),
            (b.upside_down - 0.4, 322),
            (b.upside_down + 0.9, 660),
            (b.opening - 0.2, 650),
            (b.opening + 1.2, 556),
            (b.carried - 0.4, 566),
            (b.carried + 1.2, 650),
            (b.gift - 0.2, 656),
            (b.gift + 1.2, 690),
            (b.price - 0.4, 684),
            (b.price + 0.9, 664),
            (b.farewell - 0.3, 660),
            (b.end - 0.3, 640),
        )
        x = 360 + through(
            at,
            (0, -26),
            (b.flask + 2.0, 10),
            (b.warmth, -8),
            (b.colours, 10),
            (b.opening, -10),
            (b.carried, 12),
            (b.gift + 1.0, 44),
            (b.price, -14),
            (b.end, 8),
        )
        return x + 2.6 * wobble(at, 0.4), y + 3.0 * wobble(at, 2.9), zoom

    def _place(self, canvas: skia.Canvas, view: tuple[float, float, float], depth: float) -> None:
        """Look through the camera at a layer; nearer layers (greater depth) move more."""
        x, y, zoom = view
        scale = 1 + (zoom - 1) * depth
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.scale(scale, scale)
        canvas.translate(-360 - (x - 360) * depth, -640 - (y - 640) * depth)

    def _draw(
        self,
        canvas: skia.Canvas,
        layer: Layer,
        view: tuple[float, float, float],
        depth: float,
        alpha: float = 1.0,
    ) -> None:
        if alpha <= 0:
            return
        canvas.save()
        self._place(canvas, view, depth)
        canvas.translate(-MARGIN, -MARGIN)
        canvas.scale(1 / layer.scale, 1 / layer.scale)
        canvas.drawImage(layer.picture, 0, 0, LINEAR, skia.Paint(Alphaf=alpha))
        canvas.restore()

    # The parts that move.

    def _row(self, canvas: skia.Canvas, at: float, alpha: float) -> None:
        """The eight colours; each one hops when its turn comes."""
        first = self._beats.colours + 0.25
        step = (self._beats.upside_down - 0.55 - first) / 9
        for i, ((picture, base), x) in enumerate(zip(self._colours, SHELF_X, strict=True)):
            since = (at - first - i * step) / (2.4 * step)
            hop = math.sin(math.pi * since) ** 2 if 0 < since < 1 and at >= 0 else 0.0
            scale = SHELF_UNIT_PX / 34.0 * (1 + 0.10 * hop)
            y = SHELF_Y + 8 - 13 * hop
            shade = ink(0x000000, 0.55 * alpha * (1 - 0.5 * hop), blur=3.5)
            oval(canvas, x + 3, SHELF_Y + 8, 27 - 4 * hop, 5, shade)
            canvas.save()
            canvas.translate(x, y)
            canvas.scale(scale, scale)
            canvas.drawImage(picture, -base[0], -base[1], LINEAR, skia.Paint(Alphaf=alpha))
            canvas.restore()
            paint.star(canvas, x - 13, y - 128, 34, 0.9 * hop**2 * alpha)

    def _bulbs(self, canvas: skia.Canvas, at: float) -> None:
        wire = skia.Path()
        spots = []
        for i in range(-3, 14):
            x = i * 66.0 - 20
            y = 112 + 26 * math.cos(i * math.pi / 2.5) + 3 * wobble(at * 0.7, i)
            spots.append((x, y))
        wire.moveTo(*spots[0])
        for (xa, ya), (xb, yb) in pairwise(spots):
            wire.quadTo((xa + xb) / 2, (ya + yb) / 2 + 10, xb, yb)
        line = ink(0x0A1414, 0.8)
        line.setStyle(skia.Paint.kStroke_Style)
        line.setStrokeWidth(2.5)
        canvas.drawPath(wire, line)
        for i, (x, y) in enumerate(spots):
            level = 0.82 + 0.12 * math.sin(at * 1.3 + i * 1.9)
            glow(canvas, x, y + 12, 70, 0xFFAA55, 0.42 * level)
            oval(canvas, x, y + 12, 9, 10, ink(0xFFE3B0, 0.95, blur=2.2))

    def _lid_at(self, at: float) -> tuple[float, float, float, float]:
        """(right, up, turn, standing 0 to 1) of the lid; 0, 0 is closed; in body radii, radians."""
        b = self._beats
        out = 0.0
        for opened, closed in ((b.warmth - 0.1, b.upside_down + 0.1), (b.opening - 0.2, b.carried)):
            out += smooth(opened, opened + 1.5, at) - smooth(closed - 1.2, closed + 0.3, at)
        rise = 1.5 * smooth(0, 0.45, out)
        side = 2.85 * smooth(0.40, 1.0, out)
        down = -(flask.LID_BASE + 1.5 + 0.50) * smooth(0.62, 1.0, out)
        return side, rise + down, -5.0 * smooth(0, 0.45, out), smooth(0.8, 1.0, out)

    def _hero(self, canvas: skia.Canvas, at: float) -> None:
        x, y = BASE
        steel = flask.FINISHES[0]
        turn = -0.55 + 0.36 * at
        light_turn = 0.42 * math.sin(at * 0.62 - 0.5)
        # The turntable and the shadows on it.
        oval(canvas, x + 24, y + 34, 150, 26, ink(0x000000, 0.55, blur=12))
        oval(canvas, x, y + 17, 122, 25, ink(0x2C2A28))
        oval(canvas, x, y + 8, 122, 25, ink(0x8E8780))
        oval(
            canvas,
            x,
            y + 6,
            120,
            24,
            fade((x - 120, 0), (x + 120, 0), (0, 0xFFDCD5CB), (0.4, 0xFFF5EFE6), (1, 0xFFA39A90)),
        )
        for i in range(24):  # dots on the rim show that it turns
            a = turn + i * math.tau / 24
            near = 0.55 + 0.45 * math.cos(a)
            oval(
                canvas,
                x + 111 * math.sin(a),
                y + 6 + 21.5 * math.cos(a),
                2.4,
                1.1,
                ink(0x3A3532, 0.30 + 0.5 * near),
            )
        oval(canvas, x + 14, y + 5, 82, 15, ink(0x1A1410, 0.6, blur=7))
        oval(canvas, x, y + 3, 68, 12, ink(0x000000, 0.75, blur=4))
        body = flask.body(ELEVATION_DEG, DETAIL_PX)
        lid = flask.lid(ELEVATION_DEG, DETAIL_PX)
        look = {"elevation_deg": ELEVATION_DEG, "light_turn": light_turn}
        self._part(canvas, body, flask.picture(body, steel, turn=turn, **look), (x, y))
        side, up, spin, standing = self._lid_at(at)
        place = (x + side * UNIT_PX, y - up * UNIT_PX * math.cos(math.radians(ELEVATION_DEG)))
        if standing:
            foot = place[1] - flask.LID_BASE * UNIT_PX * 0.985
            oval(canvas, place[0] + 10, foot + 2, 64, 12, ink(0x000000, 0.6 * standing, blur=6))
        shaded = flask.picture(lid, steel, turn=turn + spin, **look)
        self._steam(canvas, at)
        self._part(canvas, lid, shaded, place)

    @staticmethod
    def _part(
        canvas: skia.Canvas, surface: Surface, picture: skia.Image, place: tuple[float, float]
    ) -> None:
        canvas.save()
        canvas.translate(*place)
        canvas.scale(UNIT_PX / DETAIL_PX, UNIT_PX / DETAIL_PX)
        canvas.drawImage(
            picture.withDefaultMipmaps(), -surface.base_px[0], -surface.base_px[1], LINEAR
        )
        canvas.restore()

    def _steam(self, canvas: skia.Canvas, at: float) -> None:
        b = self._beats
        strength = 0.0
        for begins, ends in ((b.warmth, b.upside_down), (b.opening, b.carried)):
            strength += smooth(begins + 0.3, begins + 1.4, at) - smooth(ends - 0.7, ends - 0.1, at)
        if strength <= 0:
            return
        mouth = BASE[1] - flask.RIM * UNIT_PX * 0.985
        cloud = paint.steam(150, 230, at, strength=strength)
        where = skia.Rect.MakeLTRB(BASE[0] - 155, mouth - 470, BASE[0] + 155, mouth + 6)
        canvas.drawImageRect(
            cloud, where, skia.SamplingOptions(skia.CubicResampler.Mitchell()), skia.Paint()
        )

    def _near_lights(self, canvas: skia.Canvas, at: float) -> None:
        """Out-of-focus lights between the camera and the scene."""
        for x, y, size, hue, speed in self._dust:
            px = -60 + 840 * x + 14 * math.sin(at * (0.2 + 0.3 * speed) + hue * 6)
            py = (1150 * y - at * 10 * (0.4 + speed)) % 1150 - 40
            colour = (0xFFC58A, 0xFFE6C4, 0x9FE3D6)[int(hue * 3)]
            level = 0.045 * (0.5 + 0.5 * math.sin(at * 0.8 + x * 20))
            radius = 10 + 26 * size
            oval(canvas, px, py, radius, radius, ink(colour, level, blur=2, add=True))

    def frame(self, at: float) -> np.ndarray:
        """The picture at a time in seconds: (HEIGHT, WIDTH, 3) bytes, red first."""
        b = self._beats
        canvas = self._surface.getCanvas()
        canvas.clear(0xFF000000)
        view = self._view(at)
        # The focus goes from the flask to the shelf and back.
        focus = smooth(b.colours - 0.4, b.colours + 0.4, at) - smooth(
            b.upside_down - 0.3, b.upside_down + 0.5, at
        )
        self._draw(canvas, self._wall, view, 0.60)
        canvas.save()
        self._place(canvas, view, 0.62)
        self._bulbs(canvas, at)
        canvas.restore()
        self._draw(canvas, self._board_soft, view, 0.72)
        self._draw(canvas, self._board, view, 0.72, focus)
        self._draw(canvas, self._row_soft, view, 0.72, 1 - focus**2)
        if focus > 0:
            canvas.save()
            self._place(canvas, view, 0.72)
            self._row(canvas, at, math.sqrt(focus))
            canvas.restore()
        self._draw(canvas, self._table, view, 1.0)
        self._draw(canvas, self._plant, view, 0.93)
        self._draw(canvas, self._gift_box, view, 0.93)
        canvas.save()
        self._place(canvas, view, 1.0)
        self._hero(canvas, at)
        shine = through(at, (b.price + 0.9, 0), (b.price + 1.25, 1), (b.price + 1.9, 0))
        paint.star(canvas, BASE[0] - 42, BASE[1] - 318, 92, 0.9 * shine)
        canvas.restore()
        self._near_lights(canvas, at)
        vignette = skia.GradientShader.MakeRadial(
            center=skia.Point(WIDTH / 2, HEIGHT * 0.45),
            radius=HEIGHT * 0.68,
            colors=[0x00000000, 0x00000000, 0x8C000000],
            positions=[0, 0.55, 1],
        )
        canvas.drawPaint(skia.Paint(Shader=vignette, Dither=True))
        return self._surface.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]
