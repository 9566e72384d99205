"""The stone of a stage, which hides what is behind it: round walls, steps, and their straight ends. World, metres."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from layerwalk.game.world import shells
from layerwalk.game.world.placement import Choir, Point, Shell, Stage
from layerwalk.game.world.rays import Ray


@dataclass(frozen=True, slots=True)
class Round:
    """Something round between two heights z: a wall round an upright axis, or a part of a sphere."""

    radius_m: float
    low_m: float
    high_m: float


@dataclass(frozen=True, slots=True)
class End:
    """A part of an upright face: how far it is from the axis where it begins and ends, and between which heights z."""

    inner_m: float
    outer_m: float
    low_m: float
    high_m: float


class Walls:
    """Hold walls round one axis, all within the same angle on both sides of a heading.

    Those are met from either side. What a ray's origin is in does not count.
    """

    def __init__(
        self,
        middle: Point,
        *,
        heading_deg: float,
        azimuth_deg: float,
        drums: Iterable[Round] = (),
        domes: Iterable[Round] = (),
        ends: Iterable[End] = (),
    ) -> None:
        """Take a point of the axis, and what is round it: walls, parts of spheres, ends on both sides."""
        self._middle, self._ahead = middle, _outward(heading_deg)
        self._cos = math.cos(math.radians(min(180.0, azimuth_deg)))
        self._sides = tuple(_outward(heading_deg + side_deg) for side_deg in (-azimuth_deg, azimuth_deg))
        self._drums, self._domes = (
            # The widest first: what passes it by meets none of the others.
            tuple(
                (each.radius_m * each.radius_m, each.low_m, each.high_m)
                for each in sorted(rounds, key=lambda each: -each.radius_m)
            )
            for rounds in (drums, domes)
        )
        self._free_m = math.sqrt(min((square for square, _, _ in (*self._drums, *self._domes)), default=0.0))
        self._ends = tuple((end.inner_m, end.outer_m, end.low_m, end.high_m) for end in ends)

    def meet(self, ray: Ray, within_m: float = math.inf) -> float:
        """Return the distance to the first wall on a ray, `within_m` where there is none so near."""
        return self._ends_m(ray, self._rounds_m(ray, within_m))

    def surround(self, point: Point) -> bool:
        """Say whether a point is so far inside that there is no wall between it and any other such point."""
        return math.dist(point, self._middle) < self._free_m

    def _rounds_m(self, ray: Ray, first_m: float) -> float:
        """Return the distance to the first round wall, `first_m` where there is none so near."""
        (ox, oy, oz), (dx, dy, dz), (cx, cy, cz) = ray.origin, ray.direction, self._middle
        x, y, z = ox - cx, oy - cy, oz - cz
        level, half, square = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y
        shapes = ((level, half, square, self._drums), (1.0, half + z * dz, square + z * z, self._domes))
        for a, half_b, away, rounds in shapes:
            for radius_square, low_m, high_m in rounds:
                inside = half_b * half_b - a * (away - radius_square)
                if inside < 0.0 or a <= 1e-18:
                    break
                root = math.sqrt(inside)
                for met_m in ((-half_b - root) / a, (root - half_b) / a):
                    if met_m >= first_m:
                        break
                    is_there = met_m > 0.0 and low_m <= oz + met_m * dz <= high_m
                    if is_there and self._has(x + met_m * dx, y + met_m * dy):
                        first_m = met_m
        return first_m

    def _has(self, x: float, y: float) -> bool:
        """Say whether a spot, seen from the axis, is within the angle."""
        ahead_x, ahead_y = self._ahead
        return x * ahead_x + y * ahead_y >= self._cos * math.sqrt(x * x + y * y)

    def _ends_m(self, ray: Ray, first_m: float) -> float:
        """Return the distance to the first end, `first_m` where there is none so near."""
        if not self._ends:
            return first_m
        (ox, oy, oz), (dx, dy, dz), (cx, cy, _) = ray.origin, ray.direction, self._middle
        x, y = ox - cx, oy - cy
        for side_x, side_y in self._sides:
            facing = dx * side_y - dy * side_x
            met_m = (y * side_x - x * side_y) / facing if facing else math.inf
            if 0.0 < met_m < first_m:
                out_m, z = (x + met_m * dx) * side_x + (y + met_m * dy) * side_y, oz + met_m * dz
                for inner_m, outer_m, low_m, high_m in self._ends:
                    if inner_m <= out_m <= outer_m and low_m <= z <= high_m:
                        first_m = met_m
                        break
        return first_m


def of_shell(stage: Stage, shell: Shell) -> Walls:
    """Return the wall behind a shell's panels, inside and outside, with its foot that goes straight down."""
    eye_m, floor_m, inner_m = shell.eye[2], stage.floor.centre[2], shells.wall_radius_m(shell)
    low = math.radians(shell.low_deg)
    drums, domes = [], []
    for radius_m in (inner_m, inner_m + shells.THICK_M):
        high = min(math.pi / 2, math.radians(shell.high_deg) + shells.CREST_M / radius_m)
        edge_m = eye_m + radius_m * math.sin(low)
        domes.append(Round(radius_m, edge_m, eye_m + radius_m * math.sin(high)))
        drums.append(Round(radius_m * math.cos(low), floor_m, edge_m))
    return Walls(shell.eye, heading_deg=stage.heading_deg, azimuth_deg=shell.azimuth_deg, drums=drums, domes=domes)


def of_choir(stage: Stage, choir: Choir) -> Walls:
    """Return the steps of a choir, the round wall behind its last row, and the straight ends of both."""
    floor_m, back_m = stage.floor.centre[2], choir.steps[-1][1]
    behind_m, top_m = back_m + shells.THICK_M, floor_m + shells.choir_top_m(choir)
    drums = [Round(inner_m, floor_m, floor_m + tall_m) for inner_m, _, tall_m in choir.steps]
    ends = [End(inner_m, outer_m, floor_m, floor_m + tall_m) for inner_m, outer_m, tall_m in choir.steps]
    return Walls(
        stage.floor.centre,
        heading_deg=stage.heading_deg,
        azimuth_deg=choir.azimuth_deg,
        drums=[*drums, Round(back_m, floor_m, top_m), Round(behind_m, floor_m, top_m)],
        ends=[*ends, End(back_m, behind_m, floor_m, top_m)],
    )


def _outward(bearing_deg: float) -> tuple[float, float]:
    """Return the level unit vector along a bearing."""
    turn = math.radians(bearing_deg)
    return -math.sin(turn), math.cos(turn)
