"""Where a straight ray meets flat faces, boxes and round walls: arithmetic on arrays, nothing drawn. World, metres.

Every function returns distances along the ray, `inf` where it misses; what lies behind its origin is missed.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world.placement import Point

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]


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


class Squares:
    """Hold n flat faces, given by their middles and half axes, each (n, 3), worked out for rays that meet them."""

    def __init__(self, centres: ArrayLike, rights: ArrayLike, ups: ArrayLike, *, two_sided: bool = False) -> None:
        """Take faces that are met from the side their reader stands on, or from both."""
        middle, right, up = (np.asarray(array, np.float64).reshape(-1, 3) for array in (centres, rights, ups))
        with np.errstate(all="ignore"):
            across, along = (axis / (axis * axis).sum(axis=1, keepdims=True) for axis in (right, up))
        axes = np.stack([_cross(right, up), across, along])
        self._axes = axes.reshape(-1, 3)
        self._middles = (axes * middle).sum(axis=2).reshape(-1)
        self._shape = (3, len(middle))
        self._two_sided = two_sided

    def meet(self, ray: Ray) -> tuple[Doubles, Doubles, Doubles]:
        """Return (distance, u, v) of every face; u runs to the right and v down, in [0, 1]."""
        away = (self._middles - self._axes @ ray.origin).reshape(self._shape)
        way = (self._axes @ ray.direction).reshape(self._shape)
        facing = way[0]
        with np.errstate(all="ignore"):
            distance = away[0] / facing
            across, along = distance * way[1:] - away[1:]
            seen = (facing != 0.0) if self._two_sided else (facing < 0.0)
            met = seen & (distance > 0.0) & (np.abs(across) <= 1.0) & (np.abs(along) <= 1.0)
        return np.where(met, distance, np.inf), (across + 1.0) / 2.0, (1.0 - along) / 2.0


def squares(
    ray: Ray, centres: ArrayLike, rights: ArrayLike, ups: ArrayLike, *, two_sided: bool = False
) -> tuple[Doubles, Doubles, Doubles]:
    """Return (distance, u, v) of n flat faces, as `Squares` does."""
    return Squares(centres, rights, ups, two_sided=two_sided).meet(ray)


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


class Pillars:
    """Hold n upright pillars, worked out for rays that meet them."""

    def __init__(self, feet: ArrayLike, headings_deg: ArrayLike, *, width_m: float, depth_m: float) -> None:
        """Take feet (n, 3) in the pillars' middles and headings (n,)."""
        foot = np.asarray(feet, np.float64).reshape(-1, 3)
        turn = np.radians(np.asarray(headings_deg, np.float64))
        cos, sin, no, one = np.cos(turn), np.sin(turn), np.zeros(len(foot)), np.ones(len(foot))
        self._axes = np.stack([cos, sin, no, -sin, cos, no, no, no, one], axis=1).reshape(-1, 3)
        self._feet = (self._axes.reshape(-1, 3, 3) * foot[:, None]).sum(axis=2)
        self._lows = np.array([-width_m / 2, -depth_m / 2, 0.0])
        self._highs = np.tile(-self._lows, (len(foot), 1))

    def meet(self, ray: Ray, heights_m: ArrayLike) -> Doubles:
        """Return the distances to all of them, so tall (n,)."""
        origins = (self._axes @ ray.origin).reshape(-1, 3) - self._feet
        directions = (self._axes @ ray.direction).reshape(-1, 3)
        highs = self._highs.copy()
        highs[:, 2] = heights_m
        return boxes(origins, directions, self._lows, highs)


def pillars(
    ray: Ray, feet: ArrayLike, headings_deg: ArrayLike, heights_m: ArrayLike, *, width_m: float, depth_m: float
) -> Doubles:
    """Return the distances to n upright pillars of such heights (n,), as `Pillars` does."""
    return Pillars(feet, headings_deg, width_m=width_m, depth_m=depth_m).meet(ray, heights_m)


def disc(ray: Ray, centre: Point, radius_m: float) -> float:
    """Return the distance to a level round floor, from above or below."""
    (x, y, z), (dx, dy, dz) = ray.origin, ray.direction
    if dz == 0.0:
        return math.inf
    distance = (centre[2] - z) / dz
    if distance <= 0.0:
        return math.inf
    return (
        distance if math.hypot(x + distance * dx - centre[0], y + distance * dy - centre[1]) <= radius_m else math.inf
    )


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


def _cross(a: Doubles, b: Doubles) -> Doubles:
    """Return the cross products of (n, 3) vectors; quicker than numpy's for few of them."""
    x = a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1]
    y = a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2]
    return np.stack([x, y, a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]], axis=1)


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
