"""What stands in the way, in plan: boards, plinths, posts, signs, and the walls of shells and choirs. World, metres."""

import math
from collections.abc import Iterator
from typing import Protocol

from layerwalk.game.world.floorplan import Bounds, Flat
from layerwalk.game.world.placement import Placement, Pose, Stage

DESK_M, RACK_M, SIGN_M = (0.80, 0.30), (0.85, 0.30), (0.65, 0.22)
PILLAR_M, BOARD_M = (0.80, 0.20), (1.05, 0.20)
"""Half the length of a board's middle line, and the radius round it."""
PLINTH = 0.6
"""Radius of a plinth, as a part of its side."""
POST_ASIDE_M = 0.75
"""The lantern's posts stand so far beside it."""
POST_M = 0.12
RELIEF_M = 0.2
"""One keeps so far from the panels."""
TOUCH_M = 1e-6


class Obstacle(Protocol):
    """A shape that a body cannot enter."""

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""

    def push(self, x: float, y: float, radius_m: float) -> Flat:
        """Return (x, y) itself where a body of `radius_m` there is clear of it, else the nearest point that is."""


class Bar:
    """Everything within a radius of a line: a board, or a round thing where the line is a point."""

    __slots__ = ("_end", "_radius_m", "_start")

    def __init__(self, start: Flat, end: Flat, radius_m: float) -> None:
        """Stand along the line from `start` to `end`."""
        self._start, self._end, self._radius_m = start, end, radius_m

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""
        (ax, ay), (bx, by), r = self._start, self._end, self._radius_m
        return min(ax, bx) - r, min(ay, by) - r, max(ax, bx) + r, max(ay, by) + r

    def push(self, x: float, y: float, radius_m: float) -> Flat:
        """Return (x, y), or the nearest point clear of it."""
        (ax, ay), (bx, by) = self._start, self._end
        dx, dy = bx - ax, by - ay
        squared = dx * dx + dy * dy
        part = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / squared)) if squared else 0.0
        px, py = ax + part * dx, ay + part * dy
        away, least = math.dist((x, y), (px, py)), self._radius_m + radius_m
        if away >= least:
            return x, y
        if away < TOUCH_M:
            return px, py - least - TOUCH_M
        grow = (least + TOUCH_M) / away
        return px + grow * (x - px), py + grow * (y - py)


class Wall:
    """The part of a stage behind a shell or on the steps of a choir: a sector beyond an inner radius."""

    __slots__ = ("_half", "_heading", "_inner_m", "_outer_m", "_x", "_y")

    def __init__(self, stage: Stage, inner_m: float, half_deg: float) -> None:
        """Stand round the back of `stage`, so far to either side of its heading."""
        self._x, self._y, _ = stage.floor.centre
        self._inner_m, self._outer_m = inner_m, stage.floor.radius_m
        self._heading, self._half = math.radians(stage.heading_deg), math.radians(half_deg)

    @property
    def bounds(self) -> Bounds:
        """Return the rectangle round it."""
        r = self._outer_m
        return self._x - r, self._y - r, self._x + r, self._y + r

    def push(self, x: float, y: float, radius_m: float) -> Flat:
        """Return (x, y), or the nearest point clear of it: before it or beside it."""
        dx, dy = x - self._x, y - self._y
        away, least = math.hypot(dx, dy), self._inner_m - radius_m
        if away <= least or away > self._outer_m + radius_m:
            return x, y
        turned = (math.atan2(-dx, dy) - self._heading + math.pi) % math.tau - math.pi
        beside = self._half + math.asin(min(1.0, radius_m / away))
        if abs(turned) >= beside:
            return x, y
        if away - least <= (beside - abs(turned)) * away:
            part = (least - TOUCH_M) / away
            return self._x + part * dx, self._y + part * dy
        heading = self._heading + math.copysign(beside + TOUCH_M, turned)
        return self._x - away * math.sin(heading), self._y + away * math.cos(heading)


def of(placement: Placement) -> Iterator[Obstacle]:
    """Yield everything of a placement that one cannot walk through."""
    yield _board(placement.desk, *DESK_M)
    yield _board(placement.rack, *RACK_M)
    yield _board(placement.pillar, *PILLAR_M)
    yield _board(placement.board, *BOARD_M)
    for plinth in placement.plinths:
        yield _board(plinth, 0.0, PLINTH * placement.plinth_m)
    x, y, _ = placement.lantern.point
    for side in (-1, 1):
        post = (x + side * (placement.lantern_m / 2 + POST_ASIDE_M), y)
        yield Bar(post, post, POST_M)
    for stage in placement.stages:
        yield _board(Pose(point=stage.sign, heading_deg=stage.sign_heading_deg), *SIGN_M)
        if stage.shell:
            yield Wall(stage, stage.shell.radius_m - RELIEF_M, stage.shell.azimuth_deg)
        if stage.choir:
            yield Wall(stage, stage.choir.steps[0][0], stage.choir.azimuth_deg)


def _board(pose: Pose, half_m: float, radius_m: float) -> Bar:
    """Return a board as a bar across the way it faces."""
    heading = math.radians(pose.heading_deg)
    x, y, _ = pose.point
    dx, dy = half_m * math.cos(heading), half_m * math.sin(heading)
    return Bar((x - dx, y - dy), (x + dx, y + dy), radius_m)
