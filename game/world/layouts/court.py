"""The court in the south: where it lies, and what stands on it."""

import itertools
import math
from collections.abc import Sequence

from layerwalk.game.world.layouts.angles import direction
from layerwalk.game.world.layouts.bridges import SLOPE
from layerwalk.game.world.placement import Disc, Point, Pose

RADIUS_M = 5.6
HEIGHT_M = 2.3
EYE_M = 1.62
FOV_DEG = 80.0
"""Horizontal field of view of the entrance, at 16:9."""
MARGIN_DEG = 0.8
PITCH_DEG = -4.0
"""The entrance looks a little down, so that the lower edge of the desk is in the picture."""
FEW = 8
"""Up to so many layers, all of them are in the entrance picture."""
NEAR = 0.7
"""The court lies at least so far from the origin, in radii of the ring."""
FAR = 1.3
"""With more layers the court lies at most so far from the origin, in radii of the ring."""
NEAREST_M = 24.0

DESK_NORTH_M = 1.2
DESK_HEIGHT_M = 0.98
DESK_TILT_DEG = 52.0
READER_M = 2.7
RACK_WEST_M = 4.1
RACK_HEIGHT_M = 1.25
RACK_TILT_DEG = 18.0
PILLAR_BEARING_DEG, PILLAR_AWAY_M = -57.0, 3.4
"""Where the menu stands: seen so from who has just come, beside the entrance picture."""
PILLAR_HEIGHT_M = 1.36
PILLAR_TILT_DEG = 10.0
BOARD_BEARING_DEG, BOARD_AWAY_M = -101.0, 4.1
BOARD_HEIGHT_M = 1.50
BOARD_TILT_DEG = 6.0


def place(floors: Sequence[Disc], island: Disc) -> Disc:
    """Return the court for stages with these floors, the first of which it is joined to.

    As near as the entrance picture and the slopes of both bridges allow, and as high, up to HEIGHT_M; higher only
    where the first stage lies high.
    """
    first = floors[0] if floors else island
    ring_m = max([0.0, *(math.hypot(*floor.centre[:2]) for floor in floors)])
    nearest_m = max([NEAREST_M, NEAR * ring_m, *(_fit_m(floor) for floor in floors)])
    if len(floors) > FEW:
        nearest_m = min(nearest_m, FAR * ring_m)
    wanted_m = max(HEIGHT_M, (first.centre[2] + island.centre[2]) / 2)
    for south_m in itertools.count(nearest_m):
        to_first, to_island = _way_m(south_m, first), _way_m(south_m, island)
        floor_m = min(wanted_m, island.centre[2] + SLOPE * to_island, first.centre[2] + SLOPE * to_first)
        keeps_off = all(_way_m(south_m, floor) >= RADIUS_M for floor in floors)
        if keeps_off and floor_m > 0.1 and floor_m >= first.centre[2] - SLOPE * to_first:
            break
    return Disc(centre=(0.0, -south_m, floor_m), radius_m=RADIUS_M)


def _fit_m(floor: Disc) -> float:
    """Return how far south the court's middle must lie for the floor to be within the picture's sides."""
    edge = math.radians(FOV_DEG / 2 - MARGIN_DEG)
    x, y, _ = floor.centre
    eye_south_m = abs(x) / math.tan(edge) - y + floor.radius_m / math.sin(edge)
    return eye_south_m - (READER_M - DESK_NORTH_M)


def _way_m(south_m: float, floor: Disc) -> float:
    x, y, _ = floor.centre
    return math.dist((x, y), (0.0, -south_m)) - RADIUS_M - floor.radius_m


def desk(court: Disc) -> Pose:
    """Return the drawing desk: read from the south, leaning back."""
    x, y, z = court.centre
    return Pose(point=(x, y + DESK_NORTH_M, z + DESK_HEIGHT_M), heading_deg=180.0, tilt_deg=DESK_TILT_DEG)


def rack(court: Disc) -> Pose:
    """Return the rack of pictures at the court's western edge: it faces whoever turns left from the desk."""
    x, y, z = court.centre
    return Pose(point=(x - RACK_WEST_M, y - 0.6, z + RACK_HEIGHT_M), heading_deg=-90.0, tilt_deg=RACK_TILT_DEG)


def pillar(court: Disc) -> Pose:
    """Return the menu's panel in the north-east: it faces whoever has just come, and is beside their picture."""
    return _beside(court, PILLAR_BEARING_DEG, PILLAR_AWAY_M, height_m=PILLAR_HEIGHT_M, tilt_deg=PILLAR_TILT_DEG)


def board(court: Disc) -> Pose:
    """Return the training board at the court's eastern edge: it faces whoever turns right from the desk."""
    return _beside(court, BOARD_BEARING_DEG, BOARD_AWAY_M, height_m=BOARD_HEIGHT_M, tilt_deg=BOARD_TILT_DEG)


def _beside(court: Disc, bearing_deg: float, away_m: float, *, height_m: float, tilt_deg: float) -> Pose:
    """Return a board so far from who has just come, facing them."""
    x, y, z = spawn(court).point
    dx, dy = direction(bearing_deg)
    point = (x + away_m * dx, y + away_m * dy, z + height_m)
    return Pose(point=point, heading_deg=bearing_deg + 180.0, tilt_deg=tilt_deg)


def spawn(court: Disc) -> Pose:
    """Return where the visitor begins: before the desk, looking north."""
    x, y, z = court.centre
    return Pose(point=(x, y + DESK_NORTH_M - READER_M, z), heading_deg=0.0)


def eye(court: Disc) -> Point:
    """Return the eye of a visitor who has just come."""
    x, y, z = spawn(court).point
    return x, y, z + EYE_M
