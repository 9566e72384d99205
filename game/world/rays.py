"""Where a straight ray meets round floors, balls, boxes and round walls: arithmetic, nothing drawn. World, metres.

Every function returns distances along the ray, `inf` where it misses; what lies behind its origin is missed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world.placement import Point

Doubles = NDArray[np.float64]
TOGETHER = 6
"""So many balls lie in a larger one."""


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


class Balls:
    """Hold n balls, so that one can ask which of them a ray passes through.

    Those that come one after another lie in a larger one, again and again, in plain numbers: only few are looked at,
    and the first array of a frame alone would cost as much.
    """

    def __init__(self, centres: ArrayLike, radius_m: float) -> None:
        """Take their middles, (n, 3), and the radius of all of them."""
        points = np.asarray(centres, np.float64).reshape(-1, 3).tolist()
        balls = [Ball((x, y, z), radius_m, number) for number, (x, y, z) in enumerate(points)]
        while len(balls) > TOGETHER:
            balls = [_round(balls[start : start + TOGETHER]) for start in range(0, len(balls), TOGETHER)]
        self._outer = tuple(balls)

    def near(self, ray: Ray) -> list[int]:
        """Return which balls a ray passes through."""
        found, waiting = list[int](), list(self._outer)
        while waiting:
            each = waiting.pop()
            if ball(ray, each.centre, each.radius_m) < math.inf:
                if isinstance(each.holds, int):
                    found.append(each.holds)
                else:
                    waiting += each.holds
        return found


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball: what it holds is its number, or smaller ones."""

    centre: Point
    radius_m: float
    holds: "int | tuple[Ball, ...]"


def _round(balls: Sequence[Ball]) -> Ball:
    """Return a ball round some others."""
    x, y, z = (sum(ball.centre[axis] for ball in balls) / len(balls) for axis in range(3))
    reach_m = max(math.dist(ball.centre, (x, y, z)) + ball.radius_m for ball in balls)
    return Ball((x, y, z), reach_m, tuple(balls))


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


def discs(ray: Ray, floors: Sequence[tuple[Point, float]]) -> float:
    """Return the distance to the first of some level round floors, by their middles and radii, from above or below."""
    (ox, oy, oz), (dx, dy, dz), first = ray.origin, ray.direction, math.inf
    if dz == 0.0:
        return first
    for (x, y, z), radius_m in floors:
        distance = (z - oz) / dz
        if 0.0 < distance < first and math.hypot(ox + distance * dx - x, oy + distance * dy - y) <= radius_m:
            first = distance
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The part of something round that lies within +-azimuth_deg of a heading, seen from its middle."""

    heading_deg: float
    azimuth_deg: float


def dome(ray: Ray, centre: Point, radius_m: float, part: Part, *, low_deg: float, high_deg: float) -> float:
    """Return the distance to a part of a sphere between two elevations."""
    ax, ay, az = ray.origin[0] - centre[0], ray.origin[1] - centre[1], ray.origin[2] - centre[2]
    dx, dy, dz = ray.direction
    half = ax * dx + ay * dy + az * dz
    for distance in _crossings(1.0, half, ax * ax + ay * ay + az * az - radius_m * radius_m):
        z = az + distance * dz
        elevation_deg = math.degrees(math.asin(max(-1.0, min(1.0, z / radius_m))))
        if low_deg <= elevation_deg <= high_deg and _within(ax + distance * dx, ay + distance * dy, part):
            return distance
    return math.inf


def drum(ray: Ray, centre: Point, radius_m: float, part: Part, *, low_m: float, high_m: float) -> float:
    """Return the distance to a part of an upright round wall between two heights z."""
    x, y = ray.origin[0] - centre[0], ray.origin[1] - centre[1]
    dx, dy, dz = ray.direction
    for distance in _crossings(dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - radius_m**2):
        height = ray.origin[2] + distance * dz
        if low_m <= height <= high_m and _within(x + distance * dx, y + distance * dy, part):
            return distance
    return math.inf


def passes(ray: Ray, centre: Point, radius_m: float) -> bool:
    """Say whether the ray comes as near as `radius_m` to a point."""
    return ball(ray, centre, radius_m) < math.inf


def ball(ray: Ray, centre: Point, radius_m: float) -> float:
    """Return the distance at which the ray is in a ball for the first time: 0 where it begins in it."""
    (ox, oy, oz), (dx, dy, dz) = ray.origin, ray.direction
    x, y, z = centre[0] - ox, centre[1] - oy, centre[2] - oz
    along, away = x * dx + y * dy + z * dz, x * x + y * y + z * z - radius_m * radius_m
    if away <= 0.0:
        return 0.0
    inside = along * along - away
    return along - math.sqrt(inside) if along > 0.0 and inside >= 0.0 else math.inf


def between(start: float, way: float, low: float, high: float) -> tuple[float, float]:
    """Return from where to where something on its way along an axis is between `low` and `high`."""
    if way == 0.0:
        return (-math.inf, math.inf) if low <= start <= high else (math.inf, -math.inf)
    first, second = (low - start) / way, (high - start) / way
    return (first, second) if first <= second else (second, first)


def _crossings(a: float, half_b: float, c: float) -> list[float]:
    """Return the positive roots of a t² + 2 half_b t + c, the smaller one first."""
    inside = half_b * half_b - a * c
    if a <= 1e-18 or inside < 0.0:
        return []
    root = math.sqrt(inside)
    return [t for t in ((-half_b - root) / a, (-half_b + root) / a) if t > 0.0]


def _within(x: float, y: float, part: Part) -> bool:
    off_deg = math.degrees(math.atan2(-x, y)) - part.heading_deg
    return abs((off_deg + 180.0) % 360.0 - 180.0) <= part.azimuth_deg
