"""Headings: degrees about Z, 0 looks along +Y (north), growing counter-clockwise, as in Panda3D."""

import math
from collections.abc import Iterable

Flat = tuple[float, float]


def heading_of(dx: float, dy: float) -> float:
    """Return the heading that looks along (dx, dy)."""
    return math.degrees(math.atan2(-dx, dy))


def direction(heading_deg: float) -> Flat:
    """Return the unit vector that a heading looks along."""
    angle = math.radians(heading_deg)
    return -math.sin(angle), math.cos(angle)


def turn(start_deg: float, end_deg: float) -> float:
    """Return the shorter way from one heading to another, in [-180, 180)."""
    return (end_deg - start_deg + 180.0) % 360.0 - 180.0


def nearest_free(target_deg: float, taken: Iterable[tuple[float, float]]) -> float | None:
    """Return the heading nearest to `target_deg` that keeps off every (heading, least distance), in degrees.

    None where they leave no room at all.
    """
    fixed = tuple(taken)
    edges = (heading + side * apart for heading, apart in fixed for side in (-1.0, 1.0))
    free = [
        option
        for option in (target_deg, *edges)
        if all(abs(turn(heading, option)) >= apart - 1e-6 for heading, apart in fixed)
    ]
    return min(free, key=lambda option: abs(turn(target_deg, option)), default=None)
