"""The island at the focus: the answer's plinths in an arc, the lantern behind and above them."""

import math
from collections.abc import Sequence

from layerwalk.game.world.layouts.angles import Flat, heading_of
from layerwalk.game.world.layouts.ring import FLOOR_M
from layerwalk.game.world.placement import Disc, Pose

RADIUS_M = 5.4
ARC_DEG = 62.0
ARC_M = 4.1
READER_Y_M = -4.6
"""Plinths face a reader who stands so far north of the middle (at the island's southern edge)."""
PLINTH_M = 0.62
PLINTH_PART = 0.66
"""A plinth's side, as a part of its room in the arc."""
MOST_PLINTHS = 20
LANDING: Flat = (2.0, -1.8)
"""Where the last bridge arrives, in front of the plinths; mirrored when it comes from the west."""
LANTERN_M = 2.4
LANTERN_NORTH_M = 4.4
LANTERN_MOST_M = 4.4
LANTERN_FOOT_M = 4.7
"""The lantern's lower edge is so high above the water, clear of the tallest column."""
LANTERN_ASPECT = 1.1
LANTERN_SEEN_RAD = 0.085
"""The lantern's diameter as seen from the desk."""


def place() -> Disc:
    """Return the island's floor, at the origin."""
    return Disc(centre=(0.0, 0.0, FLOOR_M), radius_m=RADIUS_M)


def landing(before: Sequence[Disc]) -> Flat:
    """Return where a bridge from these floors should arrive, relative to the island's middle."""
    x, y = LANDING
    return math.copysign(x, before[0].centre[0]), y


def plinths(island: Disc, classes: int) -> tuple[Pose, ...]:
    """Return a pose for each class, from west to east; none for one class or more than MOST_PLINTHS."""
    if not 2 <= classes <= MOST_PLINTHS:
        return ()
    return tuple(_plinth(island, -ARC_DEG + 2 * ARC_DEG * k / (classes - 1)) for k in range(classes))


def _plinth(island: Disc, bearing_deg: float) -> Pose:
    x, y, z = island.centre
    dx, dy = ARC_M * math.sin(math.radians(bearing_deg)), ARC_M * math.cos(math.radians(bearing_deg))
    return Pose(point=(x + dx, y + dy, z), heading_deg=heading_of(-dx, READER_Y_M - dy))


def plinth_m(classes: int) -> float:
    """Return the side of a plinth: smaller where there are many."""
    room_m = 2 * math.radians(ARC_DEG) * ARC_M / max(classes - 1, 1)
    return min(PLINTH_M, PLINTH_PART * room_m)


def lantern_m(court: Disc) -> float:
    """Return the lantern's diameter: legible from the desk, as far as the island is wide enough."""
    return min(LANTERN_MOST_M, max(LANTERN_M, LANTERN_SEEN_RAD * -court.centre[1]))


def lantern(island: Disc, diameter_m: float) -> Pose:
    """Return the lantern behind the plinths; it faces the court."""
    x, y, _ = island.centre
    return Pose(
        point=(x, y + LANTERN_NORTH_M, LANTERN_FOOT_M + LANTERN_ASPECT * diameter_m / 2),
        heading_deg=180.0,
    )
