"""The avenue: all stages in one straight line from the desk to the answer, what they show on the visitor's left."""

import itertools
from collections.abc import Sequence

from layerwalk.game.world.layouts import branches, bridges, island, paths, whole
from layerwalk.game.world.layouts import court as courts
from layerwalk.game.world.layouts.angles import Flat
from layerwalk.game.world.layouts.ring import FLOOR_M
from layerwalk.game.world.placement import Disc, Placement, Walkway
from layerwalk.nn.network import NetworkSpec

STAGE_M = 6.0
GAP_M = 1.8
TO_COURT_M = 14.0
"""Water between the court and the first stage: as long as the slope down from the court asks for."""
WEST_M = 9.0
"""The stages stand so far west of the line from the desk to the lantern: seen from the desk, none hides the next."""
TO_ISLAND_M = 3.5
"""Water between the last stage and the island, as seen from the east."""
ASIDE: Flat = (2.4, 0.0)
"""The bridges run so far east of the stages' middles: that leaves their western halves for what they show."""


def build(spec: NetworkSpec) -> Placement:
    """Return the avenue of a network: a pure function, the same for the same network.

    Parallel layers stand one after the other, in the signal's order.
    """
    home, count = island.place(), len(spec.hidden)
    floors = [_floor(count - k, home) for k in range(count)]
    court = _court(floors[0] if floors else home)
    slots = tuple(((floor,),) for floor in floors)
    return whole.placement(spec, branches.in_order(spec), slots, court, _walkways(court, floors, home))


def _floor(steps: int, home: Disc) -> Disc:
    """Return the floor that stands so many steps before the island."""
    x, y, _ = home.centre
    south_m = home.radius_m + TO_ISLAND_M + STAGE_M + (steps - 1) * (2 * STAGE_M + GAP_M)
    return Disc(centre=(x - WEST_M, y - south_m, FLOOR_M), radius_m=STAGE_M)


def _court(first: Disc) -> Disc:
    """Return the court south of the first floor, as high as the slope of the bridge between them allows."""
    south_m = first.centre[1] - first.radius_m - TO_COURT_M - courts.RADIUS_M
    height_m = min(courts.HEIGHT_M, first.centre[2] + bridges.SLOPE * TO_COURT_M)
    return Disc(centre=(0.0, south_m, height_m), radius_m=courts.RADIUS_M)


def _walkways(court: Disc, floors: Sequence[Disc], home: Disc) -> tuple[Walkway, ...]:
    """Return every bridge in the order of the signal, and last the way back from the island to the court."""
    if not floors:
        return paths.walkways(court, (), home)
    ways = [bridges.join(court, floors[0], leave=paths.TO_FIRST, land=ASIDE)]
    ways += [bridges.join(a, b, leave=ASIDE, land=ASIDE) for a, b in itertools.pairwise(floors)]
    ways.append(bridges.join(floors[-1], home, leave=ASIDE, land=island.landing(floors[-1:])))
    return (*ways, bridges.join(home, court, thread=False, leave=paths.BACK, land=paths.BACK))
