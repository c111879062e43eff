"""The vacuum flask: its profile, its eight finishes, and its picture in a given light."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import skia

from .light import booth_light, sample
from .paint import drop_mark
from .solid import Floats, Part, Surface, look, rounded

BODY, RING, GRIP, CAP, INSIDE, TEA = range(6)

RIM = 5.95
"""Height of the mouth."""

LID_BASE = 5.42
"""Height of the lower edge of the closed lid; the unit is the body's radius."""

MARK = 1.3
"""Width and height of the engraved mark."""

TOP = 7.0
"""Height of the closed flask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """One of the colours the flask is sold in."""

    colour: tuple[float, float, float]
    """Linear red, green, blue of the coat, or of the reflection of bare steel."""
    steel: bool = False


FINISHES = (
    Finish(colour=(0.70, 0.69, 0.67), steel=True),
    Finish(colour=(0.020, 0.021, 0.024)),
    Finish(colour=(0.80, 0.78, 0.73)),
    Finish(colour=(0.012, 0.045, 0.17)),
    Finish(colour=(0.015, 0.20, 0.185)),
    Finish(colour=(0.52, 0.022, 0.025)),
    Finish(colour=(0.76, 0.25, 0.27)),
    Finish(colour=(0.78, 0.33, 0.035)),
)
"""Steel, black, white, navy, teal, red, pink, amber."""


def _body(foot_height: float) -> tuple[Part, ...]:
    tea = ((0.0, RIM - 0.36), (0.60, RIM - 0.36))
    inside = ((0.60, RIM - 0.36), (0.60, RIM - 0.05))
    lip = rounded((0.655, RIM - 0.05), 0.055, 180, 0, 10)
    neck = (*lip, (0.71, 5.52), (0.76, 5.50))
    ring = ((0.76, 5.50), *rounded((0.80, 5.44), 0.06, 90, 0, 4), (0.86, 5.36))
    shoulder = (
        (0.86, 5.36),
        *((0.86 + 0.14 * math.sin(a) ** 1.6, 4.62 + 0.74 * math.cos(a)) for a in _quarter(20)),
        (1.0, foot_height + 0.34),
    )
    edge = rounded((0.92, foot_height + 0.08), 0.08, 0, -90, 8)
    base = ((1.0, foot_height + 0.34), *edge, (0.0, foot_height))
    return (
        Part(material=TEA, points=tea),
        Part(material=INSIDE, points=inside),
        Part(material=RING, points=neck),
        Part(material=RING, points=ring),
        Part(material=BODY, points=shoulder),
        Part(material=RING, points=base),
    )


def _lid() -> tuple[Part, ...]:
    top = ((0.0, TOP - 0.03), (0.55, TOP - 0.03), (0.57, TOP - 0.05), (0.60, TOP - 0.05))
    edge = ((0.60, TOP - 0.05), (0.62, TOP), *rounded((0.74, TOP - 0.10), 0.10, 90, 0, 8))
    grip = ((0.84, TOP - 0.10), (0.84, 5.80))
    band = ((0.84, 5.80), (0.855, 5.78), (0.855, LID_BASE + 0.04))
    under = (*rounded((0.815, LID_BASE + 0.04), 0.04, 0, -90, 4), (0.0, LID_BASE))
    return (
        Part(material=RING, points=top),
        Part(material=CAP, points=edge),
        Part(material=GRIP, points=grip),
        Part(material=RING, points=band + under),
    )


def _quarter(steps: int) -> list[float]:
    return [math.pi / 2 * i / steps for i in range(1, steps + 1)]


@cache
def body(elevation_deg: float, scale_px: float, foot_height: float = 0.0) -> Surface:
    """The flask without its lid; `foot_height` cuts it short for a view of its upper part."""
    return look(_body(foot_height), elevation_deg=elevation_deg, scale_px=scale_px)


@cache
def lid(elevation_deg: float, scale_px: float) -> Surface:
    """The lid, at the height where it sits when closed."""
    return look(_lid(), elevation_deg=elevation_deg, scale_px=scale_px)


@cache
def _light() -> dict[str, Floats]:
    return booth_light()


@cache
def _engraving(size: int) -> Floats:
    """How deep the laser went, (size, size); `MARK` units wide and high, once on each side."""
    surface = skia.Surface(size, size)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorBLACK)
    canvas.scale(size / 512, size / 512)
    ink = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
    drop_mark(canvas, 256, 180, 300, ink)
    for i in range(3):  # three bars: the vacuum wall
        canvas.drawRoundRect(skia.Rect.MakeXYWH(166, 388 + i * 36, 180, 12), 6, 6, ink)
    return surface.toarray()[..., 0].astype(np.float32) / 255


@dataclass(frozen=True, slots=True, kw_only=True)
class _Points:
    """The points of a surface that are seen, and the light that reaches the eye from them."""

    kind: np.ndarray
    """The material of each."""
    normal: Floats
    mirror: Floats
    """Where the eye looks by way of the surface."""
    fresnel: Floats
    light_turn: float

    def bounce(self, name: str, where: np.ndarray) -> Floats:
        """What a finish such as `satin` reflects."""
        return sample(_light()[name], self.mirror[where], self.light_turn)

    def scatter(self, where: np.ndarray) -> Floats:
        """What a dull surface sends everywhere."""
        return sample(_light()["diffuse"], self.normal[where], self.light_turn)


def picture(
    surface: Surface,
    finish: Finish,
    *,
    elevation_deg: float,
    turn: float = 0.0,
    light_turn: float = 0.0,
    gain: float = 1.0,
) -> skia.Image:
    """The surface in the booth's light; `turn` (radians) is the turntable's."""
    seen = surface.material >= 0
    kind = surface.material[seen]
    angle = surface.angle[seen] - turn
    height = surface.height[seen]
    lift = math.radians(elevation_deg)
    view = np.array([0, math.sin(lift), math.cos(lift)], np.float32)
    n = _knurled(surface.normal[seen], angle, kind == GRIP)
    facing = np.clip(n @ view, 0.0, 1)
    points = _Points(
        kind=kind,
        normal=n,
        mirror=2 * facing[:, None] * n - view,
        fresnel=(1 - facing) ** 5,
        light_turn=light_turn,
    )
    colour = np.zeros((n.shape[0], 3), np.float32)
    _paint_body(colour, points, finish)
    _paint_fittings(colour, points)
    _engrave(colour, points, finish, angle, height, surface.scale_px)
    _shade(colour, points, height, surface.radius[seen])
    rgba = np.zeros((*seen.shape, 4), np.uint8)
    rgba[seen, :3] = np.round(tone(colour * gain) * 255)
    rgba[..., 3] = np.round(surface.cover * 255)
    rgba[..., :3] = (rgba[..., :3] * surface.cover[..., None]).round()
    return skia.Image.fromarray(
        rgba, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType
    )


def _knurled(n: Floats, angle: Floats, grip: np.ndarray) -> Floats:
    """The normals, bent at the grip by its knurls, which turn with the lid."""
    if not grip.any():
        return n
    bend = 0.35 * np.sin(angle[grip] * 40) * np.clip(n[grip, 2], 0, 1)
    side = np.stack((n[grip, 2], np.zeros(bend.shape), -n[grip, 0]), axis=-1)
    n = n.copy()
    n[grip] = n[grip] + side * bend[:, None]
    n[grip] /= np.linalg.norm(n[grip], axis=1, keepdims=True)
    return n


def _paint_body(colour: Floats, points: _Points, finish: Finish) -> None:
    """Bare steel, or a coat with its gloss."""
    coat = points.kind == BODY
    f = points.fresnel[coat, None]
    if finish.steel:
        tint = np.array(finish.colour, np.float32)
        colour[coat] = (tint + (1 - tint) * f) * (
            0.82 * points.bounce("brushed", coat) + 0.18 * points.bounce("satin", coat)
        )
    else:
        soft = points.scatter(coat) * 1.15
        gloss = 0.55 * points.bounce("brushed", coat) + 0.45 * points.bounce("rough", coat)
        colour[coat] = soft * np.array(finish.colour, np.float32)
        colour[coat] += (0.055 + 0.6 * f) * gloss


def _paint_fittings(colour: Floats, points: _Points) -> None:
    """The steel of ring and inside, the plastic of grip and cap."""
    for material, name, tint in (
        (RING, "satin", (0.86, 0.84, 0.81)),
        (INSIDE, "satin", (0.74, 0.72, 0.69)),
    ):
        where = points.kind == material
        colour[where] = np.array(tint, np.float32) * points.bounce(name, where)
    for material, albedo, shine in ((GRIP, 0.030, 0.05), (CAP, 0.026, 0.06)):
        where = points.kind == material
        f = points.fresnel[where, None]
        colour[where] = points.scatter(where) * albedo
        colour[where] += (shine + 0.5 * f) * points.bounce("satin", where)


def _engrave(
    colour: Floats,
    points: _Points,
    finish: Finish,
    angle: Floats,
    height: Floats,
    scale_px: float,
) -> None:
    """The mark on the body: darker on steel, bright steel under a coat."""
    mark = _engraving(64 if scale_px < 60 else 128 if scale_px < 150 else 512)
    row = (4.35 - height) / MARK * len(mark)
    column = (((angle + math.pi / 2) % math.pi - math.pi / 2) / MARK + 0.5) * len(mark)
    marked = (
        (points.kind == BODY)
        & (np.minimum(row, column) >= 0)
        & (np.maximum(row, column) < len(mark) - 1)
    )
    deep = _between(mark, row[marked], column[marked])[:, None]
    under = colour[marked] * 0.30 if finish.steel else points.bounce("satin", marked) * 0.8
    colour[marked] += (under - colour[marked]) * deep


def _shade(colour: Floats, points: _Points, height: Floats, radius: Floats) -> None:
    """Where light hardly comes: near the table, and down inside the flask; and the tea in it."""
    colour *= (1 - 0.50 * np.exp(-np.maximum(height, 0) / 0.30))[:, None]
    hollow = points.kind == INSIDE
    colour[hollow] *= (0.16 + 0.84 * np.exp((height[hollow] - RIM) / 0.40))[:, None]
    tea = points.kind == TEA
    colour[tea] = np.array((0.20, 0.062, 0.012), np.float32)
    rim_near = np.clip((radius[tea] - 0.46) / 0.14, 0, 1) ** 2
    colour[tea] *= (1 + 1.2 * rim_near)[:, None]  # thin at the edge, so paler
    colour[tea] += 0.10 * points.bounce("satin", tea)


def _between(picture: Floats, row: Floats, column: Floats) -> Floats:
    """The picture between its pixels (bilinear)."""
    r, c = row.astype(int), column.astype(int)
    v, u = row - r, column - c
    upper = picture[r, c] * (1 - u) + picture[r, c + 1] * u
    return upper * (1 - v) + (picture[r + 1, c] * (1 - u) + picture[r + 1, c + 1] * u) * v


def tone(linear: Floats) -> Floats:
    """Linear light as display values 0 to 1: a filmic shoulder, then the sRGB power."""
    x = np.maximum(linear, 0) * 0.9
    film = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)  # Narkowicz' fit of ACES
    return np.clip(film, 0, 1) ** (1 / 2.2)
