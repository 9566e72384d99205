"""Balls in larger balls, so that a ray is compared with few of many things: arithmetic, nothing drawn. World, metres.

What is tall and thin is better held by columns.

In plain numbers: the first array of a frame alone would cost as much.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from layerwalk.game.world import rays
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

TOGETHER = 4
"""So few balls are not parted any more."""


@dataclass(frozen=True, slots=True)
class _Ball:
    """One of the balls that are held: its middle, its radius, its number."""

    centre: Point
    radius_m: float
    number: int


_Node = tuple[float, float, float, float, "tuple[_Node, ...]", int]
"""A ball for rays: its middle, its radius times itself, the smaller ones in it; one that holds none has a number."""


class Balls:
    """Hold n balls, so that one can ask which of them a ray passes through."""

    def __init__(self, centres: ArrayLike, radii_m: ArrayLike) -> None:
        """Take their middles, (n, 3), and the radius of each or of all of them."""
        points = np.asarray(centres, np.float64).reshape(-1, 3)
        radii = np.broadcast_to(np.asarray(radii_m, np.float64), len(points)).tolist()
        balls = [
            _Ball((x, y, z), radius_m, number)
            for number, ((x, y, z), radius_m) in enumerate(zip(points.tolist(), radii, strict=True))
        ]
        self._outer = (_round(balls),) if balls else ()

    def near(self, ray: Ray, within_m: float = math.inf) -> list[tuple[float, int]]:
        """Return how far off a ray enters the balls that it passes through, and which they are, the nearest first.

        It is 0 where the ray begins in one. Those that it does not enter within so far are left out.
        """
        (ox, oy, oz), (dx, dy, dz) = ray.origin, ray.direction
        found, waiting = list[tuple[float, int]](), list(self._outer)
        for cx, cy, cz, square, inner, number in waiting:
            x, y, z = cx - ox, cy - oy, cz - oz
            along, away = x * dx + y * dy + z * dz, x * x + y * y + z * z - square
            if away > 0.0 and (along <= 0.0 or along * along < away):
                continue
            entered_m = along - math.sqrt(along * along - away) if away > 0.0 else 0.0
            if entered_m < within_m:
                if inner:
                    waiting += inner
                else:
                    found.append((entered_m, number))
        found.sort()
        return found


class Columns:
    """Hold n upright columns, so that one can ask which of them a ray passes through."""

    def __init__(self, feet: ArrayLike, radius_m: float, *, tall_m: float) -> None:
        """Take the middles of their feet, (n, 3), the radius of all of them, and how tall they are at most."""
        points = np.asarray(feet, np.float64).reshape(-1, 3)
        self._balls = Balls(points * [1.0, 1.0, 0.0], radius_m)
        self._low_m, self._high_m = float(points[:, 2].min()), float(points[:, 2].max()) + tall_m

    def near(self, ray: Ray, within_m: float = math.inf) -> list[tuple[float, int]]:
        """Return how far off a ray enters the columns that it passes through, and which they are, as `Balls` does.

        Those that it passes over or under may be among them.
        """
        (x, y, z), (dx, dy, dz) = ray.origin, ray.direction
        _, over_m = rays.between(z, dz, self._low_m, self._high_m)
        if over_m <= 0.0:
            return []
        # Seen from above they are balls, and a metre of the ray is shorter; one that is upright is in them or not.
        short = math.sqrt(dx * dx + dy * dy) or 1.0
        above = Ray(origin=(x, y, 0.0), direction=(dx / short, dy / short, 0.0))
        return [(away_m / short, number) for away_m, number in self._balls.near(above, min(within_m, over_m) * short)]


def _round(balls: Sequence[_Ball]) -> _Node:
    """Return a ball round some: in each of its halves lie those that are near each other."""
    if len(balls) == 1:
        return _node(balls[0])
    axes = tuple(zip(*(ball.centre for ball in balls), strict=True))
    spans = [max(axis) - min(axis) for axis in axes]
    x, y, z = (min(axis) + span / 2 for axis, span in zip(axes, spans, strict=True))
    reach_m = max(math.dist(ball.centre, (x, y, z)) + ball.radius_m for ball in balls)
    if len(balls) <= TOGETHER:
        return x, y, z, reach_m * reach_m, tuple(map(_node, balls)), -1
    widest, half = spans.index(max(spans)), len(balls) // 2
    ordered = sorted(balls, key=lambda ball: ball.centre[widest])
    return x, y, z, reach_m * reach_m, (_round(ordered[:half]), _round(ordered[half:])), -1


def _node(ball: _Ball) -> _Node:
    return *ball.centre, ball.radius_m * ball.radius_m, (), ball.number
