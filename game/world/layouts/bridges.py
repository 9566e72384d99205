"""Bridges between round floors, and whether anything stands in their way."""

import itertools
import math
from collections.abc import Iterable, Sequence

from layerwalk.game.world.layouts.angles import Flat
from layerwalk.game.world.placement import Disc, Walkway

WIDTH_M = 3.0
NARROW_M = 1.7
"""Width of a bridge to or from a stage of parallel chains."""
SLOPE = 1 / 12.5
INSET_M = 0.5
"""A bridge begins at least this far inside the edge of a floor."""
RIM_M = 0.1
AIR_M = 0.5
"""Free water between things that are not joined."""


def join(
    a: Disc, b: Disc, *, width_m: float = WIDTH_M, thread: bool = True, leave: Flat = (0, 0), land: Flat = (0, 0)
) -> Walkway:
    """Return the bridge from `a` to `b`; leave and land are the points it aims at, relative to their middles."""
    start, end = (a.centre[0] + leave[0], a.centre[1] + leave[1]), (b.centre[0] + land[0], b.centre[1] + land[1])
    first, last = _mouth(a, start, end, width_m), _mouth(b, end, start, width_m)
    return Walkway(start=(*first, a.centre[2]), end=(*last, b.centre[2]), width_m=width_m, thread=thread)


def _mouth(disc: Disc, inside: Flat, towards: Flat, width_m: float) -> Flat:
    """Return the point on the line at which a bridge's both corners are still on the disc."""
    length = math.dist(inside, towards)
    ahead = ((towards[0] - inside[0]) / length, (towards[1] - inside[1]) / length)
    at = (inside[0] - disc.centre[0], inside[1] - disc.centre[1])
    along = at[0] * ahead[0] + at[1] * ahead[1]
    aside = abs(at[0] * ahead[1] - at[1] * ahead[0])
    corner = math.sqrt((disc.radius_m - RIM_M) ** 2 - (aside + width_m / 2) ** 2)
    reach = min(corner, math.sqrt((disc.radius_m - INSET_M) ** 2 - aside**2)) - along
    return inside[0] + reach * ahead[0], inside[1] + reach * ahead[1]


def clear(discs: Sequence[Disc], walkways: Sequence[Walkway]) -> bool:
    """Say whether floors keep apart, and bridges keep off each other and off the floors they do not join (in plan)."""
    return (
        all(_apart(a, b) for a, b in itertools.combinations(discs, 2))
        and all(_passes(walkway, disc) for walkway in walkways for disc in discs)
        and all(_side_by_side(a, b) for a, b in itertools.combinations(walkways, 2))
    )


def _apart(a: Disc, b: Disc) -> bool:
    return math.dist(a.centre[:2], b.centre[:2]) >= a.radius_m + b.radius_m + AIR_M


def _passes(walkway: Walkway, disc: Disc) -> bool:
    joined = any(math.dist(end[:2], disc.centre[:2]) < disc.radius_m for end in (walkway.start, walkway.end))
    free_m = disc.radius_m + walkway.width_m / 2 + AIR_M
    return joined or distance(disc.centre[:2], walkway.start[:2], walkway.end[:2]) >= free_m


def _side_by_side(a: Walkway, b: Walkway) -> bool:
    """Measure between the parts over the water: near their ends two bridges may share a floor."""
    (p, q), (s, t) = _over_water(a), _over_water(b)
    if _cross(p, q, s, t):
        return False
    nearest = min(distance(p, s, t), distance(q, s, t), distance(s, p, q), distance(t, p, q))
    return nearest >= (a.width_m + b.width_m) / 2


def _over_water(walkway: Walkway) -> tuple[Flat, Flat]:
    (ax, ay, _), (bx, by, _) = walkway.start, walkway.end
    part = min(0.45, INSET_M / math.dist((ax, ay), (bx, by)))
    dx, dy = part * (bx - ax), part * (by - ay)
    return (ax + dx, ay + dy), (bx - dx, by - dy)


def _cross(p: Flat, q: Flat, s: Flat, t: Flat) -> bool:
    return _side(p, q, s) * _side(p, q, t) < 0 and _side(s, t, p) * _side(s, t, q) < 0


def _side(a: Flat, b: Flat, point: Flat) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def distance(point: Flat, start: Flat, end: Flat) -> float:
    """Return how far `point` is from the segment from `start` to `end`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    part = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / max(dx * dx + dy * dy, 1e-12)
    part = min(1.0, max(0.0, part))
    return math.dist(point, (start[0] + part * dx, start[1] + part * dy))


def joined_to(disc: Disc, walkways: Iterable[Walkway]) -> list[tuple[Flat, float]]:
    """Return where bridges end on `disc`, and how wide they are."""
    ends = ((end[:2], walkway.width_m) for walkway in walkways for end in (walkway.start, walkway.end))
    return [(end, width_m) for end, width_m in ends if math.dist(end, disc.centre[:2]) < disc.radius_m]
