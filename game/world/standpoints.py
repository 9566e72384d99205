"""Where one stands to see a part of a network: on its stage, before it. World, metres, Z up."""

import math
from dataclasses import dataclass

from layerwalk.game.world.placement import Floats, Placement, Point, Stage
from layerwalk.nn.network import NetworkSpec

EYE_M = 1.62
BEFORE = 0.45
"""So far from the middle of its floor towards what is to be seen, in radii of the floor, where it is far enough off."""
NEAREST_M = 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """Say where the feet are and where the eye looks, both points."""

    feet: Point
    target: Point

    @property
    def heading_deg(self) -> float:
        """Return the heading of the gaze, Panda3D's."""
        return math.degrees(math.atan2(self.feet[0] - self.target[0], self.target[1] - self.feet[1]))

    @property
    def pitch_deg(self) -> float:
        """Return how far the gaze is above the horizon."""
        away = math.dist(self.feet[:2], self.target[:2])
        return math.degrees(math.atan2(self.target[2] - self.feet[2] - EYE_M, max(away, 1e-6)))


def of(placement: Placement, spec: NetworkSpec, *, node: str, map: int | None = None) -> Standpoint | None:
    """Return where to stand before a layer, or before one of its maps or pillars; None for what has no place."""
    if node == spec.input.name:
        feet = placement.spawn.point
        return Standpoint(feet=feet, target=placement.desk.point)
    if node == spec.answer.name:
        return _before_answer(placement, map)
    stage = next((stage for stage in placement.stages if stage.node == node), None)
    return None if stage is None else _before(stage, _target(stage, map), nearer=map is not None)


def _before_answer(placement: Placement, place: int | None) -> Standpoint:
    view = placement.views["output"]
    x, y, z = view.eye
    if place is None or place >= len(placement.plinths):
        return Standpoint(feet=(x, y, z - EYE_M), target=view.target)
    return Standpoint(feet=(x, y, z - EYE_M), target=_raised(placement.plinths[place].point, 1.0))


def _target(stage: Stage, map: int | None) -> Point:
    """Return the middle of a map's panel or of a pillar, or of all of them."""
    place = None if map is None else map - stage.page[0]
    if stage.shell is not None:
        centres = stage.shell.centres
        here = centres[place] if place is not None and 0 <= place < len(centres) else centres.mean(axis=0)
        return _point(here)
    if stage.choir is not None:
        feet = stage.choir.feet
        here = feet[place] if place is not None and 0 <= place < len(feet) else feet.mean(axis=0)
        return _raised(_point(here), stage.choir.low_m + stage.choir.tall_m / 2)
    return _raised(stage.floor.centre, EYE_M)


def _before(stage: Stage, target: Point, *, nearer: bool) -> Standpoint:
    """Stand in the middle of the stage, or nearer to what one of its parts shows."""
    x, y, z = stage.floor.centre
    away_m = math.dist((x, y), target[:2])
    along_m = max(0.0, min(BEFORE * stage.floor.radius_m, away_m - NEAREST_M)) if nearer else 0.0
    share = along_m / away_m if away_m > 1e-6 else 0.0
    return Standpoint(feet=(x + share * (target[0] - x), y + share * (target[1] - y), z), target=target)


def _raised(point: Point, by_m: float) -> Point:
    return point[0], point[1], point[2] + by_m


def _point(row: Floats) -> Point:
    x, y, z = (float(part) for part in row)
    return x, y, z
