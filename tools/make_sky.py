"""Paint the dusk sky into assets/sky/dusk.png: azimuth runs right (north in the middle), the root of elevation up.

Run by hand when the sky shall look different; the picture is part of the project.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 2048, 640
SEED = 7
Floats = NDArray[np.float64]

# (elevation in degrees, away from the sun, towards the sun), sRGB 0 to 255
GRADIENT = (
    (0.0, (133, 97, 88), (255, 196, 144)),
    (1.5, (124, 90, 84), (246, 172, 122)),
    (4.0, (108, 79, 77), (214, 136, 104)),
    (8.0, (87, 66, 68), (160, 101, 88)),
    (14.0, (67, 54, 59), (106, 75, 76)),
    (23.0, (48, 41, 47), (68, 54, 60)),
    (40.0, (33, 30, 36), (41, 36, 42)),
    (90.0, (19, 18, 22), (21, 19, 23)),
)

HILLS = ((1.9, 0.42), (1.15, 0.62))
"""Ridges from far to near: their height in degrees, and how much of the sky they take."""
HILL_COLOUR = np.array([74.0, 54.0, 57.0])


def noise(random: np.random.Generator, *, columns: int, rows: int) -> Floats:
    """Return smooth noise in [-1, 1] that joins at its left and right edge, HEIGHT x WIDTH."""
    lattice = random.uniform(-1, 1, (rows + 2, columns))
    x, y = np.arange(WIDTH) * columns / WIDTH, np.arange(HEIGHT) * rows / HEIGHT
    i, j = x.astype(int), y.astype(int)
    fx, fy = smooth(x - i), smooth(y - j)[:, None]
    near, far = i % columns, (i + 1) % columns
    low = lattice[j][:, near] * (1 - fx) + lattice[j][:, far] * fx
    high = lattice[j + 1][:, near] * (1 - fx) + lattice[j + 1][:, far] * fx
    field: Floats = low * (1 - fy) + high * fy
    return field


def smooth(t: Floats) -> Floats:
    """Ease from 0 to 1."""
    return t * t * (3 - 2 * t)


def clouds(random: np.random.Generator) -> Floats:
    """Return long flat streaks, HEIGHT x WIDTH, thin and bright where positive."""
    total = np.zeros((HEIGHT, WIDTH))
    for octave in range(6):
        total += noise(random, columns=5 * 2**octave, rows=9 * 2**octave) * 0.58**octave
    return total


def gradient(elevation: Floats, towards: Floats) -> Floats:
    """Mix the colours by elevation (H, 1) in degrees and by how near the sun's azimuth is (1, W); (H, W, 3)."""
    knots = [knot[0] for knot in GRADIENT]
    sides = []
    for side in (1, 2):
        table = np.array([knot[side] for knot in GRADIENT], float)
        sides.append(np.stack([np.interp(elevation[:, 0], knots, table[:, c]) for c in range(3)], axis=-1))
    mix = towards[..., None]
    return sides[0][:, None] * (1 - mix) + sides[1][:, None] * mix


def with_hills(
    sky: Floats, random: np.random.Generator, elevation: Floats, towards: Floats, *, height_deg: float, depth: float
) -> Floats:
    """Put a ridge before the sky: far ones low in contrast, hazy at their foot and towards the sun."""
    ridge = np.zeros(WIDTH)
    for octave in range(6):
        ridge += noise(random, columns=7 * 2**octave, rows=1)[0] * 0.52**octave
    top = height_deg * np.clip(0.62 + 0.55 * ridge, 0.12, 2.0)
    edge = np.clip((top[None] - elevation) / 0.05, 0, 1)[..., None]
    haze = (np.clip(1 - elevation / np.maximum(top[None], 0.05), 0, 1) * 0.55 + 0.30 * towards)[..., None]
    hill = HILL_COLOUR * (1 - haze) + sky * haze
    mixed: Floats = sky * (1 - edge * depth) + hill * edge * depth
    return mixed


def paint() -> Image.Image:
    """Paint the whole sky."""
    random = np.random.default_rng(SEED)
    elevation = ((np.arange(HEIGHT)[::-1, None] + 0.5) / HEIGHT) ** 2 * 90
    azimuth = ((np.arange(WIDTH)[None] + 0.5) / WIDTH - 0.5) * 2 * np.pi
    towards = (0.5 + 0.5 * np.cos(azimuth)) ** 1.6
    sky = gradient(elevation, towards)
    streak = np.clip(clouds(random) - 0.08, -0.2, 1.0)
    band = np.exp(-(((elevation - 6.5) / 6.5) ** 2)) * smooth(np.clip(elevation / 2.0, 0, 1))
    lit = np.array([64, 30, 14]) * (0.25 + 0.75 * towards[..., None])
    shade = np.array([26, 24, 17])
    amount = (streak * band)[..., None]
    sky += np.where(amount > 0, lit * amount * 0.9, shade * amount * 1.6)
    sky += np.array([38, 26, 14]) * (np.exp(-elevation / 3.0) * towards**6)[..., None]
    for height_deg, depth in HILLS:
        sky = with_hills(sky, random, elevation, towards, height_deg=height_deg, depth=depth)
    sky += random.uniform(-0.9, 0.9, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(sky.round(), 0, 255).astype(np.uint8))


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[1] / "assets" / "sky" / "dusk.png"
    target.parent.mkdir(exist_ok=True)
    paint().save(target, optimize=True)
