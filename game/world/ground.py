"""Where one can stand and walk: floors with their railings, and what stands in the way. World, metres, Z up.

Plain arithmetic on the placement, looked up in a grid of cells; a step costs some tens of microseconds.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from layerwalk.game.world import obstacles
from layerwalk.game.world.floorplan import Flat, Floor, Ramp, Round
from layerwalk.game.world.obstacles import Obstacle
from layerwalk.game.world.placement import Placement, Point

STEP_M = 0.5
"""A foot takes so much height without a jump."""
STRIDE_M = 0.1
"""A long way is walked in steps of at most this."""
CELL_M = 8.0
RINGS, RING_M, DIRECTIONS = 16, 0.25, 16
"""Where a body that stands badly looks for a better place: so many rings, so far apart, in so many directions."""
REACH_M = 1.0
"""Things are found from cells that lie so far beyond them."""
LEAST = 1e-4
"""A step along what is in the way is taken where it leads on by this part of the wish."""

MOST = 1.25
"""Round a corner it may become longer by this factor."""

Thing = TypeVar("Thing", Floor, Obstacle)
Cell = tuple[int, int]


class Ground:
    """The ground of a placement; it never changes."""

    def __init__(self, placement: Placement) -> None:
        """Lay all floors, and find where all obstacles stand."""
        floors = [Round(disc) for disc in placement.discs] + [Ramp(way) for way in placement.walkways]
        self._every: Sequence[Floor] = tuple(floors)
        self._floors = _cells(self._every)
        self._obstacles = _cells(tuple(obstacles.of(placement)))
        self._well: tuple[Point, float] | None = None
        """Where a body of some radius was last found to stand well: who walks goes on from there."""

    def floor_at(self, x: float, y: float, z: float) -> float | None:
        """Return the height of the highest floor under (x, y) that is at most a step above z, None over water."""
        floors = self._floors.get(_cell(x, y), ())
        heights = [floor.height(x, y) for floor in floors if floor.holds(x, y, 0.0)]
        return max([height for height in heights if height <= z + STEP_M], default=None)

    def blocked(self, x: float, y: float, *, radius_m: float) -> bool:
        """Say whether a body of `radius_m` at (x, y) would touch something that stands there."""
        return any(thing.push(x, y, radius_m) != (x, y) for thing in self._obstacles.get(_cell(x, y), ()))

    def slide(self, start: Point, end: Point, *, radius_m: float) -> Point:
        """Return where a body of `radius_m` gets on its way from `start` to `end`, along railings and walls.

        start lies on a floor; so does the answer, whatever `end` is. A start that touches something moves off it first.
        """
        stands_well = (start, radius_m) == self._well or self._free(*start, radius_m)
        x, y, z = start if stands_well else self._off(start, radius_m)
        way_x, way_y = end[0] - x, end[1] - y
        strides = max(1, math.ceil(math.hypot(way_x, way_y) / STRIDE_M))
        for _ in range(strides):
            to_x, to_y = self._stride((x, y, z), (x + way_x / strides, y + way_y / strides), radius_m)
            if (to_x, to_y) == (x, y):
                break
            strode_z = z
            x, y, z = to_x, to_y, self._floor_near(to_x, to_y, z)
            if z == strode_z:
                self._well = (x, y, z), radius_m
        return x, y, z

    def standing_near(self, point: Point, *, radius_m: float) -> Point | None:
        """Return a place for a body of `radius_m` on the floor that is nearest to `point` in plan.

        It keeps off the railings and off everything that stands there; a floor without such a place does not count.
        None where no floor has one.
        """
        spots = [(*floor.nearest(point[0], point[1], radius_m), floor) for floor in self._every]
        for x, y, floor in sorted(spots, key=lambda spot: math.dist(spot[:2], point[:2])):
            start = (x, y, floor.height(x, y))
            place = self.slide(start, start, radius_m=radius_m)
            if self._free(*place, radius_m):
                return place
        return None

    def _floor_near(self, x: float, y: float, z: float) -> float:
        height = self.floor_at(x, y, z)
        return z if height is None else height

    def _free(self, x: float, y: float, z: float, radius_m: float) -> bool:
        """Say whether a body stands well: off every railing on a floor within a step, and clear of everything."""
        floors = self._floors.get(_cell(x, y), ())
        on_floor = any(floor.holds(x, y, radius_m) and abs(floor.height(x, y) - z) <= STEP_M for floor in floors)
        return on_floor and not self.blocked(x, y, radius_m=radius_m)

    def _stride(self, start: Point, to: Flat, radius_m: float) -> Flat:
        """Return where one short step gets: there, or along what is in the way, or nowhere."""
        x, y, z = start
        if self._free(*to, z, radius_m):
            return to
        dx, dy = to[0] - x, to[1] - y
        length = math.hypot(dx, dy)
        px, py = self._settle(to, z, radius_m)
        on = (px - x) * dx + (py - y) * dy
        leads_on = on > LEAST * length * length and math.dist((px, py), (x, y)) <= MOST * length
        return (px, py) if leads_on and self._free(px, py, z, radius_m) else (x, y)

    def _settle(self, point: Flat, z: float, radius_m: float) -> Flat:
        """Return the nearest point on a floor within reach, off everything that stands there, as far as that goes."""
        for _ in range(3):
            point = self._onto(point, z, self._floors.get(_cell(*point), ()), radius_m)
            for thing in self._obstacles.get(_cell(*point), ()):
                point = thing.push(*point, radius_m)
            if self._free(*point, z, radius_m):
                break
        return point

    @staticmethod
    def _onto(point: Flat, z: float, floors: Iterable[Floor], radius_m: float) -> Flat:
        found = [floor.nearest(*point, radius_m) for floor in floors if abs(floor.height(*point) - z) <= STEP_M]
        return min(found, key=lambda other: math.dist(other, point), default=point)

    def _off(self, start: Point, radius_m: float) -> Point:
        """Return the nearest place found where a body that stands badly stands well."""
        x, y, z = start
        x, y = self._onto((x, y), z, self._every, radius_m)
        x, y = self._settle((x, y), z, radius_m)
        # Things that stand close together push to and fro between them: then look round about, ever wider.
        for px, py in itertools.chain([(x, y)], _round_about(x, y)):
            if self._free(px, py, z, radius_m):
                return px, py, self._floor_near(px, py, z)
        return start


def _round_about(x: float, y: float) -> Iterator[Flat]:
    """Yield points on rings round (x, y), from near to far."""
    for ring in range(1, RINGS + 1):
        for step in range(DIRECTIONS):
            turn = 2 * math.pi * step / DIRECTIONS
            yield x + ring * RING_M * math.cos(turn), y + ring * RING_M * math.sin(turn)


def _cell(x: float, y: float) -> Cell:
    return math.floor(x / CELL_M), math.floor(y / CELL_M)


def _cells(things: Sequence[Thing]) -> dict[Cell, tuple[Thing, ...]]:
    """Sort things into every cell that they reach."""
    found: dict[Cell, list[Thing]] = {}
    for thing in things:
        west, south, east, north = thing.bounds
        first, last = _cell(west - REACH_M, south - REACH_M), _cell(east + REACH_M, north + REACH_M)
        for column in range(first[0], last[0] + 1):
            for row in range(first[1], last[1] + 1):
                found.setdefault((column, row), []).append(thing)
    return {cell: tuple(members) for cell, members in found.items()}
