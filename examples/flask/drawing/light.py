"""The light of the booth as a picture of everything around the flask, at several blurs."""

from __future__ import annotations

import math

import numpy as np

from .solid import Floats

WIDTH, HEIGHT = 1024, 512
"""Pixels of a full turn and of the half turn from straight up to straight down."""

BLURS_PX = {"sharp": (2, 2), "satin": (12, 12), "rough": (40, 40), "brushed": (7, 70)}
"""Standard deviations along and up; brushed steel smears a reflection up and down."""


def booth_light() -> dict[str, Floats]:
    """Radiance by direction for each finish of `BLURS_PX`, and `diffuse` by normal."""
    azimuth = (np.arange(WIDTH) / WIDTH * 360 - 180)[None, :]
    elevation = (90 - np.arange(HEIGHT) / HEIGHT * 180)[:, None]
    up = np.clip(elevation / 90, -1, 1)
    sky = np.where(up > 0, 0.16 + 0.10 * up, 0.16 + 0.10 * up)[..., None]
    world = np.broadcast_to(sky * np.array([1.0, 0.96, 0.93]), (HEIGHT, WIDTH, 3)).copy()
    # The wooden table, lit from above, as the lower half of every reflection.
    table = 1 / (1 + np.exp((elevation + 12) / 3.0))
    world += table[..., None] * np.array([0.26, 0.16, 0.09])

    def box(az: float, el: float, wide: float, tall: float, colour: tuple[float, ...]) -> None:
        nonlocal world
        off = (azimuth - az + 180) % 360 - 180
        edge_a = 1 / (1 + np.exp((np.abs(off) - wide / 2) / 1.2))
        edge_e = 1 / (1 + np.exp((np.abs(elevation - el) - tall / 2) / 2.5))
        world = world + (edge_a * edge_e)[..., None] * np.array(colour)

    box(-62, 22, 34, 90, (2.7, 2.75, 2.9))  # soft box, left
    box(-24, 18, 5, 80, (1.0, 1.0, 1.05))
    box(47, 16, 12, 86, (3.6, 3.2, 2.6))  # warm strip, right
    box(76, 20, 8, 80, (1.2, 1.0, 0.8))
    box(132, 15, 40, 90, (1.3, 1.6, 1.7))  # the aisle behind: rims
    box(-140, 15, 36, 90, (1.9, 1.5, 1.1))
    box(10, 78, 150, 18, (3.0, 2.9, 2.7))  # ceiling panel
    for i in range(-8, 9):  # a string of bulbs
        box(i * 21, 40 + 4 * math.cos(i * 2.1), 3.2, 3.2, (9.0, 6.2, 3.2))
    lit = {name: _blur(world, *sigma).astype(np.float32) for name, sigma in BLURS_PX.items()}
    lit["diffuse"] = _blur(world, 120, 80).astype(np.float32)
    return lit


def _blur(world: np.ndarray, along: float, up: float) -> np.ndarray:
    """The picture blurred by a Gaussian; it wraps around and is mirrored at the poles."""
    tall = np.concatenate((world[::-1], world, world[::-1]))
    freq_a = np.fft.fftfreq(tall.shape[1])[None, :, None]
    freq_u = np.fft.fftfreq(tall.shape[0])[:, None, None]
    keep = np.exp(-2 * math.pi**2 * ((freq_a * along) ** 2 + (freq_u * up) ** 2))
    soft = np.fft.ifft2(np.fft.fft2(tall, axes=(0, 1)) * keep, axes=(0, 1)).real
    return soft[HEIGHT : 2 * HEIGHT]


def sample(picture: Floats, direction: Floats, turn: float) -> Floats:
    """Light from unit directions (n, 3), with the surroundings turned by `turn` radians."""
    azimuth = np.arctan2(direction[:, 0], direction[:, 2]) + turn
    column = ((azimuth / (2 * math.pi) + 0.5) * WIDTH).astype(np.int32) % WIDTH
    height = np.arccos(np.clip(direction[:, 1], -1, 1)) / math.pi
    row = np.minimum((height * HEIGHT).astype(np.int32), HEIGHT - 1)
    return picture.reshape(-1, 3)[row * WIDTH + column]
