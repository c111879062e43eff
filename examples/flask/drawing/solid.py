"""Turned solids (a flask is a profile spun about an axis), seen by an orthographic camera."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Point = tuple[float, float]

SMOOTH_COS = math.cos(math.radians(35))
"""Neighbouring stretches of a profile that bend less than 35 degrees are shaded as one curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a profile that is made of one material."""

    material: int
    """Index into the materials of the shader."""
    points: tuple[Point, ...]
    """(radius, height) from the top down on the outside; heights in units of the body's radius."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """What the camera sees of a solid, one entry per pixel."""

    normal: Floats
    """(rows, columns, 3); x to the right, y up, z towards the viewer."""
    angle: Floats
    """Radians about the axis; 0 faces the viewer, growing to the right."""
    height: Floats
    """Height on the axis."""
    radius: Floats
    """Distance from the axis."""
    material: NDArray[np.int8]
    """Index of the material, -1 where nothing is."""
    cover: Floats
    """0 to 1, how much of the pixel is covered (softened edges)."""
    scale_px: float
    """Pixels per unit."""
    base_px: tuple[float, float]
    """Where (radius 0, height 0) is in the picture."""


def rounded(
    centre: tuple[float, float], size: float, start_deg: float, stop_deg: float, steps: int = 8
) -> tuple[Point, ...]:
    """Points of an arc about `centre` in the (radius, height) plane; 0 degrees points outward."""
    turns = (math.radians(start_deg + (stop_deg - start_deg) * i / steps) for i in range(steps + 1))
    return tuple((centre[0] + size * math.cos(a), centre[1] + size * math.sin(a)) for a in turns)


