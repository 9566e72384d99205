"""Straight rays, and where they meet round floors and boxes: arithmetic, nothing drawn. World, metres.

Every function returns distances along the ray, `inf` where it misses; what lies behind its origin is missed.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world.placement import Point

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ray:
    """A half line: where it begins, and the unit vector along which it goes."""

    origin: Point
    direction: Point

    def at(self, distance_m: float) -> Point:
        """Return the point `distance_m` along the ray."""
        (x, y, z), (dx, dy, dz) = self.origin, self.direction
        return x + distance_m * dx, y + distance_m * dy, z + distance_m * dz


def ray(origin: Point, direction: Point) -> Ray:
    """Return the ray from `origin` along `direction`, of any length but zero; raise ValueError for zero."""
    length = math.hypot(*direction)
    if not 0.0 < length < math.inf:
        raise ValueError(f"direction is {direction}, expected a finite vector that is not zero")
    x, y, z = (float(part) / length for part in direction)
    return Ray(origin=(float(origin[0]), float(origin[1]), float(origin[2])), direction=(x, y, z))


def boxes(origins: ArrayLike, directions: ArrayLike, lows: ArrayLike, highs: ArrayLike) -> Doubles:
    """Return the distances to n boxes along the axes, each met by a ray of its own; all arguments (n, 3) or (3,).

    A box round the origin is missed. Distances are in lengths of `directions`. Method: slabs (Kay and Kajiya, 1986).
    """
    origin, direction = np.asarray(origins, np.float64), np.asarray(directions, np.float64)
    with np.errstate(all="ignore"):
        first = (np.asarray(lows, np.float64) - origin) / direction
        second = (np.asarray(highs, np.float64) - origin) / direction
    near, far = np.minimum(first, second), np.maximum(first, second)
    flat = np.isnan(near)
    if flat.any():  # the ray lies in a face's plane: it grazes, which counts as inside
        near, far = np.where(flat, -np.inf, near), np.where(flat, np.inf, far)
    enter, leave = near.max(axis=-1), far.min(axis=-1)
    return np.where((enter <= leave) & (enter > 0.0), enter, np.inf)


Levels = tuple[tuple[float, tuple[tuple[float, float, float], ...]], ...]
"""Round floors by their heights z: the middle of each, and its radius times itself."""


def levels(floors: Iterable[tuple[Point, float]]) -> Levels:
    """Return level round floors, given by their middles and radii, for rays."""
    found: dict[float, list[tuple[float, float, float]]] = {}
    for (x, y, z), radius_m in floors:
        found.setdefault(z, []).append((x, y, radius_m * radius_m))
    return tuple((z, tuple(discs)) for z, discs in found.items())


def discs(ray: Ray, levels: Levels) -> float:
    """Return the distance to the first of some level round floors, from above or below."""
    (ox, oy, oz), (dx, dy, dz), first = ray.origin, ray.direction, math.inf
    for z, floors in levels if dz else ():
        distance = (z - oz) / dz
        if 0.0 < distance < first:
            at_x, at_y = ox + distance * dx, oy + distance * dy
            for x, y, square in floors:
                # Products: a square by ** raises where one that is all but level meets a floor beyond all numbers.
                if (at_x - x) * (at_x - x) + (at_y - y) * (at_y - y) <= square:
                    first = distance
                    break
    return first


def between(start: float, way: float, low: float, high: float) -> tuple[float, float]:
    """Return from where to where something on its way along an axis is between `low` and `high`."""
    if way == 0.0:
        return (-math.inf, math.inf) if low <= start <= high else (math.inf, -math.inf)
    first, second = (low - start) / way, (high - start) / way
    return (first, second) if first <= second else (second, first)
