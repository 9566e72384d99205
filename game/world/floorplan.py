"""Floors as shapes in plan: round ones and ramps. World, metres."""

import math
from typing import Protocol

from layerwalk.game.world.placement import Disc, Walkway

Flat = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

INSIDE_M = 1e-6
"""A point that was moved onto a floor lies so far within its edge."""


class Floor(Protocol):
    """A convex shape that one can walk on; inset_m is what a body keeps from its railing."""

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""

    def holds(self, x: float, y: float, inset_m: float) -> bool:
        """Say whether (x, y) is on it."""

    def nearest(self, x: float, y: float, inset_m: float) -> Flat:
        """Return its point nearest to (x, y)."""

    def height(self, x: float, y: float) -> float:
        """Return its height at (x, y), or at its edge beyond."""


class Round:
    """The floor of a disc."""

    __slots__ = ("_radius_m", "_x", "_y", "_z")

    def __init__(self, disc: Disc) -> None:
        """Lay the floor of `disc`."""
        self._x, self._y, self._z = disc.centre
        self._radius_m = disc.radius_m

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""
        r = self._radius_m
        return self._x - r, self._y - r, self._x + r, self._y + r

    def holds(self, x: float, y: float, inset_m: float) -> bool:
        """Say whether (x, y) is on it."""
        return math.hypot(x - self._x, y - self._y) <= self._radius_m - inset_m

    def nearest(self, x: float, y: float, inset_m: float) -> Flat:
        """Return its point nearest to (x, y)."""
        dx, dy = x - self._x, y - self._y
        away, most = math.hypot(dx, dy), self._radius_m - inset_m
        if away <= most:
            return x, y
        part = (most - INSIDE_M) / away
        return self._x + part * dx, self._y + part * dy

    def height(self, x: float, y: float) -> float:
        """Return its height, the same everywhere."""
        return self._z


class Ramp:
    """The floor of a walkway. Its ends lie on other floors: only its sides have railings."""

    __slots__ = ("_ahead", "_half_m", "_length_m", "_rise", "_start")

    def __init__(self, way: Walkway) -> None:
        """Lay the floor of `way`, from its start to its end."""
        (ax, ay, az), (bx, by, bz) = way.start, way.end
        self._length_m = math.dist((ax, ay), (bx, by))
        self._start = way.start
        self._ahead = ((bx - ax) / self._length_m, (by - ay) / self._length_m)
        self._rise = (bz - az) / self._length_m
        self._half_m = way.width_m / 2

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""
        x, y, _ = self._start
        ends = (x, x + self._length_m * self._ahead[0]), (y, y + self._length_m * self._ahead[1])
        wide = self._half_m
        return min(ends[0]) - wide, min(ends[1]) - wide, max(ends[0]) + wide, max(ends[1]) + wide

    def holds(self, x: float, y: float, inset_m: float) -> bool:
        """Say whether (x, y) is on it."""
        (ux, uy), (ax, ay, _) = self._ahead, self._start
        if not 0.0 <= (x - ax) * ux + (y - ay) * uy <= self._length_m:
            return False
        return abs((y - ay) * ux - (x - ax) * uy) <= self._half_m - inset_m

    def nearest(self, x: float, y: float, inset_m: float) -> Flat:
        """Return its point nearest to (x, y)."""
        along, aside = self._local(x, y)
        most = self._half_m - inset_m
        if 0.0 <= along <= self._length_m and abs(aside) <= most:
            return x, y
        along = min(max(along, INSIDE_M), self._length_m - INSIDE_M)
        aside = min(max(aside, INSIDE_M - most), most - INSIDE_M)
        (ux, uy), (sx, sy, _) = self._ahead, self._start
        return sx + along * ux - aside * uy, sy + along * uy + aside * ux

    def height(self, x: float, y: float) -> float:
        """Return its height at (x, y), or at its end beyond."""
        along, _ = self._local(x, y)
        return self._start[2] + self._rise * min(max(along, 0.0), self._length_m)

    def _local(self, x: float, y: float) -> Flat:
        """Return (x, y) along the walkway and to its left."""
        dx, dy = x - self._start[0], y - self._start[1]
        ux, uy = self._ahead
        return dx * ux + dy * uy, dy * ux - dx * uy