def look(parts: tuple[Part, ...], *, elevation_deg: float, scale_px: float) -> Surface:
    """The parts as seen from `elevation_deg` above the horizon, by exact cone intersection."""
    lift = math.radians(elevation_deg)
    sin, cos = math.sin(lift), math.cos(lift)
    points = [p for part in parts for p in part.points]
    widest = max(r for r, _ in points) + 0.06
    top = max(h * cos + r * sin for r, h in points) + 0.06
    bottom = min(h * cos - r * sin for r, h in points) - 0.06
    fine = 2  # samples per pixel and direction, averaged into `cover`
    step = 1 / (scale_px * fine)
    columns = 2 * math.ceil(widest * scale_px) * fine
    rows = math.ceil((top - bottom) * scale_px) * fine
    u = (np.arange(columns, dtype=np.float32) - columns / 2 + 0.5) * step
    v = top - (np.arange(rows, dtype=np.float32) + 0.5) * step
    # A ray starts at u * right + v * up and runs along (0, -sin, -cos).
    x = np.broadcast_to(u, (rows, columns))
    y0 = np.broadcast_to((v * cos)[:, None], (rows, columns))
    z0 = np.broadcast_to((-v * sin)[:, None], (rows, columns))
    best, normal, material = _cast(parts, x, y0, z0, sin, cos)
    seen = material >= 0
    deep = np.where(seen, best, 0)
    py, pz = y0 - deep * sin, z0 - deep * cos
    cover = seen.reshape(rows // fine, fine, columns // fine, fine).mean(axis=(1, 3))
    n, px, py, pz, m = _picked((normal, x, py, pz, material), fine)
    return Surface(
        normal=n,
        angle=np.arctan2(px, pz).astype(np.float32),
        height=py.astype(np.float32),
        radius=np.hypot(px, pz).astype(np.float32),
        material=m,
        cover=cover.astype(np.float32),
        scale_px=scale_px,
        base_px=(columns / fine / 2, top * scale_px),
    )


def _cast(
    parts: tuple[Part, ...], x: Floats, y0: Floats, z0: Floats, sin: float, cos: float
) -> tuple[Floats, Floats, np.ndarray]:
    """How far each ray goes, and the normal and the material that it hits; -1: nothing."""
    best = np.full(x.shape, np.inf, np.float32)
    normal = np.zeros((*x.shape, 3), np.float32)
    material = np.full(x.shape, -1, np.int8)
    for part in parts:
        for (ra, ha), (rb, hb), na, nb in _segments(part.points):
            t, where = _hit(x, y0, z0, sin, cos, (ra, ha), (rb, hb))
            near = where & (t < best)
            if not near.any():
                continue
            tn = t[near]
            best[near] = tn
            material[near] = part.material
            px, py, pz = x[near], y0[near] - tn * sin, z0[near] - tn * cos
            share = (py - ha) / (hb - ha) if abs(hb - ha) > 1e-6 else None
            if share is None:
                share = (np.hypot(px, pz) - ra) / (rb - ra)
            nr = na[0] + (nb[0] - na[0]) * share
            nh = na[1] + (nb[1] - na[1]) * share
            size = np.hypot(nr, nh)
            far = np.maximum(np.hypot(px, pz), 1e-6)
            out = np.stack((nr * px / far, nh, nr * pz / far), axis=-1)
            normal[near] = out / size[:, None]
    return best, normal, material


def _picked(sources: tuple[np.ndarray, ...], fine: int) -> list[np.ndarray]:
    """One of a pixel's `fine` x `fine` samples: whichever hit something; materials come last."""
    keep = (slice(0, None, fine), slice(0, None, fine))
    picked = [np.array(source[keep]) for source in sources]
    for dy in range(fine):
        for dx in range(fine):
            empty = picked[-1] < 0
            for store, source in zip(picked, sources, strict=True):
                store[empty] = source[dy::fine, dx::fine][empty]
    return picked


def _segments(points: tuple[Point, ...]) -> Iterator[tuple[Point, Point, Point, Point]]:
    """Each segment with the smoothed (radial, axial) normals of its two ends."""
    points = tuple(p for i, p in enumerate(points) if not i or math.dist(p, points[i - 1]) > 1e-6)
    # Unnormalized, so that a long straight wall outweighs the first chord of a rounded edge.
    flat = [(ha - hb, rb - ra) for (ra, ha), (rb, hb) in pairwise(points)]
    for i, (a, b) in enumerate(pairwise(points)):
        ends = []
        for j in (i - 1, i + 1):
            mine, other = flat[i], flat[j] if 0 <= j < len(flat) else flat[i]
            along = mine[0] * other[0] + mine[1] * other[1]
            smooth = along > SMOOTH_COS * math.hypot(*mine) * math.hypot(*other)
            ends.append((mine[0] + other[0], mine[1] + other[1]) if smooth else mine)
        yield a, b, *(tuple(c / math.hypot(*e) for c in e) for e in ends)


def _hit(
    x: Floats, y0: Floats, z0: Floats, sin: float, cos: float, a: Point, b: Point
) -> tuple[Floats, NDArray[np.bool_]]:
    """(distance, whether) of the nearest point of each ray on the cone between two rings."""
    (ra, ha), (rb, hb) = a, b
    with np.errstate(all="ignore"):
        if abs(hb - ha) < 1e-6:  # a flat ring
            t = (y0 - ha) / sin
            r = np.hypot(x, z0 - t * cos)
            return t.astype(np.float32), (r >= min(ra, rb)) & (r <= max(ra, rb))
        k = (rb - ra) / (hb - ha)
        c0 = ra + k * (y0 - ha)  # radius of the cone at the ray's start; falls by k * sin * t
        qa = cos * cos - (k * sin) ** 2
        qb = -z0 * cos + c0 * k * sin
        qc = x * x + z0 * z0 - c0 * c0
        root = qb * qb - qa * qc
        low, high = min(ha, hb), max(ha, hb)
        found = np.full(x.shape, np.inf, np.float32)
        for sign in (-1, 1):
            t = (-qb + sign * np.sqrt(root)) / qa
            h = y0 - t * sin
            good = (root >= 0) & (h >= low) & (h <= high) & (c0 - k * sin * t >= 0)
            found = np.where(good & (t < found), t, found)
        return found.astype(np.float32), np.isfinite(found)
