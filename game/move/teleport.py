"""Going elsewhere at once: an arc from the hand, where it comes down, and whether one can stand there.

World, metres, Z up.
"""

import math
from dataclasses import dataclass, replace
from typing import Protocol

from layerwalk.game.move.body import Body, Point
from layerwalk.game.world.rays import Ray

THROW_M_S, GRAVITY_M_S2 = 11.0, 9.81
"""How fast the arc leaves the hand: level ground is reached 12 m away at most."""
STEP_S, LONGEST_S = 0.04, 3.2
ASIDE_M = 0.7
"""So far beside the arc's end one may be set down, where one could not stand at the end itself."""
STEP_M = 0.5
"""A floor's height differs by less from that of where one is set down on it."""
STEEPEST = 0.985
"""Nobody throws steeper: the rise of the direction at most."""
MODEL_M, MODEL_STEPS = 3.0, 300
"""How far one points into a model, in metres of the room, and in how many steps its floors are looked for."""
LET_GO = 0.3
"""A stick that is pushed less far aims no longer."""


class Ground(Protocol):
    """What going elsewhere asks of the world."""

    def floor_at(self, x: float, y: float, z: float) -> float | None:
        """Return the height of the highest floor under (x, y) that is at most a step above z, None over water."""

    def standing_near(self, point: Point, *, radius_m: float) -> Point | None:
        """Return a place for a body of `radius_m` near a point, None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Hold the arc's points from the hand to its end, and where one would stand: None where one cannot.

    heading_deg: what one would look along, None for as now.
    """

    points: tuple[Point, ...]
    target: Point | None
    heading_deg: float | None = None


def aimed(ray: Ray, ground: Ground, *, radius_m: float, heading_deg: float | None = None, scale: float = 1.0) -> Aim:
    """Return where an arc leads that leaves the hand along `ray`.

    scale: metres of the world to one of the visitor's room; a world that is a model is pointed at straight.
    """
    if scale > 1.0:
        return _pointed(ray, ground, radius_m, scale)
    points = [ray.origin]
    dx, dy, dz = _throwable(ray.direction)
    for step in range(1, round(LONGEST_S / STEP_S) + 1):
        time_s = step * STEP_S
        x, y, z = (o + THROW_M_S * time_s * d for o, d in zip(ray.origin, (dx, dy, dz), strict=True))
        now = (x, y, z - GRAVITY_M_S2 * time_s**2 / 2)
        end = _met(points[-1], now, ground)
        points.append(end or _above_water(points[-1], now))
        if end is not None:
            return Aim(points=tuple(points), target=_stand(end, ground, radius_m), heading_deg=heading_deg)
        if now[2] <= 0.0:
            break
    return Aim(points=tuple(points), target=None, heading_deg=heading_deg)


def gone(body: Body, aim: Aim) -> Body:
    """Return the body where an arc leads; as it is where one cannot stand there."""
    if aim.target is None:
        return body
    return replace(
        body,
        position=aim.target,
        heading_deg=body.heading_deg if aim.heading_deg is None else aim.heading_deg,
        velocity_m_s=(0.0, 0.0, 0.0),
        flying=False,
        grounded=True,
        lag_m=0.0,
        landing=None,
    )


def _pointed(ray: Ray, ground: Ground, radius_m: float, scale: float) -> Aim:
    """Return where a straight ray meets the floor of a model first."""
    before = ray.origin
    for step in range(1, MODEL_STEPS + 1):
        now = ray.at(MODEL_M * scale * step / MODEL_STEPS)
        end = _met(before, now, ground)
        if end is not None:
            return Aim(points=(ray.origin, end), target=_stand(end, ground, radius_m))
        if now[2] <= 0.0:
            now = _above_water(before, now)
            break
        before = now
    return Aim(points=(ray.origin, now), target=None)


def _throwable(direction: Point) -> Point:
    """Return a direction that is not too steep for an arc to be seen as one."""
    x, y, z = direction
    if z <= STEEPEST:
        return direction
    aside = math.hypot(x, y)
    grow = math.sqrt(1 - STEEPEST**2) / aside if aside > 1e-9 else 0.0
    return x * grow, y * grow, STEEPEST


def _met(before: Point, now: Point, ground: Ground) -> Point | None:
    """Return where a piece of the arc comes down on a floor that was under it, None where it does not."""
    floor = ground.floor_at(now[0], now[1], before[2] - STEP_M)
    if floor is None or now[2] > floor:
        return None
    share = (before[2] - floor) / max(before[2] - now[2], 1e-9)
    x, y = (a + share * (b - a) for a, b in zip(before[:2], now[:2], strict=True))
    level = ground.floor_at(x, y, before[2])
    return x, y, floor if level is None else level


def _above_water(before: Point, now: Point) -> Point:
    """Return the end of a piece of the arc, which does not go into the lake."""
    if now[2] >= 0.0 or before[2] <= 0.0:
        return now
    share = before[2] / (before[2] - now[2])
    x, y = (a + share * (b - a) for a, b in zip(before[:2], now[:2], strict=True))
    return x, y, 0.0


def _stand(end: Point, ground: Ground, radius_m: float) -> Point | None:
    place = ground.standing_near(end, radius_m=radius_m)
    if place is None or math.dist(place[:2], end[:2]) > ASIDE_M or abs(place[2] - end[2]) >= STEP_M:
        return None
    floor = ground.floor_at(*place)  # where a ramp meets a platform, the higher one carries
    return None if floor is None else (place[0], place[1], floor)
